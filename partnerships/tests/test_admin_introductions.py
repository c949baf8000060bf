"""Introductions and partnerships in the admin: who was left waiting, and bringing two schools together."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member
from core.queues import queues_for
from partnerships.actions.introduction import accept_introduction, decline_introduction, lapse_introductions
from partnerships.models import Introduction
from partnerships.tests.introductions import (
    NOTE,
    adviser,
    asked_introduction,
    brackenfold,
    brokered_introduction,
    opened_partnership,
    thornmere,
)
from partnerships.tests.moderating import client_of

pytestmark = pytest.mark.django_db
LIST = "/admin/partnerships/introduction/"
BROKER = LIST + "broker/"


def lapsed_introduction():
    introduction = asked_introduction()
    Introduction.objects.filter(pk=introduction.pk).update(answer_by=timezone.localdate() - datetime.timedelta(days=1))
    lapse_introductions()
    return introduction


def url_of(introduction):
    return reverse("admin:partnerships_introduction_change", args=[introduction.pk])


def test_who_was_left_waiting_is_a_queue_and_a_filter():
    waiting, lapsed = asked_introduction(), lapsed_introduction()
    line = next(line for line in queues_for(adviser()) if line.label == "Schools left waiting for an answer")
    assert line.number == 1
    response = client_of(adviser()).get(line.url)
    assert [introduction.pk for introduction in response.context["cl"].result_list] == [lapsed.pk]
    everything = client_of(adviser()).get(LIST)
    assert {introduction.pk for introduction in everything.context["cl"].result_list} == {waiting.pk, lapsed.pk}


@pytest.mark.parametrize("role", ForumRole.values)
def test_every_role_of_the_forum_reads_and_brokers(role):
    client = client_of(make_forum(role=role))
    introduction = lapsed_introduction()
    html = client.get(url_of(introduction)).content.decode()
    assert NOTE in html and "Bring them together" in html and "Nobody had answered" in html
    assert client.get(BROKER).status_code == 200
    assert client.get(reverse("admin:partnerships_introduction_history", args=[introduction.pk])).status_code == 200


def test_nobody_else_comes_in():
    introduction = asked_introduction()
    for client in (Client(), client_of(introduction.asker.lead)):
        for url in (LIST, BROKER, url_of(introduction), "/admin/partnerships/partnership/"):
            assert client.get(url).status_code in (302, 403, 404)
            assert client.post(url).status_code in (302, 403, 404)
    assert Introduction.objects.count() == 1


def test_nothing_is_added_changed_or_deleted_by_hand():
    introduction, client = asked_introduction(), client_of(adviser())
    assert client.post(url_of(introduction), {"note": "Other words"}).status_code == 403
    assert client.get(LIST + "add/").status_code == 403
    assert client.post(f"{LIST}{introduction.pk}/delete/").status_code == 403
    assert client.get(f"{LIST}999999/change/").status_code == 404


def test_two_schools_are_brought_together_after_a_look_at_how_they_fit():
    first, second, client = brackenfold(), thornmere(), client_of(adviser())
    data = {"first": first.reference.lower(), "second": str(second.school.urn), "note": NOTE}
    html = client.post(BROKER, data).content.decode()
    assert "How they fit" in html and "You share values" in html and not Introduction.objects.exists()
    again = client.post(BROKER, data | {"change": "yes"}).content.decode()
    assert NOTE in again and "See how they fit" in again
    response = client.post(BROKER, data | {"confirmed": "yes"})
    introduction = Introduction.objects.get()
    assert response.url == url_of(introduction)
    assert (introduction.asker, introduction.asked, introduction.brokered) == (first, second, True)
    assert introduction.brokered_by == adviser() and introduction.note == NOTE


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"first": "R-NOSUCH"}, "No live registration has this reference"),
        ({"first": ""}, "Enter the reference or the URN of the first school"),
        ({"second": "9" * 20}, "No live registration has this reference"),
        ({"second": "²"}, "No live registration has this reference"),
        ({"note": ""}, "Enter a note to both schools"),
        ({"note": "x" * 10_000}, "Shorten the note"),
        ({"note": "Write to Helen"}, "Take the name Helen out"),
    ],
)
def test_what_cannot_be_brokered_is_kept_with_what_to_do(change, sentence):
    data = {"first": brackenfold().reference, "second": thornmere().reference, "note": NOTE, "confirmed": "yes"}
    response = client_of(adviser()).post(BROKER, data | change)
    assert response.status_code == 200 and sentence in response.content.decode()
    assert not Introduction.objects.exists()


def test_an_adviser_does_not_broker_for_a_school_of_their_own():
    first, second = brackenfold(), thornmere()
    make_member(first.school, user=adviser())
    data = {"first": first.reference, "second": second.reference, "note": NOTE, "confirmed": "yes"}
    assert "another adviser introduces it" in client_of(adviser()).post(BROKER, data).content.decode()
    assert not Introduction.objects.exists()


def test_what_lapsed_can_be_brokered_with_both_schools_filled_in():
    introduction = lapsed_introduction()
    client = client_of(adviser())
    link = f"{BROKER}?first={introduction.asker.reference}&amp;second={introduction.asked.reference}"
    assert link in client.get(url_of(introduction)).content.decode()
    html = client.get(link.replace("&amp;", "&")).content.decode()
    assert introduction.asker.reference in html and introduction.asked.reference in html


def test_the_forum_takes_back_what_it_suggested():
    introduction, client = brokered_introduction(), client_of(adviser())
    url = f"{LIST}{introduction.pk}/take-back/"
    assert "Take it back" in client.get(url_of(introduction)).content.decode()
    assert "need not answer" in client.get(url).content.decode()
    assert "Taken back" in client.post(url, follow=True).content.decode()
    introduction.refresh_from_db()
    assert introduction.status == Introduction.Status.WITHDRAWN
    accepted = asked_introduction()
    accept_introduction(introduction=accepted, by=accepted.asked.lead)
    assert (
        "Only people of the two schools" in client.post(f"{LIST}{accepted.pk}/take-back/", follow=True).content.decode()
    )


def test_the_lists_take_the_same_queries_however_long(django_assert_max_num_queries):
    client = client_of(adviser())

    def count(url):
        client.get(url)
        with django_assert_max_num_queries(40) as found:
            assert client.get(url).status_code == 200
        return len(found)

    opened_partnership()
    urls = (LIST, "/admin/partnerships/partnership/")
    few = [count(url) for url in urls]
    opened_partnership()
    declined = asked_introduction()
    decline_introduction(introduction=declined, by=declined.asked.lead)
    assert [count(url) for url in urls] == few


def test_a_partnership_can_be_read_with_its_people_and_history():
    partnership, client = opened_partnership(), client_of(adviser())
    html = client.get(f"/admin/partnerships/partnership/{partnership.pk}/change/").content.decode()
    assert "Helen Castellane" in html and "asked for an introduction" in html and 'name="_save"' not in html
    assert client.get(f"/admin/partnerships/partnership/{partnership.pk}/history/").status_code == 200
    assert client.get("/admin/partnerships/partnership/?q=Thornmere").status_code == 200
