"""Deciding from the admin: a confirm page, then the action, then the next in the queue."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member
from notifications.models import Message
from partnerships.actions.moderation import LONGEST_WORDS, approve_registration, version_of
from partnerships.actions.registration import withdraw_registration
from partnerships.models import Registration
from partnerships.tests.cast import live_registration, moderator, waiting_registration
from partnerships.tests.moderating import change, client_of, proposed_registration

pytestmark = pytest.mark.django_db
Status = Registration.Status
QUEUE = "/admin/partnerships/registration/"


def url_of(registration, decision="approve"):
    return reverse("admin:partnerships_registration_decide", args=[registration.pk, decision])


def page_of(registration):
    return reverse("admin:partnerships_registration_change", args=[registration.pk])


def press(registration, decision="approve", *, client=None, seen=None, follow=True, **posted):
    seen = version_of(registration) if seen is None else seen
    return (client or client_of()).post(url_of(registration, decision), {"seen": seen, **posted}, follow=follow)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def status_of(registration):
    return Registration.objects.get(pk=registration.pk).status


def test_the_confirm_page_changes_nothing_and_the_button_approves():
    waiting = waiting_registration()
    client = client_of()
    response = client.get(url_of(waiting), {"seen": version_of(waiting)})
    assert response.status_code == 200
    assert f'name="seen" value="{version_of(waiting)}"' in response.content.decode()
    assert status_of(waiting) == Status.WAITING
    response = press(waiting, client=client)
    assert status_of(waiting) == Status.LIVE
    assert f"Approved {waiting.school}" in said(response)
    assert Registration.objects.get(pk=waiting.pk).decided_by == moderator()


@pytest.mark.parametrize(
    ("decision", "status", "kind"),
    [("ask", Status.CHANGES, "change-asked-for"), ("decline", Status.DECLINED, "registration-declined")],
)
def test_words_are_mailed(decision, status, kind):
    waiting = waiting_registration()
    press(waiting, decision, words="Write the need without the pupil’s name.")
    assert status_of(waiting) == status
    assert "Write the need without the pupil’s name." in Message.objects.filter(kind=kind).first().text


def test_changes_are_approved_or_refused():
    first, second = proposed_registration(miles=30), proposed_registration(miles=40)
    press(first)
    press(second, "refuse", words="Too far for a school day.")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.miles, first.proposed) == (30, None)
    assert (second.miles, second.proposed) == (15, None)


@pytest.mark.parametrize(
    ("words", "error"),
    [("", "Enter what to tell the school"), ("x" * (LONGEST_WORDS + 1), "Shorten"), ("a\x00b", "Null")],
)
def test_words_that_cannot_stand_are_shown_again(words, error):
    waiting = waiting_registration()
    response = press(waiting, "decline", words=words)
    page = response.content.decode()
    assert error in page
    assert "<title>Error: Decline" in page
    assert words[:50].replace("\x00", "") in page.replace("\x00", "")
    assert status_of(waiting) == Status.WAITING


def test_after_a_decision_comes_the_next_in_the_queue():
    oldest, middle, newest = waiting_registration(), waiting_registration(), waiting_registration()
    for days, registration in [(3, oldest), (2, middle), (1, newest)]:
        when = timezone.now() - datetime.timedelta(days=days)
        Registration.objects.filter(pk=registration.pk).update(sent_at=when)
    assert press(oldest, follow=False).url == page_of(middle)
    assert press(newest, follow=False).url == page_of(middle)
    last = press(middle)
    assert last.request["PATH_INFO"] == QUEUE
    assert "Nothing else waits for you" in said(last)


def test_the_next_can_be_had_without_deciding_and_leaves_out_ones_own():
    oldest, own, newest = waiting_registration(), waiting_registration(), waiting_registration()
    client = client_of(make_member(own.school, user=make_forum()))
    url = reverse("admin:partnerships_registration_next")
    assert client.get(url).url == page_of(oldest)
    assert client.get(url, {"after": oldest.pk}).url == page_of(newest)
    assert client.get(url, {"after": newest.pk}).url == page_of(oldest)
    assert client.get(url, {"after": "x"}).url == page_of(oldest)
    assert {status_of(r) for r in (oldest, own, newest)} == {Status.WAITING}


def test_nothing_is_decided_that_was_not_read():
    waiting = waiting_registration()
    client = client_of()
    response = client.get(url_of(waiting), follow=True)
    assert response.request["PATH_INFO"] == page_of(waiting)
    for seen in ("", "0", "x", "9" * 40):
        press(waiting, client=client, seen=seen)
        assert status_of(waiting) == Status.WAITING


def test_what_the_school_changed_meanwhile_is_shown_again_and_the_words_are_kept():
    waiting = waiting_registration()
    client, seen = client_of(), version_of(waiting)
    change(waiting, miles=3)
    response = press(waiting, "ask", client=client, seen=seen, words="Say how far you can travel.")
    assert response.request["PATH_INFO"] == page_of(waiting)
    assert "Read it again, then decide" in said(response)
    assert "Say how far you can travel." in response.content.decode()
    assert status_of(waiting) == Status.WAITING
    again = client.get(url_of(waiting, "ask"), {"seen": version_of(waiting)})
    assert "Say how far you can travel.</textarea>" in again.content.decode()
    press(waiting, "ask", client=client, words="Say how far you can travel.")
    assert status_of(waiting) == Status.CHANGES
    assert "Say how far" not in client.get(page_of(live_registration())).content.decode()


def test_a_confirm_page_of_what_changed_meanwhile_leads_back_to_it():
    waiting = waiting_registration()
    seen = version_of(waiting)
    change(waiting, miles=3)
    response = client_of().get(url_of(waiting), {"seen": seen}, follow=True)
    assert response.request["PATH_INFO"] == page_of(waiting)
    assert "Read it again" in said(response)


def test_what_the_school_withdrew_meanwhile_is_said():
    waiting = waiting_registration()
    seen = version_of(waiting)
    withdraw_registration(registration=waiting, by=waiting.lead)
    response = press(waiting, seen=seen)
    assert "no longer waits" in said(response)
    assert status_of(waiting) == Status.WITHDRAWN


def test_pressing_twice_approves_once():
    waiting = waiting_registration()
    client, seen = client_of(), version_of(waiting)
    press(waiting, client=client, seen=seen)
    response = press(waiting, client=client, seen=seen)
    assert "Approved" in said(response)
    assert Message.objects.filter(kind="registration-approved").count() == 2


def test_whoever_comes_second_is_told_who_decided():
    waiting = waiting_registration()
    seen = version_of(waiting)
    approve_registration(registration=waiting, by=make_forum(name="Idris Bell"))
    response = press(waiting, "decline", seen=seen, words="Not a school.")
    assert "Idris Bell decided" in said(response)
    assert status_of(waiting) == Status.LIVE
    assert not Message.objects.filter(kind="registration-declined").exists()


@pytest.mark.parametrize("decision", ["approve", "ask", "decline"])
def test_ones_own_school_is_refused_with_a_sentence(decision):
    waiting = waiting_registration()
    client = client_of(make_member(waiting.school, user=make_forum()))
    got = client.get(url_of(waiting, decision), {"seen": version_of(waiting)}, follow=True)
    assert "another moderator decides" in said(got)
    posted = press(waiting, decision, client=client, words="Ours, and lovely.")
    assert "another moderator decides" in said(posted)
    assert status_of(waiting) == Status.WAITING


def test_advisers_and_others_decide_nothing():
    waiting = waiting_registration()
    seen = version_of(waiting)
    adviser = client_of(make_forum(role=ForumRole.ADVISER))
    assert adviser.get(url_of(waiting), {"seen": seen}).status_code == 403
    assert press(waiting, client=adviser, follow=False).status_code == 403
    assert adviser.get(reverse("admin:partnerships_registration_next")).status_code == 403
    teacher = Client()
    teacher.force_login(waiting.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    for client in (Client(), teacher):
        assert press(waiting, client=client, follow=False).status_code in (302, 403)
    assert status_of(waiting) == Status.WAITING


def test_without_a_csrf_token_nothing_happens():
    waiting = waiting_registration()
    client = client_of()
    client.handler.enforce_csrf_checks = True
    assert press(waiting, client=client, follow=False).status_code == 403
    assert status_of(waiting) == Status.WAITING


@pytest.mark.parametrize("decision", ["refuse", "delete", "live"])
def test_what_cannot_be_decided_is_not_found(decision):
    waiting = waiting_registration()
    assert press(waiting, decision, follow=False).status_code == 404
    assert client_of().get(f"{QUEUE}999999/decide/approve/").status_code == 404


def test_other_methods_are_refused():
    assert client_of().put(url_of(waiting_registration())).status_code == 405
    assert client_of().post(reverse("admin:partnerships_registration_next")).status_code == 405
