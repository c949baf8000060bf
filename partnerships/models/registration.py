"""A school's registration of interest for an academic year, and what hangs on it."""

import datetime
import secrets

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from partnerships.models.line import Line, LineKind
from partnerships.models.taxonomy import Value
from partnerships.querysets import RegistrationQuerySet
from schools.models import Network, School, Sector

REFERENCE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that a person mistakes for another


def make_reference() -> str:
    """R- and eight letters: long enough not to meet by chance, short enough to read out on the telephone."""
    return "R-" + "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))


def academic_year_of(day: datetime.date) -> int:
    """The year in which the academic year of a registration made on `day` begins.

    From 1 June a registration is for the coming September: nobody registers for the last weeks of a school year.
    """
    return day.year if day.month >= 6 else day.year - 1


class Registration(models.Model):
    """One school, one academic year, one specific need first. Changed only by partnerships/actions/."""

    class Status(models.TextChoices):
        UNCONFIRMED = "unconfirmed", "E-mail address not confirmed"
        WAITING = "waiting", "With Forum staff"
        CHANGES = "changes", "Change asked for"
        LIVE = "live", "Live"
        PAUSED = "paused", "Paused"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        LAPSED = "lapsed", "Lapsed"

    ALLOWED = {
        Status.UNCONFIRMED: {Status.WAITING, Status.WITHDRAWN},
        Status.WAITING: {Status.LIVE, Status.CHANGES, Status.DECLINED, Status.WITHDRAWN},
        Status.CHANGES: {Status.WAITING, Status.WITHDRAWN},
        Status.LIVE: {Status.PAUSED, Status.WITHDRAWN, Status.LAPSED},
        Status.PAUSED: {Status.LIVE, Status.WITHDRAWN, Status.LAPSED},
        Status.LAPSED: {Status.LIVE, Status.WITHDRAWN},  # only what was once approved lapses, so it may go live again
    }
    # Those that stand for the school this year: a second one is not begun beside them.
    STANDING = [Status.WAITING, Status.CHANGES, Status.LIVE, Status.PAUSED]

    class Head(models.TextChoices):
        AGREES = "agrees", "Yes, they know and agree"
        KNOWS = "knows", "They know, and have not decided"
        NOT_YET = "not-yet", "Not yet"

    class Transport(models.TextChoices):
        MINIBUS = "minibus", "We have a minibus"
        PUBLIC = "public", "Pupils can walk or use buses and trains"
        NONE = "none", "We would have to hire"

    class Partners(models.TextChoices):
        OTHER_SECTOR = "other", "Schools of the other sector"
        ANY = "any", "Schools of either sector"

    reference = models.CharField(max_length=12, unique=True, default=make_reference, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="registrations")
    sector = models.CharField(
        max_length=12,
        choices=[c for c in Sector.choices if c[0] != "other"],
        help_text="As the register says, or chosen",
    )
    academic_year = models.PositiveSmallIntegerField(help_text="The year in which it begins: 2026 for 2026 to 2027")
    status = models.CharField(max_length=12, choices=Status, default=Status.UNCONFIRMED)
    lead = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="registrations_led")

    partners = models.CharField(max_length=6, choices=Partners, default=Partners.OTHER_SECTOR)
    miles = models.PositiveSmallIntegerField("how far we can travel, in miles")
    transport = models.CharField(max_length=8, choices=Transport)
    slots = models.PositiveIntegerField(
        "when in the week", default=0, help_text="Bits of partnerships/slots.py; 0: not said"
    )
    values = models.ManyToManyField(Value, blank=True, related_name="+")
    networks = models.ManyToManyField(
        Network, blank=True, related_name="+", help_text="Local groups the school named; trust and diocese come with it"
    )
    head = models.CharField("does the headteacher support it", max_length=8, choices=Head)
    capacity = models.PositiveSmallIntegerField("new partnerships this year", default=1)
    tell_me = models.BooleanField("write when a match appears", default=True)
    consented_at = models.DateTimeField(help_text="When the person said they may register, and what is shown to whom")

    said = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="Its answers, as partnerships/registering/answers.py keeps them: the lines and contacts are rows of "
        "their own that a change replaces, and here their history stays",
    )
    proposed = models.JSONField(
        null=True, blank=True, help_text="Changed answers to a live registration, waiting for Forum staff"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    staff_words = models.TextField(blank=True, help_text="What Forum staff asked for, or why they declined")

    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="When it came to Forum staff, confirmed")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    expires_on = models.DateField(help_text="The last day it stands: 31 August at the end of its academic year")

    objects = RegistrationQuerySet.as_manager()
    history = HistoricalRecords()  # values and networks too: `said` names them

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "academic_year"],
                condition=models.Q(status__in=["waiting", "changes", "live", "paused"]),
                name="one_registration_a_school_and_year",
            ),
            models.CheckConstraint(
                name="registration_proposed_all_or_none",
                condition=models.Q(proposed__isnull=True, proposed_at__isnull=True)
                | models.Q(proposed__isnull=False, proposed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "sector"], name="registration_pool"),
            models.Index(fields=["status", "sent_at"], name="registration_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.school}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:registration", args=[self.reference])

    @property
    def is_live(self) -> bool:
        return self.status == self.Status.LIVE

    @property
    def year_words(self) -> str:
        """ "2026 to 2027"."""
        return f"{self.academic_year} to {self.academic_year + 1}"


# All that finding partners asks of a line (partnerships/candidates.py): the index alone answers it.
MET_BY = ["activity", "subject", "year_groups", "registration"]


class Need(Line):
    """What the school would like from a partner. The first is the specific need that it all begins with."""

    KIND = LineKind.NEED
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="needs")

    class Meta(Line.Meta):
        indexes = [models.Index(fields=MET_BY, name="need_meets")]


class Offer(Line):
    """What the school can give a partner."""

    KIND = LineKind.OFFER
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="offers")

    class Meta(Line.Meta):
        indexes = [models.Index(fields=MET_BY, name="offer_meets")]


class ContactDetails(models.Model):
    """How to reach a grown-up about a partnership. Shown to the other school only after both said yes."""

    class Kind(models.TextChoices):
        LEAD = "lead", "Lead"
        DEPUTY = "deputy", "Deputy lead"

    kind = models.CharField(max_length=6, choices=Kind)
    name = models.CharField(max_length=100)
    job_title = models.CharField(max_length=100)
    email = models.EmailField("e-mail address")
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        abstract = True
        ordering = ["-kind"]

    def __str__(self) -> str:
        return f"{self.name}, {self.job_title}"


class Contact(ContactDetails):
    """The lead and the second contact of a registration, so that it never hangs on one person."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="contacts")

    class Meta(ContactDetails.Meta):
        constraints = [models.UniqueConstraint(fields=["registration", "kind"], name="one_contact_of_a_kind")]
