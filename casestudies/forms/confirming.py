"""What the schools say about a finished case study."""

from typing import Any

from crispy_forms_gds.layout import Field
from django import forms

from casestudies.actions.confirming import LONGEST_WORDS
from core.forms import PortalForm


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


class ToldForm(PortalForm):
    """Words that are mailed to the other schools."""

    words = forms.CharField(
        label="",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea,
        error_messages={
            "max_length": f"Shorten this to {LONGEST_WORDS:,} characters or fewer",
            "null_characters_not_allowed": "Take out the letter that cannot be shown: type this again",
        },
    )
    layout = (Field.textarea("words", rows=6, max_characters=LONGEST_WORDS),)
    label = hint = enter = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = self.fields["words"]
        words.label, words.help_text, words.error_messages["required"] = self.label, self.hint, self.enter


class ObjectForm(ToldForm):
    button = "Send this to them"
    label = "What should change before you confirm?"
    hint = "Name the part, and say what it should say instead. For example: “Under cost: we paid for the coach.”"
    enter = "Enter what should change before you confirm"
    school = forms.IntegerField(widget=forms.HiddenInput)
    layout = (*ToldForm.layout, "school")


class WithdrawForm(ToldForm):
    button = "Withdraw it"
    warning = True
    label = "Why do you withdraw it?"
    hint = "The other schools are told in these words. For example: “We no longer run it, and the costs have doubled.”"
    enter = "Enter why you withdraw it"
