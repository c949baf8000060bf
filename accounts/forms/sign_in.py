"""Django-allauth's forms in our markup and words (settings ACCOUNT_FORMS and MFA_FORMS name them).

Each gives its page's `heading` and, where it helps, a `lede`; `templates/account/form_page.html` prints them.
"""

import struct
from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.forms.people import NAME, clean_line
from core.forms import PortalForm

ADVICE = "At least 12 characters. Three words you can remember are stronger than one you cannot."


class SignInPageForm(PortalForm):
    """A form of the sign-in pages. `words` gives a field's label, hint, what to say when empty, and its attributes."""

    heading = ""
    lede = ""
    words: dict[str, dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            words = self.words.get(name, {})
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(words.get("attrs", {}))
            field.label = words.get("label", field.label)
            field.help_text = words.get("hint", "")
            field.error_messages |= {"required": words.get("empty", "Fill this in")}


ADDRESS: dict[str, Any] = {
    "label": "E-mail address",
    "hint": "Your address at school, if you have one.",
    "empty": "Enter your e-mail address",
    "attrs": {"autocomplete": "username", "spellcheck": "false", "maxlength": 254},
}
ADDRESS_ERROR = "Enter an e-mail address in full, like name@school.sch.uk"
CODE = {
    "label": "Code from the e-mail",
    "hint": "Eight digits, for example 1234-5678. You can paste it.",
    "empty": "Enter the code from the e-mail",
    "attrs": {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "maxlength": 20,
        "class": "govuk-input--width-10",
    },
}
APP_CODE = {
    "label": "Code",
    "hint": "Six digits from your authenticator app, or one of your recovery codes. You can paste it.",
    "empty": "Enter the code that your app shows, or a recovery code",
    "attrs": {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "maxlength": 20,
        "class": "govuk-input--width-10",
    },
}
PASSWORD = {"label": "Password", "empty": "Enter your password", "attrs": {"autocomplete": "current-password"}}
NEW_PASSWORD = {
    "label": "New password",
    "hint": ADVICE,
    "empty": "Enter a new password",
    "attrs": {"autocomplete": "new-password"},
}
REPEATED = {
    "label": "The new password again",
    "empty": "Enter the new password a second time",
    "attrs": {"autocomplete": "new-password"},
}


def _say_address(field: forms.Field) -> None:
    field.error_messages["invalid"] = ADDRESS_ERROR
    for validator in field.validators:
        if hasattr(validator, "message"):
            validator.message = ADDRESS_ERROR


class SignInForm(SignInPageForm, account.LoginForm):
    """By a code; by a password where the address says `?with=password`."""

    words = {"login": ADDRESS, "password": PASSWORD}

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        self.by_password = request is not None and request.GET.get("with") == "password"
        super().__init__(*args, request=request, **kwargs)
        _say_address(self.fields["login"])

    def _setup_password_field(self) -> None:
        if not self.by_password:
            del self.fields["password"]

    @property
    def heading(self) -> str:  # type: ignore[override]
        return "Sign in with your password" if self.by_password else "Sign in"

    @property
    def button(self) -> str:  # type: ignore[override]
        return "Sign in" if self.by_password else "E-mail me a code"


class SignUpForm(SignInPageForm, account.SignupForm):
    heading = "Create an account"
    lede = "We send a code to your address. Schools in the portal see your name only where you act for your school."
    button = "E-mail me a code"
    name = forms.CharField(**NAME)
    words = {
        "name": {
            "label": "Your name",
            "hint": "As colleagues know you, for example Amara Okonjo.",
            "empty": "Enter your name",
            "attrs": {"autocomplete": "name", "spellcheck": "false"},
        },
        "email": {
            **ADDRESS,
            "hint": "Use your address at school: one at your school’s own domain shows where you work.",
            "attrs": {**ADDRESS["attrs"], "autocomplete": "email"},
        },
    }
    field_order = ["name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_address(self.fields["email"])

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])

    def try_save(self, request: HttpRequest) -> Any:
        """Two submissions at the same moment make one account; the later one is told so in its e-mail, as any other."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class CodeByEmailForm(SignInPageForm, account.RequestLoginCodeForm):
    """Checks the address and its limits where SignInForm asks for a code."""

    words = {"email": ADDRESS}


class SignInCodeForm(SignInPageForm, account.ConfirmLoginCodeForm):
    heading = "Enter the code we sent you"
    button = "Sign in"
    words = {"code": CODE}


class ConfirmAddressForm(SignInPageForm, account.ConfirmEmailVerificationCodeForm):
    heading = "Confirm your e-mail address"
    button = "Confirm"
    words = {"code": CODE}


class CorrectAddressForm(SignInPageForm, account.ChangeEmailForm):
    words = {"email": ADDRESS}


class NewAddressForm(SignInPageForm, account.AddEmailForm):
    heading = "Change your e-mail address"
    button = "Send a code to the new address"
    words = {
        "email": {
            **ADDRESS,
            "label": "New e-mail address",
            "hint": "It replaces your present one once you have entered the code that we send to it.",
            "attrs": {**ADDRESS["attrs"], "autocomplete": "email"},
        }
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_address(self.fields["email"])


class ForgottenPasswordForm(SignInPageForm, account.ResetPasswordForm):
    heading = "Set a new password"
    lede = "We send a code to your address. Or sign in by a code and leave the password for later."
    button = "E-mail me a code"
    words = {"email": ADDRESS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_address(self.fields["email"])


class ForgottenPasswordCodeForm(SignInPageForm, account.ConfirmPasswordResetCodeForm):
    heading = "Enter the code we sent you"
    button = "Continue"
    words = {"code": CODE}


class ResetPasswordForm(SignInPageForm, account.ResetPasswordKeyForm):
    heading = "Choose a new password"
    button = "Save the password"
    words = {"password1": NEW_PASSWORD, "password2": REPEATED}


class ChangePasswordForm(SignInPageForm, account.ChangePasswordForm):
    heading = "Change your password"
    button = "Save the password"
    words = {
        "oldpassword": {**PASSWORD, "label": "Present password", "empty": "Enter your present password"},
        "password1": NEW_PASSWORD,
        "password2": REPEATED,
    }


class SetPasswordForm(SignInPageForm, account.SetPasswordForm):
    heading = "Set a password"
    lede = "You can then sign in by it as well as by a code."
    button = "Save the password"
    words = {"password1": NEW_PASSWORD, "password2": REPEATED}


class PasswordAgainForm(SignInPageForm, account.ReauthenticateForm):
    heading = "Show that it is you"
    lede = "What comes next changes how you sign in, or cannot be undone."
    button = "Continue"
    words = {"password": PASSWORD}


class SecondFactorForm(SignInPageForm, mfa.AuthenticateForm):
    heading = "Give your second factor"
    button = "Sign in"
    words = {"code": APP_CODE}


class SecondFactorAgainForm(SignInPageForm, mfa.ReauthenticateForm):
    heading = "Show that it is you"
    lede = "What comes next needs your second factor."
    button = "Continue"
    words = {"code": APP_CODE}


class SetUpAppForm(SignInPageForm, totp.ActivateTOTPForm):
    heading = "Set up an authenticator app"
    button = "Switch it on"
    words = {"code": {**APP_CODE, "label": "Code that the app shows now", "hint": "Six digits. You can paste them."}}


class RemoveAppForm(SignInPageForm, totp.DeactivateTOTPForm):
    heading = "Remove your authenticator app"
    lede = "Codes from the app will no longer sign you in. Recovery codes go with your last second factor."
    button = "Remove the app"
    warning = True


NOT_READ = "The passkey was not read. Try again, or choose another way."
# What the libraries raise, beside ValidationError, at an answer that no browser gives.
TOO_OFTEN = "too_many_login_attempts"
NONSENSE = (KeyError, TypeError, ValueError, AttributeError, IndexError, struct.error)


class PasskeyAnswer:
    """A browser's answer, which anybody can write: what cannot be read is refused, not an error of the portal."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except forms.ValidationError as error:
            raise (error if error.code == TOO_OFTEN else forms.ValidationError(NOT_READ)) from error
        except NONSENSE as error:
            raise forms.ValidationError(NOT_READ) from error


class PasskeySignInForm(PasskeyAnswer, webauthn.LoginWebAuthnForm):
    pass


class PasskeyFactorForm(PasskeyAnswer, webauthn.AuthenticateWebAuthnForm):
    pass


class PasskeyAgainForm(PasskeyAnswer, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(SignInPageForm, webauthn.AddWebAuthnForm):
    heading = "Add a passkey"
    lede = (
        "A passkey is kept by your telephone, computer or security key, and opens by your fingerprint, face or PIN. "
        "It works on this site only, so nobody can trick you into giving it away."
    )
    button = "Add the passkey"
    words = {
        "name": {
            "label": "Name of the passkey",
            "hint": "So that you know it again, for example School laptop.",
            "attrs": {"maxlength": 60, "autocomplete": "off"},
        },
        "passwordless": {"label": "Let me sign in with this passkey alone"},
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("passwordless", True)
        self.fields["credential"].required = False  # the error belongs to the page: nobody sees this field

    def clean_name(self) -> str:
        return clean_line(super().clean_name())[:60]

    def clean(self) -> dict[str, Any] | None:
        if not self.cleaned_data.get("credential"):
            self.errors.pop("credential", None)
            raise forms.ValidationError(NOT_READ)
        try:
            return super().clean()
        except (forms.ValidationError, *NONSENSE) as error:
            raise forms.ValidationError(NOT_READ) from error


class RenamePasskeyForm(SignInPageForm, webauthn.EditWebAuthnForm):
    heading = "Rename a passkey"
    button = "Save the name"
    words = {"name": {"label": "Name of the passkey", "empty": "Enter a name", "attrs": {"maxlength": 60}}}

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])[:60]


class RecoveryCodesForm(SignInPageForm, recovery.GenerateRecoveryCodesForm):
    heading = "Make new recovery codes"
    lede = "The old codes stop working. Keep the new ones where you find them without your telephone."
    button = "Make new codes"
