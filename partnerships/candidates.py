"""Which registrations match a registration: the database's part of matching.

The database narrows the pool to those that meet a line (by index) and are near enough, partnerships/matching.py decides
and scores, partnerships/reasons.py words it. However many schools there are, a list of matches takes the same number
of queries. `all_pairs` does the whole pool in memory for the job that writes to everybody.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from partnerships import reasons
from partnerships.matching import (
    METRES_PER_MILE,
    SQUARE_METRES_PER_SQUARE_MILE,
    Line,
    Network,
    Pair,
    Side,
    Weights,
    best_first,
    compare,
)
from partnerships.models import Introduction, Need, Offer, Registration
from partnerships.querysets import RegistrationQuerySet
from schools.models import LocalAuthority, School, Status

FARTHEST = 50  # miles that a search may be widened to; the grid's plane holds that far (schools/geography.py)
BATCH = 5_000  # registrations read at a time: no database is given more ids than it takes in one question
CELL = 8_000  # metres: side of the squares in which `all_pairs` looks for neighbours


@dataclass(frozen=True)
class Match:
    """A registration that fits the reader's, in words for the reader.

    `pair.a` is the reader's own side and `pair.b` the match's; `registration` is the match's, with its school.
    """

    pair: Pair
    registration: Registration

    @property
    def school(self) -> School:
        return self.registration.school

    @property
    def miles(self) -> float:
        return self.pair.miles

    @property
    def miles_words(self) -> str:
        return reasons.miles_words(self.pair.miles)

    @property
    def score(self) -> int:
        return self.pair.score

    @property
    def two_way(self) -> bool:
        return self.pair.two_way

    @cached_property
    def you_get(self) -> list[str]:
        return reasons.you_get(self.pair)

    @cached_property
    def they_get(self) -> list[str]:
        return reasons.they_get(self.pair)

    @cached_property
    def reasons(self) -> list[str]:
        return reasons.reasons(self.pair)

    @cached_property
    def cautions(self) -> list[str]:
        return reasons.cautions(self.pair)

    @property
    def sentence(self) -> str:
        return reasons.sentence(self.pair)


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights of the settings, checked once."""
    return Weights(**settings.MATCHING_WEIGHTS)


def find_partners(registration: Registration, *, miles: int | None = None) -> list[Match]:
    """The matches of a live registration, best first, without those it dismissed.

    `miles` looks farther (or nearer) than this school said it can travel; how far the others can go still holds.
    """
    pairs, registrations = pairs_of(registration, miles=miles, without=dismissed_by(registration))
    return [Match(pair, registrations[pair.b.id]) for pair in sorted(pairs, key=best_first)]


def match_between(a: Registration, b: Registration) -> Match | None:
    """How `b` matches `a`, in words for `a`; None where it does not. Whether they are live is for the caller to ask."""
    sides = sides_of([a, b])
    if len(sides) < 2:
        return None
    pair = compare(sides[a.pk], sides[b.pk], weights())
    return Match(pair, b) if pair else None


def all_pairs() -> Iterator[Pair]:
    """Every pair of live registrations that match, once, in the order of their ids. Everything is read first."""
    sides: dict[int, Side] = {}
    pool = live().iterator(chunk_size=BATCH)
    while batch := list(islice(pool, BATCH)):
        sides |= sides_of(batch)
    offering, needing = _Grid(), _Grid()
    for side in sides.values():
        offering.add(side, side.offers)
        needing.add(side, side.needs)
    for a in sorted(sides.values(), key=lambda side: side.id):
        near = offering.near(a, a.needs) | needing.near(a, a.offers)
        for pk in sorted(near):
            if pk > a.id and (pair := compare(a, sides[pk], weights())):
                yield pair


# --- Reading
def pairs_of(
    registration: Registration, *, miles: int | None = None, without: Collection[int] = ()
) -> tuple[list[Pair], dict[int, Registration]]:
    """The pairs of this registration, in no order, and the registrations on their other sides by id.

    `without` holds ids of registrations to leave out.
    """
    if registration.school.easting is None:
        return [], {}
    reach = min(registration.miles if miles is None else miles, FARTHEST)
    needs, offers = lines_of([registration.pk])
    met = meeting(Offer, needs[registration.pk]).union(meeting(Need, offers[registration.pk]))
    found = pool_of(registration, miles=reach).filter(pk__in=met)
    # Live or not is asked here: SQLite would take the thousands that are live for a handful, and begin with them.
    registrations = {r.pk: r for r in found if r.is_live and r.pk not in without}
    sides = sides_of([registration, *registrations.values()])
    me = replace(sides.pop(registration.pk), miles=reach)
    pairs = (compare(me, side, weights()) for side in sides.values())
    return [pair for pair in pairs if pair], registrations


def pool_of(registration: Registration, *, miles: int) -> RegistrationQuerySet:
    """Registrations, live or not, of other, open schools within so many miles and willing to travel as far themselves,
    of a sector that both look for. No index answers this: it is a filter for the few that another condition finds."""
    sector = ~Q(sector=registration.sector)
    if registration.partners == Registration.Partners.ANY:
        sector |= Q(partners=Registration.Partners.ANY)
    big = BigIntegerField()  # 32 bits are too few for the square of a hundred kilometres in metres
    east = Cast("school__easting", big) - registration.school.easting
    north = Cast("school__northing", big) - registration.school.northing
    reach = Cast("miles", big) * F("miles") * SQUARE_METRES_PER_SQUARE_MILE
    return (
        registrations_to_match()
        .filter(expires_on__gte=timezone.localdate())
        .alias(apart=east * east + north * north)
        .filter(sector, apart__lte=miles * miles * SQUARE_METRES_PER_SQUARE_MILE)
        .filter(apart__lte=reach, school__status__in=[Status.OPEN, Status.CLOSING], school__checked=True)
        .exclude(school=registration.school_id)
    )


def meeting(model: type[Offer] | type[Need], lines: Iterable[Line]) -> QuerySet[Any, Any]:
    """Ids of registrations anywhere with a line that meets one of `lines`: matching.meets, said to the database.

    Activity, subject and years are choosier than any distance: few of a country's lines are left to be placed.
    """
    wanted = Q(pk__in=[])
    for line in lines:
        meets = Q(activity=line.activity)
        if line.subject is not None:
            meets &= Q(subject=line.subject) | Q(subject=None)
        if line.years and not line.mixes_ages:
            meets &= Q(year_groups=0) | Q(year_groups__overlaps=line.years)
        wanted |= meets
    return model._default_manager.filter(wanted).order_by().values_list("registration_id", flat=True)


def live() -> RegistrationQuerySet:
    return registrations_to_match().live()


def registrations_to_match() -> RegistrationQuerySet:
    """Registrations with no more columns than matching and a card of a match need."""
    columns = ["reference", "sector", "partners", "miles", "transport", "slots", "head", "capacity", "status"]
    of_school = ["urn", "name", "sector", "town", "low_age", "high_age", "easting", "northing", "place_is_approximate"]
    return (
        Registration.objects.select_related("school")
        .only(*columns, *(f"school__{name}" for name in of_school), "school__local_authority")
        .order_by()
    )


def dismissed_by(registration: Registration) -> set[int]:
    return set(registration.dismissals.values_list("other_id", flat=True))


def sides_of(registrations: Iterable[Registration]) -> dict[int, Side]:
    """The registrations as matching sees them, by id, less those whose place nobody knows.

    A fixed number of queries, however many there are.
    """
    placed = {r.pk: r for r in registrations if r.school.easting is not None}
    needs, offers = lines_of(placed)
    values, networks = _values_of(placed), _networks_of(placed)
    authorities: dict[int | None, str] = dict(LocalAuthority.objects.values_list("pk", "name"))
    taken = _partnerships_taken(placed)
    return {
        pk: Side(
            id=pk,
            urn=r.school.urn,
            name=r.school.name,
            sector=r.sector,
            easting=r.school.easting or 0,
            northing=r.school.northing or 0,
            approximate=r.school.place_is_approximate,
            miles=r.miles,
            any_sector=r.partners == Registration.Partners.ANY,
            years=r.school.year_groups,
            needs=tuple(needs[pk]),
            offers=tuple(offers[pk]),
            values=values[pk],
            networks=networks[pk],
            local_authority=authorities.get(r.school.local_authority_id, ""),
            slots=r.slots,
            head=r.head,
            transport=r.transport,
            room=r.capacity - taken[pk],
        )
        for pk, r in placed.items()
    }


def lines_of(ids: Collection[int]) -> list[dict[int, list[Line]]]:
    """The needs, and the offers, of these registrations by their ids, each in their order; one query."""
    columns = ["registration_id", "activity_id", "activity__name", "subject_id", "subject__name", "year_groups"]
    columns += ["activity__mixes_ages", "sentence", "order", "pk"]

    def rows(kind: int, model: type[Offer] | type[Need]) -> QuerySet[Any, Any]:
        return model._default_manager.filter(registration__in=ids).order_by().values_list(Value(kind), *columns)

    found: list[dict[int, list[Line]]] = [defaultdict(list), defaultdict(list)]
    in_order = sorted(rows(0, Need).union(rows(1, Offer), all=True), key=itemgetter(-2, -1))
    for kind, pk, activity, name, subject, subject_name, years, mixes, sentence, _, _ in in_order:
        found[kind][pk].append(Line(activity, name, subject, subject_name or "", int(years), mixes, sentence))
    return found


def _values_of(ids: Collection[int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Registration.values.through._default_manager.filter(registration__in=ids)
    for pk, value, name in rows.values_list("registration_id", "value_id", "value__name"):
        found[pk][value] = name
    return found


def _networks_of(placed: dict[int, Registration]) -> dict[int, dict[int, Network]]:
    """Those the registration named, and those the register knows of its school."""
    found: dict[int, dict[int, Network]] = defaultdict(dict)
    named = Registration.networks.through._default_manager.filter(registration__in=placed)
    for pk, network, kind, name in named.values_list("registration_id", "network_id", "network__kind", "network__name"):
        found[pk][network] = Network(kind, name)
    of_school = {r.school_id: pk for pk, r in placed.items()}
    known = School.networks.through._default_manager.filter(school__in=of_school)
    for school, network, kind, name in known.values_list("school_id", "network_id", "network__kind", "network__name"):
        found[of_school[school]][network] = Network(kind, name)
    return found


def _partnerships_taken(ids: Collection[int]) -> Counter[int]:
    """How many introductions of each registration were accepted: so many partnerships its school has taken on."""
    accepted = Introduction.objects.filter(status=Introduction.Status.ACCEPTED).order_by()
    either = accepted.filter(Q(asker__in=ids) | Q(asked__in=ids)).values_list("asker_id", "asked_id")
    return Counter(pk for pair in either for pk in pair)


class _Grid:
    """Who has which activity in which square, so that `all_pairs` looks only near by."""

    def __init__(self) -> None:
        self._in: dict[tuple[int, int, int], set[int]] = defaultdict(set)

    def add(self, side: Side, lines: Iterable[Line]) -> None:
        for line in lines:
            self._in[line.activity, side.easting // CELL, side.northing // CELL].add(side.id)

    def near(self, side: Side, lines: Iterable[Line]) -> set[int]:
        """Those with one of these activities in a square that this school can reach."""
        reach = math.ceil(side.miles * METRES_PER_MILE)
        columns = range((side.easting - reach) // CELL, (side.easting + reach) // CELL + 1)
        rows = range((side.northing - reach) // CELL, (side.northing + reach) // CELL + 1)
        found: set[int] = set()
        for activity in {line.activity for line in lines}:
            for column in columns:
                for row in rows:
                    found |= self._in.get((activity, column, row), set())
        return found
