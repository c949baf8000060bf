"""What the portal does by the clock: each app registers its jobs, and two commands run them.

`manage.py send_reminders` runs the reminders (what is due or overdue; lapses too), `manage.py purge_expired` the
purges (what is kept no longer than promised). A job is a function that takes nothing, is safe to run twice, and
returns how many things it did. The first line of its docstring tells people what it does. A job commits its own work:
each thing in a transaction of its own, so that what was done stays done when a later one fails.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

Job = Callable[[], int]
logger = logging.getLogger(__name__)

_reminders: list[Job] = []
_purges: list[Job] = []
_promises: list[tuple[str, str]] = []


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one job did. `failed` is True where it raised; its count is then unknown and given as 0."""

    description: str
    count: int
    failed: bool = False


def register_reminder(job: Job) -> Job:
    """Add a job of `send_reminders`. Called from AppConfig.ready(); usable as a decorator."""
    return _add(_reminders, job)


def register_purge(job: Job, *, what: str, after: str) -> Job:
    """Add a job of `purge_expired`. Called from AppConfig.ready().

    `what` is deleted and `after` how long, in people's words ("An unfinished registration", "90 days without a
    change"): the privacy notice prints them, so that what we promise and what we do are one.
    """
    if (what, after) not in _promises:
        _promises.append((what, after))
    return _add(_purges, job)


def retention() -> list[tuple[str, str]]:
    """(what is deleted, after how long), of every purge, for the privacy notice."""
    return list(_promises)


def run_reminders() -> Iterator[Outcome]:
    """Run every reminder in the order of registration, giving the outcome of each as it ends."""
    return _run(_reminders)


def run_purges() -> Iterator[Outcome]:
    """Run every purge in the order of registration, giving the outcome of each as it ends."""
    return _run(_purges)


def _add(jobs: list[Job], job: Job) -> Job:
    if not (job.__doc__ or "").strip():
        raise TypeError(f"{job.__module__}.{job.__qualname__} needs a docstring: its first line describes the job")
    if job not in jobs:
        jobs.append(job)
    return job


def _run(jobs: Iterable[Job]) -> Iterator[Outcome]:
    """One job that fails is logged and does not stop the others."""
    for job in list(jobs):
        description = (job.__doc__ or "").strip().splitlines()[0].rstrip(".")
        try:
            outcome = Outcome(description=description, count=job())
        except Exception:
            logger.exception("The job %s.%s failed", job.__module__, job.__qualname__)
            outcome = Outcome(description=description, count=0, failed=True)
        if not connection.in_atomic_block:  # as in a test that will be rolled back
            connection.close_if_unusable_or_obsolete()  # one that broke under a job is not handed to the next
        yield outcome
