"""Beginning an MOU, changing a clause, adding one, and commenting."""

import datetime
import itertools
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import HTML, Field, Fieldset, Size
from django import forms
from django.utils.html import format_html

from accounts.models import User
from agreements.actions.drafting import (
    LONGEST_COMMENT,
    LONGEST_HEADING,
    LONGEST_LINE,
    MOST_LINES,
    MOST_ROWS,
)
from agreements.library import Offered
from agreements.models import Clause, ClauseKind, MouClause
from agreements.texts import LONGEST_TEXT, Content
from core.forms import Day, Line, PortalForm, Text, one_of
from partnerships.models import Partner

BLANK_START = "blank"
ROW_FIELDS = ("school", "gives", "gets", "by")
TEXT_HINT = "Leave an empty line between paragraphs. Begin lines with - for a list. A blank is in [square brackets]."


class BeginForm(PortalForm):
    """What to begin from."""

    button = "Begin the MOU"
    source = one_of("What do you begin from?", [], select="Select what to begin from")
    layout = (Field.radios("source", legend_size=Size.MEDIUM),)

    def __init__(self, *args: Any, offered: list[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            Choice(each.source, each.title, hint=f"{each.summary} {each.kind_words}, {each.clauses} clauses.")
            for each in offered
        ]
        needed = "Only the clauses that no MOU should lack: you add the others from the library, or write your own."
        self.fields["source"].choices = [*choices, Choice(BLANK_START, "None of these", hint=needed)]  # type: ignore[attr-defined]


class ClauseForm(PortalForm):
    """The words of a clause. `clause` says which parts it has."""

    button = "Save"
    heading = Line("Heading", longest=LONGEST_HEADING, enter="Enter a heading")
    text = Text("Text", longest=LONGEST_TEXT, hint=TEXT_HINT)

    def __init__(self, *args: Any, clause: MouClause, own: bool, **kwargs: Any) -> None:
        self.clause = clause
        content = clause.content
        kwargs.setdefault("initial", {"heading": clause.heading, **content})
        super().__init__(*args, **kwargs)
        if not own:
            del self.fields["heading"]
        self.helper.layout.fields = [*(["heading"] if own else []), Field.textarea("text", rows=_rows_of(content))]

    def content(self) -> Content:
        """The content of a valid form (agreements/texts.py)."""
        return {"text": self.cleaned_data["text"]}

    @property
    def new_heading(self) -> str:
        return str(self.cleaned_data.get("heading", self.clause.heading))


class DatesForm(ClauseForm):
    """The words, and the three dates."""

    begins = Day(
        label="When does it begin?",
        required=False,
        require_all_fields=False,
        error_messages={"invalid": "Enter a real date for its beginning", "required": "Enter its beginning"},
    )
    review = Day(
        label="When do you review it?",
        help_text="The day by which you look at it together. The portal reminds you.",
        required=False,
        require_all_fields=False,
        error_messages={"invalid": "Enter a real date for the review", "required": "Enter the day of the review"},
    )
    ends = Day(
        label="When does it end?",
        required=False,
        require_all_fields=False,
        error_messages={"invalid": "Enter a real date for its end", "required": "Enter the day on which it ends"},
    )

    def __init__(self, *args: Any, clause: MouClause, own: bool, **kwargs: Any) -> None:
        dates = {name: _date(clause.content.get(name)) for name in ("begins", "review", "ends")}
        kwargs["initial"] = {"heading": clause.heading, "text": clause.content.get("text", ""), **dates}
        super().__init__(*args, clause=clause, own=own, **kwargs)
        self.helper.layout.fields += ["begins", "review", "ends"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = [(name, cleaned[name]) for name in ("begins", "review", "ends") if cleaned.get(name)]
        for (_, earlier), (name, later) in itertools.pairwise(said):
            if later <= earlier:
                self.add_error(name, f"Enter a date after {earlier.day} {earlier:%B %Y}")
        return cleaned

    def content(self) -> Content:
        dates = {name: self.cleaned_data.get(name) for name in ("begins", "review", "ends")}
        return {**super().content(), **{name: day.isoformat() if day else "" for name, day in dates.items()}}


class GivesForm(ClauseForm):
    """The words, and a row for each thing that is given by a day. Rows are added and taken out by buttons, which send
    the form back with what was typed: `act` is "add", or "remove-3" for the third."""

    def __init__(self, *args: Any, clause: MouClause, own: bool, partners: list[Partner], **kwargs: Any) -> None:
        self.partners = partners
        rows = clause.content.get("rows", [])
        data = args[0] if args else kwargs.get("data")
        self.numbers = _numbers(data) if data is not None else list(range(1, len(rows) + 1))
        first = {"heading": clause.heading, "text": clause.content.get("text", "")}
        for number, row in enumerate(rows, start=1):
            first |= {
                f"school-{number}": str(row["urn"]),
                f"gives-{number}": "\n".join(row["gives"]),
                f"gets-{number}": "\n".join(row["gets"]),
                f"by-{number}": _date(row["by"]),
            }
        kwargs["initial"] = first
        super().__init__(*args, clause=clause, own=own, **kwargs)
        schools = [(str(partner.school.urn), partner.school.name) for partner in partners]
        for place, number in enumerate(self.numbers, start=1):
            self._add_row(place, number, schools)

    def _add_row(self, place: int, number: int, schools: list[tuple[str, str]]) -> None:
        """The four fields of one row, as a fieldset with a button that takes it out."""
        self.fields[f"school-{number}"] = forms.ChoiceField(
            label="School",
            choices=schools,
            error_messages={"required": "Select a school", "invalid_choice": "Select a school of this partnership"},
        )
        self.fields[f"gives-{number}"] = Text("Gives", longest=LONGEST_LINE * MOST_LINES, hint="One thing a line")
        self.fields[f"gets-{number}"] = Text("Gets", longest=LONGEST_LINE * MOST_LINES, hint="One thing a line")
        self.fields[f"by-{number}"] = Day(
            label="By when?",
            required=False,
            require_all_fields=False,
            error_messages={"invalid": f"Enter a real date in row {place}", "required": "Enter a date"},
        )
        self.helper.layout.fields.append(
            Fieldset(
                Field.select(f"school-{number}"),
                Field.textarea(f"gives-{number}", rows=3),
                Field.textarea(f"gets-{number}", rows=3),
                f"by-{number}",
                HTML(_row_end(place, number)),
                legend=f"Row {place}",
                legend_size=Size.MEDIUM,
                css_class="govuk-!-margin-bottom-7",
            )
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in self.numbers:
            for name in (f"gives-{number}", f"gets-{number}"):
                lines = _lines(cleaned.get(name, ""))
                if len(lines) > MOST_LINES:
                    self.add_error(name, f"Shorten this to {MOST_LINES} lines or fewer")
                elif any(len(line) > LONGEST_LINE for line in lines):
                    self.add_error(name, f"Shorten each line to {LONGEST_LINE} characters or fewer")
        return cleaned

    def content(self) -> Content:
        return {**super().content(), "rows": [self._row(number) for number in self.numbers]}

    def _row(self, number: int) -> Content:
        by: datetime.date | None = self.cleaned_data.get(f"by-{number}")
        return {
            "urn": int(self.cleaned_data[f"school-{number}"]),
            "gives": _lines(self.cleaned_data[f"gives-{number}"]),
            "gets": _lines(self.cleaned_data[f"gets-{number}"]),
            "by": by.isoformat() if by else "",
        }


class CommentForm(PortalForm):
    """What to say beside a clause, and whom to ask."""

    button = "Comment"
    words = Text(
        "Comment",
        longest=LONGEST_COMMENT,
        enter="Enter a comment",
        hint="The schools of this partnership read it. Name no pupil.",
    )
    mentioned = forms.MultipleChoiceField(
        label="Whom do you want to ask?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="We write to them with your words. Typing @ and a name in the comment does the same.",
        error_messages={"invalid_choice": "Select people from the list"},
    )
    layout = (
        Field.textarea("words", rows=4, max_characters=LONGEST_COMMENT),
        Field.checkboxes("mentioned", small=True, legend_size=Size.SMALL),
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        self.fields["mentioned"].choices = [(key, format_html("{}", user)) for key, user in self.people.items()]  # type: ignore[attr-defined]
        if not people:
            del self.fields["mentioned"]
            self.helper.layout.fields = self.helper.layout.fields[:1]

    def asked(self) -> list[User]:
        """Whoever was ticked, and whoever the words name after an @."""
        ticked = set(self.cleaned_data.get("mentioned", []))
        words = self.cleaned_data["words"].casefold()
        return [user for key, user in self.people.items() if key in ticked or _is_named(user, words)]


class AddFromLibraryForm(PortalForm):
    button = "Add this clause"
    clause = one_of("A clause of the library", [], select="Select a clause")
    layout = (Field.radios("clause", legend_size=Size.MEDIUM, small=True),)

    def __init__(self, *args: Any, clauses: list[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = [(clause.slug, clause.heading) for clause in clauses]  # type: ignore[attr-defined]


class AddOwnForm(PortalForm):
    button = "Add our own clause"
    heading = Line("Heading", longest=LONGEST_HEADING, enter="Enter a heading")
    text = Text("Text", longest=LONGEST_TEXT, hint=TEXT_HINT)
    layout = (Field.text("heading"), Field.textarea("text", rows=6))


class ConfirmForm(PortalForm):
    """Nothing but a button, on a page that asks once more."""

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.button = button


def form_for(clause: MouClause, data: Any, *, own: bool, partners: list[Partner]) -> ClauseForm:
    """The form of this kind of clause, with what was typed."""
    if clause.kind == ClauseKind.GIVES:
        return GivesForm(data, clause=clause, own=own, partners=partners)
    if clause.kind == ClauseKind.DATES:
        return DatesForm(data, clause=clause, own=own)
    return ClauseForm(data, clause=clause, own=own)


def with_rows(data: Any, act: str) -> Any:
    """What was typed, with a row more, or without one."""
    data = data.copy()
    numbers = _numbers(data)
    if act == "add" and len(numbers) < MOST_ROWS:
        numbers.append(max(numbers, default=0) + 1)
    elif act.startswith("remove-"):
        numbers = [number for number in numbers if str(number) != act.removeprefix("remove-")]
    data.setlist("row", [str(number) for number in numbers])
    return data


def _numbers(data: Any) -> list[int]:
    """The numbers of the rows that were sent, each once and in order."""
    sent = [value for value in data.getlist("row") if value.isascii() and value.isdigit() and len(value) < 4]
    return list(dict.fromkeys(int(value) for value in sent))[:MOST_ROWS]


def _row_end(place: int, number: int) -> str:
    return str(
        format_html(
            '<input type="hidden" name="row" value="{0}"><button type="submit" class="issp-linkbutton" name="act" '
            'value="remove-{0}">Take row {1} out</button>',
            number,
            place,
        )
    )


def _rows_of(content: Content) -> int:
    """How high the box for a text is: what it holds, within reason."""
    text = content.get("text", "")
    return min(max(sum(1 + len(line) // 80 for line in text.splitlines()) + 2, 4), 24)


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()).removeprefix("- ") for line in text.splitlines() if line.strip()]


def _date(iso: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(iso) if iso else None


def _is_named(user: User, words: str) -> bool:
    """Whether folded words hold "@amara nwosu" or "@amara"."""
    name = user.name.casefold().strip()
    return bool(name) and (f"@{name}" in words or f"@{name.split()[0]} " in f"{words} ")
