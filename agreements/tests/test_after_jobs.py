"""What the clock does with an MOU that was signed: reminders of review and end, and the end itself"""

import pytest

from agreements.actions.after import begin_amendment, end_what_is_over, remind_of_dates
from agreements.models import Mou, Version
from agreements.tests.cast import partners_of
from agreements.tests.signed import clock, in_force, signed
from core.models import Event
from core.todos import todos_of
from notifications.models import Message

pytestmark = pytest.mark.django_db


def subjects(kind="mou-date"):
    return sorted(set(Message.objects.filter(kind=kind).values_list("subject", flat=True)))


def titles(user):
    return [todo.title for todo in todos_of(user)[0] if "MOU" in todo.title]


def test_each_letter_goes_once_on_its_day(monkeypatch):
    mou = signed(review_in=100, ends_in=200)
    amara = partners_of(mou.partnership)[0].lead
    assert remind_of_dates() == 0 and titles(amara) == []
    clock(monkeypatch, 70)
    assert (remind_of_dates(), remind_of_dates()) == (1, 0)
    assert "review the MOU by" in subjects()[0]
    assert titles(amara) == [f"Review the MOU of “{mou.partnership}”"]
    clock(monkeypatch, 30)
    assert (remind_of_dates(), remind_of_dates()) == (1, 0)
    clock(monkeypatch, 10)
    assert (remind_of_dates(), remind_of_dates()) == (1, 0)
    assert titles(amara) == [f"Renew the MOU of “{mou.partnership}”"]
    clock(monkeypatch, 60)
    assert (remind_of_dates(), remind_of_dates()) == (1, 0)
    assert in_force(mou).reminded == ["review-soon", "review-due", "end-in-90", "end-in-30"]
    helen = partners_of(mou.partnership)[1].lead
    assert Message.objects.filter(kind="mou-date", to=helen.email).count() == 4


def test_after_a_long_silence_only_the_latest_of_each_date_goes(monkeypatch):
    mou = signed(review_in=100, ends_in=200)
    clock(monkeypatch, 195)
    amara = partners_of(mou.partnership)[0].lead
    assert remind_of_dates() == 1
    assert Message.objects.filter(kind="mou-date", to=amara.email).count() == 2
    assert remind_of_dates() == 0


def test_it_ends_the_day_after_its_last_and_once(monkeypatch):
    mou = signed(review_in=5, ends_in=10)
    clock(monkeypatch, 10)
    assert end_what_is_over() == 0
    clock(monkeypatch, 1)
    assert (end_what_is_over(), end_what_is_over()) == (1, 0)
    mou.refresh_from_db()
    assert (mou.status, in_force(mou).status) == (Mou.Status.ENDED, Version.Status.ENDED)
    assert "the MOU has ended" in subjects("mou-ended")[0]
    assert Event.objects.filter(kind="mou-ended").count() == 1
    amara = partners_of(mou.partnership)[0].lead
    assert titles(amara) == [f"The MOU of “{mou.partnership}” has ended"]
    assert remind_of_dates() == 0


def test_an_amendment_that_is_drafted_goes_on_after_the_end(monkeypatch):
    mou = begin_amendment(mou=(mou := signed(review_in=5, ends_in=10)), by=partners_of(mou.partnership)[0].lead)
    clock(monkeypatch, 11)
    assert end_what_is_over() == 1
    mou.refresh_from_db()
    assert (mou.status, in_force(mou).status) == (Mou.Status.DRAFTING, Version.Status.ENDED)
