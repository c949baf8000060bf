"""Asking for an introduction, and answering one."""

from typing import Any

from crispy_forms_gds.layout import Field
from django import forms

from core.forms import ODD_LETTERS, PortalForm
from partnerships.actions.introduction import LONGEST_WORDS
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
