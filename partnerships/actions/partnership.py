"""Opening a partnership, and changing what it says of itself."""

import re
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import events
from core.errors import ActionRefused, Changed
from core.transitions import lock
from partnerships import listeners
from partnerships.models import (
    Contact,
    Introduction,
    Line,
    LineKind,
    Partner,
    PartnerContact,
    Partnership,
    PartnershipLine,
    Registration,
)
from partnerships.rules import may_write
from schools.models import School

LONGEST_NAME = 150
LONGEST_NEED = 1000
LONGEST_AIMS = 2000  # of the aims together, and of what a school would call a success

# What a school's name ends with that says only what kind of school it is.
KIND_OF_SCHOOL = re.compile(
    r"[\s,]+(church of england|c of e|ce|roman catholic|catholic|rc|methodist|primary|junior|infant|infants|secondary|"
    r"high|grammar|community|preparatory|prep|senior|special|nursery|sixth form|first|middle|voluntary aided|"
    r"voluntary controlled|va|vc|foundation|school|college|academy|and|&)$",
    re.IGNORECASE,
)
NOT_WRITER = "Only the leads, deputy leads and headteachers can change it. Ask one of them."
CHANGED = "Somebody else has changed this since you opened it. Compare theirs with yours, then save again."
SHORTEST_NAME = 4  # letters; "St" or "The" alone names no school


class NotAgreed(ActionRefused):
    """Both schools must have said yes first."""


class NotPartner(ActionRefused):
    """Only people of the partnership's schools change it."""


class SamePerson(ActionRefused):
    """The lead and the deputy lead are one."""


class AnotherPerson(ActionRefused):
    """What was typed would name somebody else, which others confirm."""


class WordsNeeded(ActionRefused):
    """Words are missing or too long."""


@transaction.atomic
def open_partnership(*, introduction: Introduction, by: User) -> Partnership:
    """The partnership of an accepted introduction: both schools with their people, needs and offers carried along.

    Opened once; afterwards the same is returned. Raises NotAgreed.
    """
    introduction = lock(introduction)
    if introduction.status != Introduction.Status.ACCEPTED:
        raise NotAgreed("A partnership opens when both schools have said yes.")
    found = Partnership.objects.filter(introduction=introduction).first()
    if found is not None:
        return found
    sides = [introduction.asker, introduction.asked]
    first = first_line(*sides)
    partnership = Partnership(
        name=suggest_name(first, *(side.school for side in sides)), need=first.sentence, introduction=introduction
    )
    partnership._history_user = by
    partnership.save()
    for side in sides:
        add_partner(partnership, side.school, side)
    events.record(
        of=partnership,
        kind="partnership-opened",
        sentence=f"{sides[0].school} and {sides[1].school} have both said yes: the partnership is open.",
        by=by,
    )
    listeners.tell_of_opened(partnership)
    return partnership


@transaction.atomic
def change_partnership(
    *, partnership: Partnership, name: str, need: str, aims: str, version: int, by: User
) -> Partnership:
    """Change the name, the need and the aims (one a line). `version` is the one that the person had read.

    Saving what is already there changes nothing. Raises NotPartner, WordsNeeded, core.errors.Changed.
    """
    partnership = lock(partnership)
    if not may_write(by, partnership):
        raise NotPartner(NOT_WRITER)
    name, need, aims = " ".join(clean_words(name).split()), clean_words(need), clean_lines(aims)
    if not name or len(name) > LONGEST_NAME:
        raise WordsNeeded(f"Enter a name of at most {LONGEST_NAME} characters.")
    if not need or len(need) > LONGEST_NEED:
        raise WordsNeeded(f"Enter the need in at most {LONGEST_NEED} characters.")
    if len(aims) > LONGEST_AIMS:
        raise WordsNeeded(f"Enter the aims in at most {LONGEST_AIMS} characters.")
    said = {"name": name, "need": need, "aims": aims}
    changed = [what for what, words in said.items() if getattr(partnership, what) != words]
    if not changed:
        return partnership  # pressed twice
    if partnership.version != version:
        raise Changed(CHANGED)
    for what, words in said.items():
        setattr(partnership, what, words)
    partnership.version = version + 1
    partnership._history_user = by
    partnership.save(update_fields=[*said, "version"])
    what = " and ".join(filter(None, [", ".join(f"the {one}" for one in changed[:-1]), f"the {changed[-1]}"]))
    events.record(of=partnership, kind="partnership-changed", sentence=f"{by} changed {what}.", by=by)
    return partnership


@transaction.atomic
def change_success(*, partner: Partner, success: str, plan_link: str, version: int, by: User) -> Partner:
    """Change what one school says of itself: its critical success factors (one a line), and where the partnership
    stands in its development plan. `version` is the one that the person had read.

    Saving what is already there changes nothing. Raises NotPartner, WordsNeeded, core.errors.Changed.
    """
    partner = _own(partner, by)
    success, plan_link = clean_lines(success), clean_words(plan_link)
    if max(len(success), len(plan_link)) > LONGEST_AIMS:
        raise WordsNeeded(f"Shorten each to {LONGEST_AIMS} characters or fewer.")
    if (partner.success, partner.plan_link) == (success, plan_link):
        return partner  # pressed twice
    if partner.version != version:
        raise Changed(CHANGED)
    partner.success, partner.plan_link, partner.version = success, plan_link, version + 1
    partner.save(update_fields=["success", "plan_link", "version"])
    events.record(
        of=partner.partnership,
        kind="success-changed",
        sentence=f"{partner.school} changed what it would call a success.",
        by=by,
    )
    return partner


@dataclass(frozen=True, kw_only=True)
class Person:
    """A lead or deputy lead as written down: e-mail address checked by the form, the telephone number optional."""

    name: str
    job_title: str
    email: str
    phone: str = ""


@transaction.atomic
def correct_person(*, partner: Partner, kind: str, person: Person, by: User) -> Partner:
    """Correct how the other schools reach the lead or deputy lead (`kind`) that a school has.

    Somebody else is named by a proposal (partnerships/actions/proposal.py); the address of a person with an account
    is theirs to change. Raises NotPartner, SamePerson, AnotherPerson.
    """
    partner = _own(partner, by)
    contact = partner.contacts.filter(kind=kind).first()
    if contact is None:
        raise AnotherPerson("Nobody is named here now. Ask somebody to carry it instead.")
    if (contact.name, contact.job_title, contact.email, contact.phone) == tuple(asdict(person).values()):
        return partner  # pressed twice
    if contact.email.lower() != person.email.lower():
        _check_address(partner, kind, person)
    partner.contacts.filter(pk=contact.pk).update(**asdict(person))
    # No names here: an event outlives the people it is about.
    events.record(
        of=partner.partnership,
        kind="people-changed",
        sentence=f"{partner.school} corrected how to reach its {contact.get_kind_display().lower()}.",
        by=by,
    )
    return partner


def _own(partner: Partner, by: User) -> Partner:
    """The school's side read afresh under its lock, where `by` writes for it."""
    lock(partner.partnership)  # the order in which every action takes them
    partner = lock(partner)
    if not may_write(by, partner.partnership) or not Partner.objects.written_for_by(by).filter(pk=partner.pk).exists():
        raise NotPartner(
            f"Only the lead, deputy lead or headteacher of {partner.school} can change this. Ask one of them."
        )
    return partner


def _check_address(partner: Partner, kind: str, person: Person) -> None:
    if getattr(partner, kind) is not None:
        raise AnotherPerson("Their address is that of their account, where they can change it. Keep it as it is")
    if partner.contacts.exclude(kind=kind).filter(email__iexact=person.email).exists():
        raise SamePerson("Enter an e-mail address that is not the other person’s, so that two people carry it")
    if User.objects.filter(email__iexact=person.email).exists():
        raise AnotherPerson("Somebody with an account has this address. Ask them to carry it instead")


def first_line(one: Registration, other: Registration) -> Line:
    """The need that a partnership of these two begins with: the first that the other school can help with, the
    asker's before the asked's; where neither can, the asker's first."""
    needs = {side.pk: list(side.needs.select_related("activity", "subject")) for side in (one, other)}
    for side, helper in ((one, other), (other, one)):
        offers = list(helper.offers.all())
        for need in needs[side.pk]:
            if any(need.could_be_met_by(offer) for offer in offers):
                return need
    return (needs[one.pk] + needs[other.pk])[0]


def suggest_name(line: Line, one: School, other: School) -> str:
    """ "Science: Brackenfold and Thornmere", which the schools then make their own."""
    about = line.subject.name if line.subject else line.activity.name
    short = [short_name(school.name) for school in (one, other)]
    names = short if short[0] != short[1] else [one.name, other.name]
    return f"{about}: {names[0]} and {names[1]}"[:LONGEST_NAME]


def short_name(name: str) -> str:
    """ "Brackenfold" of "Brackenfold Church of England Primary School"; the whole name where little would be left."""
    short = name
    while len(shorter := KIND_OF_SCHOOL.sub("", short)) >= SHORTEST_NAME and shorter != short:
        short = shorter
    return short


def add_partner(partnership: Partnership, school: School, registration: Registration | None) -> Partner:
    """One school's side, copied from its registration where it has one: that may change or end, the partnership goes
    on. A school that had left comes back with what its registration says now."""
    contacts = {contact.kind: contact for contact in registration.contacts.all()} if registration else {}
    lead = registration.lead if registration else None
    partner, _ = Partner.objects.update_or_create(
        partnership=partnership,
        school=school,
        defaults={
            "lead": lead or _account_of(contacts.get(Contact.Kind.LEAD)),
            "deputy": _account_of(contacts.get(Contact.Kind.DEPUTY)),
            "head": registration.head if registration else "",
            "joined_at": timezone.now(),
            "left_at": None,
        },
    )
    partner.contacts.all().delete()
    partner.lines.all().delete()
    PartnerContact.objects.bulk_create(
        PartnerContact(
            partner=partner,
            kind=contact.kind,
            name=contact.name,
            job_title=contact.job_title,
            email=contact.email,
            phone=contact.phone,
        )
        for contact in contacts.values()
    )
    PartnershipLine.objects.bulk_create(
        PartnershipLine(
            partner=partner,
            kind=kind,
            activity_id=line.activity_id,
            subject_id=line.subject_id,
            year_groups=line.year_groups,
            sentence=line.sentence,
            order=line.order,
        )
        for kind, lines in (
            ((LineKind.NEED, registration.needs.all()), (LineKind.OFFER, registration.offers.all()))
            if registration
            else ()
        )
        for line in lines
    )
    return partner


def _account_of(contact: Contact | None) -> User | None:
    """The person's account, if their address has one."""
    return User.objects.filter(email__iexact=contact.email, is_active=True).first() if contact else None


def clean_words(words: str) -> str:
    """Several lines as they are kept: without what cannot be shown, line ends alike."""
    return words.replace("\x00", "").replace("\r\n", "\n").strip()


def clean_lines(words: str) -> str:
    """One thing a line, as they are kept: without empty lines, bullets typed before them left out."""
    lines = (line.strip().lstrip("-*•").strip() for line in clean_words(words).splitlines())
    return "\n".join(line for line in lines if line)
