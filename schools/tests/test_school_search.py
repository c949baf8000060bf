"""The page /schools/."""

import pytest
from django.urls import reverse

from schools import pages
from schools.actions import add_school
from schools.models import Region
from schools.tests.factories import make_authority, make_independent, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_other_apps(monkeypatch):
    for name in ("_sections", "_lines", "_open_filters"):
        monkeypatch.setattr(pages, name, [])


EVERY_OPEN = ["Brackenfold Primary School", "Tarnside High School", "Thornmere School"]
WORDS = ["q", "sector", "phase", "la", "region", "near", "miles", "page", "sort", "on", "closed"]
BAD = ["'", '"', "*", "\0", "x" * 10_000, "<script>alert(1)</script>", "-1", "9" * 5000, "%"]


def get(client, **query):
    response = client.get(reverse("schools:search"), query)
    assert response.status_code == 200
    return response


def found(response):
    return [school.name for school in response.context["page"]]


@pytest.fixture
def schools():
    other = make_authority("Wexley")
    return [
        make_school(name="Brackenfold Primary School", town="Calderby"),
        make_independent(
            name="Thornmere School", town="Calderby", postcode="WX1 1AA", easting=412_600 + 16_093, northing=428_400
        ),
        make_school(
            name="Tarnside High School",
            town="Tarnside",
            postcode="WX2 1AA",
            phase="secondary",
            low_age=11,
            high_age=16,
            local_authority=other,
            region=Region.NORTH_WEST,
            easting=300_000,
            northing=300_000,
        ),
        make_school(name="Oakenclough School", town="Calderby", status="closed"),
    ]


def test_every_open_school_is_listed_for_anybody(client, schools):
    response = get(client)
    assert found(response) == EVERY_OPEN
    assert "3 schools" in response.text


def test_closed_schools_on_request(client, schools):
    response = get(client, closed="on")
    assert "Oakenclough School" in found(response)
    assert "Closed</strong>" in response.text


def test_schools_that_wait_to_be_checked_are_not_listed(client):
    add_school(name="Ysgol Bryn", sector="state", region="wales", town="Aber", low_age=4, high_age=11)
    assert found(get(client, q="ysgol")) == []
    assert found(get(client, closed="on")) == []


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"sector": "independent"}, ["Thornmere School"]),
        ({"sector": ["state", "independent"], "q": "calderby"}, ["Brackenfold Primary School", "Thornmere School"]),
        ({"phase": "primary"}, ["Brackenfold Primary School", "Thornmere School"]),
        ({"phase": "secondary"}, ["Tarnside High School", "Thornmere School"]),
        ({"phase": "16-plus"}, ["Thornmere School"]),
        ({"phase": "nursery"}, ["Thornmere School"]),
        ({"region": "north-west"}, ["Tarnside High School"]),
        ({"near": "HX9 4QT", "miles": "5"}, ["Brackenfold Primary School"]),
        ({"near": "calderby", "miles": "25"}, ["Brackenfold Primary School", "Thornmere School"]),
        (
            {"near": "HX9 4QT", "miles": "abc"},
            ["Brackenfold Primary School", "Thornmere School", "Tarnside High School"],
        ),
        (
            {"sort": "name", "near": "Tarnside"},
            ["Brackenfold Primary School", "Tarnside High School", "Thornmere School"],
        ),
    ],
)
def test_filters(client, schools, query, names):
    assert sorted(found(get(client, **query))) == sorted(names)


def test_by_local_authority(client, schools):
    code = schools[2].local_authority.code
    response = get(client, la=code)
    assert found(response) == ["Tarnside High School"]
    assert "Remove filter: </span>Wexley" in response.text


def test_nearest_first_with_miles(client, schools):
    response = get(client, near="HX9 4QT")
    assert found(response) == ["Brackenfold Primary School", "Thornmere School", "Tarnside High School"]
    assert "10.0 miles" in response.text


def test_counts_beside_a_filter_leave_that_filter_out(client, schools):
    results = get(client, sector="independent", q="calderby").context["results"]
    assert [(choice.value, choice.count, choice.chosen) for choice in results.sectors] == [
        ("state", 1, False),
        ("independent", 1, True),
        ("other", 0, False),
    ]


def test_a_slip_is_said_and_undone_by_a_link(client, schools):
    response = get(client, q="calderbey")
    assert "Showing results for “Calderby”" in response.text
    assert "No school matches “calderbey”" in response.text
    assert found(get(client, q="calderbey", exactly="on")) == []


def test_chips_remove_one_filter_each(client, schools):
    text = get(client, sector=["state", "independent"], near="Calderby", miles="25").text
    assert 'href="?sector=independent&amp;near=Calderby&amp;miles=25"' in text
    assert 'href="?sector=state&amp;sector=independent"' in text
    assert "Within 25 miles of Calderby" in text


def test_a_place_that_nobody_knows_is_said(client, schools):
    response = get(client, near="Nowhere at all")
    assert "We do not know that place" in response.text
    assert len(found(response)) == 3


def test_nothing_found_says_what_to_do(client, schools):
    assert "Add a school by hand" in get(client, q="zzzqqqxxx").text
    assert "Clear filters" in get(client, q="calderby", region="london").text


def test_pages(client):
    for n in range(45):
        make_school(name=f"School {n:02}")
    response = get(client, page="2")
    assert found(response) == [f"School {n:02}" for n in range(20, 40)]
    assert "page 2 of 3" in response.text
    assert len(found(get(client, page="1000000000"))) == 5


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize(
    "name", ["q", "sector", "phase", "la", "region", "near", "miles", "page", "sort", "on", "closed"]
)
def test_bad_words_count_for_nothing(client, name, bad):
    make_school()
    response = get(client, **{name: bad})
    assert "<script>alert" not in response.text


def test_what_apps_say_is_shown_and_open_to_partners_narrows(client, schools):
    pages.register_lines(
        lambda rows: {school.pk: pages.Line(say="Offers: Latin.", tag="Open to partners") for school in rows[:1]}
    )
    pages.register_open_filter(lambda queryset: queryset.filter(sector="independent"))
    response = get(client)
    assert "Offers: Latin." in response.text
    assert response.context["results"].open_to_partners.count == 1
    assert found(get(client, on="open")) == ["Thornmere School"]


def test_queries_do_not_grow(client, django_assert_num_queries, django_assert_max_num_queries):
    make_school(name="St Mary's")
    query = {"q": "st marys", "near": "Calderby", "miles": "25", "sector": "state", "phase": "primary"}
    with django_assert_max_num_queries(12) as few:
        get(client, **query)
    for _ in range(25):
        make_school(name="St Mary's")
    with django_assert_num_queries(len(few)):
        get(client, **query)


def test_only_reads(client):
    assert client.post(reverse("schools:search")).status_code == 405
