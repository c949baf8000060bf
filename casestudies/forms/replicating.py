"""Copying a case study: for which school, from when, who it takes and what it costs."""

import datetime
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Field, Fieldset, Fixed, Size
from django import forms

from casestudies.forms.writing import MIDDLE_TEXT, MOST_ROLES, Count
from casestudies.models import Replication
from casestudies.replicating import BOTH, EMPTY, WHOSE, Plan, full_day
from core.forms import Day, Line, PortalForm, Text, one_of
from partnerships.models import Partnership
from schools.models import School

FREE_ROWS = 2  # empty rows below the roles of a plan, for others


class ReplicateForm(PortalForm):
    """For which of the schools somebody works at; a lone one is not asked about."""

    button = "Replicate this"
    school = one_of("For which school?", [], select="Select the school that will copy this")
    layout = (Field.radios("school", small=True),)

    def __init__(self, *args: Any, schools: list[School], **kwargs: Any) -> None:
        self.schools = {str(school.urn): school for school in schools}
        super().__init__(*args, **kwargs)
        if len(schools) == 1:
            del self.fields["school"]
        else:
            hints = [school.town for school in schools]
            self.fields["school"].choices = [  # type: ignore[attr-defined]
                Choice(urn, str(school), hint=hint)
                for (urn, school), hint in zip(self.schools.items(), hints, strict=True)
            ]

    def get_layout(self) -> tuple[Any, ...]:
        return self.layout if len(self.schools) > 1 else ()

    @property
    def chosen(self) -> School:
        """The school of a valid form."""
        return self.schools[self.cleaned_data.get("school") or next(iter(self.schools))]


class StartForm(PortalForm):
    """The day of the first session."""

    button = "Save the date"
    lone = True
    starts_on = Day(
        label="When is the first session?",
        require_all_fields=False,
    )

    def __init__(self, *args: Any, suggested: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["starts_on"]
        field.help_text = (
            f"From {full_day(suggested)} on there is time for every step that is still to do. For example: "
            f"{suggested.day} {suggested.month} {suggested.year}"
        )
        field.error_messages |= {
            "required": "Enter the day, month and year of the first session",
            "invalid": "Enter a real date, like 4 3 2027",
        }

    def get_layout(self) -> tuple[Any, ...]:
        return (Field("starts_on", context={"legend_size": "govuk-fieldset__legend--l", "legend_tag": "h1"}),)


class PlanForm(PortalForm):
    """Who it takes and what it costs. A role that is emptied is left out; the last rows are free for others.

    `version` tells whether a colleague was quicker.
    """

    button = "Save"

    def __init__(self, *args: Any, plan: Plan, version: int, **kwargs: Any) -> None:
        plan = EMPTY | plan
        self.rows = range(1, min(len(plan["staffing"]) + FREE_ROWS, MOST_ROLES) + 1)
        initial = {name: plan[name] for name in ("total", "funder", "in_kind", "transport")} | {"version": version}
        for number, row in enumerate(plan["staffing"], start=1):
            initial |= {f"{name}_{number}": row[name] for name in ("role", "from", "hours", "does")}
        self.fieldsets = [
            Fieldset(
                Field.text(f"role_{number}"),
                Field.radios(f"from_{number}", small=True, inline=True),
                Field.text(f"hours_{number}", field_width=Fixed.FIVE),
                Field.text(f"does_{number}"),
                legend=f"Role {number}" if number <= len(plan["staffing"]) else f"Role {number} (free)",
                legend_size=Size.SMALL,
            )
            for number in self.rows
        ]
        super().__init__(*args, initial=initial, **kwargs)
        for number in self.rows:
            self.fields |= {
                f"role_{number}": Line("Role, without a name", longest=80),
                f"from_{number}": one_of(
                    "From", list(WHOSE.items()), select="Select which school they are from", required=False
                ),
                f"hours_{number}": Count("Hours in all", most=10_000),
                f"does_{number}": Line("What they do", longest=200),
            }
        self.fields |= {
            "total": Count(
                "What will it cost in all, in pounds? (optional)",
                most=10_000_000,
                hint="In a year, for all the schools, without the time of staff. Leave it empty while you do not know.",
            ),
            "funder": Line("Who pays? (optional)", longest=200),
            "in_kind": Text(
                "What is given without being paid for? (optional)",
                longest=MIDDLE_TEXT,
                hint="Rooms, equipment, time. For example: “The laboratory and a technician on eight afternoons.”",
            ),
            "transport": Text(
                "How will people get there? (optional)",
                longest=MIDDLE_TEXT,
                hint="And what that costs. For example: “Our minibus, two runs.”",
            ),
            "version": forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1),
        }

    def get_layout(self) -> tuple[Any, ...]:
        return (
            *self.fieldsets,
            Fieldset(
                Field.text("total", field_width=Fixed.FIVE),
                Field.text("funder"),
                Field.textarea("in_kind", rows=4, max_characters=MIDDLE_TEXT),
                Field.textarea("transport", rows=4, max_characters=MIDDLE_TEXT),
                legend="Cost",
                legend_size=Size.MEDIUM,
            ),
            "version",
        )

    def clean(self) -> dict[str, Any]:
        """A row with anything in it says what the role is."""
        data = super().clean() or {}
        for number in self.rows:
            filled = data.get(f"hours_{number}") or data.get(f"does_{number}")
            name = f"role_{number}"
            if filled and not data.get(name) and name not in self.errors and not self[name].initial:
                self.add_error(name, "Enter the role, or empty the rest of the row")
        return data

    @property
    def plan(self) -> Plan:
        """The plan of a valid form."""
        data = self.cleaned_data
        return {
            "staffing": [
                {
                    "role": data[f"role_{number}"],
                    "from": data[f"from_{number}"] or BOTH,
                    "hours": data[f"hours_{number}"] or 0,
                    "does": data[f"does_{number}"],
                }
                for number in self.rows
                if data[f"role_{number}"]
            ],
            **{name: data[name] for name in ("total", "funder", "in_kind", "transport")},
        }

    def take_newer(self, replication: Replication) -> None:
        """Keep what was typed, and let the next press save it over the newer version that is shown beside it."""
        self.data = {name: self[name].data for name in self.fields} | {"version": str(replication.version)}


class PartnershipForm(PortalForm):
    """With which partnership of the school's it is done."""

    button = "Save"
    lone = True
    partnership = one_of("With which partnership do you do this?", [], select="Select the partnership")
    layout = (Field.radios("partnership", legend_size=Size.LARGE, legend_tag="h1"),)

    def __init__(self, *args: Any, partnerships: list[Partnership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partnerships = {str(partnership.pk): partnership for partnership in partnerships}
        self.fields["partnership"].choices = [  # type: ignore[attr-defined]
            (pk, str(partnership)) for pk, partnership in self.partnerships.items()
        ]

    @property
    def chosen(self) -> Partnership:
        """The partnership of a valid form."""
        return self.partnerships[self.cleaned_data["partnership"]]
