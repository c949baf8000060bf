"""Tasks, notes and files of a partnership."""

import datetime
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils import timezone

from core.forms import AgainForm, Day, DocumentField, Line, PortalForm, Text, one_of
from partnerships.actions.work import LONGEST_NOTE, LONGEST_TASK, LONGEST_TITLE, MOST_FILES
from partnerships.models import Note, Partner, Task
from partnerships.work import Person, TaskRow, others_words

ALL = "all"
MOST_PAST, MOST_AHEAD = datetime.timedelta(days=366), datetime.timedelta(days=5 * 366)


class TaskForm(PortalForm):
    """What is to do, by whom and by when."""

    button = "Save the task"
    title = Line(
        "What is to do?",
        longest=LONGEST_TASK,
        enter="Enter what is to do",
        hint="In a few words, without pupils’ names. For example: “Send Thornmere the spring term dates”.",
    )
    owner = forms.ChoiceField(
        label="Who sees to it?",
        help_text="They see it on their dashboard, and we write to them once when it is due.",
        widget=forms.Select(attrs={"class": "govuk-select"}),
        error_messages={
            "required": "Choose who sees to it",
            "invalid_choice": "Choose somebody from the list: whoever was chosen before has left",
        },
    )
    due_on = Day(label="By when?", require_all_fields=False)
    layout: tuple[Any, ...] = (
        Field.text("title"),
        Field.select("owner"),
        Field("due_on", context={"legend_size": Size.for_legend(Size.SMALL)}),
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.key: person for person in people}
        groups = groupby(people, key=lambda person: str(person.partner.school))
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a person"),
            *((school, [(p.key, f"{p.name} ({p.role})") for p in at_school]) for school, at_school in groups),
        ]
        day = self.fields["due_on"]
        day.error_messages |= {
            "required": "Enter the day, month and year by which it is to be done",
            "invalid": "Enter a real date, like 4 3 2027",
        }

    def clean_due_on(self) -> datetime.date:
        """A day that is long past, or that nobody here will see, is a slip of the pen."""
        day, today = self.cleaned_data["due_on"], timezone.localdate()
        if not today - MOST_PAST <= day <= today + MOST_AHEAD:
            raise forms.ValidationError("Enter a day within the next five years")
        return day

    @property
    def values(self) -> dict[str, Any]:
        """What the actions take, of a valid form."""
        person = self.people[self.cleaned_data["owner"]]
        return {
            "title": self.cleaned_data["title"],
            "partner": person.partner,
            "owner": person.user,
            "due_on": self.cleaned_data["due_on"],
        }


class ChangeTaskForm(TaskForm):
    """`version` tells whether somebody else was quicker."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    layout = (*TaskForm.layout, "version")

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"version": self.cleaned_data["version"]}

    def take_newer(self, task: Task) -> None:
        """Keep what was typed, and let the next press save it over the newer version that is shown beside it."""
        self.data = {name: self.data[name] for name in self.data} | {"version": str(task.version)}


def initial_of(row: TaskRow) -> dict[str, Any]:
    """What the form of an existing task begins with."""
    task = row.task
    owner = row.person.key if row.person else ""
    return {"title": task.title, "owner": owner, "due_on": task.due_on, "version": task.version}


class SeenByForm(PortalForm):
    """A form that asks, before anything is typed, who will see it.

    `mine` are the schools for which this person writes, `partners` all that are present.
    """

    who = one_of("Who will see it?", [], select="Select who will see it")

    def __init__(self, *args: Any, mine: Sequence[Partner], partners: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = {str(partner.pk): partner for partner in mine}
        everybody = ", ".join(str(partner.school) for partner in partners)
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            Choice(ALL, "All schools of the partnership", hint=everybody),
            *(
                Choice(key, f"Only {one.school}", hint=_shut_out(one, partners), divider=None)
                for key, one in self.mine.items()
            ),
        ]

    @property
    def audience(self) -> dict[str, Any]:
        """What the actions take, of a valid form. For all schools it is kept for the first of this person's."""
        who = self.cleaned_data["who"]
        partner = next(iter(self.mine.values())) if who == ALL else self.mine[who]
        return {"partner": partner, "private": who != ALL}


def _shut_out(partner: Partner, partners: Sequence[Partner]) -> str:
    others = others_words(partner, partners)
    return f"{others[0].upper()}{others[1:]} cannot see it, nor can Forum staff."


WORDS_FIELD = Text(
    "Note",
    longest=LONGEST_NOTE,
    enter="Enter the note",
    hint="What you want to find again: what was said, who to ask, a code. No pupil may be named.",
    widget=forms.Textarea(attrs={"rows": 6}),
)


class NoteForm(SeenByForm):
    button = "Save the note"
    words = WORDS_FIELD
    layout = (Field.radios("who"), Field.textarea("words", rows=6, max_characters=LONGEST_NOTE))


class ChangeNoteForm(PortalForm):
    """Who sees the note stays as it is, and is said above the form."""

    button = "Save the note"
    words = WORDS_FIELD
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    layout = (Field.textarea("words", rows=6, max_characters=LONGEST_NOTE), "version")

    def take_newer(self, note: Note) -> None:
        """Keep what was typed, and let the next press save it over the newer version that is shown beside it."""
        self.data = {"words": self["words"].data, "version": str(note.version)}


class FileForm(AgainForm, SeenByForm):
    button = "Add the file"
    again = "Choose the file again: it could not be kept while something else was missing"
    file = DocumentField(
        label="File",
        choose="Choose a file",
        help_text="PDF, Word, PowerPoint or Excel, up to 25 MB, without macros. No pupil may be named in it. "
        f"A school can keep {MOST_FILES} files here.",
    )
    title = Line(
        "Title",
        longest=LONGEST_TITLE,
        enter="Enter what the file is",
        hint="What somebody would look for. For example: “Dates of the spring term”.",
    )
    layout = ("key", Field.radios("who"), Field.text("file"), Field.text("title"))
