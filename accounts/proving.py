"""Asking somebody who is signed in who they are, once more, at the moment of something that cannot be undone.

Password, code of the app and passkey are checked by django-allauth, with its limits on trying. Whoever has none of them
signs in by a mailed code, and is mailed a fresh one here.
"""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import ratelimit
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import models

from accounts.forms.sign_in import PasswordAgainForm, SecondFactorAgainForm
from accounts.models import User
from accounts.requests import SignedInRequest

RECENT_PASSKEY = 5 * 60  # seconds: a passkey is given on a page of its own, and one comes back from there
SESSION_KEY = "proving_by_mailed_code"


class Way(models.TextChoices):
    """By what somebody proves who they are."""

    PASSWORD = "password", "your password"
    CODE = "code", "a code from your authenticator app, or a recovery code"
    PASSKEY = "passkey", "your passkey"
    MAIL = "mail", "a code sent by e-mail"


def ways_of(user: User) -> list[Way]:
    """The ways that this person has, the first to be offered first. There is always one."""
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    ways = []
    if Authenticator.Type.TOTP in kinds:
        ways.append(Way.CODE)
    if Authenticator.Type.WEBAUTHN in kinds:
        ways.append(Way.PASSKEY)
    if user.has_usable_password():
        ways.append(Way.PASSWORD)
    if Authenticator.Type.RECOVERY_CODES in kinds and Way.CODE not in ways:
        ways.append(Way.CODE)
    return ways or [Way.MAIL]


def prove(request: SignedInRequest, way: Way, given: str, *, purpose: str) -> None:
    """Check what somebody gave: a password, a code of the app, or the code that `send_code` mailed for this purpose.

    Raises ValidationError with what to do. A passkey is not given here: `proved_by_passkey`.
    """
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        raise get_adapter().validation_error("too_many_login_attempts")
    if way == Way.MAIL:
        _prove_by_mail(request, given, purpose)
    elif way == Way.CODE:
        _checked(SecondFactorAgainForm(user=request.user, data={"code": given})).save()
    elif way == Way.PASSWORD:
        _checked(PasswordAgainForm(user=request.user, data={"password": given}))
        reauthenticate_by_password(request)
    else:
        raise ValidationError("Use your passkey first, then come back to this page")


def proved_by_passkey(request: SignedInRequest) -> bool:
    """Whether the person gave their passkey, once more after signing in, in the last five minutes."""
    since = time.time() - RECENT_PASSKEY
    return any(
        record.get("type") == Authenticator.Type.WEBAUTHN and record.get("reauthenticated") and record["at"] > since
        for record in get_authentication_records(request, request.user)
    )


def send_code(request: SignedInRequest, *, purpose: str) -> None:
    """Mail this person a code for `purpose`; one that was sent before no longer works. Raises ValidationError."""
    user = request.user
    if not ratelimit.consume(request, action="request_login_code", key=user.email.lower()):
        raise get_adapter().validation_error("rate_limited")
    state = {**MailedCode.initial_state(user, email=user.email), "purpose": purpose}
    process = MailedCode(request, state)
    process.send()
    process.persist()


def code_is_out(request: SignedInRequest, *, purpose: str) -> bool:
    """Whether a mailed code for this purpose may still be entered."""
    return MailedCode.pending(request, purpose) is not None


class MailedCode(AbstractCodeVerificationProcess):
    """A code that was mailed to somebody signed in: how long it works and how often it may be tried, as at sign-in."""

    def __init__(self, request: SignedInRequest, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            max_attempts=app_settings.LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=app_settings.LOGIN_BY_CODE_TIMEOUT,
            state=state,
            user=request.user,
        )

    @classmethod
    def pending(cls, request: SignedInRequest, purpose: str) -> "MailedCode | None":
        """The one that was sent to this person for this purpose, while it works."""
        state = request.session.get(SESSION_KEY)
        if not state or state["purpose"] != purpose or state["user_id"] != str(request.user.pk):
            return None
        process = cls(request, state)
        return process if process.is_valid() else None

    def send(self) -> None:
        adapter = get_adapter()
        self.state["code"] = adapter.generate_login_code()
        context = {"request": self.request, "code": self.code}
        adapter.send_mail("account/email/proof_code", self.state["email"], context)

    def persist(self) -> None:
        self.request.session[SESSION_KEY] = self.state
        self.request.session.modified = True

    def abort(self) -> None:
        self.request.session.pop(SESSION_KEY, None)


def _prove_by_mail(request: SignedInRequest, given: str, purpose: str) -> None:
    process = MailedCode.pending(request, purpose)
    if process is None:
        raise ValidationError("This code no longer works. Ask for a new one below, and enter that")
    clear_limit = check_rate_limit(request.user)
    if not compare_user_code(actual=given, expected=process.code):
        process.record_invalid_attempt()
        raise get_adapter().validation_error("incorrect_code")
    clear_limit()
    process.abort()
    record_authentication(request, request.user, "code", email=process.state["email"])


def _checked(form: Any) -> Any:
    """The form, where what it was given is right."""
    if not form.is_valid():
        raise ValidationError([str(error) for errors in form.errors.values() for error in errors])
    return form
