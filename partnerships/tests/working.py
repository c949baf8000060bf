"""A partnership's people and what they keep in its workspace, through actions."""

import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from accounts.tests.factories import make_member
from core.tests import files
from partnerships.actions.work import add_file, add_note, add_task
from partnerships.models import KeptFile, Note, Partner, Partnership, Task


def sides(partnership: Partnership) -> tuple[Partner, Partner]:
    """Brackenfold, whose lead is Amara Nwosu, and Thornmere, whose lead is Helen Castellane."""
    ours, theirs = partnership.partners.order_by("pk")
    return ours, theirs


def colleague(partner: Partner, name: str = "Priya Raman", **changes: Any) -> User:
    """Somebody verified at the school who carries nothing: reads, and does not write."""
    return make_member(partner.school, name=name, **changes)


def day(days: int) -> datetime.date:
    """So many days from today."""
    return timezone.localdate() + datetime.timedelta(days=days)


def task(partner: Partner, *, owner: User | None = None, days: int = 14, title: str = "Send the dates") -> Task:
    """A task of the school's lead, or of `owner` there, added by the lead."""
    return add_task(
        partnership=partner.partnership,
        title=title,
        partner=partner,
        owner=owner or partner.lead,
        due_on=day(days),
        by=partner.lead,
    )


def note(partner: Partner, *, private: bool = False, words: str = "Ask about the budget code.") -> Note:
    return add_note(partner=partner, words=words, private=private, by=partner.lead)


def kept_file(partner: Partner, *, private: bool = False, title: str = "Spring dates", **more: Any) -> KeptFile:
    file = ContentFile(files.pdf(), name="x.pdf")
    return add_file(partner=partner, file=file, title=title, private=private, by=partner.lead, **more)
