"""Amending an MOU that was signed, and giving that up"""

import pytest

from agreements.actions.after import NotNow, NotWriter, begin_amendment, give_up_amendment
from agreements.actions.drafting import NotDrafting, agree_clause, change_clause, leave_out_clause, put_back_clause
from agreements.actions.signing import recall, send_for_signature
from agreements.amending import amendment_of, history_of, step_of
from agreements.models import Mou, MouClause, Version
from agreements.tests.cast import agreed_mou, draft_mou, partners_of
from agreements.tests.signed import in_force, sign_all, signed
from core.models import Event
from notifications.models import Message
from partnerships.actions.stage import end_partnership

pytestmark = pytest.mark.django_db
State = MouClause.State


def leads(mou):
    return [partner.lead for partner in partners_of(mou.partnership)]


def reword(mou, slug, text, *, by):
    found = mou.clauses.get(slug=slug)
    return change_clause(clause=found, content={**found.content, "text": text}, version=found.version, by=by)


def states(mou):
    return set(mou.clauses.standing().values_list("state", flat=True))


def test_the_text_is_open_and_what_was_signed_holds():
    mou = signed()
    amara, helen = leads(mou)
    Message.objects.all().delete()
    mou = begin_amendment(mou=mou, by=amara)
    assert mou.status == Mou.Status.DRAFTING
    assert in_force(mou).status == Version.Status.SIGNED
    assert states(mou) == {State.AGREED}
    (letter,) = Message.objects.filter(to=helen.email)
    assert "Version 1, which all of you signed, holds" in letter.text
    assert not Message.objects.filter(to=amara.email).exists()
    assert Event.objects.of(mou.partnership)[0].kind == "mou-amendment-begun"


def test_beginning_twice_changes_nothing():
    mou = signed()
    begin_amendment(mou=mou, by=leads(mou)[0])
    before = Event.objects.count(), Message.objects.count()
    begin_amendment(mou=mou, by=leads(mou)[1])
    assert (Event.objects.count(), Message.objects.count()) == before


def test_only_a_changed_clause_needs_agreement_again():
    mou = signed()
    amara = leads(mou)[0]
    mou = begin_amendment(mou=mou, by=amara)
    changed = reword(mou, "transport", "Thornmere books the coach and pays for it.", by=amara)
    assert mou.clauses.exclude(pk=changed.pk).filter(state=State.AGREED).count() == 6
    assert changed.state == State.DISCUSSION
    (found,) = amendment_of(mou, in_force(mou)).changes
    assert (found.slug, found.kind) == ("transport", "changed")


def test_the_next_version_replaces_the_old_one_once_all_have_signed():
    mou = signed()
    amara = leads(mou)[0]
    mou = begin_amendment(mou=mou, by=amara)
    changed = reword(mou, "transport", "Thornmere books the coach and pays for it.", by=amara)
    for partner in partners_of(mou.partnership):
        agree_clause(clause=changed, partner=partner, version=changed.version, by=partner.lead)
    mou = sign_all(mou)
    assert (mou.status, in_force(mou).number) == (Mou.Status.SIGNED, 2)
    first, second = history_of(list(mou.versions.all()))[::-1]
    assert first.version.status == Version.Status.REPLACED and first.comparison is None
    assert second.words == "Against version 1 it changes: Transport." == step_of(second.version).words
    assert first.words == ""


def test_giving_up_brings_back_the_words_the_order_and_the_clauses_that_were_signed():
    mou = signed()
    amara, helen = leads(mou)
    before = in_force(mou).content
    mou = begin_amendment(mou=mou, by=amara)
    reword(mou, "transport", "Thornmere books the coach and pays for it.", by=amara)
    leave_out_clause(clause=mou.clauses.get(slug="leaving-people"), by=amara)
    mou = give_up_amendment(mou=mou, by=helen)
    assert mou.status == Mou.Status.SIGNED and in_force(mou).content == before
    assert not amendment_of(mou, in_force(mou))
    assert states(mou) == {State.AGREED}
    assert "Thornmere books" in str(mou.clauses.get(slug="transport").texts.values_list("content", flat=True)[1])
    give_up_amendment(mou=mou, by=helen)
    assert Event.objects.filter(kind="mou-amendment-given-up").count() == 1


def test_a_clause_that_was_added_is_left_out_again_and_its_words_are_kept():
    mou = draft_mou()
    left_out = leave_out_clause(clause=mou.clauses.get(slug="leaving-people"), by=leads(mou)[0])
    mou = sign_all(agreed_mou(mou.partnership))
    mou = begin_amendment(mou=mou, by=leads(mou)[0])
    put_back_clause(clause=mou.clauses.get(pk=left_out.pk), by=leads(mou)[0])
    assert [found.kind for found in amendment_of(mou, in_force(mou)).changes] == ["added"]
    give_up_amendment(mou=mou, by=leads(mou)[0])
    assert mou.clauses.get(pk=left_out.pk).removed_at is not None


def test_what_is_being_signed_must_be_recalled_before_it_is_given_up():
    mou = begin_amendment(mou=(mou := signed()), by=leads(mou)[0])
    version = send_for_signature(mou=mou, by=leads(mou)[0])
    with pytest.raises(NotNow, match="Recall it first"):
        give_up_amendment(mou=mou, by=leads(mou)[0])
    recall(version=version, reason="A slip.", by=leads(mou)[0])
    assert give_up_amendment(mou=mou, by=leads(mou)[0]).status == Mou.Status.SIGNED


def test_nothing_is_amended_before_it_was_signed():
    mou = draft_mou()
    for act in (begin_amendment, give_up_amendment):
        with pytest.raises(NotNow, match="Nothing has been signed yet"):
            act(mou=mou, by=leads(mou)[0])


def test_only_writers_of_a_partnership_that_goes_on():
    mou = signed()
    amara = leads(mou)[0]
    chair = mou.in_force.signatories.get(school=amara.memberships.get().school, role="chair").user
    for act in (begin_amendment, give_up_amendment):
        with pytest.raises(NotWriter):
            act(mou=mou, by=chair)
    end_partnership(partnership=mou.partnership, by=None, why="They stopped.")
    with pytest.raises(NotNow, match="The partnership has ended"):
        begin_amendment(mou=mou, by=amara)


def test_a_signed_text_stays_shut_until_then():
    mou = signed()
    with pytest.raises(NotDrafting):
        reword(mou, "transport", "Nobody pays.", by=leads(mou)[0])
