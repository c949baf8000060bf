"""What the portal holds about a person, to take out or to forget. Upper apps add theirs in AppConfig.ready()."""

from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts.models import Invitation, Membership, User
from core.models import Event
from notifications.models import Message

Holder = Callable[[User], Any]
Forgetter = Callable[[User], None]
_holders: dict[str, Holder] = {}
_forgetters: list[Forgetter] = []


def register(name: str, holder: Holder, *, forget: Forgetter | None = None) -> None:
    """Add a part of the file: `name` in plain words, `holder` gives lists and dicts of plain values for a person.

    `forget` removes from that part what names the person, when they delete their account. It is called inside the
    transaction, while the name and address are still there to look for.
    """
    _holders[name] = holder
    if forget is not None and forget not in _forgetters:
        _forgetters.append(forget)


def forget(user: User) -> None:
    """Remove what names the person from every part that upper apps hold."""
    for forgetter in _forgetters:
        forgetter(user)


def everything_about(user: User) -> dict[str, Any]:
    """All that is held about a person, by part, in an order that reads well. Dates are ISO, in UTC."""
    return {name: holder(user) for name, holder in _holders.items()}


def _account(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "e-mail address": user.email,
        "telephone": user.phone,
        "role in the Forum": user.get_forum_role_display(),
        "account made": user.joined_at,
        "last signed in": user.last_login,
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary").order_by("pk")),
        "second factors": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "has a password": user.has_usable_password(),
    }


def _memberships(user: User) -> list[dict[str, Any]]:
    return [
        {
            "school": membership.school.name,
            "URN": membership.school.urn,
            "role": membership.get_role_display(),
            "role asked for": membership.get_asked_role_display() if membership.asked_role else "",
            "job title": membership.job_title,
            "status": membership.get_status_display(),
            "verified by": membership.get_how_display() if membership.how else "",
            "verified at": membership.verified_at,
            "since": membership.created_at,
        }
        for membership in Membership.objects.of(user).select_related("school").order_by("created_at")
    ]


def _invitations(user: User) -> dict[str, Any]:
    fields = ("email", "school__name", "created_at", "accepted_at", "cancelled_at")
    return {
        "sent by you": list(Invitation.objects.filter(invited_by=user).values(*fields).order_by("pk")),
        "sent to you": list(Invitation.objects.filter(email=user.email).values(*fields[1:]).order_by("pk")),
    }


def _messages(user: User) -> list[Any]:
    return list(Message.objects.filter(to=user.email).values("subject", "created_at", "sent_at").order_by("pk"))


def _events(user: User) -> list[Any]:
    return list(Event.objects.filter(by=user).values("at", "sentence").order_by("pk"))


def _former_details(user: User) -> list[dict[str, Any]]:
    return list(user.history.values("history_date", "name", "email", "phone").order_by("history_date"))


register("account", _account)
register("schools", _memberships)
register("invitations", _invitations)
register("e-mails we sent you", _messages)
register("what you did", _events)
register("your details as they were", _former_details)
