"""The sections of a case study. Each form turns what was typed into a section's answers, and answers into initials.

Answers that were not given yet are there, empty: "" for words, None for a number or a choice of years, [] for a list.
The long texts are markdown (core/markdown.py); `markdown` of a form names them, for the preview.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Field, Fixed, Fluid, Size
from django import forms

from casestudies.models import Evidence, Licence, Priority
from core.forms import ODD_LETTERS, Line, PortalForm, Text, one_of
from partnerships.models import ActivityType, Partnership, Subject
from schools.forms import FIGURES, SchoolField
from schools.models import School
from schools.year_groups import BANDS

Answers = dict[str, Any]

LONG_TEXT, MIDDLE_TEXT, LINE = 3000, 2000, 120
LONGEST_SUMMARY = 300
MOST_ACTIVITIES = MOST_SUBJECTS = 5
MOST_STEPS, MOST_ROLES, MOST_QUOTES = 20, 12, 6
FEWEST_STEPS = 2
MOST_SCHOOLS = 10
BLANK_LINES = "Leave an empty line between paragraphs. Begin lines with - for a list."


class Count(forms.IntegerField):
    """A whole number as people write it: "2,128", "£2,128" or "1 000". Optional where no `enter` says what to enter."""

    widget = FIGURES

    def __init__(self, label: str, *, most: int, least: int = 0, enter: str = "", hint: str = "") -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=bool(enter),
            min_value=least,
            max_value=most,
            error_messages={
                "required": enter,
                "invalid": "Enter a whole number in figures, like 12",
                "min_value": f"Enter {least} or more",
                "max_value": f"Enter {most:,} or fewer",
            },
        )

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = "".join(value.split()).removeprefix("£").replace(",", "")[:20]
        return super().to_python(value)


class SectionForm(PortalForm):
    """A form of one section, or of one thing in its list. `answers` is what it says already.

    With `partial` (somebody saves to go on later) nothing is required, but what was typed must still be possible.
    """

    markdown: tuple[str, ...] = ()

    def __init__(self, *args: Any, answers: Answers | None = None, partial: bool = False, **kwargs: Any) -> None:
        self.partial = partial
        kwargs["initial"] = self.initial_of(answers) if answers else self.first_initial()
        super().__init__(*args, **kwargs)
        if partial:
            for field in self.fields.values():
                field.required = False

    def initial_of(self, answers: Answers) -> dict[str, Any]:
        """The initials of the fields of saved answers."""
        return dict(answers)

    def first_initial(self) -> dict[str, Any]:
        """The initials before anything was saved."""
        return {}

    def answers(self) -> Answers:
        """The JSON-ready answers of a valid form."""
        return dict(self.cleaned_data)

    def preview(self) -> list[tuple[str, str]]:
        """(question, markdown) of each long text that was typed, for showing it as it will read."""
        typed = [(str(self.fields[name].label), str(self[name].value() or "")) for name in self.markdown]
        return [(label, text) for label, text in typed if text.strip()]

    @classmethod
    def lacks(cls, answers: Answers) -> list[str]:
        """The names of the fields that a complete section has and these answers have not."""
        empty: tuple[Any, ...] = (None, "", [])
        return [name for name, field in cls.base_fields.items() if field.required and answers.get(name) in empty]


class StoryForm(SectionForm):
    title = Line(
        "Title",
        longest=LINE,
        enter="Enter a title",
        hint="What, and for whom. For example: “Wednesday science: 56 pupils, one shared laboratory”.",
    )
    summary = Text(
        "In a sentence or two",
        longest=LONGEST_SUMMARY,
        enter="Enter a sentence or two that say what it is",
        hint="This is what people see in the list. For example: “Two schools six minutes apart teach Year 5 practical "
        "science together, eight afternoons a year.”",
    )
    need = Text(
        "What was the need?",
        longest=LONG_TEXT,
        enter="Enter what the need was",
        hint="What pupils or staff lacked, and how you knew. For example: “Our Year 5 pupils had never lit a Bunsen "
        f"burner, and two of our three teachers said that they avoided practical lessons.” {BLANK_LINES}",
    )
    aims = Text(
        "What did you set out to do?",
        longest=MIDDLE_TEXT,
        enter="Enter what you set out to do",
        hint="For example: “Every Year 5 pupil plans and carries out eight experiments, and our teachers lead the last "
        "four.”",
    )
    markdown = ("need", "aims")
    layout = (
        Field.text("title"),
        Field.textarea("summary", rows=3, max_characters=LONGEST_SUMMARY),
        Field.textarea("need", rows=8, max_characters=LONG_TEXT),
        Field.textarea("aims", rows=5, max_characters=MIDDLE_TEXT),
    )

    def clean_summary(self) -> str:
        return " ".join(self.cleaned_data["summary"].split())


@dataclass(frozen=True)
class ChoiceGroup:
    """Checkboxes beneath one heading: (number of the box on the page, value, words, whether it is ticked)."""

    heading: str
    boxes: list[tuple[int, str, str, bool]]

    @property
    def chosen(self) -> str:
        """The words of what is ticked, for when the boxes are folded away."""
        return "; ".join(words for _, _, words, ticked in self.boxes if ticked)


class WhoForm(SectionForm):
    NOT_PUPILS = 0

    activities = forms.MultipleChoiceField(
        label="What did you do together?",
        help_text=f"Select up to {MOST_ACTIVITIES}. People find your case study by these.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what you did together", "invalid_choice": "Select from the list"},
    )
    subjects = forms.MultipleChoiceField(
        label="Was it about a subject? (optional)",
        help_text=f"Select up to {MOST_SUBJECTS}, or none.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select subjects from the list"},
    )
    years = forms.TypedMultipleChoiceField(
        label="Which year groups took part?",
        help_text="Of all the schools. Select all that apply.",
        coerce=int,
        empty_value=None,
        choices=[
            *((int(band), words) for band, words in BANDS[:-1]),
            *(Choice(int(band), words, divider="or") for band, words in BANDS[-1:]),
            Choice(NOT_PUPILS, "Staff or governors, not pupils"),
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select the year groups, or that it was for staff or governors",
            "invalid_choice": "Select year groups from the list",
        },
    )
    priority = one_of(
        "Which of the government’s four priorities does it serve most?",
        [
            Choice(Priority.TEACHING, "Teaching", hint="Teachers learn from one another, or share a specialist"),
            Choice(Priority.CURRICULUM, "Curriculum", hint="Subjects, courses and activities for pupils"),
            Choice(Priority.LEADERSHIP, "Leadership", hint="Leaders and governors support one another"),
            Choice(Priority.IMPROVEMENT, "School improvement", hint="Help aimed at what a school set out to improve"),
        ],
        select="Select the priority that it serves most",
    )
    pupils = Count(
        "How many pupils took part?",
        most=100_000,
        enter="Enter how many pupils took part, or 0",
        hint="In a year, of all the schools together. A count is enough: never name a pupil. For example: 56",
    )
    staff = Count(
        "How many staff took part?",
        most=10_000,
        enter="Enter how many staff took part",
        hint="Teachers, assistants, technicians and others, of all the schools. For example: 4",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was chosen once stays on offer here after Forum staff took it off the list.
        activities = ActivityType.objects.offered() | ActivityType.objects.filter(
            slug__in=self.initial.get("activities", [])
        )
        self._groups: dict[str, list[tuple[str, str]]] = {}
        for activity in activities.select_related("group"):
            self._groups.setdefault(activity.group.name, []).append((activity.slug, activity.name))
        self.fields["activities"].choices = [pair for pairs in self._groups.values() for pair in pairs]  # type: ignore[attr-defined]
        subjects = Subject.objects.offered() | Subject.objects.filter(slug__in=self.initial.get("subjects", []))
        self.fields["subjects"].choices = [(subject.slug, subject.name) for subject in subjects]  # type: ignore[attr-defined]

    def get_layout(self) -> tuple[Any, ...]:
        return (
            Field("activities", template="casestudies/writing/_activities.html"),
            Field("subjects", template="casestudies/writing/_subjects.html"),
            Field.checkboxes("years", small=True),
            Field.radios("priority", small=True),
            Field.text("pupils", field_width=Fixed.FIVE),
            Field.text("staff", field_width=Fixed.FIVE),
        )

    def activity_groups(self) -> list[ChoiceGroup]:
        """The activities beneath the headings of their list, as the page shows them."""
        return self._in_groups("activities", self._groups)

    def subject_groups(self) -> list[ChoiceGroup]:
        """The subjects, as one group."""
        return self._in_groups("subjects", {"Subjects": list(self.fields["subjects"].choices)})  # type: ignore[attr-defined]

    def _in_groups(self, name: str, groups: dict[str, list[tuple[str, str]]]) -> list[ChoiceGroup]:
        chosen = {str(value) for value in self[name].value() or []}
        numbers = itertools.count(1)
        return [
            ChoiceGroup(heading, [(next(numbers), slug, words, slug in chosen) for slug, words in pairs])
            for heading, pairs in groups.items()
        ]

    def initial_of(self, answers: Answers) -> dict[str, Any]:
        years = answers.get("years")
        chosen = None if years is None else [int(band) for band, _ in BANDS if band & years] or [self.NOT_PUPILS]
        return {**answers, "years": chosen}

    def clean_activities(self) -> list[str]:
        return self._at_most(MOST_ACTIVITIES, "activities")

    def clean_subjects(self) -> list[str]:
        return self._at_most(MOST_SUBJECTS, "subjects")

    def clean_years(self) -> int | None:
        chosen = self.cleaned_data["years"]
        return sum(set(chosen)) if chosen else None

    def _at_most(self, most: int, name: str) -> list[str]:
        chosen = list(dict.fromkeys(self.cleaned_data[name]))
        if len(chosen) > most:
            raise forms.ValidationError(f"Select {most} {name} or fewer. You selected {len(chosen)}")
        return chosen


class RunningForm(SectionForm):
    how_often = Line(
        "How often did you meet?",
        longest=LINE,
        enter="Enter how often you met",
        hint="For example: “Every second Wednesday, 1:30pm to 3pm”",
    )
    how_long = Line(
        "For how long?",
        longest=LINE,
        enter="Enter how long it lasted",
        hint="For example: “Eight afternoons over two terms”",
    )
    lead_weeks = Count(
        "How many weeks from the first talk to the first session? (optional)",
        most=260,
        hint="Schools that copy you plan with this. For example: 14",
    )
    layout = (Field.text("how_often"), Field.text("how_long"), Field.text("lead_weeks", field_width=Fixed.THREE))


class RoleForm(SectionForm):
    """One part that a member of staff plays."""

    role = Line(
        "Role",
        longest=80,
        enter="Enter a role",
        hint="What they are, without a name. For example: “Science technician”",
    )
    sector = one_of(
        "From which school?",
        [("state", "The state school"), ("independent", "The independent school"), ("both", "Both")],
        select="Select which school they are from",
    )
    hours = Count(
        "How many hours in all?",
        most=10_000,
        enter="Enter how many hours it takes them in all",
        hint="Planning and travel too, over the whole time. If there are several of them, add them up. For example: 24",
    )
    does = Line(
        "What do they do?",
        longest=200,
        enter="Enter what they do",
        hint="For example: “Sets up the experiments and clears away”",
    )
    layout = (
        Field.text("role"),
        Field.radios("sector", small=True),
        Field.text("hours", field_width=Fixed.FIVE),
        Field.text("does"),
    )

    def initial_of(self, answers: Answers) -> dict[str, Any]:
        return {**answers, "sector": answers.get("from", "")}

    def answers(self) -> Answers:
        data = self.cleaned_data
        return {"role": data["role"], "from": data["sector"], "hours": data["hours"], "does": data["does"]}


class CostForm(SectionForm):
    total = Count(
        "What did it cost in all, in pounds?",
        most=10_000_000,
        enter="Enter what it cost in all, in pounds, or 0",
        hint="In a year, of all the schools, without the time of staff. An honest estimate will do. For example: 2,128",
    )
    funder = Line(
        "Who paid? (optional)",
        longest=200,
        hint="For example: “Each school half; the parents’ association paid for the coach”",
    )
    in_kind = Text(
        "What was given without being paid for? (optional)",
        longest=MIDDLE_TEXT,
        hint="Rooms, equipment, time. For example: “The laboratory and a technician on eight afternoons.”",
    )
    transport = Text(
        "How did people get there, and what did that cost? (optional)",
        longest=MIDDLE_TEXT,
        hint="Transport stops more partnerships than anything else, so say what worked. For example: “The prep "
        "school’s minibus, two runs. Fuel came to £9 a session.”",
    )
    markdown = ("in_kind", "transport")
    layout = (
        Field.text("total", field_width=Fixed.FIVE),
        Field.text("funder"),
        Field.textarea("in_kind", rows=4, max_characters=MIDDLE_TEXT),
        Field.textarea("transport", rows=4, max_characters=MIDDLE_TEXT),
    )


class DoingForm(SectionForm):
    """One step to do it."""

    title = Line(
        "What is done in this step?",
        longest=LINE,
        enter="Enter what is done in this step",
        hint="As you would tell a colleague. For example: “Fix all eight dates”",
    )
    weeks_before = Count(
        "How many weeks before the first session? (optional)",
        most=260,
        hint="0 for the week itself. Leave it empty for what comes later. For example: 12",
    )
    text = Text(
        "How do you do it? (optional)",
        longest=MIDDLE_TEXT,
        hint="What you wish somebody had told you. For example: “Put both calendars side by side: exams, trips, "
        f"training days, the carol service.” {BLANK_LINES}",
    )
    markdown = ("text",)
    layout = (
        Field.text("title"),
        Field.text("weeks_before", field_width=Fixed.THREE),
        Field.textarea("text", rows=6, max_characters=MIDDLE_TEXT),
    )


class EvidenceForm(SectionForm):
    design = one_of(
        "How do you know what changed?",
        [
            Choice(Evidence.NONE, Evidence.NONE.label, hint="Honest, and welcome: what you did is worth reading too"),
            Choice(Evidence.AFTER, Evidence.AFTER.label, hint="You asked or measured at the end"),
            Choice(Evidence.BEFORE_AFTER, Evidence.BEFORE_AFTER.label, hint="The same questions or tests, twice"),
            Choice(
                Evidence.COMPARISON,
                Evidence.COMPARISON.label,
                hint="Others who did not take part were measured as well",
            ),
            Choice(Evidence.TRIAL, Evidence.TRIAL.label, hint="Chance decided who took part first"),
        ],
        select="Select how you know what changed, or that it was not evaluated",
    )
    measured = Line(
        "What did you measure?",
        longest=300,
        hint="For example: “Confidence in practical science, six questions on a scale of 5”. Leave it empty if it was "
        "not evaluated.",
    )
    result = Text(
        "What was the result?",
        longest=LONG_TEXT,
        hint="The figure first, then what it means. Say what did not change too. For example: “Confidence rose from "
        "2.9 to 3.5 out of 5. Enjoyment stayed as high as it was.” If it was not evaluated, you can say why.",
    )
    sample = Count(
        "How many pupils or staff did you measure? (optional)",
        most=100_000,
        least=1,
        hint="Those you have all the answers of. For example: 51",
    )
    markdown = ("result",)
    layout = (
        Field.radios("design", small=True),
        Field.text("measured"),
        Field.textarea("result", rows=6, max_characters=LONG_TEXT),
        Field.text("sample", field_width=Fixed.FIVE),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("design") and not self.partial:
            errors = {"measured": "Enter what you measured", "result": "Enter what the result was"}
            for name in self.lacks(data):
                if name in errors and name not in self.errors:
                    self.add_error(name, errors[name])
        return data

    @classmethod
    def lacks(cls, answers: Answers) -> list[str]:
        lacking = super().lacks(answers)
        if not lacking and answers["design"] != Evidence.NONE:
            lacking = [name for name in ("measured", "result") if not answers.get(name)]
        return lacking


class LessonsForm(SectionForm):
    wrong = Text(
        "What went wrong?",
        longest=LONG_TEXT,
        enter="Enter what went wrong, or that nothing did",
        hint="The most useful part for others. For example: “We lost two sessions to a residential that was in "
        f"nobody’s calendar.” {BLANK_LINES}",
    )
    change = Text(
        "What would you do differently?",
        longest=LONG_TEXT,
        enter="Enter what you would do differently",
        hint="For example: “Book the coach for the whole year in June. It was a third cheaper.”",
    )
    conditions = Text(
        "What has to be there for it to work?",
        longest=LONG_TEXT,
        enter="Enter what has to be there for it to work",
        hint="For example: “Both heads came to the first session. The schools are ten minutes apart at most.”",
    )
    markdown = ("wrong", "change", "conditions")
    layout = tuple(Field.textarea(name, rows=6, max_characters=LONG_TEXT) for name in markdown)


class QuoteForm(SectionForm):
    """Something that somebody said."""

    words = Text(
        "What did they say?",
        longest=400,
        enter="Enter what they said",
        hint="Their own words. For example: “I was dreading it, and now I ask for the practical ones.”",
    )
    who = Line(
        "Who said it?",
        longest=80,
        enter="Enter who said it, without a name",
        hint="What they are, never a pupil’s name. For example: “Year 5 pupil” or “Headteacher, state primary”",
    )
    consent = forms.BooleanField(
        label="They agreed that we publish their words, and for a pupil a parent agreed too",
        error_messages={"required": "Confirm that they agreed, or leave the quote out"},
    )
    layout = (
        Field.textarea("words", rows=4, max_characters=400),
        Field.text("who", field_width=Fluid.TWO_THIRDS),
        Field.checkbox("consent"),
    )

    def clean_words(self) -> str:
        return " ".join(self.cleaned_data["words"].split())


class LicenceForm(SectionForm):
    licence = one_of(
        "What may others do with it?",
        [
            Choice(Licence.CC_BY, Licence.CC_BY.label, hint="Anybody may copy and adapt it if they name your schools"),
            Choice(Licence.OGL, Licence.OGL.label, hint="The same, under the terms that public bodies use"),
        ],
        hint="Both let another school copy your steps, your plans and your files, which is what it is for.",
        select="Select a licence",
    )
    lone = True
    layout = (Field.radios("licence", legend_size=Size.LARGE, legend_tag="h1"),)

    def first_initial(self) -> dict[str, Any]:
        return {"licence": Licence.CC_BY}


# --- Begin, and the schools of older work -----------------------------------------------------------------------------
class BeginForm(PortalForm):
    """What the case study is about: a partnership on the portal, or older work of a school."""

    button = "Start writing"
    about = one_of("Which work is it about?", [], select="Select which work it is about")
    lone = True
    layout = (Field.radios("about", legend_size=Size.LARGE, legend_tag="h1"),)

    def __init__(self, *args: Any, schools: list[School], partnerships: list[Partnership], **kwargs: Any) -> None:
        """`partnerships` have those of their `partners` that have not left, and the schools of these, prefetched."""
        super().__init__(*args, **kwargs)
        self.subjects: dict[str, tuple[School, Partnership | None]] = {}
        choices = []
        mine = {school.pk: school for school in schools}
        for partnership in partnerships:
            theirs = [partner.school for partner in partnership.partners.all()]
            value = f"partnership-{partnership.pk}"
            self.subjects[value] = (next(mine[school.pk] for school in theirs if school.pk in mine), partnership)
            choices.append(Choice(value, partnership.name, hint=", ".join(str(school) for school in theirs)))
        for school in schools:
            value = f"school-{school.urn}"
            self.subjects[value] = (school, None)
            hint = "Earlier, or before you used this portal. You name the other schools, and each confirms."
            words = f"Other work of {school}" if partnerships or len(schools) > 1 else f"Work of {school}"
            choices.append(Choice(value, words, hint=hint))
        self.fields["about"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> tuple[School, Partnership | None]:
        """(the school that begins it, the partnership it is about, if any) of a valid form."""
        return self.subjects[self.cleaned_data["about"]]


class NameSchoolForm(PortalForm):
    """Another school of older work, and who there can confirm it."""

    school = SchoolField(
        label="Which school?",
        help_text=SchoolField.HINT,
        error_messages={
            "required": "Enter the name, town, postcode or URN of the school",
            "unknown": "No school matches. Enter another name, a town, a postcode or a URN",
            "several": "Select the school from the list",
            "none": "Enter another name, a town, a postcode or a URN",
        },
    )
    email = forms.EmailField(
        label="E-mail address of somebody there who can confirm it",
        help_text="We write to them when you send the case study, and not before. Nobody else sees the address.",
        max_length=254,
        error_messages={
            "required": "Enter an e-mail address, like name@school.sch.uk",
            "invalid": "Enter an e-mail address in the form name@school.sch.uk",
            "max_length": "Enter an e-mail address of 254 characters or fewer",
            **ODD_LETTERS,
        },
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
    )
    layout = (Field.text("school"), Field.text("email", field_width=Fluid.TWO_THIRDS))

    def __init__(self, *args: Any, added: Iterable[int] = (), **kwargs: Any) -> None:
        """`added`: numbers of the schools that this person added by hand (schools.forms.added_schools)."""
        super().__init__(*args, **kwargs)
        self.fields["school"].added = added  # type: ignore[attr-defined]
        self.fields["school"].widget.legend = "Select the school"

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class ConfirmForm(PortalForm):
    """A page that asks once more. It has a button and nothing else."""

    def __init__(self, *args: Any, button: str, warning: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.button, self.warning = button, warning
