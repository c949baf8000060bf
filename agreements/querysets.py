"""The vocabulary of clauses, templates, memoranda, versions and signatories."""

import hashlib
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from accounts.querysets import schools_of
from partnerships.models import Partnership

if TYPE_CHECKING:
    from accounts.models import User


class ClauseQuerySet(models.QuerySet):
    def offered(self) -> "ClauseQuerySet":
        """Those of the library that may be added to a template or an MOU."""
        return self.filter(live=True)


class TemplateQuerySet(models.QuerySet):
    def published(self) -> "TemplateQuerySet":
        """Those that anybody may read: published once, and not withdrawn."""
        return self.filter(withdrawn_at=None, versions__isnull=False).distinct()


class MouQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "MouQuerySet":
        """Those of partnerships in which this person acts for a school."""
        return self.filter(partnership__in=Partnership.objects.visible_to(user))

    def written_by(self, user: "User") -> "MouQuerySet":
        """Those of partnerships in which this person writes for a school."""
        return self.filter(partnership__in=Partnership.objects.written_by(user))


class MouClauseQuerySet(models.QuerySet):
    def standing(self) -> "MouClauseQuerySet":
        """Those that are in the text: not left out."""
        return self.filter(removed_at=None)


class VersionQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "VersionQuerySet":
        """Those of partnerships in which this person acts for a school; what a school signed, its people keep."""
        if not user.is_authenticated:
            return self.none()
        mine = models.Q(mou__partnership__in=Partnership.objects.visible_to(user))
        signed = models.Q(
            status__in=["signed", "replaced", "ended"], signatories__school__in=schools_of(user).values("pk")
        )
        return self.filter(mine | signed).distinct()

    def signed(self) -> "VersionQuerySet":
        """Those that everybody signed, whatever came afterwards."""
        return self.filter(status__in=["signed", "replaced", "ended"])


class SignatoryQuerySet(models.QuerySet):
    def waiting(self) -> "SignatoryQuerySet":
        """Those whose signature a version still waits for."""
        return self.filter(status="waiting", version__status="signing")

    def invited_by(self, token: str) -> "SignatoryQuerySet":
        """The one that this token of an invitation's link is for, while it may be used."""
        if not token:
            return self.none()
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
        return self.waiting().filter(token=digest, token_expires_at__gt=timezone.now())


class SharedMouQuerySet(models.QuerySet):
    def public(self) -> "SharedMouQuerySet":
        """Those that anybody may read and adapt."""
        return self.filter(status="shared")

    def to_moderate(self) -> "SharedMouQuerySet":
        """What waits for Forum staff, oldest first."""
        return self.filter(status="forum").order_by("sent_at", "pk")
