"""The partnership that an accepted introduction opens. Everything after it hangs on this."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from partnerships.models.introduction import Introduction
from partnerships.models.line import Line, LineKind
from partnerships.models.registration import ContactDetails, Registration
from partnerships.querysets import PartnerQuerySet, PartnershipQuerySet
from schools.models import School


class Partnership(models.Model):
    """Two or more schools, and what they set out to do."""

    class Stage(models.TextChoices):
        FORMING = "forming", "Forming"
        AGREED = "agreed", "Agreed"
        RUNNING = "running", "Running"
        EMBEDDING = "embedding", "Embedding"
        ENDED = "ended", "Ended"

    # What has run may stop and be taken up again; what has ended has ended (partnerships/actions/stage.py).
    ALLOWED = {
        Stage.FORMING: {Stage.AGREED, Stage.ENDED},
        Stage.AGREED: {Stage.RUNNING, Stage.ENDED},
        Stage.RUNNING: {Stage.EMBEDDING, Stage.ENDED},
        Stage.EMBEDDING: {Stage.RUNNING, Stage.ENDED},
    }

    name = models.CharField(max_length=150)
    need = models.TextField(help_text="The need it began with, in the words of the school that had it")
    aims = models.TextField(blank=True, help_text="What they set out to do together, one aim a line")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.FORMING)
    introduction = models.OneToOneField(
        Introduction, null=True, blank=True, on_delete=models.PROTECT, related_name="partnership"
    )
    version = models.PositiveIntegerField(
        default=0, help_text="Counts changes of name and need, so that two people cannot overwrite each other"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PartnershipQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User | None  # set by actions: who the history says changed the row

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:partnership", args=[self.pk])


class Partner(models.Model):
    """A school in a partnership, with the people who carry it there."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="partners")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="partnerships_joined")
    lead = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    deputy = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    head = models.CharField(
        "does the headteacher support it",
        max_length=8,
        choices=Registration.Head,
        blank=True,
        help_text="As its registration said when the school joined",
    )
    success = models.TextField(
        blank=True, help_text="What must be true for this school to call it a success, one factor a line; all see it"
    )
    plan_link = models.TextField(
        blank=True, help_text="Where it stands in this school's development plan; all schools see it"
    )
    version = models.PositiveIntegerField(default=0, help_text="Counts changes of what the school says of itself here")
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["partnership", "school"], name="partner_once")]

    def __str__(self) -> str:
        return f"{self.school} in {self.partnership}"


class PartnerContact(ContactDetails):
    """How the other schools reach this one's lead and deputy lead: carried over from its registration."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="contacts")

    class Meta(ContactDetails.Meta):
        constraints = [models.UniqueConstraint(fields=["partner", "kind"], name="one_partner_contact_of_a_kind")]


class PartnershipLine(Line):
    """A need or an offer that a school brought along from its registration."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=5, choices=LineKind)
