"""Places and distances."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.geography import Place, full_postcode, miles_between, nearest, outward_code, place_of
from schools.models import Postcode, School
from schools.tests.factories import make_authority, make_school

pytestmark = pytest.mark.django_db


def test_miles():
    assert miles_between(Place(0, 0), Place(3000, 4000)) == pytest.approx(3.1069, abs=0.001)
    assert miles_between(make_school(easting=None, northing=None), Place(0, 0)) is None


def test_nearest_are_in_order_and_within():
    here = make_school(easting=400_000, northing=400_000)
    far = make_school(easting=400_000, northing=416_000)
    near = make_school(easting=400_000, northing=408_000)
    corner = make_school(easting=408_000, northing=408_000)
    make_school(easting=None, northing=None)
    everyone = School.objects.all()
    assert list(nearest(everyone, here)) == [here, near, corner, far]
    assert list(nearest(everyone, here, within=5)) == [here, near]


def test_the_whole_grid_fits_into_the_numbers():
    make_school(easting=700_000, northing=1_300_000)
    school = nearest(School.objects.all(), Place(0, 0)).get()
    assert school.metres_squared == 700_000**2 + 1_300_000**2


@pytest.mark.parametrize(
    ("text", "code"), [("sw1a1aa", "SW1A 1AA"), (" M1  1AE ", "M1 1AE"), ("HX9", None), ("", None), ("HX9 4Q", None)]
)
def test_full_postcodes(text, code):
    assert full_postcode(text) == code


@pytest.mark.parametrize(("text", "code"), [("sw1a", "SW1A"), ("m1", "M1"), ("HX9 4QT", None), ("leeds", None)])
def test_outward_codes(text, code):
    assert outward_code(text) == code


def test_a_postcode_is_where_the_table_says():
    make_school(postcode="HX9 4QT", easting=1, northing=1)
    Postcode.objects.create(code="HX94QT", easting=412_000, northing=428_000)
    assert place_of("hx94qt") == Place(412_000, 428_000, "HX9 4QT")


def test_without_the_table_it_is_among_the_schools_of_its_sector_or_outward_code():
    make_school(postcode="HX9 4AA", easting=100, northing=200)
    make_school(postcode="HX9 4AB", easting=200, northing=400)
    make_school(postcode="HX9 5AB", easting=600, northing=900)
    make_school(postcode="HX9 4AC", easting=9_999, northing=9_999, place_is_approximate=True)
    make_school(postcode="HX91 4AC", easting=9_999, northing=9_999)
    assert place_of("HX9 4QT") == Place(150, 300, "HX9 4QT")
    assert place_of("HX9 7QT") == Place(300, 500, "HX9 7QT")
    assert place_of("hx9") == Place(300, 500, "HX9")


def test_an_outward_code_from_the_table_is_not_its_longer_neighbour():
    Postcode.objects.create(code="SW11AA", easting=10, northing=20)
    Postcode.objects.create(code="SW101AA", easting=999, northing=999)
    assert place_of("SW1") == Place(10, 20, "SW1")


def test_a_town_is_the_one_with_most_schools():
    kent, surrey = make_authority("Kent"), make_authority("Surrey")
    for easting in (100, 200):
        make_school(town="Ashholme", easting=easting, northing=10, local_authority=kent)
    make_school(town="Ashholme", easting=9_000, northing=10, local_authority=surrey)
    assert place_of(" ashholme ") == Place(150, 10, "Ashholme")


@pytest.mark.parametrize("text", ["", "Nowhere", "ZZ99 9ZZ", "ZZ99", "\0", "'", "x" * 10_000])
def test_what_nobody_knows_is_nowhere(text):
    assert place_of(text) is None


@given(st.text(max_size=30))
def test_postcodes_are_never_both(text):
    assert full_postcode(text) is None or outward_code(text) is None
