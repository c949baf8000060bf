"""What changes who is in a partnership, or who carries it: asked for by one, confirmed by others, and recorded."""

from django.db import models
from django.urls import reverse

from accounts.models import User
from partnerships.models.partnership import Partnership
from partnerships.querysets import ProposalQuerySet
from schools.models import School


class Proposal(models.Model):
    """Somebody asks for a change that others must confirm (partnerships/actions/proposal.py says who)."""

    class Kind(models.TextChoices):
        LEAD = "lead", "A new lead"
        DEPUTY = "deputy", "A new deputy lead"
        JOIN = "join", "A school joins"
        LEAVE = "leave", "A school leaves"
        END = "end", "The partnership ends"

    class Status(models.TextChoices):
        ASKED = "asked", "Waiting for an answer"
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Not agreed"
        WITHDRAWN = "withdrawn", "Taken back"
        LAPSED = "lapsed", "Not answered in time"
        OVERTAKEN = "overtaken", "No longer needed"

    ALLOWED = {
        Status.ASKED: {Status.CONFIRMED, Status.REFUSED, Status.WITHDRAWN, Status.LAPSED, Status.OVERTAKEN},
    }

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(max_length=6, choices=Kind)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    school = models.ForeignKey(
        School, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="The one it is about"
    )
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="Who is to carry it"
    )
    job_title = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True, help_text="Who answers for a school that joins, where nobody has an account")
    phone = models.CharField(max_length=30, blank=True)
    words = models.TextField(blank=True, help_text="Why; seen by the schools that answer it")
    invited_at = models.DateTimeField(
        null=True, blank=True, help_text="When a school that may join was asked: every school there had said yes"
    )
    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer_by = models.DateField(help_text="The last day for an answer; the day after it lapses")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "kind", "school"],
                condition=models.Q(status="asked"),
                name="one_open_proposal_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.school or self.partnership}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:proposal", args=[self.partnership_id, self.pk])


class ProposalAnswer(models.Model):
    """A school says yes. The first no closes the proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="answers")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    yes = models.BooleanField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["proposal", "pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "school"], name="proposal_answered_once")]

    def __str__(self) -> str:
        return f"{self.school}: {'yes' if self.yes else 'no'}"
