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
    decline_registration,
    version_of,
)
from partnerships.models import Registration
from partnerships.tests.cast import live_registration, moderator, waiting_registration
from partnerships.tests.moderating import change

pytestmark = pytest.mark.django_db
WORDS = "This is a tutoring business, and the portal is for schools."


def decline(registration, **changes):
    return decline_registration(**{"registration": registration, "by": moderator(), "words": WORDS, **changes})


def test_the_school_is_told_why():
    declined = decline(waiting_registration())
    declined.refresh_from_db()
    assert (declined.status, declined.staff_words) == (Registration.Status.DECLINED, WORDS)
    assert declined.decided_by == moderator()
    assert Event.objects.of(declined).first().kind == "registration-declined"
    told = Message.objects.filter(kind="registration-declined")
    assert {message.to for message in told} == set(declined.contacts.values_list("email", flat=True))
    assert all(f"\n\n{WORDS}\n\n" in message.text for message in told)
    assert declined not in Registration.objects.live()


def test_the_school_may_register_again():
    declined = decline(waiting_registration())
    again = waiting_registration(declined.school)
    assert again.pk != declined.pk
    assert again.status == Registration.Status.WAITING


def test_declining_twice_mails_once():
    waiting = waiting_registration()
    decline(waiting)
    decline(waiting)
    assert Message.objects.filter(kind="registration-declined").count() == 2


def test_a_reason_is_needed():
    with pytest.raises(WordsNeeded, match="Enter why"):
        decline(waiting_registration(), words=" ")


def test_a_live_one_is_not_declined():
    with pytest.raises(AlreadyDecided):
        decline(live_registration())


def test_what_changed_meanwhile_is_read_again_first():
    waiting = waiting_registration()
    seen = version_of(waiting)
    change(waiting, miles=3)
    with pytest.raises(Changed):
        decline(waiting, seen=seen)


def test_an_adviser_does_not_decline():
    with pytest.raises(NotAModerator):
        decline(waiting_registration(), by=make_forum(role=ForumRole.ADVISER))


def test_nobody_declines_their_own_school():
    waiting = waiting_registration()
    with pytest.raises(OwnSchool):
        decline(waiting, by=make_member(waiting.school, user=make_forum()))
