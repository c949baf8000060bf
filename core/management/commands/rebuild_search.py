"""Make the search indexes afresh. They keep themselves right; this is for the day after somebody changed rows, or lost
triggers, behind the portal's back."""

from typing import Any

from django.core.management.base import BaseCommand

from core import search


class Command(BaseCommand):
    help = "Makes every search index afresh from the rows that it covers, and says what each then holds."

    def handle(self, *args: Any, **options: Any) -> None:
        for index in sorted(search.declared, key=lambda index: index.name):
            rows, words = index.rebuild()
            self.stdout.write(f"{index.name}: {rows:,} rows of {index.table}, {words:,} words")
