"""What `send_reminders` and `purge_expired` have in common: run the jobs, say what each did."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.jobs import Outcome


class JobCommand(BaseCommand):
    """Runs jobs, prints a line a job, and ends with a failure where one of them failed."""

    def outcomes(self) -> Iterator[Outcome]:
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for outcome in self.outcomes():
            if outcome.failed:
                failed.append(outcome.description)
                self.stderr.write(f"{outcome.description}: failed (see the log)")
            else:
                self.stdout.write(f"{outcome.description}: {outcome.count}")
        if failed:
            raise CommandError(f"{len(failed)} failed: {'; '.join(failed)}")
