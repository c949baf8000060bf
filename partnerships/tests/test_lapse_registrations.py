"""What happens by the clock: reminders before the year ends, and the lapse after it."""

import datetime

import pytest

from core.models import Event
from notifications.models import Message
from partnerships.actions.moderation import ask_for_change
from partnerships.actions.registration import (
    lapse_registrations,
    pause_registration,
    remind_to_renew,
    renew_registration,
    withdraw_registration,
)
from partnerships.models import Registration
from partnerships.tests.cast import live_registration, moderator, waiting_registration
from partnerships.tests.test_registration_page import set_today, year_end

pytestmark = pytest.mark.django_db
Status = Registration.Status


def after(registration, days):
    return year_end(registration) + datetime.timedelta(days=days)


def reminders():
    return Message.objects.filter(kind="registration-renew-soon").count()


def test_on_its_last_day_it_stands_and_the_day_after_it_lapses(monkeypatch):
    registration = live_registration()
    set_today(monkeypatch, year_end(registration))
    assert lapse_registrations() == 0
    set_today(monkeypatch, after(registration, 1))
    assert lapse_registrations() == 1
    registration.refresh_from_db()
    assert registration.status == Status.LAPSED
    assert Message.objects.filter(kind="registration-lapsed").count() == 2
    assert lapse_registrations() == 0
    assert Message.objects.filter(kind="registration-lapsed").count() == 2
    assert Event.objects.of(registration).first().by is None


def test_a_missed_run_lapses_later(monkeypatch):
    registration = live_registration()
    pause_registration(registration=registration, by=registration.lead)
    set_today(monkeypatch, after(registration, 40))
    assert lapse_registrations() == 1


def test_a_lapsed_one_is_renewed_for_the_present_year(monkeypatch):
    registration = live_registration()
    set_today(monkeypatch, after(registration, 40))
    lapse_registrations()
    renewed = renew_registration(registration=registration, by=registration.lead)
    assert (renewed.status, renewed.academic_year) == (Status.LIVE, registration.academic_year + 1)


def test_a_lapsed_one_is_not_renewed_beside_another(monkeypatch):
    registration = live_registration()
    set_today(monkeypatch, after(registration, 10))
    lapse_registrations()
    waiting_registration(registration.school)
    with pytest.raises(Exception, match="registered already"):
        renew_registration(registration=registration, by=registration.lead)


def test_a_change_never_made_ends_and_cannot_be_renewed_into_life(monkeypatch):
    registration = waiting_registration()
    ask_for_change(registration=registration, by=moderator(), words="Say how many pupils.")
    set_today(monkeypatch, after(registration, 1))
    assert lapse_registrations() == 1
    registration.refresh_from_db()
    assert registration.status == Status.WITHDRAWN
    with pytest.raises(Exception, match="renewed from 1 June"):
        renew_registration(registration=registration, by=registration.lead)


def test_reminders_go_in_june_and_fourteen_and_three_days_before_once_each(monkeypatch):
    registration = live_registration()
    counts = []
    for day in [(5, 31), (6, 1), (6, 1), (8, 16), (8, 17), (8, 17), (8, 28), (8, 31)]:
        set_today(monkeypatch, datetime.date(registration.academic_year + 1, *day))
        remind_to_renew()
        counts.append(reminders())
    assert counts == [0, 2, 2, 2, 4, 4, 6, 6]


def test_after_missed_runs_only_the_latest_reminder_goes(monkeypatch):
    registration = live_registration()
    set_today(monkeypatch, datetime.date(registration.academic_year + 1, 8, 30))
    assert remind_to_renew() == 1
    assert reminders() == 2
    assert remind_to_renew() == 0


def test_who_has_renewed_or_withdrawn_is_left_in_peace(monkeypatch):
    renewed, withdrawn = live_registration(), live_registration()
    set_today(monkeypatch, datetime.date(renewed.academic_year + 1, 6, 1))
    renew_registration(registration=renewed, by=renewed.lead)
    withdraw_registration(registration=withdrawn, by=withdrawn.lead)
    assert remind_to_renew() == 0
    assert lapse_registrations() == 0
