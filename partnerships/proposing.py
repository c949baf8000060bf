"""Who still has to answer a proposal, who may, and what is said of it."""

import datetime
from collections.abc import Iterable

from django.utils import timezone

from accounts.models import Membership, Role, User
from partnerships.introducing import day_words
from partnerships.models import Partner, PartnerContact, Partnership, Proposal, ProposalAnswer, Registration
from partnerships.querysets import answers_for_newcomer
from schools.models import School

ANSWER_WITHIN = datetime.timedelta(days=28)
REMIND_BEFORE = datetime.timedelta(days=7)

Kind = Proposal.Kind
Status = Proposal.Status
OF_PEOPLE = (Kind.LEAD, Kind.DEPUTY)
OF_SCHOOLS = (Kind.JOIN, Kind.END)  # every school of the partnership answers; the others a school settles for itself
CONFIRM_LEAVING = (Role.HEADTEACHER, Role.CHAIR)


def answers_of(proposal: Proposal) -> list[ProposalAnswer]:
    """What schools have said, in the order in which they said it."""
    return sorted(proposal.answers.all(), key=lambda answer: answer.pk)


def asking_school(proposal: Proposal) -> School | None:
    """On behalf of which school it was asked; with JOIN and END its asking is the first yes."""
    if proposal.kind not in OF_SCHOOLS:
        return proposal.school
    return next((answer.school for answer in answers_of(proposal)), None)


def present_schools(partnership: Partnership) -> list[School]:
    """The schools that have not left, in the order in which they came."""
    return [partner.school for partner in partnership.partners.all() if partner.left_at is None]


def awaited(proposal: Proposal) -> list[School]:
    """The schools that have yet to say yes, of those asked now: a school that may join is asked last."""
    if proposal.status != Status.ASKED:
        return []
    answered = {answer.school_id for answer in proposal.answers.all()}
    if proposal.kind not in OF_SCHOOLS:
        return [proposal.school] if proposal.school and proposal.school.pk not in answered else []
    waiting = [school for school in present_schools(proposal.partnership) if school.pk not in answered]
    if proposal.kind == Kind.JOIN and not waiting and proposal.school and proposal.school.pk not in answered:
        return [proposal.school]
    return waiting


def names_oneself(proposal: Proposal) -> bool:
    """Whether the person who is to carry it asked for it themselves: then somebody else of the school confirms."""
    return proposal.user_id is not None and proposal.user_id == proposal.asked_by_id


class Standing:
    """For which schools a person may answer, read once for as many proposals as there are to show."""

    def __init__(self, user: User) -> None:
        self.user = user
        writes = Partner.objects.written_for_by(user).values_list("partnership", "school")
        self.writes: set[tuple[int, int]] = set(writes)
        roles = Membership.objects.verified().of(user).values_list("school", "role")
        self.roles: dict[int, str] = dict(roles)
        invited = Proposal.objects.open().filter(answers_for_newcomer(user), kind=Kind.JOIN, invited_at__isnull=False)
        self.invited = set(invited.values_list("pk", flat=True))

    def schools(self, proposal: Proposal) -> list[School]:
        """Those for which this person may answer now, in the order in which they are asked."""
        return [school for school in awaited(proposal) if self._may_answer(proposal, school)]

    def may_withdraw(self, proposal: Proposal) -> bool:
        """Whoever asked, or whoever writes for the school that asked."""
        school = asking_school(proposal)
        if proposal.status != Status.ASKED or school is None:
            return False
        return proposal.asked_by_id == self.user.pk or self._writes(proposal, school)

    def _may_answer(self, proposal: Proposal, school: School) -> bool:
        own = proposal.asked_by_id == self.user.pk
        match proposal.kind:
            case Kind.LEAD | Kind.DEPUTY:
                if names_oneself(proposal):
                    return not own and self._writes(proposal, school)
                return proposal.user_id == self.user.pk and school.pk in self.roles
            case Kind.LEAVE:
                leads = self.roles.get(school.pk) in CONFIRM_LEAVING
                return not own and (leads or self._writes(proposal, school))
            case Kind.JOIN if school.pk == proposal.school_id:
                return proposal.pk in self.invited
            case _:
                return self._writes(proposal, school)

    def _writes(self, proposal: Proposal, school: School) -> bool:
        return (proposal.partnership_id, school.pk) in self.writes


def who_confirms(partner: Partner, *, kind: str, but: User | None) -> list[User]:
    """The people of a school who may confirm what it settles for itself: who writes for it, and its headteacher; that
    it leaves, its chair of governors as well. Never `but`, who asked."""
    roles = CONFIRM_LEAVING if kind == Kind.LEAVE else (Role.HEADTEACHER,)
    verified = Membership.objects.verified().at(partner.school).filter(user__is_active=True)
    found = {membership.user for membership in verified.filter(role__in=roles).select_related("user")}
    carrying = [carrier_of(partner, post) for post in OF_PEOPLE]
    return sorted({*found, *filter(None, carrying)} - {but}, key=lambda user: user.pk)


def who_answers_for_newcomer(proposal: Proposal) -> list[User]:
    """The people with an account who may say yes for a school that is asked to join."""
    school = proposal.school
    if school is None:
        return []
    verified = Membership.objects.verified().at(school).filter(user__is_active=True).select_related("user")
    leading = {m.user for m in verified.filter(role__in=[Role.HEADTEACHER, Role.COORDINATOR])}
    registered = Registration.objects.live().filter(school=school).values("lead")
    asked = {m.user for m in verified.filter(user__in=registered)} | {
        m.user for m in verified.filter(user__email__iexact=proposal.email)
    }
    return sorted(leading | asked, key=lambda user: user.pk)


def carrier_of(partner: Partner, kind: str) -> User | None:
    """The account of the lead or deputy lead, unless they have left the school."""
    user = partner.lead if kind == Kind.LEAD else partner.deputy
    if user is None or not user.is_active or user.pk in gone_from(partner.school):
        return None
    return user


def gone_from(school: School) -> set[int]:
    """Keys of the people who left the school, were removed from its team or refused there."""
    ended = Membership.objects.at(school).filter(status__in=[Membership.Status.ENDED, Membership.Status.REFUSED])
    return set(ended.values_list("user", flat=True))


def contact_of(partner: Partner, kind: str) -> PartnerContact | None:
    """How the other schools reach the lead or deputy lead."""
    return next((contact for contact in partner.contacts.all() if contact.kind == kind), None)


def answer_by_from_today() -> datetime.date:
    """The last day for an answer to what is asked now."""
    return timezone.localdate() + ANSWER_WITHIN


def title_of(proposal: Proposal) -> str:
    """What is asked, in a few words: "Calderby Academy joins"."""
    match proposal.kind:
        case Kind.LEAD:
            return f"{proposal.user or 'Somebody'} as lead of {proposal.school}"
        case Kind.DEPUTY:
            return f"{proposal.user or 'Somebody'} as deputy lead of {proposal.school}"
        case Kind.JOIN:
            return f"{proposal.school} joins"
        case Kind.LEAVE:
            return f"{proposal.school} leaves"
        case _:
            return "The partnership ends"


def what_happened(proposal: Proposal) -> str:
    """Where it stands, in a sentence that is true for everybody: what the slower of two people is told."""
    day = day_words(proposal.closed_at or proposal.asked_at)
    match proposal.status:
        case Status.CONFIRMED:
            return f"This was confirmed on {day}."
        case Status.REFUSED:
            no = next((answer for answer in answers_of(proposal) if not answer.yes), None)
            return f"{no.school if no else 'Somebody'} said no on {day}, so it stays as it was."
        case Status.WITHDRAWN:
            return f"This was taken back on {day}."
        case Status.LAPSED:
            return f"Not everybody had answered by {day_words(proposal.answer_by)}, so it has lapsed."
        case Status.OVERTAKEN:
            return f"On {day} something else made this unnecessary."
        case _:
            return f"This waits for {in_words(awaited(proposal))} until {day_words(proposal.answer_by)}."


def in_words(schools: Iterable[School]) -> str:
    """ "Brackenfold, Thornmere and Calderby"; "an answer" of nobody."""
    names = [str(school) for school in schools]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or "an answer"
