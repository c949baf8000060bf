"""The vocabulary of registrations, drafts, introductions and partnerships."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User


def schools_of(user: "User") -> models.QuerySet:
    """Ids of the schools where this person is verified, as a subquery."""
    return user.memberships.verified().values("school_id")


class RegistrationQuerySet(models.QuerySet):
    def standing(self) -> "RegistrationQuerySet":
        """Those that stand for their school this year: a second one is not begun beside them."""
        return self.filter(status__in=["waiting", "changes", "live", "paused"])

    def live(self) -> "RegistrationQuerySet":
        """Approved, active and in date: what matching and the public see."""
        return self.filter(status="live", expires_on__gte=timezone.localdate())

    def to_moderate(self) -> "RegistrationQuerySet":
        """What waits for Forum staff, oldest first: new ones, and changes proposed to live ones."""
        waiting = models.Q(status="waiting") | models.Q(proposed_at__isnull=False, status__in=["live", "paused"])
        return self.filter(waiting).order_by("sent_at", "pk")

    def visible_to(self, user: "User") -> "RegistrationQuerySet":
        """Those of the schools where this person is verified, and those they sent themselves."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(models.Q(school__in=schools_of(user)) | models.Q(lead=user))


class DraftQuerySet(models.QuerySet):
    def unfinished(self) -> "DraftQuerySet":
        """Not yet sent."""
        return self.filter(registration=None)


class IntroductionQuerySet(models.QuerySet):
    def open(self) -> "IntroductionQuerySet":
        return self.filter(status="asked")

    def visible_to(self, user: "User") -> "IntroductionQuerySet":
        """Those in which a school of this person's is one side."""
        if not user.is_authenticated:
            return self.none()
        mine = schools_of(user)
        return self.filter(models.Q(asker__school__in=mine) | models.Q(asked__school__in=mine))


class PartnershipQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "PartnershipQuerySet":
        """Those that a school of this person's is in."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(partners__school__in=schools_of(user)).distinct()
