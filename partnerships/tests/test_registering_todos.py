"""What the dashboard and a person's own data say about registering interest."""

import datetime
import json

import pytest
from django.urls import reverse

from accounts.actions import delete_account
from accounts.privacy import everything_about
from accounts.tests.factories import make_member, make_user, sign_in
from core.todos import todos_of
from partnerships.actions.draft import begin_changes, save_step
from partnerships.actions.moderation import ask_for_change
from partnerships.actions.registration import lapse_registrations, send_changes
from partnerships.models import Draft, Registration
from partnerships.tests.cast import (
    live_registration,
    make_draft,
    moderator,
    unconfirmed_registration,
    waiting_registration,
)
from partnerships.tests.test_registration_page import set_today, year_end
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def titles(user, *, waiting=False):
    return [todo.title for todo in todos_of(user)[waiting]]


def test_an_unfinished_draft_says_what_comes_next():
    school = make_school(name="Tarnside School")
    person = make_member(school)
    draft = make_draft(school, by=person)
    save_step(draft=draft, step="times", answer=None, seen=draft.version)
    todo = next(t for t in todos_of(person)[0] if t.title == "Register Tarnside School")
    assert todo.sentence.startswith("Next: when in the week.")
    assert todo.url == reverse("partnerships:register_go_on", args=[draft.pk])


def test_what_waits_for_forum_staff_is_waited_for():
    registration = waiting_registration()
    assert f"{registration.school}’s registration is with Forum staff" in titles(registration.lead, waiting=True)


def test_a_change_asked_for_needs_the_school():
    registration = waiting_registration()
    ask_for_change(registration=registration, by=moderator(), words="Say how many pupils.")
    assert f"Change {registration.school}’s registration" in titles(registration.lead)


def test_proposed_changes_are_waited_for():
    registration = live_registration()
    draft = begin_changes(registration=registration, by=registration.lead)
    save_step(draft=draft, step="times", answer={"slots": 1}, seen=draft.version)
    assert f"Send your changes to {registration.school}’s registration" in titles(registration.lead)
    send_changes(draft=draft, by=registration.lead)
    assert f"Changes to {registration.school}’s registration are with Forum staff" in titles(
        registration.lead, waiting=True
    )


def test_renewing_is_asked_from_june_and_after_a_lapse(monkeypatch):
    registration = live_registration()
    asked = f"Renew {registration.school}’s registration"
    assert asked not in titles(registration.lead)
    set_today(monkeypatch, datetime.date(registration.academic_year + 1, 6, 1))
    assert asked in titles(registration.lead)
    set_today(monkeypatch, year_end(registration) + datetime.timedelta(days=1))
    lapse_registrations()
    assert asked in titles(registration.lead)


def test_a_registration_sent_with_ones_address_is_confirmed_from_the_dashboard(client):
    registration = unconfirmed_registration(lead={"email": "amara@b.example"})
    person = make_user(email="amara@b.example")
    todo = next(t for t in todos_of(person)[0] if t.title.startswith("Confirm "))
    sign_in(client, person)
    client.post(todo.url)
    registration.refresh_from_db()
    assert (registration.status, registration.lead) == (Registration.Status.WAITING, person)


def test_others_are_told_nothing():
    school = make_school()
    make_draft(school, by=make_member(school))
    waiting_registration()
    unconfirmed_registration()
    outsider = make_member(make_school())
    assert not [t for t in todos_of(outsider)[0] + todos_of(outsider)[1] if "regist" in t.title.lower()]


def test_a_person_gets_what_registrations_hold_about_them():
    registration = live_registration(deputy={"email": "tom@b.example"})
    about_lead = json.dumps(everything_about(registration.lead), default=str)
    assert registration.reference in about_lead
    assert "01632 960101" in about_lead
    about_deputy = json.dumps(everything_about(make_user(email="tom@b.example")), default=str)
    assert "Deputy headteacher" in about_deputy
    assert "01632 960101" not in about_deputy


def test_a_deleted_account_leaves_nothing_of_the_person_in_registrations():
    registration = live_registration(lead={"name": "Priya Raman"})
    person = registration.lead
    address = person.email
    draft = begin_changes(registration=registration, by=person)
    save_step(draft=draft, step="times", answer={"slots": 1}, seen=draft.version)
    send_changes(draft=draft, by=person)
    unconfirmed = unconfirmed_registration(lead={"email": address})
    delete_account(user=person, by=person)
    registration.refresh_from_db()
    assert registration.status == Registration.Status.LIVE
    assert [c.kind for c in registration.contacts.all()] == ["deputy"]
    assert "times" in registration.proposed
    assert not Registration.objects.filter(pk=unconfirmed.pk).exists()
    for rows in (Draft.objects.values("answers"), Registration.history.values("proposed")):
        assert address not in json.dumps(list(rows), default=str)
    assert address not in json.dumps(registration.proposed)
