"""Drafts: whose they are, going on with them later and elsewhere, and two windows at once."""

import datetime

import pytest
from django.core import mail, signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_member, make_user, sign_in
from notifications.models import Message
from partnerships.actions.draft import (
    KEEP_SENT,
    KEEP_UNFINISHED,
    RESUME_SALT,
    purge_drafts,
    save_step,
)
from partnerships.actions.registration import send_registration
from partnerships.models import Draft
from partnerships.tests.cast import live_registration, make_draft
from partnerships.tests.registering import PAGES, begin, held, link_in, post
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

PARTNER = PAGES["partner"]


def step_url(draft, name="partner"):
    return reverse("partnerships:register_step", args=[draft.pk, name])


def every_address(draft):
    names = ["register_go_on", "register_later", "register_received"]
    return [
        *(reverse(f"partnerships:{name}", args=[draft.pk]) for name in names),
        step_url(draft, "check"),
        reverse("partnerships:register_line", args=[draft.pk, "needs", 1]),
    ]


def test_another_visitors_draft_is_not_found(client):
    draft = make_draft()
    for url in every_address(draft):
        assert client.get(url).status_code == 404
    for name in ["register_not_sure", "register_send_again"]:
        assert client.post(reverse(f"partnerships:{name}", args=[draft.pk])).status_code == 404
    client.post(reverse("partnerships:register_discard", args=[draft.pk]))
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_another_persons_draft_is_not_found_even_with_its_id_in_the_session(client):
    school = make_school()
    draft = make_draft(school, by=make_member(school))
    held(client, draft)
    assert client.get(step_url(draft)).status_code == 404
    sign_in(client, make_member(school))
    assert client.get(step_url(draft)).status_code == 404


def test_signing_in_takes_the_draft_along_and_saving_makes_it_ones_own(client):
    school = make_school()
    draft = begin(client, school)
    person = make_user()
    sign_in(client, person)
    post(
        client,
        reverse("partnerships:register_line", args=[draft.pk, "needs", 1]),
        sentence="Latin.",
        activity="classics",
        subject="latin",
        years=["192"],
    )
    draft.refresh_from_db()
    assert draft.user == person
    elsewhere = Client()
    sign_in(elsewhere, person)
    page = elsewhere.get(reverse("dashboard")).content.decode()
    assert reverse("partnerships:register_go_on", args=[draft.pk]) in page


def test_finish_later_signed_in_leads_to_the_dashboard(client):
    school = make_school()
    person = make_member(school)
    draft = make_draft(school, by=person)
    sign_in(client, person)
    assert client.get(reverse("partnerships:register_later", args=[draft.pk])).url == reverse("dashboard")


def test_the_link_goes_on_on_another_device(client, django_capture_on_commit_callbacks):
    draft = held(client, make_draft())
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("partnerships:register_later", args=[draft.pk]), {"email": "amara@b.example"})
    assert "amara@b.example" in response.content.decode()
    url = link_in(mail.outbox[0])
    elsewhere = Client()
    assert "Go on" in elsewhere.get(url).content.decode()
    assert elsewhere.get(step_url(draft)).status_code == 404  # opening the link is not yet going on
    assert elsewhere.post(url).url == step_url(draft, "check")
    assert elsewhere.get(step_url(draft, "check")).status_code == 200


def test_the_link_to_somebodys_own_draft_asks_them_to_sign_in(client):
    school = make_school()
    draft = make_draft(school, by=make_member(school))
    response = client.post(reverse("partnerships:resume", args=[signing.dumps(str(draft.pk), salt=RESUME_SALT)]))
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("token", ["nonsense", "a:b:c", "x" * 2000])
def test_a_wrong_link_says_so(client, token):
    response = client.get(f"/register-interest/go-on/{token}/")
    assert response.status_code == 410
    assert "does not work any more" in response.content.decode()


def test_a_link_lasts_thirty_days(client, monkeypatch):
    draft = make_draft()
    token = signing.dumps(str(draft.pk), salt=RESUME_SALT)
    now = signing.time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 29 * 86_400)
    assert client.get(reverse("partnerships:resume", args=[token])).status_code == 200
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 31 * 86_400)
    assert client.get(reverse("partnerships:resume", args=[token])).status_code == 410


def test_a_confirmation_link_is_no_link_to_a_draft(client):
    token = signing.dumps(str(make_draft().pk), salt="registration-confirm")
    assert client.get(reverse("partnerships:resume", args=[token])).status_code == 410


def test_an_address_is_not_flooded(client):
    draft = held(client, make_draft())
    url = reverse("partnerships:register_later", args=[draft.pk])
    for _ in range(5):
        client.post(url, {"email": "victim@b.example"})
    assert "the most we send" in client.post(url, {"email": "VICTIM@b.example"}).content.decode()
    assert Message.objects.filter(kind="registration-resume").count() == 5


def test_two_windows_do_not_overwrite_each_other(client):
    draft = held(client, make_draft(miles=15))
    seen = {"version": draft.version}
    assert client.post(step_url(draft), {**PARTNER, **seen, "miles": "20"}).status_code == 302
    late = client.post(step_url(draft), {**PARTNER, **seen, "miles": "30"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Up to 20 miles" in page  # what the other window saved
    assert 'value="30"' in page  # what was typed here
    draft.refresh_from_db()
    assert draft.answers["partner"]["miles"] == 20
    # Read, and meant: sent from that page, it stands.
    assert client.post(step_url(draft), {**PARTNER, "version": draft.version, "miles": "30"}).status_code == 302
    draft.refresh_from_db()
    assert draft.answers["partner"]["miles"] == 30


def test_another_step_saved_meanwhile_is_no_conflict(client):
    draft = held(client, make_draft())
    save_step(draft=draft, step="times", answer={"slots": 1}, seen=draft.version)
    assert client.post(step_url(draft), {**PARTNER, "version": 0, "miles": "33"}).status_code == 302


def test_the_same_answer_sent_twice_is_no_conflict(client):
    draft = held(client, make_draft())
    for _ in range(2):
        assert client.post(step_url(draft), {**PARTNER, "version": 0, "miles": "33"}).status_code == 302


def test_what_changed_since_the_check_was_opened_is_read_again_before_it_is_sent(client):
    draft = held(client, make_draft())
    save_step(draft=draft, step="times", answer={"slots": 1}, seen=draft.version)
    response = client.post(step_url(draft, "check"), {"may": "on", "shown": "on", "version": 0})
    assert "Something was changed in another window" in response.content.decode()


def test_a_sent_draft_takes_no_more_answers(client):
    draft = held(client, make_draft())
    send_registration(draft=draft)
    assert client.post(step_url(draft), {**PARTNER, "version": 99}).url == reverse(
        "partnerships:register_received", args=[draft.pk]
    )


def test_discarding_deletes_it(client):
    draft = held(client, make_draft())
    client.post(reverse("partnerships:register_discard", args=[draft.pk]))
    assert not Draft.objects.exists()


def test_the_first_page_offers_to_go_on(client):
    draft = held(client, make_draft())
    page = client.get(reverse("partnerships:register")).content.decode()
    assert reverse("partnerships:register_go_on", args=[draft.pk]) in page


def test_a_persons_own_school_is_filled_in(client):
    school = make_school(name="Tarnside Primary School")
    sign_in(client, make_member(school))
    assert "Tarnside Primary School" in client.get(reverse("partnerships:register_school")).content.decode()


def test_the_lead_is_filled_in_from_the_account(client):
    school = make_school()
    person = make_member(school, name="Priya Raman", phone="01632 960102")
    draft = make_draft(school, by=person)
    del draft.answers["lead"]
    draft.save()
    sign_in(client, person)
    page = client.get(step_url(draft, "lead")).content.decode()
    assert "Priya Raman" in page
    assert person.email in page
    assert "01632 960102" in page


def test_a_colleague_is_told_that_the_school_is_registered(client):
    standing = live_registration()
    response = client.post(reverse("partnerships:register_school"), {"school": str(standing.school.urn)})
    page = client.get(response.url).content.decode()
    assert "is registered already" in page
    assert reverse("accounts:join", args=[standing.school.urn]) in page
    assert standing.reference not in page
    assert not Draft.objects.unfinished().exists()


def test_old_drafts_are_purged_and_others_kept():
    old, young, sent = make_draft(), make_draft(), make_draft()
    send_registration(draft=sent)
    now = timezone.now()
    Draft.objects.filter(pk=old.pk).update(saved_at=now - KEEP_UNFINISHED - datetime.timedelta(hours=1))
    Draft.objects.filter(pk=young.pk).update(saved_at=now - KEEP_UNFINISHED + datetime.timedelta(hours=1))
    assert purge_drafts() == 1
    assert set(Draft.objects.all()) == {young, sent}
    Draft.objects.filter(pk=sent.pk).update(sent_at=now - KEEP_SENT - datetime.timedelta(hours=1))
    assert purge_drafts() == 1
    assert purge_drafts() == 0
