"""What an MOU says while it is drafted: its text, the schools' people, what the portal fills in, and how far it is.

Nothing here changes anything: agreements/actions/drafting.py does.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone

from accounts.models import Membership, Role, User
from agreements.models import ClauseKind, Mou, MouClause
from agreements.texts import BLANK, Content, is_complete
from core.working_days import on_or_after
from partnerships.models import ContactDetails, Partner, Partnership
from partnerships.workspace import PartnerCard, cards_of
from schools.models import School

State = MouClause.State

# Without these no MOU can be signed: who it is between, and for how long. A text without them is given them.
PARTIES = {
    "slug": "parties",
    "heading": "Parties",
    "kind": ClauseKind.PARTIES.value,
    "guidance": "The portal fills in the schools and their people. Say who else takes part, if anybody does.",
    "text": "",
    "required": True,
}
DATES = {
    "slug": "dates",
    "heading": "Duration and review",
    "kind": ClauseKind.DATES.value,
    "guidance": "When it begins and ends, and the day on which you look at it together.",
    "text": "",
    "required": True,
}
ESSENTIAL = {PARTIES["kind"], DATES["kind"]}


# --- The text ---------------------------------------------------------------------------------------------------------
def content_of(mou: Mou, *, to_sign: bool = False) -> Content:
    """The working text in the shape of a Version (agreements/texts.py), parties as they are today.

    `to_sign` leaves out the optional clauses that the schools have not agreed: nobody signs what was not settled.
    `number` is that of the version which this text would become.
    """
    clauses = [
        clause for clause in mou.clauses.standing() if not to_sign or clause.required or clause.state == State.AGREED
    ]
    latest = mou.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return {
        "title": mou.partnership.name,
        "number": latest + 1,
        "parties": parties_of(mou.partnership),
        "clauses": [
            {
                "slug": clause.slug,
                "number": place,
                "heading": clause.heading,
                "kind": str(clause.kind),
                "content": clause.content,
            }
            for place, clause in enumerate(clauses, start=1)
        ],
    }


def parties_of(partnership: Partnership) -> list[Content]:
    """The schools that are in it, with those of their people whom the portal knows.

    Worked out anew each time, so that a new head or another school shows at once. The headteacher and the chair of
    governors are those who were verified as such; the lead and deputy lead those whom the school named.
    """
    partners = list(partnership.partners.present().select_related("school").prefetch_related("contacts"))
    signing: dict[int, list[dict[str, str]]] = defaultdict(list)
    for membership in (
        Membership.objects.verified()
        .filter(school__in=[partner.school_id for partner in partners], role__in=[Role.HEADTEACHER, Role.CHAIR])
        .filter(user__is_active=True)
        .select_related("user")
        .order_by("-role", "pk")  # the headteacher, then the chair
    ):
        signing[membership.school_id].append({"role": membership.get_role_display(), "name": str(membership.user)})
    return [
        {
            "urn": partner.school.urn,
            "name": partner.school.name,
            "sector": partner.school.get_sector_display(),
            "address": address_of(partner.school),
            "people": signing[partner.school_id] + _carrying(partner),
        }
        for partner in partners
    ]


def address_of(school: School) -> str:
    """ "Mill Lane, Calderby, HX9 4QT": what the register has of it."""
    parts = (school.street, school.locality, school.address3, school.town, school.county, school.postcode)
    return ", ".join(part for part in parts if part)


def _carrying(partner: Partner) -> list[dict[str, str]]:
    card = PartnerCard(partner, False, [], [])
    return [{"role": contact.get_kind_display(), "name": contact.name} for contact in card.people]


# --- What the portal knows --------------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Known:
    """What the portal knows of a partnership when a draft begins.

    `blanks` are values by the words of a blank, lower-case: in any text "[the need]" is filled in with its value. A
    value may have several lines, which are a list where the blank stands in a line by itself.
    """

    blanks: dict[str, list[str]]
    rows: list[Content]
    begins: datetime.date
    review: datetime.date
    ends: datetime.date


def known_of(partnership: Partnership, by: User) -> Known:
    """What is filled in for this partnership today.

    The blanks: the schools, the need, the aims, success, activities, leads, plans, the start date, the review date,
    the end date. What is not known stays a blank.
    """
    cards = [card for card in cards_of(partnership, by) if card.partner.left_at is None]
    begins, review, ends = dates_from(timezone.localdate())
    blanks = {
        "the schools": [_and(card.partner.school.name for card in cards)],
        "the need": [_one_line(partnership.need)],
        "the aims": _lines(partnership.aims),
        "success": [
            f"{card.partner.school}: {'; '.join(_lines(card.partner.success))}"
            for card in cards
            if card.partner.success.strip()
        ],
        "activities": list(dict.fromkeys(line.short for card in cards for line in card.gives)),
        "leads": [
            f"{card.partner.school}: {_and(f'{one.name}, {one.get_kind_display().lower()}' for one in card.people)}"
            for card in cards
            if card.people
        ],
        "plans": [
            f"{card.partner.school}: {_one_line(card.partner.plan_link)}"
            for card in cards
            if card.partner.plan_link.strip()
        ],
        "the start date": [day_words(begins)],
        "the review date": [day_words(review)],
        "the end date": [day_words(ends)],
    }
    rows = [
        {
            "urn": card.partner.school.urn,
            "gives": [line.short for line in card.gives],
            "gets": [line.short for line in card.gets],
            "by": begins.isoformat(),
        }
        for card in cards
    ]
    return Known(blanks=blanks, rows=rows, begins=begins, review=review, ends=ends)


def filled(kind: str, text: str, known: Known) -> Content:
    """The first content of a clause: its words with the blanks filled in that can be, its first rows, its dates."""
    content: Content = {"text": _fill(text, known.blanks)}
    if kind == ClauseKind.GIVES:
        content["rows"] = known.rows
    if kind == ClauseKind.DATES:
        content |= {
            "begins": known.begins.isoformat(),
            "review": known.review.isoformat(),
            "ends": known.ends.isoformat(),
        }
    return content


def dates_from(today: datetime.date) -> tuple[datetime.date, datetime.date, datetime.date]:
    """(begins, review, ends), to begin with: from the first working day of the next month, or of September where that
    would be in the summer, until 31 August; looked at together on 30 June before."""
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    month = 9 if month in (6, 7, 8) else month
    begins = on_or_after(datetime.date(year, month, 1))
    end_year = begins.year + 1 if begins.month >= 9 else begins.year
    return begins, datetime.date(end_year, 6, 30), datetime.date(end_year, 8, 31)


def day_words(day: datetime.date) -> str:
    """ "4 January 2027"."""
    return f"{day.day} {day:%B %Y}"


def _fill(text: str, blanks: dict[str, list[str]]) -> str:
    """The text with each blank that is known filled in. What is filled in is never looked through for blanks again."""

    def value_of(found: re.Match[str]) -> str:
        values = [_unbracketed(value) for value in blanks.get(_blank_words(found), [])]
        return "; ".join(values) or found[0]

    lines = []
    for line in text.splitlines():
        alone = BLANK.fullmatch(line.strip().removeprefix("- "))
        values = blanks.get(_blank_words(alone), []) if alone else []
        if len(values) > 1:
            lines += [f"- {_unbracketed(value)}" for value in values]
        else:
            lines.append(BLANK.sub(value_of, line))
    return "\n".join(lines)


def _blank_words(found: re.Match[str]) -> str:
    return found[0][1:-1].strip().lower()


def _unbracketed(value: str) -> str:
    """A school's own words as part of a text: square brackets in them are no blanks."""
    return value.replace("[", "(").replace("]", ")")


def _lines(text: str) -> list[str]:
    return [line.strip().removeprefix("- ").strip() for line in text.splitlines() if line.strip()]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _and(words: Iterable[str]) -> str:
    words = list(words)
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


# --- How far it is ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a draft is. `clauses` are those that stand in the text, in order."""

    clauses: list[MouClause] = field(default_factory=list)

    @cached_property
    def total(self) -> int:
        return len(self.clauses)

    @cached_property
    def agreed(self) -> int:
        return self._in(State.AGREED)

    @cached_property
    def discussion(self) -> int:
        return self._in(State.DISCUSSION)

    @cached_property
    def open(self) -> int:
        return self._in(State.OPEN)

    @cached_property
    def left(self) -> list[MouClause]:
        """The required clauses that keep it from being sent for signature: not agreed by all, or with blanks."""
        return [clause for clause in self.clauses if clause.required and not is_settled(clause)]

    @cached_property
    def undecided(self) -> list[MouClause]:
        """The optional clauses that are not agreed: they are not part of what is signed."""
        return [clause for clause in self.clauses if not clause.required and clause.state != State.AGREED]

    @cached_property
    def is_ready(self) -> bool:
        """Every required clause is agreed and complete."""
        return bool(self.clauses) and not self.left

    def _in(self, state: str) -> int:
        return sum(clause.state == state for clause in self.clauses)


def progress_of(mou: Mou) -> Progress:
    """How far this draft is, in one query."""
    return Progress(clauses=list(mou.clauses.standing()))


def is_settled(clause: MouClause) -> bool:
    """Agreed by all schools, and nothing in it left to fill in."""
    return clause.state == State.AGREED and is_complete(clause.kind, clause.content)


def clauses_to_begin_with(given: Iterable[Content]) -> list[dict[str, Any]]:
    """The clauses of a template (TemplateVersion.content), with those without which nothing can be signed."""
    clauses = list(given)
    kinds = {clause["kind"] for clause in clauses}
    if ClauseKind.PARTIES not in kinds:
        clauses.insert(0, PARTIES)
    if ClauseKind.DATES not in kinds:
        clauses.append(DATES)
    return [{**clause, "required": clause["required"] or clause["kind"] in ESSENTIAL} for clause in clauses]
