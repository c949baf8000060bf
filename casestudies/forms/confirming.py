"""What the schools say about a finished case study."""

from typing import Any

from crispy_forms_gds.layout import Field
from django import forms

from casestudies.actions.confirming import LONGEST_WORDS
from core.forms import PortalForm, Text

WORDS = Field.textarea("words", rows=6, max_characters=LONGEST_WORDS)


class SendForm(PortalForm):
    """Nothing to fill in: a button beneath what happens next."""

    button = "Send it"


class StillRightForm(PortalForm):
    button = "It still holds"


class ConfirmForSchoolForm(PortalForm):
    """Which school says yes, and to which text."""

    school = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, school_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.button = f"Confirm for {school_name}"


class ObjectForm(PortalForm):
    button = "Send this to them"
    words = Text(
        "What should change before you confirm?",
        longest=LONGEST_WORDS,
        enter="Enter what should change before you confirm",
        hint="Name the part, and say what it should say instead. For example: “Under cost: we paid for the coach.”",
    )
    school = forms.IntegerField(widget=forms.HiddenInput)
    layout = (WORDS, "school")


class WithdrawForm(PortalForm):
    button = "Withdraw it"
    warning = True
    words = Text(
        "Why do you withdraw it?",
        longest=LONGEST_WORDS,
        enter="Enter why you withdraw it",
        hint="The other schools are told in these words. For example: “We no longer run it, and costs have doubled.”",
    )
    layout = (WORDS,)
