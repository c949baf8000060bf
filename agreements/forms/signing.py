"""Sending a text for signature, naming who signs, signing, declining and recalling."""

from typing import Any

from crispy_forms_gds.layout import Field, Fieldset, Fixed, Size
from django import forms

from accounts.proving import Way
from agreements.actions.signing import LONGEST_REASON
from agreements.models import Signatory
from agreements.signatures import ToName
from core.forms import ODD_LETTERS, Day, Line, PortalForm, Text

NAME_HINT = "As it will stand beneath the MOU, for example Winston Clarke."
EMAIL_ERRORS = {
    "required": "Enter their e-mail address",
    "invalid": "Enter an e-mail address in full, like name@school.sch.uk",
    "max_length": "Enter an e-mail address of at most 254 characters",
    **ODD_LETTERS,
}


def name_field(label: str, *, enter: str = "") -> Line:
    return Line(
        label,
        longest=100,
        enter=enter,
        hint=NAME_HINT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def email_field(label: str, *, required: bool = True) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        help_text="We send them a personal link to read it and sign. Their own address: a shared mailbox will not do.",
        max_length=254,
        required=required,
        error_messages=EMAIL_ERRORS,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class SendForSignatureForm(PortalForm):
    """The last day for signatures; and for each post of our own school that the portal does not know, who holds it."""

    button = "Freeze the text and ask them to sign"
    sign_by = Day(
        label="By when should everybody have signed?",
        help_text="After that day, what was signed lapses. Think of holidays and of when governors meet.",
        require_all_fields=False,
    )

    def __init__(self, *args: Any, to_name: list[ToName], **kwargs: Any) -> None:
        self.to_name = to_name
        super().__init__(*args, **kwargs)
        self.fields["sign_by"].error_messages |= {
            "required": "Enter the last day for signatures",
            "invalid": "Enter a real date, like 15 1 2027",
        }
        for number, _ in enumerate(to_name, start=1):
            self.fields[f"name_{number}"] = name_field("Name (optional)")
            self.fields[f"email_{number}"] = email_field("E-mail address (optional)", required=False)

    def get_layout(self) -> tuple[Any, ...]:
        posts = [
            Fieldset(f"name_{number}", f"email_{number}", legend=f"{post.words}: who is it?", legend_size=Size.SMALL)
            for number, post in enumerate(self.to_name, start=1)
        ]
        return ("sign_by", *posts)

    def clean(self) -> dict[str, Any]:
        """A name without an address, or the other way round, cannot be written to. Nobody signs in two roles."""
        cleaned = super().clean() or {}
        seen: set[str] = set()
        for number, _ in enumerate(self.to_name, start=1):
            name, email = cleaned.get(f"name_{number}", ""), (cleaned.get(f"email_{number}") or "").lower()
            if name and not email and f"email_{number}" not in self.errors:
                self.add_error(f"email_{number}", "Enter their e-mail address too, or leave both empty")
            if email and not name and f"name_{number}" not in self.errors:
                self.add_error(f"name_{number}", "Enter their name too, or leave both empty")
            if email and email in seen:
                self.add_error(f"email_{number}", "Enter another address: one person cannot sign in two roles")
            seen.add(email)
        return cleaned

    @property
    def named(self) -> list[tuple[ToName, str, str]]:
        """(post, name, e-mail address) of those who were named in a valid form."""
        cleaned = self.cleaned_data
        numbered = enumerate(self.to_name, start=1)
        return [(post, cleaned[f"name_{n}"], cleaned[f"email_{n}"]) for n, post in numbered if cleaned[f"email_{n}"]]


class InviteForm(PortalForm):
    """Who holds a post that the portal does not know."""

    button = "Send them the link"
    name = name_field("Their name", enter="Enter their name")
    email = email_field("Their e-mail address")


class SignForm(PortalForm):
    """That they have read it and may sign, and what shows who they are. The view checks the latter, as it counts tries.

    `way` is by what they show it; for a passkey, which is given on a page of its own, nothing is asked here.
    """

    authority = forms.BooleanField()
    given = forms.CharField(max_length=4096, strip=False, required=False, error_messages=ODD_LETTERS)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    WORDS = {
        Way.CODE: (
            "Code from your authenticator app",
            "6 digits, or a recovery code. We ask again so that nobody can sign on a computer you left open.",
            "Enter the code that your app shows now, or a recovery code",
        ),
        Way.PASSWORD: (
            "Your password",
            "We ask again so that nobody can sign on a computer you left open.",
            "Enter your password",
        ),
        Way.MAIL: (
            "Code from the e-mail",
            "8 digits, for example 1234-5678. We ask so that nobody can sign on a computer you left open.",
            "Enter the code from the e-mail",
        ),
    }

    def __init__(self, *args: Any, signatory: Signatory, way: Way, **kwargs: Any) -> None:
        self.way = way
        super().__init__(*args, **kwargs)
        self.button = f"Sign as {signatory.get_role_display().lower()}"
        number = signatory.version.number
        authority = self.fields["authority"]
        authority.label = f"I have read version {number} and may sign for {signatory.school}"
        authority.error_messages["required"] = f"Tick to say that you have read version {number} and may sign"
        if way == Way.PASSKEY:
            del self.fields["given"]
            return
        given = self.fields["given"]
        given.label, given.help_text, given.error_messages["required"] = self.WORDS[way]
        given.required = True
        if way == Way.PASSWORD:
            given.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        else:
            given.widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})

    def get_layout(self) -> tuple[Any, ...]:
        if self.way == Way.PASSKEY:
            return ("authority", "seen")
        width = None if self.way == Way.PASSWORD else Fixed.TEN
        return ("authority", Field.text("given", field_width=width), "seen")


class DeclineForm(PortalForm):
    button = "Decline to sign"
    warning = True
    reason = Text(
        "Why do you not sign it?",
        longest=LONGEST_REASON,
        enter="Enter why you do not sign it",
        hint="All the schools read this. For example: “Clause 6: governors have not agreed to pay for the coach.”",
    )
    layout = (Field.textarea("reason", rows=5, max_characters=LONGEST_REASON),)


class RecallForm(PortalForm):
    button = "Recall it"
    warning = True
    reason = Text(
        "Why do you recall it?",
        longest=LONGEST_REASON,
        enter="Enter why you recall it",
        hint="Everybody who was asked to sign reads this. For example: “The dates clash with the Year 9 examinations.”",
    )
    layout = (Field.textarea("reason", rows=5, max_characters=LONGEST_REASON),)
