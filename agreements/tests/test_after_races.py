"""Two people at once after an MOU was signed: one outcome each time, on real connections, in real threads"""

import datetime

import pytest
from django.utils import timezone

from agreements.actions.after import (
    begin_amendment,
    carry_out_notices,
    end_what_is_over,
    give_notice,
    give_up_amendment,
    remind_of_dates,
    take_back_notice,
)
from agreements.models import Mou, Notice, Version
from agreements.tests.cast import partners_of
from agreements.tests.signed import clock, signed
from core.errors import ActionRefused
from core.models import Event
from core.tests.at_once import at_once
from notifications.models import Message

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def leads(mou):
    return [partner.lead for partner in partners_of(mou.partnership)]


def test_two_who_amend_at_once_begin_one_amendment():
    mou = signed()
    amara, helen = leads(mou)
    outcomes = at_once(
        lambda: begin_amendment(mou=mou, by=amara),
        lambda: begin_amendment(mou=mou, by=helen),
        lambda: begin_amendment(mou=mou, by=amara),
    )
    assert all(outcome.status == Mou.Status.DRAFTING for outcome in outcomes)
    assert Event.objects.filter(kind="mou-amendment-begun").count() == 1


def test_amending_while_it_is_given_up_and_notice_is_given():
    mou = begin_amendment(mou=(mou := signed()), by=leads(mou)[0])
    amara, helen = leads(mou)
    school = partners_of(mou.partnership)[0].school
    ends_on = timezone.localdate() + datetime.timedelta(days=70)
    gave_up, begun, notice = at_once(
        lambda: give_up_amendment(mou=mou, by=amara),
        lambda: begin_amendment(mou=mou, by=helen),
        lambda: give_notice(mou=mou, school=school, reason="Why", pupils="So", ends_on=ends_on, by=amara),
    )
    assert not any(isinstance(outcome, ActionRefused) for outcome in (gave_up, begun, notice))
    mou.refresh_from_db()
    assert mou.status in (Mou.Status.SIGNED, Mou.Status.DRAFTING)
    assert mou.in_force.status == Version.Status.SIGNED and Notice.objects.get().status == Notice.Status.GIVEN


def test_the_same_notice_from_two_windows_is_one():
    mou = signed()
    amara, school = leads(mou)[0], partners_of(mou.partnership)[0].school
    said = {"reason": "Why", "pupils": "So", "ends_on": timezone.localdate() + datetime.timedelta(days=70)}
    outcomes = at_once(*[lambda: give_notice(mou=mou, school=school, by=amara, **said) for _ in range(3)])
    assert len({outcome.pk for outcome in outcomes}) == Notice.objects.count() == 1


def test_taking_back_on_the_very_day(monkeypatch):
    mou = signed()
    amara, school = leads(mou)[0], partners_of(mou.partnership)[0].school
    ends_on = timezone.localdate() + datetime.timedelta(days=70)
    notice = give_notice(mou=mou, school=school, reason="Why", pupils="So", ends_on=ends_on, by=amara)
    clock(monkeypatch, 70)
    carried_out, taken_back = at_once(carry_out_notices, lambda: take_back_notice(notice=notice, by=amara))
    notice.refresh_from_db(), mou.refresh_from_db()
    stays = notice.status == Notice.Status.WITHDRAWN
    assert (carried_out, isinstance(taken_back, ActionRefused)) == ((0, False) if stays else (1, True))
    assert mou.status == (Mou.Status.SIGNED if stays else Mou.Status.ENDED)


def test_the_jobs_run_twice_at_once(monkeypatch):
    mou = signed(review_in=5, ends_in=10)
    clock(monkeypatch, 6)
    assert sum(at_once(remind_of_dates, remind_of_dates)) == 1
    amara = leads(mou)[0]
    assert Message.objects.filter(kind="mou-date", to=amara.email).count() == 2
    clock(monkeypatch, 5)
    assert sum(at_once(end_what_is_over, end_what_is_over)) == 1
    assert Event.objects.filter(kind="mou-ended").count() == 1
