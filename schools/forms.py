"""Finding a school, choosing one in a form, and adding one that the register does not know."""

import re
from collections.abc import Iterable
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Field, Fieldset, Fixed, Fluid, Size
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from rapidfuzz import fuzz

from core.forms import PortalForm
from schools.geography import full_postcode
from schools.models import LocalAuthority, Region, School, Sector
from schools.search import MOST_CHARACTERS, normal, search

BEST, NEAREST, BY_NAME = "best", "nearest", "name"
MILES = [5, 10, 15, 25, 50]
CANDIDATES_SHOWN = 10
NONE_OF_THESE = "none"
ALIKE = 85  # of 100: names that differ by a letter or two, or by the order of their words
_URN_IN_TEXT = re.compile(r"\(URN (\d{1,8})\)\s*$", flags=re.ASCII)


class TypedText(forms.CharField):
    """What somebody typed to search with: NUL dropped, cut at 200 characters, never refused."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(str(value or "").replace("\0", "")[:MOST_CHARACTERS]))


class SchoolSearchForm(forms.Form):
    """The query words of the list of schools. Only `cleaned_data` is read: a bad value counts for nothing."""

    q = TypedText(required=False)
    sector = forms.MultipleChoiceField(choices=Sector.choices, required=False)
    phase = forms.MultipleChoiceField(
        choices=[(value, value) for value in ("nursery", "primary", "secondary", "16-plus")], required=False
    )
    region = forms.ChoiceField(
        choices=[("", "Any region"), *Region.choices],
        required=False,
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    la = forms.ChoiceField(required=False, widget=forms.Select(attrs={"class": "govuk-select"}))
    near = TypedText(required=False)
    miles = forms.ChoiceField(
        choices=[("", "Any distance"), *((str(miles), f"{miles} miles") for miles in MILES)],
        required=False,
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    on = forms.ChoiceField(choices=[("open", "Open to partners")], required=False)
    closed = forms.BooleanField(required=False)
    exactly = forms.BooleanField(required=False)
    sort = forms.ChoiceField(choices=[(value, value) for value in (BEST, NEAREST, BY_NAME)], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authorities = dict(LocalAuthority.objects.order_by("name").values_list("code", "name"))
        self.fields["la"].choices = [("", "Any local authority"), *self.authorities.items()]  # type: ignore[attr-defined]

    def authority_name(self, code: str) -> str:
        return self.authorities[code]


def choice_words(school: School) -> str:
    """A school in one line, as the picker writes it; the number at its end is what the form reads."""
    authority = school.local_authority.name if school.local_authority else ""
    parts = [school.name, school.town or authority, school.postcode]
    return f"{', '.join(part for part in parts if part)} (URN {school.urn})"


class SchoolPicker(forms.TextInput):
    """A text box, and below it, once something was typed that could be several schools, those schools as radios.

    `static/school-picker.js` turns the text box into an autocomplete over `schools:suggest`.
    """

    template_name = "schools/picker.html"
    legend = "Select your school"  # above the radios
    candidates: list[School] = []
    searched = ""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "govuk-input", "maxlength": MOST_CHARACTERS, "autocomplete": "off", **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str, str]:
        """(what is in the text box, the radio, the text that the radios were found by)."""
        return data.get(name, ""), data.get(f"{name}-choice", ""), data.get(f"{name}-searched", "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def format_value(self, value: Any) -> str:
        if isinstance(value, School):
            return choice_words(value)
        return value[0] if isinstance(value, tuple) else (value or "")

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["candidates"] = [(school, choice_words(school)) for school in self.candidates]
        context["searched"] = self.searched
        context["legend"] = self.legend
        context["there_may_be_more"] = len(self.candidates) == CANDIDATES_SHOWN
        context["none_of_these"] = NONE_OF_THESE
        context["suggest_url"] = reverse("schools:suggest")
        return context


class SchoolField(forms.Field):
    """Choose one school of the register; cleans to a School.

        class WhichSchool(PortalForm):
            school = SchoolField(label="Which school are you at?", help_text=SchoolField.HINT)

            def __init__(self, *args, added=(), **kwargs):
                super().__init__(*args, **kwargs)
                self.fields["school"].added = added

        form = WhichSchool(request.POST or None, added=added_schools(request), initial={"school": school})

    With JavaScript the box completes what is typed. Without it the first sending comes back with the schools that
    match, as radios below the box; the second one chooses. A URN alone, or a full name that only one school has,
    chooses at once. `initial` may be a School. Set `added` to the numbers of schools that this visitor added by hand
    (`added_schools(request)`), which may be chosen before Forum staff have checked them.

    The page needs `{% block scripts %}<script type="module" src="{% static 'school-picker.js' %}"></script>` and, in
    `{% block css %}`, the style sheet of `static/vendor/accessible-autocomplete/`.
    """

    HINT = "Type its name, town, postcode or URN"
    widget = SchoolPicker
    default_error_messages = {
        "required": "Enter the name, town, postcode or URN of your school",
        "unknown": "No school matches. Enter another name, a town, a postcode or a URN, or add your school by hand",
        "several": "Select your school from the list",
        "none": "Enter another name, a town, a postcode or a URN, or add your school by hand",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.added: Iterable[int] = ()

    def clean(self, value: Any) -> School | None:
        typed, chosen, searched = (str(part).replace("\0", "")[:MOST_CHARACTERS].strip() for part in value or ("",) * 3)
        schools = School.objects.choosable(self.added)
        if not typed:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if typed == searched and chosen == NONE_OF_THESE:
            raise ValidationError(self.error_messages["none"], code="none")
        number = chosen if typed == searched else ""
        if match := _URN_IN_TEXT.search(typed):
            number = number or match[1]
        if number.isascii() and number.isdigit() and len(number) <= 8:
            school = schools.filter(urn=int(number)).first()
            if school:
                return school
        return self._only_one(typed, schools)

    def _only_one(self, typed: str, schools: Any) -> School:
        typed = _URN_IN_TEXT.sub("", typed).strip() or typed
        found = search(typed, queryset=schools).schools.select_related("local_authority")
        candidates = list(found[:CANDIDATES_SHOWN])
        same = [school for school in candidates if normal(typed) in (school.search_name, str(school.urn))]
        if len(same) == 1 and len(typed) > 4:
            return same[0]
        self.widget.candidates, self.widget.searched = candidates, typed
        code = "several" if candidates else "unknown"
        raise ValidationError(self.error_messages[code], code=code)


FIGURES = forms.TextInput(attrs={"inputmode": "numeric"})  # a number box changes under a scrolling mouse
ADDED = "schools-added"  # the session's list of numbers


def added_schools(request: HttpRequest) -> list[int]:
    """The numbers of the schools that this visitor added by hand, in this session."""
    return list(request.session.get(ADDED, []))


class AddSchoolForm(PortalForm):
    """A school that the register does not know."""

    button = "Add this school"

    name = forms.CharField(
        label="Name of the school", max_length=200, error_messages={"required": "Enter the name of the school"}
    )
    sector = forms.ChoiceField(
        label="Is it a state or an independent school?",
        choices=[
            Choice(Sector.STATE, "State", hint="Paid for by the government or a public body"),
            Choice(Sector.INDEPENDENT, "Independent", hint="Paid for by fees or a charity"),
            Choice(Sector.OTHER, "Neither, or I am not sure"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is a state or an independent school"},
    )
    region = forms.ChoiceField(
        label="Where is it?",
        choices=[
            ("", "Choose a country or region"),
            ("wales", "Wales"),
            ("scotland", "Scotland"),
            ("northern-ireland", "Northern Ireland"),
            ("elsewhere", "Outside the United Kingdom"),
            *[choice for choice in Region.choices if choice[0] != Region.OUTSIDE],
        ],
        error_messages={"required": "Choose the country or region it is in"},
    )
    town = forms.CharField(
        label="Town or village", max_length=100, error_messages={"required": "Enter the town or village it is in"}
    )
    postcode = forms.CharField(
        label="Postcode, if it has one",
        required=False,
        max_length=20,
        help_text="It lets us find partners near you",
    )
    low_age = forms.IntegerField(
        label="Youngest age",
        validators=[
            MinValueValidator(2, "Enter an age of 2 or more"),
            MaxValueValidator(18, "Enter an age of 18 or less"),
        ],
        widget=FIGURES,
        error_messages={"required": "Enter the age of its youngest pupils", "invalid": "Enter the age in figures"},
    )
    high_age = forms.IntegerField(
        label="Oldest age",
        validators=[
            MinValueValidator(3, "Enter an age of 3 or more"),
            MaxValueValidator(19, "Enter an age of 19 or less"),
        ],
        widget=FIGURES,
        error_messages={"required": "Enter the age of its oldest pupils", "invalid": "Enter the age in figures"},
    )
    website = forms.CharField(
        label="Website, if it has one",
        required=False,
        max_length=300,
        help_text="It helps Forum staff to check the school",
    )
    different = forms.BooleanField(label="None of these is my school: add it", required=False)

    layout = (
        Field.text("name"),
        Field.radios("sector", legend_size=Size.SMALL),
        Field.select("region"),
        Field.text("town", field_width=Fluid.TWO_THIRDS),
        Field.text("postcode", field_width=Fluid.ONE_THIRD),
        Fieldset(
            Field.text("low_age", field_width=Fixed.TWO),
            Field.text("high_age", field_width=Fixed.TWO),
            legend="Ages taught",
            legend_size=Size.SMALL,
        ),
        Field.text("website"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.alike: list[School] = []
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not normal(name):
            raise ValidationError("Enter the name of the school in letters")
        return name

    def clean_postcode(self) -> str:
        text = self.cleaned_data["postcode"]
        postcode = full_postcode(text)
        if text and postcode is None and self.cleaned_data.get("region") != "elsewhere":
            raise ValidationError("Enter a full UK postcode, or leave it blank")
        return postcode or ""

    def clean_website(self) -> str:
        website = self.cleaned_data["website"]
        if website and (" " in website or "." not in website):
            raise ValidationError("Enter the website as it is in a browser, for example www.school.example")
        return website

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        low, high = data.get("low_age"), data.get("high_age")
        if low is not None and high is not None and low >= high:
            self.add_error("high_age", "Enter an oldest age above the youngest")
        if data.get("name") and not data.get("different"):
            self.alike = schools_like(data["name"], data.get("town", ""), data.get("postcode", ""))
            if self.alike:
                self.helper.layout.fields.append(Field.checkbox("different"))
                self.add_error("name", "Choose your school above, or tick “None of these is my school”")
        return data


def schools_like(name: str, town: str, postcode: str) -> list[School]:
    """Listed schools that this may be: nearly the same name, in the same town or at the postcode; at most three."""
    words = normal(name)
    here = Q(town__iexact=town) | Q(postcode=postcode) if postcode else Q(town__iexact=town)
    schools = School.objects.listed().exclude(status="closed").filter(here).order_by("urn")[:500]
    return [school for school in schools if fuzz.token_sort_ratio(words, school.search_name) >= ALIKE][:3]
