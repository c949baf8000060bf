"""What is forgotten about people, and when. The commands send_reminders and purge_expired run these."""

import datetime

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts import messages
from accounts.actions import ERASED_DOMAIN, delete_account
from accounts.models import Invitation, User
from notifications.models import Message

UNCONFIRMED_DAYS = 30
INVITATION_KEPT_DAYS = 30  # after it was answered, withdrawn or ran out
UNUSED_DAYS = 730
WARNED_DAYS = 30  # before an unused account is deleted


def _unused_since(moment: datetime.datetime) -> models.QuerySet[User]:
    """People of no Forum role who have not signed in since then; those who never did count from their first day."""
    people = User.objects.filter(is_active=True, forum_role="").exclude(email__endswith=ERASED_DOMAIN)
    return people.annotate(used=Coalesce("last_login", "joined_at")).filter(used__lte=moment).order_by("pk")


def _deletion_day(user: User) -> datetime.date:
    """The day on which an unused account may go: after its two years."""
    used = user.last_login or user.joined_at
    return timezone.localdate(used + datetime.timedelta(days=UNUSED_DAYS))


def warn_unused() -> int:
    """Warn people whose account nobody has used for almost two years."""
    warned = 0
    for user in _unused_since(timezone.now() - datetime.timedelta(days=UNUSED_DAYS - WARNED_DAYS)):
        in_a_month = timezone.localdate() + datetime.timedelta(days=WARNED_DAYS)
        if not Message.objects.filter(key__startswith=f"account-unused-{user.pk}-").exists():
            messages.account_unused(user, max(_deletion_day(user), in_a_month))
            warned += 1
    return warned


def purge_unused() -> int:
    """Delete accounts that nobody has used for two years, and whose owner was warned a month before."""
    now = timezone.now()
    deleted = 0
    for user in _unused_since(now - datetime.timedelta(days=UNUSED_DAYS)):
        warned = Message.objects.filter(
            key__startswith=f"account-unused-{user.pk}-",
            created_at__lte=now - datetime.timedelta(days=WARNED_DAYS),
        )
        if warned.exists():
            delete_account(user=user, by=None)
            deleted += 1
    return deleted


def purge_unconfirmed() -> int:
    """Delete sign-ups whose address was never confirmed."""
    confirmed = EmailAddress.objects.filter(user=models.OuterRef("pk"), verified=True)
    stale = User.objects.filter(
        ~models.Exists(confirmed),
        forum_role="",
        is_active=True,
        last_login=None,
        memberships=None,
        joined_at__lte=timezone.now() - datetime.timedelta(days=UNCONFIRMED_DAYS),
    )
    people = list(stale.order_by("pk"))
    for user in people:
        number = user.pk
        user.delete()
        User.history.filter(id=number).delete()  # last: deleting is itself kept in the history
    return len(people)


def purge_invitations() -> int:
    """Delete invitations a month after they were answered, withdrawn or ran out."""
    before = timezone.now() - datetime.timedelta(days=INVITATION_KEPT_DAYS)
    done = models.Q(expires_at__lte=before) | models.Q(accepted_at__lte=before) | models.Q(cancelled_at__lte=before)
    return Invitation.objects.filter(done).delete()[0]


def purge_sessions() -> int:
    """Delete sessions that have run out."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
