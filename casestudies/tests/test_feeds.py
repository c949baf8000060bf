"""/case-studies/feed/ and the feeds of a topic."""

import xml.etree.ElementTree as ET

import pytest

from casestudies.actions.moderation import publish_case_study, withdraw_case_study
from casestudies.models import CaseStudy, Edition
from casestudies.tests.cast import (
    confirm_all,
    draft_case_study,
    moderator,
    published,
    save,
    send_case_study,
    writer_of,
)
from schools.models import Region
from schools.tests.factories import make_independent, make_school

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
ALL = "/case-studies/feed/"


@pytest.fixture(autouse=True)
def address(settings):
    settings.SITE_URL = "https://portal.example"


def another(title, **more):
    return published(title=title, school=make_school(), others=[make_independent()], **more)


def feed_at(client, path=ALL):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.content)


def titles(feed):
    return [entry.findtext("a:title", namespaces=ATOM) for entry in feed.findall("a:entry", ATOM)]


def test_the_newest_first_for_everybody(client):
    another("The first")
    another("The second")
    draft_case_study(title="Not yet")
    feed = feed_at(client)
    assert titles(feed) == ["The second", "The first"]
    assert feed.findtext("a:id", namespaces=ATOM) == "https://portal.example/case-studies/feed/"
    assert [link.attrib for link in feed.findall("a:link", ATOM)] == [
        {"rel": "alternate", "href": "https://portal.example/case-studies/"},
        {"rel": "self", "href": "https://portal.example/case-studies/feed/"},
    ]


def test_an_entry_says_what_who_and_when(client):
    edition = published()
    (entry,) = feed_at(client).findall("a:entry", ATOM)
    address = f"https://portal.example/case-studies/{edition.slug}/"
    assert entry.findtext("a:id", namespaces=ATOM) == address
    assert entry.find("a:link", ATOM).attrib["href"] == address
    assert entry.findtext("a:summary", namespaces=ATOM) == edition.summary
    assert entry.findtext("a:author/a:name", namespaces=ATOM) == "Brackenfold Primary School and Thornmere School"
    assert entry.findtext("a:published", namespaces=ATOM) == edition.published_at.isoformat()
    assert entry.findtext("a:updated", namespaces=ATOM) == edition.edition_at.isoformat()
    terms = [category.attrib["term"] for category in entry.findall("a:category", ATOM)]
    assert terms == ["Lessons and masterclasses", "Science"]


def test_a_new_edition_keeps_its_id_and_says_when_it_changed(client):
    edition = published()
    (before,) = feed_at(client).findall("a:entry", ATOM)
    save(edition.case_study, "lessons", {"wrong": "Keys.", "change": "Keys.", "conditions": "Keys."})
    case_study = CaseStudy.objects.get(pk=edition.case_study_id)
    confirm_all(send_case_study(case_study=case_study, by=writer_of(case_study)))
    newer = publish_case_study(case_study=case_study, by=moderator())
    (after,) = feed_at(client).findall("a:entry", ATOM)
    for name in ("a:id", "a:published"):
        assert after.findtext(name, namespaces=ATOM) == before.findtext(name, namespaces=ATOM)
    assert after.findtext("a:updated", namespaces=ATOM) == newer.edition_at.isoformat()


def test_of_one_topic(client):
    who = {"activities": ["stem", "mentoring"], "subjects": ["physics", "science"]}
    north = make_school(region=Region.NORTH_EAST)
    published(title="Rockets", who=who, school=north, others=[make_independent(region=Region.NORTH_EAST)])
    another("Choirs", who={"activities": ["music"], "subjects": ["music"]})
    for path in ["activity/stem", "activity/mentoring", "subject/physics", "region/north-east"]:
        feed = feed_at(client, f"{ALL}{path}/")
        assert titles(feed) == ["Rockets"]
        assert feed.findtext("a:id", namespaces=ATOM) == f"https://portal.example{ALL}{path}/"
        kind, _, slug = path.partition("/")
        found = feed.find("a:link[@rel='alternate']", ATOM).attrib["href"]
        assert found == f"https://portal.example/case-studies/?{kind}={slug}"
    assert feed_at(client, f"{ALL}subject/physics/").findtext("a:title", namespaces=ATOM) == (
        "New case studies: Physics - ISSP Portal"
    )


@pytest.mark.parametrize("path", ["subject/alchemy/", "region/atlantis/", "sector/state/", "case-study/x/", "subject/"])
def test_a_topic_that_there_is_not(client, path):
    assert client.get(ALL + path).status_code == 404


def test_withdrawn_it_leaves_the_feed(client):
    edition = published()
    withdraw_case_study(case_study=edition.case_study, by=moderator(), words="A school asked us to.")
    assert titles(feed_at(client)) == []


def test_whoever_has_it_already_is_told_so(client):
    first = another("The first")
    answer = client.get(ALL)
    again = client.get(ALL, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(ALL, headers={"If-Modified-Since": answer["Last-Modified"]}).status_code == 304
    another("The second")
    newer = client.get(ALL, headers={"If-None-Match": answer["ETag"]})
    assert newer.status_code == 200
    withdraw_case_study(case_study=first.case_study, by=moderator(), words="A school asked us to.")
    assert client.get(ALL, headers={"If-None-Match": newer["ETag"]}).status_code == 200


def test_what_was_typed_is_text_and_never_breaks_the_feed(client):
    title, summary = "Tom & Jerry <b>\x08\ufffe", "<script>alert(1)</script> & more \x0c"
    published(story={"title": title, "summary": summary})
    (entry,) = feed_at(client).findall("a:entry", ATOM)
    assert entry.findtext("a:title", namespaces=ATOM) == "Tom & Jerry <b>"
    assert entry.findtext("a:summary", namespaces=ATOM).startswith("&lt;script&gt;alert(1)&lt;/script&gt; &amp; more")


def test_in_as_many_queries_however_many_there_are(client, django_assert_num_queries):
    for number in range(3):
        another(f"Number {number}")
        with django_assert_num_queries(3):
            feed_at(client)
        with django_assert_num_queries(4):
            feed_at(client, f"{ALL}subject/science/")


def test_it_has_an_end(client, monkeypatch):
    monkeypatch.setattr("casestudies.feeds.MOST_IN_A_FEED", 2)
    for number in range(3):
        another(f"Number {number}")
    assert titles(feed_at(client)) == ["Number 2", "Number 1"]
    assert Edition.objects.count() == 3


def test_nothing_is_sent_to_it(client):
    assert client.post(ALL).status_code == 405
