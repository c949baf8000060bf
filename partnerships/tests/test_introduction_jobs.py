"""Reminders, lapsing and the purge of words."""

import datetime

import pytest
from django.utils import timezone

from core import jobs
from core.models import Event
from notifications.models import Message
from partnerships.actions.introduction import (
    accept_introduction,
    decline_introduction,
    lapse_introductions,
    purge_introduction_words,
    remind_of_introductions,
)
from partnerships.models import Introduction
from partnerships.tests.introductions import asked_introduction, brokered_introduction

pytestmark = pytest.mark.django_db
Status = Introduction.Status


def due_in(introduction, days):
    Introduction.objects.filter(pk=introduction.pk).update(
        answer_by=timezone.localdate() + datetime.timedelta(days=days)
    )


@pytest.mark.parametrize(("days", "reminded"), [(4, 0), (3, 1), (1, 1), (0, 1), (-1, 0)])
def test_a_reminder_goes_out_in_the_last_three_days(days, reminded):
    due_in(asked_introduction(), days)
    assert remind_of_introductions() == reminded


def test_a_reminder_goes_to_the_school_that_has_not_answered_and_only_once():
    introduction = asked_introduction()
    due_in(introduction, 2)
    assert [remind_of_introductions(), remind_of_introductions()] == [1, 0]
    due_in(introduction, 1)
    assert remind_of_introductions() == 0
    assert [m.to for m in Message.objects.filter(kind="introduction-reminder")] == [introduction.asked.lead.email]


def test_of_two_schools_brought_together_only_the_one_that_is_missing_is_reminded():
    introduction = brokered_introduction()
    accept_introduction(introduction=introduction, by=introduction.asker.lead)
    due_in(introduction, 2)
    remind_of_introductions()
    assert [m.to for m in Message.objects.filter(kind="introduction-reminder")] == [introduction.asked.lead.email]


def test_what_nobody_answered_lapses_the_day_after_even_if_the_job_missed_days():
    last_day, yesterday, long_ago = asked_introduction(), asked_introduction(), asked_introduction()
    due_in(last_day, 0)
    due_in(yesterday, -1)
    due_in(long_ago, -40)
    assert [lapse_introductions(), lapse_introductions()] == [2, 0]
    statuses = Introduction.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [Status.ASKED, Status.LAPSED, Status.LAPSED]
    told = Message.objects.filter(kind="introduction-lapsed")
    assert {m.to for m in told} == {r.lead.email for i in (yesterday, long_ago) for r in (i.asker, i.asked)}
    assert "left waiting" in told.get(to=yesterday.asker.lead.email).text
    assert "left waiting" not in told.get(to=yesterday.asked.lead.email).text
    assert Event.objects.of(yesterday)[0].kind == "introduction-lapsed"


def test_the_forum_sees_who_was_left_waiting_until_they_are_introduced():
    introduction = asked_introduction()
    due_in(introduction, -1)
    lapse_introductions()
    assert introduction in Introduction.objects.left_waiting()
    Introduction.objects.filter(pk=introduction.pk).update(asked_at=timezone.now() - datetime.timedelta(days=20))
    again = brokered_introduction(introduction.asked, introduction.asker)
    assert again not in Introduction.objects.left_waiting()
    assert introduction not in Introduction.objects.left_waiting()


def test_a_year_after_it_ended_the_words_are_deleted_from_the_row_and_its_history():
    old, recent, accepted = asked_introduction(), asked_introduction(), asked_introduction()
    for introduction in (old, recent):
        decline_introduction(introduction=introduction, by=introduction.asked.lead, reason="This year is full.")
    accept_introduction(introduction=accepted, by=accepted.asked.lead)
    Introduction.objects.filter(pk=old.pk).update(closed_at=timezone.now() - datetime.timedelta(days=366))
    assert [purge_introduction_words(), purge_introduction_words()] == [1, 0]
    old.refresh_from_db()
    assert (old.note, old.reason, old.why, old.status) == ("", "", {}, Status.DECLINED)
    assert set(old.history.values_list("note", "reason")) == {("", "")}
    for kept in (recent, accepted):
        kept.refresh_from_db()
        assert kept.note


def test_the_commands_run_them():
    due_in(asked_introduction(), -1)
    outcomes = {outcome.description: outcome.count for outcome in jobs.run_reminders()}
    assert outcomes["Let introductions lapse that nobody answered in time, and tell both schools"] == 1
    assert "Remind schools whose answer to an introduction is due within three days" in outcomes
    assert any("note" in what for what, _ in jobs.retention())
