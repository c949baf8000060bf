"""A school's public page, and the picker's suggestions."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from schools import pages, views
from schools.actions import add_school
from schools.models import Network, School, SchoolLink
from schools.tests.factories import make_independent, make_network, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_other_apps(monkeypatch):
    for name in ("_sections", "_lines", "_open_filters"):
        monkeypatch.setattr(pages, name, [])


def by_hand():
    return add_school(name="Ysgol Bryn", sector="state", region="wales", town="Aber", low_age=4, high_age=11)


def test_the_official_facts(client):
    networks = [make_network(), make_network("Diocese of Calderby", Network.Kind.DIOCESE)]
    school = make_independent(website="www.thornmere.example", religious_character="Does not apply", networks=networks)
    text = client.get(school.get_absolute_url()).text
    for fact in ("3 to 18", "720", "Calder Valley Learning Trust", "Diocese of Calderby", "HX9 4QT"):
        assert fact in text
    assert '<a class="govuk-link issp-break" href="http://www.thornmere.example" rel="noopener nofollow">' in text
    assert "Does not apply" not in text
    assert f"{reverse('partnerships:register')}?urn={school.urn}" in text


def test_the_source_is_named_unless_the_school_is_fictional(client, settings):
    school = make_school()
    assert "This school is fictional" in client.get(school.get_absolute_url()).text
    assert "school is fictional" not in client.get(make_school(urn=100001).get_absolute_url()).text
    settings.DEMO = False
    text = client.get(school.get_absolute_url()).text
    assert f"https://get-information-schools.service.gov.uk/Establishments/Establishment/Details/{school.urn}" in text
    assert "Open Government Licence v3.0" in text


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "data:text/html,x", "JAVASCRIPT://%0aalert(1)", "a b.example"]
)
def test_a_website_that_is_none_is_no_link(client, website):
    text = client.get(make_school(website=website).get_absolute_url()).text
    assert 'href="javascript' not in text.lower()
    assert 'href="data' not in text


def test_a_closed_school_points_to_its_successors(client):
    closed, one, other = (
        make_school(status="closed"),
        make_school(name="Netherholme School"),
        make_school(name="Wexley"),
    )
    SchoolLink.objects.create(school=closed, successor=one, kind="Successor")
    SchoolLink.objects.create(school=closed, successor=other, kind="Successor - merged")
    text = client.get(closed.get_absolute_url()).text
    assert "This school has closed" in text
    assert one.get_absolute_url() in text
    assert other.get_absolute_url() in text
    assert "Register interest for this school" not in text


def test_a_closed_school_without_successor_says_so(client):
    assert "names no school that followed it" in client.get(make_school(status="closed").get_absolute_url()).text


@pytest.mark.parametrize(
    "address", ["/schools/999999/", "/schools/99999999/", "/schools/999999999999999999999/", "/schools/x/"]
)
def test_unknown_schools_are_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_school_that_waits_to_be_checked_is_for_forum_staff(client, rf):
    school = by_hand()
    assert client.get(school.get_absolute_url()).status_code == 404
    teacher = get_user_model().objects.create_user("teacher@mail.example")
    staff = get_user_model().objects.create_user("staff@forum.example", forum_role="moderator")
    seen = School.objects.visible_to
    assert school not in seen(AnonymousUser())
    assert school not in seen(teacher)
    assert school in seen(staff)
    request = rf.get(school.get_absolute_url())
    request.user = staff
    assert "Only Forum staff can see this page" in views.school(request, school.urn).text


def test_sections_of_other_apps_are_shown(client):
    school = make_school()
    pages.register_section(
        lambda request, school: [pages.Section(template="schools/_school.html", context={"name": "Latin"})]
    )
    assert client.get(school.get_absolute_url()).text.count("<section") == 2


def test_names_are_escaped(client):
    school = make_school(name="<script>alert(1)</script>", street='"><img src=x>', town="<b>")
    text = client.get(school.get_absolute_url()).text
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_queries_do_not_grow_with_networks_or_successors(client, django_assert_num_queries):
    school = make_school(status="closed", networks=[make_network()])
    with django_assert_num_queries(3):
        client.get(school.get_absolute_url())
    school.networks.add(*(make_network(f"Trust {n}") for n in range(5)))
    for _ in range(4):
        SchoolLink.objects.create(school=school, successor=make_school(), kind="Successor")
    with django_assert_num_queries(3):
        client.get(school.get_absolute_url())


def suggested(client, q):
    response = client.get(reverse("schools:suggest"), {"q": q})
    assert response.status_code == 200
    return response.json()["schools"]


def test_suggestions(client):
    school = make_school(name="Brackenfold Primary School")
    make_school(name="Brackenfold Old School", status="closed")
    by_hand()
    assert suggested(client, "bracken") == [f"Brackenfold Primary School, Calderby, HX9 4QT (URN {school.urn})"]
    assert suggested(client, "ysgol") == []
    assert suggested(client, "b") == []


def test_a_school_without_town_is_told_apart_by_its_authority(client):
    make_school(name="Brackenfold Primary School", town="", postcode="")
    assert suggested(client, "bracken")[0].startswith("Brackenfold Primary School, Calderby (URN")


def test_suggestions_are_few_and_may_be_kept_by_the_browser(client):
    for _ in range(15):
        make_school(name="Brackenfold Primary School")
    assert len(suggested(client, "brackenfold")) == 10
    response = client.get(reverse("schools:suggest"), {"q": "brackenfold"})
    assert "max-age=300" in response["Cache-Control"]


@pytest.mark.parametrize("bad", ["'", "\0\0", "x" * 10_000, '"*', ""])
def test_anything_may_be_asked_for(client, bad):
    assert suggested(client, bad) == []


def test_suggestions_are_only_read(client):
    assert client.post(reverse("schools:suggest")).status_code == 405
