"""Matching itself: the hard conditions by example, and what must hold of any two schools as properties."""

from dataclasses import replace

import pytest
from django.conf import settings
from hypothesis import assume, given
from hypothesis import strategies as st

from partnerships.matching import Line, Network, Side, Weights, best_first, compare, nearest_first
from schools.year_groups import YearGroups

WEIGHTS = Weights(**settings.MATCHING_WEIGHTS)
MILE = 1610  # metres, a shade more than a mile
YEARS_5_6 = int(YearGroups.Y5 | YearGroups.Y6)
YEARS_7_9 = int(YearGroups.Y7 | YearGroups.Y8 | YearGroups.Y9)
LATIN, FRENCH = 1, 2


def line(activity=1, years=YEARS_5_6, *, subject=None, mixes_ages=False, sentence="A sentence"):
    name = "Latin" if subject else ""
    return Line(activity, f"Activity {activity}", subject, name, years, mixes_ages, sentence)


def side(**changes):
    fields = {
        "id": 1,
        "urn": 900101,
        "name": "Brackenfold Primary School",
        "sector": "state",
        "easting": 412_600,
        "northing": 428_400,
        "miles": 10,
        "needs": (line(1),),
        "offers": (line(2),),
    }
    return Side(**{**fields, **changes})


def other(**changes):
    fields = {"id": 2, "urn": 900201, "name": "Thornmere School", "sector": "independent"}
    return side(**{**fields, "needs": (line(2),), "offers": (line(1),), **changes})


class TestHardConditions:
    def test_two_schools_that_help_each_other_match_both_ways(self):
        pair = compare(side(), other(), WEIGHTS)
        assert pair.two_way
        assert [met.need.activity for met in pair.to_a] == [1]
        assert [met.need.activity for met in pair.to_b] == [2]

    @pytest.mark.parametrize(
        ("mine", "theirs", "matches"),
        [(False, False, False), (True, False, False), (False, True, False), (True, True, True)],
    )
    def test_the_same_sector_only_where_both_said_so(self, mine, theirs, matches):
        pair = compare(side(any_sector=mine), other(sector="state", any_sector=theirs), WEIGHTS)
        assert (pair is not None) is matches

    @pytest.mark.parametrize(
        ("mine", "theirs", "apart", "matches"), [(10, 10, 9, True), (10, 5, 9, False), (5, 10, 9, False)]
    )
    def test_within_what_both_can_travel(self, mine, theirs, apart, matches):
        pair = compare(side(miles=mine), other(miles=theirs, easting=412_600 + apart * MILE), WEIGHTS)
        assert (pair is not None) is matches

    def test_nothing_to_do_together_is_no_match(self):
        assert compare(side(needs=(line(5),), offers=(line(6),)), other(), WEIGHTS) is None

    def test_a_school_does_not_match_itself(self):
        assert compare(side(any_sector=True), side(any_sector=True, id=2), WEIGHTS) is None

    @pytest.mark.parametrize(
        ("need", "offer", "matches"),
        [(LATIN, LATIN, True), (LATIN, FRENCH, False), (LATIN, None, True), (None, LATIN, True)],
    )
    def test_subjects_agree_where_equal_or_left_open(self, need, offer, matches):
        pair = compare(
            side(needs=(line(1, subject=need),), offers=()), other(needs=(), offers=(line(1, subject=offer),)), WEIGHTS
        )
        assert (pair is not None) is matches

    @pytest.mark.parametrize(
        ("offered", "mixes", "matches"),
        [(YEARS_5_6, False, True), (YEARS_7_9, False, False), (YEARS_7_9, True, True), (0, False, True)],
    )
    def test_year_groups_overlap_unless_the_activity_mixes_ages(self, offered, mixes, matches):
        mine = side(needs=(line(1, mixes_ages=mixes),), offers=())
        pair = compare(mine, other(needs=(), offers=(line(1, offered, mixes_ages=mixes),)), WEIGHTS)
        assert (pair is not None) is matches

    def test_the_offer_that_suits_best_is_named(self):
        loose, exact = line(1, subject=None, sentence="Loose"), line(1, subject=LATIN, sentence="Exact")
        pair = compare(side(needs=(line(1, subject=LATIN),)), other(offers=(loose, exact)), WEIGHTS)
        assert [met.offer.sentence for met in pair.to_a] == ["Exact"]


class TestWeights:
    def test_help_one_way_could_win_is_refused(self):
        with pytest.raises(ValueError, match="two_way must be more than"):
            Weights(**{**settings.MATCHING_WEIGHTS, "two_way": WEIGHTS.most_without_two_way})

    def test_a_negative_weight_is_refused(self):
        with pytest.raises(ValueError, match="never negative"):
            Weights(**{**settings.MATCHING_WEIGHTS, "value": -1})


# --- Properties
years = st.integers(0, (1 << 15) - 1)
lines = st.builds(
    Line,
    activity=st.integers(1, 3),
    name=st.just("Activity"),
    subject=st.sampled_from([None, LATIN, FRENCH]),
    subject_name=st.just(""),
    years=years,
    mixes_ages=st.booleans(),
    sentence=st.just(""),
)
some_lines = st.lists(lines, max_size=4).map(tuple)
VALUES = {n: f"Value {n}" for n in range(5)}
NETWORKS = {n: Network("trust", f"Trust {n}") for n in range(4)}


def sides(number, sector):
    return st.builds(
        Side,
        id=st.just(number),
        urn=st.just(900_000 + number),
        name=st.just("A school"),
        sector=sector,
        easting=st.integers(400_000, 440_000),
        northing=st.integers(400_000, 440_000),
        miles=st.integers(1, 40),
        any_sector=st.booleans(),
        years=years,
        needs=some_lines,
        offers=some_lines,
        values=st.sets(st.sampled_from(sorted(VALUES))).map(lambda keys: {k: VALUES[k] for k in keys}),
        networks=st.sets(st.sampled_from(sorted(NETWORKS))).map(lambda keys: {k: NETWORKS[k] for k in keys}),
        local_authority=st.sampled_from(["", "Calderdale", "Kirklees"]),
        slots=st.integers(0, (1 << 21) - 1),
        head=st.sampled_from(["agrees", "knows", "not-yet"]),
        transport=st.sampled_from(["minibus", "public", "none"]),
        room=st.integers(-1, 3),
    )


sector = st.sampled_from(["state", "independent"])
states, independents = sides(1, st.just("state")), sides(2, st.just("independent"))


@given(sides(1, sector), sides(2, sector))
def test_it_is_the_same_match_from_either_side(a, b):
    one, two = compare(a, b, WEIGHTS), compare(b, a, WEIGHTS)
    assert (one is None) == (two is None)
    if one is not None:
        assert one.score == two.score
        assert one.turned() == two
        assert (one.to_a, one.to_b) == (two.to_b, two.to_a)


@given(states, independents)
def test_it_is_the_same_match_every_time(a, b):
    assert compare(a, b, WEIGHTS) == compare(a, b, WEIGHTS)


def share(a, b, what, a_line):
    """Both schools with one more thing in common."""
    if what == "value":
        return replace(a, values={**a.values, 99: "New"}), replace(b, values={**b.values, 99: "New"})
    if what == "network":
        new = {99: Network("local", "New")}
        return replace(a, networks={**a.networks, **new}), replace(b, networks={**b.networks, **new})
    if what == "slot":
        return replace(a, slots=a.slots | 1 << 7), replace(b, slots=b.slots | 1 << 7)
    if what == "authority":
        return replace(a, local_authority="Calderdale"), replace(b, local_authority="Calderdale")
    if what == "head":
        return replace(a, head="agrees"), replace(b, head="agrees")
    if what == "met first":
        return replace(a, needs=(a_line, *a.needs)), replace(b, offers=(*b.offers, a_line))
    return replace(a, needs=(*a.needs, a_line)), replace(b, offers=(*b.offers, a_line))


def matched(a, b, a_line):
    """Two schools that match for certain: a line in common, and as far to travel as any of them are apart."""
    return replace(a, needs=(*a.needs, a_line), miles=40), replace(b, offers=(*b.offers, a_line), miles=40)


matches = st.builds(matched, states, independents, lines)
SHARED = ["value", "network", "slot", "authority", "head", "met", "met first"]


@given(matches, st.sampled_from(SHARED), lines)
def test_something_shared_never_lowers_a_match(match, what, a_line):
    before = compare(*match, WEIGHTS)
    after = compare(*share(*match, what, a_line), WEIGHTS)
    assert after.score >= before.score
    assert after.two_way or not before.two_way


@given(matches, st.integers(0, 100))
def test_nearer_never_lowers_a_match(match, part):
    a, b = match
    nearer = replace(
        b,
        easting=a.easting + (b.easting - a.easting) * part // 100,
        northing=a.northing + (b.northing - a.northing) * part // 100,
    )
    before, after = compare(a, b, WEIGHTS), compare(a, nearer, WEIGHTS)
    assume(after.square_metres <= before.square_metres)  # floor division may step a metre farther
    assert after.score >= before.score


@given(states, independents, independents, lines, lines)
def test_help_one_way_ranks_below_help_both_ways_whatever_else(a, b, c, need, offer):
    a = replace(a, needs=(need, *a.needs), offers=(offer, *a.offers), miles=40)
    both_ways = compare(a, replace(b, needs=(*b.needs, offer), offers=(*b.offers, need), miles=40), WEIGHTS)
    one_way = compare(a, replace(c, urn=900_003, needs=(), offers=(*c.offers, need), miles=40), WEIGHTS)
    assert both_ways.two_way
    assert not one_way.two_way
    assert best_first(both_ways) < best_first(one_way)


def test_everything_shared_one_way_still_ranks_below_bare_help_both_ways():
    rich = {
        "values": VALUES,
        "networks": NETWORKS,
        "slots": (1 << 21) - 1,
        "head": "agrees",
        "local_authority": "Calderdale",
    }
    me = side(miles=40, needs=(line(1, subject=LATIN),) * 3, **rich)
    one_way = other(urn=900202, needs=(), offers=(line(1, subject=LATIN),) * 3, miles=40, **rich)
    two_way = other(easting=412_600 + 39 * 1609, miles=40, offers=(line(1, 0),), needs=(line(2, 0),), room=0)
    assert compare(me, two_way, WEIGHTS).score > compare(me, one_way, WEIGHTS).score


def test_ties_are_broken_by_distance_then_urn():
    far = Weights(**{**settings.MATCHING_WEIGHTS, "nearness": 0})
    pairs = [
        compare(side(), other(urn=900203), far),
        compare(side(), other(urn=900202), far),
        compare(side(), other(urn=900201, easting=412_600 + MILE), far),
    ]
    for order in (best_first, nearest_first):
        assert [pair.b.urn for pair in sorted(pairs, key=order)] == [900202, 900203, 900201]


def test_the_first_need_counts_for_more_than_another():
    needs = (line(1), line(3))
    first = compare(side(needs=needs), other(offers=(line(1),)), WEIGHTS)
    second = compare(side(needs=needs), other(offers=(line(3),)), WEIGHTS)
    assert first.score - second.score == WEIGHTS.first_need
