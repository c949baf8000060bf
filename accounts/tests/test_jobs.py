"""What is forgotten about people by the clock."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from accounts import jobs
from accounts.actions import invite_colleague
from accounts.models import Invitation, User
from accounts.tests.factories import make_forum, make_member, make_user
from notifications.models import Message
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def days_ago(number):
    return timezone.now() - datetime.timedelta(days=number)


def test_unconfirmed_sign_ups_go_after_thirty_days_and_nobody_else():
    old, young = User.objects.create_user("old@mail.example"), User.objects.create_user("young@mail.example")
    forum, confirmed = make_forum(), make_user()
    User.objects.exclude(pk=young.pk).update(joined_at=days_ago(31))
    assert jobs.purge_unconfirmed() == 1
    assert set(User.objects.all()) == {young, forum, confirmed}
    assert not User.history.filter(id=old.pk).exists()
    assert jobs.purge_unconfirmed() == 0


def test_invitations_go_a_month_after_they_ended():
    school = make_school()
    by = make_member(school)
    gone = invite_colleague(school=school, email="a@mail.example", role="staff", by=by)
    stays = invite_colleague(school=school, email="b@mail.example", role="staff", by=by)
    Invitation.objects.filter(pk=gone.pk).update(expires_at=days_ago(31))
    assert jobs.purge_invitations() == 1
    assert list(Invitation.objects.all()) == [stays]


def test_an_unused_account_is_warned_then_goes():
    user, used, forum = make_user(), make_user(), make_forum()
    User.objects.exclude(pk=used.pk).update(last_login=days_ago(701))
    assert jobs.warn_unused() == 1
    assert jobs.warn_unused() == 0
    warning = Message.objects.get(kind="account-unused")
    assert warning.to == user.email
    User.objects.exclude(pk=used.pk).update(last_login=days_ago(731))
    assert jobs.purge_unused() == 0  # warned only now
    Message.objects.filter(pk=warning.pk).update(created_at=days_ago(30))
    assert jobs.purge_unused() == 1
    user.refresh_from_db()
    assert not user.is_active and user.email.endswith("@erased.invalid")
    assert User.objects.filter(is_active=True).count() == 2
    assert forum.email == User.objects.get(pk=forum.pk).email
    assert jobs.purge_unused() == 0


def test_who_signs_in_after_the_warning_stays():
    user = make_user()
    User.objects.update(last_login=days_ago(731))
    jobs.warn_unused()
    Message.objects.update(created_at=days_ago(30))
    User.objects.update(last_login=timezone.now())
    assert jobs.purge_unused() == 0
    user.refresh_from_db()
    assert user.is_active


def test_sessions_that_ran_out_go():
    Session.objects.create(session_key="old", session_data="", expire_date=days_ago(1))
    Session.objects.create(session_key="new", session_data="", expire_date=days_ago(-1))
    assert jobs.purge_sessions() == 1
    assert Session.objects.get().session_key == "new"


def test_the_commands_run_them(capsys):
    User.objects.create_user("old@mail.example")
    User.objects.update(joined_at=days_ago(31))
    call_command("purge_expired")
    call_command("send_reminders")
    assert not User.objects.exists()
