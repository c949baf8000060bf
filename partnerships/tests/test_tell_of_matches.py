"""Letters about new matches: one a registration, once a match, one a day, and none to those who want none."""

import datetime

import pytest
from django.utils import timezone

from core.jobs import run_reminders
from core.models import Event
from notifications.models import Message
from partnerships.actions.matching import dismiss, set_tell_me, tell_of_matches, tell_of_newcomer
from partnerships.models import MatchNotice
from partnerships.tests.cast import line
from partnerships.tests.test_candidates import brackenfold, thornmere

pytestmark = pytest.mark.django_db


def letters():
    return Message.objects.filter(kind="matches-appeared").order_by("pk")


def forget_today():
    """As if every letter had been written yesterday."""
    MatchNotice.objects.update(at=timezone.now() - datetime.timedelta(days=1))


@pytest.fixture
def mine():
    return brackenfold()


@pytest.fixture(autouse=True)
def nothing_told_yet(mine):
    """Approvals write letters of their own where they are told to; here each test begins without any."""
    letters().delete()
    MatchNotice.objects.all().delete()


def test_both_schools_are_told_why_and_how_to_stop(mine):
    theirs = thornmere()
    assert tell_of_matches() == 2
    to_mine, to_theirs = (
        letters().get(to=mine.contacts.get(kind="lead").email),
        letters().exclude(to=mine.contacts.get(kind="lead").email).get(),
    )
    assert to_mine.subject == "Thornmere School matches Brackenfold Primary School"
    why = "Thornmere School: 4 miles; they offer what you need: science (lessons and masterclasses) for Years 5 and 6"
    assert why in to_mine.text
    assert f"/partners/?school={mine.school.urn}\n" in to_mine.text
    assert "To stop these letters" in to_mine.text
    assert to_theirs.to == theirs.contacts.get(kind="lead").email
    assert Event.objects.of(mine).filter(kind="matches-told").count() == 1


def test_no_contact_detail_of_the_other_school_is_in_a_letter(mine):
    theirs = thornmere(lead={"name": "Helen Castellane", "phone": "01632 960222"})
    tell_of_matches()
    (letter,) = letters().filter(to=mine.contacts.get(kind="lead").email)
    for contact in theirs.contacts.all():
        assert contact.email not in letter.text
        assert contact.phone not in letter.text or not contact.phone
    assert "Helen" not in letter.text
    assert "Castellane" not in letter.text


def test_many_matches_are_one_letter(mine):
    for miles in range(1, 6):
        thornmere(miles)
    tell_of_matches()
    (letter,) = letters().filter(to=mine.contacts.get(kind="lead").email)
    assert letter.subject == "Thornmere School and 4 other schools match Brackenfold Primary School"
    assert "And 2 more." in letter.text
    assert mine.match_notices.count() == 5


def test_run_twice_it_writes_once(mine):
    thornmere()
    assert tell_of_matches() == 2
    assert tell_of_matches() == 0
    forget_today()
    assert tell_of_matches() == 0


def test_only_what_is_new_is_told_and_one_letter_a_day(mine):
    thornmere()
    tell_of_matches()
    thornmere(2, school={"name": "Newer School"})
    letters().delete()
    assert tell_of_matches() == 1  # the newer school; the other was written to today
    assert mine.match_notices.count() == 1
    forget_today()
    letters().delete()
    assert tell_of_matches() == 1
    assert letters().get().subject == "Newer School matches Brackenfold Primary School"


def test_who_switched_them_off_gets_none(mine):
    theirs = thornmere()
    set_tell_me(registration=mine, on=False, by=mine.lead)
    assert tell_of_matches() == 1
    assert letters().get().to == theirs.contacts.get(kind="lead").email


def test_a_dismissed_school_is_not_told_of(mine):
    theirs = thornmere()
    dismiss(registration=mine, other=theirs, by=mine.lead)
    assert tell_of_matches() == 1
    assert mine.match_notices.count() == 0


def test_a_newcomer_and_its_matches_are_told_at_once(mine):
    thornmere(2, needs=[line("swimming", None)], offers=[line("dance", None)])  # fits nobody
    newcomer = thornmere()
    letters().delete()
    MatchNotice.objects.all().delete()
    assert tell_of_newcomer(registration=newcomer) == 2
    assert tell_of_newcomer(registration=newcomer) == 0
    assert {notice.registration_id for notice in MatchNotice.objects.all()} == {mine.pk, newcomer.pk}


def test_it_is_among_the_reminders(mine):
    thornmere()
    outcomes = {outcome.description: outcome for outcome in run_reminders()}
    assert outcomes["Write to schools of which new matches have appeared"].count == 2


def test_an_approval_tells_of_the_newcomer_once_it_is_committed(mine, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        newcomer = thornmere()
    assert {letter.to for letter in letters()} == {
        registration.contacts.get(kind="lead").email for registration in (mine, newcomer)
    }
