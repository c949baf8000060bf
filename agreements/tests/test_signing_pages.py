"""The pages of signing: who comes where, what a proof is worth, and what bad input does."""

import datetime
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from accounts.tests.factories import make_member, make_user, sign_in
from agreements.actions.drafting import reopen_clause
from agreements.actions.signing import recall
from agreements.models import Mou, Signatory, Version
from agreements.tests.cast import (
    agreed_mou,
    chair_of,
    head_of,
    holder_of,
    partners_of,
    sent_version,
    sign_as_holder,
    signatories_of,
    signed_mou,
)
from notifications.models import Message
from partnerships.actions.introduction import accept_introduction
from partnerships.tests.cast import moderator
from partnerships.tests.introductions import asked_introduction, brackenfold, thornmere
from schools.tests.factories import make_independent, make_school
from tests.browsing import SECRET, app_code, code_in

pytestmark = pytest.mark.django_db
PASSWORD = "three small words here"


@pytest.fixture
def version():
    return sent_version()


@pytest.fixture
def priya(version, client):
    """The headteacher of the first school, signed in."""
    head = head_of(signatories_of(version)[0].school)
    sign_in(client, head)
    return head


def address(version, name, *args):
    return reverse(f"agreements:{name}", args=[version.mou.partnership_id, version.number, *args])


def answers(version, given=""):
    return {"authority": "on", "given": given, "seen": version.fingerprint}


def has_signed(user):
    return Signatory.objects.filter(user=user, status=Signatory.Status.SIGNED).exists()


# --- Who sees what ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["version", "sign", "decline", "recall"])
def test_strangers_and_staff_of_the_forum_find_nothing(client, version, name):
    others = opened_partnership_of_others()
    for person in (make_user(), make_member(make_school()), others.partners.first().lead, moderator()):
        sign_in(client, person)
        assert client.get(address(version, name)).status_code == 404
        if name != "version":
            assert client.post(address(version, name), answers(version)).status_code == 404
    client.logout()
    assert client.get(address(version, name)).status_code == 302


def opened_partnership_of_others():
    introduction = asked_introduction(
        brackenfold(make_school(name="Elm Row Primary School")), thornmere(make_independent(name="Castle Hill School"))
    )
    return accept_introduction(introduction=introduction, by=introduction.asked.lead).partnership


def test_a_school_that_left_keeps_what_it_signed_and_sees_no_more_of_the_workspace(client):
    mou = signed_mou()
    partner = partners_of(mou.partnership)[1]
    partner.left_at = timezone.now()
    partner.save(update_fields=["left_at"])
    sign_in(client, partner.lead)
    page = client.get(address(mou.in_force, "version"))
    assert page.status_code == 200 and "Signed by all" in page.content.decode()
    assert f'href="{mou.get_absolute_url()}"' not in page.content.decode()


def test_the_version_page_says_who_signed_when_and_which_text(client, version):
    sign_as_holder(signatories_of(version)[0])
    sign_in(client, partners_of(version.mou.partnership)[1].lead)
    page = client.get(address(version, "version")).content.decode()
    assert "Signatures: 1 of 4" in page and "Priya Raman" in page and "Confirmed by: password" in page
    assert version.fingerprint[:4] + " " + version.fingerprint[4:8] in page
    assert version.code not in page.replace(" ", ""), "Only what everybody signed can be verified"
    assert "1 of 4 has signed. That signature lapses" in page


def test_the_pages_ask_few_questions(client, version, priya, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        assert client.get(address(version, "version")).status_code == 200
    with django_assert_max_num_queries(30):
        assert client.get(address(version, "sign")).status_code == 200


def test_who_cannot_sign_is_told_who_can(client, version):
    sign_in(client, partners_of(version.mou.partnership)[0].lead)
    page = client.get(address(version, "sign"), follow=True).content.decode()
    assert "Only the headteacher and the chair of governors" in page and "Priya Raman (headteacher of" in page


# --- Proof ------------------------------------------------------------------------------------------------------------
def test_by_a_mailed_code(client, version, priya):
    url = address(version, "sign")
    assert "E-mail me a code" in client.get(url).content.decode()
    assert client.post(url, {"send_code": "1"}).status_code == 302
    code = code_in(Message.objects.get(kind="proof-code", to=priya.email).text)
    assert client.post(url, answers(version, "0000-0000")).status_code == 200 and not has_signed(priya)
    assert client.post(url, answers(version, code)).status_code == 302
    assert Signatory.objects.get(user=priya, status="signed").how == Signatory.How.MAIL


def test_a_mailed_code_can_be_tried_three_times(client, version, priya):
    url = address(version, "sign")
    client.post(url, {"send_code": "1"})
    code = code_in(Message.objects.get(kind="proof-code").text)
    for _ in range(3):
        client.post(url, answers(version, "1111-1111"))
    client.post(url, answers(version, code))
    assert not has_signed(priya)


def test_a_mailed_code_is_for_this_text_and_this_person_and_runs_out(client, version, priya):
    url = address(version, "sign")
    assert client.post(url, answers(version, "1234-5678")).status_code == 200, "None was sent"
    client.post(url, {"send_code": "1"})
    code = code_in(Message.objects.get(kind="proof-code").text)
    session = client.session
    state = {**session["proving_by_mailed_code"]}
    for change in ({"purpose": "sign-0"}, {"user_id": "0"}, {"at": time.time() - 16 * 60}):
        session["proving_by_mailed_code"] = {**state, **change}
        session.save()
        client.post(url, answers(version, code))
        assert not has_signed(priya)


def test_codes_are_not_mailed_without_end(client, version, priya):
    url = address(version, "sign")
    for _ in range(6):
        page = client.post(url, {"send_code": "1"}, follow=True)
    assert Message.objects.filter(kind="proof-code").count() == 3
    assert "Wait a minute" in page.content.decode()


def test_by_password(client, version, priya):
    priya.set_password(PASSWORD)
    priya.save()
    sign_in(client, priya)
    url = address(version, "sign")
    page = client.get(url).content.decode()
    assert "Your password" in page and "E-mail me a code" not in page
    refused = client.post(url, answers(version, "wrong"))
    assert refused.status_code == 200 and "wrong" not in refused.content.decode() and not has_signed(priya)
    client.post(f"{url}?with=mail", {"send_code": "1"})
    assert not Message.objects.filter(kind="proof-code").exists(), "A password cannot be got round by a mailed code"
    assert client.post(url, answers(version, PASSWORD)).status_code == 302
    assert Signatory.objects.get(user=priya, status="signed").how == Signatory.How.PASSWORD


def test_passwords_are_not_tried_without_end(client, version, priya):
    priya.set_password(PASSWORD)
    priya.save()
    sign_in(client, priya)
    url = address(version, "sign")
    for _ in range(12):
        client.post(url, answers(version, "wrong"))
    assert client.post(url, answers(version, PASSWORD)).status_code == 200 and not has_signed(priya)


def test_by_a_code_of_the_app_which_works_once(client, version, priya):
    TOTP.activate(priya, SECRET)
    url = address(version, "sign")
    code = app_code()
    assert "Code from your authenticator app" in client.get(url).content.decode()
    unticked = client.post(url, {**answers(version, code), "authority": ""})
    assert unticked.status_code == 200 and not has_signed(priya)
    assert client.post(url, answers(version, code)).status_code == 302, "What was not looked at is not used up"
    assert Signatory.objects.get(user=priya, status="signed").how == Signatory.How.CODE


def test_by_a_passkey_that_was_given_a_moment_ago(client, version, priya):
    Authenticator.objects.create(user=priya, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop"})
    url = address(version, "sign")
    page = client.get(url).content.decode()
    assert "Use your passkey" in page and "Sign as headteacher" not in page
    client.post(url, answers(version))
    assert not has_signed(priya)
    for seconds_ago, works in ((301, False), (60, True)):
        record = {"method": "mfa", "type": "webauthn", "at": time.time() - seconds_ago, "reauthenticated": True}
        session = client.session
        session["account_authentication_methods"] = [record]
        session.save()
        client.post(url, answers(version))
        assert has_signed(priya) == works
    assert Signatory.objects.get(user=priya, status="signed").how == Signatory.How.PASSKEY


def test_signing_in_by_a_passkey_is_not_signing_by_one(client, version, priya):
    Authenticator.objects.create(user=priya, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop"})
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "webauthn", "at": time.time()}]
    session.save()
    client.post(address(version, "sign"), answers(version))
    assert not has_signed(priya)


@pytest.mark.parametrize(
    "changes",
    [
        {"seen": "0" * 64},
        {"seen": ""},
        {"seen": "x" * 10_000},
        {"seen": "\x00"},
        {"given": "\x00"},
        {"given": "x" * 10_000},
        {"given": "<script>alert(1)</script>"},
    ],
)
def test_odd_answers_sign_nothing_and_break_nothing(client, version, priya, changes):
    url = address(version, "sign")
    client.post(url, {"send_code": "1"})
    code = code_in(Message.objects.get(kind="proof-code").text)
    answer = client.post(url, {**answers(version, code), **changes})
    assert answer.status_code == 200 and not has_signed(priya)
    assert "<script>alert" not in answer.content.decode()


def test_a_version_that_is_no_longer_open_says_so(client, version, priya):
    recall(version=version, reason="The dates clash.", by=partners_of(version.mou.partnership)[0].lead)
    page = client.post(address(version, "sign"), answers(version, "1"), follow=True).content.decode()
    assert "Version 1 is not open for signatures now" in page and "The dates clash." in page


# --- Sending and what follows -----------------------------------------------------------------------------------------
def test_what_is_missing_is_listed_with_the_way_there(client):
    mou = agreed_mou()
    amara = partners_of(mou.partnership)[0].lead
    reopen_clause(clause=mou.clauses.get(slug="aims"), by=amara)
    sign_in(client, amara)
    page = client.get(reverse("agreements:send", args=[mou.partnership_id])).content.decode()
    assert "Not ready to be signed yet" in page and "“Aims” is not agreed yet" in page and "/mou/c/aims/" in page


def test_sending_by_the_page(client):
    mou = agreed_mou()
    url = reverse("agreements:send", args=[mou.partnership_id])
    reader = make_member(partners_of(mou.partnership)[0].school, role=Role.STAFF)
    sign_in(client, reader)
    assert client.get(url).status_code == 404
    sign_in(client, partners_of(mou.partnership)[0].lead)
    page = client.get(url).content.decode()
    assert "Priya Raman" in page and not Version.objects.exists(), "Nothing happens on GET"
    day = timezone.localdate() + datetime.timedelta(days=21)
    for wrong in ({}, {"sign_by_0": "31", "sign_by_1": "2", "sign_by_2": "2027"}, {"sign_by_0": "x\x00"}):
        assert client.post(url, wrong).status_code == 200
    right = {"sign_by_0": day.day, "sign_by_1": day.month, "sign_by_2": day.year}
    too_late = client.post(url, {**right, "sign_by_2": day.year + 3})
    assert "Choose a last day for signatures" in too_late.content.decode()
    assert client.post(url, right).status_code == 302
    assert Version.objects.get().sign_by == day and Mou.objects.get().status == Mou.Status.SIGNING
    assert "nothing to send" in client.post(url, right, follow=True).content.decode()


def test_reminding_and_recalling_by_the_page(client, version):
    signatory = signatories_of(version)[0]
    sign_in(client, partners_of(version.mou.partnership)[1].lead)
    assert client.get(address(version, "remind", signatory.pk)).status_code == 405
    page = client.post(address(version, "remind", signatory.pk), follow=True).content.decode()
    assert "less than 3 days ago" in page
    version.signatories.update(invited_at=timezone.now() - datetime.timedelta(days=4))
    assert "is reminded" in client.post(address(version, "remind", signatory.pk), follow=True).content.decode()
    assert client.post(address(version, "remind", 0)).status_code == 404
    assert client.post(address(version, "recall"), {"reason": ""}).status_code == 200
    client.post(address(version, "recall"), {"reason": "The <b>dates</b> clash."})
    page = client.get(address(version, "version")).content.decode()
    assert "The &lt;b&gt;dates&lt;/b&gt; clash." in page


def test_a_reader_cannot_recall_and_a_lead_cannot_decline(client, version):
    sign_in(client, chair_of(signatories_of(version)[0].school))
    assert "Only the leads" in client.post(address(version, "recall"), {"reason": "No."}, follow=True).content.decode()
    sign_in(client, partners_of(version.mou.partnership)[0].lead)
    client.post(address(version, "decline"), {"reason": "No."})
    version.refresh_from_db()
    assert version.status == Version.Status.SIGNING


def test_the_dashboard_says_whose_turn_it_is(client, version, priya):
    page = client.get(reverse("dashboard")).content.decode()
    assert "Sign the MOU of “Science: Brackenfold and Thornmere”" in page
    sign_as_holder(signatories_of(version)[0])
    page = client.get(reverse("dashboard")).content.decode()
    assert "Sign the MOU of" not in page and "3 signatures still to come" in page
    assert holder_of(signatories_of(version)[0]) == priya


def test_the_address_of_somebody_without_a_name_is_shown_to_nobody(client, version):
    head = head_of(signatories_of(version)[0].school)
    head.name = ""
    head.save(update_fields=["name"])
    version.signatories.update(name="")
    sign_in(client, partners_of(version.mou.partnership)[1].lead)
    for name in ("version", "sign"):
        page = client.get(address(version, name), follow=True).content.decode()
        assert head.email not in page and "somebody who has not given a name" in page
