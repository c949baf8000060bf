"""What Forum staff publish: news, events, the record of research, and our own guidance."""

import datetime
import uuid

from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.models import User
from core import pictures
from editorial.moments import MOMENTS
from editorial.querysets import (
    ArticleQuerySet,
    EntryQuerySet,
    ForumEventQuerySet,
    PictureQuerySet,
    school_year_of,
)

PICTURES = "editorial/pictures"
LONGEST_BODY = 20_000


class Picture(models.Model):
    """Of an entry: re-encoded, without what a camera writes into it (core/pictures.py). Replaced, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    width = models.PositiveIntegerField(help_text="Pixels, of the largest size")
    height = models.PositiveIntegerField()
    widths = models.JSONField(default=list, help_text="Pixels, of every size kept, smallest first")
    added_at = models.DateTimeField(auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.width} by {self.height} pixels"

    @property
    def stem(self) -> str:
        """What the paths of all its sizes in the storage begin with."""
        return f"{PICTURES}/{self.pk}"

    @property
    def paths(self) -> list[str]:
        return [pictures.kept_at(self.stem, width) for width in self.widths]

    @property
    def src(self) -> str:
        return self.at(self.widths[-1])

    @property
    def srcset(self) -> str:
        return ", ".join(f"{self.at(width)} {width}w" for width in self.widths)

    def at(self, width: int) -> str:
        """The address of one size."""
        return reverse("editorial:picture", args=[self.pk, width])


class Entry(models.Model):
    """What all have in common. Changed only by editorial/actions.py; a draft is seen by Forum staff alone."""

    title = models.CharField(max_length=120)
    slug = models.SlugField(
        "address",
        max_length=120,
        unique=True,
        help_text="The last word of its address. It stays: other people link to it",
    )
    summary = models.CharField(max_length=300, help_text="A sentence or two, for lists. Plain words")
    body = models.TextField(
        "text",
        validators=[MaxLengthValidator(LONGEST_BODY)],
        help_text="Leave an empty line between paragraphs. Begin a heading with ##, a line of a list with -. A link: "
        "[words](https://…)",
    )
    author = models.CharField(max_length=80, blank=True, help_text="As it is printed. Empty: the Forum")
    picture = models.OneToOneField(
        Picture, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="%(class)s"
    )
    picture_alt = models.CharField(
        "what the picture shows",
        max_length=300,
        blank=True,
        help_text="For people who cannot see it. No names of pupils",
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="Empty: a draft")
    changed_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords(inherit=True)
    _history_user: User | None  # set by actions: who the history says changed the row

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def byline(self) -> str:
        return self.author or "The ISSP Forum"


class Article(Entry):
    """News."""

    dated = models.DateField("date", default=timezone.localdate, help_text="Shown beside it. The latest comes first")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "-pk"]
        indexes = [models.Index(fields=["-dated", "-id"], name="article_newest")]

    def get_absolute_url(self) -> str:
        return reverse("editorial:article", args=[self.slug])


class ForumEvent(Entry):
    """Something to come to; once it is over, a record of its school year."""

    starts_at = models.DateTimeField("begins")
    ends_at = models.DateTimeField("ends", null=True, blank=True)
    place = models.CharField(max_length=120, blank=True, help_text="Or “Online”")
    link = models.URLField("address to book or join", blank=True, max_length=300)

    objects = ForumEventQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = "event"
        indexes = [models.Index(fields=["starts_at"], name="event_starts")]
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_it_begins",
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")),
                violation_error_message="An event ends after it begins. Change one of the two times",
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("editorial:event", args=[self.slug])

    @property
    def is_over(self) -> bool:
        return (self.ends_at or self.starts_at) < timezone.now()

    @property
    def ends_same_day(self) -> bool:
        return self.ends_at is not None and _day(self.ends_at) == _day(self.starts_at)

    @property
    def school_year(self) -> int:
        return school_year_of(self.starts_at)


class ResearchReport(Entry):
    """The record of a published report: what it is and what it found, in our words, and where to read it."""

    publisher = models.CharField(max_length=120)
    released = models.DateField("published on", help_text="The first of the month where no day is known")
    kind = models.CharField("kind of study", max_length=80, blank=True, help_text="For example: Process evaluation")
    licence = models.CharField(max_length=80, blank=True)
    link = models.URLField("where to read it", blank=True, max_length=300)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-released", "-pk"]
        verbose_name = "research report"

    def get_absolute_url(self) -> str:
        return reverse("editorial:report", args=[self.slug])


class Guide(Entry):
    """A page of our own guidance. Those of MOMENTS are linked to by the forms, so they are always there."""

    order = models.PositiveSmallIntegerField(default=0)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def get_absolute_url(self) -> str:
        return reverse("editorial:guide", args=[self.slug])

    @property
    def is_linked(self) -> bool:
        return self.slug in MOMENTS


def _day(moment: datetime.datetime) -> datetime.date:
    """By the clock in the United Kingdom."""
    return timezone.localtime(moment).date()
