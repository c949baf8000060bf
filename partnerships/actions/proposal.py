"""What changes who is in a partnership, or who carries it: asked for by one, confirmed by others, and recorded.

Who confirms (partnerships/proposing.py):

| what | asked by | confirmed by |
| --- | --- | --- |
| a new lead or deputy | whoever writes for the school | the new person; of who names themselves, a colleague |
| a school joins | a school of the partnership | each other school of it, then the school that joins |
| a school leaves | whoever writes for the school | a second person of it: lead, deputy, head, chair. Never the others |
| the partnership ends | a school | each other school |

Every change takes the lock of the partnership's row first, then the proposal's: of two people who press at once one
decides and the other is told what happened, and a school that leaves is never waited for.
"""

import datetime
from collections.abc import Iterable

from django.core import signing
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Role, User
from core import events
from core.errors import ActionRefused
from core.transitions import StatusNotAllowed, lock, move
from partnerships import listeners
from partnerships.actions.partnership import NotPartner, SamePerson, WordsNeeded, add_partner, clean_words
from partnerships.actions.stage import end_partnership
from partnerships.introducing import private_detail
from partnerships.messages import proposals as messages
from partnerships.models import (
    KeptFile,
    Note,
    Partner,
    PartnerContact,
    Partnership,
    Proposal,
    ProposalAnswer,
    Registration,
)
from partnerships.proposing import (
    OF_PEOPLE,
    OF_SCHOOLS,
    REMIND_BEFORE,
    Standing,
    answer_by_from_today,
    asking_school,
    awaited,
    carrier_of,
    contact_of,
    in_words,
    names_oneself,
    what_happened,
    who_answers_for_newcomer,
)
from partnerships.rules import may_write
from schools.models import School

Kind = Proposal.Kind
Status = Proposal.Status

LONGEST_WORDS = 1000  # characters of a reason: what a busy person reads to the end
LONGEST_JOB_TITLE = 100
FEWEST_SCHOOLS = 2
MOST_SCHOOLS = 12  # in one partnership: beyond that it is several
WORDS_KEPT = datetime.timedelta(days=365)  # after it was closed


class Ended(ActionRefused):
    """In a partnership that has ended nothing changes."""


class AskedAlready(ActionRefused):
    """The same is open with another answer to it; see `proposal`."""

    def __init__(self, sentence: str, proposal: Proposal) -> None:
        super().__init__(sentence)
        self.proposal = proposal


class NotAColleague(ActionRefused):
    """Whoever is to carry it is not verified at the school."""


class SchoolNotTaken(ActionRefused):
    """This school cannot join."""


class AddressNeeded(ActionRefused):
    """Nobody who could answer for the school has an account, and no e-mail address was given."""


class NotYours(ActionRefused):
    """Somebody else answers, or takes it back."""


@transaction.atomic
def propose_person(*, partner: Partner, kind: str, user: User, job_title: str, by: User) -> Proposal:
    """Ask that `user` be the lead or deputy lead (`kind`) of a school; until they confirm, everything stays as it is.

    Who names themselves for a post that is empty has it at once; otherwise a colleague who writes confirms it. Asking
    again for the same changes nothing. Raises Ended, NotPartner, NotAColleague, SamePerson, AskedAlready, WordsNeeded.
    """
    partnership, partner = _writer(partner, by)
    job_title = " ".join(clean_words(job_title).split())
    found = _open_one(partnership, kind, partner.school)
    if found is not None and found.user_id == user.pk:
        return found
    if found is not None:
        raise AskedAlready(f"{found.user or 'Somebody'} has been asked already. Take that back first.", found)
    _check_person(partner, kind, user)
    if not job_title or len(job_title) > LONGEST_JOB_TITLE:
        raise WordsNeeded(f"Enter the job title in at most {LONGEST_JOB_TITLE} characters")
    proposal = _ask(partnership, kind, partner.school, by, user=user, job_title=job_title)
    if names_oneself(proposal) and carrier_of(partner, kind) is None:
        ProposalAnswer.objects.create(proposal=proposal, school=partner.school, yes=True, by=by)
        _settle(proposal, by)
    else:
        messages.asked(proposal)
    return proposal


@transaction.atomic
def propose_school(*, partner: Partner, school: School, words: str, email: str = "", by: User) -> Proposal:
    """Ask, for `partner`, that another school join. Every school of the partnership answers first, then the newcomer.

    `email` is needed where nobody who could answer for it has an account. Raises Ended, NotPartner, SchoolNotTaken,
    AskedAlready, AddressNeeded, WordsNeeded.
    """
    partnership, partner = _writer(partner, by)
    found = _open_one(partnership, Kind.JOIN, school)
    if found is not None and asking_school(found) == partner.school:
        return found  # pressed twice
    if found is not None:
        raise AskedAlready(f"{asking_school(found)} has asked for {school} already. Answer that instead.", found)
    _check_newcomer(partnership, school)
    schools = [one.school for one in partnership.partners.present().select_related("school")]
    people = PartnerContact.objects.filter(partner__partnership=partnership)
    words = _checked(words, "Enter why this school should join", hiding=[*people, by], schools=schools)
    proposal = _ask(partnership, Kind.JOIN, school, by, words=words, email=email.strip().lower())
    if not email and not who_answers_for_newcomer(proposal):
        raise AddressNeeded(f"Nobody at {school} has an account yet. Enter the e-mail address of somebody there")
    _say_yes_by_asking(proposal, partner, f"{partner.school} asked whether {school} may join.", by)
    return proposal


@transaction.atomic
def propose_leaving(*, partner: Partner, words: str, by: User) -> Proposal:
    """Ask that a school leave; a second person of it confirms. The other schools hear of it when it is done.

    Raises Ended, NotPartner, WordsNeeded.
    """
    partnership, partner = _writer(partner, by)
    found = _open_one(partnership, Kind.LEAVE, partner.school)
    if found is not None:
        return found
    words = _checked(words, "Enter why, in a sentence")
    proposal = _ask(partnership, Kind.LEAVE, partner.school, by, words=words)
    messages.asked(proposal)
    return proposal


@transaction.atomic
def propose_end(*, partner: Partner, words: str, by: User) -> Proposal:
    """Ask, for `partner`, that the partnership end; every other school confirms. Raises Ended, NotPartner,
    AskedAlready, WordsNeeded."""
    partnership, partner = _writer(partner, by)
    found = _open_one(partnership, Kind.END, None)
    if found is not None and asking_school(found) == partner.school:
        return found
    if found is not None:
        raise AskedAlready(f"{asking_school(found)} has asked to end it already. Answer that instead.", found)
    words = _checked(words, "Enter why, in a sentence")
    proposal = _ask(partnership, Kind.END, None, by, words=words)
    _say_yes_by_asking(proposal, partner, f"{partner.school} asked to end the partnership.", by)
    return proposal


@transaction.atomic
def answer_proposal(*, proposal: Proposal, school: School, yes: bool, words: str = "", by: User) -> Proposal:
    """Say yes or no for `school`. The last yes makes it so; the first no closes it.

    The same answer twice changes nothing. Raises NotYours, NotAColleague, WordsNeeded,
    core.transitions.StatusNotAllowed.
    """
    proposal = _locked(proposal)
    given = proposal.answers.filter(school=school).first()
    if given is not None and given.yes == yes and given.by_id == by.pk:
        return proposal  # pressed twice
    if proposal.status != Status.ASKED:
        raise StatusNotAllowed(what_happened(proposal))
    if school not in Standing(by).schools(proposal):
        raise NotYours(
            f"{school} has answered already." if given is not None else "You cannot answer this. Somebody else does."
        )
    newcomer = proposal.kind == Kind.JOIN and school == proposal.school
    words = _checked(words, "", hiding=[by] if newcomer else [], schools=[school])
    ProposalAnswer.objects.create(proposal=proposal, school=school, yes=yes, words=words, by=by)
    if yes:
        _settle(proposal, by, school=school)
    else:
        _refuse(proposal, school, by)
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: User) -> Proposal:
    """Take back what was asked, while it is open. Twice changes nothing. Raises NotYours, StatusNotAllowed."""
    proposal = _locked(proposal)
    if proposal.status == Status.WITHDRAWN:
        return proposal
    if proposal.status != Status.ASKED:
        raise StatusNotAllowed(what_happened(proposal))
    if not Standing(by).may_withdraw(proposal):
        raise NotYours("Only the school that asked can take it back.")
    people, school = messages.people_asked(proposal), asking_school(proposal)
    _close(proposal, Status.WITHDRAWN)
    _record(proposal, f"{school} took back what it had asked: {_about(proposal)}.", by)
    messages.withdrawn(proposal, people, by)
    return proposal


@transaction.atomic
def step_down(*, partner: Partner, kind: str, by: User) -> Partner:
    """Leave a post empty: by who holds it, or by the headteacher. Twice changes nothing. Raises Ended, NotYours."""
    partnership = _lock_open(partner.partnership)
    partner = partnership.partners.present().select_related("school", "lead", "deputy").get(pk=partner.pk)
    if not may_step_down(partner, kind, by):
        raise NotYours("Only the person themselves or the headteacher can do this. Ask one of them.")
    if contact_of(partner, kind) is None and getattr(partner, f"{kind}_id") is None:
        return partner
    setattr(partner, kind, None)
    partner.save(update_fields=[kind])
    partner.contacts.filter(kind=kind).delete()
    post = Kind(kind).label.removeprefix("A new ")
    events.record(of=partnership, kind="people-changed", sentence=f"{partner.school} has no {post} now.", by=by)
    messages.stepped_down(partner, post, by)
    return partner


def may_step_down(partner: Partner, kind: str, user: User) -> bool:
    """Whether this person may leave the post empty: it is theirs, or they are the headteacher."""
    contact = contact_of(partner, kind)
    role = Membership.objects.verified().at(partner.school).of(user).values_list("role", flat=True).first()
    theirs = getattr(partner, f"{kind}_id") == user.pk
    named = contact is not None and contact.email.lower() == user.email.lower() and role is not None
    return kind in OF_PEOPLE and (theirs or named or role == Role.HEADTEACHER)


def invited_by_token(token: str) -> Proposal | None:
    """The open proposal of the link in the letter to a school that is asked to join. None: no longer, or never."""
    try:
        pk = signing.loads(token, salt=messages.JOIN_SALT, max_age=answer_by_from_today() - timezone.localdate())
    except signing.BadSignature:
        return None
    return Proposal.objects.open().with_all().filter(pk=pk, kind=Kind.JOIN, invited_at__isnull=False).first()


def remind_of_proposals() -> int:
    """Remind whoever has yet to answer what was asked in a partnership, a week before the last day."""
    reminded = 0
    for proposal in Proposal.objects.answerable(timezone.localdate(), within=REMIND_BEFORE).order_by("answer_by", "pk"):
        with transaction.atomic():
            locked = _locked(proposal)
            reminded += locked.status == Status.ASKED and messages.reminder(locked) > 0
    return reminded


def lapse_proposals() -> int:
    """Let lapse what was asked in a partnership and not answered within four weeks, and tell who was concerned."""
    lapsed = 0
    for found in Proposal.objects.overdue(timezone.localdate()).order_by("answer_by", "pk"):
        with transaction.atomic():
            proposal = _locked(found)
            if proposal.status != Status.ASKED:
                continue  # answered in this very moment
            people, missing = messages.people_asked(proposal), in_words(awaited(proposal))
            _close(proposal, Status.LAPSED)
            _record(proposal, f"Nobody answered in time: {_about(proposal)}. It has lapsed.", None)
            messages.lapsed(proposal, people, missing)
            lapsed += 1
    return lapsed


def purge_proposal_words() -> int:
    """Delete what was written for and against proposals that were closed a year ago."""
    old = Proposal.objects.filter(closed_at__lt=timezone.now() - WORDS_KEPT)
    answers = ProposalAnswer.objects.filter(proposal__in=old).exclude(words="").update(words="")
    return answers + old.exclude(words="", job_title="").update(words="", job_title="")


def purge_what_left_schools_kept() -> int:
    """Delete the notes and files that a school kept to itself in a partnership that it left a year ago."""
    left = Partner.objects.filter(left_at__lt=timezone.now() - WORDS_KEPT)
    # What was stored for a file goes with the next purge_stray_files (partnerships/actions/work.py).
    return sum(model.objects.filter(only__in=left).delete()[0] for model in (Note, KeptFile))


@transaction.atomic
def forget_person(user: User) -> None:
    """A person deletes their account: what they were asked to carry is closed, and nothing names them any more."""
    for found in Proposal.objects.open().filter(user=user).order_by("partnership", "pk"):
        proposal = _locked(found)
        if proposal.status == Status.ASKED:
            _close(proposal, Status.OVERTAKEN)
            _record(proposal, "Whoever was asked has left the portal.", None)
    Proposal.objects.filter(user=user).update(user=None, job_title="")
    Proposal.objects.filter(asked_by=user).update(asked_by=None)
    Proposal.objects.filter(email__iexact=user.email).update(email="")
    ProposalAnswer.objects.filter(by=user).update(by=None)


def _lock_open(partnership: Partnership) -> Partnership:
    partnership = lock(partnership)
    if partnership.stage == Partnership.Stage.ENDED:
        raise Ended("The partnership has ended, so nothing in it changes any more.")
    return partnership


def _writer(partner: Partner, by: User) -> tuple[Partnership, Partner]:
    """Both read afresh under the partnership's lock, where `by` writes for the school."""
    partnership = _lock_open(partner.partnership)
    found = Partner.objects.written_for_by(by).filter(pk=partner.pk, partnership=partnership)
    fresh = found.select_related("school", "lead", "deputy").first()
    if fresh is None or not may_write(by, partnership):
        raise NotPartner(f"Only the lead, deputy lead or headteacher of {partner.school} can do this. Ask one of them.")
    fresh.partnership = partnership
    return partnership, fresh


def _locked(proposal: Proposal) -> Proposal:
    partnership = lock(proposal.partnership)
    proposal = lock(proposal)
    proposal.partnership = partnership
    return proposal


def _open_one(partnership: Partnership, kind: str, school: School | None) -> Proposal | None:
    found = partnership.proposals.open().filter(kind=kind, school=school).first()
    if found is not None:
        found.partnership = partnership
    return found


def _ask(partnership: Partnership, kind: str, school: School | None, by: User, **what: object) -> Proposal:
    proposal = Proposal(
        partnership=partnership, kind=kind, school=school, asked_by=by, answer_by=answer_by_from_today(), **what
    )
    proposal.save()
    if kind not in OF_SCHOOLS:
        _record(proposal, f"Somebody of {school} asked: {_about(proposal)}.", by)
    return proposal


def _say_yes_by_asking(proposal: Proposal, partner: Partner, sentence: str, by: User) -> None:
    """The school that asks has said yes with it; where no other is left to ask, that is enough."""
    ProposalAnswer.objects.create(proposal=proposal, school=partner.school, yes=True, by=by)
    _record(proposal, sentence, by)
    if awaited(proposal) and awaited(proposal) != [proposal.school]:
        messages.asked(proposal)
    else:
        _settle(proposal, by)


def _settle(proposal: Proposal, by: User | None, school: School | None = None) -> None:
    """See what a yes, or a school that left, leads to: the newcomer is asked, or it takes effect.

    `school` is the one that has just said yes; where that was not the last word, the timeline says so.
    """
    waiting = awaited(proposal)
    if not waiting:
        _close(proposal, Status.CONFIRMED)
        _take_effect(proposal, by)
        return
    if school is not None:
        _record(proposal, f"{school} said yes: {_about(proposal)}.", by)
    if waiting == [proposal.school] and proposal.kind == Kind.JOIN and proposal.invited_at is None:
        proposal.invited_at = timezone.now()
        proposal.save(update_fields=["invited_at"])
        messages.newcomer_asked(proposal)


def _take_effect(proposal: Proposal, by: User | None) -> None:
    """`by` is None where the last school to wait for has left; then there is only the end that all others want."""
    match proposal.kind:
        case Kind.LEAD | Kind.DEPUTY if by is not None:
            _change_person(proposal, by)
        case Kind.JOIN if by is not None:
            _let_join(proposal, by)
        case Kind.LEAVE:
            let_leave(partner=_partner_of(proposal), words=proposal.words, by=by)
        case Kind.END:
            end_partnership(partnership=proposal.partnership, by=by, why="Every school said yes to that.")


def _change_person(proposal: Proposal, by: User | None) -> None:
    partner = _partner_of(proposal)
    user, kind = proposal.user, proposal.kind
    if user is None:
        raise NotAColleague(f"Whoever was asked is no longer at {proposal.school}. Take this back, and ask another.")
    _check_person(partner, kind, user)
    old = contact_of(partner, kind)
    former = {old.email.lower()} if old else set()
    if carrier := carrier_of(partner, kind):
        former.add(carrier.email.lower())
    if kind == Kind.LEAD and _is_carrier(partner, Kind.DEPUTY, user):  # the deputy moves up: the post is empty
        partner.deputy = None
        partner.contacts.filter(kind=Kind.DEPUTY).delete()
    setattr(partner, kind, user)
    partner.save(update_fields=["lead", "deputy"])
    details = {"name": str(user), "job_title": proposal.job_title, "email": user.email, "phone": user.phone}
    PartnerContact.objects.update_or_create(partner=partner, kind=kind, defaults=details)
    _overtake(proposal.partnership.proposals.filter(kind__in=OF_PEOPLE, school=partner.school, user=user))
    post = Kind(kind).label.removeprefix("A new ")
    # No names here: an event outlives the people it is about.
    events.record(of=proposal.partnership, kind="people-changed", sentence=f"{partner.school} has a new {post}.", by=by)
    messages.person_changed(partner, post, sorted(former), by)


def _let_join(proposal: Proposal, by: User | None) -> None:
    partnership, school = proposal.partnership, proposal.school
    assert school is not None  # noqa: S101 - a JOIN always names one
    _check_newcomer(partnership, school)
    registration = Registration.objects.live().filter(school=school).order_by("pk").first()
    partner = add_partner(partnership, school, registration)
    who = proposal.answers.get(school=school).by
    if registration is None and who is not None:
        job_title = Membership.objects.at(school).of(who).values_list("job_title", flat=True).first() or ""
        partner.lead = who
        partner.save(update_fields=["lead"])
        PartnerContact.objects.create(
            partner=partner, kind=Kind.LEAD, name=str(who), job_title=job_title, email=who.email, phone=who.phone
        )
    events.record(of=partnership, kind="partner-joined", sentence=f"{school} joined the partnership.", by=by)
    messages.joined(partner)
    listeners.tell_of_joined(partner)


@transaction.atomic
def let_leave(*, partner: Partner, words: str, by: User | None) -> Partner:
    """A school leaves, and with the last but one the partnership ends. Leaving twice changes nothing.

    Called where the school has made up its mind: by its own confirmation here, and when a notice takes effect under an
    agreement that an upper app keeps (`by` is None). `words` tell the others why.
    """
    partnership = lock(partner.partnership)
    partner = lock(partner)
    partner.partnership = partnership
    if partner.left_at is not None:
        return partner
    people = [contact.email for contact in partner.contacts.all()]
    partner.left_at = timezone.now()
    partner.save(update_fields=["left_at"])
    partner.contacts.all().delete()  # the others have no use for them any more
    open_ones = partnership.proposals.open()
    _overtake(open_ones.filter(school=partner.school))
    _overtake(open_ones.filter(pk__in=[one.pk for one in open_ones if asking_school(one) == partner.school]))
    events.record(of=partnership, kind="partner-left", sentence=f"{partner.school} left the partnership.", by=by)
    messages.left(partner, people, words)
    listeners.tell_of_left(partner)
    if partnership.partners.present().count() < FEWEST_SCHOOLS:
        end_partnership(partnership=partnership, by=by, why=f"After {partner.school} left, only one school remained.")
        return partner
    for other in partnership.proposals.open().filter(kind__in=OF_SCHOOLS).order_by("pk"):
        other = _locked(other)  # noqa: PLW2901 - the same row, read afresh
        if other.status == Status.ASKED:
            _settle(other, by)
    return partner


def _refuse(proposal: Proposal, school: School, by: User) -> None:
    _close(proposal, Status.REFUSED)
    _record(proposal, f"{school} said no: {_about(proposal)}.", by)
    messages.refused(proposal, by, str(by) if proposal.kind not in OF_SCHOOLS else str(school))


def _overtake(proposals: object) -> None:
    for proposal in proposals.open().select_for_update(of=("self",)).order_by("pk"):  # type: ignore[attr-defined]
        _close(proposal, Status.OVERTAKEN)


def _close(proposal: Proposal, status: Proposal.Status) -> None:
    move(proposal, status, allowed=Proposal.ALLOWED, refusal=what_happened(proposal))
    proposal.closed_at = timezone.now()
    proposal.email = proposal.phone = ""  # of no use any more
    proposal.save(update_fields=["status", "closed_at", "email", "phone"])


def _record(proposal: Proposal, sentence: str, by: User | None) -> None:
    """What every school takes part in stands on the partnership's timeline; what one school settles for itself stands
    with the proposal, which only that school sees."""
    of = proposal.partnership if proposal.kind in OF_SCHOOLS else proposal
    events.record(of=of, kind=f"proposal-{proposal.kind}", sentence=sentence, by=by)


def _about(proposal: Proposal) -> str:
    """What it is about, without a person's name."""
    match proposal.kind:
        case Kind.LEAD:
            return "a new lead"
        case Kind.DEPUTY:
            return "a new deputy lead"
        case Kind.JOIN:
            return f"{proposal.school} joins"
        case Kind.LEAVE:
            return "the school leaves"
        case _:
            return "the partnership ends"


def _partner_of(proposal: Proposal) -> Partner:
    partner = proposal.partnership.partners.select_related("school", "lead", "deputy").get(school=proposal.school)
    partner.partnership = proposal.partnership
    return partner


def _is_carrier(partner: Partner, kind: str, user: User) -> bool:
    contact = contact_of(partner, kind)
    named = contact is not None and contact.email.lower() == user.email.lower()
    return getattr(partner, f"{kind}_id") == user.pk or named


def _check_person(partner: Partner, kind: str, user: User) -> None:
    if kind not in OF_PEOPLE or not Membership.objects.verified().at(partner.school).of(user).exists():
        raise NotAColleague(f"Select somebody who is verified at {partner.school}")
    if getattr(partner, f"{kind}_id") == user.pk:
        raise SamePerson(f"{user} is the {Kind(kind).label.removeprefix('A new ')} already")
    if kind == Kind.DEPUTY and _is_carrier(partner, Kind.LEAD, user):
        raise SamePerson("Select somebody who is not the lead, so that two people carry it")


def _check_newcomer(partnership: Partnership, school: School) -> None:
    present = partnership.partners.present()
    if present.filter(school=school).exists():
        raise SchoolNotTaken(f"{school} is in the partnership already")
    if not school.is_open:
        raise SchoolNotTaken(f"{school} has closed. Choose its successor")
    if present.count() >= MOST_SCHOOLS:
        raise SchoolNotTaken(f"{MOST_SCHOOLS} schools are in it already. Begin a second partnership beside it")


def _checked(
    words: str, needed: str, *, hiding: Iterable[PartnerContact | User] = (), schools: Iterable[School] = ()
) -> str:
    """`words` as they are passed on. Of the people `hiding` nobody may learn from them; `schools` may be named."""
    words = clean_words(words)
    if needed and not words:
        raise WordsNeeded(needed)
    if len(words) > LONGEST_WORDS:
        raise WordsNeeded(f"Shorten what you write to {LONGEST_WORDS} characters or fewer")
    found = private_detail(words, people=hiding, schools=map(str, schools)) if hiding else ""
    if found:
        raise WordsNeeded(
            f"Take {found} out of what you wrote. Names and contact details are shown once every school has said yes"
        )
    return words
