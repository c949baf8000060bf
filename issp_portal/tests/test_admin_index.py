"""The first page of the admin: what waits for whoever looks."""

import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ForumRole
from accounts.tests.factories import make_forum
from notifications.models import Message
from partnerships.actions.moderation import approve_registration
from partnerships.models import Registration
from partnerships.tests.cast import moderator, waiting_registration
from partnerships.tests.moderating import client_of, proposed_registration

pytestmark = pytest.mark.django_db
URL = "/admin/"


def queues_of(response):
    return {queue.label: queue for queue in response.context["queues"]}


def test_it_counts_what_waits_and_says_since_when():
    old, _, _ = waiting_registration(), waiting_registration(), proposed_registration(miles=3)
    Registration.objects.filter(pk=old.pk).update(sent_at=timezone.now() - datetime.timedelta(days=9))
    Message.objects.create(kind="test", to="a@school.example", subject="Lost", text="", status=Message.Status.FAILED)
    response = client_of().get(URL)
    queues = queues_of(response)
    assert [queues["New registrations"].number, queues["Changes to live registrations"].number] == [2, 1]
    assert queues["E-mails given up"].number == 1
    assert re.search(r"\d working days: late", response.content.decode())
    assert queues["New registrations"].late
    assert not queues["Changes to live registrations"].late


def test_each_queue_leads_to_a_list_of_as_many():
    waiting_registration()
    proposed_registration(miles=3)
    Message.objects.create(kind="test", to="a@school.example", subject="Lost", text="", status=Message.Status.FAILED)
    client = client_of()
    for queue in client.get(URL).context["queues"]:
        response = client.get(queue.url)
        assert response.status_code == 200, queue.label
        if "cl" in response.context:
            assert response.context["cl"].result_count == queue.number, queue.label


def test_nothing_waits():
    response = client_of().get(URL)
    assert "Nothing waits" in response.content.decode()
    assert all(queue.oldest is None for queue in queues_of(response).values() if not queue.number)


def test_each_role_sees_its_own_queues():
    adviser = queues_of(client_of(make_forum(role=ForumRole.ADVISER)).get(URL))
    administrator = queues_of(client_of(make_forum(role=ForumRole.ADMINISTRATOR)).get(URL))
    assert "New registrations" in adviser
    assert "E-mails given up" not in adviser
    assert set(administrator) == set(queues_of(client_of(moderator()).get(URL)))


def test_what_this_person_did_last():
    approve_registration(registration=waiting_registration(), by=moderator())
    assert b"Forum staff approved the registration." in client_of().get(URL).content
    assert b"Forum staff approved" not in client_of(make_forum()).get(URL).content


def test_as_many_queries_for_many_as_for_few(django_assert_max_num_queries, django_assert_num_queries):
    client = client_of()
    client.get(URL)
    with django_assert_max_num_queries(25) as few:
        client.get(URL)
    for _ in range(4):
        waiting_registration()
        proposed_registration(miles=3)
    with django_assert_num_queries(len(few)):
        client.get(URL)


def test_our_name_is_on_it_and_nothing_inline():
    page = client_of().get(URL).content.decode()
    assert "ISSP Portal: Forum staff" in page
    assert "admin-portal.css" in page
    assert not re.search(r"<script>|<style|style=|onclick=", page)


def test_others_are_sent_away():
    assert Client().get(URL).status_code == 302
