"""Partnerships of two and three schools, and what was asked in them."""

from accounts.models import Role, User
from accounts.tests.factories import make_member
from partnerships.actions.proposal import answer_proposal, propose_school
from partnerships.models import Partner, Partnership, Proposal
from partnerships.tests.introductions import opened_partnership
from schools.models import School
from schools.tests.factories import make_school

WHY = "You are ten minutes away, and your sports hall is free on Wednesdays."


def first(partnership: Partnership) -> Partner:
    """Brackenfold's side."""
    return partnership.partners.select_related("school", "lead", "deputy").order_by("pk")[0]


def second(partnership: Partnership) -> Partner:
    """Thornmere's side."""
    return partnership.partners.select_related("school", "lead", "deputy").order_by("pk")[1]


def newcomer() -> tuple[School, User]:
    """Calderby Academy, which is in no partnership, and its headteacher."""
    school = make_school(name="Calderby Academy")
    return school, make_member(
        school, role=Role.HEADTEACHER, name="Priya Raman", email=f"priya{school.urn}@mail.example"
    )


def asked_to_join(partnership: Partnership, school: School, *, email: str = "") -> Proposal:
    """Brackenfold asks; Thornmere has not answered."""
    partner = first(partnership)
    return propose_school(partner=partner, school=school, words=WHY, email=email, by=partner.lead)


def three_schools() -> tuple[Partnership, User]:
    """Brackenfold, Thornmere and Calderby, and the head of Calderby, who leads there."""
    partnership = opened_partnership()
    school, head = newcomer()
    proposal = asked_to_join(partnership, school)
    other = second(partnership)
    answer_proposal(proposal=proposal, school=other.school, yes=True, by=other.lead)
    answer_proposal(proposal=proposal, school=school, yes=True, by=head)
    return partnership, head
