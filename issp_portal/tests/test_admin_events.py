"""The list of events in the admin."""

import pytest
from django.urls import reverse

from accounts.models import ForumRole
from accounts.tests.factories import make_forum
from core.models import Event
from partnerships.tests.cast import live_registration, waiting_registration
from partnerships.tests.moderating import client_of

pytestmark = pytest.mark.django_db
URL = "/admin/core/event/"


def test_events_are_found_by_words_person_and_kind():
    live = live_registration()
    client = client_of(make_forum(role=ForumRole.ADVISER))
    assert client.get(URL, {"q": "approved the registration"}).context["cl"].result_count == 1
    assert client.get(URL, {"q": live.lead.email}).context["cl"].result_count > 0
    assert client.get(URL, {"kind": "registration-approved"}).context["cl"].result_count == 1
    assert client.get(URL, {"q": "nothing like it"}).context["cl"].result_count == 0


def test_an_event_is_read_and_never_written():
    live_registration()
    event = Event.objects.first()
    url = reverse("admin:core_event_change", args=[event.pk])
    client = client_of(make_forum(role=ForumRole.ADMINISTRATOR))
    assert event.sentence in client.get(url).content.decode()
    assert client.post(url, {"sentence": "It never happened."}).status_code == 403
    assert client.post(reverse("admin:core_event_delete", args=[event.pk])).status_code == 403
    assert client.get(reverse("admin:core_event_add")).status_code == 403


def test_as_many_queries_for_many_as_for_few(django_assert_max_num_queries, django_assert_num_queries):
    client = client_of()
    waiting_registration()
    client.get(URL)
    with django_assert_max_num_queries(20) as few:
        client.get(URL)
    for _ in range(5):
        live_registration()
    with django_assert_num_queries(len(few)):
        client.get(URL)
