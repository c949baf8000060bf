"""Which registrations match a registration: the database's part of matching.

The database narrows the pool to those that meet a line (by index) and are near enough, partnerships/matching.py decides
and scores, partnerships/reasons.py words it. However many schools there are, a list of matches takes the same number
of queries. `all_pairs` does the whole pool in memory for the job that writes to everybody.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Least
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
from schools.models import School, Status
from schools.year_groups import of_ages

FARTHEST = 50  # miles that a search may be widened to; the grid's plane holds that far (schools/geography.py)
BATCH = 5_000  # registrations read at a time: no database is given more ids than it takes in one question
CELL = 8_000  # metres: side of the squares in which `all_pairs` looks for neighbours


class Row(NamedTuple):
    """A registration with its school, as far as matching and the card of a match need it.

    The names are those of the columns, in the order of the models. A tuple and no model, because a page in London reads
    hundreds to show ten.
    """

    id: int
    reference: str
    school_id: int
    sector: str
    status: str
    partners: str
    miles: int
    transport: str
    slots: int
    head: str
    capacity: int
    school__id: int
    school__urn: int
    school__name: str
    school__sector: str
    school__low_age: int | None
    school__high_age: int | None
    school__town: str
    school__local_authority_id: int | None
    school__easting: int | None
    school__northing: int | None
    school__place_is_approximate: bool
    school__local_authority__name: str | None

    def instance(self) -> Registration:
        """The registration with its school; other columns are read when they are asked for."""
        own, of_school = self._fields.index("school__id"), len(self) - 1
        names = [name.removeprefix("school__") for name in self._fields[own:of_school]]
        registration = Registration.from_db(DEFAULT_DB_ALIAS, self._fields[:own], self[:own])
        registration.school = School.from_db(DEFAULT_DB_ALIAS, names, self[own:of_school])
        return registration


_columns_of = attrgetter(*(name.replace("__", ".") for name in Row._fields[:-1]))


@dataclass(frozen=True)
class Match:
    """A registration that fits the reader's, in words for the reader.

    `pair.a` is the reader's own side and `pair.b` the match's; `row` is the match's registration.
    """

    pair: Pair
    row: Row

    @cached_property
    def registration(self) -> Registration:
        """The match's, with its school: made when it is looked at, as a page shows ten of hundreds."""
        return self.row.instance()

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
    pairs, rows = pairs_of(registration, miles=miles, without=dismissed_by(registration))
    return [Match(pair, rows[pair.b.id]) for pair in sorted(pairs, key=best_first)]


def match_between(a: Registration, b: Registration) -> Match | None:
    """How `b` matches `a`, in words for `a`; None where it does not. Whether they are live is for the caller to ask."""
    theirs = row_of(b)
    sides = sides_of([row_of(a), theirs])
    if len(sides) < 2:
        return None
    pair = compare(sides[a.pk], sides[b.pk], weights())
    return Match(pair, theirs) if pair else None


def all_pairs() -> Iterator[Pair]:
    """Every pair of live registrations that match, once, in the order of their ids. Everything is read first."""
    sides: dict[int, Side] = {}
    pool = rows_of(Registration.objects.live())
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
) -> tuple[list[Pair], dict[int, Row]]:
    """The pairs of this registration, in no order, and the rows of the registrations on their other sides by id.

    `without` holds ids of registrations to leave out.
    """
    if registration.school.easting is None:
        return [], {}
    reach = min(registration.miles if miles is None else miles, FARTHEST)
    needs, offers = lines_of([registration.pk])
    met = meeting(Offer, needs[registration.pk]).union(meeting(Need, offers[registration.pk]))
    found = rows_of(pool_of(registration, miles=reach).filter(pk__in=met))
    # Live or not is asked here: SQLite would take the thousands that are live for a handful, and begin with them.
    rows = {row.id: row for row in found if row.status == Registration.Status.LIVE and row.id not in without}
    sides = sides_of([row_of(registration), *rows.values()])
    me = replace(sides.pop(registration.pk), miles=reach)
    pairs = (compare(me, side, weights()) for side in sides.values())
    return [pair for pair in pairs if pair], rows


def pool_of(registration: Registration, *, miles: int) -> RegistrationQuerySet:
    """Registrations, live or not, of other, open schools within so many miles and willing to travel as far themselves,
    of a sector that both look for. No index answers this: it is a filter for the few that another condition finds."""
    sector = ~Q(sector=registration.sector)
    if registration.partners == Registration.Partners.ANY:
        sector |= Q(partners=Registration.Partners.ANY)
    big = BigIntegerField()  # 32 bits are too few for the square of a hundred kilometres in metres
    east = Cast("school__easting", big) - registration.school.easting
    north = Cast("school__northing", big) - registration.school.northing
    reach = Cast(Least(Value(miles), F("miles"), output_field=big), big)
    return (
        Registration.objects.filter(sector, expires_on__gte=timezone.localdate())
        .alias(apart=east * east + north * north)
        .filter(apart__lte=reach * reach * SQUARE_METRES_PER_SQUARE_MILE)
        .filter(school__status__in=[Status.OPEN, Status.CLOSING], school__checked=True)
        .exclude(school=registration.school_id)
    )


def meeting(model: type[Offer] | type[Need], lines: Collection[Line]) -> QuerySet[Any, Any]:
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
    # The activities once more by themselves: with them, PostgreSQL too reads nothing but the index made for this.
    activities = {line.activity for line in lines}
    found = model._default_manager.filter(wanted, activity__in=activities)
    return found.order_by().values_list("registration_id", flat=True)


def rows_of(registrations: RegistrationQuerySet) -> Iterator[Row]:
    """These registrations as matching reads them, in no order."""
    return map(Row._make, registrations.order_by().values_list(*Row._fields))


def row_of(registration: Registration) -> Row:
    """What `rows_of` gives of it."""
    authority = registration.school.local_authority
    return Row._make([*_columns_of(registration), authority.name if authority else None])


def dismissed_by(registration: Registration) -> set[int]:
    return set(registration.dismissals.values_list("other_id", flat=True))


def sides_of(rows: Iterable[Row]) -> dict[int, Side]:
    """The registrations as matching sees them, by id, less those whose place nobody knows.

    A fixed number of queries, however many there are.
    """
    placed = {row.id: row for row in rows if row.school__easting is not None}
    needs, offers = lines_of(placed)
    values, networks = _values_of(placed), _networks_of(placed)
    taken = _partnerships_taken(placed)
    return {
        pk: Side(
            id=pk,
            urn=row.school__urn,
            name=row.school__name,
            sector=row.sector,
            easting=row.school__easting or 0,
            northing=row.school__northing or 0,
            approximate=row.school__place_is_approximate,
            miles=row.miles,
            any_sector=row.partners == Registration.Partners.ANY,
            years=of_ages(row.school__low_age, row.school__high_age),
            needs=tuple(needs[pk]),
            offers=tuple(offers[pk]),
            values=values[pk],
            networks=networks[pk],
            local_authority=row.school__local_authority__name or "",
            slots=row.slots,
            head=row.head,
            transport=row.transport,
            room=row.capacity - taken[pk],
        )
        for pk, row in placed.items()
    }


def _each(ids: Iterable[int]) -> RawSQL:
    """These ids as one parameter of a query: one by one, hundreds of them cost as much as what they find."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])


def lines_of(ids: Collection[int]) -> list[dict[int, list[Line]]]:
    """The needs, and the offers, of these registrations by their ids, each in their order; one query."""
    columns = ["registration_id", "activity_id", "activity__name", "subject_id", "subject__name", "year_groups"]
    columns += ["activity__mixes_ages", "sentence", "order", "pk"]

    def rows(kind: int, model: type[Offer] | type[Need]) -> QuerySet[Any, Any]:
        return model._default_manager.filter(registration__in=_each(ids)).order_by().values_list(Value(kind), *columns)

    found: list[dict[int, list[Line]]] = [defaultdict(list), defaultdict(list)]
    in_order = sorted(rows(0, Need).union(rows(1, Offer), all=True), key=itemgetter(-2, -1))
    for kind, pk, activity, name, subject, subject_name, years, mixes, sentence, _, _ in in_order:
        found[kind][pk].append(Line(activity, name, subject, subject_name or "", int(years), mixes, sentence))
    return found


def _values_of(ids: Collection[int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Registration.values.through._default_manager.filter(registration__in=_each(ids))
    for pk, value, name in rows.values_list("registration_id", "value_id", "value__name"):
        found[pk][value] = name
    return found


def _networks_of(placed: dict[int, Row]) -> dict[int, dict[int, Network]]:
    """Those the registration named, and those the register knows of its school."""
    found: dict[int, dict[int, Network]] = defaultdict(dict)
    named = Registration.networks.through._default_manager.filter(registration__in=_each(placed))
    for pk, network, kind, name in named.values_list("registration_id", "network_id", "network__kind", "network__name"):
        found[pk][network] = Network(kind, name)
    of_school = {row.school_id: pk for pk, row in placed.items()}
    known = School.networks.through._default_manager.filter(school__in=_each(of_school))
    for school, network, kind, name in known.values_list("school_id", "network_id", "network__kind", "network__name"):
        found[of_school[school]][network] = Network(kind, name)
    return found


def _partnerships_taken(ids: Collection[int]) -> Counter[int]:
    """How many introductions of each registration were accepted: so many partnerships its school has taken on."""
    accepted = Introduction.objects.filter(status=Introduction.Status.ACCEPTED).order_by()
    either = accepted.filter(Q(asker__in=_each(ids)) | Q(asked__in=_each(ids))).values_list("asker_id", "asked_id")
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
