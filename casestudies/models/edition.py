"""What the public reads of a case study: frozen when it is published, replaced by the next edition."""

import datetime

from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.models import User
from casestudies.models.case_study import CaseStudy
from casestudies.querysets import EditionQuerySet
from partnerships.models import ActivityType, Subject
from schools.fields import YearGroupsField
from schools.models import School

ASKED_BEFORE_DUE = datetime.timedelta(days=60)  # schools are asked whether it still holds before it counts as old


class Evidence(models.TextChoices):
    """How the effect was measured, weakest first: the honest label of the design (REFERENCE, evaluation designs)."""

    NONE = "none", "Not evaluated"
    AFTER = "after", "After only"
    BEFORE_AFTER = "before-after", "Before and after"
    COMPARISON = "comparison", "With a comparison"
    TRIAL = "trial", "Trial"


class Priority(models.TextChoices):
    """The four priority areas of the Department for Education for partnerships between the sectors."""

    TEACHING = "teaching", "Teaching"
    CURRICULUM = "curriculum", "Curriculum"
    LEADERSHIP = "leadership", "Leadership"
    IMPROVEMENT = "improvement", "School improvement"


class Licence(models.TextChoices):
    CC_BY = "cc-by-4.0", "Creative Commons Attribution 4.0 (CC BY 4.0)"
    OGL = "ogl-3.0", "Open Government Licence 3.0 (OGL v3)"


def times(number: int) -> str:
    """ "once", "twice", "7 times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


class Edition(models.Model):
    """A published case study. Public pages read this and never the working text, so that no draft can be seen.

    `content` is {section name: answers} as they were at publication; the other columns are worked out from it
    (casestudies/editions.py) for search, filters and lists.
    """

    case_study = models.OneToOneField(CaseStudy, on_delete=models.PROTECT, related_name="edition")
    slug = models.SlugField(max_length=140, unique=True, help_text="Given at the first publication, and kept")
    number = models.PositiveIntegerField(default=1, help_text="1 for the first edition, 2 for the next")
    content = models.JSONField()

    title = models.CharField(max_length=120)
    summary = models.TextField()
    words = models.TextField(help_text="All the rest in plain text, for the search")
    schools = models.ManyToManyField(School, related_name="case_studies")
    activities = models.ManyToManyField(ActivityType, related_name="+")
    subjects = models.ManyToManyField(Subject, related_name="+", blank=True)
    year_groups = YearGroupsField(default=0)
    priority = models.CharField(max_length=12, choices=Priority)
    evidence = models.CharField(max_length=14, choices=Evidence)
    licence = models.CharField(max_length=10, choices=Licence, default=Licence.CC_BY)
    pupils = models.PositiveIntegerField(default=0)
    cost = models.PositiveIntegerField(null=True, blank=True, help_text="In all, in pounds; empty: not said")
    has_kit = models.BooleanField(default=False, help_text="It has something to download")
    facets = models.TextField(blank=True, editable=False, help_text="What it is filed under: casestudies/facets.py")

    published_at = models.DateTimeField(help_text="The first edition")
    edition_at = models.DateTimeField(help_text="This edition")
    review_on = models.DateField(help_text="When its schools are asked whether it still holds; from then it is old")
    featured_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    replications = models.PositiveIntegerField(default=0, help_text="Kept by casestudies/actions/replication.py")

    objects = EditionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["facets"])
    _history_user: User | None

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [
            # The newest first; and all that the search reads of every row (casestudies/shelf.py, finding.py), so that
            # it need not turn over the long texts beside it.
            models.Index(fields=["withdrawn_at", "-published_at", "-id", "facets"], name="edition_shelf"),
            models.Index(fields=["replications", "id"], name="edition_copied"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("casestudies:case_study", args=[self.slug])

    @property
    def is_old(self) -> bool:
        """Its schools have not said for two years that it still holds."""
        return self.review_on <= timezone.localdate()

    @property
    def is_asked_about(self) -> bool:
        """Its schools are asked now whether it still holds."""
        return self.review_on - ASKED_BEFORE_DUE <= timezone.localdate()

    @property
    def cost_per_pupil(self) -> int | None:
        """Whole pounds, half a pound rounded up; None where cost or pupils were not said."""
        return None if self.cost is None or not self.pupils else int(self.cost / self.pupils + 0.5)

    @property
    def cost_words(self) -> str:
        """ "£38 a pupil", "Nothing to pay", "Cost not said"."""
        if self.cost == 0:
            return "Nothing to pay"
        each = self.cost_per_pupil
        return "Cost not said" if each is None else f"£{each:,} a pupil"

    @property
    def copied_words(self) -> str:
        """ "Copied 7 times"; "" where nobody has."""
        return f"Copied {times(self.replications)}" if self.replications else ""
