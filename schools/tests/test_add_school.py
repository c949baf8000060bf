"""Adding a school by hand, and checking it."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from core.models import Event
from schools.actions import NotByHand, add_school, correct_school, mark_checked
from schools.forms import ADDED
from schools.models import FIRST_OWN_NUMBER, School
from schools.search import search
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

FACTS = {"name": "Ysgol Bryn", "sector": "state", "region": "wales", "town": "Aber", "low_age": 4, "high_age": 11}


def post(client, **changes):
    return client.post(reverse("schools:add"), {**FACTS, **changes})


def staff():
    return get_user_model().objects.create_user("staff@forum.example", forum_role="moderator")


def test_a_visitor_adds_a_school_and_goes_on_to_register(client):
    response = post(client, website="www.bryn.example", postcode="hx94qt")
    school = School.objects.get()
    assert (school.urn, school.origin, school.checked) == (FIRST_OWN_NUMBER, School.Origin.HAND, False)
    assert (school.region, school.county, school.postcode, school.domain) == (
        "outside-england",
        "Wales",
        "HX9 4QT",
        "bryn.example",
    )
    assert response.headers["Location"] == f"{reverse('partnerships:register')}?urn={school.urn}"
    assert client.session[ADDED] == [school.urn]
    assert [event.kind for event in Event.objects.of(school)] == ["school-added"]


def test_numbers_count_up():
    assert [add_school(**FACTS).urn for _ in range(3)] == [FIRST_OWN_NUMBER + n for n in range(3)]


def test_its_place_comes_from_the_postcode():
    make_school(postcode="HX9 4AA", easting=100, northing=200)
    school = add_school(**FACTS, postcode="HX9 4QT")
    assert (school.easting, school.northing, school.place_is_approximate) == (100, 200, True)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": ""}, "Enter the name of the school"),
        ({"name": "???"}, "Enter the name of the school in letters"),
        ({"sector": ""}, "Select whether"),
        ({"sector": "other-worldly"}, "Select a valid choice"),
        ({"region": ""}, "Choose the country or region"),
        ({"town": ""}, "Enter the town"),
        ({"postcode": "nonsense"}, "Enter a full UK postcode"),
        ({"low_age": "many"}, "Enter the age in figures"),
        ({"low_age": "11", "high_age": "11"}, "Enter an oldest age above the youngest"),
        ({"high_age": "99"}, "Enter an age of 19 or less"),
        ({"website": "no site"}, "Enter the website"),
        ({"name": "x" * 10_000}, "at most 200"),
        ({"town": "a\0b"}, "Null characters"),
    ],
)
def test_refusals_say_what_to_do_and_lose_nothing(client, changes, error):
    response = post(client, **changes)
    assert response.status_code == 200
    assert error in response.text
    assert "Error: " in response.text
    assert not School.objects.exists()
    if "town" not in changes:
        assert 'value="Aber"' in response.text


def test_scripts_are_shown_as_text(client):
    response = post(client, name="<script>alert(1)</script>", high_age="")
    assert "<script>alert" not in response.text


def test_a_school_that_may_be_here_already_is_pointed_out(client):
    there = make_school(name="Ysgol y Bryn", town="Aber", postcode="LL1 1AA")
    response = post(client)
    assert "Is it one of these?" in response.text
    assert f"?urn={there.urn}" in response.text
    assert School.objects.count() == 1
    post(client, different="on")
    assert School.objects.count() == 2


def test_others_unchecked_schools_are_not_pointed_out(client):
    add_school(**FACTS)
    assert post(client).status_code == 302


def test_five_in_an_hour_are_enough(client):
    for n in range(5):
        assert post(client, name=f"Ysgol {'abcde'[n] * 9}").status_code == 302
    response = post(client, name="Ysgol Bryn")
    assert "You have added five schools in an hour" in response.text
    assert School.objects.count() == 5


def test_looking_at_the_form_adds_nothing(client):
    assert client.get(reverse("schools:add")).status_code == 200
    assert not School.objects.exists()


def test_once_checked_everybody_sees_it():
    school, by = add_school(**FACTS), staff()
    assert not search("ysgol", queryset=School.objects.open()).schools.exists()
    mark_checked(school=school, by=by)
    mark_checked(school=school, by=by)
    assert search("ysgol", queryset=School.objects.open()).schools.exists()
    assert [event.kind for event in Event.objects.of(school)] == ["school-checked", "school-added"]


def test_the_registers_schools_need_no_check_and_no_correction():
    school, by = make_school(), staff()
    with pytest.raises(NotByHand, match="national register"):
        mark_checked(school=school, by=by)
    with pytest.raises(NotByHand, match="national register"):
        correct_school(school=school, changed=["name"], by=by)


def test_a_correction_is_searched_and_placed_anew():
    make_school(postcode="HX9 4AA", easting=100, northing=200)
    school = add_school(**FACTS)
    school.name, school.postcode = "Ysgol Newydd", "HX9 4QT"
    corrected = correct_school(school=school, changed=["name", "postcode"], by=staff())
    assert corrected.easting == 100
    assert search("newydd", queryset=School.objects.all()).schools.get() == school
