"""Forms about people and the schools they belong to."""

from collections.abc import Iterable
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Field, Size
from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Role
from core.forms import PortalForm
from schools.forms import SchoolField

NAME: dict[str, Any] = {
    "max_length": 100,
    "error_messages": {
        "required": "Enter your name",
        "max_length": "Enter a name of at most 100 characters",
    },
}

ROLE_HINTS = {
    Role.HEADTEACHER: "Confirmed by somebody who leads the school’s team, or by the Forum",
    Role.CHAIR: "Confirmed by somebody who leads the school’s team, or by the Forum",
    Role.COORDINATOR: "Looks after partnerships for the school",
    Role.STAFF: "Teacher, bursar, governor or anybody else who works with the school",
}


def clean_line(text: str) -> str:
    """One line of text, its spaces made single. Refuses a text without a letter."""
    text = " ".join(text.split())
    if text and not any(character.isalpha() for character in text):
        raise ValidationError("Enter at least one letter")
    return text


def role_choices(*, hints: bool = True) -> list[Any]:
    """The roles at a school as radios, each with what it means."""
    return [Choice(role.value, role.label, hint=ROLE_HINTS[role] if hints else None) for role in Role]


class DetailsForm(PortalForm):
    """A person's own name and telephone number."""

    button = "Save"
    name = forms.CharField(
        label="Your name",
        help_text="As colleagues know you, for example Amara Okonjo.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        **NAME,
    )
    phone = forms.RegexField(
        regex=r"^[0-9+()\s.\-x]{7,30}$",
        label="Telephone number (optional)",
        help_text="Seen by your partner schools once both of you said yes to an introduction, and by Forum staff.",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}),
        error_messages={
            "invalid": "Enter a telephone number, like 01632 960 001",
            "max_length": "Enter a telephone number of at most 30 characters",
        },
    )

    def clean_name(self) -> str:
        return clean_line(self.cleaned_data["name"])


class RoleForm(PortalForm):
    """What somebody is at their school."""

    button = "Save the role"
    role = forms.ChoiceField(
        label="Role at the school",
        choices=role_choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a role", "invalid_choice": "Select one of the roles"},
    )
    layout: tuple[Any, ...] = (Field.radios("role", legend_size=Size.SMALL),)


class ChooseSchoolForm(PortalForm):
    """The school that somebody works at, where it is not the one of their address's domain."""

    button = "Continue"
    school = SchoolField(label="Your school", help_text=SchoolField.HINT)

    def __init__(self, *args: Any, added: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].added = added  # type: ignore[attr-defined]


class JoinForm(RoleForm):
    """What the person is at the school that they chose on the page before."""

    button = "Join the school"
    job_title = forms.CharField(
        label="Job title (optional)",
        help_text="For example Head of Music.",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"max_length": "Enter a job title of at most 100 characters"},
    )
    layout = (Field.radios("role", legend_size=Size.SMALL), "job_title")

    def clean_job_title(self) -> str:
        return " ".join(self.cleaned_data["job_title"].split())


class InviteForm(RoleForm):
    """A colleague's address and role."""

    button = "Send the invitation"
    email = forms.EmailField(
        label="Your colleague’s e-mail address",
        help_text="We send one e-mail with a link, which works for 14 days.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Enter your colleague’s e-mail address",
            "invalid": "Enter an e-mail address in full, like name@school.sch.uk",
            "max_length": "Enter an e-mail address of at most 254 characters",
        },
    )
    layout = ("email", Field.radios("role", legend_size=Size.SMALL))
    field_order = ["email", "role"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class ReasonForm(PortalForm):
    """Why somebody is refused. They read it."""

    button = "Refuse"
    warning = True
    reason = forms.CharField(
        label="Reason",
        help_text="They read it in an e-mail. For example: we do not know this person.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Enter a reason, in a sentence",
            "max_length": "Enter a reason of at most 500 characters",
        },
    )


class LeaveForm(PortalForm):
    """Ending a membership. Where it is the school's last, the person says that they know what it means."""

    warning = True
    understood = forms.BooleanField(
        label="I understand that nobody can act for the school until the Forum finds somebody",
        error_messages={"required": "Select the box to show that you understand, or go back"},
    )

    def __init__(self, *args: Any, last: bool, button: str, **kwargs: Any) -> None:
        self.button = button
        super().__init__(*args, **kwargs)
        if not last:
            del self.fields["understood"]
            self.helper.layout.fields.clear()


class DeleteForm(LeaveForm):
    """Deleting an account: always knowingly."""

    button = "Delete my account"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, last=True, button=self.button, **kwargs)
        self.fields["understood"].label = "I understand that this cannot be undone"
