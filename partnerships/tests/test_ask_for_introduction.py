"""Asking for an introduction: partnerships/actions/introduction.py."""

import datetime

import pytest
from django.utils import timezone

from accounts.actions import end_membership
from accounts.tests.factories import make_member, make_user
from core.models import Event
from notifications.models import Message
from partnerships.actions.introduction import (
    AlreadyBetween,
    DeclinedBefore,
    NotAMatch,
    NotLive,
    NotYours,
    TooManyOpen,
    WordsNotFit,
    accept_introduction,
    ask_for_introduction,
    decline_introduction,
    withdraw_introduction,
)
from partnerships.actions.registration import pause_registration, withdraw_registration
from partnerships.introducing import answer_by
from partnerships.models import Introduction, Partnership
from partnerships.tests.introductions import (
    NOTE,
    SCIENCE,
    asked_introduction,
    brackenfold,
    brokered_introduction,
    thornmere,
)
from schools.tests.factories import make_independent

pytestmark = pytest.mark.django_db


def ask(asker, asked, *, by=None, note=NOTE):
    return ask_for_introduction(asker=asker, asked=asked, note=note, by=by or asker.lead)


def test_the_introduction_waits_for_the_other_school_with_the_reasons_of_both_sides():
    asker, asked = brackenfold(), thornmere()
    introduction = ask(asker, asked)
    assert introduction.status == Introduction.Status.ASKED
    assert introduction.asker_agreed_by == asker.lead and introduction.asked_agreed_at is None
    assert introduction.why["asker"]["you_get"] == [SCIENCE["sentence"]]
    assert introduction.why["asked"]["they_get"] == [SCIENCE["sentence"]]
    assert introduction.why["asker"]["reasons"] != introduction.why["asked"]["reasons"]
    assert [event.kind for event in Event.objects.of(introduction)] == ["introduction-asked"]


def test_the_other_school_s_verified_people_and_lead_are_told_and_nobody_else():
    asked = thornmere()
    colleague = make_member(asked.school, email="colleague@thornmere.example")
    gone = make_member(asked.school, email="gone@thornmere.example")
    end_membership(membership=gone.memberships.get(), by=asked.lead)
    introduction = asked_introduction(asked=asked)
    told = set(Message.objects.filter(kind="introduction-asked").values_list("to", flat=True))
    assert told == {asked.lead.email, colleague.email}
    letter = Message.objects.get(kind="introduction-asked", to=colleague.email)
    assert introduction.get_absolute_url() in letter.text and NOTE in letter.text
    sent = Message.objects.filter(kind="introduction-sent").values_list("to", flat=True)
    assert list(sent) == [introduction.asker.lead.email]


@pytest.mark.parametrize(
    ("asked_on", "last_day"),
    [
        (datetime.date(2026, 11, 18), datetime.date(2026, 12, 2)),
        (datetime.date(2026, 11, 21), datetime.date(2026, 12, 7)),
        (datetime.date(2026, 11, 22), datetime.date(2026, 12, 7)),
        (datetime.date(2026, 11, 23), datetime.date(2026, 12, 7)),
        (datetime.date(2026, 12, 11), datetime.date(2026, 12, 29)),  # Christmas Day, a weekend, the day for Boxing Day
        (datetime.date(2027, 3, 15), datetime.date(2027, 3, 30)),  # Easter Monday
    ],
)
def test_the_last_day_is_two_weeks_away_and_never_a_day_off(asked_on, last_day):
    assert answer_by(asked_on) == last_day


def test_a_verified_colleague_may_ask():
    asker = brackenfold()
    colleague = make_member(asker.school)
    assert ask(asker, thornmere(), by=colleague).asked_by == colleague


def test_nobody_of_another_school_may_ask():
    asker, asked = brackenfold(), thornmere()
    for outsider in (asked.lead, make_user()):
        with pytest.raises(NotYours, match="Brackenfold Primary School"):
            ask(asker, asked, by=outsider)


def test_a_lead_who_left_the_school_may_not_ask():
    asker = brackenfold()
    make_member(asker.school)
    end_membership(membership=asker.lead.memberships.get(), by=asker.lead)
    with pytest.raises(NotYours):
        ask(asker, thornmere())


def test_asking_twice_gives_the_same_introduction():
    asker, asked = brackenfold(), thornmere()
    assert ask(asker, asked) == ask(asker, asked)
    assert Introduction.objects.count() == 1
    assert Message.objects.filter(kind="introduction-asked").count() == 1


def test_when_the_other_school_has_asked_we_are_led_to_its_introduction():
    first = asked_introduction()
    with pytest.raises(AlreadyBetween, match="has already asked") as refused:
        ask(first.asked, first.asker)
    assert refused.value.introduction == first


def test_when_the_forum_has_brokered_we_are_led_to_that():
    first = brokered_introduction()
    with pytest.raises(AlreadyBetween, match="The Forum has already suggested"):
        ask(first.asker, first.asked)


def test_schools_already_introduced_are_not_introduced_again():
    first = asked_introduction()
    accept_introduction(introduction=first, by=first.asked.lead)
    with pytest.raises(AlreadyBetween, match="introduced already"):
        ask(first.asked, first.asker)


def test_not_even_under_another_registration_unless_the_partnership_has_ended():
    first = asked_introduction()
    accept_introduction(introduction=first, by=first.asked.lead)
    old = first.asker
    withdraw_registration(registration=old, by=old.lead)
    new = brackenfold(old.school, lead_user=old.lead)
    with pytest.raises(AlreadyBetween, match="introduced already"):
        ask(new, first.asked)
    Partnership.objects.update(stage=Partnership.Stage.ENDED)  # how it ends is not built yet
    assert ask(new, first.asked).status == Introduction.Status.ASKED


def test_only_matches_can_be_asked():
    far_away = thornmere(make_independent(name="Farholme School", easting=100_000, northing=50_000))
    with pytest.raises(NotAMatch, match="Farholme School"):
        ask(brackenfold(), far_away)


def test_no_more_than_three_wait_at_a_time(settings):
    settings.INTRODUCTIONS_OPEN_AT_ONCE = 2
    asker = brackenfold()
    others = [thornmere(make_independent(name=f"Thornmere {name}")) for name in ("East", "West", "South")]
    first, _ = ask(asker, others[0]), ask(asker, others[1])
    with pytest.raises(TooManyOpen, match="You already wait for 2 schools"):
        ask(asker, others[2])
    withdraw_introduction(introduction=first, by=asker.lead)
    ask(asker, others[2])


def test_not_within_a_year_of_a_decline_but_after_it():
    introduction = asked_introduction()
    asker, asked = introduction.asker, introduction.asked
    decline_introduction(introduction=introduction, by=asked.lead)
    with pytest.raises(DeclinedBefore, match=r"Thornmere School said “not this time” on .* You can ask again from"):
        ask(asker, asked)
    Introduction.objects.update(closed_at=timezone.now() - datetime.timedelta(days=366))
    assert ask(asker, asked).status == Introduction.Status.ASKED


def test_the_school_that_declined_may_ask_itself():
    introduction = asked_introduction()
    decline_introduction(introduction=introduction, by=introduction.asked.lead)
    assert ask(introduction.asked, introduction.asker).asker == introduction.asked


@pytest.mark.parametrize("whose", ["asker", "asked"])
def test_a_paused_registration_is_not_introduced(whose):
    asker, asked = brackenfold(), thornmere()
    paused = {"asker": asker, "asked": asked}[whose]
    pause_registration(registration=paused, by=paused.lead)
    with pytest.raises(NotLive, match=str(paused.school)):
        ask(asker, asked)


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("", "Enter a note"),
        (" \x00 \r\n ", "Enter a note"),
        ("x" * 1001, "1000 characters or fewer"),
        ("Write to me: amara@brackenfold.example", "e-mail address"),
        ("amara (at) brackenfold.example", "e-mail address"),
        ("Ring 01632 960 101 after four", "telephone number"),
        ("Ring +44 1632 960101", "telephone number"),
        ("Kind regards, Amara", "the name Amara"),
        ("Ask for Mr Ridley", "the name Ridley"),
    ],
)
def test_a_note_that_is_missing_too_long_or_tells_who_we_are_is_refused(note, sentence):
    asker, asked = brackenfold(), thornmere()
    with pytest.raises(WordsNotFit, match=sentence):
        ask(asker, asked, note=note)
    assert not Introduction.objects.exists() and not Message.objects.filter(kind="introduction-asked").exists()


def test_a_colleague_s_name_is_refused_too():
    asker = brackenfold()
    make_member(asker.school, name="Priscilla Quayle")
    with pytest.raises(WordsNotFit, match="the name Quayle"):
        ask(asker, thornmere(), note="Ask for Mrs Quayle")


def test_years_and_figures_in_a_note_are_not_telephone_numbers():
    note = "In 2026 to 2027 we have 30 pupils in Years 5 and 6, on 12 Wednesdays from 13.30 to 15.00."
    assert ask(brackenfold(), thornmere(), note=note).note == note


def test_a_name_that_is_the_school_s_own_is_no_secret():
    asker = brackenfold(deputy={"name": "Joan Brackenfold", "email": "joan@brackenfold.example"})
    assert ask(asker, thornmere(), note="Brackenfold would like to use a laboratory.").pk


def test_whatever_is_typed_is_kept_as_it_was_typed():
    note = "<script>alert(1)</script> & “quotes” 'too'"
    assert ask(brackenfold(), thornmere(), note=note).note == note
