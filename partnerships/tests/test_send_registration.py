"""Sending and confirming: once, by whoever owns the address, one a school and year."""

import datetime

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from accounts.rules import belongs
from accounts.tests.factories import make_member, make_user, sign_in
from core.models import Event
from core.tests.at_once import at_once
from notifications.models import Message
from partnerships.actions.registration import (
    CONFIRM_SALT,
    AlreadyStanding,
    Unfinished,
    confirm_registration,
    purge_unconfirmed,
    send_confirmation,
    send_registration,
)
from partnerships.models import Registration
from partnerships.tests.cast import (
    confirmed_registration,
    live_registration,
    make_draft,
    unconfirmed_registration,
    waiting_registration,
)
from partnerships.tests.registering import held, send
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db
Status = Registration.Status


def confirm_url(registration):
    return reverse("partnerships:confirm", args=[signing.dumps(registration.reference, salt=CONFIRM_SALT)])


def test_sent_twice_it_is_one_registration_with_one_mail(client):
    draft = held(client, make_draft())
    first, second = (
        send(client, draft),
        client.post(
            reverse("partnerships:register_step", args=[draft.pk, "check"]), {"may": "on", "shown": "on", "version": 0}
        ),
    )
    assert first.url == second.url == reverse("partnerships:register_received", args=[draft.pk])
    assert Registration.objects.count() == 1
    assert Message.objects.filter(kind="registration-confirm").count() == 1
    assert send_registration(draft=draft) == Registration.objects.get()


def test_signed_in_it_goes_straight_to_forum_staff(client):
    school = make_school()
    person = make_member(school)
    draft = make_draft(school, by=person)
    sign_in(client, person)
    send(client, draft)
    registration = Registration.objects.get()
    assert (registration.status, registration.lead) == (Status.WAITING, person)
    assert registration.sent_at is not None
    assert set(Message.objects.filter(kind="registration-received").values_list("to", flat=True)) == {
        draft.answers["lead"]["email"],
        draft.answers["deputy"]["email"],
    }
    assert list(Event.objects.of(registration).values_list("kind", flat=True)) == ["registration-sent"]


def test_somebody_not_verified_may_send_and_asks_to_join(client):
    school = make_school()
    person = make_user()
    draft = make_draft(school, by=person)
    sign_in(client, person)
    send(client, draft)
    registration = Registration.objects.get()
    assert registration.status == Status.WAITING
    assert not belongs(person, registration)
    assert Membership.objects.pending().of(person).at(school).exists()


def test_the_page_after_sending_says_the_same_of_a_known_and_an_unknown_address():
    pages = []
    make_user(email="known@b.example")
    for email in ["known@b.example", "other@b.example"]:
        client = Client()
        draft = held(client, make_draft(make_school(name="Tarnside Primary School"), lead={"email": email}))
        page = client.get(send(client, draft).url).content.decode()
        registration = Registration.objects.get(made_from=draft)
        for own in (email, registration.reference, str(draft.pk)):
            page = page.replace(own, "X")
        pages.append(page.split("<main")[1].split("csrfmiddlewaretoken")[0])
    assert pages[0] == pages[1]


def test_an_unfinished_draft_is_not_sent():
    draft = make_draft()
    del draft.answers["deputy"]
    draft.save()
    with pytest.raises(Unfinished):
        send_registration(draft=draft)
    assert not Registration.objects.exists()


@pytest.mark.parametrize("make", [waiting_registration, live_registration, confirmed_registration])
def test_a_second_one_for_the_school_is_refused(make):
    standing = make()
    draft = make_draft(standing.school)
    with pytest.raises(AlreadyStanding):
        send_registration(draft=draft)
    assert Registration.objects.count() == 1


def test_a_draft_whose_school_was_registered_meanwhile_leads_to_joining(client):
    school = make_school()
    draft = held(client, make_draft(school))
    waiting_registration(school)
    assert send(client, draft).url == reverse("partnerships:register_join", args=[school.urn])


def test_one_that_nobody_confirmed_stands_in_nobodys_way():
    first = unconfirmed_registration()
    assert waiting_registration(first.school).status == Status.WAITING


def test_confirming_makes_the_account_and_joins_the_school(client, django_capture_on_commit_callbacks):
    registration = unconfirmed_registration(
        lead={"email": "new@b.example", "name": "Priya Raman", "role": "headteacher"}
    )
    assert not User.objects.filter(email="new@b.example").exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(confirm_url(registration)).status_code == 302
    registration.refresh_from_db()
    assert registration.status == Status.WAITING
    assert registration.lead.name == "Priya Raman"
    assert registration.lead.memberships.get().role == "headteacher"
    assert client.session["_auth_user_id"] == str(registration.lead.pk)
    assert any(m.to == ["new@b.example"] for m in mail.outbox)


def test_an_address_at_the_schools_own_domain_is_verified_at_once():
    school = make_school(domain="tarnside.example", website="https://www.tarnside.example")
    registration = confirmed_registration(school, lead={"email": "priya@tarnside.example"})
    assert belongs(registration.lead, registration)


def test_confirming_signs_nobody_in_who_has_signed_in_before(client):
    person = make_user(email="known@b.example")
    person.last_login = timezone.now()
    person.save()
    registration = unconfirmed_registration(lead={"email": "known@b.example"})
    client.post(confirm_url(registration))
    registration.refresh_from_db()
    assert registration.lead == person
    assert "_auth_user_id" not in client.session


def test_a_used_link_says_so_and_changes_nothing(client):
    registration = confirmed_registration()
    before = Message.objects.count()
    stranger = Client()
    assert stranger.post(confirm_url(registration)).status_code == 200
    page = stranger.get(confirm_url(registration)).content.decode()
    assert "Your address is confirmed" in page
    assert registration.contacts.get(kind="deputy").name not in page
    assert "_auth_user_id" not in stranger.session
    assert Message.objects.count() == before


def test_an_old_link_offers_a_new_one(client, monkeypatch):
    registration = unconfirmed_registration()
    url = confirm_url(registration)
    now = signing.time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 8 * 86_400)
    for response in (client.get(url), client.post(url)):
        assert response.status_code == 410
        assert "Send me a new link" in response.content.decode()
    registration.refresh_from_db()
    assert registration.status == Status.UNCONFIRMED
    client.post(url + "again/")
    assert Message.objects.filter(kind="registration-confirm").count() == 2


@pytest.mark.parametrize("token", ["nonsense", "a:b:c", "x" * 2000])
def test_a_wrong_link_says_so(client, token):
    assert client.get(f"/register-interest/confirm/{token}/").status_code == 410
    assert client.post(f"/register-interest/confirm/{token}/again/").status_code == 404


def test_the_link_is_sent_again_at_most_five_times_a_day(client):
    draft = held(client, make_draft())
    send(client, draft)
    for _ in range(6):
        client.post(reverse("partnerships:register_send_again", args=[draft.pk]))
    assert Message.objects.filter(kind="registration-confirm").count() == 5
    page = client.get(reverse("partnerships:register_received", args=[draft.pk])).content.decode()
    assert "the most we send" in page


def test_a_colleague_who_confirms_second_joins_and_is_told(client):
    school = make_school()
    second = unconfirmed_registration(school, lead={"email": "second@b.example"})
    first = waiting_registration(school)
    client.post(confirm_url(second))
    second.refresh_from_db()
    assert (second.status, first.status) == (Status.WITHDRAWN, Status.WAITING)
    assert second.lead.memberships.get().school == school
    assert Message.objects.filter(kind="registration-already-standing", to="second@b.example").count() == 1
    assert "is registered already" in client.get(confirm_url(second)).content.decode()


def test_unconfirmed_ones_are_purged_after_thirty_days():
    old, young, confirmed = unconfirmed_registration(), unconfirmed_registration(), confirmed_registration()
    long_ago = timezone.now() - datetime.timedelta(days=31)
    Registration.objects.filter(pk__in=[old.pk, confirmed.pk]).update(created_at=long_ago)
    assert purge_unconfirmed() == 1
    assert set(Registration.objects.all()) == {young, confirmed}
    assert purge_unconfirmed() == 0


def test_a_local_group_is_one_however_it_is_written():
    first = live_registration(networks=["Calderby Heads"])
    second = live_registration(networks=["CALDERBY HEADS"])
    assert first.networks.get() == second.networks.get()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_confirmations_at_once_one_stands():
    school = make_school()
    registrations = [unconfirmed_registration(school, lead={"email": f"c{n}@b.example"}) for n in range(2)]
    results = at_once(*(lambda r=r: confirm_registration(registration=r) for r in registrations))
    assert sorted(r.status for r in results) == [Status.WAITING, Status.WITHDRAWN], results
    assert Registration.objects.standing().filter(school=school).count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_sendings_at_once_of_one_draft_there_is_one():
    draft = make_draft()
    results = at_once(*(lambda: send_registration(draft=draft) for _ in range(2)))
    assert results[0] == results[1] == Registration.objects.get(), results
    assert Message.objects.filter(kind="registration-confirm").count() == 1


def test_a_confirmed_one_gets_no_other_link():
    registration = confirmed_registration()
    with pytest.raises(Exception, match="confirmed already"):
        send_confirmation(registration=registration)
