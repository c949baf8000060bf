"""Finding schools by what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.models import Postcode, School
from schools.search import normal, search
from schools.tests.factories import make_authority, make_school


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Mary's", "ST MARYS"),
        ("St Mary’s", "saint marys"),
        ("ST MARYS C OF E", "St Mary's CE"),
        ("St Mary's Church of England Primary School", "st marys cofe primary sch"),
        ("St Mary's C.E.", "St Mary's CofE"),
        ("Roman Catholic", "RC"),
        ("St Peter & St Paul", "saint peter and saint paul"),
        ("Calderby Jnr", "calderby juniors"),
        ("Collège Élan", "college elan"),
        ("Mount Pleasant", "Mt. Pleasant"),
        ("Wexley  Bridge-Infants'", "wexley bridge infant"),
    ],
)
def test_spellings_of_one_name_are_one(one, other):
    assert normal(one) == normal(other)


@given(st.text(max_size=80))
def test_normal_words_are_plain_and_stay_as_they_are(text):
    words = normal(text)
    assert words == " ".join(words.split())
    assert all(char.isascii() and (char.isalnum() or char == " ") for char in words)
    assert normal(normal(words)) == normal(words)


@pytest.fixture
def register(db):
    def make(name, town, postcode, **changes):
        return make_school(
            name=name, town=town, postcode=postcode, local_authority=make_authority("Northshire"), **changes
        )

    return {
        "mary": make("St Mary's Church of England Primary School", "Calderby", "HX9 4QT"),
        "catholic": make("St Mary's RC Primary School", "Netherholme", "HX9 4QA"),
        "thornmere": make("Thornmere School", "Calderby", "WX1 2AB", easting=1, northing=1),
        "calderby": make("Calderby High School", "Calderby", "HX7 1AA"),
        "junior": make("The Thornmere School, Tarnside", "", ""),
    }


def names(text, register, **options):
    found = search(text, queryset=School.objects.open(), **options)
    keys = {school.pk: key for key, school in register.items()}
    return [keys[school.pk] for school in found.schools], found.instead


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("St. Mary's", ["catholic", "mary"]),
        ("saint mary", ["catholic", "mary"]),
        ("ST MARYS C OF E", ["mary"]),
        ("st marys church of england primary school", ["mary"]),
        ("st marys rc", ["catholic"]),
        ("primary marys st", ["catholic", "mary"]),
        ("st marys netherholme", ["catholic"]),
        ("thornm", ["thornmere", "junior"]),
        ("the thornmere school", ["junior", "thornmere"]),
        ("HX94QT", ["mary"]),
        ("hx9 4qt", ["mary"]),
        (" hx9 ", ["mary", "catholic"]),
        ("hx7", ["calderby"]),
        ("calderby", ["calderby", "mary", "thornmere"]),
        ("", ["calderby", "mary", "catholic", "junior", "thornmere"]),
    ],
)
def test_found_in_order(text, found, register):
    assert names(text, register) == (found, "")


def test_the_very_name_comes_first(register):
    assert names("Thornmere School", register)[0][0] == "thornmere"


def test_by_urn(register):
    assert names(str(register["mary"].urn), register) == (["mary"], "")


@pytest.mark.parametrize(
    ("text", "found", "instead"),
    [
        ("calderbey", ["calderby", "mary", "thornmere"], "Calderby"),
        ("st marys primery", ["catholic", "mary"], "St Marys Primary"),
        ("St Marys CofE primery", ["mary"], "St Marys CE Primary"),
        ("thronmere", ["thornmere", "junior"], "Thornmere"),
    ],
)
def test_a_slip_is_corrected_and_said(text, found, instead, register):
    assert names(text, register) == (found, instead)


def test_exactly_what_was_typed_on_request(register):
    assert names("calderbey", register, literally=True) == ([], "")


def test_nothing_like_it_finds_nothing(register):
    assert names("zzzqqqxxx", register) == ([], "")


@pytest.mark.parametrize(
    "text", ["'", '"', "*", "a*", "\0", "NEAR(", "&", "st \0 marys", "x" * 10_000, "st " * 4000, "%", "\\"]
)
def test_anything_may_be_typed(text, register):
    list(search(text, queryset=School.objects.open()).schools)


def test_a_postcode_without_a_school_gives_the_nearest(register):
    Postcode.objects.create(code="HX94QZ", easting=10, northing=10)
    found = search("HX9 4QZ", queryset=School.objects.open())
    assert found.near.name == "HX9 4QZ"
    assert found.schools[0] == register["thornmere"]


def test_an_authority_is_a_place_too(db):
    school = make_school(name="Tarnside School", town="", local_authority=make_authority("Greater Calder"))
    assert list(search("tarnside calder", queryset=School.objects.all()).schools) == [school]
