"""Whom a school could meet: what to change to find (more) matches, for the page that would else be empty, and which
schools near already seek or offer something of a kind, for whoever has not registered with it yet."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from partnerships import reasons
from partnerships.candidates import (
    FARTHEST,
    Match,
    Row,
    dismissed_by,
    lines_of,
    meeting,
    pairs_of,
    pool_of,
    row_of,
    rows_of,
    sides_of,
)
from partnerships.matching import (
    METRES_PER_MILE,
    Line,
    Side,
    meets,
    square_distance,
    subjects_agree,
    within,
    years_agree,
)
from partnerships.models import ActivityType, Need, Offer, Registration, Subject
from schools.geography import Place, nearest
from schools.models import School, Sector
from schools.year_groups import YearGroups

DISTANCES = [10, 15, 25, FARTHEST]  # miles that people think in
USUAL_MILES = 15  # for a school that has not said how far it can travel, as the form begins with
LOOKED_AT = 200  # of the nearest schools: the nearest that almost fits is among them, or no help


@dataclass(frozen=True)
class Wider:
    """So many more matches if this school could go as far as `miles`."""

    miles: int
    more: int


@dataclass(frozen=True)
class OtherYears:
    """So many schools within reach offer what this school needs, but for other year groups (`years`: the nearest's)."""

    schools: int
    line: str
    years: str


@dataclass(frozen=True)
class WouldFit:
    """The nearest school that does not match, and what would make it: offering `line`, which it needs first."""

    registration: Registration
    miles_words: str
    line: str


@dataclass(frozen=True)
class NearMisses:
    """What to change about the lines, the more useful first; each None where it would change nothing."""

    other_years: OtherYears | None
    would_fit: WouldFit | None


def wider(registration: Registration, *, known: Collection[Match], miles: int) -> Wider | None:
    """The next distance beyond `miles` that brings somebody, `known` being the matches within it."""
    if registration.school.easting is None or miles >= FARTHEST:
        return None
    farther, _ = pairs_of(registration, miles=FARTHEST, without=_taken(registration, known))
    for distance in DISTANCES:
        more = sum(within(pair.square_metres, distance) for pair in farther)
        if distance > miles and more:
            return Wider(distance, more)
    return None


def near_misses(registration: Registration, *, known: Collection[Match], miles: int) -> NearMisses:
    """Among those within reach of each other that do not match: needs met but for the years, and the nearest school."""
    if registration.school.easting is None:
        return NearMisses(None, None)
    taken = _taken(registration, known)
    closest = list(_schools_near(registration, miles=miles).values_list("pk", flat=True)[:LOOKED_AT])
    pool = pool_of(registration, miles=miles).live().filter(school__in=closest)
    near = {row.id: row for row in rows_of(pool) if row.id not in taken}
    sides = sides_of([row_of(registration), *near.values()])
    me = sides.pop(registration.pk)
    in_order = sorted(sides.values(), key=lambda side: (square_distance(me, side), side.urn))
    return NearMisses(_other_years(me, in_order), _would_fit(me, in_order, near))


def _schools_near(registration: Registration, *, miles: int) -> QuerySet[School, Any]:
    """Ids of schools within so many miles, open or not, nearest first: asked so, an index alone can answer."""
    schools = School.objects.filter(sector__in=Sector.values)  # named, because the index begins with the sector
    place = Place(registration.school.easting or 0, registration.school.northing or 0)
    return nearest(schools, place, within=miles).values("pk")


def _taken(registration: Registration, known: Collection[Match]) -> set[int]:
    return {match.row.id for match in known} | dismissed_by(registration)


def _other_years(me: Side, sides: list[Side]) -> OtherYears | None:
    """Of the first need that offers miss by the year groups alone."""
    for need in me.needs:
        missed = [next((offer for offer in side.offers if _misses_by_years(need, offer)), None) for side in sides]
        offers = [offer for offer in missed if offer is not None]
        if offers:
            return OtherYears(len(offers), reasons.what(need), YearGroups(offers[0].years).words())
    return None


def _misses_by_years(need: Line, offer: Line) -> bool:
    return need.activity == offer.activity and subjects_agree(need, offer) and not years_agree(need, offer)


def _would_fit(me: Side, sides: list[Side], near: dict[int, Row]) -> WouldFit | None:
    for side in sides:
        if side.needs:
            miles = math.sqrt(square_distance(me, side)) / METRES_PER_MILE
            need = side.needs[0]
            return WouldFit(near[side.id].instance(), reasons.miles_words(miles), reasons.about(need, need.years))
    return None


@dataclass(frozen=True, kw_only=True)
class Nearby:
    """A school near whose live registration seeks or offers something of a kind: what everybody may read of it."""

    registration: Registration  # with its school
    miles: float
    seeks: list[str]  # "science (lessons and masterclasses) for Years 5 and 6"
    offers: list[str]

    @property
    def school(self) -> School:
        return self.registration.school

    @property
    def miles_words(self) -> str:
        return reasons.miles_words(self.miles)


def seeking_or_offering(
    school: School, *, activities: Collection[ActivityType], subjects: Collection[Subject], years: int
) -> list[Nearby]:
    """Schools of the sectors that `school` looks for, within reach of both, with a line that meets one of these
    activities, in one of these subjects where any are named, for pupils of `years` (bits of YearGroups); nearest first.

    How far is as the school's standing registration says, or USUAL_MILES. The number of queries does not grow.
    """
    if school.easting is None:
        return []
    mine = Registration.objects.standing().filter(school=school).first()
    without = dismissed_by(mine) if mine else set()
    me = mine or Registration(school=school, sector=school.sector, miles=USUAL_MILES)
    me.school = school
    named: list[tuple[int | None, str]] = [(subject.pk, subject.name) for subject in subjects] or [(None, "")]
    wanted = [
        Line(activity.pk, activity.name, pk, name, int(years), activity.mixes_ages, "")
        for activity in activities
        for pk, name in named
    ]
    pool = pool_of(me, miles=min(me.miles, FARTHEST))
    found = pool.filter(pk__in=meeting(Offer, wanted).union(meeting(Need, wanted)))
    # Live or not is asked here, as in candidates.pairs_of: SQLite would else begin with all that are live.
    live = [row for row in rows_of(found) if row.status == Registration.Status.LIVE and row.id not in without]
    registrations = {row.id: row.instance() for row in live}
    needs, offers = lines_of(registrations)
    nearby = [
        Nearby(
            registration=registration,
            miles=_miles_between(school, registration.school),
            seeks=_of_kinds(needs[pk], wanted),
            offers=_of_kinds(offers[pk], wanted),
        )
        for pk, registration in registrations.items()
    ]
    return sorted(nearby, key=lambda one: (one.miles, one.school.urn))


def _of_kinds(lines: list[Line], wanted: list[Line]) -> list[str]:
    """The lines that meet one of those wanted, in words, each once."""
    kept = [line for line in lines if any(meets(one, line) for one in wanted)]
    return list(dict.fromkeys(reasons.about(line, line.years) for line in kept))


def _miles_between(one: School, other: School) -> float:
    east, north = (one.easting or 0) - (other.easting or 0), (one.northing or 0) - (other.northing or 0)
    return math.hypot(east, north) / METRES_PER_MILE
