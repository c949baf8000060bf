"""The cast reaches its states, so that other tests may lean on it."""

import pytest

from accounts.rules import belongs
from partnerships.models import ActivityType, Registration, Subject, Value
from partnerships.tests.cast import confirmed_registration, live_registration, unconfirmed_registration

pytestmark = pytest.mark.django_db


def test_live_registration_says_what_its_answers_said():
    registration = live_registration(miles=9, values=["kindness"], networks=["Calderby Heads"])
    registration.refresh_from_db()
    assert registration.status == Registration.Status.LIVE
    assert registration.miles == 9
    assert [v.slug for v in registration.values.all()] == ["kindness"]
    assert [n.name for n in registration.networks.all()] == ["Calderby Heads"]
    assert [n.short for n in registration.needs.all()] == ["Lessons and masterclasses, Science, Years 5 and 6"]
    assert {c.kind for c in registration.contacts.all()} == {"lead", "deputy"}
    assert belongs(registration.lead, registration)


def test_sent_without_an_account_it_waits_for_the_address():
    assert unconfirmed_registration().status == Registration.Status.UNCONFIRMED


def test_confirmed_it_waits_for_forum_staff_and_its_lead_is_not_verified():
    registration = confirmed_registration()
    assert registration.status == Registration.Status.WAITING
    assert not belongs(registration.lead, registration)


def test_the_lists_are_filled():
    assert ActivityType.objects.offered().count() > 40
    assert ActivityType.objects.get(slug="reading-partners").mixes_ages
    assert Subject.objects.filter(slug="latin").exists()
    assert 12 <= Value.objects.count() <= 16
