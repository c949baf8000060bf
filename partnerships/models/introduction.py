"""Two registered schools on their way to each other."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from partnerships.models.registration import Registration
from partnerships.querysets import IntroductionQuerySet


class Introduction(models.Model):
    """`asker` would like to meet `asked`; or Forum staff would like both to meet (`brokered`).

    A side has said yes when its `…_agreed_at` is set: the asker's at once, both sides' later where it is brokered.
    No contact detail of a person is shown to the other side before both are set.
    """

    class Status(models.TextChoices):
        ASKED = "asked", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        LAPSED = "lapsed", "Not answered in time"

    class Side(models.TextChoices):
        ASKER = "asker", "The school that asked"
        ASKED = "asked", "The school that was asked"

    ALLOWED = {Status.ASKED: {Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN, Status.LAPSED}}

    asker = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="introductions_asked")
    asked = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="introductions_received")
    note = models.TextField(max_length=1000)
    why = models.JSONField(
        default=dict, help_text="The match when it was asked, in the words of each side: partnerships/introducing.py"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    answer_by = models.DateField()
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    brokered = models.BooleanField(
        default=False, help_text="Forum staff brought the two together, so both sides answer"
    )
    brokered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asker_agreed_at = models.DateTimeField(null=True, blank=True)
    asker_agreed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_agreed_at = models.DateTimeField(null=True, blank=True)
    asked_agreed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    nudged_at = models.DateTimeField(null=True, blank=True, help_text="When the asker last sent a reminder by hand")
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was declined or withdrawn, or lapsed; never set on an accepted one"
    )
    closed_side = models.CharField(
        max_length=5, choices=Side, blank=True, help_text="Which side ended it; empty: Forum staff, or nobody"
    )
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(max_length=1000, blank=True, help_text="Why it was declined or withdrawn; seen by both")

    objects = IntroductionQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User | None  # set by actions: who the history says changed the row

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            # Whichever asked: between two registrations one introduction at a time is open.
            models.UniqueConstraint(
                models.functions.Least("asker", "asked"),
                models.functions.Greatest("asker", "asked"),
                condition=models.Q(status="asked"),
                name="one_open_introduction_a_pair",
            ),
            models.CheckConstraint(name="introduction_of_two", condition=~models.Q(asker=models.F("asked"))),
            models.CheckConstraint(
                name="accepted_by_both",
                condition=~models.Q(status="accepted")
                | models.Q(asker_agreed_at__isnull=False, asked_agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="introduction_closed_says_when",
                condition=models.Q(status__in=["asked", "accepted"], closed_at__isnull=True)
                | models.Q(status__in=["declined", "withdrawn", "lapsed"], closed_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["status", "answer_by"], name="introduction_due")]

    def __str__(self) -> str:
        return f"{self.asker.school} and {self.asked.school}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:introduction", args=[self.pk])
