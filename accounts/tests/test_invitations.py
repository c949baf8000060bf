"""Answering an invitation by its link."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import InvitationSpent, accept_invitation, cancel_invitation, end_membership, invite_colleague
from accounts.models import Invitation, Role, User
from accounts.tests.factories import make_member, make_user, sign_in
from notifications.models import Message
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def inviter(school):
    return make_member(school, role=Role.HEADTEACHER)


@pytest.fixture
def invited(school, inviter):
    return invite_colleague(school=school, email="new@mail.example", role=Role.COORDINATOR, by=inviter)


def url(invited):
    return reverse("accounts:invitation", args=[invited.token])


def test_a_newcomer_gets_an_account_and_is_in(client, school, invited):
    assert "Join" in client.get(url(invited)).content.decode()
    assert not User.objects.filter(email="new@mail.example").exists()  # a look makes none
    response = client.post(url(invited))
    user = User.objects.get(email="new@mail.example")
    membership = user.memberships.get()
    assert (membership.status, membership.how, membership.role) == ("verified", "colleague", "co-ordinator")
    assert response.url == reverse("accounts:details")
    assert client.get(response.url).status_code == 200
    assert Message.objects.get(kind="invitation-accepted").to == invited.invited_by.email


def test_who_has_an_account_signs_in_first(client, invited):
    user = make_user(email="new@mail.example")
    response = client.post(url(invited))
    assert response.url.startswith(reverse("account_login")) and "next=" in response.url
    assert not user.memberships.exists()
    sign_in(client, user)
    client.post(url(invited))
    assert user.memberships.get().status == "verified"


def test_the_wrong_person_is_told_and_learns_no_address(client, invited):
    other = make_user()
    sign_in(client, other)
    for response in (client.get(url(invited)), client.post(url(invited))):
        assert response.status_code == 403
        html = response.content.decode()
        assert "for another address" in html and "new@mail.example" not in html
    assert not other.memberships.exists()


def test_it_works_once(client, invited):
    client.post(url(invited))
    client.post(reverse("account_logout"))
    for response in (client.get(url(invited)), client.post(url(invited))):
        assert response.status_code == 410 and "no longer works" in response.content.decode()


def test_it_runs_out(client, invited):
    Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    assert client.get(url(invited)).status_code == 410
    assert client.post(url(invited)).status_code == 410
    assert not User.objects.filter(email="new@mail.example").exists()


def test_it_can_be_withdrawn(client, invited, inviter):
    cancel_invitation(invitation=invited, by=inviter)
    assert client.post(url(invited)).status_code == 410
    with pytest.raises(InvitationSpent):
        accept_invitation(invitation=invited, user=make_user(email="new@mail.example"))


def test_an_unknown_one_is_not_found(client):
    assert client.get(reverse("accounts:invitation", args=["x" * 43])).status_code == 404


def test_where_the_inviter_has_left_the_newcomer_waits(client, school, invited, inviter):
    make_member(school)
    end_membership(membership=inviter.memberships.get(), by=inviter)
    client.post(url(invited))
    assert User.objects.get(email="new@mail.example").memberships.get().status == "pending"


def test_accepting_twice_changes_nothing(invited):
    user = make_user(email="new@mail.example")
    first = accept_invitation(invitation=invited, user=user)
    assert accept_invitation(invitation=invited, user=user).pk == first.pk
    assert Message.objects.filter(kind="invitation-accepted").count() == 1


def test_a_double_click_on_an_old_link_cannot_bring_back_who_was_removed(client, school, invited, inviter):
    user = make_user(email="new@mail.example")
    membership = accept_invitation(invitation=invited, user=user)
    end_membership(membership=membership, by=inviter)
    with pytest.raises(InvitationSpent):
        accept_invitation(invitation=invited, user=user)
    assert user.memberships.get().status == "ended"
