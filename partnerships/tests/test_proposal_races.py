"""Several people at once in one partnership: one truth, and the slower is told. On real connections, in threads."""

import pytest

from accounts.models import Role
from accounts.tests.factories import make_member
from core.errors import ActionRefused
from core.models import Event
from core.tests.at_once import at_once
from notifications.models import Message
from partnerships.actions.proposal import (
    answer_proposal,
    propose_end,
    propose_leaving,
    propose_person,
    propose_school,
    withdraw_proposal,
)
from partnerships.actions.stage import agree_on_paper, end_partnership, mark_agreed
from partnerships.models import Partner, Partnership, Proposal
from partnerships.tests.introductions import opened_partnership
from partnerships.tests.proposing import WHY, asked_to_join, first, newcomer, second, three_schools

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
Status = Proposal.Status


def refusals(outcomes):
    return [str(outcome) for outcome in outcomes if isinstance(outcome, ActionRefused)]


def leaving(partner):
    """Asked by its lead; the headteacher who confirms it."""
    head = make_member(partner.school, role=Role.HEADTEACHER)
    return propose_leaving(partner=partner, words="Our head has changed.", by=partner.lead), head


@pytest.mark.parametrize("turn", range(3))
def test_yes_and_no_and_taking_it_back_at_once(turn):
    partnership = opened_partnership()
    school, _ = newcomer()
    proposal, other = asked_to_join(partnership, school), second(partnership)
    head = make_member(other.school, role=Role.HEADTEACHER)
    asker = first(partnership).lead
    outcomes = at_once(
        lambda: answer_proposal(proposal=proposal, school=other.school, yes=True, by=other.lead),
        lambda: answer_proposal(proposal=proposal, school=other.school, yes=False, by=head),
        lambda: withdraw_proposal(proposal=proposal, by=asker),
    )
    proposal.refresh_from_db()
    said = list(proposal.answers.filter(school=other.school).values_list("yes", flat=True))
    assert len(said) <= 1
    if proposal.status == Status.REFUSED:
        assert said == [False] and len(refusals(outcomes)) == 2
    else:  # taken back before anybody answered, or after the yes
        assert proposal.status == Status.WITHDRAWN and False not in said
    assert Message.objects.filter(kind="proposal-newcomer").count() == (1 if said == [True] else 0)


def test_the_newcomer_says_yes_twice_at_once():
    partnership = opened_partnership()
    school, head = newcomer()
    proposal, other = asked_to_join(partnership, school), second(partnership)
    answer_proposal(proposal=proposal, school=other.school, yes=True, by=other.lead)
    outcomes = at_once(*[lambda: answer_proposal(proposal=proposal, school=school, yes=True, by=head)] * 3)
    assert refusals(outcomes) == [] and Partner.objects.filter(school=school).count() == 1
    assert Event.objects.of(partnership).filter(kind="partner-joined").count() == 1


def test_asking_twice_at_once_asks_once():
    partnership = opened_partnership()
    school, _ = newcomer()
    one, other = first(partnership), second(partnership)
    outcomes = at_once(
        *[lambda: propose_school(partner=one, school=school, words=WHY, by=one.lead)] * 2,
        lambda: propose_school(partner=other, school=school, words=WHY, by=other.lead),
    )
    assert Proposal.objects.count() == 1 and len(refusals(outcomes)) in (1, 2)
    assert all("Answer that instead" in words for words in refusals(outcomes))


@pytest.mark.parametrize("turn", range(3))
def test_a_school_leaves_while_the_others_agree_that_another_joins(turn):
    partnership, head = three_schools()
    calderby = partnership.partners.get(lead=head)
    proposal_to_leave, confirmer = leaving(calderby)
    school, _ = newcomer()
    joining = asked_to_join(partnership, school)
    helen = second(partnership)
    outcomes = at_once(
        lambda: answer_proposal(proposal=proposal_to_leave, school=calderby.school, yes=True, by=confirmer),
        lambda: answer_proposal(proposal=joining, school=helen.school, yes=True, by=helen.lead),
    )
    assert refusals(outcomes) == []
    joining.refresh_from_db()
    # Whichever came first: the school that left is not waited for, and the newcomer is asked, once.
    assert joining.invited_at is not None and joining.status == Status.ASKED
    assert Event.objects.of(partnership).filter(kind="partner-left").count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_two_schools_of_three_leave_at_once(turn):
    partnership, head = three_schools()
    pairs = [leaving(second(partnership)), leaving(partnership.partners.get(lead=head))]
    outcomes = at_once(
        *[lambda p=p, by=by: answer_proposal(proposal=p, school=p.school, yes=True, by=by) for p, by in pairs]
    )
    partnership.refresh_from_db()
    assert refusals(outcomes) == []
    assert partnership.partners.present().count() == 1 and partnership.stage == "ended"
    assert Event.objects.of(partnership).filter(kind="partnership-ended").count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_a_school_leaves_while_the_other_says_yes_to_the_end(turn):
    partnership = opened_partnership()
    one, other = first(partnership), second(partnership)
    end = propose_end(partner=one, words="It has run its course.", by=one.lead)
    proposal, head = leaving(other)
    outcomes = at_once(
        lambda: answer_proposal(proposal=end, school=other.school, yes=True, by=other.lead),
        lambda: answer_proposal(proposal=proposal, school=other.school, yes=True, by=head),
    )
    partnership.refresh_from_db()
    assert partnership.stage == "ended" and len(refusals(outcomes)) == 1
    assert Event.objects.of(partnership).filter(kind="partnership-ended").count() == 1
    assert not Proposal.objects.open().exists()


def test_two_who_would_be_lead_at_once():
    partnership = opened_partnership()
    partner = first(partnership)
    one, other = (make_member(partner.school, role=Role.HEADTEACHER) for _ in range(2))
    outcomes = at_once(
        *[
            lambda user=user: propose_person(partner=partner, kind="lead", user=user, job_title="Head", by=partner.lead)
            for user in (one, other)
        ]
    )
    assert Proposal.objects.open().count() == 1 and len(refusals(outcomes)) == 1
    assert "has been asked already" in refusals(outcomes)[0]


@pytest.mark.parametrize("turn", range(3))
def test_the_last_signature_a_word_on_paper_and_the_end_at_once(turn):
    partnership = opened_partnership()
    amara, chair = first(partnership).lead, make_member(first(partnership).school, role=Role.CHAIR)
    at_once(
        lambda: mark_agreed(partnership=partnership, by=chair),
        lambda: agree_on_paper(partnership=partnership, by=amara),
        lambda: end_partnership(partnership=partnership, by=amara, why="Every school said yes."),
    )
    assert Partnership.objects.get().stage == "ended"
    assert Event.objects.of(partnership).filter(kind="partnership-agreed").count() <= 1
