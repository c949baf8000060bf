"""A case study while it is written, confirmed and moderated. What the public reads is its Edition."""

from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from casestudies.querysets import CaseStudyQuerySet, ParticipantQuerySet
from partnerships.models import Partnership
from schools.models import School

if TYPE_CHECKING:
    from casestudies.models.edition import Edition


class CaseStudy(models.Model):
    """The working text of the schools that write it, and where it is on its way. Changed only by casestudies/actions/.

    Once published it has an `edition`, which stays as it is while the next version is written here. So the status
    tells how far the *working text* is; whether anybody reads the case study is told by its edition.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PARTNERS = "partners", "With the partner schools"
        FORUM = "forum", "With Forum staff"
        CHANGES = "changes", "Change asked for"
        PUBLISHED = "published", "Published"
        WITHDRAWN = "withdrawn", "Withdrawn"

    ALLOWED = {
        Status.DRAFT: {Status.PARTNERS, Status.FORUM, Status.WITHDRAWN},
        Status.PARTNERS: {Status.DRAFT, Status.FORUM, Status.WITHDRAWN},
        Status.FORUM: {Status.DRAFT, Status.CHANGES, Status.PUBLISHED, Status.WITHDRAWN},
        Status.CHANGES: {Status.PARTNERS, Status.FORUM, Status.WITHDRAWN},
        Status.PUBLISHED: {Status.DRAFT, Status.WITHDRAWN},
        Status.WITHDRAWN: {Status.DRAFT},
    }
    # In which its people may change the text. From "published" the first change begins the next version.
    WRITABLE = [Status.DRAFT, Status.CHANGES, Status.PUBLISHED]

    partnership = models.ForeignKey(
        Partnership,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="case_studies",
        help_text="Empty for older work, which names its schools by URN",
    )
    title = models.CharField(max_length=120, blank=True, help_text="As in the section “In short”, for lists")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    begun_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When it last came to Forum staff")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    staff_words = models.TextField(blank=True, help_text="What Forum staff asked for, or why they withdrew it")
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now_add=True, help_text="When somebody last changed the text")

    objects = CaseStudyQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User | None  # set by actions: who the history says changed the row

    class Meta:
        ordering = ["-saved_at", "-pk"]
        verbose_name_plural = "case studies"
        indexes = [models.Index(fields=["status", "sent_at"], name="case_study_queue")]

    def __str__(self) -> str:
        return self.title or "A case study without a title"

    def get_absolute_url(self) -> str:
        return reverse("casestudies:writing", args=[self.pk])

    @property
    def is_writable(self) -> bool:
        return self.status in self.WRITABLE

    @property
    def public_edition(self) -> "Edition | None":
        """What everybody may read of it now, whatever is being written for its next version."""
        edition = getattr(self, "edition", None)
        return edition if edition is not None and edition.withdrawn_at is None else None


class Section(models.Model):
    """The answers of one part of the form (casestudies/writing/sections.py), saved by itself, in any order.

    `version` counts its changes, so that of two people who edit one section at once the second sees both texts.
    """

    case_study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="sections")
    name = models.SlugField(max_length=20, help_text="As in casestudies/writing/sections.py")
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    staff_words = models.TextField(blank=True, help_text="What Forum staff asked to be changed in this section")
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    history = HistoricalRecords()
    _history_user: User | None

    class Meta:
        ordering = ["case_study", "name"]
        constraints = [models.UniqueConstraint(fields=["case_study", "name"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.case_study}"


class Participant(models.Model):
    """A school that the case study names. Each confirms as itself that it may be published.

    `writes` is true of the schools whose people write it: those of the partnership, or the one that began it. The
    others see it once they were asked to confirm (`asked_at`).
    """

    case_study = models.ForeignKey(CaseStudy, on_delete=models.CASCADE, related_name="participants")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="case_studies_named_in")
    writes = models.BooleanField(default=False)
    email = models.EmailField(
        "who can confirm for the school", blank=True, help_text="Asked where nobody of the school has an account yet"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_text = models.CharField(
        max_length=64, blank=True, help_text="Fingerprint of the text that was confirmed: a later change asks again"
    )
    words = models.TextField(blank=True, help_text="What the school asked to be changed before it confirms")

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case_study", "school"], name="participant_once"),
            models.CheckConstraint(
                name="participant_confirmed_all_or_none",
                condition=models.Q(confirmed_at__isnull=True, confirmed_text="")
                | (models.Q(confirmed_at__isnull=False) & ~models.Q(confirmed_text="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} in {self.case_study}"
