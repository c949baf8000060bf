"""The vocabulary of people, memberships and invitations."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from accounts import domains
from schools.models import School

if TYPE_CHECKING:
    from accounts.models import User


class UserQuerySet(models.QuerySet):
    def forum(self) -> "UserQuerySet":
        """Everybody of the Forum who may sign in."""
        return self.filter(is_active=True).exclude(forum_role="")

    def moderators(self) -> "UserQuerySet":
        """Those of the Forum who moderate: they are told what waits for the Forum."""
        return self.filter(is_active=True, forum_role__in=["moderator", "administrator"])


class MembershipQuerySet(models.QuerySet):
    def verified(self) -> "MembershipQuerySet":
        return self.filter(status="verified")

    def pending(self) -> "MembershipQuerySet":
        return self.filter(status="pending")

    def current(self) -> "MembershipQuerySet":
        """Verified or waiting to be."""
        return self.filter(status__in=["verified", "pending"])

    def at(self, school: School) -> "MembershipQuerySet":
        return self.filter(school=school)

    def leading(self) -> "MembershipQuerySet":
        """Those who manage the school's team."""
        return self.filter(role__in=["headteacher", "chair", "co-ordinator"])

    def role_asked(self) -> "MembershipQuerySet":
        """Verified, but the role of headteacher or chair is not yet confirmed."""
        return self.verified().exclude(asked_role="")

    def stranded(self) -> "MembershipQuerySet":
        """Ended, at a school that has no verified person left: Forum staff find it a new one."""
        left = self.model._default_manager.filter(school=models.OuterRef("school"), status="verified")
        return self.filter(~models.Exists(left), status="ended", verified_at__isnull=False)

    def of(self, user: "User") -> "MembershipQuerySet":
        return self.filter(user=user)


class InvitationQuerySet(models.QuerySet):
    def open(self) -> "InvitationQuerySet":
        """Not yet used, withdrawn or out of date."""
        return self.filter(accepted_at=None, cancelled_at=None, expires_at__gt=timezone.now())


def schools_of(user: "User") -> models.QuerySet[School]:
    """The schools that a person verifiably belongs to."""
    return School.objects.filter(memberships__user=user, memberships__status="verified")


def schools_at_address(user: "User") -> models.QuerySet[School]:
    """The open schools whose website's domain is that of the person's address, less those they belong to or asked."""
    domain = domains.domain_of(user.email)
    if domains.says_nothing(domain):
        return School.objects.none()
    mine = School.objects.filter(memberships__user=user, memberships__status__in=["verified", "pending"])
    return School.objects.open().filter(domain=domain).exclude(pk__in=mine.values("pk")).order_by("name", "urn")
