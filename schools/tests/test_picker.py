"""SchoolField: choosing a school in a form, as a browser without JavaScript sends it."""

import pytest

from core.forms import PortalForm
from schools.actions import add_school
from schools.forms import SchoolField, choice_words
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


class WhichSchool(PortalForm):
    school = SchoolField(label="Your school", help_text=SchoolField.HINT)


def form_of(typed="", choice="", searched="", added=(), **options):
    data = {"school": typed, "school-choice": choice, "school-searched": searched}
    form = WhichSchool(data, **options)
    form.fields["school"].added = added
    return form


def chosen(**sent):
    form = form_of(**sent)
    assert form.is_valid(), form.errors
    return form.cleaned_data["school"]


def refused(**sent):
    form = form_of(**sent)
    assert not form.is_valid()
    return form.errors["school"][0], form["school"].as_widget()


@pytest.fixture
def schools():
    return [make_school(name="Brackenfold Primary School", town=town) for town in ("Calderby", "Tarnside")]


def test_first_the_schools_that_match_then_the_choice(schools):
    error, html = refused(typed="brackenfold")
    assert error == "Select your school from the list"
    for school in schools:
        assert f'value="{school.urn}"' in html
        assert choice_words(school) in html
    assert 'name="school-searched" value="brackenfold"' in html
    assert "None of these" in html
    assert chosen(typed="brackenfold", choice=str(schools[1].urn), searched="brackenfold") == schools[1]


def test_the_line_that_the_autocomplete_writes_chooses_at_once(schools):
    assert chosen(typed=choice_words(schools[1])) == schools[1]


def test_a_urn_or_a_name_of_one_school_chooses_at_once(schools):
    assert chosen(typed=str(schools[0].urn)) == schools[0]
    only = make_school(name="Thornmere School")
    assert chosen(typed="thornmere sch") == only


def test_a_new_text_wins_over_a_radio_of_the_old_one(schools):
    other = make_school(name="Thornmere School")
    assert chosen(typed="Thornmere School", choice=str(schools[0].urn), searched="brackenfold") == other


def test_none_of_these_asks_again(schools):
    error, html = refused(typed="brackenfold", choice="none", searched="brackenfold")
    assert "by hand" in error
    assert 'value="brackenfold"' in html


def test_nothing_typed_and_nothing_found(schools):
    assert refused()[0] == "Enter the name, town, postcode or URN of your school"
    assert "No school matches" in refused(typed="zzzqqq")[0]


def test_closed_schools_are_not_offered():
    closed = make_school(name="Oakenclough School", status="closed")
    assert "No school matches" in refused(typed="oakenclough")[0]
    assert str(closed.urn) not in refused(typed=str(closed.urn))[1].replace(f'value="{closed.urn}"', "")


def test_a_school_added_by_hand_is_for_the_visitor_who_added_it():
    added = add_school(name="Ysgol Bryn", sector="state", region="wales", town="Aber", low_age=4, high_age=11)
    assert "No school matches" in refused(typed=choice_words(added))[0]
    assert "Ysgol Bryn" not in refused(typed="ysgol")[1]
    assert chosen(typed=choice_words(added), added=[added.urn]) == added


def test_it_starts_with_the_school_given(schools):
    form = WhichSchool(initial={"school": schools[0]})
    assert f'value="{choice_words(schools[0])}"' in form["school"].as_widget()


@pytest.mark.parametrize(
    "bad", ["<script>alert(1)</script>", "x" * 10_000, "a\0b", "'", "(URN 99999999)", "(URN 999999999999)"]
)
def test_anything_may_be_sent(bad, schools):
    for sent in ({"typed": bad}, {"typed": "brackenfold", "choice": bad, "searched": "brackenfold"}):
        _, html = refused(**sent)
        assert "<script>alert" not in html


def test_queries_do_not_grow(django_assert_num_queries):
    make_school(name="Brackenfold Primary School")
    make_school(name="Brackenfold Primary School")
    with django_assert_num_queries(2):
        refused(typed="brackenfold")
    for _ in range(20):
        make_school(name="Brackenfold Primary School")
    with django_assert_num_queries(2):
        refused(typed="brackenfold")
