"""What the portal knows about somebody's second factor, and whether this session passed it."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from accounts.models import User

RECENT = 15 * 60  # seconds since somebody proved who they are, for what cannot be undone


def has_factor(user: User) -> bool:
    """Whether a passkey or an authenticator app is set up. Recovery codes alone are none."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def passed(request: HttpRequest) -> bool:
    """Whether this session gave a second factor: a passkey, a code of the app, or a recovery code."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def proved_lately(request: HttpRequest) -> bool:
    """Whether the person proved who they are in the last quarter of an hour, by any means."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < RECENT


def first_factor_passes(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Whoever sets up their first factor has shown that they hold it. A later one counts only once it is asked for:
    otherwise a stolen session could let itself in with a factor of its own."""
    others = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES and others.count() == 1:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


def confirming_proves(request: HttpRequest, email_address: EmailAddress, **kwargs: Any) -> None:
    """Whoever signs up by the code that we sent has proved that the address is theirs, as at a later sign-in.

    Not when an address is changed in an open session: the new one was chosen there.
    """
    if not request.user.is_authenticated:
        record_authentication(request, email_address.user, "code")
