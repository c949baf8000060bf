"""/robots.txt and the sitemaps."""

import xml.etree.ElementTree as ET

import pytest
from django.urls import reverse

from casestudies.actions.moderation import withdraw_case_study
from casestudies.tests.cast import draft_case_study, moderator, published
from editorial.models import Article
from editorial.tests.factories import make
from issp_portal.views.crawlers import LEFT_ALONE
from partnerships.tests.cast import live_registration, waiting_registration
from schools.tests.factories import make_independent, make_school

pytestmark = pytest.mark.django_db

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    return [one.text for one in ET.fromstring(answer.content).findall(".//s:loc", SITEMAP)]


def test_robots_are_told_where_the_sitemap_is_and_what_to_leave_alone(client, settings):
    settings.SITE_URL = "https://portal.example"
    answer = client.get("/robots.txt")
    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"].startswith("text/plain")
    assert lines[0] == "User-agent: *"
    assert "Disallow: /admin/" in lines and "Disallow: /case-studies/yours/" in lines
    assert lines[-1] == "Sitemap: https://portal.example/sitemap.xml"


def test_nothing_in_the_sitemaps_is_to_be_left_alone(client):
    published(school=live_registration().school)
    for path in locations(client, "/sitemap.xml"):
        for address in locations(client, path.removeprefix("http://testserver")):
            assert not address.removeprefix("http://testserver").startswith(tuple(LEFT_ALONE))


def test_the_index_lists_the_sitemaps(client):
    published()
    assert locations(client, "/sitemap.xml") == [
        "http://testserver/sitemap-pages.xml",
        "http://testserver/sitemap-case-studies.xml",
        "http://testserver/sitemap-mou-templates.xml",
        "http://testserver/sitemap-schools.xml",
        "http://testserver/sitemap-forum.xml",
    ]


def test_what_the_forum_publishes_is_listed_and_no_draft(client):
    make(Article, slug="a-choir")
    make(Article, slug="unready", published=False)
    found = locations(client, "/sitemap-forum.xml")
    assert {"http://testserver/news/a-choir/", "http://testserver/guides/starting/"} <= set(found)
    assert "unready" not in str(found)


def test_every_page_with_a_fixed_address_is_there_to_be_read(client):
    found = locations(client, "/sitemap-pages.xml")
    assert f"http://testserver{reverse('about')}" in found
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_published_case_studies_and_no_others(client):
    edition, gone = published(), published(title="Gone", school=make_school(), others=[make_independent()])
    draft_case_study(title="Not yet", school=make_school(), others=[make_independent()])
    withdraw_case_study(case_study=gone.case_study, by=moderator(), words="A school asked us to.")
    answer = client.get("/sitemap-case-studies.xml")
    assert locations(client, "/sitemap-case-studies.xml") == [f"http://testserver{edition.get_absolute_url()}"]
    assert f"<lastmod>{edition.edition_at:%Y-%m-%d}</lastmod>" in answer.content.decode()


def test_schools_with_a_live_registration_and_no_others(client):
    live, waiting = live_registration(school=make_school()), waiting_registration(school=make_school())
    found = locations(client, "/sitemap-schools.xml")
    assert f"http://testserver{live.school.get_absolute_url()}" in found
    assert f"http://testserver{waiting.school.get_absolute_url()}" not in found
    assert len(found) == 1


@pytest.mark.parametrize(
    "path",
    ["/sitemap-teachers.xml", "/sitemap-case-studies.xml?p=1000000000", "/sitemap-case-studies.xml?p=x%00"],
)
def test_what_there_is_not(client, path):
    assert client.get(path).status_code == 404


def test_a_long_one_has_pages(client, monkeypatch):
    monkeypatch.setattr("issp_portal.sitemaps.CaseStudies.limit", 1)
    first = published()
    second = published(title="Another", school=make_school(), others=[make_independent()])
    assert "http://testserver/sitemap-case-studies.xml?p=2" in locations(client, "/sitemap.xml")
    pages = [locations(client, f"/sitemap-case-studies.xml?p={page}") for page in (1, 2)]
    assert pages == [[f"http://testserver{edition.get_absolute_url()}"] for edition in (second, first)]


def test_the_index_fetches_no_case_study(client, django_assert_num_queries):
    published()
    with django_assert_num_queries(6):  # how many there are of each kind, and when one was last changed
        locations(client, "/sitemap.xml")


def test_nothing_is_sent_to_them(client):
    for path in ["/robots.txt", "/sitemap.xml", "/sitemap-pages.xml"]:
        assert client.post(path).status_code == 405
