"""The school step: type a name, choose among what was found, say the sector where the register does not."""

import re
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Field
from django import forms

from partnerships.forms.registering import StepForm
from schools.models import School, Sector
from schools.search import search

MOST_CANDIDATES = 20
_URN = re.compile(r"(?:^|\(URN )(\d{6,7})\)?$", re.IGNORECASE)


class SchoolForm(StepForm):
    """Valid once one open school is chosen (`chosen`) and its sector is known.

    Without JavaScript the page comes back with the schools that match what was typed, as radio buttons. `suggested`
    are offered before anything is typed: the person's own schools, or the one whose page they came from.
    """

    text = forms.CharField(
        label="Name, town, postcode or URN",
        required=False,
        max_length=200,
        error_messages={"max_length": "Enter 200 characters or fewer"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    urn = forms.CharField(required=False, max_length=9, widget=forms.RadioSelect)
    sector = forms.ChoiceField(
        label="Which sector should we count your school in?",
        help_text="The register does not say. We look for partners in the other one.",
        choices=[c for c in Sector.choices if c[0] != Sector.OTHER],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Select state or independent"},
    )

    def __init__(self, *args: Any, suggested: list[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen: School | None = None
        self.searched = ""
        self.candidates = suggested
        self._offer()

    def get_layout(self) -> tuple[Any, ...]:
        parts: list[Any] = [Field.radios("urn", small=True)] if self.candidates else []
        if self._asks_sector():
            parts.append(Field.radios("sector", small=True))
        return (*parts, "text")

    def initial_of(self, saved: dict[str, Any]) -> dict[str, Any]:
        return {"urn": str(saved["urn"]), "sector": saved["sector"]}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        text, urn = data.get("text", ""), data.get("urn", "")
        if self.errors:
            return data
        number = _URN.search(text)
        if text and not number:
            self._search(text)
        else:
            self._choose(number[1] if number else urn)
        self._offer()
        return data

    def _search(self, text: str) -> None:
        """Offer what matches; one match is offered too, for the person to say that it is theirs."""
        self.searched = text
        self.candidates = list(search(text, queryset=School.objects.open())[:MOST_CANDIDATES])
        if not self.candidates:
            self.add_error("text", "Check the spelling, or enter the school’s postcode or URN. No open school matches")
        else:
            self.add_error("urn", "Select your school")

    def _choose(self, urn: str) -> None:
        number = int(urn) if urn.isascii() and urn.isdigit() else 0
        self.chosen = School.objects.open().filter(urn=number).first() if number else None
        if self.chosen is None:
            words = "Select your school" if self.candidates and not urn else "Enter your school’s name, postcode or URN"
            self.add_error("urn" if self.candidates and not urn else "text", words)
            return
        if self.chosen not in self.candidates:
            self.candidates = [self.chosen]
        if self._asks_sector() and not self.cleaned_data.get("sector"):
            self.add_error("sector", "Select state or independent")

    def _asks_sector(self) -> bool:
        known = self.chosen or (self.candidates[0] if len(self.candidates) == 1 else None)
        return known is not None and known.sector == Sector.OTHER

    def _offer(self) -> None:
        """Show the radio buttons and the sector only where there is something to choose."""
        field = self.fields["urn"]
        field.label = f"Schools that match “{self.searched}”" if self.searched else "Your school"
        field.choices = [Choice(str(school.urn), str(school), hint=hint_of(school)) for school in self.candidates]  # type: ignore[attr-defined]
        label = "None of these? Enter a name, town, postcode or URN" if self.candidates else "Name, town, postcode or URN"
        self.fields["text"].label = label
        self.helper.layout.fields = list(self.get_layout())

    def answer(self) -> dict[str, Any]:
        assert self.chosen is not None
        sector = self.chosen.sector
        if sector == Sector.OTHER:
            sector = self.cleaned_data["sector"]
        return {"urn": self.chosen.urn, "sector": str(sector)}


def hint_of(school: School) -> str:
    """What tells a school from others of its name: where it is, its ages, its number."""
    return ", ".join(part for part in (school.town, school.postcode, school.ages_words, f"URN {school.urn}") if part)
