"""Asking for an introduction, and answering one."""

from typing import Any

from crispy_forms_gds.layout import Field, Fieldset, Size
from django import forms

from core.forms import ODD_LETTERS, PortalForm
from partnerships.actions.introduction import LONGEST_WORDS
from partnerships.actions.partnership import LONGEST_NAME, LONGEST_NEED, Person
from partnerships.models import Partner, Partnership
from schools.models import School

LONG_NAME = "Shorten this to 100 characters or fewer"
LONG_NUMBER = "Shorten the telephone number to 30 characters or fewer"
AN_EMAIL = "Enter an e-mail address like name@school.example"
TOO_LONG = f"Shorten what you write to {LONGEST_WORDS} characters or fewer"


class NoteForm(PortalForm):
    """The note that goes with an introduction. The action refuses names and contact details in it."""

    button = "Ask for an introduction"
    note = forms.CharField(
        label="Your note to them",
        widget=forms.Textarea,
        max_length=LONGEST_WORDS,
        help_text=(
            "Two or three sentences: the need, what you could give in return, and when. For example: “Our Year 5 "
            "pupils have no laboratory. Could they use yours on a few Wednesdays? We could show your prep teachers how "
            "we teach early reading.” Leave out names, e-mail addresses and telephone numbers."
        ),
        error_messages={"required": "Enter a note to them", "max_length": TOO_LONG, **ODD_LETTERS},
    )
    layout = (Field.textarea("note", rows=7, max_characters=LONGEST_WORDS),)


class ReasonForm(PortalForm):
    """Why not, in words the other school reads. It may stay empty."""

    reason = forms.CharField(
        required=False,
        widget=forms.Textarea,
        max_length=LONGEST_WORDS,
        error_messages={"max_length": TOO_LONG, **ODD_LETTERS},
    )
    layout = (Field.textarea("reason", rows=5, max_characters=LONGEST_WORDS),)

    def __init__(self, *args: Any, other: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = f"What shall we tell {other}? (optional)"
        self.fields["reason"].help_text = self.example

    example = ""


class DeclineForm(ReasonForm):
    button = "Send “not this time”"
    example = (
        "They read it as you write it. For example: “Thank you for asking. This year is full; September would suit us "
        "better.” Leave out names, e-mail addresses and telephone numbers."
    )


class WithdrawForm(ReasonForm):
    button = "Take it back"
    warning = True
    example = (
        "They read it as you write it. For example: “We have found a partner nearer by.” Leave out names, e-mail "
        "addresses and telephone numbers."
    )


class PartnershipForm(PortalForm):
    """What a partnership is called, and the need it began with. `version` tells whether somebody else was quicker."""

    button = "Save"
    name = forms.CharField(
        label="Name",
        max_length=LONGEST_NAME,
        help_text="Short, so that both schools use it: “Wednesday science at Thornmere”",
        error_messages={
            "required": "Enter a name for the partnership",
            "max_length": f"Shorten the name to {LONGEST_NAME} characters or fewer",
        },
    )
    need = forms.CharField(
        label="Need",
        widget=forms.Textarea,
        max_length=LONGEST_NEED,
        help_text="What pupils lack now, and what should be different in a year. Both schools read and change it.",
        error_messages={
            "required": "Enter the need, in a sentence or two",
            "max_length": f"Shorten the need to {LONGEST_NEED} characters or fewer",
        },
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    layout = (Field.text("name"), Field.textarea("need", rows=6, max_characters=LONGEST_NEED), "version")

    def take_newer(self, partnership: Partnership) -> None:
        """Keep what was typed, and let the next press save it over the newer version that is shown beside it."""
        self.data = {name: self[name].data for name in self.fields} | {"version": str(partnership.version)}


class PeopleForm(PortalForm):
    """The lead and the deputy lead of one school in a partnership."""

    button = "Save"
    lead_name = forms.CharField(
        label="Name", max_length=100, error_messages={"required": "Enter the lead’s name", "max_length": LONG_NAME}
    )
    lead_job_title = forms.CharField(
        label="Job title",
        max_length=100,
        error_messages={"required": "Enter the lead’s job title", "max_length": LONG_NAME},
    )
    lead_email = forms.EmailField(
        label="E-mail address", error_messages={"required": "Enter the lead’s e-mail address", "invalid": AN_EMAIL}
    )
    lead_phone = forms.CharField(
        label="Telephone (optional)", max_length=30, required=False, error_messages={"max_length": LONG_NUMBER}
    )
    deputy_name = forms.CharField(
        label="Name", max_length=100, required=False, error_messages={"max_length": LONG_NAME}
    )
    deputy_job_title = forms.CharField(
        label="Job title", max_length=100, required=False, error_messages={"max_length": LONG_NAME}
    )
    deputy_email = forms.EmailField(label="E-mail address", required=False, error_messages={"invalid": AN_EMAIL})
    deputy_phone = forms.CharField(
        label="Telephone (optional)", max_length=30, required=False, error_messages={"max_length": LONG_NUMBER}
    )
    layout = (
        Fieldset("lead_name", "lead_job_title", "lead_email", "lead_phone", legend="Lead", legend_size=Size.MEDIUM),
        Fieldset(
            "deputy_name",
            "deputy_job_title",
            "deputy_email",
            "deputy_phone",
            legend="Deputy lead",
            legend_size=Size.MEDIUM,
        ),
    )

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        initial = {
            f"{contact.kind}_{field}": getattr(contact, field)
            for contact in partner.contacts.all()
            for field in ("name", "job_title", "email", "phone")
        }
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A deputy lead is named in full or not at all."""
        data = super().clean() or {}
        missing = {
            "deputy_name": "Enter the deputy lead’s name",
            "deputy_job_title": "Enter the deputy lead’s job title",
            "deputy_email": "Enter the deputy lead’s e-mail address",
        }
        if any(data.get(name) for name in (*missing, "deputy_phone")):
            for name, error in missing.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, error)
        return data

    @property
    def lead(self) -> Person:
        return self._person("lead")

    @property
    def deputy(self) -> Person | None:
        """None where nobody is named."""
        return self._person("deputy") if self.cleaned_data["deputy_name"] else None

    def _person(self, kind: str) -> Person:
        return Person(
            **{field: self.cleaned_data[f"{kind}_{field}"] for field in ("name", "job_title", "email", "phone")}
        )
