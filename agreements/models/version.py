"""What is signed: a frozen text, those who sign it, and the copy that was made when the last had signed."""

import secrets
import uuid

from django.db import models
from django.urls import reverse

from accounts.models import Invitation, User
from agreements.models.mou import Mou
from agreements.querysets import SignatoryQuerySet, VersionQuerySet
from schools.models import School

# No I, L, O, 0 or 1, which look alike: it is read from paper and typed (design/DESIGN.md, class codes).
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
COPIES = "mou/signed"
CODE_LENGTH = 16  # 79 bits: nobody finds one by trying


def make_code() -> str:
    """A verification code: unguessable, and easy to type."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


class Version(models.Model):
    """The text of an MOU as it was frozen for signature. `content` and `fingerprint` never change afterwards."""

    class Status(models.TextChoices):
        SIGNING = "signing", "Waiting for signatures"
        SIGNED = "signed", "Signed"
        RECALLED = "recalled", "Recalled before everybody had signed"
        DECLINED = "declined", "Declined"
        EXPIRED = "expired", "Not signed in time"
        REPLACED = "replaced", "Replaced by a later version"
        ENDED = "ended", "Ended"

    ALLOWED = {
        Status.SIGNING: {Status.SIGNED, Status.RECALLED, Status.DECLINED, Status.EXPIRED},
        Status.SIGNED: {Status.REPLACED, Status.ENDED},
    }

    mou = models.ForeignKey(Mou, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.SIGNING)
    content = models.JSONField(help_text="As agreements/texts.py says")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the canonical form of `content`")
    code = models.CharField("verification code", max_length=CODE_LENGTH, unique=True, default=make_code)
    begins_on = models.DateField()
    review_on = models.DateField()
    ends_on = models.DateField()
    frozen_at = models.DateTimeField(auto_now_add=True)
    frozen_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    sign_by = models.DateField(help_text="The last day for signatures; the day after, what was signed lapses")
    signed_at = models.DateTimeField(null=True, blank=True, help_text="When the last one signed")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When it was recalled, declined, replaced …")
    closed_words = models.TextField(blank=True, help_text="Why it was recalled or declined")
    reminded = models.JSONField(default=list, help_text="Which letters about its review and end have gone")

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["mou", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["mou", "number"], name="mou_version_once"),
            models.UniqueConstraint(
                fields=["mou"], condition=models.Q(status="signing"), name="one_version_signed_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mou}, version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("agreements:version", args=[self.mou.partnership_id, self.number])


class Signatory(models.Model):
    """One of those who sign a version: the head and the chair of governors of every school, each as themselves."""

    class Role(models.TextChoices):
        HEAD = "headteacher", "Headteacher"
        CHAIR = "chair", "Chair of governors"

    class Status(models.TextChoices):
        WAITING = "waiting", "Has not signed yet"
        SIGNED = "signed", "Signed"
        DECLINED = "declined", "Declined"

    ALLOWED = {Status.WAITING: {Status.SIGNED, Status.DECLINED}}

    class How(models.TextChoices):
        """What the person confirmed themselves with at the moment of signing."""

        PASSWORD = "password", "Password"
        CODE = "code", "Code from the authenticator app"
        PASSKEY = "passkey", "Passkey"
        MAIL = "mail", "Code sent by e-mail"

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="signatories")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True, help_text="Where the invitation went; empty once signed")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    invitation = models.ForeignKey(
        Invitation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="By which they join the school in this role; its own link was never sent",
    )
    token = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the invitation's token")
    token_expires_at = models.DateTimeField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    signed_as = models.CharField(max_length=250, blank=True, help_text="Name, role and school as shown when signing")
    how = models.CharField("confirmed by", max_length=10, choices=How, blank=True)
    signed_text = models.CharField(max_length=64, blank=True, help_text="Fingerprint of what was signed")
    reason = models.TextField(blank=True, help_text="Why they declined")

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        ordering = ["version", "school", "-role"]
        verbose_name_plural = "signatories"
        constraints = [
            models.UniqueConstraint(fields=["version", "school", "role"], name="signatory_once"),
            models.UniqueConstraint(
                fields=["version", "user"], condition=models.Q(status="signed"), name="signed_by_a_person_once"
            ),
            models.CheckConstraint(
                name="signed_says_what_and_how",
                condition=~models.Q(status="signed")
                | (~models.Q(how="") & ~models.Q(signed_text="") & models.Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} of {self.school}"


def copy_path(copy: "SignedCopy", name: str) -> str:
    return f"{COPIES}/{copy.pk}"


class SignedCopy(models.Model):
    """The PDF that was made when the last one had signed. Its bytes are kept: a copy is genuine if it is these."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="copy")
    file = models.FileField(upload_to=copy_path)
    fingerprint = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the file")
    size = models.PositiveIntegerField(help_text="Bytes")
    pages = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at"]
        verbose_name_plural = "signed copies"

    def __str__(self) -> str:
        return f"PDF of {self.version}"
