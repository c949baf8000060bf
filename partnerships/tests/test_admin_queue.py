"""The list of registrations in the admin: what waits, in what order, and who may see it."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member
from partnerships.models import Registration
from partnerships.tests.cast import confirmed_registration, live_registration, waiting_registration
from partnerships.tests.moderating import client_of, proposed_registration
from schools.models import Region
from schools.tests.factories import make_authority, make_independent, make_school

pytestmark = pytest.mark.django_db
URL = "/admin/partnerships/registration/"


def sent(registration, when):
    """As if it had come then: `sent_at` is otherwise always now."""
    Registration.objects.filter(pk=registration.pk).update(sent_at=when)
    return registration


def shown(response):
    return [registration.pk for registration in response.context["cl"].result_list]


def test_what_waits_is_shown_and_the_oldest_comes_first():
    now = timezone.now()
    newer, older = waiting_registration(), waiting_registration()
    sent(older, now - datetime.timedelta(days=9))
    changed = proposed_registration(miles=3)
    Registration.objects.filter(pk=changed.pk).update(proposed_at=now - datetime.timedelta(days=5))
    live_registration()
    response = client_of().get(URL)
    assert shown(response) == [older.pk, changed.pk, newer.pk]
    content = response.content.decode()
    assert "Changes to a live one" in content
    assert re.search(r'portal-late">\d working days: late<', content)
    assert "since today" in content or "no working day yet" in content


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, {"new", "changed", "unverified"}),
        ({"queue": "waiting"}, {"new", "unverified"}),
        ({"queue": "proposed"}, {"changed"}),
        ({"queue": "live"}, {"live", "changed"}),
        ({"queue": "all"}, {"new", "changed", "live", "unverified"}),
        ({"sender": "verified"}, {"new", "changed"}),
        ({"sender": "not"}, {"unverified"}),
        ({"sector": "independent"}, {"unverified"}),
        ({"school__region__exact": Region.NORTH_EAST}, {"unverified"}),
        ({"queue": "nothing-of-ours"}, set()),
        ({"q": "foxlow"}, {"new"}),
        ({"q": "900900"}, {"new"}),
        ({"q": "Tarn on Wold"}, {"new"}),
        ({"q": "reference of new"}, {"new"}),
        ({"q": "nowhere"}, set()),
    ],
)
def test_filters_and_search(query, expected):
    there = {
        "new": waiting_registration(make_school(name="Foxlow School", urn=900900, town="Tarn on Wold")),
        "changed": proposed_registration(miles=3),
        "live": live_registration(),
        "unverified": confirmed_registration(make_independent(region=Region.NORTH_EAST)),
    }
    if query.get("q") == "reference of new":
        query = {"q": there["new"].reference}
    names = {registration.pk: name for name, registration in there.items()}
    assert {names[pk] for pk in shown(client_of().get(URL, query))} == expected


def test_filter_by_authority_and_year():
    here = waiting_registration(make_school(local_authority=make_authority("Wold")))
    waiting_registration()
    authority = here.school.local_authority_id
    assert shown(client_of().get(URL, {"school__local_authority__id__exact": authority})) == [here.pk]
    assert len(shown(client_of().get(URL, {"academic_year": here.academic_year}))) == 2
    assert shown(client_of().get(URL, {"academic_year": 2001})) == []


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 10_000},
        {"q": "<script>alert(1)</script>"},
        {"academic_year": "9" * 30},
        {"academic_year": "'"},
        {"p": "999999999999"},
        {"o": "99.-99"},
        {"sender": "<b>"},
    ],
)
def test_bad_addresses_do_no_harm(query):
    waiting_registration()
    response = client_of().get(URL, query, follow=True)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("word", ["q", "queue", "sector", "school__local_authority__id__exact"])
def test_a_nul_in_the_address_is_refused(word):
    response = client_of().get(URL, {word: "\x00"})
    assert response.status_code == 400
    assert b"We could not read that request" in response.content


def test_ones_own_school_is_marked():
    waiting = waiting_registration()
    mine = make_member(waiting.school, user=make_forum())
    assert b"Your own: another moderator decides" in client_of(mine).get(URL).content
    assert b"Your own" not in client_of().get(URL).content


def test_a_long_queue_is_paged():
    for _ in range(51):
        waiting_registration()
    response = client_of().get(URL)
    assert len(shown(response)) == 50
    assert len(shown(client_of().get(URL, {"p": 2}))) == 1


def test_as_many_queries_for_many_as_for_few(django_assert_max_num_queries, django_assert_num_queries):
    client = client_of()
    make_some(2)
    client.get(URL)
    with django_assert_max_num_queries(20) as few:
        client.get(URL)
    make_some(6)
    with django_assert_num_queries(len(few)):
        client.get(URL)


def make_some(number):
    for _ in range(number):
        waiting_registration()
        proposed_registration(miles=3)
        confirmed_registration(make_independent())


def test_an_adviser_reads_but_is_offered_no_approval():
    waiting_registration()
    response = client_of(make_forum(role=ForumRole.ADVISER)).get(URL)
    assert response.status_code == 200
    assert b"approve_ticked" not in response.content


def test_others_are_sent_to_sign_in():
    waiting = waiting_registration()
    assert Client().get(URL).status_code == 302
    teacher = Client()
    teacher.force_login(waiting.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert teacher.get(URL).status_code in (302, 403, 404)


def test_nothing_is_added_or_deleted_here():
    client, waiting = client_of(), waiting_registration()
    assert client.get(reverse("admin:partnerships_registration_add")).status_code == 403
    assert (
        client.post(reverse("admin:partnerships_registration_delete", args=[waiting.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert Registration.objects.filter(pk=waiting.pk).exists()
