"""Signing, declining, recalling, reminding and lapsing: who may, what it does, and who is told."""

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import change_role, end_membership
from accounts.models import Membership, Role
from accounts.tests.factories import make_member, make_user
from agreements.actions import signing
from agreements.actions.after import begin_amendment
from agreements.actions.signing import (
    NameNeeded,
    NotNow,
    NotYours,
    OncePerPerson,
    TooSoon,
    WordsNeeded,
    decline,
    expire_versions,
    recall,
    remind,
    remind_signatories,
    sign,
)
from agreements.models import Mou, Signatory, Version
from agreements.signatures import standing_of
from agreements.tests.cast import (
    agree_fully,
    chair_of,
    head_of,
    holder_of,
    partners_of,
    sent_version,
    sign_as_holder,
    signatories_of,
)
from core.errors import Changed
from core.models import Event
from notifications.models import Message
from partnerships.models import Partnership
from partnerships.tests.cast import moderator
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db
PASSWORD = Signatory.How.PASSWORD


@pytest.fixture
def version():
    return sent_version()


def letters(kind):
    return sorted(Message.objects.filter(kind=kind).values_list("to", flat=True))


def give_post_to(signatory, user):
    """`user` takes over the role from whoever has it."""
    former = Membership.objects.verified().of(holder_of(signatory)).get()
    change_role(membership=former, role=Role.STAFF, by=moderator())
    membership = Membership.objects.verified().of(user).get(school=signatory.school)
    change_role(membership=membership, role=signatory.role, by=moderator())


# --- Signing ----------------------------------------------------------------------------------------------------------
def test_a_signature_says_who_when_how_and_which_text(version):
    signatory = signatories_of(version)[0]
    priya = head_of(signatory.school)
    signed = sign(version=version, signatory=signatory, by=priya, how=PASSWORD, seen=version.fingerprint)
    assert signed.status == Signatory.Status.SIGNED and signed.user == priya and signed.how == PASSWORD
    assert signed.signed_as == "Priya Raman, Headteacher, Brackenfold Primary School"
    assert signed.signed_text == version.fingerprint and signed.answered_at is not None
    assert Event.objects.get(kind="mou-signature").sentence.startswith("Priya Raman signed version 1 of the MOU as")
    version.refresh_from_db()
    assert version.status == Version.Status.SIGNING, "Three are still to sign"


def test_the_last_signature_puts_it_in_force(version):
    with transaction.atomic():
        for signatory in signatories_of(version):
            sign_as_holder(signatory)
    version.refresh_from_db()
    mou = Mou.objects.get()
    assert version.status == Version.Status.SIGNED and version.signed_at is not None
    assert (mou.status, mou.in_force) == (Mou.Status.SIGNED, version)
    assert mou.partnership.stage == Partnership.Stage.AGREED
    told = letters("mou-signed")
    signers = {holder_of(one).email for one in signatories_of(version)}
    leads = {partner.lead.email for partner in partners_of(mou.partnership)}
    assert signers | leads <= set(told) and len(told) == len(set(told))
    assert "/mou/v/1/mou.pdf" in Message.objects.filter(kind="mou-signed").first().text
    assert Event.objects.filter(kind="mou-signed").count() == 1


def test_a_copy_that_cannot_be_made_leaves_what_was_signed(version, monkeypatch, django_capture_on_commit_callbacks):
    def broken(_version):
        raise OSError("The disk is full")

    monkeypatch.setattr(signing, "make_copy", broken)
    with django_capture_on_commit_callbacks(execute=True):
        for signatory in signatories_of(version):
            sign_as_holder(signatory)
    version.refresh_from_db()
    assert version.status == Version.Status.SIGNED


def test_signing_twice_is_one_signature(version):
    signatory = signatories_of(version)[0]
    first = sign_as_holder(signatory)
    again = sign_as_holder(signatory)
    assert again.answered_at == first.answered_at
    assert Event.objects.filter(kind="mou-signature").count() == 1


def test_a_text_other_than_the_one_that_was_read_is_not_signed(version):
    signatory = signatories_of(version)[0]
    for seen in ("", "0" * 64, "x" * 10_000):
        with pytest.raises(Changed, match="Read it again"):
            sign(version=version, signatory=signatory, by=head_of(signatory.school), how=PASSWORD, seen=seen)
    assert not version.signatories.filter(status=Signatory.Status.SIGNED).exists()


def test_nobody_signs_but_who_holds_the_role_today(version):
    head, chair, _, theirs = signatories_of(version)
    lead = partners_of(version.mou.partnership)[0].lead
    for person in (lead, chair_of(head.school), chair_of(theirs.school), make_member(make_school()), moderator()):
        with pytest.raises(NotYours, match="Only the headteacher of Brackenfold Primary School can sign here"):
            sign(version=version, signatory=head, by=person, how=PASSWORD, seen=version.fingerprint)
    with pytest.raises(NotYours, match="Ask Winston Clarke"):
        sign(version=version, signatory=chair, by=head_of(chair.school), how=PASSWORD, seen=version.fingerprint)


def test_a_new_head_takes_the_place_of_the_one_who_was_asked(version):
    signatory = signatories_of(version)[0]
    former, new = head_of(signatory.school), make_member(signatory.school, role=Role.STAFF, name="Ines Falkner")
    give_post_to(signatory, new)
    with pytest.raises(NotYours, match="Ask Ines Falkner"):
        sign(version=version, signatory=signatory, by=former, how=PASSWORD, seen=version.fingerprint)
    signed = sign(version=version, signatory=signatory, by=new, how=PASSWORD, seen=version.fingerprint)
    assert (signed.user, signed.name) == (new, "Ines Falkner")


def test_what_was_signed_stays_signed_when_the_head_is_replaced_or_leaves(version):
    signatory = signatories_of(version)[0]
    former = head_of(signatory.school)
    sign_as_holder(signatory)
    give_post_to(signatory, make_member(signatory.school, role=Role.STAFF, name="Ines Falkner"))
    end_membership(membership=Membership.objects.verified().of(former).get(), by=former)
    for one in signatories_of(version)[1:]:
        sign_as_holder(one)
    version.refresh_from_db()
    assert version.status == Version.Status.SIGNED
    names = [signer.name for signer in standing_of(version, former).signers]
    assert "Priya Raman" in names and "Ines Falkner" not in names


def test_one_person_signs_once_even_with_two_roles(version):
    head, _, _, their_chair = signatories_of(version)
    priya = head_of(head.school)
    sign_as_holder(head)
    make_member(their_chair.school, role=Role.CHAIR, user=priya)
    with pytest.raises(OncePerPerson, match="You have signed as headteacher of Brackenfold"):
        sign(version=version, signatory=their_chair, by=priya, how=PASSWORD, seen=version.fingerprint)


def test_who_has_no_name_gives_one_first(version):
    signatory = signatories_of(version)[0]
    priya = head_of(signatory.school)
    priya.name = ""
    priya.save(update_fields=["name"])
    with pytest.raises(NameNeeded):
        sign_as_holder(signatory)


@pytest.mark.parametrize(
    "changes",
    [
        {"signed_as": "Somebody else"},
        {"name": "Somebody else"},
        {"signed_text": "0" * 64},
        {"how": "mail"},
        {"status": "waiting"},
        {"answered_at": None},
    ],
)
def test_a_signature_cannot_change_not_even_past_the_actions(version, changes):
    signed = sign_as_holder(signatories_of(version)[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Signatory.objects.filter(pk=signed.pk).update(**changes)


def test_an_amendment_takes_the_place_of_what_held(version):
    for signatory in signatories_of(version):
        sign_as_holder(signatory)
    amara = partners_of(version.mou.partnership)[0].lead
    mou = begin_amendment(mou=Mou.objects.get(), by=amara)
    for clause in mou.clauses.standing():
        agree_fully(clause)
    second = sent_version(mou)
    assert second.number == 2 and Mou.objects.get().in_force == version, "The first holds until the second is signed"
    for signatory in signatories_of(second):
        sign_as_holder(signatory)
    version.refresh_from_db()
    assert version.status == Version.Status.REPLACED and Mou.objects.get().in_force == second


# --- Declining and recalling ------------------------------------------------------------------------------------------
def test_declining_makes_it_a_draft_again_with_the_reason(version):
    head, chair, *_ = signatories_of(version)
    sign_as_holder(head)
    decline(signatory=chair, reason="Governors have not agreed to pay for the coach.", by=holder_of(chair))
    version.refresh_from_db()
    assert version.status == Version.Status.DECLINED and Mou.objects.get().status == Mou.Status.DRAFTING
    standing = standing_of(version, holder_of(head))
    assert standing.declined.signatory.reason.startswith("Governors")
    told = letters("mou-declined")
    assert holder_of(head).email in told and partners_of(version.mou.partnership)[1].lead.email in told
    assert "Governors have not agreed" in Message.objects.filter(kind="mou-declined").first().text
    with pytest.raises(NotNow, match="was declined"):
        sign_as_holder(signatories_of(version)[2])


def test_declining_needs_a_reason_and_the_role(version):
    head = signatories_of(version)[0]
    for empty in ("", "  \n ", "\x00"):
        with pytest.raises(WordsNeeded):
            decline(signatory=head, reason=empty, by=holder_of(head))
    with pytest.raises(NotYours):
        decline(signatory=head, reason="No.", by=partners_of(version.mou.partnership)[0].lead)


def test_recalling_lapses_what_was_signed_and_the_next_is_another_version(version):
    head = signatories_of(version)[0]
    sign_as_holder(head)
    helen = partners_of(version.mou.partnership)[1].lead
    assert "1 of 4 has signed" in standing_of(version, helen).lapse_words
    recall(version=version, reason="The dates clash with examinations.", by=helen)
    version.refresh_from_db()
    assert version.status == Version.Status.RECALLED and version.closed_words.startswith("The dates")
    assert holder_of(head).email in letters("mou-recalled")
    assert recall(version=version, reason="", by=helen).status == Version.Status.RECALLED, "Twice changes nothing"
    second = sent_version(Mou.objects.get())
    assert second.number == 2 and not second.signatories.filter(status=Signatory.Status.SIGNED).exists()


def test_only_those_who_write_it_recall_it(version):
    for person in (chair_of(signatories_of(version)[0].school), make_member(make_school()), make_user()):
        with pytest.raises(NotYours, match="Only the leads"):
            recall(version=version, reason="No.", by=person)


# --- By the clock -----------------------------------------------------------------------------------------------------
def test_reminding_is_not_pestering(version):
    signatory = signatories_of(version)[0]
    helen = partners_of(version.mou.partnership)[1].lead
    with pytest.raises(TooSoon, match="less than 3 days"):
        remind(signatory=signatory, by=helen)
    version.signatories.update(invited_at=timezone.now() - datetime.timedelta(days=3))
    remind(signatory=signatory, by=helen)
    assert letters("mou-reminded-to-sign") == [holder_of(signatory).email]
    with pytest.raises(TooSoon):
        remind(signatory=signatory, by=helen)
    sign_as_holder(signatory)
    with pytest.raises(NotNow, match="has answered already"):
        remind(signatory=signatory, by=helen)
    with pytest.raises(NotYours):
        remind(signatory=signatories_of(version)[1], by=chair_of(signatory.school))


@pytest.mark.parametrize(("days", "times"), [(8, 0), (7, 3), (2, 3), (1, 3), (0, 3)])
def test_those_who_have_not_signed_are_reminded_a_week_and_a_day_before(version, days, times):
    sign_as_holder(signatories_of(version)[0])
    Version.objects.update(sign_by=timezone.localdate() + datetime.timedelta(days=days))
    assert remind_signatories() == times
    assert remind_signatories() == 0, "Once each"
    assert len(letters("mou-reminded-to-sign")) == times


def test_both_reminders_go_and_the_later_one_alone_where_the_first_was_missed(version):
    Version.objects.update(sign_by=timezone.localdate() + datetime.timedelta(days=5))
    assert remind_signatories() == 4
    Version.objects.update(sign_by=timezone.localdate() + datetime.timedelta(days=1))
    assert remind_signatories() == 4 and remind_signatories() == 0


def test_what_is_not_signed_in_time_lapses(version):
    sign_as_holder(signatories_of(version)[0])
    Version.objects.update(sign_by=timezone.localdate())
    assert expire_versions() == 0, "The last day still counts"
    Version.objects.update(sign_by=timezone.localdate() - datetime.timedelta(days=1))
    with pytest.raises(NotNow, match="The last day for signatures was"):
        sign_as_holder(signatories_of(version)[1])
    assert expire_versions() == 1 and expire_versions() == 0
    version.refresh_from_db()
    assert version.status == Version.Status.EXPIRED and Mou.objects.get().status == Mou.Status.DRAFTING
    assert holder_of(signatories_of(version)[0]).email in letters("mou-expired")
    assert not mail.outbox, "Letters wait for the commit"
