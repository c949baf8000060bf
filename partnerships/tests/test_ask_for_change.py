import pytest

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member
from core.errors import Changed
from core.models import Event
from notifications.models import Message
from partnerships.actions.moderation import (
    LONGEST_WORDS,
    AlreadyDecided,
    NotAModerator,
    OwnSchool,
    WordsNeeded,
    approve_registration,
    ask_for_change,
    version_of,
)
from partnerships.models import Registration
from partnerships.tests.cast import line, live_registration, moderator, waiting_registration
from partnerships.tests.moderating import change

pytestmark = pytest.mark.django_db
WORDS = "Say how many pupils would come.\n\nA class, or a club?"


def ask(registration, **changes):
    return ask_for_change(**{"registration": registration, "by": moderator(), "words": WORDS, **changes})


def test_the_school_is_told_what_to_change_in_the_moderators_words():
    waiting = waiting_registration()
    asked = ask(waiting)
    asked.refresh_from_db()
    assert (asked.status, asked.staff_words, asked.decided_by) == (Registration.Status.CHANGES, WORDS, moderator())
    assert Event.objects.of(asked).first().kind == "change-asked-for"
    told = Message.objects.filter(kind="change-asked-for")
    assert {message.to for message in told} == set(asked.contacts.values_list("email", flat=True))
    for message in told:
        assert f"\n\n{WORDS}\n\n" in message.text
        assert f"\nhttp://127.0.0.1:8000{asked.get_absolute_url()}\n" in message.text


def test_it_comes_back_when_the_school_has_changed_it_and_can_be_approved():
    waiting = waiting_registration()
    ask(waiting)
    assert waiting not in Registration.objects.to_moderate()
    change(waiting, needs=[line(sentence="Thirty pupils would like a day in a laboratory.")])
    assert waiting in Registration.objects.to_moderate()
    approved = approve_registration(registration=waiting, by=moderator())
    assert (approved.status, approved.staff_words) == (Registration.Status.LIVE, "")


def test_asking_twice_mails_once():
    waiting = waiting_registration()
    seen = version_of(waiting)
    ask(waiting, seen=seen)
    ask(waiting, seen=seen)
    assert Message.objects.filter(kind="change-asked-for").count() == 2  # the lead and the second contact


@pytest.mark.parametrize("words", ["", "  \n ", "\x00", "x" * (LONGEST_WORDS + 1)])
def test_words_are_needed_and_short_enough(words):
    waiting = waiting_registration()
    with pytest.raises(WordsNeeded):
        ask(waiting, words=words)
    waiting.refresh_from_db()
    assert waiting.status == Registration.Status.WAITING


def test_a_nul_is_taken_out():
    assert ask(waiting_registration(), words="Say\x00 more.").staff_words == "Say more."


def test_a_live_one_is_not_asked():
    with pytest.raises(AlreadyDecided):
        ask(live_registration())


def test_what_changed_meanwhile_is_read_again_first():
    waiting = waiting_registration()
    seen = version_of(waiting)
    change(waiting, miles=3)
    with pytest.raises(Changed):
        ask(waiting, seen=seen)
    assert not Message.objects.filter(kind="change-asked-for").exists()


def test_an_adviser_does_not_ask():
    with pytest.raises(NotAModerator):
        ask(waiting_registration(), by=make_forum(role=ForumRole.ADVISER))


def test_nobody_asks_their_own_school():
    waiting = waiting_registration()
    with pytest.raises(OwnSchool):
        ask(waiting, by=make_member(waiting.school, user=make_forum()))
