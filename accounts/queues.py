"""What of people waits for Forum staff: lines of the admin's first page."""

from typing import Any

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.functional import lazy

from accounts.models import Membership
from accounts.querysets import MembershipQuerySet
from core.queues import Waiting


def _waiting(found: MembershipQuerySet, since: str) -> Waiting:
    counted = found.aggregate(number=Count("pk"), oldest=Min(since))
    return Waiting(number=counted["number"], oldest=counted["oldest"])


def pending() -> Waiting:
    return _waiting(Membership.objects.pending(), "created_at")


def role_asked() -> Waiting:
    return _waiting(Membership.objects.role_asked(), "verified_at")


def stranded() -> Waiting:
    return _waiting(Membership.objects.stranded(), "verified_at")


def _url(waits: str) -> str:
    return f"{reverse('admin:accounts_membership_changelist')}?waits={waits}"


_lazy_url = lazy(_url, str)

QUEUES: list[dict[str, Any]] = [
    {"label": label, "url": _lazy_url(waits), "count": count, "permission": "accounts.view_membership"}
    for label, waits, count in (
        ("People who wait to be verified at a school", "pending", pending),
        ("Headteachers and chairs to confirm", "role", role_asked),
        ("Schools with nobody left", "stranded", stranded),
    )
]
