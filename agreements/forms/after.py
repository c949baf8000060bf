"""What the schools say about an MOU that was signed: new dates, notice, its end."""

import datetime
from typing import Any

from crispy_forms_gds.layout import Field
from django import forms
from django.utils import timezone

from agreements.actions.after import LONGEST_WORDS, WrongDates, check_dates, check_day_to_leave, first_day_to_leave
from agreements.drafts import day_words
from agreements.models import Version
from core.errors import ActionRefused
from core.forms import Day, PortalForm, Text, one_of
from partnerships.models import Partner


class AmendForm(PortalForm):
    button = "Amend the MOU"


class GiveUpForm(PortalForm):
    button = "Give up the amendment"
    warning = True


class RenewForm(PortalForm):
    """Three dates; filled in with those of a year later."""

    button = "Propose these dates"
    begins = Day(
        label="When does it begin?",
        require_all_fields=False,
        error_messages={
            "required": "Enter the day on which it begins",
            "invalid": "Enter a real date for its beginning",
        },
    )
    review = Day(
        label="When do you review it?",
        help_text="The day by which you look at it together. The portal reminds you.",
        require_all_fields=False,
        error_messages={"required": "Enter the day of the review", "invalid": "Enter a real date for the review"},
    )
    ends = Day(
        label="When does it end?",
        require_all_fields=False,
        error_messages={"required": "Enter the day on which it ends", "invalid": "Enter a real date for its end"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                check_dates(begins=cleaned["begins"], review=cleaned["review"], ends=cleaned["ends"])
            except WrongDates as refused:
                self.add_error(refused.which, str(refused))
        return cleaned


class NoticeForm(PortalForm):
    """Why, what happens for pupils, and when. `typed` carries it over the page on which it is confirmed."""

    button = "Continue"
    reason = Text(
        "Why does your school leave?",
        longest=LONGEST_WORDS,
        enter="Enter why your school leaves",
        hint="The other schools read this. For example: “Our timetable changes in September and Wednesdays are lost.”",
    )
    pupils = Text(
        "What happens for pupils who are in the middle of something?",
        longest=LONGEST_WORDS,
        enter="Enter what happens for pupils who are in the middle of something",
        hint="The other schools read this, too. Name no pupil. For example: “Year 5 finish their six afternoons.”",
    )
    ends_on = Day(
        label="On which day does it leave?",
        require_all_fields=False,
        error_messages={
            "required": "Enter the day on which your school leaves",
            "invalid": "Enter a real date for the day on which your school leaves",
        },
    )

    def __init__(self, *args: Any, version: Version, partners: list[Partner], **kwargs: Any) -> None:
        self.version, self.partners = version, partners
        super().__init__(*args, **kwargs)
        first, last = day_words(first_day_to_leave(version)), day_words(version.ends_on)
        self.fields["ends_on"].help_text = f"{first} or later, and not after {last}, when the MOU ends."

    def get_layout(self) -> tuple[Any, ...]:
        boxes = [Field.textarea(name, rows=5, max_characters=LONGEST_WORDS) for name in ("reason", "pupils")]
        if len(self.partners) > 1:
            choices = [(str(partner.school.urn), str(partner.school)) for partner in self.partners]
            self.fields["school"] = one_of("Which school leaves?", choices, select="Select which school leaves")
            boxes.insert(0, "school")
        return (*boxes, "ends_on")

    def clean_ends_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["ends_on"]
        try:
            check_day_to_leave(self.version, day)
        except ActionRefused as refused:
            raise forms.ValidationError(str(refused).removesuffix(".")) from refused
        return day

    @property
    def partner(self) -> Partner:
        """The one that leaves. Of a valid form."""
        urn = self.cleaned_data.get("school", str(self.partners[0].school.urn))
        return next(partner for partner in self.partners if str(partner.school.urn) == urn)

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was sent, by the names of the boxes."""
        return [(name, value) for name, value in self.data.items() if name.startswith(tuple(self.fields))]


class EndForm(PortalForm):
    button = "Ask the other schools"
    warning = True
    words = Text(
        "Why should it end?",
        longest=LONGEST_WORDS,
        enter="Enter why it should end",
        hint="The other schools read this. Say what happens for pupils who are in the middle of something. Name none.",
    )
    layout = (Field.textarea("words", rows=6, max_characters=LONGEST_WORDS),)


def dates_a_year_on(version: Version) -> dict[str, datetime.date]:
    """What a renewal begins with: the day after the end, and review and end in the first year still to come."""
    begins = max(version.ends_on + datetime.timedelta(days=1), timezone.localdate())
    review, ends = _a_year_on(version.review_on), _a_year_on(version.ends_on)
    while ends <= begins:
        review, ends = _a_year_on(review), _a_year_on(ends)
    return {"begins": begins, "review": max(review, begins), "ends": ends}


def _a_year_on(day: datetime.date) -> datetime.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
