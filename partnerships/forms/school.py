"""The school step: choose the school, and say its sector where the register does not."""

from typing import Any

from crispy_forms_gds.layout import Field
from django import forms

from partnerships.forms.registering import StepForm
from schools.forms import SchoolField
from schools.models import School, Sector


class SchoolForm(StepForm):
    """Valid once a school is chosen and its sector is known.

    `suggested` is filled in beforehand: the person's own school, or the one whose page they came from. `added` are the
    numbers of schools that this visitor entered by hand.
    """

    school = SchoolField(label="Your school", help_text=SchoolField.HINT)
    sector = forms.ChoiceField(
        label="Which sector should we count your school in?",
        help_text="The register does not say. We look for partners in the other one.",
        choices=[c for c in Sector.choices if c[0] != Sector.OTHER],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Select state or independent"},
    )

    def __init__(self, *args: Any, suggested: School | None, added: list[int], **kwargs: Any) -> None:
        self.suggested = suggested
        super().__init__(*args, **kwargs)
        self.fields["school"].added = added  # type: ignore[attr-defined]
        self._ask_sector(suggested)

    def initial_of(self, saved: dict[str, Any]) -> dict[str, Any]:
        return {"school": self.suggested, "sector": saved["sector"]}

    def first_initial(self) -> dict[str, Any]:
        return {"school": self.suggested}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        school = data.get("school")
        if school is not None:
            self._ask_sector(school)
            if school.sector == Sector.OTHER and not data.get("sector") and "sector" not in self.errors:
                self.add_error("sector", "Select state or independent")
        return data

    def _ask_sector(self, school: School | None) -> None:
        """Show the question only where the school chosen makes it one."""
        asks = school is not None and school.sector == Sector.OTHER
        self.helper.layout.fields = ["school", Field.radios("sector", small=True)] if asks else ["school"]

    def answer(self) -> dict[str, Any]:
        school = self.cleaned_data["school"]
        sector = self.cleaned_data["sector"] if school.sector == Sector.OTHER else school.sector
        return {"urn": school.urn, "sector": str(sector)}
