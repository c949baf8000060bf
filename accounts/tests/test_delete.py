"""Deleting an account: what goes, what stays, and who is told."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.actions import change_details, delete_account, invite_colleague, verify_membership
from accounts.models import User
from accounts.tests.factories import make_forum, make_member, make_pending, make_user, sign_in
from core.models import Event
from notifications.models import Message
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

URL = "/accounts/delete/"


def test_it_takes_away_everything_that_names_them(client):
    school = make_school()
    colleague = make_member(school, name="Priya Raman")
    user = make_member(school, email="amara@brackenfold.example", name="Amara Okonjo", phone="01632 960 001")
    verify_membership(membership=make_pending(school, name="Tom Ridley"), by=user)
    invited = invite_colleague(school=school, email="new@mail.example", role="staff", by=user)
    change_details(user=user, name="Amara Okonjo", phone="01632 960 002")
    sign_in(client, user)
    assert "Keep my account" in client.get(URL).content.decode()
    assert "Select the box" in client.post(URL, {}).content.decode()
    response = client.post(URL, {"understood": "on"})
    assert response.url == reverse("account_login")
    assert "Your account is deleted." in client.get(response.url).content.decode()
    user.refresh_from_db()
    invited.refresh_from_db()
    assert (user.name, user.phone, user.is_active) == ("", "", False)
    assert not User.objects.filter(email__contains="amara").exists()
    assert not User.history.filter(email__contains="amara").exists()
    assert not User.history.filter(id=user.pk).exclude(name="").exists()
    assert not EmailAddress.objects.filter(email__contains="amara").exists()
    assert user.memberships.get().status == "ended"
    assert invited.cancelled_at
    assert not Event.objects.filter(sentence__contains="Amara").exists()
    assert Event.objects.filter(kind="membership-verified", sentence__startswith="Somebody verified").exists()
    assert not Event.objects.filter(by=user).exists()
    assert Message.objects.get(kind="account-deleted").to == "amara@brackenfold.example"
    assert client.get("/accounts/").status_code == 302
    assert colleague.memberships.get().status == "verified"


def test_the_last_one_is_warned_and_the_forum_told(client):
    moderator, school = make_forum(), make_school()
    user = make_member(school)
    sign_in(client, user)
    assert "You are the last verified person at your school" in client.get(URL).content.decode()
    client.post(URL, {"understood": "on"})
    assert Message.objects.filter(kind="school-stranded", to=moderator.email).count() == 1


def test_an_old_session_proves_itself_first(client):
    user = make_user()
    sign_in(client, user, seconds_ago=16 * 60)
    assert "Sign in again first" in client.get(URL).content.decode()
    assert "Sign in again first" in client.post(URL, {"understood": "on"}).content.decode()
    user.refresh_from_db()
    assert user.is_active


def test_with_a_password_it_is_asked_for(client):
    user = make_user(password="three small words")
    sign_in(client, user, seconds_ago=16 * 60)
    response = client.get(URL)
    assert response.status_code == 302 and response.url.startswith(reverse("account_reauthenticate"))
    response = client.post(response.url, {"password": "three small words"})
    assert response.url == URL
    client.post(URL, {"understood": "on"})
    user.refresh_from_db()
    assert not user.is_active


def test_twice_is_once():
    user = make_user()
    delete_account(user=user, by=user)
    delete_account(user=user, by=user)
    assert Message.objects.filter(kind="account-deleted").count() == 1


def test_the_address_can_be_used_anew():
    user = make_user(email="amara@brackenfold.example")
    delete_account(user=user, by=user)
    assert make_user(email="amara@brackenfold.example").pk != user.pk


def test_signed_out(client):
    assert client.get(URL).status_code == 302
