"""The vocabulary of what Forum staff publish."""

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.rules import is_forum

if TYPE_CHECKING:
    from accounts.models import User

FIRST_MONTH = 9  # of a school year


def school_year_of(moment: datetime.datetime) -> int:
    """The year in which the school year of this moment begins: 2025 for March 2026."""
    day = timezone.localtime(moment)
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def begins(school_year: int) -> datetime.datetime:
    """The first moment of a school year."""
    return timezone.make_aware(datetime.datetime(school_year, FIRST_MONTH, 1))


class EntryQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What everybody may read."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, user: "User") -> Self:
        """What is published; drafts too for Forum staff."""
        return self.all() if is_forum(user) else self.published()


class ArticleQuerySet(EntryQuerySet):
    def newest(self) -> Self:
        """What the home page shows some of, with their pictures: published, the latest first."""
        return self.published().select_related("picture").order_by("-dated", "-pk")


class ForumEventQuerySet(EntryQuerySet):
    def coming(self) -> Self:
        """Not over yet, the next first."""
        return self._with_end().filter(over_at__gte=timezone.now()).order_by("starts_at", "pk")

    def past(self) -> Self:
        """Over, the latest first."""
        return self._with_end().filter(over_at__lt=timezone.now()).order_by("-starts_at", "-pk")

    def in_school_year(self, year: int) -> Self:
        """Those that began in the school year from September of `year` (1 to 9998)."""
        return self.filter(starts_at__gte=begins(year), starts_at__lt=begins(year + 1))

    def school_years(self) -> list[int]:
        """The years in which the school years of these events begin, the latest first. One query."""
        months = self.order_by().datetimes("starts_at", "month")
        return sorted({school_year_of(month) for month in months}, reverse=True)

    def _with_end(self) -> Self:
        return self.annotate(over_at=Coalesce("ends_at", "starts_at"))


class PictureQuerySet(models.QuerySet):
    def used(self) -> Self:
        """Those that an entry shows."""
        return self.filter(self._of_an_entry())

    def public(self) -> Self:
        """Those of what is published."""
        return self.filter(self._of_an_entry("__published_at"))

    def visible_to(self, user: "User") -> Self:
        """The same; those of drafts too for Forum staff."""
        return self.all() if is_forum(user) else self.public()

    def _of_an_entry(self, also: str = "") -> models.Q:
        condition = models.Q()
        for relation in self.model._meta.related_objects:
            condition |= models.Q(**{f"{relation.name}{also}__isnull": False})
        return condition
