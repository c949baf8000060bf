"""The map of England, and of a school's neighbourhood."""

import pytest

from partnerships import maps
from partnerships.actions.introduction import accept_introduction, ask_for_introduction
from partnerships.actions.registration import withdraw_registration
from partnerships.maps import Pin, national, neighbourhood
from partnerships.tests.test_candidates import HOME, brackenfold, thornmere
from schools.models import Region
from schools.tests.factories import make_school

OUTSIDE = "Outside England"
pytestmark = pytest.mark.django_db


def test_an_empty_register_draws_nothing():
    picture = national()
    assert picture.svg == ""
    assert (picture.registered, picture.partnerships) == (0, 0)


def test_a_few_lonely_hexagons_are_not_a_picture_of_england():
    brackenfold()
    picture = national()
    assert (picture.svg, picture.legend, picture.registered) == ("", [], 1)


def test_only_what_is_in_england_is_named_with_nothing():
    assert [row.name for row in national().regions] == [label for _, label in Region.choices if label != OUTSIDE]
    thornmere(school={"region": Region.OUTSIDE})
    assert national().regions[-1].name == OUTSIDE


def test_schools_interest_and_partnerships_each_have_their_hexagons(monkeypatch):
    monkeypatch.setattr(maps, "FEWEST", 1)
    make_school(easting=530_000, northing=180_000, region=Region.LONDON)
    assert 'class="issp-hex issp-hex--1"' in national().svg
    mine = brackenfold()
    assert 'class="issp-hex issp-hex--interest"' in national().svg
    theirs = thornmere(school={"region": Region.YORKSHIRE})
    one = ask_for_introduction(asker=mine, asked=theirs, note="Could we meet?", by=mine.lead)
    accept_introduction(introduction=one, by=theirs.lead)
    picture = national()
    assert 'class="issp-hex issp-hex--partners"' in picture.svg
    assert (picture.registered, picture.partnerships) == (2, 1)
    (row,) = [row for row in picture.regions if row.name == "Yorkshire and the Humber"]
    assert (row.registered, row.partnerships) == (2, 1)


def test_it_is_fresh_when_a_registration_ends():
    mine = brackenfold()
    assert national().registered == 1
    withdraw_registration(registration=mine, by=mine.lead)
    assert national().registered == 0


def test_a_second_look_reads_no_school(django_assert_num_queries):
    brackenfold()
    national()
    with django_assert_num_queries(4):  # three numbers that tell whether anything changed, and the kept picture
        national()


def test_a_neighbourhood_has_rings_up_to_the_distance_and_numbered_pins():
    school = make_school(**HOME)
    east = Pin(1, "independent", HOME["easting"] + 8047, HOME["northing"])
    svg = neighbourhood(school, sector="state", miles=12, pins=[east])
    assert [f">{miles} miles</text>" in svg for miles in (5, 10, 15, 25)] == [True, True, True, False]
    assert 'issp-map__pin--state issp-map__pin--you" d="M102.0 121.0' in svg
    assert 'x="143.5"' in svg  # five miles of 17.1 east of the middle, on 222 units
    assert ">1</text>" in svg


def test_pins_are_to_scale_whatever_the_distance():
    school = make_school(**HOME)
    north = Pin(1, "state", HOME["easting"], HOME["northing"] + 40_234)
    svg = neighbourhood(school, sector="independent", miles=25, pins=[north])
    assert 'x="111.0"' in svg
    assert ">25 miles</text>" in svg
    assert ">5 miles</text>" not in svg
