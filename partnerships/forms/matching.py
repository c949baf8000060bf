"""The filters of a school's matches."""

from typing import Any

from django import forms

from partnerships.candidates import FARTHEST

DISTANCES = [5, 10, 15, 25, FARTHEST]
SORTS = [("", "Best fit first"), ("nearest", "Nearest first")]


class MatchFilter(forms.Form):
    """Words of the address. Whatever is not one of the choices is passed over, so an old link still opens.

    Activities and subjects are chosen among those that the matches have: partnerships/match_page.py.
    """

    miles = forms.TypedChoiceField(
        required=False, coerce=int, empty_value=None, choices=[("", ""), *((n, f"{n} miles") for n in DISTANCES)]
    )
    both = forms.BooleanField(required=False)
    sort = forms.ChoiceField(required=False, choices=SORTS)

    def chosen(self) -> dict[str, Any]:
        """The words that can be used, with nothing for the others."""
        self.is_valid()
        empty: dict[str, Any] = {"miles": None, "both": False, "sort": ""}
        return {name: self.cleaned_data.get(name, nothing) for name, nothing in empty.items()}
