"""manage.py import_postcodes FILE"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from schools.actions import import_postcodes
from schools.gias import FileRefused


class Command(BaseCommand):
    help = (
        "Brings the table of postcodes up to date from a CSV file (or .csv.gz) with the columns pcd, easting and "
        "northing, and places the schools whose register entry gives no place. One transaction; safe to run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with tqdm(unit="B", unit_scale=True, disable=None, desc=path.name) as bar:
                counts = import_postcodes(path=path, advance=bar.update)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from error
        except FileRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        for word, count in counts.items():
            self.stdout.write(f"{count:,} {word}")
