"""Two people at once: one outcome, and the slower is told of it. On real connections, in real threads."""

import datetime

import pytest
from django.utils import timezone

from core.errors import ActionRefused
from core.tests.at_once import at_once
from notifications.models import Message
from partnerships.actions.introduction import (
    accept_introduction,
    ask_for_introduction,
    decline_introduction,
    lapse_introductions,
    withdraw_introduction,
)
from partnerships.actions.registration import withdraw_registration
from partnerships.models import Introduction, Partnership
from partnerships.tests.introductions import NOTE, asked_introduction, brackenfold, brokered_introduction, thornmere

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
Status = Introduction.Status


@pytest.mark.parametrize("turn", range(4))
def test_accepting_declining_withdrawing_and_lapsing_at_once_have_one_outcome(turn):
    introduction = asked_introduction()
    Introduction.objects.update(answer_by=timezone.localdate() - datetime.timedelta(days=1))
    asker, asked = introduction.asker.lead, introduction.asked.lead
    outcomes = at_once(
        lambda: accept_introduction(introduction=introduction, by=asked),
        lambda: decline_introduction(introduction=introduction, by=asked),
        lambda: withdraw_introduction(introduction=introduction, by=asker),
        lapse_introductions,
    )
    *people, lapsed = outcomes
    won = [outcome for outcome in people if isinstance(outcome, Introduction)]
    refused = [outcome for outcome in people if isinstance(outcome, ActionRefused)]
    assert len(won) + lapsed == 1 and len(won) + len(refused) == 3
    introduction.refresh_from_db()
    assert introduction.status != Status.ASKED
    assert Partnership.objects.count() == (introduction.status == Status.ACCEPTED)
    said = {
        Status.ACCEPTED: "Both schools said yes",
        Status.DECLINED: "Thornmere School said “not this time”",
        Status.WITHDRAWN: "Brackenfold Primary School took the introduction back",
        Status.LAPSED: "has lapsed",
    }
    assert all(said[Status(introduction.status)] in str(outcome) for outcome in refused)
    kinds = set(Message.objects.values_list("kind", flat=True))
    outcomes_told = kinds & {f"introduction-{status}" for status in ("accepted", "declined", "withdrawn", "lapsed")}
    assert outcomes_told == {f"introduction-{introduction.status}"}


def test_both_schools_saying_yes_to_the_forum_at_once_open_one_partnership():
    introduction = brokered_introduction()
    one, other = introduction.asker.lead, introduction.asked.lead
    outcomes = at_once(
        lambda: accept_introduction(introduction=introduction, by=one),
        lambda: accept_introduction(introduction=introduction, by=other),
        lambda: accept_introduction(introduction=introduction, by=other),
    )
    assert all(isinstance(outcome, Introduction) for outcome in outcomes)
    introduction.refresh_from_db()
    assert introduction.status == Status.ACCEPTED and Partnership.objects.count() == 1
    assert Message.objects.filter(kind="introduction-accepted").count() == 2


def test_two_schools_asking_each_other_at_once_make_one_introduction():
    one, other = brackenfold(), thornmere()
    outcomes = at_once(
        lambda: ask_for_introduction(asker=one, asked=other, note=NOTE, by=one.lead),
        lambda: ask_for_introduction(asker=other, asked=one, note=NOTE, by=other.lead),
    )
    assert Introduction.objects.count() == 1
    assert sorted(isinstance(outcome, Introduction) for outcome in outcomes) == [False, True]
    assert "has already asked" in next(str(outcome) for outcome in outcomes if isinstance(outcome, ActionRefused))


def test_asking_twice_at_once_makes_one_introduction():
    one, other = brackenfold(), thornmere()
    outcomes = at_once(
        *[lambda: ask_for_introduction(asker=one, asked=other, note=NOTE, by=one.lead) for _ in range(3)]
    )
    assert len({outcome.pk for outcome in outcomes}) == 1
    assert Message.objects.filter(kind="introduction-asked").count() == 1


@pytest.mark.parametrize("turn", range(2))
def test_accepting_while_the_registration_is_withdrawn(turn):
    introduction = asked_introduction()
    asker, asked = introduction.asker, introduction.asked
    accepted, _ = at_once(
        lambda: accept_introduction(introduction=introduction, by=asked.lead),
        lambda: withdraw_registration(registration=asker, by=asker.lead),
    )
    introduction.refresh_from_db()
    assert introduction.status == (Status.ACCEPTED if isinstance(accepted, Introduction) else Status.WITHDRAWN)
    assert Partnership.objects.count() == (introduction.status == Status.ACCEPTED)
