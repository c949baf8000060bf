"""What waits for Forum staff, on the first page of the admin and on their dashboard: each app registers its queues."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone

from core import working_days
from core.todos import Todo

PROMISED_WORKING_DAYS = 2  # "Forum staff read it within two working days", as the pages and e-mails say


class Waiting(NamedTuple):
    """How many wait, and since when the one that waits longest (None where nothing does)."""

    number: int
    oldest: datetime.datetime | None


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One line of the admin's first page. `url` may be lazy (`reverse_lazy`, with its query string)."""

    label: str
    url: Any
    count: Callable[[], Waiting]
    permission: str


@dataclass(frozen=True, kw_only=True)
class QueueLine:
    """A queue as one person sees it."""

    label: str
    url: str
    number: int
    oldest: datetime.datetime | None

    @property
    def wait(self) -> str:
        """How long the one that waits longest has waited, in words; "" where nothing waits."""
        return working_days.words(self.oldest) if self.oldest else ""

    @property
    def late(self) -> bool:
        """Longer than what schools are told."""
        return self.oldest is not None and working_days.since(self.oldest) > PROMISED_WORKING_DAYS


_queues: list[Queue] = []


def register(*, label: str, url: Any, count: Callable[[], Waiting], permission: str) -> None:
    """Add a queue; called from AppConfig.ready(). It is shown to those who have `permission` ("app.view_model")."""
    _queues.append(Queue(label=label, url=url, count=count, permission=permission))


def waiting_in(queryset: models.QuerySet, since: str) -> Waiting:
    """The number of rows, and the earliest of their field `since` (a moment, or a day), in one query."""
    found = queryset.order_by().aggregate(number=models.Count("pk"), oldest=models.Min(since))
    oldest = found["oldest"]
    if oldest is not None and not isinstance(oldest, datetime.datetime):
        oldest = timezone.make_aware(datetime.datetime.combine(oldest, datetime.time.min))
    return Waiting(found["number"], oldest)


def queues_for(user: Any) -> list[QueueLine]:
    """What waits for this person, queue by queue in the order of registration; one query a queue."""
    lines = []
    for queue in _queues:
        if user.has_perm(queue.permission):
            number, oldest = queue.count()
            lines.append(QueueLine(label=queue.label, url=str(queue.url), number=number, oldest=oldest))
    return lines


def to_see_to(user: Any) -> Iterator[Todo]:
    """For the dashboard: each queue in which something waits for this person of the Forum."""
    if not user.is_staff:  # spares everybody else the look at their permissions
        return
    for line in queues_for(user):
        if line.number:
            yield Todo(
                title=f"{line.label}: {line.number}",
                sentence=f"Waiting longest: {line.wait}." if line.wait else "",
                url=line.url,
                button="Open",
                due=timezone.localdate(line.oldest) if line.oldest else None,
            )
