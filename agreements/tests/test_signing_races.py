"""Two people at once while a text is signed: one truth each time. On real connections, in real threads."""

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.actions import change_role
from accounts.models import Membership, Role
from accounts.tests.factories import make_member, sign_in
from agreements.actions.drafting import change_clause
from agreements.actions.signing import decline, invite_signatory, recall, send_for_signature, sign
from agreements.models import Mou, Signatory, Version
from agreements.tests.cast import (
    agreed_mou,
    head_of,
    holder_of,
    partners_of,
    sent_version,
    sign_as_holder,
    signatories_of,
)
from agreements.texts import fingerprint
from core.errors import ActionRefused
from core.models import Event
from core.tests.at_once import at_once
from core.transitions import lock
from notifications.models import Message
from partnerships import listeners
from partnerships.models import Partnership
from partnerships.tests.cast import moderator
from tests.browsing import code_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
Status = Version.Status


def refused(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, ActionRefused)]


def test_the_last_two_sign_at_once():
    version = sent_version()
    one, other, *rest = signatories_of(version)
    for signatory in rest:
        sign_as_holder(signatory)
    outcomes = at_once(lambda: sign_as_holder(one), lambda: sign_as_holder(other))
    assert not refused(outcomes)
    version.refresh_from_db()
    assert version.status == Status.SIGNED and Mou.objects.get().in_force == version
    assert Event.objects.filter(kind="mou-signed").count() == 1
    assert Partnership.objects.get().stage == Partnership.Stage.AGREED


def test_sign_is_pressed_twice():
    version = sent_version()
    signatory = signatories_of(version)[0]
    outcomes = at_once(*[lambda: sign_as_holder(signatory)] * 3)
    assert not refused(outcomes) and len({outcome.answered_at for outcome in outcomes}) == 1
    assert Event.objects.filter(kind="mou-signature").count() == 1


def test_an_edit_against_a_freeze():
    mou = agreed_mou()
    amara, helen = (partner.lead for partner in partners_of(mou.partnership))
    clause = mou.clauses.get(slug="aims")
    words = {"text": "Every pupil lights a burner."}
    frozen, changed = at_once(
        lambda: send_for_signature(mou=mou, by=amara),
        lambda: change_clause(clause=clause, heading="Aims", content=words, version=clause.version, by=helen),
    )
    mou.refresh_from_db()
    if isinstance(frozen, Version):
        assert isinstance(changed, ActionRefused) and mou.status == Mou.Status.SIGNING
        assert "lights a burner" not in str(frozen.content) and frozen.fingerprint == fingerprint(frozen.content)
    else:
        assert "“Aims” is not agreed yet" in str(frozen) and mou.status == Mou.Status.DRAFTING
        assert not Version.objects.exists()


def test_both_leads_send_it_at_once():
    mou = agreed_mou()
    amara, helen = (partner.lead for partner in partners_of(mou.partnership))
    outcomes = at_once(lambda: send_for_signature(mou=mou, by=amara), lambda: send_for_signature(mou=mou, by=helen))
    assert not refused(outcomes) and len({outcome.pk for outcome in outcomes}) == 1
    assert Message.objects.filter(kind="mou-to-sign").count() == 4


@pytest.mark.parametrize("last", [False, True])
def test_a_recall_against_a_signature(last):
    version = sent_version()
    signatory, *rest = signatories_of(version)
    for other in rest if last else []:
        sign_as_holder(other)
    helen = partners_of(version.mou.partnership)[1].lead
    signed, recalled = at_once(
        lambda: sign_as_holder(signatory),
        lambda: recall(version=version, reason="The dates clash.", by=helen),
    )
    version.refresh_from_db()
    mou = Mou.objects.get()
    if isinstance(recalled, ActionRefused):  # only where everybody had signed before
        assert last and version.status == Status.SIGNED and mou.in_force == version
    else:
        assert version.status == Status.RECALLED and mou.status == Mou.Status.DRAFTING and mou.in_force is None
        assert isinstance(signed, Signatory) or "was recalled" in str(signed)


def test_one_declines_while_the_other_signs_last():
    version = sent_version()
    one, other, *rest = signatories_of(version)
    for signatory in rest:
        sign_as_holder(signatory)
    at_once(
        lambda: sign_as_holder(one),
        lambda: decline(signatory=other, reason="Governors said no.", by=holder_of(other)),
    )
    version.refresh_from_db()
    assert version.status == Status.DECLINED and Mou.objects.get().in_force is None


def leave(partner):
    """What the action of a school that leaves does: it locks the partnership, and tells whoever listens."""
    with transaction.atomic():
        lock(partner.partnership)
        partner.left_at = timezone.now()
        partner.save(update_fields=["left_at"])
        listeners.tell_of_left(partner)


def test_a_school_leaves_while_another_signs_last():
    version = sent_version()
    last, *rest = signatories_of(version)
    for signatory in rest:
        sign_as_holder(signatory)
    partner = partners_of(version.mou.partnership)[1]
    signed, _ = at_once(lambda: sign_as_holder(last), lambda: leave(partner))
    version.refresh_from_db()
    mou = Mou.objects.get()
    if isinstance(signed, Signatory) and version.signed_at:
        assert mou.in_force == version, "Signed by all before the school left"
    else:
        assert version.status == Status.RECALLED and mou.in_force is None
        assert "Thornmere School left the partnership" in version.closed_words
    assert not Version.objects.filter(status=Status.SIGNING).exists()


def test_a_head_is_replaced_while_they_sign():
    version = sent_version()
    signatory = signatories_of(version)[0]
    former = head_of(signatory.school)
    new = make_member(signatory.school, role=Role.STAFF, name="Ines Falkner")
    checker = moderator()
    membership = Membership.objects.verified().of(former).get()
    joined = Membership.objects.verified().of(new).get()

    def replace():
        change_role(membership=membership, role=Role.STAFF, by=checker)
        return change_role(membership=joined, role=Role.HEADTEACHER, by=checker)

    signed, replaced = at_once(
        lambda: sign(version=version, signatory=signatory, by=former, how="password", seen=version.fingerprint), replace
    )
    assert isinstance(replaced, Membership)
    now = version.signatories.get(pk=signatory.pk)
    if isinstance(signed, ActionRefused):
        assert now.status == Signatory.Status.WAITING
        sign(version=version, signatory=signatory, by=new, how="password", seen=version.fingerprint)
    else:
        assert now.user == former, "Signed while they still were the head: it stays"
        with pytest.raises(ActionRefused, match="has answered already"):
            sign(version=version, signatory=signatory, by=new, how="password", seen=version.fingerprint)


def test_two_new_heads_sign_the_same_row_at_once():
    version = sent_version()
    signatory = signatories_of(version)[0]
    heads = [head_of(signatory.school), make_member(signatory.school, role=Role.HEADTEACHER, name="Ines Falkner")]
    outcomes = at_once(
        *[
            lambda head=head: sign(
                version=version, signatory=signatory, by=head, how="password", seen=version.fingerprint
            )
            for head in heads
        ]
    )
    assert len(refused(outcomes)) == 1 and "has answered already" in str(refused(outcomes)[0])


def test_two_colleagues_name_the_chair_at_once():
    version = sent_version()
    chair = signatories_of(version)[1]
    holder = holder_of(chair)
    change_role(membership=Membership.objects.verified().of(holder).get(), role=Role.STAFF, by=moderator())
    amara, priya = partners_of(version.mou.partnership)[0].lead, head_of(chair.school)
    outcomes = at_once(
        lambda: invite_signatory(signatory=chair, name="Dana Ives", email="dana@brackenfold.example", by=amara),
        lambda: invite_signatory(signatory=chair, name="Owen Tarrant", email="owen@brackenfold.example", by=priya),
    )
    assert not refused(outcomes)
    now = version.signatories.get(pk=chair.pk)
    assert chair.school.invitations.open().filter(role=Role.CHAIR).get().email == now.email, "One way in, the last"


def test_the_second_factor_is_abandoned_and_taken_up_again():
    version = sent_version()
    signatory = signatories_of(version)[0]
    priya = head_of(signatory.school)
    client = Client()
    sign_in(client, priya)
    url = f"/partnerships/{version.mou.partnership_id}/mou/v/1/sign/"
    client.post(url, {"send_code": "1"})
    assert version.signatories.get(pk=signatory.pk).status == Signatory.Status.WAITING
    assert Message.objects.filter(kind="proof-code", to=priya.email).count() == 1
    page = client.get(url).content.decode()  # the browser was closed meanwhile: the code still works
    assert "Code from the e-mail" in page
    code = code_in(Message.objects.get(kind="proof-code").text)
    answers = {"authority": "on", "given": code, "seen": version.fingerprint}

    def press():
        browser = Client()
        browser.cookies = client.cookies.copy()
        return browser.post(url, answers).status_code

    assert at_once(press, press) == [302, 302]
    assert version.signatories.get(pk=signatory.pk).how == Signatory.How.MAIL
    assert Event.objects.filter(kind="mou-signature").count() == 1
