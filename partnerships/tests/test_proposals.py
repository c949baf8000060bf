"""Who joins a partnership, who leaves it, who carries it: partnerships/actions/proposal.py."""

import datetime

import pytest
from django.utils import timezone

from accounts.actions import end_membership
from accounts.models import Role
from accounts.tests.factories import make_member, make_user
from core.models import Event
from core.transitions import StatusNotAllowed
from notifications.models import Message
from partnerships import listeners
from partnerships.actions.partnership import NotPartner, SamePerson, WordsNeeded
from partnerships.actions.proposal import (
    AddressNeeded,
    AskedAlready,
    Ended,
    NotAColleague,
    NotYours,
    SchoolNotTaken,
    answer_proposal,
    lapse_proposals,
    propose_end,
    propose_leaving,
    propose_person,
    propose_school,
    purge_proposal_words,
    remind_of_proposals,
    step_down,
    withdraw_proposal,
)
from partnerships.models import Note, Partner, Partnership, Proposal
from partnerships.tests.cast import live_registration
from partnerships.tests.introductions import MUSIC, SCIENCE, opened_partnership
from partnerships.tests.proposing import WHY, asked_to_join, first, newcomer, second, three_schools
from partnerships.workspace import cards_of

pytestmark = pytest.mark.django_db
Status = Proposal.Status


def letters(kind, *words):
    """Who got a letter of this kind; each holds all of `words`."""
    found = Message.objects.filter(kind=kind)
    assert all(word in f"{one.subject} {one.text}" for one in found for word in words)
    return sorted(one.to for one in found)


def timeline(partnership):
    return [event.sentence for event in Event.objects.of(partnership)]


def status_of(proposal):
    return Proposal.objects.get(pk=proposal.pk).status


# --- A new lead
@pytest.fixture
def partnership():
    return opened_partnership()


@pytest.fixture
def colleague(partnership):
    return make_member(first(partnership).school, role=Role.STAFF, name="Nadia Orme", phone="01632 960303")


def ask(partnership, user, *, kind="lead", by=None, job_title="Year 5 teacher"):
    partner = first(partnership)
    return propose_person(partner=partner, kind=kind, user=user, job_title=job_title, by=by or partner.lead)


def test_the_old_lead_writes_until_the_new_one_says_yes(partnership, colleague):
    amara = first(partnership).lead
    proposal = ask(partnership, colleague)
    assert letters("proposal-asked", "asked to be the lead", proposal.get_absolute_url()) == [colleague.email]
    assert first(partnership).lead == amara and Partner.objects.written_for_by(amara).exists()
    assert not Partner.objects.written_for_by(colleague).exists()
    answer_proposal(proposal=proposal, school=proposal.school, yes=True, by=colleague)
    partner = first(partnership)
    contact = partner.contacts.get(kind="lead")
    assert partner.lead == colleague
    assert (contact.name, contact.job_title, contact.phone) == ("Nadia Orme", "Year 5 teacher", "01632 960303")
    assert not Partner.objects.written_for_by(amara).exists()
    assert timeline(partnership)[0] == "Brackenfold Primary School has a new lead."
    told = letters("people-changed")
    assert amara.email in told and second(partnership).lead.email in told and colleague.email not in told


def test_saying_no_leaves_everything_as_it_was(partnership, colleague):
    proposal = ask(partnership, colleague)
    answer_proposal(proposal=proposal, school=proposal.school, yes=False, words="Not this year.", by=colleague)
    assert first(partnership).lead.name == "Amara Nwosu" and status_of(proposal) == Status.REFUSED
    assert letters("proposal-refused", "Not this year.") == [first(partnership).lead.email]
    assert len(timeline(partnership)) == 1  # what one school settles for itself stands with the proposal


def test_the_deputy_moves_up_and_the_page_says_that_nobody_is_deputy(partnership):
    partner = first(partnership)
    deputy = make_member(partner.school, role=Role.STAFF, email=partner.contacts.get(kind="deputy").email)
    assert Partner.objects.written_for_by(deputy).filter(pk=partner.pk).exists()  # named before the account was made
    proposal = ask(partnership, deputy)
    answer_proposal(proposal=proposal, school=partner.school, yes=True, by=deputy)
    assert list(partner.contacts.values_list("kind", flat=True)) == ["lead"]
    assert cards_of(partnership, deputy)[0].warning[0] == "Brackenfold Primary School has no deputy lead"


def test_who_names_themselves_is_confirmed_by_a_colleague(partnership, colleague):
    head = make_member(first(partnership).school, role=Role.HEADTEACHER)
    proposal = ask(partnership, head, by=head)
    assert status_of(proposal) == Status.ASKED and letters("proposal-asked") == [first(partnership).lead.email]
    with pytest.raises(NotYours):
        answer_proposal(proposal=proposal, school=proposal.school, yes=True, by=head)
    answer_proposal(proposal=proposal, school=proposal.school, yes=True, by=first(partnership).lead)
    assert first(partnership).lead == head


def test_an_empty_post_is_taken_at_once(partnership):
    head = make_member(first(partnership).school, role=Role.HEADTEACHER)
    step_down(partner=first(partnership), kind="lead", by=first(partnership).lead)
    proposal = ask(partnership, head, by=head)
    assert proposal.status == Status.CONFIRMED and first(partnership).lead == head


def test_a_lead_removed_from_the_team_no_longer_counts_and_the_head_names_one(partnership, colleague):
    partner = first(partnership)
    amara = partner.lead
    head = make_member(partner.school, role=Role.HEADTEACHER)
    end_membership(membership=amara.memberships.get(), by=head)
    card = cards_of(partnership, head)[0]
    assert card.warning == (
        "Brackenfold Primary School has no lead",
        "The lead has left the school. Only Tom Ridley, the deputy lead, carries it there.",
    )
    proposal = ask(partnership, colleague, by=head)
    answer_proposal(proposal=proposal, school=partner.school, yes=True, by=colleague)
    assert first(partnership).lead == colleague


def test_where_everybody_who_carried_it_has_left_anybody_verified_names_one(partnership, colleague):
    partner = first(partnership)
    end_membership(membership=partner.lead.memberships.get(), by=partner.lead)
    assert Partner.objects.written_for_by(colleague).filter(pk=partner.pk).exists()
    assert ask(partnership, colleague, by=colleague).status == Status.CONFIRMED


@pytest.mark.parametrize("who", ["stranger", "other school", "left", "lead"])
def test_who_cannot_be_named(partnership, colleague, who):
    people = {
        "stranger": make_user(),
        "other school": second(partnership).lead,
        "left": colleague,
        "lead": first(partnership).lead,
    }
    if who == "left":
        end_membership(membership=colleague.memberships.get(), by=colleague)
    with pytest.raises((NotAColleague, SamePerson)):
        ask(partnership, people[who])
    with pytest.raises((NotAColleague, SamePerson)):
        ask(partnership, people[who], kind="deputy")


def test_somebody_who_left_since_they_were_asked_cannot_say_yes(partnership, colleague):
    proposal = ask(partnership, colleague)
    end_membership(membership=colleague.memberships.get(), by=colleague)
    with pytest.raises(NotYours):
        answer_proposal(proposal=proposal, school=proposal.school, yes=True, by=colleague)


def test_who_only_reads_asks_nobody(partnership, colleague):
    for who in (colleague, second(partnership).lead, make_user()):
        with pytest.raises(NotPartner):
            ask(partnership, colleague, by=who)
    assert not Message.objects.filter(kind="proposal-asked").exists()


def test_asking_twice_is_asking_once_and_another_only_after_taking_it_back(partnership, colleague):
    one = ask(partnership, colleague)
    assert ask(partnership, colleague) == one and Message.objects.filter(kind="proposal-asked").count() == 1
    with pytest.raises(AskedAlready, match="Take that back first"):
        ask(partnership, make_member(first(partnership).school))
    withdraw_proposal(proposal=one, by=first(partnership).lead)
    withdraw_proposal(proposal=one, by=first(partnership).lead)
    assert letters("proposal-withdrawn") == [colleague.email]
    with pytest.raises(StatusNotAllowed, match="taken back"):
        answer_proposal(proposal=one, school=one.school, yes=True, by=colleague)


@pytest.mark.parametrize("job_title", ["", "\x00 ", "x" * 101])
def test_a_job_title_of_a_fitting_length(partnership, colleague, job_title):
    with pytest.raises(WordsNeeded):
        ask(partnership, colleague, job_title=job_title)


# --- Stepping down
def test_stepping_down_leaves_no_trace_of_the_person(partnership):
    partner = first(partnership)
    amara = partner.lead
    for _ in range(2):
        if Partner.objects.get(pk=partner.pk).lead_id:
            step_down(partner=partner, kind="lead", by=amara)
    partner = first(partnership)
    assert partner.lead is None and list(partner.contacts.values_list("kind", flat=True)) == ["deputy"]
    assert "Amara" not in timeline(partnership)[0]
    assert second(partnership).lead.email in letters("people-stepped-down", "has no lead now")


def test_nobody_else_is_put_out(partnership, colleague):
    for who in (colleague, second(partnership).lead, make_user()):
        with pytest.raises(NotYours):
            step_down(partner=first(partnership), kind="lead", by=who)


# --- A school joins
def test_every_school_says_yes_then_the_newcomer_and_nobody_is_named_before(partnership):
    school, head = newcomer()
    proposal = asked_to_join(partnership, school)
    helen = second(partnership).lead
    assert helen.email in letters("proposal-asked", "Calderby Academy") and head.email not in letters("proposal-asked")
    with pytest.raises(NotYours):
        answer_proposal(proposal=proposal, school=school, yes=True, by=head)
    assert not Proposal.objects.visible_to(head).exists()
    answer_proposal(proposal=proposal, school=helen.memberships.get().school, yes=True, by=helen)
    assert Proposal.objects.visible_to(head).get() == proposal
    letter = Message.objects.get(kind="proposal-newcomer")
    assert letter.to == head.email and WHY in letter.text
    assert not any(name in letter.text for name in ("Amara", "Helen", "@brackenfold", "@thornmere"))
    assert not Partnership.objects.visible_to(head).exists()
    answer_proposal(proposal=proposal, school=school, yes=True, by=head)
    partner = partnership.partners.get(school=school)
    assert partner.lead == head and partner.contacts.get().name == "Priya Raman" and not partner.lines.exists()
    assert Partnership.objects.visible_to(head).get() == partnership
    assert timeline(partnership)[:3] == [
        "Calderby Academy joined the partnership.",
        "Thornmere School said yes: Calderby Academy joins.",
        "Brackenfold Primary School asked whether Calderby Academy may join.",
    ]
    assert {head.email, helen.email} < set(letters("partner-joined"))


def test_a_registered_school_brings_its_people_and_lines_and_is_told_of(partnership, monkeypatch):
    heard = []
    monkeypatch.setattr(listeners, "_on_joined", [lambda partner: heard.append(str(partner.school))])
    school, head = newcomer()
    registration = live_registration(school, needs=[SCIENCE], offers=[MUSIC], head="agrees")
    proposal = asked_to_join(partnership, school)
    answer_proposal(proposal=proposal, school=second(partnership).school, yes=True, by=second(partnership).lead)
    assert set(letters("proposal-newcomer")) == {head.email, registration.lead.email}
    answer_proposal(proposal=proposal, school=school, yes=True, by=head)
    partner = partnership.partners.get(school=school)
    assert partner.lead == registration.lead and partner.contacts.count() == 2 and partner.lines.count() == 2
    assert heard == ["Calderby Academy"]


def test_one_no_is_enough(partnership):
    school, head = newcomer()
    proposal = asked_to_join(partnership, school)
    answer_proposal(proposal=proposal, school=second(partnership).school, yes=False, by=second(partnership).lead)
    assert status_of(proposal) == Status.REFUSED and not Message.objects.filter(kind="proposal-newcomer").exists()
    with pytest.raises(StatusNotAllowed, match="Thornmere School said no"):
        answer_proposal(proposal=proposal, school=school, yes=True, by=head)


def test_where_nobody_has_an_account_an_address_is_needed_and_gets_a_link(partnership):
    school, head = newcomer()
    end_membership(membership=head.memberships.get(), by=head, last_understood=True)
    with pytest.raises(AddressNeeded, match="Nobody at Calderby Academy"):
        asked_to_join(partnership, school)
    assert not Proposal.objects.exists()
    proposal = asked_to_join(partnership, school, email="Office@Calderby.example")
    answer_proposal(proposal=proposal, school=second(partnership).school, yes=True, by=second(partnership).lead)
    letter = Message.objects.get(kind="proposal-newcomer")
    assert letter.to == "office@calderby.example" and "/partnerships/join/" in letter.text
    office = make_user(email="office@calderby.example")
    assert not Proposal.objects.visible_to(office).exists()
    make_member(school, role=Role.STAFF, user=office)
    answer_proposal(proposal=proposal, school=school, yes=True, by=office)
    assert partnership.partners.get(school=school).lead == office
    assert Proposal.objects.get().email == ""  # of no use any more


def test_staff_of_the_newcomer_do_not_answer_for_it(partnership):
    school, _ = newcomer()
    staff = make_member(school, role=Role.STAFF)
    proposal = asked_to_join(partnership, school)
    answer_proposal(proposal=proposal, school=second(partnership).school, yes=True, by=second(partnership).lead)
    assert not Proposal.objects.visible_to(staff).exists()
    with pytest.raises(NotYours):
        answer_proposal(proposal=proposal, school=school, yes=True, by=staff)


@pytest.mark.parametrize(
    "words", ["", "\x00", "x" * 1001, "Ring 01632 960101", "Amara knows you", "Write to x@y.example"]
)
def test_what_is_written_to_a_newcomer_names_nobody(partnership, words):
    school, _ = newcomer()
    with pytest.raises(WordsNeeded):
        propose_school(partner=first(partnership), school=school, words=words, by=first(partnership).lead)


def test_who_may_not_join(partnership):
    partner = first(partnership)
    with pytest.raises(SchoolNotTaken, match="already"):
        asked_to_join(partnership, second(partnership).school)
    school, _ = newcomer()
    school.status = "closed"
    school.save()
    with pytest.raises(SchoolNotTaken, match="closed"):
        propose_school(partner=partner, school=school, words=WHY, by=partner.lead)


def test_the_other_school_answers_what_is_asked_already(partnership):
    school, _ = newcomer()
    proposal = asked_to_join(partnership, school)
    assert asked_to_join(partnership, school) == proposal
    other = second(partnership)
    with pytest.raises(AskedAlready, match="Answer that instead") as refused:
        propose_school(partner=other, school=school, words=WHY, by=other.lead)
    assert refused.value.proposal == proposal


# --- A school leaves
def leave(partner, *, by=None):
    return propose_leaving(partner=partner, words="Our head has changed.", by=by or partner.lead)


def test_a_school_leaves_when_a_second_person_of_it_confirms_and_the_others_are_told(monkeypatch):
    heard = []
    monkeypatch.setattr(listeners, "_on_left", [lambda partner: heard.append(partner.left_at is not None)])
    partnership, _ = three_schools()
    partner = second(partnership)
    helen, chair = partner.lead, make_member(partner.school, role=Role.CHAIR)
    before = Message.objects.count()
    proposal = leave(partner)
    assert [one.to for one in Message.objects.order_by("pk")[before:]] == [chair.email]
    assert not Proposal.objects.visible_to(first(partnership).lead).filter(kind="leave").exists()
    assert "leave" not in " ".join(timeline(partnership))
    for who in (helen, first(partnership).lead, make_member(partner.school, role=Role.STAFF)):
        with pytest.raises(NotYours):
            answer_proposal(proposal=proposal, school=partner.school, yes=True, by=who)
    answer_proposal(proposal=proposal, school=partner.school, yes=True, by=chair)
    partner = second(partnership)
    assert partner.left_at is not None and not partner.contacts.exists() and heard == [True]
    for who in (helen, chair):
        assert not Partnership.objects.visible_to(who).exists()
    assert timeline(partnership)[0] == "Thornmere School left the partnership."
    assert first(partnership).lead.email in letters("partner-left") and helen.email in letters("partner-left")
    assert Partnership.objects.get().stage != "ended"
    assert [card.partner.school.name for card in cards_of(partnership, first(partnership).lead)] == [
        "Brackenfold Primary School",
        "Calderby Academy",
    ]


def test_fewer_than_two_schools_are_no_partnership(partnership):
    partner = second(partnership)
    proposal = leave(partner)
    head = make_member(partner.school, role=Role.HEADTEACHER)
    answer_proposal(proposal=proposal, school=partner.school, yes=True, by=head)
    assert Partnership.objects.get().stage == "ended"
    assert "only one school remained" in timeline(partnership)[0]
    assert second(partnership).lead.email not in letters("partnership-ended")
    with pytest.raises(Ended):
        leave(first(partnership))


def test_a_school_that_comes_back_is_the_same_partner():
    partnership, head = three_schools()
    partner = partnership.partners.get(lead=head)
    Note.objects.create(partnership=partnership, only=partner, words="Ours alone", school=partner.school)
    chair = make_member(partner.school, role=Role.CHAIR)
    answer_proposal(proposal=leave(partner), school=partner.school, yes=True, by=chair)
    assert not Note.objects.visible_to(head).exists()
    proposal = asked_to_join(partnership, partner.school)
    other = second(partnership)
    answer_proposal(proposal=proposal, school=other.school, yes=True, by=other.lead)
    answer_proposal(proposal=proposal, school=partner.school, yes=True, by=head)
    back = partnership.partners.get(school=partner.school)
    assert back.pk == partner.pk and back.left_at is None and Note.objects.visible_to(head).exists()


def test_what_waits_for_a_school_that_leaves_waits_no_longer():
    partnership, head = three_schools()
    partner = second(partnership)
    end = propose_end(partner=first(partnership), words="It has run its course.", by=first(partnership).lead)
    theirs = propose_person(
        partner=partner, kind="deputy", user=make_member(partner.school), job_title="Teacher", by=partner.lead
    )
    answer_proposal(proposal=end, school=head.memberships.get().school, yes=True, by=head)
    chair = make_member(partner.school, role=Role.CHAIR)
    answer_proposal(proposal=leave(partner), school=partner.school, yes=True, by=chair)
    assert status_of(theirs) == Status.OVERTAKEN
    assert status_of(end) == Status.CONFIRMED and Partnership.objects.get().stage == "ended"


def test_what_a_school_that_leaves_had_asked_of_the_others_falls():
    partnership, _ = three_schools()
    partner = first(partnership)
    end = propose_end(partner=partner, words="It has run its course.", by=partner.lead)
    chair = make_member(partner.school, role=Role.CHAIR)
    answer_proposal(proposal=leave(partner), school=partner.school, yes=True, by=chair)
    assert status_of(end) == Status.OVERTAKEN and Partnership.objects.get().stage != "ended"


# --- The partnership ends
def test_it_ends_when_every_school_says_yes():
    partnership, head = three_schools()
    partner, other = first(partnership), second(partnership)
    proposal = propose_end(partner=partner, words="It has run its course.", by=partner.lead)
    assert propose_end(partner=partner, words="Again", by=partner.lead) == proposal
    with pytest.raises(AskedAlready):
        propose_end(partner=other, words="We too", by=other.lead)
    answer_proposal(proposal=proposal, school=other.school, yes=True, by=other.lead)
    assert Partnership.objects.get().stage == "forming"
    answer_proposal(proposal=proposal, school=head.memberships.get().school, yes=True, by=head)
    assert Partnership.objects.get().stage == "ended" and status_of(proposal) == Status.CONFIRMED
    assert {partner.lead.email, other.lead.email, head.email} <= set(letters("partnership-ended"))


# --- The clock
def move_on(days):
    day = timezone.localdate() - datetime.timedelta(days=days)
    Proposal.objects.update(answer_by=day + datetime.timedelta(days=28), asked_at=timezone.now())


def test_it_lapses_after_four_weeks_with_a_letter(partnership):
    school, _ = newcomer()
    proposal = asked_to_join(partnership, school)
    move_on(28)
    assert lapse_proposals() == 0
    move_on(29)
    assert (lapse_proposals(), lapse_proposals()) == (1, 0)
    assert status_of(proposal) == Status.LAPSED
    told = letters("proposal-lapsed", "Thornmere School did not answer")
    assert {first(partnership).lead.email, second(partnership).lead.email} <= set(told)


def test_whoever_has_not_answered_is_reminded_once_a_week_before(partnership):
    school, _ = newcomer()
    asked_to_join(partnership, school)
    assert remind_of_proposals() == 0
    move_on(21)
    assert (remind_of_proposals(), remind_of_proposals()) == (1, 0)
    assert second(partnership).lead.email in letters("proposal-reminder")
    assert first(partnership).lead.email not in letters("proposal-reminder")


def test_what_was_written_goes_after_a_year(partnership):
    school, _ = newcomer()
    proposal = asked_to_join(partnership, school)
    other = second(partnership)
    answer_proposal(proposal=proposal, school=other.school, yes=False, words="Too far away.", by=other.lead)
    assert purge_proposal_words() == 0
    Proposal.objects.update(closed_at=timezone.now() - datetime.timedelta(days=366))
    assert (purge_proposal_words(), purge_proposal_words()) == (2, 0)
    proposal.refresh_from_db()
    assert proposal.words == "" and proposal.answers.last().words == ""
