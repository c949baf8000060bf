"""What an MOU says while it is drafted: its text, the schools' people, how far it is, and with whom.

Nothing here changes anything: agreements/actions/drafting.py does.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from accounts.models import Membership, Role, User
from agreements.models import ClauseKind, Mou, MouClause
from agreements.texts import Content, is_complete
from partnerships.models import Partner, Partnership
from partnerships.workspace import PartnerCard, addresses_of_those_who_left
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
    left = addresses_of_those_who_left(partners)
    return [
        {
            "urn": partner.school.urn,
            "name": partner.school.name,
            "sector": partner.school.get_sector_display(),
            "address": address_of(partner.school),
            "people": signing[partner.school_id] + _carrying(partner, left.get(partner.school_id, set())),
        }
        for partner in partners
    ]


def people_of(partnership: Partnership) -> list[User]:
    """Who may be mentioned in a comment: everybody verified at a school that is in it, by name."""
    schools = partnership.partners.present().values("school")
    verified = Membership.objects.verified().filter(school__in=schools).values("user")
    return list(User.objects.filter(pk__in=verified, is_active=True).order_by("name", "pk"))


def address_of(school: School) -> str:
    """ "Mill Lane, Calderby, HX9 4QT": what the register has of it."""
    parts = (school.street, school.locality, school.address3, school.town, school.county, school.postcode)
    return ", ".join(part for part in parts if part)


def day_words(day: datetime.date) -> str:
    """ "4 January 2027"."""
    return f"{day.day} {day:%B %Y}"


def _carrying(partner: Partner, left: set[str]) -> list[dict[str, str]]:
    card = PartnerCard(partner, False, False, [], [], frozenset(left))
    return [{"role": contact.get_kind_display(), "name": contact.name} for contact in card.people]


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


# --- With whom it is --------------------------------------------------------------------------------------------------
def waits_for(clause: MouClause, partner: Partner) -> bool:
    """Whether this school must act next on a clause: under discussion, moved last by another, and not agreed by it.

    Reads `agreements`: prefetch them.
    """
    if clause.state != State.DISCUSSION or clause.moved_by_school_id == partner.school_id:
        return False
    return all(one.partner_id != partner.pk for one in clause.agreements.all())


@dataclass(frozen=True, kw_only=True)
class Turns:
    """How many clauses wait for each school of a draft, and whose turn it is."""

    mou: Mou
    progress: Progress
    waiting: dict[int, int]  # by the key of the partner
    partners: list[Partner]

    @property
    def with_sides(self) -> list[Partner]:
        """The schools that must act next: those with clauses waiting, or else those that did not act last."""
        if self.progress.is_ready:
            return []
        waited = [partner for partner in self.partners if self.waiting[partner.pk]]
        return waited or [one for one in self.partners if one.school_id != self.mou.moved_by_school_id]


def turns_of(mou: Mou) -> Turns:
    """Whose turn it is. Reads `clauses__agreements` and `partnership__partners__school`: prefetch them for many."""
    clauses = [clause for clause in mou.clauses.all() if clause.removed_at is None]
    partners = [partner for partner in mou.partnership.partners.all() if partner.left_at is None]
    return Turns(
        mou=mou,
        progress=Progress(clauses=clauses),
        waiting={partner.pk: sum(waits_for(clause, partner) for clause in clauses) for partner in partners},
        partners=partners,
    )
