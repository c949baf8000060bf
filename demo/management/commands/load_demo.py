"""manage.py load_demo"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.loading import RealData, is_loaded, load_demo
from demo.people import PASSWORD, sign_ins


class Command(BaseCommand):
    help = (
        "Fill an empty portal with fictional schools, people and registrations, and print whom to sign in as. Loads "
        "once; refuses where the database has schools or people of its own."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="Where there is other data, say so and go on")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            load_demo()
        except RealData as refusal:
            if not options["if_empty"]:
                raise CommandError(str(refusal)) from refusal
        if is_loaded():
            self.print_sign_ins()
        else:
            self.stdout.write("The data here is your own, so the fictional schools were not loaded.")

    def print_sign_ins(self) -> None:
        self.stdout.write("All schools and people in it are fictional. Sign in with one of these addresses:")
        for person in sign_ins():
            self.stdout.write(f"  {person.email:<45} {person.why}")
        self.stdout.write(f"The password of all of them is: {PASSWORD}")
        self.stdout.write(
            f"Codes for Forum staff, these addresses again, and every e-mail that the portal sends: "
            f"{settings.SITE_URL}/demo/"
        )
