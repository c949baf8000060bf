"""manage.py import_gias FILE [--links FILE] [--force]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from schools.actions import import_register
from schools.gias import FileRefused

PROBLEMS_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Brings the schools up to date from the national register's own file (Get Information about Schools, "
        "'Establishment fields CSV', whole or an extract). One transaction; safe to run again. Schools that the file "
        "leaves out stay as they are. A file that is not the register's, breaks off, or holds fewer than 80% of the "
        "open schools changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--links", type=Path, help="the register's 'Establishment links CSV': who followed whom")
        parser.add_argument("--force", action="store_true", help="take in a file that breaks off or is far too short")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            # disable=None: a bar on a terminal only, so that a log holds nothing but the counts
            with tqdm(total=path.stat().st_size, unit="B", unit_scale=True, disable=None, desc=path.name) as bar:
                outcome = import_register(path=path, links=options["links"], force=options["force"], advance=bar.update)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        except FileRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        for problem in outcome.problems[:PROBLEMS_SHOWN]:
            self.stderr.write(str(problem))
        if len(outcome.problems) > PROBLEMS_SHOWN:
            self.stderr.write(f"… and {len(outcome.problems) - PROBLEMS_SHOWN:,} more problems.")
        self.stdout.write("Schools: " + _words(outcome.rows))
        self.stdout.write(f"Places worked out from postcodes: {outcome.places:,}")
        if options["links"]:
            self.stdout.write("Successors: " + _words(outcome.links))
        self.stdout.write(f"Problems: {len(outcome.problems):,}")


def _words(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {word}" for word, count in counts.items())
