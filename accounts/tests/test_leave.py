"""Leaving a school, and what happens when the last one goes."""

import pytest
from django.urls import reverse

from accounts.actions import LastPerson, end_membership
from accounts.models import Membership
from accounts.tests.factories import make_forum, make_member, make_pending, make_user, sign_in
from core.models import Event
from notifications.models import Message
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school()


def url(school):
    return reverse("accounts:leave", args=[school.urn])


def test_leaving_where_others_stay(client, school):
    make_member(school)
    user = make_member(school)
    sign_in(client, user)
    assert "last verified person" not in client.get(url(school)).content.decode()
    client.post(url(school))
    assert user.memberships.get().status == "ended"
    assert not Message.objects.filter(kind="school-stranded").exists()


def test_the_last_one_must_say_that_they_know_and_the_forum_is_told(client, school):
    moderator = make_forum()
    user = make_member(school)
    sign_in(client, user)
    html = client.get(url(school)).content.decode()
    assert "You are the last verified person at this school" in html
    refused = client.post(url(school)).content.decode()
    assert "Select the box to show that you understand" in refused
    assert user.memberships.get().status == "verified"
    client.post(url(school), {"understood": "on"})
    membership = user.memberships.get()
    assert membership.status == "ended"
    assert Message.objects.filter(kind="school-stranded", to=moderator.email).count() == 1
    assert Event.objects.of(school).filter(kind="school-stranded").exists()
    assert list(Membership.objects.stranded()) == [membership]


def test_the_action_itself_refuses_the_last_one(school):
    user = make_member(school)
    with pytest.raises(LastPerson):
        end_membership(membership=user.memberships.get(), by=user)


def test_who_waits_can_stop_waiting(client, school):
    membership = make_pending(school)
    sign_in(client, membership.user)
    assert "Stop waiting" in client.get(url(school)).content.decode()
    client.post(url(school))
    membership.refresh_from_db()
    assert membership.status == "ended"
    assert not Membership.objects.stranded().exists()


def test_a_school_that_is_not_mine_is_not_found(client, school):
    make_member(school)
    sign_in(client, make_user())
    assert client.get(url(school)).status_code == 404
    assert client.post(url(school)).status_code == 404


def test_leaving_twice_is_leaving_once(client, school):
    make_member(school)
    user = make_member(school)
    end_membership(membership=user.memberships.get(), by=user)
    events = Event.objects.count()
    end_membership(membership=user.memberships.get(), by=user)
    assert Event.objects.count() == events
