"""The memorandum of understanding of a partnership while its schools settle it, clause by clause."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from agreements.models.library import ClauseKind, TemplateVersion
from agreements.querysets import MouClauseQuerySet, MouQuerySet
from partnerships.models import Partner, Partnership


class Mou(models.Model):
    """The working text of a partnership's MOU, and what is in force. Changed only by agreements/actions/.

    `status` tells how far the *working text* is. What was frozen for signature is a Version, which never changes; the
    one that holds is `in_force`, while an amendment is drafted here.
    """

    class Status(models.TextChoices):
        DRAFTING = "drafting", "Being drafted"
        SIGNING = "signing", "Being signed"
        SIGNED = "signed", "Signed"
        ENDED = "ended", "Ended"

    ALLOWED = {
        Status.DRAFTING: {Status.SIGNING, Status.SIGNED, Status.ENDED},  # signed again: an amendment was given up
        Status.SIGNING: {Status.DRAFTING, Status.SIGNED, Status.ENDED},
        Status.SIGNED: {Status.DRAFTING, Status.ENDED},
        Status.ENDED: {Status.DRAFTING},  # renewed after its end
    }

    partnership = models.OneToOneField(Partnership, on_delete=models.CASCADE, related_name="mou")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFTING)
    in_force = models.ForeignKey(
        "agreements.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="What holds"
    )
    template = models.ForeignKey(TemplateVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    adapted = models.ForeignKey(
        "agreements.SharedMou", null=True, blank=True, on_delete=models.SET_NULL, related_name="adaptations"
    )
    begun_from = models.CharField(max_length=150, blank=True, help_text="What it began from, in words")
    begun_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=0, help_text="Counts changes of which clauses there are, and order")
    moved_at = models.DateTimeField(auto_now_add=True, help_text="When somebody last did something with the draft")
    moved_by_school = models.ForeignKey(
        "schools.School", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="And which one"
    )
    nudged_at = models.DateTimeField(null=True, blank=True, help_text="When the other side was last reminded")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MouQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User | None

    class Meta:
        ordering = ["-moved_at", "-pk"]
        verbose_name = "memorandum of understanding"
        verbose_name_plural = "memoranda of understanding"

    def __str__(self) -> str:
        return f"MOU of {self.partnership}"

    def get_absolute_url(self) -> str:
        return reverse("agreements:mou", args=[self.partnership_id])


class MouClause(models.Model):
    """A clause of the working text. `content` has the shape of its kind (agreements/texts.py)."""

    class State(models.TextChoices):
        OPEN = "open", "Not yet addressed"
        DISCUSSION = "discussion", "Under discussion"
        AGREED = "agreed", "Agreed"

    mou = models.ForeignKey(Mou, on_delete=models.CASCADE, related_name="clauses")
    slug = models.SlugField(max_length=40, help_text="As in the library; “own-…” for one that the schools wrote")
    heading = models.CharField(max_length=100)
    kind = models.CharField(max_length=8, choices=ClauseKind, default=ClauseKind.TEXT)
    guidance = models.TextField(blank=True, help_text="As it was when the draft began")
    content = models.JSONField(default=dict)
    required = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(
        default=1, help_text="Counts its texts: of two people at once the second sees both"
    )
    removed_at = models.DateTimeField(null=True, blank=True, help_text="Left out; it can be put back")
    changed_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    moved_by_school = models.ForeignKey(
        "schools.School",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Which one last wrote, agreed or commented: the next step is the others’",
    )

    objects = MouClauseQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["mou", "slug"], name="mou_clause_once")]

    def __str__(self) -> str:
        return f"{self.heading}, {self.mou}"


class ClauseText(models.Model):
    """A text that a clause has had, the present one included: what versions and differences are read from."""

    clause = models.ForeignKey(MouClause, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField(help_text="The clause's `version` at the time")
    heading = models.CharField(max_length=100)
    content = models.JSONField(default=dict)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    school = models.ForeignKey("schools.School", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reopened = models.BooleanField(default=False, help_text="The text before it had been agreed")
    agreed = models.JSONField(default=list, help_text="URNs of the schools that ever agreed to this text")

    class Meta:
        ordering = ["clause", "-number"]
        constraints = [models.UniqueConstraint(fields=["clause", "number"], name="clause_text_once")]

    def __str__(self) -> str:
        return f"Text {self.number} of {self.clause}"


class ClauseAgreement(models.Model):
    """A school agrees to the present text of a clause. Gone when the text changes."""

    clause = models.ForeignKey(MouClause, on_delete=models.CASCADE, related_name="agreements")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(help_text="The clause's `version` that was agreed to")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["clause", "pk"]
        constraints = [models.UniqueConstraint(fields=["clause", "partner"], name="clause_agreed_once")]

    def __str__(self) -> str:
        return f"{self.partner.school} agrees to {self.clause}"


class ClauseComment(models.Model):
    """What somebody said beside a clause; seen by all schools of the partnership."""

    clause = models.ForeignKey(MouClause, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    school = models.ForeignKey("schools.School", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField()
    mentioned = models.ManyToManyField(User, related_name="+", blank=True)
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True, help_text="Taken back by who wrote it")

    class Meta:
        ordering = ["clause", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.by}: {self.words[:40]}"
