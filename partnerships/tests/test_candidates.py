"""Finding partners in the database: who is in the pool, who is near enough, and in how many queries."""

import datetime

import pytest
from django.utils import timezone

from partnerships.actions.introduction import accept_introduction, ask_for_introduction
from partnerships.actions.matching import dismiss
from partnerships.actions.registration import pause_registration, withdraw_registration
from partnerships.candidates import all_pairs, find_partners, match_between, pool_of
from partnerships.models import Registration
from partnerships.tests.cast import line, live_registration, waiting_registration
from schools.models import Status
from schools.tests.factories import make_independent, make_network, make_school
from schools.year_groups import YearGroups

pytestmark = pytest.mark.django_db
MILE = 1609
HOME = {"easting": 412_600, "northing": 428_400}
YEARS_7_9 = YearGroups.Y7 | YearGroups.Y8 | YearGroups.Y9


def brackenfold(**answers):
    """A state primary that needs science and offers music."""
    return live_registration(make_school(name="Brackenfold Primary School", **HOME), **answers)


def thornmere(miles_east=4, *, school=None, **answers):
    """An independent school that offers science and needs music, so many miles to the east."""
    place = {**HOME, "easting": HOME["easting"] + round(miles_east * MILE)}
    answers = {"needs": [line("music", "music")], "offers": [line()], **answers}
    return live_registration(make_independent(**{**place, **(school or {})}), **answers)


def names(matches):
    return [match.school.name for match in matches]


def refreshed(registration):
    return Registration.objects.select_related("school").get(pk=registration.pk)


def test_the_match_says_what_each_gets_and_why():
    mine = brackenfold(values=["curiosity"], networks=["Calderby heads’ group"])
    theirs = thornmere(
        values=["curiosity"],
        networks=["Calderby heads’ group"],
        offers=[line(sentence="Two laboratories and a technician.")],
    )
    (match,) = find_partners(mine)
    assert match.registration == theirs
    assert match.school.name == "Thornmere School"
    assert match.miles == pytest.approx(4, abs=0.01)
    assert match.you_get == ["Two laboratories and a technician."]
    assert match.they_get == ["Our choir would welcome singers on Friday afternoons."]
    assert match.reasons == [
        "They offer what you need: science (lessons and masterclasses) for Years 5 and 6",
        "You offer what they need: music, choirs and orchestras for Years 5 and 6",
        "Your pupils are the same age: both teach Years 5 and 6",
        "You both belong to the Calderby heads’ group",
        "You share the local authority: Calderby",
        "You share a value: curiosity",
        "You are both free on Friday afternoons",
        "Both headteachers agree",
    ]
    assert match.cautions == []


def test_networks_that_the_register_knows_count_too():
    diocese = make_network("Diocese of Calderby", kind="diocese")
    mine = live_registration(make_school(networks=[diocese], **HOME))
    thornmere(school={"networks": [diocese]})
    assert "You are in the same diocese: Diocese of Calderby" in find_partners(mine)[0].reasons


def test_the_best_come_first_and_are_the_same_from_either_side():
    mine = brackenfold()
    thornmere(9, school={"name": "Far School"})
    thornmere(2, school={"name": "Near School"})
    thornmere(1, school={"name": "One Way School"}, needs=[line("drama", None)])
    found = find_partners(mine)
    assert names(found) == ["Near School", "Far School", "One Way School"]
    for match in found:
        back = match_between(refreshed(match.registration), refreshed(mine))
        assert back.score == match.score
        assert (back.you_get, back.they_get) == (match.they_get, match.you_get)


@pytest.mark.parametrize(
    ("mine", "theirs", "apart", "found"), [(10, 10, 9.9, 1), (10, 10, 10.1, 0), (10, 5, 7, 0), (5, 10, 7, 0)]
)
def test_within_what_both_can_travel(mine, theirs, apart, found):
    registration = brackenfold(miles=mine)
    thornmere(apart, miles=theirs)
    assert len(find_partners(registration)) == found


def test_looking_farther_keeps_to_how_far_the_other_can_go():
    mine = brackenfold(miles=5)
    thornmere(12, school={"name": "Willing School"}, miles=15)
    thornmere(12, school={"name": "Homely School"}, miles=10)
    assert find_partners(mine) == []
    assert names(find_partners(mine, miles=15)) == ["Willing School"]


@pytest.mark.parametrize(("miles", "found"), [(28, 0), (30, 0), (40, 0), (42, 1)])
def test_the_database_leaves_out_what_is_too_far_however_far_a_school_looks(miles, found):
    mine = brackenfold(miles=miles)
    thornmere(41, miles=50)
    assert pool_of(mine, miles=miles).count() == found


def test_a_match_shows_its_card_without_asking_again(django_assert_num_queries):
    mine, theirs = brackenfold(), refreshed(thornmere())
    (match,) = find_partners(mine)
    own = ["pk", "reference", "sector", "status", "partners", "miles", "transport", "slots", "head", "capacity"]
    of_school = ["pk", "urn", "name", "sector", "town", "low_age", "high_age", "local_authority_id", "easting"]
    with django_assert_num_queries(0):
        found, school = match.registration, match.school
        assert [getattr(found, name) for name in own] == [getattr(theirs, name) for name in own]
        assert [getattr(school, name) for name in of_school] == [getattr(theirs.school, name) for name in of_school]
    assert found.expires_on == theirs.expires_on


def test_far_away_squares_do_not_overflow():
    registration = brackenfold(miles=50)
    thornmere(school={"easting": 600_000, "northing": 60_000}, miles=50)
    assert find_partners(registration) == []


@pytest.mark.parametrize(("mine", "theirs", "found"), [("other", "any", 0), ("any", "other", 0), ("any", "any", 1)])
def test_the_same_sector_only_where_both_said_so(mine, theirs, found):
    registration = brackenfold(partners=mine)
    live_registration(
        make_school(name="Tarnside Primary School", **HOME),
        partners=theirs,
        needs=[line("music", "music")],
        offers=[line()],
    )
    assert len(find_partners(registration)) == found


@pytest.mark.parametrize(
    ("offer", "found"),
    [
        (line(), 1),
        (line(subject=None), 1),
        (line(subject="latin"), 0),
        (line(years=YEARS_7_9), 0),
        (line("classics", "science"), 0),
        (line(years=YearGroups(0)), 1),
    ],
)
def test_a_line_is_met_by_the_same_activity_with_a_fitting_subject_and_age(offer, found):
    registration = brackenfold(offers=[line("drama", None)])
    thornmere(offers=[offer], needs=[line("swimming", None)])
    assert len(find_partners(registration)) == found


def test_ages_that_mix_need_not_overlap():
    need, offer = line("mentoring", None), line("mentoring", None, years=YearGroups.Y12)
    registration = brackenfold(needs=[need])
    thornmere(offers=[offer], needs=[line("swimming", None)])
    assert len(find_partners(registration)) == 1


class TestPool:
    def test_only_live_registrations_are_found(self):
        mine = brackenfold()
        waiting_registration(make_independent(**HOME), needs=[line("music", "music")], offers=[line()])
        paused, gone = thornmere(), thornmere(2)
        pause_registration(registration=paused, by=paused.lead)
        withdraw_registration(registration=gone, by=gone.lead)
        assert find_partners(mine) == []

    def test_one_whose_year_is_over_is_not_found(self):
        mine, theirs = brackenfold(), thornmere()
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        Registration.objects.filter(pk=theirs.pk).update(expires_on=yesterday)
        assert find_partners(mine) == []
        assert list(all_pairs()) == []

    def test_a_school_that_closed_is_not_found(self):
        mine, theirs = brackenfold(), thornmere()
        theirs.school.status = Status.CLOSED
        theirs.school.save()
        assert find_partners(mine) == []

    def test_a_dismissed_one_is_left_out_on_one_side_only(self):
        mine, theirs = brackenfold(), thornmere()
        dismiss(registration=mine, other=theirs, by=mine.lead)
        assert find_partners(mine) == []
        assert len(find_partners(theirs)) == 1

    def test_a_school_without_a_place_has_no_matches_and_is_none(self):
        mine, theirs = brackenfold(), thornmere()
        theirs.school.easting = theirs.school.northing = None
        theirs.school.save()
        assert find_partners(mine) == []
        assert find_partners(refreshed(theirs)) == []
        assert match_between(refreshed(mine), refreshed(theirs)) is None
        assert list(all_pairs()) == []

    def test_a_partnership_taken_on_counts_against_the_room_for_new_ones(self):
        mine, theirs = brackenfold(capacity=1), thornmere(capacity=1)
        assert "They can take one more partnership this year" in find_partners(mine)[0].cautions
        other = brackenfold()
        accept_introduction(
            introduction=ask_for_introduction(asker=other, asked=theirs, note="Could we meet?", by=other.lead),
            by=theirs.lead,
        )
        assert "They already have the new partnerships they can take this year" in find_partners(mine)[0].cautions


def test_between_two_that_do_not_match_there_is_no_match():
    assert match_between(brackenfold(), live_registration(make_school(**HOME))) is None


def test_all_pairs_are_those_that_each_school_finds():
    registrations = [
        brackenfold(),
        brackenfold(miles=3),
        thornmere(2),
        thornmere(5),
        thornmere(14.9),
        thornmere(40, miles=50),
    ]
    one_by_one = {
        frozenset({registration.pk, match.registration.pk}): match.score
        for registration in registrations
        for match in find_partners(registration)
    }
    at_once = {frozenset({pair.a.id, pair.b.id}): pair.score for pair in all_pairs()}
    assert at_once == one_by_one
    assert len(at_once) == 4


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    mine = refreshed(brackenfold())
    thornmere()
    with django_assert_num_queries(9):
        assert len(find_partners(mine)) == 1
    for miles in range(1, 8):
        thornmere(miles)
    mine = refreshed(mine)
    with django_assert_num_queries(9):
        assert len(find_partners(mine)) == 8
