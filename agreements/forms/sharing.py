"""Asking to share a signed MOU, and what Forum staff say about it."""

from typing import Any

from crispy_forms_gds.layout import Field
from django import forms

from agreements.actions.sharing import LONGEST_REASON, LONGEST_SUMMARY, LONGEST_TITLE
from agreements.sharing import LONGEST_WORD, MOST_WORDS
from core.forms import Line, PortalForm, Text, Words

LOOK = "look"  # the name of the button that shows the text again and asks nobody


class AskForm(PortalForm):
    """What it is called, what is special about it, and what more is left out of it."""

    button = "Ask the other schools"
    title = Line(
        "What is it called?",
        longest=LONGEST_TITLE,
        enter="Enter what it is called",
        hint="Without the names of people and schools. For example: “Weekly science, primary and senior school”",
    )
    summary = Text(
        "What is special about it?",
        longest=LONGEST_SUMMARY,
        enter="Enter what is special about it",
        hint="In a sentence or two: whom does it suit, and which clause took you longest?",
    )
    also = Words(
        "Further words to leave out",
        longest=LONGEST_WORD * MOST_WORDS,
        hint="One a line: a place, a nickname, anything by which somebody could be known. They become “[left out]”",
        widget=forms.Textarea,
    )
    layout = (
        Field.text("title"),
        Field.textarea("summary", rows=3, max_characters=LONGEST_SUMMARY),
        Field.textarea("also", rows=4),
    )

    def clean_also(self) -> list[str]:
        """The words, a line each."""
        words = [line.strip() for line in self.cleaned_data["also"].splitlines() if line.strip()]
        if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
            raise forms.ValidationError(f"Enter at most {MOST_WORDS} lines, each of at most {LONGEST_WORD} characters")
        return words


class AgreeForm(PortalForm):
    """Which school says yes, and to which text."""

    school = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, school_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.button = f"Agree for {school_name}"


class ReasonForm(forms.Form):
    """Why Forum staff do not share it, or share it no longer; mailed to the schools word for word."""

    words = Words(
        "",
        longest=LONGEST_REASON,
        enter="Enter what to tell the schools",
        hint=f"Mailed to the schools word for word, {LONGEST_REASON:,} characters at most. Say what to do, kindly.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, asks: str, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["words"].label = asks
