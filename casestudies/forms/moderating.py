"""What Forum staff say about a case study, in the admin."""

from typing import Any

from django import forms

from casestudies.actions.confirming import LONGEST_WORDS
from casestudies.models import Edition
from casestudies.texts import Text, texts_of
from casestudies.writing.sections import SECTIONS
from core.forms import Words


class WordsForm(forms.Form):
    """Why, or what should change: mailed to the schools word for word."""

    words = Words(
        "",
        longest=LONGEST_WORDS,
        enter="Enter what to tell the schools",
        hint=f"Mailed to the schools word for word, {LONGEST_WORDS:,} characters at most. Say what to do, kindly.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, asks: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["words"].label = asks


class AskForm(WordsForm):
    """What should change: about the whole, and beside each section. One of them is enough."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = False
        for part in SECTIONS:
            label = f"What should change in “{part.heading}”?"
            self.fields[part.name] = Words(label, longest=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not any(data.values()):
            self.add_error("words", "Enter what should change, here or beside a section")
        return data

    @property
    def sections(self) -> dict[str, str]:
        """What a valid form says beside sections, by section name."""
        return {part.name: said for part in SECTIONS if (said := self.cleaned_data[part.name])}


class CorrectForm(forms.Form):
    """Every text of an edition, and why it is corrected. The names of the fields are the keys of the texts."""

    reason = Words(
        "Why is it corrected?",
        longest=LONGEST_WORDS,
        enter="Enter why it is corrected",
        hint="Mailed to the schools word for word. For example: “A surname stood in step 3.”",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.texts: list[Text] = [text for text in texts_of(edition.content) if text.words]
        for text in self.texts:
            self.fields[text.key] = Words(
                text.label,
                longest=text.longest,
                enter=f"Enter “{text.label}”: a correction leaves no gap",
                initial=text.words,
                widget=forms.Textarea(attrs={"rows": min(10, 2 + len(text.words) // 80)}),
            )

    @property
    def changes(self) -> dict[str, str]:
        """The texts of a valid form, by their keys."""
        return {text.key: self.cleaned_data[text.key] for text in self.texts}
