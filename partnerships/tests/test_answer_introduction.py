"""Yes, not this time, taking back, reminding by hand: partnerships/actions/introduction.py."""

import datetime

import pytest
from django.utils import timezone

from accounts.tests.factories import make_member, make_user
from core.models import Event
from core.transitions import StatusNotAllowed
from notifications.models import Message
from partnerships.actions.introduction import (
    AlreadyBetween,
    NotAdviser,
    NotAMatch,
    NotLive,
    NotYours,
    TooSoon,
    WordsNotFit,
    accept_introduction,
    broker_introduction,
    close_introductions_of,
    decline_introduction,
    nudge_introduction,
    withdraw_introduction,
)
from partnerships.actions.registration import pause_registration, withdraw_registration
from partnerships.models import Introduction, Partnership
from partnerships.tests.introductions import (
    NOTE,
    adviser,
    asked_introduction,
    brackenfold,
    brokered_introduction,
    thornmere,
)

pytestmark = pytest.mark.django_db
Status = Introduction.Status


def letters(kind):
    return {message.to: message for message in Message.objects.filter(kind=kind)}


def test_a_yes_opens_a_partnership_and_tells_both_schools_how_to_reach_each_other():
    introduction = asked_introduction()
    asker, asked = introduction.asker, introduction.asked
    accepted = accept_introduction(introduction=introduction, by=asked.lead)
    assert accepted.status == Status.ACCEPTED and accepted.asked_agreed_by == asked.lead
    told = letters("introduction-accepted")
    assert set(told) == {asker.lead.email, asked.lead.email}
    assert asked.lead.email in told[asker.lead.email].text and "01632 960201" in told[asker.lead.email].text
    assert asker.lead.email in told[asked.lead.email].text
    assert accepted.partnership.get_absolute_url() in told[asked.lead.email].text


def test_a_second_yes_changes_nothing():
    introduction = asked_introduction()
    colleague = make_member(introduction.asked.school)
    first = accept_introduction(introduction=introduction, by=introduction.asked.lead)
    second = accept_introduction(introduction=introduction, by=colleague)
    assert first.partnership == second.partnership and Partnership.objects.count() == 1
    assert second.asked_agreed_by == introduction.asked.lead
    assert len(Event.objects.of(introduction)) == 2


def test_the_asker_cannot_answer_itself():
    introduction = asked_introduction()
    with pytest.raises(NotYours, match="Thornmere School answers"):
        accept_introduction(introduction=introduction, by=introduction.asker.lead)
    with pytest.raises(NotYours, match="Take it back"):
        decline_introduction(introduction=introduction, by=introduction.asker.lead)


@pytest.mark.parametrize(
    "action", [accept_introduction, decline_introduction, withdraw_introduction, nudge_introduction]
)
def test_nobody_else_can_do_anything(action):
    introduction = asked_introduction()
    for outsider in (make_user(), adviser()):
        with pytest.raises(NotYours):
            action(introduction=introduction, by=outsider)


def test_not_this_time_passes_the_reason_on_to_the_school_that_asked():
    introduction = asked_introduction()
    decline_introduction(introduction=introduction, by=introduction.asked.lead, reason="This year is full.")
    told = letters("introduction-declined")
    assert set(told) == {introduction.asker.lead.email}
    assert "This year is full." in told[introduction.asker.lead.email].text
    introduction.refresh_from_db()
    assert (introduction.status, introduction.closed_side) == (Status.DECLINED, "asked")
    decline_introduction(introduction=introduction, by=introduction.asked.lead)  # pressed twice
    assert Message.objects.filter(kind="introduction-declined").count() == 1


@pytest.mark.parametrize("reason", ["Ring Helen", "helen@thornmere.example", "x" * 1001])
def test_a_reason_tells_nobody_s_name_or_number(reason):
    introduction = asked_introduction()
    with pytest.raises(WordsNotFit):
        decline_introduction(introduction=introduction, by=introduction.asked.lead, reason=reason)


def test_taking_back_tells_the_school_that_was_asked():
    introduction = asked_introduction()
    withdraw_introduction(introduction=introduction, by=introduction.asker.lead, reason="We found a partner nearer by.")
    letter = letters("introduction-withdrawn")[introduction.asked.lead.email]
    assert letter.subject == "Brackenfold Primary School took back the introduction"
    assert "nearer by" in letter.text
    withdraw_introduction(introduction=introduction, by=introduction.asker.lead)  # pressed twice
    assert Message.objects.filter(kind="introduction-withdrawn").count() == 1


def test_the_school_that_was_asked_has_nothing_to_take_back():
    introduction = asked_introduction()
    with pytest.raises(NotYours):
        withdraw_introduction(introduction=introduction, by=introduction.asked.lead)


def test_whoever_comes_after_an_outcome_is_told_of_it():
    declined, withdrawn, accepted = asked_introduction(), asked_introduction(), asked_introduction()
    decline_introduction(introduction=declined, by=declined.asked.lead)
    withdraw_introduction(introduction=withdrawn, by=withdrawn.asker.lead)
    accept_introduction(introduction=accepted, by=accepted.asked.lead)
    with pytest.raises(StatusNotAllowed, match="Thornmere School said “not this time” on"):
        withdraw_introduction(introduction=declined, by=declined.asker.lead)
    with pytest.raises(StatusNotAllowed, match="Brackenfold Primary School took the introduction back on"):
        accept_introduction(introduction=withdrawn, by=withdrawn.asked.lead)
    for action, by in ((decline_introduction, accepted.asked.lead), (withdraw_introduction, accepted.asker.lead)):
        with pytest.raises(StatusNotAllowed, match="Both schools said yes on"):
            action(introduction=accepted, by=by)


@pytest.mark.parametrize("whose", ["asker", "asked"])
def test_a_paused_registration_cannot_be_answered_for(whose):
    introduction = asked_introduction()
    paused = getattr(introduction, whose)
    pause_registration(registration=paused, by=paused.lead)
    with pytest.raises(NotLive, match=str(paused.school)):
        accept_introduction(introduction=introduction, by=introduction.asked.lead)
    introduction.refresh_from_db()
    assert introduction.status == Status.ASKED


@pytest.mark.parametrize("whose", ["asker", "asked"])
def test_a_withdrawn_registration_takes_its_open_introductions_with_it(whose):
    introduction = asked_introduction()
    gone = getattr(introduction, whose)
    withdraw_registration(registration=gone, by=gone.lead)
    introduction.refresh_from_db()
    assert (introduction.status, introduction.closed_side) == (Status.WITHDRAWN, whose)
    stays = introduction.asked if whose == "asker" else introduction.asker
    assert set(letters("introduction-withdrawn")) == {stays.lead.email}


def test_closing_leaves_what_has_an_outcome():
    introduction = asked_introduction()
    accept_introduction(introduction=introduction, by=introduction.asked.lead)
    assert close_introductions_of(registration=introduction.asker, by=introduction.asker.lead) == 0


def test_a_reminder_by_hand_at_most_once_in_five_days():
    introduction = asked_introduction()
    by = introduction.asker.lead
    with pytest.raises(TooSoon, match="You can send a reminder from"):
        nudge_introduction(introduction=introduction, by=by)
    Introduction.objects.update(asked_at=timezone.now() - datetime.timedelta(days=6))
    nudge_introduction(introduction=introduction, by=by)
    assert set(letters("introduction-nudged")) == {introduction.asked.lead.email}
    with pytest.raises(TooSoon):
        nudge_introduction(introduction=introduction, by=by)
    with pytest.raises(NotYours):
        nudge_introduction(introduction=introduction, by=introduction.asked.lead)


# --- Brought together by the Forum
def test_the_forum_s_suggestion_needs_a_yes_from_both():
    introduction = brokered_introduction()
    first, second = introduction.asker.lead, introduction.asked.lead
    assert set(letters("introduction-brokered")) == {first.email, second.email}
    accept_introduction(introduction=introduction, by=second)
    accept_introduction(introduction=introduction, by=second)  # pressed twice
    introduction.refresh_from_db()
    assert introduction.status == Status.ASKED
    assert set(letters("introduction-agreed")) == {first.email}
    assert accept_introduction(introduction=introduction, by=first).partnership.partners.count() == 2


def test_either_school_may_decline_the_forum_s_suggestion():
    introduction = brokered_introduction()
    decline_introduction(introduction=introduction, by=introduction.asker.lead)
    introduction.refresh_from_db()
    assert introduction.closed_side == "asker"
    assert set(letters("introduction-declined")) == {introduction.asked.lead.email}


def test_a_school_may_take_its_yes_back_and_the_forum_its_suggestion():
    one, other = brokered_introduction(), brokered_introduction()
    accept_introduction(introduction=one, by=one.asked.lead)
    assert withdraw_introduction(introduction=one, by=one.asked.lead).closed_side == "asked"
    assert withdraw_introduction(introduction=other, by=adviser()).closed_side == ""
    told = Message.objects.filter(kind="introduction-withdrawn", subject__startswith="The Forum took back")
    assert {message.to for message in told} == {other.asker.lead.email, other.asked.lead.email}


def test_only_forum_staff_broker_and_never_for_a_school_of_their_own():
    first, second = brackenfold(), thornmere()
    with pytest.raises(NotAdviser):
        broker_introduction(first=first, second=second, note=NOTE, by=first.lead)
    make_member(first.school, user=adviser())
    with pytest.raises(NotAdviser, match="Brackenfold Primary School"):
        broker_introduction(first=first, second=second, note=NOTE, by=adviser())


def test_brokering_twice_or_where_something_is_open_or_done():
    introduction = brokered_introduction()
    again = {"first": introduction.asked, "second": introduction.asker, "note": NOTE}
    assert broker_introduction(**again, by=adviser()) == introduction
    asked = asked_introduction()
    with pytest.raises(AlreadyBetween, match="waits for an answer"):
        broker_introduction(first=asked.asker, second=asked.asked, note=NOTE, by=adviser())
    accept_introduction(introduction=asked, by=asked.asked.lead)
    with pytest.raises(AlreadyBetween, match="introduced already"):
        broker_introduction(first=asked.asker, second=asked.asked, note=NOTE, by=adviser())


def test_brokering_needs_two_live_registrations_of_two_schools():
    first, second = brackenfold(), thornmere()
    with pytest.raises(NotAMatch):
        broker_introduction(first=first, second=first, note=NOTE, by=adviser())
    pause_registration(registration=second, by=second.lead)
    with pytest.raises(NotLive, match="Thornmere School"):
        broker_introduction(first=first, second=second, note=NOTE, by=adviser())


def test_schools_that_do_not_match_can_be_brought_together():
    one, other = brackenfold(), brackenfold()
    introduction = broker_introduction(first=one, second=other, note=NOTE, by=adviser())
    assert introduction.why == {}
