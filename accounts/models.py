"""People, the schools they belong to, and what they are there. No pupil ever has a row here."""

import secrets

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from simple_history.models import HistoricalRecords

from accounts.querysets import InvitationQuerySet, MembershipQuerySet, UserQuerySet
from schools.models import School


class ForumRole(models.TextChoices):
    """What somebody of the Forum does. Each includes a second factor at sign-in."""

    MODERATOR = "moderator", "Moderator"
    ADVISER = "adviser", "Adviser (brokers introductions, visits)"
    ADMINISTRATOR = "administrator", "Administrator"


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)  # None makes it unusable: they sign in by code
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        fields.setdefault("forum_role", ForumRole.ADMINISTRATOR)
        return self.create_user(email, password, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A grown-up with an e-mail address."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    forum_role = models.CharField("role in the Forum", max_length=15, choices=ForumRole, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        ordering = ["name", "email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def short_name(self) -> str:
        """The first word of the name, for the header; "Account" where none was given."""
        return self.name.split(" ")[0] if self.name else "Account"

    @property
    def is_staff(self) -> bool:
        """Of the Forum: may open the admin, behind a second factor. What they may do there is in each rules.py."""
        return bool(self.forum_role)


class Role(models.TextChoices):
    """What a person is at their school (DOMAIN A5)."""

    HEADTEACHER = "headteacher", "Headteacher"
    CHAIR = "chair", "Chair of governors"
    COORDINATOR = "co-ordinator", "Partnership co-ordinator"
    STAFF = "staff", "Staff"


# The roles that manage the school's team, and of these the two that sign for the school and are never self-declared.
LEADING = (Role.HEADTEACHER, Role.CHAIR, Role.COORDINATOR)
CONFIRMED = (Role.HEADTEACHER, Role.CHAIR)


class Membership(models.Model):
    """A person at a school. It counts for nothing until it is verified."""

    class Status(models.TextChoices):
        PENDING = "pending", "Waiting to be verified"
        VERIFIED = "verified", "Verified"
        REFUSED = "refused", "Refused"
        ENDED = "ended", "Ended"

    class How(models.TextChoices):
        DOMAIN = "domain", "E-mail address at the school’s own website"
        COLLEAGUE = "colleague", "A verified colleague"
        FORUM = "forum", "Forum staff"

    ALLOWED = {
        Status.PENDING: {Status.VERIFIED, Status.REFUSED, Status.ENDED},
        Status.REFUSED: {Status.PENDING},
        Status.VERIFIED: {Status.ENDED},
        Status.ENDED: {Status.PENDING},
    }

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=15, choices=Role, default=Role.STAFF)
    asked_role = models.CharField(
        "role asked for",
        max_length=15,
        choices=Role,
        blank=True,
        help_text="Headteacher or chair, asked for by the person and not yet confirmed by somebody who may",
    )
    job_title = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    needs_person = models.BooleanField(
        "needs a person to verify",
        default=False,
        help_text="Left, was removed or refused before: the e-mail address alone does not let them in again",
    )
    how = models.CharField("how verified", max_length=10, choices=How, blank=True)
    verified_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["school", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "school"], name="membership_once"),
            models.CheckConstraint(
                name="membership_verified_says_how",
                condition=~models.Q(status="verified") | (~models.Q(how="") & models.Q(verified_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}, {self.school}"

    @property
    def position(self) -> str:
        """ "Staff, Year 5 teacher": the role and the job title, but a headteacher is one only once."""
        role = self.get_role_display()
        return role if self.job_title.lower() in ("", role.lower()) else f"{role}, {self.job_title}"


def make_token() -> str:
    """An unguessable word for a link (256 bits)."""
    return secrets.token_urlsafe(32)


class Invitation(models.Model):
    """A verified person asks a colleague to join them at the school. Used once, and it expires."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mail address")
    role = models.CharField(max_length=15, choices=Role, default=Role.STAFF)
    token = models.CharField(max_length=64, unique=True, default=make_token, editable=False)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.email} to {self.school}"

    @property
    def is_open(self) -> bool:
        """Not yet used, withdrawn or out of date."""
        return self.accepted_at is None and self.cancelled_at is None and self.expires_at > timezone.now()
