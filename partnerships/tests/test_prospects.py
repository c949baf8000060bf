"""What to change where there are few matches or none."""

import pytest

from partnerships.actions.matching import dismiss
from partnerships.actions.registration import pause_registration
from partnerships.candidates import find_partners
from partnerships.models import ActivityType, Subject
from partnerships.prospects import near_misses, seeking_or_offering, wider
from partnerships.tests.cast import UPPER_PRIMARY, line
from partnerships.tests.test_candidates import HOME, YEARS_7_9, brackenfold, thornmere
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def test_the_next_distance_that_brings_somebody_is_named_with_how_many():
    mine = brackenfold(miles=5)
    thornmere(12), thornmere(14)
    thornmere(22, miles=25)
    found = wider(mine, known=[], miles=5)
    assert (found.miles, found.more) == (15, 2)
    assert (wider(mine, known=[], miles=15).miles, wider(mine, known=[], miles=15).more) == (25, 3)


def test_those_known_or_dismissed_are_not_counted():
    mine = brackenfold(miles=5)
    thornmere(4)
    dismissed = thornmere(12)
    assert wider(mine, known=find_partners(mine), miles=5).more == 1
    dismiss(registration=mine, other=dismissed, by=mine.lead)
    assert wider(mine, known=find_partners(mine), miles=5) is None


def test_nobody_farther_is_no_help():
    mine = brackenfold()
    assert wider(mine, known=[], miles=15) is None
    assert near_misses(mine, known=[], miles=15) == type(near_misses(mine, known=[], miles=15))(None, None)


def test_an_offer_for_other_years_is_told():
    mine = brackenfold(offers=[])
    thornmere(offers=[line(years=YEARS_7_9)], needs=[line("swimming", None)])
    thornmere(6, offers=[line(years=YEARS_7_9)], needs=[line("swimming", None)])
    found = near_misses(mine, known=[], miles=15).other_years
    assert (found.schools, found.line, found.years) == (2, "science (lessons and masterclasses)", "Years 7 to 9")


def test_what_the_nearest_school_needs_is_told():
    mine = brackenfold()
    thornmere(6, school={"name": "Farther School"}, offers=[], needs=[line("dance", None)])
    thornmere(3, school={"name": "Nearest School"}, offers=[], needs=[line("swimming", None)])
    thornmere(1, school={"name": "Homebound School"}, offers=[], needs=[line("swimming", None)], miles=0)
    found = near_misses(mine, known=[], miles=15).would_fit
    assert found.registration.school.name == "Nearest School"
    assert (found.miles_words, found.line) == ("3 miles", "swimming for Years 5 and 6")


def test_a_school_without_a_place_gets_no_advice_on_distance():
    mine = brackenfold()
    mine.school.easting = mine.school.northing = None
    assert wider(mine, known=[], miles=15) is None
    assert near_misses(mine, known=[], miles=15).would_fit is None


def looked_for(school, *, activities=("masterclasses",), subjects=("science",), years=UPPER_PRIMARY):
    return seeking_or_offering(
        school,
        activities=list(ActivityType.objects.filter(slug__in=activities)),
        subjects=list(Subject.objects.filter(slug__in=subjects)),
        years=years,
    )


def test_schools_that_seek_or_offer_it_are_found_for_a_school_without_a_registration():
    mine = make_school(name="Tarnside Primary School", **HOME)
    offers, seeks = thornmere(9), thornmere(4, needs=[line()], offers=[line("dance", None)])
    nearer, farther = looked_for(mine)
    assert [nearer.registration, farther.registration] == [seeks, offers]
    assert (nearer.miles_words, nearer.seeks, nearer.offers) == (
        "4 miles",
        ["science (lessons and masterclasses) for Years 5 and 6"],
        [],
    )
    assert (farther.seeks, farther.offers) == ([], ["science (lessons and masterclasses) for Years 5 and 6"])


def test_other_sector_other_kind_other_years_and_too_far_are_not_found():
    mine = make_school(**HOME)
    thornmere(16, miles=50)
    thornmere(4, miles=3)
    thornmere(2, offers=[line("dance", None)])
    thornmere(2, offers=[line(subject="music")])
    thornmere(2, offers=[line(years=YEARS_7_9)])
    brackenfold(offers=[line()])
    paused = thornmere(2)
    pause_registration(registration=paused, by=paused.lead)
    assert looked_for(mine) == []


def test_how_far_is_what_its_own_registration_says_and_those_dismissed_stay_away():
    mine = brackenfold(miles=20)
    far, other = thornmere(18, miles=50), thornmere(3)
    dismiss(registration=mine, other=other, by=mine.lead)
    assert [one.registration for one in looked_for(mine.school)] == [far]


def test_where_nobody_knows_the_place_nobody_is_near():
    thornmere(1)
    assert looked_for(make_school(easting=None, northing=None)) == []


def test_many_schools_take_as_many_queries_as_one(django_assert_num_queries):
    mine = make_school(**HOME)
    activities = list(ActivityType.objects.filter(slug="masterclasses"))
    for number in (1, 6):
        for n in range(number):
            thornmere(1 + n, school={"name": f"School {number} {n}"})
        with django_assert_num_queries(3):
            found = seeking_or_offering(mine, activities=activities, subjects=[], years=0)
            assert all(one.school.get_absolute_url() and one.school.town for one in found)
    assert len(found) == 7
