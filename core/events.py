"""Recording events: every action calls `record` once, inside its transaction."""

from typing import TYPE_CHECKING

from django.db import models

from core.models import Event

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def record(
    *, of: models.Model, kind: str, sentence: str, by: "AbstractBaseUser | None" = None, for_staff: bool = False
) -> Event:
    """Write the event of a change to `of`. `by` is None where the portal itself acted (a lapse, a reminder)."""
    return Event.objects.create(subject=of, kind=kind, sentence=sentence[:500], by=by, for_staff=for_staff)  # type: ignore[misc]
