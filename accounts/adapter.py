"""How django-allauth, which does the signing in, speaks and sends in this portal."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify

from accounts.models import User
from notifications import outbox


class AccountAdapter(DefaultAccountAdapter):
    """E-mail through the outbox, errors in our voice."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Contact the Forum if you think that is a mistake.",
        "email_password_mismatch": "Enter the e-mail address and password of your account, or sign in by a code",
        "email_taken": "Enter another e-mail address. This one cannot be used.",
        "duplicate_email": "Enter an address other than your present one",
        "same_as_current": "Enter an address other than your present one",
        "enter_current_password": "Enter your present password",
        "incorrect_code": "Enter the code exactly as it stands in the latest e-mail",
        "incorrect_password": "Enter your password",
        "invalid_or_expired_key": "This link has been used or is out of date. Ask for a new one.",
        "invalid_login": "Enter an e-mail address, like name@school.sch.uk",
        "invalid_password_reset": "This link has been used or is out of date. Ask for a new one.",
        "max_email_addresses": "You can have %d e-mail addresses.",
        "too_many_login_attempts": "That was tried too often. Wait a few minutes, then ask for a new code.",
        "unverified_primary_email": "Confirm your e-mail address first",
        "rate_limited": "A code was sent a moment ago. Wait a minute before you ask for another.",
    }

    def save_user(self, request: HttpRequest, user: User, form: Form, commit: bool = True) -> User:
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Allauth's mails go through the outbox, so that one that fails is tried again. Text only."""
        message = self.render_mail(template_prefix, email, {"email": email, "site_url": settings.SITE_URL, **context})
        name = slugify(template_prefix.rsplit("/", 1)[-1].replace("_", "-"))
        outbox.post(kind=name, to=email, subject=message.subject, text=str(message.body) + "\n")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": "Use your password",
            "mfa_reauthenticate": "Use a code from your authenticator app, or a recovery code",
            "mfa_reauthenticate:webauthn": "Use your passkey",
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]


class SecondFactorAdapter(DefaultMFAAdapter):
    """The same for the second factor. A member of the Forum cannot remove their last one."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Set up another second factor first: Forum staff always need one",
        "cannot_generate_recovery_codes": "Set up a passkey or an authenticator app first",
        "incorrect_code": "Enter the six digits that your app shows now, or one of your recovery codes",
        "unverified_email": "Confirm your e-mail address before you set up a second factor",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return not authenticator.user.is_staff or others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"
