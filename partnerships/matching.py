"""How well two registered schools fit, and why. Pure: no database, no HTTP, the same answer every time.

Two registrations match where the hard conditions of `compare` hold. The score then orders the matches of a school; it
is never shown, because a number without its reason helps nobody (partnerships/reasons.py puts the reasons in words).
It is a sum of whole points, so it is exactly the same from either side, and every part only grows with what the two
schools share, so adding something shared can never push a match down.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

METRES_PER_MILE = 1609.344
SQUARE_METRES_PER_SQUARE_MILE = 2_589_988  # whole, so that the database and Python draw the line at the same metre

# How many of a kind count: beyond these, more of the same says little about whether two schools will work together.
LINES_COUNTED, YEARS_COUNTED, VALUES_COUNTED, NETWORKS_COUNTED, SLOTS_COUNTED = 3, 3, 3, 2, 3
HALF_DISTANCE = 8_000  # metres (five miles) at which nearness counts half


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Points for what two schools share; settings.MATCHING_WEIGHTS gives each its reason.

    `two_way` must outweigh everything else together, so that help one way always ranks below help both ways.
    """

    two_way: int
    nearness: int
    line: int
    same_subject: int
    year_group: int
    first_need: int
    value: int
    network: int
    local_authority: int
    slot: int
    head_agrees: int
    head_knows: int
    room: int

    def __post_init__(self) -> None:
        if min(vars(self).values()) < 0 or self.head_knows > self.head_agrees:
            raise ValueError("Weights are never negative, and a head who agrees weighs at least one who knows.")
        if self.two_way <= self.most_without_two_way:
            raise ValueError(f"two_way must be more than {self.most_without_two_way}, the sum of everything else.")

    @property
    def most_without_two_way(self) -> int:
        """The points of a pair that shares everything."""
        line = self.line + self.same_subject + self.year_group * YEARS_COUNTED
        both = 2 * (line * LINES_COUNTED + self.first_need + self.head_agrees + self.room)
        shared = self.value * VALUES_COUNTED + self.network * NETWORKS_COUNTED + self.slot * SLOTS_COUNTED
        return both + shared + self.nearness + self.local_authority


class Line(NamedTuple):
    """A need or an offer. A tuple, because a page in London makes thousands of them."""

    activity: int
    name: str  # of the activity type
    subject: int | None
    subject_name: str
    years: int  # bits of schools.year_groups.YearGroups; 0: not about pupils of a certain age
    mixes_ages: bool
    sentence: str


class Network(NamedTuple):
    kind: str  # schools.models.Network.Kind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A registration as matching sees it. `values` and `networks` are by their ids."""

    id: int
    urn: int
    name: str
    sector: str
    easting: int
    northing: int
    approximate: bool = False
    miles: int
    any_sector: bool = False
    years: int = 0  # the year groups it teaches
    needs: tuple[Line, ...] = ()
    offers: tuple[Line, ...] = ()
    values: Mapping[int, str] = field(default_factory=dict)
    networks: Mapping[int, Network] = field(default_factory=dict)
    local_authority: str = ""
    slots: int = 0  # bits of partnerships/slots.py
    head: str = "not-yet"  # Registration.Head
    transport: str = "none"  # Registration.Transport
    room: int = 1  # new partnerships it can still take this year


class Met(NamedTuple):
    """A need of one school with the offer of the other that suits it best."""

    need: Line
    offer: Line
    years: int  # year groups in both
    points: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two schools that match: `to_a` is what `a` would get, `to_b` what `b` would."""

    a: Side
    b: Side
    square_metres: int
    to_a: tuple[Met, ...]
    to_b: tuple[Met, ...]
    score: int

    @property
    def metres(self) -> float:
        return math.sqrt(self.square_metres)

    @property
    def miles(self) -> float:
        return self.metres / METRES_PER_MILE

    @property
    def two_way(self) -> bool:
        return bool(self.to_a and self.to_b)

    def turned(self) -> "Pair":
        """The same pair, seen from the other school."""
        return Pair(self.b, self.a, self.square_metres, self.to_b, self.to_a, self.score)


def best_first(pair: Pair) -> tuple[int, int, int]:
    """Sort key of `a`'s matches: the score, then the nearer, then the URN, so that the order is always the same."""
    return -pair.score, pair.square_metres, pair.b.urn


def nearest_first(pair: Pair) -> tuple[int, int, int]:
    return pair.square_metres, -pair.score, pair.b.urn


def compare(a: Side, b: Side, weights: Weights) -> Pair | None:
    """The pair, or None where a hard condition fails.

    Hard conditions (issue 2, B4): the other sector, or the same where both said so; within what both can travel; and
    at least one line of one that the other meets.
    """
    if a.urn == b.urn or not sectors_agree(a, b):
        return None
    square_metres = square_distance(a, b)
    if not within(square_metres, min(a.miles, b.miles)):
        return None
    to_a, to_b = met_lines(a.needs, b.offers, weights), met_lines(b.needs, a.offers, weights)
    if not to_a and not to_b:
        return None
    score = weights.two_way if to_a and to_b else 0
    score += _of_lines(a, to_a, weights) + _of_lines(b, to_b, weights)
    score += _of_both(a, b, weights) + _of_each(a, weights) + _of_each(b, weights)
    score += weights.nearness * HALF_DISTANCE // (HALF_DISTANCE + math.isqrt(square_metres))
    return Pair(a, b, square_metres, to_a, to_b, score)


def sectors_agree(a: Side, b: Side) -> bool:
    return a.sector != b.sector or (a.any_sector and b.any_sector)


def square_distance(a: Side, b: Side) -> int:
    """Square metres on the National Grid; under 0.05% out within 50 miles."""
    return (a.easting - b.easting) ** 2 + (a.northing - b.northing) ** 2


def within(square_metres: int, miles: int) -> bool:
    return square_metres <= miles * miles * SQUARE_METRES_PER_SQUARE_MILE


def subjects_agree(need: Line, offer: Line) -> bool:
    """The same subject, or one of them named none."""
    return need.subject == offer.subject or need.subject is None or offer.subject is None


def years_agree(need: Line, offer: Line) -> bool:
    """Year groups that can work together: some in common, or the activity mixes ages, or one named none."""
    return bool(need.years & offer.years) or need.mixes_ages or not need.years or not offer.years


def meets(need: Line, offer: Line) -> bool:
    return need.activity == offer.activity and subjects_agree(need, offer) and years_agree(need, offer)


def met_lines(needs: tuple[Line, ...], offers: tuple[Line, ...], weights: Weights) -> tuple[Met, ...]:
    """Each need that an offer meets, with the best such offer, in the order of the needs."""
    found = []
    for need in needs:
        best = None
        for offer in offers:
            if need.activity == offer.activity and meets(need, offer):
                common = need.years & offer.years
                points = weights.line + weights.year_group * min(common.bit_count(), YEARS_COUNTED)
                if need.subject is not None and need.subject == offer.subject:
                    points += weights.same_subject
                if best is None or points > best.points:
                    best = Met(need, offer, common, points)
        if best is not None:
            found.append(best)
    return tuple(found)


def _of_lines(side: Side, met: tuple[Met, ...], weights: Weights) -> int:
    """What the lines met for one school are worth: the best few, and the need that it all began with."""
    if not met:
        return 0
    points = sum(sorted((m.points for m in met), reverse=True)[:LINES_COUNTED])
    return points + (weights.first_need if met[0].need is side.needs[0] else 0)


def _of_both(a: Side, b: Side, weights: Weights) -> int:
    """What the schools share besides the lines."""
    return (
        weights.value * min(len(a.values.keys() & b.values.keys()), VALUES_COUNTED)
        + weights.network * min(len(a.networks.keys() & b.networks.keys()), NETWORKS_COUNTED)
        + weights.slot * min((a.slots & b.slots).bit_count(), SLOTS_COUNTED)
        + (weights.local_authority if a.local_authority and a.local_authority == b.local_authority else 0)
    )


def _of_each(side: Side, weights: Weights) -> int:
    """What one school brings to any match: its head's support, and room for a new partnership."""
    head = {"agrees": weights.head_agrees, "knows": weights.head_knows}.get(side.head, 0)
    return head + (weights.room if side.room > 0 else 0)
