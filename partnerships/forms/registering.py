"""The steps of the registration form. Each form turns what was typed into a step's answer, and an answer into initials.

The shapes of the answers are in partnerships/registering/answers.py.
"""

from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Div, Field, Fixed
from django import forms
from django.utils.html import format_html

from accounts.models import Role, User
from core.forms import PortalForm
from partnerships import slots
from partnerships.models import ActivityType, Draft, Registration, Subject, Value
from partnerships.registering.answers import LONGEST_SENTENCE
from schools.year_groups import BANDS, EVERY, YearGroups

MOST_VALUES = 5
MOST_NETWORKS = 10


def text_field(label: str, *, enter: str, longest: int = 100, hint: str = "", required: bool = True) -> forms.CharField:
    """A line of text whose errors say what to enter, and how long it may be."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=longest,
        error_messages={"required": enter, "max_length": f"Shorten this to {longest} characters or fewer"},
    )


def email_field(hint: str = "") -> forms.EmailField:
    return forms.EmailField(
        label="E-mail address",
        help_text=hint,
        max_length=254,
        error_messages={
            "required": "Enter an e-mail address, like name@school.sch.uk",
            "invalid": "Enter an e-mail address in the form name@school.sch.uk",
            "max_length": "Enter an e-mail address of 254 characters or fewer",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )


def phone_field() -> forms.CharField:
    return forms.CharField(
        label="Telephone (optional)",
        required=False,
        max_length=30,
        error_messages={"max_length": "Enter a telephone number of 30 characters or fewer"},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class StepForm(PortalForm):
    """A form of one step of a draft. `saved` is the answer it had, if any; `user` fills in what the account knows."""

    def __init__(self, *args: Any, draft: Draft | None, user: User, saved: Any = None, **kwargs: Any) -> None:
        self.draft, self.user = draft, user
        kwargs["initial"] = self.initial_of(saved) if saved is not None else self.first_initial()
        super().__init__(*args, **kwargs)

    def initial_of(self, saved: Any) -> dict[str, Any]:
        """The initials of the fields of a saved answer."""
        return dict(saved)

    def first_initial(self) -> dict[str, Any]:
        """The initials before the step was answered: defaults that are right for most."""
        return {}

    def answer(self) -> Any:
        """The JSON-ready answer of a valid form."""
        return dict(self.cleaned_data)


# --- What you need, what you can offer --------------------------------------------------------------------------------
class LineForm(StepForm):
    """One need or one offer: the sentence first, then what kind of thing it is."""

    sentence = forms.CharField(
        max_length=LONGEST_SENTENCE,
        widget=forms.Textarea,
        error_messages={"max_length": f"Shorten this to {LONGEST_SENTENCE} characters or fewer"},
    )
    activity = forms.ChoiceField(
        label="Which comes closest?",
        help_text="We compare this with what other schools say. Your own words above are what people read.",
        error_messages={
            "required": "Select what comes closest",
            "invalid_choice": "Select what comes closest from the list",
        },
    )
    subject = forms.ChoiceField(
        label="Subject",
        required=False,
        error_messages={"invalid_choice": "Select a subject from the list, or leave it at “Not about one subject”"},
    )
    years = forms.TypedMultipleChoiceField(
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select at least one year group, or staff or governors",
            "invalid_choice": "Select year groups from the list",
        },
    )
    NOT_PUPILS = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saved = self.initial
        self.fields["activity"].choices = self._activities(saved.get("activity"))  # type: ignore[attr-defined]
        self.fields["subject"].choices = self._subjects(saved.get("subject"))  # type: ignore[attr-defined]
        self.bands = self.get_bands()
        self.fields["years"].choices = [  # type: ignore[attr-defined]
            *(Choice(int(band), words) for band, words in self.bands[:-1]),
            *(Choice(int(band), words, divider="or") for band, words in self.bands[-1:]),
            Choice(self.NOT_PUPILS, "Staff or governors, not pupils"),
        ]

    def get_layout(self) -> tuple[Any, ...]:
        return (
            Field.textarea("sentence", rows=4, max_characters=LONGEST_SENTENCE),
            Field.select("activity"),
            Field.select("subject"),
            Field.checkboxes("years", small=True),
        )

    def get_bands(self) -> list[tuple[YearGroups, str]]:
        """The bands of year groups that are offered."""
        return BANDS

    def initial_of(self, saved: dict[str, Any]) -> dict[str, Any]:
        years = [int(band) for band, _ in BANDS if band & saved["years"]] or [self.NOT_PUPILS]
        return {**saved, "years": years, "subject": saved["subject"] or ""}

    def answer(self) -> dict[str, Any]:
        data = self.cleaned_data
        years = 0
        for band in data["years"]:
            years |= band
        return {
            "activity": data["activity"],
            "subject": data["subject"] or None,
            "years": years,
            "sentence": " ".join(data["sentence"].split()),
        }

    @staticmethod
    def _activities(saved: str | None) -> list[Any]:
        offered = ActivityType.objects.offered() | ActivityType.objects.filter(slug=saved or "")
        groups: dict[str, list[tuple[str, str]]] = {}
        for activity in offered.select_related("group"):
            groups.setdefault(activity.group.name, []).append((activity.slug, activity.name))
        return [("", "Select what comes closest"), *groups.items()]

    @staticmethod
    def _subjects(saved: str | None) -> list[tuple[str, str]]:
        offered = Subject.objects.offered() | Subject.objects.filter(slug=saved or "")
        return [("", "Not about one subject"), *((subject.slug, subject.name) for subject in offered)]


class NeedForm(LineForm):
    """What the school would like from a partner; its year groups are those that the school teaches."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentence, years = self.fields["sentence"], self.fields["years"]
        sentence.label = "Your need"
        sentence.help_text = (
            "For example: “Our Year 5 pupils have no laboratory, and two of our three Year 5 teachers lack confidence "
            "in practical science.”"
        )
        sentence.error_messages["required"] = "Enter what your school needs, in a sentence or two"
        years.label, years.help_text = "Which year groups is this for?", "Select all that apply"

    def get_bands(self) -> list[tuple[YearGroups, str]]:
        own = self.draft.school.year_groups if self.draft and self.draft.school else EVERY
        return [(band & own, (band & own).words()) for band, _ in BANDS if band & own] or BANDS

    def initial_of(self, saved: dict[str, Any]) -> dict[str, Any]:
        initial = super().initial_of(saved)
        initial["years"] = [int(band) for band, _ in self.get_bands() if band & saved["years"]] or [self.NOT_PUPILS]
        return initial


class OfferForm(LineForm):
    """What the school can give a partner."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sentence, years = self.fields["sentence"], self.fields["years"]
        sentence.label = "Your offer"
        sentence.help_text = (
            "For example: “Two of our teachers could show how we teach early reading, one morning a term, and we have "
            "a forest area for 30 pupils.”"
        )
        sentence.error_messages["required"] = "Enter what your school can offer, in a sentence or two"
        years.label, years.help_text = "Which year groups could it help?", "At the other school. Select all that apply"


# --- Who, how far, when -----------------------------------------------------------------------------------------------
class PartnerForm(StepForm):
    partners = forms.ChoiceField(
        label="Which schools would you like to meet?",
        choices=Registration.Partners.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select which schools you would like to meet",
            "invalid_choice": "Select one from the list",
        },
    )
    miles = forms.IntegerField(
        label="How far could you travel, in miles?",
        help_text="As the crow flies, like 15. Near is easier: travel takes time from lessons.",
        min_value=1,
        max_value=200,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Enter how far you could travel, in miles",
            "invalid": "Enter the miles as a whole number, like 15",
            "min_value": "Enter 1 mile or more",
            "max_value": "Enter 200 miles or fewer",
        },
    )
    transport = forms.ChoiceField(
        label="How would pupils get there?",
        choices=Registration.Transport.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select how pupils would get there",
            "invalid_choice": "Select one from the list",
        },
    )
    capacity = forms.TypedChoiceField(
        label="How many new partnerships could you take on this year?",
        help_text="One that works is better than three that fade.",
        choices=[(n, str(n)) for n in range(1, 6)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how many", "invalid_choice": "Select a number from 1 to 5"},
    )

    def get_layout(self) -> tuple[Any, ...]:
        return (
            Field.radios("partners", small=True),
            Field.text("miles", field_width=Fixed.THREE),
            Field.radios("transport", small=True),
            Field.radios("capacity", small=True, inline=True),
        )

    def first_initial(self) -> dict[str, Any]:
        return {"partners": Registration.Partners.OTHER_SECTOR, "miles": 15, "capacity": 1}


class TimesForm(StepForm):
    slots = forms.TypedMultipleChoiceField(
        label="When in the week could you meet?",
        help_text="Select every time that might work. You fix the days together later.",
        choices=slots.CHOICES,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select times from the week shown"},
    )
    unknown = forms.BooleanField(label="We do not know yet", required=False)

    lone = True

    def get_layout(self) -> tuple[Any, ...]:
        return (
            Field("slots", template="partnerships/registering/_week.html"),
            Field.checkbox("unknown", small=True),
        )

    def week(self) -> list[tuple[str, list[tuple[int, int, str, bool]]]]:
        """Day by day: (day, [(number of the box, bit, "Monday mornings", ticked), …])."""
        ticked = {str(value) for value in self["slots"].value() or []}
        boxes = [(n, bit, words, str(bit) in ticked) for n, (bit, words) in enumerate(slots.CHOICES, start=1)]
        parts = len(slots.PARTS)
        return [(day, boxes[d * parts : (d + 1) * parts]) for d, day in enumerate(slots.DAYS)]

    def saturday(self) -> tuple[int, int, str, bool]:
        """The box of Saturday mornings, in the shape of those of `week`."""
        bit, words = slots.CHOICES[-1]
        return len(slots.CHOICES), bit, words, str(bit) in {str(value) for value in self["slots"].value() or []}

    def initial_of(self, saved: dict[str, Any]) -> dict[str, Any]:
        chosen = [bit for bit, _ in slots.CHOICES if bit & saved["slots"]]
        return {"slots": chosen, "unknown": not chosen}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("slots") and not data.get("unknown"):
            self.add_error("slots", "Select when you could meet, or that you do not know yet")
        return data

    def answer(self) -> dict[str, int]:
        return {"slots": sum(set(self.cleaned_data["slots"]))}


class ValuesForm(StepForm):
    values = forms.MultipleChoiceField(
        label="What matters most at your school?",
        help_text=f"Select up to {MOST_VALUES}. Partnerships of schools that share values last longest.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select at least one value",
            "invalid_choice": "Select values from the list",
        },
    )
    networks = forms.CharField(
        label="Which local groups of schools do you belong to? (optional)",
        help_text="One a line. For example: Calderby Heads’ Breakfast, or Calder Valley Music Hub. We know your trust "
        "and diocese already.",
        required=False,
        max_length=1500,
        widget=forms.Textarea,
        error_messages={"max_length": "Shorten this to 1,500 characters or fewer"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Value.objects.offered() | Value.objects.filter(slug__in=self.initial.get("values", []))
        self.fields["values"].choices = [(value.slug, value.name) for value in offered]  # type: ignore[attr-defined]

    def get_layout(self) -> tuple[Any, ...]:
        values = Div(Field.checkboxes("values", small=True), css_class="issp-columns")
        return (values, Field.textarea("networks", rows=3))

    def initial_of(self, saved: dict[str, Any]) -> dict[str, Any]:
        return {"values": saved["values"], "networks": "\n".join(saved["networks"])}

    def clean_values(self) -> list[str]:
        chosen = list(dict.fromkeys(self.cleaned_data["values"]))
        if len(chosen) > MOST_VALUES:
            raise forms.ValidationError(f"Select {MOST_VALUES} values or fewer. You selected {len(chosen)}")
        return chosen

    def clean_networks(self) -> list[str]:
        """One name a line, without repeats however they are capitalised."""
        names: dict[str, str] = {}
        for line in self.cleaned_data["networks"].splitlines():
            name = " ".join(line.split())
            names.setdefault(name.casefold(), name)
        names.pop("", None)
        if len(names) > MOST_NETWORKS:
            raise forms.ValidationError(f"Enter {MOST_NETWORKS} groups or fewer")
        if any(len(name) > 200 for name in names.values()):
            raise forms.ValidationError("Shorten each name to 200 characters or fewer")
        return list(names.values())


# --- People -----------------------------------------------------------------------------------------------------------
class LeadForm(StepForm):
    name = text_field("Your name", enter="Enter your name", hint="For example: Amara Nwosu")
    job_title = text_field("Your job title", enter="Enter your job title", hint="For example: Year 5 teacher")
    role = forms.ChoiceField(
        label="What are you at the school?",
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select what you are at the school",
            "invalid_choice": "Select one from the list",
        },
    )
    email = email_field()
    phone = phone_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["job_title"].widget.attrs["autocomplete"] = "organization-title"
        if not self.user.is_authenticated:
            self.fields["email"].help_text = (
                "We send you a link to confirm it. With your address at the school, we can see at once that you work "
                "there."
            )

    def get_layout(self) -> tuple[Any, ...]:
        return ("name", "job_title", Field.radios("role", small=True), "email", "phone")

    def first_initial(self) -> dict[str, Any]:
        if not self.user.is_authenticated:
            return {"email": self.draft.email if self.draft else ""}
        initial = {"name": self.user.name, "email": self.user.email, "phone": self.user.phone}
        school = self.draft.school if self.draft else None
        membership = self.user.memberships.current().filter(school=school).first()
        if membership:
            initial |= {"role": membership.role, "job_title": membership.job_title}
        return initial

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


class HeadForm(StepForm):
    head = forms.ChoiceField(
        label="Does your headteacher support this?",
        help_text="Partnerships last where the head is behind them. You can register either way.",
        choices=Registration.Head.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select whether your headteacher supports this",
            "invalid_choice": "Select one from the list",
        },
    )
    lone = True

    def get_layout(self) -> tuple[Any, ...]:
        return (Field.radios("head", legend_size="l", legend_tag="h1"),)


class DeputyForm(StepForm):
    name = text_field("Their name", enter="Enter the name of the second contact", hint="For example: Tom Ridley")
    job_title = text_field(
        "Their job title", enter="Enter the job title of the second contact", hint="For example: Deputy headteacher"
    )
    email = email_field()
    phone = phone_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # the browser would fill in the person who types, not the second contact
            field.widget.attrs["autocomplete"] = "off"

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        lead = self.draft.answers.get("lead", {}) if self.draft else {}
        if email == lead.get("email", "").lower():
            raise forms.ValidationError("Enter an address other than yours, so that there are two people to reach")
        return email


# --- Sending ----------------------------------------------------------------------------------------------------------
class ConsentForm(PortalForm):
    """The last page of the form: who may register, and what is shown to whom."""

    button = "Send for checking"

    may = forms.BooleanField(error_messages={"required": "Confirm that you may register interest for the school"})
    shown = forms.BooleanField(error_messages={"required": "Confirm that you agree to what is shown to whom"})

    def __init__(self, *args: Any, draft: Draft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deputy = draft.answers.get("deputy", {}).get("name", "the second contact")
        # The label's template marks labels as safe, so what people typed is escaped here.
        self.fields["may"].label = format_html("I may register interest on behalf of {}", draft.school)
        self.fields["shown"].label = format_html(
            "I agree that what we need and offer, our values and groups are shown on our school’s public page and to "
            "schools that match, and that my details and those of {}, who knows about this, are shown to another "
            "school once both schools have said yes to an introduction",
            deputy,
        )


class ResumeForm(PortalForm):
    """Where to send the link to go on later."""

    button = "Send me the link"
    email = email_field("We use it only for this link until you send your registration.")


class PlainForm(PortalForm):
    """A page with a sentence and a button."""

    def __init__(self, *args: Any, button: str, warning: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.button, self.warning = button, warning


class ProfileForm(PortalForm):
    """What a school says of itself, whatever the year."""

    button = "Save"
    about = forms.CharField(
        label="About your school",
        help_text="What another school should know: your pupils, your place, what you are proud of. Everybody can read "
        "this. Name no pupils.",
        required=False,
        max_length=1500,
        widget=forms.Textarea,
        error_messages={"max_length": "Shorten this to 1,500 characters or fewer"},
    )
    layout = (Field.textarea("about", rows=8, max_characters=1500),)
