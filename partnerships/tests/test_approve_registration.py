import datetime

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member, make_pending, make_user
from core.errors import Changed
from core.models import Event
from core.transitions import StatusNotAllowed
from notifications.models import Message
from partnerships.actions.moderation import (
    AlreadyDecided,
    NotAModerator,
    OutOfDate,
    OwnSchool,
    YearIsOver,
    approve_registration,
    version_of,
)
from partnerships.actions.registration import pause_registration, withdraw_registration
from partnerships.models import ActivityType, Registration
from partnerships.tests.cast import (
    confirmed_registration,
    line,
    live_registration,
    moderator,
    unconfirmed_registration,
    waiting_registration,
)
from partnerships.tests.moderating import change, proposed_registration

pytestmark = pytest.mark.django_db
Status = Registration.Status


def letters(kind):
    return {message.to: message for message in Message.objects.filter(kind=kind)}


def test_a_waiting_registration_goes_live():
    waiting = waiting_registration()
    approved = approve_registration(registration=waiting, by=moderator())
    approved.refresh_from_db()
    assert approved.status == Status.LIVE
    assert approved.expires_on == datetime.date(approved.academic_year + 1, 8, 31)
    assert approved.decided_by == moderator()
    assert approved.decided_at is not None
    assert approved in Registration.objects.live()
    event = Event.objects.of(approved).first()
    assert (event.kind, event.by) == ("registration-approved", moderator())
    assert approved.history.first().history_user == moderator()


def test_both_contacts_are_told_the_next_step():
    waiting = waiting_registration()
    approve_registration(registration=waiting, by=moderator())
    told = letters("registration-approved")
    lead, deputy = waiting.contacts.get(kind="lead"), waiting.contacts.get(kind="deputy")
    assert set(told) == {lead.email, deputy.email}
    text = told[lead.email].text
    assert text.startswith(f"Dear {lead.name}\n\nForum staff have checked {waiting.school}'s registration")
    assert f"live until 31 August {waiting.academic_year + 1}" in text
    assert "\nhttp://127.0.0.1:8000/partners/\n" in text
    assert f"reference {waiting.reference}" in text
    assert deputy.email not in text
    assert told[deputy.email].text.startswith(f"Dear {deputy.name}\n")


def test_mail_goes_only_when_the_approval_is_kept(django_capture_on_commit_callbacks):
    waiting = waiting_registration()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        approve_registration(registration=waiting, by=moderator())
        assert mail.outbox == []
    for callback in callbacks:
        callback()
    assert len(mail.outbox) == 2


def test_pressing_twice_tells_the_school_once():
    waiting = waiting_registration()
    seen = version_of(waiting)
    approve_registration(registration=waiting, by=moderator(), seen=seen)
    approve_registration(registration=waiting, by=moderator(), seen=seen)
    assert len(letters("registration-approved")) == Message.objects.filter(kind="registration-approved").count() == 2
    assert Event.objects.of(waiting).filter(kind="registration-approved").count() == 1


def test_a_second_moderator_is_told_who_decided():
    waiting = waiting_registration()
    approve_registration(registration=waiting, by=moderator())
    with pytest.raises(AlreadyDecided, match="Ruth Adeyemi decided"):
        approve_registration(registration=waiting, by=make_forum(name="Idris Bell"))


@pytest.mark.parametrize("role", ["", ForumRole.ADVISER])
def test_only_moderators_approve(role):
    by = make_forum(role=role) if role else make_user()
    with pytest.raises(NotAModerator):
        approve_registration(registration=waiting_registration(), by=by)


@pytest.mark.parametrize("role", [ForumRole.MODERATOR, ForumRole.ADMINISTRATOR])
@pytest.mark.parametrize("belongs", [make_member, make_pending])
def test_nobody_approves_their_own_school(role, belongs):
    waiting = waiting_registration()
    by = make_forum(role=role)
    belongs(waiting.school, user=by)
    with pytest.raises(OwnSchool, match="another moderator decides"):
        approve_registration(registration=waiting, by=by)
    waiting.refresh_from_db()
    assert waiting.status == Status.WAITING


def test_nobody_approves_what_names_their_address():
    by = make_forum(email="ruth@forum.example")
    waiting = waiting_registration(deputy={"email": "Ruth@Forum.example"})
    with pytest.raises(OwnSchool):
        approve_registration(registration=waiting, by=by)


def test_a_moderator_whose_membership_ended_elsewhere_may_approve():
    by = make_forum()
    make_member(waiting_registration().school, user=by)
    assert approve_registration(registration=waiting_registration(), by=by).status == Status.LIVE


def test_what_the_school_changed_meanwhile_is_not_approved_unseen():
    waiting = waiting_registration()
    seen = version_of(waiting)
    change(waiting, needs=[line(sentence="Our pupils would like to hear a live orchestra.")])
    with pytest.raises(Changed, match="Read it again"):
        approve_registration(registration=waiting, by=moderator(), seen=seen)
    waiting.refresh_from_db()
    assert waiting.status == Status.WAITING
    approve_registration(registration=waiting, by=moderator(), seen=version_of(waiting))


def test_what_the_school_withdrew_meanwhile_is_not_approved():
    waiting = waiting_registration()
    seen = version_of(waiting)
    withdraw_registration(registration=waiting, by=waiting.lead)
    with pytest.raises(AlreadyDecided, match="it is now “Withdrawn”"):
        approve_registration(registration=waiting, by=moderator(), seen=seen)


def test_an_unconfirmed_address_is_not_approved():
    with pytest.raises(AlreadyDecided):
        approve_registration(registration=unconfirmed_registration(), by=moderator())


def test_a_registration_of_a_year_that_is_over_does_not_go_live(monkeypatch):
    waiting = waiting_registration()
    monkeypatch.setattr(timezone, "localdate", lambda: datetime.date(waiting.academic_year + 1, 9, 1))
    with pytest.raises(YearIsOver, match="is over"):
        approve_registration(registration=waiting, by=moderator())


def test_an_unverified_sender_does_not_stop_it():
    assert approve_registration(registration=confirmed_registration(), by=moderator()).status == Status.LIVE


def test_proposed_changes_are_applied():
    live = proposed_registration(needs=[line(sentence="Our pupils would like to hear a live orchestra.")], miles=8)
    before = live.decided_at
    approved = approve_registration(registration=live, by=moderator(), seen=version_of(live))
    approved.refresh_from_db()
    assert approved.status == Status.LIVE
    assert [need.sentence for need in approved.needs.all()] == ["Our pupils would like to hear a live orchestra."]
    assert approved.miles == 8
    assert approved.proposed is approved.proposed_at is approved.proposed_by is None
    assert approved.decided_at > before
    assert Event.objects.of(approved).first().kind == "change-approved"
    told = letters("change-approved")
    assert set(told) == set(approved.contacts.values_list("email", flat=True))
    assert "http://127.0.0.1:8000/partners/" in next(iter(told.values())).text


def test_a_new_second_contact_is_the_one_who_is_told():
    live = proposed_registration(deputy={"email": "new@school.example", "name": "Nia Thole"})
    approve_registration(registration=live, by=moderator())
    assert "new@school.example" in letters("change-approved")


def test_changes_to_a_paused_one_leave_it_paused():
    live = proposed_registration(miles=8)
    pause_registration(registration=live, by=live.lead)
    approved = approve_registration(registration=live, by=moderator())
    assert (approved.status, approved.miles) == (Status.PAUSED, 8)


def test_changes_proposed_again_meanwhile_are_not_approved_unseen():
    live = proposed_registration(miles=8)
    seen = version_of(live)
    change(live, miles=30)
    with pytest.raises(Changed):
        approve_registration(registration=live, by=moderator(), seen=seen)


def test_changes_that_name_what_has_gone_from_the_lists_are_refused():
    live = proposed_registration(needs=[line(activity="swimming", subject=None)])
    ActivityType.objects.get(slug="swimming").delete()
    with pytest.raises(OutOfDate, match="no longer on the lists"):
        approve_registration(registration=live, by=moderator())
    live.refresh_from_db()
    assert live.proposed is not None


def test_every_status_but_waiting_is_refused_by_the_table():
    live = live_registration()
    pause_registration(registration=live, by=live.lead)
    with pytest.raises((AlreadyDecided, StatusNotAllowed)):
        approve_registration(registration=live, by=make_forum())
