"""manage.py send_outbox"""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from notifications.outbox import send_due


class Command(BaseCommand):
    help = (
        "Send every message of the outbox that is waiting and whose time to try has come, oldest first. Safe to run "
        "twice at once: each message is claimed before it is sent. A message that fails is tried again after longer "
        "and longer pauses, about two days in all."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="Go on for ever, looking again after so many seconds"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            sent = send_due()
            if sent or not options["every"]:
                self.stdout.write(f"{sent} sent")
            if not options["every"]:
                return
            close_old_connections()
            time.sleep(options["every"])
