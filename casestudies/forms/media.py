"""Pictures and files of a case study."""

from typing import Any

from crispy_forms_gds.layout import Field
from django import forms

from core.forms import AgainForm, DocumentField, Line, PictureField, PortalForm

LONGEST_ALT, LONGEST_TITLE = 300, 100
ALT_HINT = (
    "What would you tell somebody on the telephone? Who does what, where. No names of pupils. For example: “Three "
    "pupils in goggles heat a test tube; a teacher watches from the next bench”."
)


class PictureForm(AgainForm):
    button = "Add the picture"
    again = "Choose the picture again: it could not be kept while something else was missing"
    file = PictureField(
        label="Picture",
        choose="Choose a picture",
        help_text="JPEG, PNG or WebP, up to 12 MB. We turn it upright, make it smaller, and take out the place and the "
        "name that a camera writes into it.",
    )
    alt = Line(
        "Describe it for people who cannot see it",
        longest=LONGEST_ALT,
        enter="Enter what the picture shows",
        hint=ALT_HINT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    permission = forms.BooleanField(
        label="Everybody who can be recognised in it has agreed, for a child also a parent or carer, or nobody can be "
        "recognised",
        error_messages={"required": "Tick the box if that is so. If it is not, choose another picture"},
    )

    def get_layout(self) -> tuple[Any, ...]:
        return "key", Field.text("file"), Field.textarea("alt", rows=3, max_characters=LONGEST_ALT), "permission"


class AltForm(PortalForm):
    """`seen` is the description that this person was shown."""

    alt = Line(
        "Describe it for people who cannot see it",
        longest=LONGEST_ALT,
        enter="Enter what the picture shows",
        hint=ALT_HINT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def now_seen(self, alt: str) -> None:
        """This person has been told what somebody else wrote: the next time they save, it is over that."""
        self.data = {**{name: self[name].value() for name in self.fields}, "seen": alt}

    def get_layout(self) -> tuple[Any, ...]:
        return "seen", Field.textarea("alt", rows=3, max_characters=LONGEST_ALT)


class FileForm(AgainForm):
    button = "Add the file"
    again = "Choose the file again: it could not be kept while something else was missing"
    file = DocumentField(
        label="File",
        choose="Choose a file",
        help_text="PDF, Word, PowerPoint or Excel, up to 25 MB, without macros. A session plan, a letter to parents, a "
        "risk assessment: whatever saves the next school an evening. Look through it first: no pupil may be named.",
    )
    title = Line(
        "Title",
        longest=LONGEST_TITLE,
        enter="Enter what the file is",
        hint="What somebody would look for. For example: “Eight session plans” or “Letter to parents”.",
    )
    layout = ("key", Field.text("file"), Field.text("title"))
