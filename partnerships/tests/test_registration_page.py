"""A registration's own page: who sees it, and what its school can do with it."""

import datetime

import pytest
from django.urls import reverse

from accounts.actions import end_membership
from accounts.tests.factories import make_forum, make_member, make_user, sign_in
from core.models import Event
from core.transitions import StatusNotAllowed
from notifications.models import Message
from partnerships.actions.draft import begin_changes, save_step
from partnerships.actions.moderation import approve_registration, ask_for_change, decline_registration
from partnerships.actions.registration import (
    NotNow,
    pause_registration,
    renew_registration,
    resume_registration,
    send_changes,
    withdraw_registration,
)
from partnerships.models import Draft, Registration
from partnerships.registering.answers import answers_of
from partnerships.tests.cast import (
    confirmed_registration,
    line,
    live_registration,
    moderator,
    unconfirmed_registration,
    waiting_registration,
)
from partnerships.tests.registering import PAGES, post
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db
Status = Registration.Status
ACTIONS = ["edit", "pause", "resume", "renew", "withdraw"]


def url_of(registration, action=""):
    name = f"partnerships:registration_{action}" if action else "partnerships:registration"
    return reverse(name, args=[registration.reference])


def set_today(monkeypatch, day):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None, tz=None: value.date() if value else day)


def year_end(registration):
    return datetime.date(registration.academic_year + 1, 8, 31)


@pytest.mark.parametrize("who", ["somebody", "another school", "forum"])
def test_to_others_it_is_not_there(client, who):
    registration = live_registration()
    person = {
        "somebody": make_user,
        "another school": lambda: make_member(make_school()),
        "forum": make_forum,
    }[who]()
    sign_in(client, person)
    assert client.get(url_of(registration)).status_code == 404
    for action in ACTIONS:
        assert client.post(url_of(registration, action)).status_code == 404
    registration.refresh_from_db()
    assert registration.status == Status.LIVE


def test_logged_out_it_asks_to_sign_in(client):
    registration = live_registration()
    assert reverse("account_login") in client.get(url_of(registration)).url


def test_a_sender_who_is_not_verified_sees_it_and_loses_it_on_leaving(client):
    registration = confirmed_registration()
    sign_in(client, registration.lead)
    assert client.get(url_of(registration)).status_code == 200
    end_membership(membership=registration.lead.memberships.get(), by=registration.lead, last_understood=True)
    assert client.get(url_of(registration)).status_code == 404


def test_a_colleague_sees_the_whole_of_it(client):
    registration = live_registration(networks=["Calderby Heads"])
    sign_in(client, make_member(registration.school))
    page = client.get(url_of(registration)).content.decode()
    for words in [
        registration.reference,
        "Calderby Heads",
        "Tom Ridley",
        "Friday afternoons",
        "Up to 15 miles",
        "Live",
    ]:
        assert words in page


@pytest.mark.parametrize("action", ["edit", "pause", "resume", "renew"])
def test_looking_changes_nothing(client, action):
    registration = live_registration()
    sign_in(client, registration.lead)
    assert client.get(url_of(registration, action)).status_code == 405
    assert client.get(url_of(registration, "withdraw")).status_code == 200
    registration.refresh_from_db()
    assert registration.status == Status.LIVE


def change(client, registration, **answers):
    """Open the answers, change the distance, and send the changes; the last response."""
    draft_url = client.post(url_of(registration, "edit")).url
    draft = Draft.objects.unfinished().get(changes=registration)
    assert draft_url == reverse("partnerships:register_step", args=[draft.pk, "check"])
    partner = reverse("partnerships:register_step", args=[draft.pk, "partner"])
    assert post(client, partner, **{**PAGES["partner"], **answers}).url == draft_url
    return post(client, draft_url, may="on", shown="on")


def test_a_live_one_stands_until_forum_staff_approve_the_change(client):
    registration = live_registration(miles=15)
    sign_in(client, registration.lead)
    change(client, registration, miles="40")
    registration.refresh_from_db()
    assert (registration.status, registration.miles) == (Status.LIVE, 15)
    assert registration.proposed["partner"]["miles"] == 40
    assert registration.proposed_by == registration.lead
    page = client.get(url_of(registration)).content.decode()
    assert "What would change" in page
    assert "Up to 40 miles" in page
    assert Message.objects.filter(kind="registration-changes-received").count() == 2
    approve_registration(registration=registration, by=moderator())
    registration.refresh_from_db()
    assert (registration.miles, registration.proposed) == (40, None)


def test_changes_that_change_nothing_are_not_sent(client):
    registration = live_registration(miles=15, transport="minibus", capacity=2)
    sign_in(client, registration.lead)
    change(client, registration)
    registration.refresh_from_db()
    assert registration.proposed is None


def test_a_waiting_one_is_changed_at_once(client):
    registration = waiting_registration(miles=15)
    sign_in(client, registration.lead)
    change(client, registration, miles="40")
    registration.refresh_from_db()
    assert (registration.status, registration.miles, registration.proposed) == (Status.WAITING, 40, None)


def test_a_change_asked_for_is_made_and_goes_back(client):
    registration = waiting_registration(miles=15)
    ask_for_change(registration=registration, by=moderator(), words="Say how many pupils.")
    sign_in(client, registration.lead)
    assert "Say how many pupils." in client.get(url_of(registration)).content.decode()
    change(client, registration, miles="40")
    registration.refresh_from_db()
    assert (registration.status, registration.miles) == (Status.WAITING, 40)


def test_changes_sent_twice_are_sent_once():
    registration = live_registration()
    draft = begin_changes(registration=registration, by=registration.lead)
    save_step(draft=draft, step="times", answer={"slots": 1}, seen=draft.version)
    for _ in range(2):
        send_changes(draft=draft, by=registration.lead)
    assert Event.objects.of(registration).filter(kind="registration-change-proposed").count() == 1


def test_changes_cannot_move_it_to_another_school(client):
    registration = live_registration()
    sign_in(client, registration.lead)
    client.post(url_of(registration, "edit"))
    draft = Draft.objects.unfinished().get()
    assert client.get(reverse("partnerships:register_step", args=[draft.pk, "school"])).status_code == 404


def test_a_colleagues_unfinished_changes_are_their_own(client):
    registration = live_registration()
    draft = begin_changes(registration=registration, by=registration.lead)
    sign_in(client, make_member(registration.school))
    assert client.get(reverse("partnerships:register_go_on", args=[draft.pk])).status_code == 404


def test_changes_draft_of_a_registration_that_ended_is_refused():
    registration = live_registration()
    draft = begin_changes(registration=registration, by=registration.lead)
    withdraw_registration(registration=registration, by=registration.lead)
    with pytest.raises(NotNow):
        send_changes(draft=draft, by=registration.lead)


def test_answers_survive_the_way_there_and_back():
    registration = live_registration(
        needs=[line("cpd", None, years=0), line("classics", "latin")], offers=[], networks=["Music Hub"]
    )
    answers = answers_of(registration)
    assert [n["activity"] for n in answers["needs"]] == ["cpd", "classics"]
    assert answers["needs"][0]["years"] == 0
    assert answers["offers"] == []
    assert answers["lead"]["role"] == "co-ordinator"


def test_pausing_and_starting_again(client):
    registration = live_registration()
    sign_in(client, registration.lead)
    client.post(url_of(registration, "pause"))
    client.post(url_of(registration, "pause"))
    registration.refresh_from_db()
    assert registration.status == Status.PAUSED
    assert Message.objects.filter(kind="registration-paused").count() == 2  # the lead and the second contact, once
    assert not Registration.objects.live().exists()
    client.post(url_of(registration, "resume"))
    registration.refresh_from_db()
    assert registration.status == Status.LIVE


def test_what_waits_cannot_be_paused_resumed_or_renewed(client):
    registration = waiting_registration()
    with pytest.raises(StatusNotAllowed):
        pause_registration(registration=registration, by=registration.lead)
    for action in [resume_registration, renew_registration]:
        with pytest.raises(NotNow):
            action(registration=registration, by=registration.lead)
    sign_in(client, registration.lead)
    page = client.post(url_of(registration, "pause"), follow=True).content.decode()
    assert "Only a live registration can be paused" in page


def test_withdrawing_asks_first_and_ends_it(client):
    registration = live_registration()
    sign_in(client, registration.lead)
    assert "cannot be brought back" in client.get(url_of(registration, "withdraw")).content.decode()
    client.post(url_of(registration, "withdraw"))
    client.post(url_of(registration, "withdraw"))
    registration.refresh_from_db()
    assert registration.status == Status.WITHDRAWN
    assert Event.objects.of(registration).filter(kind="registration-withdrawn").count() == 1
    assert waiting_registration(registration.school).status == Status.WAITING  # the way is free


def test_a_declined_one_stays_declined(client):
    registration = waiting_registration()
    decline_registration(registration=registration, by=moderator(), words="This is a company, not a school.")
    sign_in(client, registration.lead)
    page = client.get(url_of(registration)).content.decode()
    assert "This is a company, not a school." in page
    for action in ACTIONS:
        client.post(url_of(registration, action))
    registration.refresh_from_db()
    assert registration.status == Status.DECLINED


def test_an_unconfirmed_one_is_nobodys_page(client):
    registration = unconfirmed_registration()
    sign_in(client, make_user(email=registration.contacts.get(kind="lead").email))
    assert client.get(url_of(registration)).status_code == 404


def test_renewing_opens_in_june(client, monkeypatch):
    registration = live_registration()
    first_year = registration.academic_year
    sign_in(client, registration.lead)
    set_today(monkeypatch, datetime.date(first_year + 1, 5, 31))
    assert "Renew for the new school year" not in client.get(url_of(registration)).content.decode()
    client.post(url_of(registration, "renew"))
    registration.refresh_from_db()
    assert registration.academic_year == first_year
    set_today(monkeypatch, datetime.date(first_year + 1, 6, 1))
    assert "Renew for the new school year" in client.get(url_of(registration)).content.decode()
    for _ in range(2):
        client.post(url_of(registration, "renew"))
    registration.refresh_from_db()
    assert (registration.status, registration.academic_year) == (Status.LIVE, first_year + 1)
    assert registration.expires_on == year_end(registration)
    assert Event.objects.of(registration).filter(kind="registration-renewed").count() == 1


def test_a_paused_one_is_live_once_renewed(monkeypatch):
    registration = live_registration()
    pause_registration(registration=registration, by=registration.lead)
    set_today(monkeypatch, datetime.date(registration.academic_year + 1, 7, 1))
    assert renew_registration(registration=registration, by=registration.lead).status == Status.LIVE


def test_a_paused_one_whose_year_is_over_is_renewed_instead(monkeypatch):
    registration = live_registration()
    pause_registration(registration=registration, by=registration.lead)
    set_today(monkeypatch, year_end(registration) + datetime.timedelta(days=1))
    with pytest.raises(NotNow, match="Renew it instead"):
        resume_registration(registration=registration, by=registration.lead)


def test_the_page_takes_the_same_number_of_queries_however_much_it_says(client, django_assert_num_queries):
    few, many = live_registration(), live_registration(needs=[line()] * 6, offers=[line()] * 6)
    for registration in (few, many):
        registration.person = make_member(registration.school)
    sign_in(client, few.person)
    client.get(url_of(few))
    with django_assert_num_queries(18):
        client.get(url_of(few))
    pause_registration(registration=many, by=many.lead)
    resume_registration(registration=many, by=many.lead)
    sign_in(client, many.person)
    client.get(url_of(many))
    with django_assert_num_queries(18):
        client.get(url_of(many))
