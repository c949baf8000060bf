"""The vocabulary of memberships and invitations."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User
    from schools.models import School


class MembershipQuerySet(models.QuerySet):
    def verified(self) -> "MembershipQuerySet":
        return self.filter(status="verified")

    def pending(self) -> "MembershipQuerySet":
        return self.filter(status="pending")

    def current(self) -> "MembershipQuerySet":
        """Verified or waiting to be."""
        return self.filter(status__in=["verified", "pending"])

    def at(self, school: "School") -> "MembershipQuerySet":
        return self.filter(school=school)

    def of(self, user: "User") -> "MembershipQuerySet":
        return self.filter(user=user)


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        """Not yet used, withdrawn or out of date."""
        return self.filter(accepted_at=None, cancelled_at=None, expires_at__gt=timezone.now())
