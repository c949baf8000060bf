"""What saved answers say, in the words of their form: shown beside one's own where two people wrote at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms

from casestudies.forms.writing import SectionForm
from casestudies.writing.sections import Part

NOTHING = "Nothing"


@dataclass(frozen=True)
class Row:
    """A question and what was answered, a paragraph a line."""

    key: str
    lines: list[str]


def rows_of(form: type[SectionForm], answers: dict[str, Any]) -> list[Row]:
    """Each question of a form with its answer."""
    filled = form(answers=answers)
    return [
        Row(str(field.label), _words(field, filled.initial.get(name)) or [NOTHING])
        for name, field in filled.fields.items()
        if not isinstance(field, forms.BooleanField)
    ]


def rows_of_part(part: Part, answers: dict[str, Any]) -> list[Row]:
    """The same of a whole section, with its list."""
    rows = rows_of(part.form, answers) if part.form else []
    if part.items:
        for number, item in enumerate(answers.get(part.items.key, []), start=1):
            lines = [line for row in rows_of(part.items.form, item) for line in row.lines if line != NOTHING]
            rows.append(Row(f"{part.items.each.capitalize()} {number}", lines))
    return rows


def _words(field: forms.Field, value: Any) -> list[str]:
    if value in (None, "", []):
        return []
    if isinstance(field, forms.ChoiceField):
        chosen = {str(one) for one in (value if isinstance(value, list) else [value])}
        return [str(label) for choice, label in cast("Iterable[Any]", field.choices) if str(choice) in chosen]
    return [line for line in str(value).splitlines() if line.strip()]
