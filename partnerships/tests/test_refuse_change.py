import pytest

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member
from core.errors import Changed
from core.models import Event
from notifications.models import Message
from partnerships.actions.moderation import (
    AlreadyDecided,
    NotAModerator,
    OwnSchool,
    WordsNeeded,
    approve_registration,
    refuse_change,
    version_of,
)
from partnerships.models import Registration
from partnerships.tests.cast import live_registration, moderator
from partnerships.tests.moderating import change, proposed_registration

pytestmark = pytest.mark.django_db
WORDS = "The new need names a pupil. Write it without the name."


def refuse(registration, **changes):
    return refuse_change(**{"registration": registration, "by": moderator(), "words": WORDS, **changes})


def test_the_live_one_stays_as_it_was_and_the_school_is_told_why():
    live = proposed_registration(miles=30)
    refused = refuse(live)
    refused.refresh_from_db()
    assert (refused.status, refused.miles, refused.staff_words) == (Registration.Status.LIVE, 15, WORDS)
    assert refused.proposed is refused.proposed_at is refused.proposed_by is None
    assert refused not in Registration.objects.to_moderate()
    assert Event.objects.of(refused).first().kind == "change-refused"
    told = Message.objects.filter(kind="change-refused")
    assert {message.to for message in told} == set(refused.contacts.values_list("email", flat=True))
    assert all(f"\n\n{WORDS}\n\n" in message.text for message in told)


def test_the_school_may_propose_again():
    live = proposed_registration(miles=30)
    refuse(live)
    change(live, miles=20)
    assert approve_registration(registration=live, by=moderator()).miles == 20


def test_refusing_twice_mails_once():
    live = proposed_registration(miles=30)
    refuse(live)
    refuse(live)
    assert Message.objects.filter(kind="change-refused").count() == 2


def test_what_was_refused_is_not_approved_from_another_window():
    live = proposed_registration(miles=30)
    seen = version_of(live)
    refuse(live)
    with pytest.raises(AlreadyDecided):
        approve_registration(registration=live, by=moderator(), seen=seen)


def test_nothing_proposed_is_nothing_to_refuse():
    with pytest.raises(AlreadyDecided):
        refuse(live_registration())


def test_changes_proposed_again_meanwhile_are_read_first():
    live = proposed_registration(miles=30)
    seen = version_of(live)
    change(live, miles=40)
    with pytest.raises(Changed):
        refuse(live, seen=seen)


def test_a_reason_is_needed():
    with pytest.raises(WordsNeeded):
        refuse(proposed_registration(miles=30), words="")


def test_an_adviser_does_not_refuse():
    with pytest.raises(NotAModerator):
        refuse(proposed_registration(miles=30), by=make_forum(role=ForumRole.ADVISER))


def test_nobody_refuses_changes_of_their_own_school():
    live = proposed_registration(miles=30)
    with pytest.raises(OwnSchool):
        refuse(live, by=make_member(live.school, user=make_forum()))
