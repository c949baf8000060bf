"""What a school takes along that copies a case study, and its plan as a page shows it.

`Replication.plan` is {"staffing": [{"role": str, "from": "ours" | "theirs" | "both", "hours": int, "does": str}, …],
"total": int pounds | None, "funder": str, "in_kind": markdown, "transport": markdown}.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User
from accounts.querysets import schools_of
from casestudies.models import CaseStudy, Edition, Replication, ReplicationStep
from casestudies.reading import count, when_words
from core import working_days
from core.markdown import plain
from partnerships.models import ActivityType, Draft, Partnership, Registration
from partnerships.prospects import Nearby, seeking_or_offering
from partnerships.registering.answers import LONGEST_SENTENCE
from schools.models import School, Sector
from schools.year_groups import YearGroups

Plan = dict[str, Any]

OURS, THEIRS, BOTH = "ours", "theirs", "both"
EMPTY: Plan = {"staffing": [], "total": None, "funder": "", "in_kind": "", "transport": ""}
WHOSE = {OURS: "Our school", THEIRS: "The partner school", BOTH: "Both schools"}
SOON = 14  # days: from then on a step's date stands in its tag, and on the dashboard
WRITTEN_BEFORE = 7  # days before a step is due: from then on a letter names it
WRITTEN_WHILE_LATE = 28  # days
MOST_NEARBY = 5  # schools named on the page of a plan


# --- What is carried over ---------------------------------------------------------------------------------------------
def first_plan(content: Mapping[str, Any], school: School) -> Plan:
    """The case study's staffing and cost as the first plan of `school`: its sector's part is now ours."""
    whose = {school.sector: OURS} if school.sector != Sector.OTHER else {}
    whose |= {sector: THEIRS for sector in (Sector.STATE, Sector.INDEPENDENT) if whose and sector not in whose}
    cost = content.get("cost", {})
    return {
        "staffing": [
            {
                "role": line.get("role") or "",
                "from": whose.get(line.get("from") or "", BOTH),
                "hours": line.get("hours") or 0,
                "does": line.get("does") or "",
            }
            for line in content.get("running", {}).get("staffing", [])
        ],
        "total": cost.get("total"),
        **{name: cost.get(name) or "" for name in ("funder", "in_kind", "transport")},
    }


def first_steps(content: Mapping[str, Any]) -> list[ReplicationStep]:
    """The case study's steps as a checklist, not saved."""
    return [
        ReplicationStep(
            order=order,
            title=step.get("title") or "",
            text=step.get("text") or "",
            weeks_before=step.get("weeks_before"),
        )
        for order, step in enumerate(content.get("steps", {}).get("steps", []), start=1)
    ]


def lines_for(edition: Edition, school: School) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(needs, offers) for a registration of `school`, as partnerships/registering/answers.py has them: one of each.

    Both are about the first thing that was done and its first subject: which of the two a school really has is for its
    people to say, and they take out the other. Nothing where Forum staff have taken the activity off their list.
    """
    who = edition.content.get("who", {})
    known = set(
        ActivityType.objects.offered().filter(slug__in=who.get("activities", [])).values_list("slug", flat=True)
    )
    activity = next((slug for slug in who.get("activities", []) if slug in known), None)
    if activity is None:
        return [], []
    named = {subject.slug for subject in edition.subjects.all()}
    subject = next((slug for slug in who.get("subjects", []) if slug in named), None)
    years = YearGroups(who.get("years") or 0)
    about = {"activity": activity, "subject": subject}
    need = plain(edition.content.get("story", {}).get("need") or "") or edition.summary
    return (
        [{**about, "years": int(years & school.year_groups) or int(years), "sentence": shortened(need)}],
        [{**about, "years": int(years), "sentence": shortened(_offer(edition, school))}],
    )


def _offer(edition: Edition, school: School) -> str:
    """What schools of this one's sector gave, from the staffing: "Science technician: sets up the experiments."."""
    ours = [row for row in first_plan(edition.content, school)["staffing"] if row["from"] in (OURS, BOTH)]
    parts = [f"{row['role']}: {row['does']}" if row["does"] else row["role"] for row in ours if row["role"]]
    return f"We could do our part as in “{edition.title}”. {'; '.join(parts)}".strip()


def shortened(text: str) -> str:
    """On one line and no longer than a need may be: whole sentences where they fit, otherwise whole words."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_SENTENCE:
        return text
    start = text[: LONGEST_SENTENCE - 1]
    end = start.rfind(". ")
    return start[: end + 1] if end > 0 else start.rsplit(" ", 1)[0].rstrip(",;:") + "…"


def is_named(edition: Edition, school: School) -> bool:
    """Whether the case study is this school's own work."""
    return (
        edition.schools.filter(pk=school.pk).exists()
        or CaseStudy.objects.filter(pk=edition.case_study_id, participants__school=school).exists()
    )


# --- Who may begin ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Choices:
    """What somebody may do with a case study: schools of theirs that may copy it, those that do, those it names."""

    free: list[School]
    copies: list[Replication]
    named: list[School]
    waits_for: list[School]  # where they have yet to be verified


def choices_of(edition: Edition, user: User) -> Choices:
    """Four queries, however many schools somebody works at."""
    mine = list(schools_of(user).order_by("name", "urn"))
    going = Replication.objects.going().visible_to(user).filter(case_study=edition.case_study_id)
    copies = {copy.school_id: copy for copy in going.select_related("school").order_by("school__name", "pk")}
    own = models.Q(case_studies=edition) | models.Q(case_studies_named_in__case_study=edition.case_study_id)
    named = set(School.objects.filter(own, pk__in=[school.pk for school in mine]).values_list("pk", flat=True))
    waiting = School.objects.filter(memberships__user=user, memberships__status="pending").order_by("name", "urn")
    return Choices(
        free=[school for school in mine if school.pk not in copies and school.pk not in named],
        copies=list(copies.values()),
        named=[school for school in mine if school.pk in named],
        waits_for=list(waiting),
    )


# --- The plan as its page shows it ------------------------------------------------------------------------------------
def due_on(starts_on: datetime.date | None, weeks_before: int | None) -> datetime.date | None:
    """By when a step is to be done: so many weeks before the first session, moved back to a working day."""
    if starts_on is None or weeks_before is None:
        return None
    return working_days.on_or_before(starts_on - datetime.timedelta(weeks=weeks_before))


def full_day(day: datetime.date) -> str:
    """ "Friday 27 November 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


@dataclass(frozen=True)
class Row:
    """A step of the checklist on `today`."""

    step: ReplicationStep
    due: datetime.date | None
    today: datetime.date

    @property
    def is_done(self) -> bool:
        return self.step.done_at is not None

    @property
    def days_late(self) -> int:
        """0 for what is done, has no date, or has time yet."""
        return 0 if self.is_done or self.due is None else max(0, (self.today - self.due).days)

    @property
    def is_soon(self) -> bool:
        """To do within a fortnight, or late."""
        return not self.is_done and self.due is not None and (self.due - self.today).days <= SOON

    @property
    def when(self) -> str:
        """ "12 weeks before: by Friday 27 November 2026"."""
        lead = when_words(self.step.weeks_before)
        return f"{lead}: by {full_day(self.due)}" if self.due else lead

    @property
    def tag(self) -> tuple[str, str]:
        """(words, colour)."""
        if self.is_done:
            return "Done", "green"
        if self.days_late:
            return f"{count(self.days_late, 'day', 'days')} late", "red"
        if self.due == self.today:
            return "Due today", "yellow"
        if self.is_soon and self.due:
            return f"Due {self.due.day} {self.due:%B}", "yellow"
        return "To do", "grey"


def rows_of(replication: Replication, steps: Sequence[ReplicationStep]) -> list[Row]:
    today = timezone.localdate()
    return [Row(step, due_on(replication.starts_on, step.weeks_before), today) for step in steps]


def to_remind_of(replication: Replication) -> list[Row]:
    """The steps to write about, the first due first: due within a week, or late.

    Of what is more than four weeks late it has been written four times: then the dashboard alone says it.
    """
    today = timezone.localdate()
    rows = rows_of(replication, list(replication.steps.all()))
    dated = [(row.due, row) for row in rows if row.due is not None and not row.is_done]
    return [
        row
        for due, row in sorted(dated, key=itemgetter(0))
        if -WRITTEN_WHILE_LATE <= (due - today).days <= WRITTEN_BEFORE
    ]


def next_due(rows: Sequence[Row]) -> Row | None:
    """The step to see to next: of those not done the one that is due first; None where none has a date."""
    dated = [row for row in rows if not row.is_done and row.due is not None]
    return min(dated, key=lambda row: (row.due, row.step.order), default=None)


def earliest_start(steps: Sequence[ReplicationStep]) -> datetime.date:
    """The first day of a session for which nothing that is to be done would be late already."""
    weeks = max((step.weeks_before or 0 for step in steps if step.done_at is None), default=0)
    return working_days.on_or_after(timezone.localdate()) + datetime.timedelta(weeks=weeks)


@dataclass(frozen=True)
class PlannedRole:
    role: str
    whose: str
    hours: str
    does: str


class PlanPage:
    """Everything that the page of a plan prints. The number of queries does not grow."""

    def __init__(self, replication: Replication, user: User) -> None:
        self.replication = replication
        self.school: School = replication.school
        self.edition: Edition = replication.case_study.edition
        self.plan: Plan = EMPTY | replication.plan
        self.rows = rows_of(replication, list(replication.steps.all()))
        self.next = next_due(self.rows)
        self.partnership: Partnership | None = replication.partnership
        self.registration = Registration.objects.standing().filter(school=self.school).first()
        self.draft: Draft | None = self._draft_of(user)
        self.nearby = [] if self.is_over or self.partnership else nearby_of(self.edition, self.school)

    @property
    def is_over(self) -> bool:
        """Given up."""
        return self.replication.ended_at is not None

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.rows)

    @property
    def is_registered(self) -> bool:
        """The school's standing registration is the one in which it seeks a partner for this."""
        return self.registration is not None and self.registration.pk == self.replication.registration_id

    @property
    def roles(self) -> list[PlannedRole]:
        return [
            PlannedRole(row["role"], WHOSE[row["from"]], count(row["hours"], "hour", "hours"), row["does"])
            for row in self.plan["staffing"]
        ]

    @property
    def hours(self) -> dict[str, int]:
        """How many hours each side gives, by the words for it; sides that give none are left out."""
        found = dict.fromkeys(WHOSE, 0)
        for row in self.plan["staffing"]:
            found[row["from"]] += row["hours"]
        return {WHOSE[whose]: hours for whose, hours in found.items() if hours}

    @property
    def cost_words(self) -> str:
        total = self.plan["total"]
        return "Not planned yet" if total is None else f"£{total:,}" if total else "Nothing to pay"

    @property
    def nearest(self) -> list[Nearby]:
        return self.nearby[:MOST_NEARBY]

    @property
    def farther(self) -> int:
        """How many schools more there are than those named."""
        return len(self.nearby) - len(self.nearest)

    def _draft_of(self, user: User) -> Draft | None:
        """The registration that this person began from the plan and has not sent."""
        found = Draft.objects.unfinished().filter(user=user, pk=self.replication.draft_id)
        return found.first() if self.replication.draft_id else None


def nearby_of(edition: Edition, school: School) -> list[Nearby]:
    """Schools near that already seek or offer what the case study is about, nearest first."""
    return seeking_or_offering(
        school,
        activities=list(edition.activities.all()),
        subjects=list(edition.subjects.all()),
        years=int(edition.year_groups),
    )
