"""What to change where there are few matches or none."""

import pytest

from partnerships.actions.matching import dismiss
from partnerships.candidates import find_partners
from partnerships.prospects import near_misses, wider
from partnerships.tests.cast import line
from partnerships.tests.test_candidates import YEARS_7_9, brackenfold, thornmere

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
