"""Two people in one draft at once: one truth, and nothing of anybody is lost. On real connections, in threads."""

import pytest

from agreements.actions.drafting import (
    add_clause,
    agree_clause,
    begin_mou,
    change_clause,
    leave_out_clause,
    move_clause,
    partner_left,
)
from agreements.actions.signing import send_for_signature
from agreements.models import ClauseText, Mou, MouClause, Version
from agreements.tests.cast import agreed_mou, draft_mou, fill_in, partners_of
from core.errors import ActionRefused, Changed
from core.tests.at_once import at_once
from notifications.models import Message
from partnerships.actions.stage import mark_agreed
from partnerships.tests.introductions import opened_partnership

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
State = MouClause.State


def test_two_people_who_begin_at_once_have_one_mou():
    partnership = opened_partnership()
    leads = [side.lead for side in partners_of(partnership)]
    begun = at_once(*[lambda lead=lead: begin_mou(partnership=partnership, by=lead) for lead in (*leads, *leads)])
    assert len({mou.pk for mou in begun}) == 1
    assert Mou.objects.count() == 1 and Mou.objects.get().clauses.count() == 5


def test_of_two_edits_of_a_clause_one_is_kept_and_the_other_told():
    mou = draft_mou()
    one, other = partners_of(mou.partnership)
    clause = mou.clauses.get(slug="transport")
    outcomes = at_once(
        lambda: change_clause(clause=clause, content={"text": "Mine."}, version=1, by=one.lead),
        lambda: change_clause(clause=clause, content={"text": "Theirs."}, version=1, by=other.lead),
    )
    assert sorted(type(outcome) for outcome in outcomes if isinstance(outcome, Changed)) == [Changed]
    clause.refresh_from_db()
    assert clause.version == 2 and clause.content["text"] in ("Mine.", "Theirs.")
    assert ClauseText.objects.filter(clause=clause).count() == 2


@pytest.mark.parametrize("turn", range(2))
def test_nobody_agrees_to_a_text_that_is_changed_at_that_moment(turn):
    mou = draft_mou()
    one, other = partners_of(mou.partnership)
    clause = fill_in(mou.clauses.get(slug="transport"), by=one.lead)
    agree_clause(clause=clause, partner=one, version=2, by=one.lead)
    agreed, _ = at_once(
        lambda: agree_clause(clause=clause, partner=other, version=2, by=other.lead),
        lambda: change_clause(clause=clause, content={"text": "Otherwise."}, version=2, by=one.lead),
    )
    clause.refresh_from_db()
    assert (clause.content["text"], clause.version) == ("Otherwise.", 3)
    assert clause.state == State.DISCUSSION and not clause.agreements.exists()
    assert clause.texts.first().reopened is (not isinstance(agreed, ActionRefused))


def test_both_agreeing_at_once_agree_the_clause():
    mou = draft_mou()
    sides = partners_of(mou.partnership)
    clause = fill_in(mou.clauses.get(slug="transport"), by=sides[0].lead)
    at_once(
        *[
            lambda side=side: agree_clause(clause=clause, partner=side, version=2, by=side.lead)
            for side in (*sides, *sides)
        ]
    )
    clause.refresh_from_db()
    assert clause.state == State.AGREED and clause.agreements.count() == 2


@pytest.mark.parametrize("turn", range(2))
def test_an_edit_comes_before_the_text_is_frozen_or_not_at_all(turn):
    mou = agreed_mou()
    one, other = partners_of(mou.partnership)
    clause = mou.clauses.get(slug="transport")
    edited, sent = at_once(
        lambda: change_clause(clause=clause, content={"text": "Otherwise."}, version=clause.version, by=other.lead),
        lambda: send_for_signature(mou=mou, by=one.lead),
    )
    assert isinstance(edited, ActionRefused) != isinstance(sent, ActionRefused)
    mou.refresh_from_db()
    assert mou.status == (Mou.Status.SIGNING if isinstance(sent, Version) else Mou.Status.DRAFTING)
    if isinstance(sent, Version):
        assert "Otherwise." not in str(sent.content)


def test_adding_leaving_out_and_moving_at_once_lose_no_clause():
    mou = draft_mou()
    one, other = partners_of(mou.partnership)
    at_once(
        lambda: add_clause(mou=mou, heading="Ours", text="x", by=one.lead),
        lambda: add_clause(mou=mou, heading="Ours", text="x", by=one.lead),
        lambda: leave_out_clause(clause=mou.clauses.get(slug="leaving-people"), by=other.lead),
        lambda: move_clause(clause=mou.clauses.get(slug="dates"), up=True, version=0, by=other.lead),
    )
    slugs = [clause.slug for clause in mou.clauses.standing()]
    assert sorted(slugs) == ["aims", "dates", "gives", "own-1", "parties", "transport"]
    assert Message.objects.filter(kind="mou-moved").count() <= 4  # one a person and day


def test_a_school_that_leaves_and_whoever_agrees_never_wait_for_each_other():
    """The partnership is locked before its MOU everywhere: otherwise these three would block one another."""
    mou = draft_mou()
    one, other = partners_of(mou.partnership)
    clause = fill_in(mou.clauses.get(slug="transport"), by=one.lead)
    at_once(
        lambda: agree_clause(clause=clause, partner=other, version=2, by=other.lead),
        lambda: partner_left(other),
        lambda: mark_agreed(partnership=mou.partnership, by=one.lead),
        lambda: agree_clause(clause=clause, partner=one, version=2, by=one.lead),
    )
    clause.refresh_from_db()
    assert clause.agreements.filter(partner=one).exists()
