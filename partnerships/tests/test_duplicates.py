import itertools

import pytest

from partnerships.actions.moderation import decline_registration
from partnerships.duplicates import likenesses_of
from partnerships.tests.cast import line, live_registration, moderator, waiting_registration
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


_numbers = itertools.count(1)


def unlike(build, school=None, **answers):
    """A registration that is like no other, but for what is given. `build` is a function of the cast."""
    n = next(_numbers)
    own = {
        "needs": [line(sentence=f"Something that only school number {n} would ever think of needing.")],
        "offers": [],
        "lead": {"email": f"lead@school{n}.example"},
        "deputy": {"email": f"deputy@school{n}.example"},
    }
    return build(school or make_school(name=f"School {n} of Wold", postcode=f"YO1 {n}AA"), **own | answers)


def new(school=None, **answers):
    return unlike(waiting_registration, school, **answers)


def other(school=None, **answers):
    return unlike(live_registration, school, **answers)


def found(registration):
    return [(likeness.registration, why) for likeness in likenesses_of(registration) for why in likeness.why]


def test_one_alone_is_like_none():
    other()
    assert found(new()) == []


def test_an_earlier_one_of_the_same_school():
    before = decline_registration(registration=new(), by=moderator(), words="Not yet.")
    assert found(new(before.school)) == [(before, "The same school")]


def test_another_school_of_the_same_name_or_place():
    name = other(make_school(name="St Bede’s School", postcode="LS1 1AA"))
    place = other(make_school(name="Quite Another School", postcode="LS2 2BB"))
    waiting = new(make_school(name="St. Bede's School", postcode="LS2 2BB"))
    assert set(found(waiting)) == {
        (name, "A school of the same name"),
        (place, "A school with the same postcode"),
    }


def test_two_schools_without_a_postcode_are_not_alike():
    other(make_school(name="Tarn School", postcode=""))
    assert found(new(make_school(name="Wold School", postcode=""))) == []


def test_a_contact_with_the_same_address_or_domain():
    same = other(deputy={"email": "Deputy@own.example"})
    domain = other(deputy={"email": "somebody@own.example"})
    waiting = new(lead={"email": "lead@own.example"}, deputy={"email": "deputy@own.example"})
    assert set(found(waiting)) == {
        (same, "A contact has the same e-mail address"),
        (domain, "A contact’s e-mail address is at the same domain"),
    }


def test_a_public_mail_provider_says_nothing():
    other(deputy={"email": "somebody@gmail.com"})
    assert found(new(deputy={"email": "other@gmail.com"})) == []


def test_words_taken_from_another():
    sentence = "Our Year 4 pupils have never heard an orchestra play in a real hall."
    live = other(needs=[line(sentence=sentence)])
    copied = new(offers=[line(sentence=sentence)])
    assert found(copied) == [(live, f"The same words: “{sentence.removesuffix('.')}”")]


def test_short_sentences_are_alike_by_chance():
    other(needs=[line(sentence="Help with reading")])
    assert found(new(needs=[line(sentence="Help with reading")])) == []


def test_what_has_most_in_common_comes_first_and_once():
    place = "LS3 3CC"
    near = other(make_school(name="Wold Lower School", postcode=place))
    twin = other(make_school(name="Tarn School", postcode=place), deputy={"email": "same@own.example"})
    waiting = new(make_school(name="Tarn School", postcode=place), deputy={"email": "same@own.example"})
    assert [likeness.registration for likeness in likenesses_of(waiting)] == [twin, near]
