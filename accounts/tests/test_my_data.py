"""Taking out my data."""

import json

import pytest
from django.urls import reverse

from accounts import privacy
from accounts.actions import delete_account, invite_colleague
from accounts.tests.factories import make_member, make_user, sign_in
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def test_the_file_holds_all_about_me_and_nobody_else(client):
    school = make_school()
    other = make_member(school, email="other@mail.example", name="Olive Other")
    user = make_member(school, name="Amara Okonjo", phone="01632 960 001")
    invite_colleague(school=school, email="new@mail.example", role="staff", by=user)
    invite_colleague(school=school, email="not-mine@mail.example", role="staff", by=other)
    sign_in(client, user)
    response = client.get(reverse("accounts:my_data"))
    data = json.loads(response.content)
    assert "attachment" in response["Content-Disposition"] and "no-store" in response["Cache-Control"]
    assert data["account"]["name"] == "Amara Okonjo" and data["account"]["telephone"] == "01632 960 001"
    assert data["schools"][0]["school"] == school.name
    assert data["invitations"]["sent by you"][0]["email"] == "new@mail.example"
    assert data["e-mails we sent you"] and data["what you did"]
    text = response.content.decode()
    assert "not-mine@mail.example" not in text and "other@mail.example" not in text
    assert "password" not in json.dumps(data["your details as they were"])


def test_upper_apps_can_add_what_they_hold(client, monkeypatch):
    monkeypatch.setattr(privacy, "_holders", dict(privacy._holders))
    privacy.register("registrations", lambda user: [user.name])
    user = make_user(name="Amara Okonjo")
    assert privacy.everything_about(user)["registrations"] == ["Amara Okonjo"]


def test_upper_apps_forget_too_while_the_name_is_still_known(monkeypatch):
    monkeypatch.setattr(privacy, "_holders", dict(privacy._holders))
    monkeypatch.setattr(privacy, "_forgetters", [])
    forgotten = []
    privacy.register("registrations", lambda user: [], forget=lambda user: forgotten.append((user.name, user.email)))
    user = make_user(name="Amara Okonjo", email="amara@mail.example")
    delete_account(user=user, by=user)
    assert forgotten == [("Amara Okonjo", "amara@mail.example")]


def test_signed_out(client):
    assert client.get(reverse("accounts:my_data")).status_code == 302
