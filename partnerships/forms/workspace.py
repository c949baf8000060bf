"""What a partnership says of itself, who carries it, who joins and who leaves."""

from collections.abc import Iterable
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Field, Size
from django import forms

from accounts.models import Membership
from core.forms import Line, PortalForm, Text, one_of
from partnerships.actions.partnership import LONGEST_AIMS, LONGEST_NAME, LONGEST_NEED, Person
from partnerships.actions.proposal import LONGEST_JOB_TITLE, LONGEST_WORDS
from partnerships.models import Partner, PartnerContact, Partnership
from schools.forms import SchoolField
from schools.models import School

AN_EMAIL = "Enter an e-mail address like name@school.example"
MOST_LETTERS_OF_AN_ADDRESS = 254


class VersionedForm(PortalForm):
    """A form whose hidden `version` tells whether somebody else was quicker."""

    button = "Save"
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def take_newer(self, thing: Partnership | Partner) -> None:
        """Keep what was typed, and let the next press save it over the newer version that is shown beside it."""
        self.data = {name: self[name].data for name in self.fields} | {"version": str(thing.version)}


class PartnershipForm(VersionedForm):
    """What a partnership is called, the need it began with, and what it sets out to do."""

    name = Line(
        "Name",
        longest=LONGEST_NAME,
        enter="Enter a name for the partnership",
        hint="Short, so that every school uses it: “Wednesday science at Thornmere”",
        error_messages={"max_length": f"Shorten the name to {LONGEST_NAME} characters or fewer"},
    )
    need = Text(
        "Need",
        longest=LONGEST_NEED,
        enter="Enter the need, in a sentence or two",
        hint="What pupils lack now, and what should be different in a year.",
        error_messages={"max_length": f"Shorten the need to {LONGEST_NEED} characters or fewer"},
    )
    aims = Text(
        "Aims (optional)",
        longest=LONGEST_AIMS,
        hint="What you set out to do together, one aim a line. Two or three are enough: “Every Year 5 pupil plans and "
        "runs a fair test”. The MOU and the evaluation begin from them.",
        error_messages={"max_length": f"Shorten the aims to {LONGEST_AIMS:,} characters or fewer"},
    )
    layout = (
        Field.text("name"),
        Field.textarea("need", rows=5, max_characters=LONGEST_NEED),
        Field.textarea("aims", rows=5, max_characters=LONGEST_AIMS),
        "version",
    )


class SuccessForm(VersionedForm):
    """What one school says of itself in the partnership. The others read it."""

    success = Text(
        "What must be true for you to call it a success? (optional)",
        longest=LONGEST_AIMS,
        hint="Your school’s critical success factors, one a line, so plain that you can later say yes or no. For "
        "example: “All three teachers lead a practical on their own by July”.",
        error_messages={"max_length": f"Shorten this to {LONGEST_AIMS:,} characters or fewer"},
    )
    plan_link = Text(
        "Where does it stand in your school’s development plan? (optional)",
        longest=LONGEST_AIMS,
        hint="The priority it serves, and a web address if the plan has one. For example: “Priority 2, science in "
        "Years 5 and 6”. What stands in the plan outlives the people who began it.",
        error_messages={"max_length": f"Shorten this to {LONGEST_AIMS:,} characters or fewer"},
    )
    layout = (
        Field.textarea("success", rows=5, max_characters=LONGEST_AIMS),
        Field.textarea("plan_link", rows=3, max_characters=LONGEST_AIMS),
        "version",
    )


class PersonForm(PortalForm):
    """How the other schools reach the lead or deputy lead that a school has. Who it is changes elsewhere."""

    button = "Save"
    name = Line("Name", longest=100, enter="Enter the name")
    job_title = Line("Job title", longest=100, enter="Enter the job title")
    email = forms.EmailField(
        label="E-mail address",
        max_length=MOST_LETTERS_OF_AN_ADDRESS,
        error_messages={"required": "Enter the e-mail address", "invalid": AN_EMAIL, "max_length": AN_EMAIL},
    )
    phone = Line("Telephone (optional)", longest=30)

    def __init__(self, *args: Any, contact: PartnerContact, has_account: bool, **kwargs: Any) -> None:
        now = {name: getattr(contact, name) for name in ("name", "job_title", "email", "phone")}
        super().__init__(*args, initial=now, **kwargs)
        if has_account:
            # A field that is disabled keeps its value whatever is sent.
            self.fields["email"].disabled = True
            self.fields["email"].help_text = "The address of their account: they change it there."

    @property
    def person(self) -> Person:
        return Person(**{name: self.cleaned_data[name] for name in ("name", "job_title", "email", "phone")})


class AskPersonForm(PortalForm):
    """Who of the school's verified people is to carry it."""

    button = "Ask them"
    user = one_of("Who?", (), select="Select who is to carry it")
    job_title = Line(
        "Their job title",
        longest=LONGEST_JOB_TITLE,
        enter="Enter their job title",
        hint="The other schools see it beside the name. For example: “Science co-ordinator”.",
    )
    layout: tuple[Any, ...] = (Field.radios("user", legend_size=Size.SMALL), Field.text("job_title"))

    def __init__(self, *args: Any, colleagues: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(one.user_id): one for one in colleagues}
        self.fields["user"].choices = [  # type: ignore[attr-defined]
            Choice(key, str(one.user), hint=one.position) for key, one in self.colleagues.items()
        ]

    @property
    def values(self) -> dict[str, Any]:
        """What the action takes, of a valid form."""
        return {
            "user": self.colleagues[self.cleaned_data["user"]].user,
            "job_title": self.cleaned_data["job_title"],
        }


class AddSchoolForm(PortalForm):
    """A school that is to join."""

    button = "Ask the other schools"
    school = SchoolField(label="Which school?", help_text=SchoolField.HINT)
    words = Text(
        "Why this school?",
        longest=LONGEST_WORDS,
        enter="Enter why this school should join",
        hint="The schools of the partnership read it, and then the school itself. Leave out names, e-mail addresses "
        "and telephone numbers.",
    )
    email = forms.EmailField(
        label="E-mail address of somebody there (only if nobody there has an account)",
        help_text="Only your school and we see it. We write to it once every school has said yes.",
        required=False,
        max_length=MOST_LETTERS_OF_AN_ADDRESS,
        error_messages={"invalid": AN_EMAIL, "max_length": AN_EMAIL},
    )
    layout = ("school", Field.textarea("words", rows=4, max_characters=LONGEST_WORDS), Field.text("email"))

    def __init__(self, *args: Any, added: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].added = added  # type: ignore[attr-defined]


class WhyForm(PortalForm):
    """Why a school leaves, or the partnership ends."""

    warning = True
    words = Text("Why?", longest=LONGEST_WORDS, enter="Enter why, in a sentence", hint="The other schools read it.")
    layout = (Field.textarea("words", rows=4, max_characters=LONGEST_WORDS),)

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.button = button


class AnswerForm(PortalForm):
    """Yes or no to a proposal, for one school."""

    button = "Send the answer"
    school = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    yes = one_of("Your answer", (("yes", "Yes"), ("no", "No")), select="Select yes or no")
    words = Text("Anything to add? (optional)", longest=LONGEST_WORDS, hint="Whoever asked reads it.")
    layout: tuple[Any, ...] = (
        Field.radios("yes", legend_size=Size.SMALL, inline=True),
        Field.textarea("words", rows=3, max_characters=LONGEST_WORDS),
        "school",
    )

    def __init__(self, *args: Any, schools: Iterable[School], **kwargs: Any) -> None:
        self.schools = {school.pk: school for school in schools}
        first = next(iter(self.schools))
        super().__init__(*args, initial={"school": first}, **kwargs)

    def clean_school(self) -> School:
        """The one that the page named, unless it has been answered for meanwhile."""
        school = self.schools.get(self.cleaned_data["school"])
        if school is None:
            raise forms.ValidationError("Read this again: somebody has answered for that school meanwhile")
        return school


class ConfirmForm(PortalForm):
    """One button that says what it does."""

    def __init__(self, *args: Any, button: str, warning: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.button, self.warning = button, warning
