"""Following, the pace, the digest and stopping it."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_member, make_user, sign_in
from casestudies.actions.following import TooMany, choose_pace, choose_topics, follow, send_digests, unfollow
from casestudies.actions.talk import add_comment
from casestudies.following import find_topic, stop_path
from casestudies.models import DigestChoice, Edition, Follow
from casestudies.tests.cast import published
from notifications.models import Message
from partnerships.models import Subject

pytestmark = pytest.mark.django_db
Pace = DigestChoice.Pace


@pytest.fixture
def person():
    return make_user()


def digests():
    return Message.objects.filter(kind="digest")


def topic_of(edition):
    return find_topic("subject", edition.subjects.first().slug)


def days_later(days):
    """As if the last digest had been that long ago."""
    past = timezone.now() - datetime.timedelta(days=days)
    DigestChoice.objects.update(sent_to=past)


def test_a_topic_is_followed_once(person):
    topic = find_topic("subject", Subject.objects.first().slug)
    assert follow(topic=topic, by=person) == follow(topic=topic, by=person)
    assert DigestChoice.objects.get(user=person).pace == Pace.WEEKLY
    unfollow(topic=topic, by=person)
    assert not Follow.objects.exists()


def test_there_is_no_topic_of_wrong_words(person):
    assert find_topic("subject", "no-such") is None
    assert find_topic("user", "latin") is None
    assert find_topic("region", "atlantis") is None
    assert find_topic("case-study", "no-such") is None


def test_nobody_follows_everything(person, monkeypatch):
    monkeypatch.setattr("casestudies.actions.following.MOST_FOLLOWED", 1)
    first, second = Subject.objects.all()[:2]
    follow(topic=find_topic("subject", first.slug), by=person)
    with pytest.raises(TooMany):
        follow(topic=find_topic("subject", second.slug), by=person)


def test_the_digest_tells_of_a_new_case_study_once(person):
    edition = published()
    follow(topic=topic_of(edition), by=person)
    Edition.objects.update(published_at=timezone.now() - datetime.timedelta(hours=1))
    days_later(7)
    assert send_digests() == 1
    letter = digests().get()
    assert edition.title in letter.text and edition.get_absolute_url() in letter.text and letter.to == person.email
    assert letter.stop_url.endswith(stop_path(person)) and letter.stop_url in letter.text
    assert send_digests() == 0 and digests().count() == 1
    days_later(0)
    assert send_digests() == 0


def test_weekly_is_not_daily(person):
    edition = published()
    follow(topic=topic_of(edition), by=person)
    days_later(2)
    assert send_digests() == 0
    choose_pace(pace=Pace.DAILY, by=person)
    assert send_digests() == 1


def test_no_news_no_letter(person):
    follow(topic=find_topic("region", "london"), by=person)
    published()
    days_later(7)
    assert send_digests() == 0 and not digests().exists()


def test_of_a_followed_case_study_its_comments_are_told(person):
    edition = published()
    follow(topic=find_topic("case-study", edition.slug), by=person)
    Edition.objects.update(published_at=timezone.now() - datetime.timedelta(days=30))
    add_comment(case_study=edition.case_study, text="Who plans it?", by=make_user())
    add_comment(case_study=edition.case_study, text="My own words", by=person)
    days_later(7)
    assert send_digests() == 1
    assert "1 new comment)" in digests().get().text


def test_nobody_hears_of_their_own_school(person):
    edition = published()
    colleague = make_member(edition.schools.first())
    follow(topic=topic_of(edition), by=colleague)
    days_later(7)
    assert send_digests() == 0


def test_never_to_an_address_that_is_not_confirmed(person):
    edition = published()
    follow(topic=topic_of(edition), by=person)
    EmailAddress.objects.filter(user=person).update(verified=False)
    days_later(7)
    assert send_digests() == 0 and not digests().exists()


def test_who_stopped_is_not_written_to(person):
    edition = published()
    follow(topic=topic_of(edition), by=person)
    choose_pace(pace=Pace.NEVER, by=person)
    days_later(30)
    assert send_digests() == 0
    choose_pace(pace=Pace.DAILY, by=person)  # from now on, not of what was before
    assert DigestChoice.objects.get().sent_to > timezone.now() - datetime.timedelta(minutes=1)


# --- Pages ------------------------------------------------------------------------------------------------------------
def test_the_page_sets_topics_and_pace(client, person):
    sign_in(client, person)
    address = reverse("casestudies:following")
    assert client.get(address).status_code == 200
    one, two = Subject.objects.all()[:2]
    client.post(address, {"pace": "daily", "subjects": [one.slug, two.slug], "regions": ["london"]})
    assert DigestChoice.objects.get().pace == "daily" and Follow.objects.count() == 3
    client.post(address, {"pace": "daily", "subjects": [two.slug]})
    assert [one.subject for one in Follow.objects.all()] == [two]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "Select how often"),
        ({"pace": "hourly"}, "Select how often"),
        ({"pace": "daily", "subjects": ["no-such"]}, "Select from the list"),
        ({"pace": "daily", "regions": ["atlantis"]}, "Select from the list"),
    ],
)
def test_wrong_words_change_nothing(client, person, data, error):
    sign_in(client, person)
    answer = client.post(reverse("casestudies:following"), data)
    assert error in answer.content.decode() and not Follow.objects.exists()


def test_followed_case_studies_stay_when_topics_change(person):
    edition = published()
    follow(topic=find_topic("case-study", edition.slug), by=person)
    choose_topics(chosen={"subject": [], "activity": [], "region": []}, pace="weekly", by=person)
    assert Follow.objects.get().case_study == edition.case_study


def test_buttons_follow_and_come_back_to_the_page(client, person):
    edition = published()
    sign_in(client, person)
    here = edition.get_absolute_url()
    address = reverse("casestudies:follow", args=["case-study", edition.slug])
    assert client.get(address).status_code == 405
    assert client.post(address, {"next": here}).headers["Location"] == here
    assert Follow.objects.exists()
    address = reverse("casestudies:unfollow", args=["case-study", edition.slug])
    assert client.post(address, {"next": "https://evil.example/"}).headers["Location"] == "/case-studies/following/"
    assert not Follow.objects.exists()
    assert client.post(reverse("casestudies:follow", args=["region", "atlantis"])).status_code == 404


def test_the_link_of_a_letter_stops_it_without_signing_in(person):
    follow(topic=find_topic("region", "london"), by=person)
    client = Client(enforce_csrf_checks=True)
    path = stop_path(person)
    assert "Stop these letters?" in client.get(path).content.decode()
    assert DigestChoice.objects.get().pace == Pace.WEEKLY, "opening it changes nothing"
    # As a mail program does it: RFC 8058.
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert DigestChoice.objects.get().pace == Pace.NEVER
    assert client.get(path[:-3] + "abc/").status_code == 404


def test_a_visitor_signs_in_first(client):
    assert client.get(reverse("casestudies:following")).status_code == 302
