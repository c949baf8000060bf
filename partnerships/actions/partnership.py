"""Opening a partnership, and changing what it says of itself."""

import re
from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.models import User
from core import events
from core.errors import ActionRefused, Changed
from core.transitions import lock
from partnerships import listeners
from partnerships.models import (
    Contact,
    ContactDetails,
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

# What a school's name ends with that says only what kind of school it is.
KIND_OF_SCHOOL = re.compile(
    r"[\s,]+(church of england|c of e|ce|roman catholic|catholic|rc|methodist|primary|junior|infant|infants|secondary|"
    r"high|grammar|community|preparatory|prep|senior|special|nursery|sixth form|first|middle|voluntary aided|"
    r"voluntary controlled|va|vc|foundation|school|college|academy|and|&)$",
    re.IGNORECASE,
)
SHORTEST_NAME = 4  # letters; "St" or "The" alone names no school


class NotAgreed(ActionRefused):
    """Both schools must have said yes first."""


class NotPartner(ActionRefused):
    """Only people of the partnership's schools change it."""


class SamePerson(ActionRefused):
    """The lead and the deputy lead are one."""


class WordsNeeded(ActionRefused):
    """The name or the need is missing or too long."""


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
        _add_partner(partnership, side)
    events.record(
        of=partnership,
        kind="partnership-opened",
        sentence=f"{sides[0].school} and {sides[1].school} have both said yes: the partnership is open.",
        by=by,
    )
    listeners.tell_of_opened(partnership)
    return partnership


@transaction.atomic
def change_partnership(*, partnership: Partnership, name: str, need: str, version: int, by: User) -> Partnership:
    """Change the name and the need. `version` is the one that the person had read.

    Saving what is already there changes nothing. Raises NotPartner, WordsNeeded, core.errors.Changed.
    """
    partnership = lock(partnership)
    if not may_write(by, partnership):
        raise NotPartner("Only the leads, deputy leads and headteachers can change it. Ask one of them.")
    name, need = " ".join(_clean(name).split()), _clean(need)
    if not name or len(name) > LONGEST_NAME:
        raise WordsNeeded(f"Enter a name of at most {LONGEST_NAME} characters.")
    if not need or len(need) > LONGEST_NEED:
        raise WordsNeeded(f"Enter the need in at most {LONGEST_NEED} characters.")
    if (partnership.name, partnership.need) == (name, need):
        return partnership  # pressed twice
    if partnership.version != version:
        raise Changed("Somebody else has changed this since you opened it. Compare theirs with yours, then save again.")
    changed = [what for what, old, new in _changes(partnership, name, need) if old != new]
    partnership.name, partnership.need, partnership.version = name, need, version + 1
    partnership._history_user = by
    partnership.save(update_fields=["name", "need", "version"])
    events.record(
        of=partnership, kind="partnership-changed", sentence=f"{by} changed the {' and the '.join(changed)}.", by=by
    )
    return partnership


@dataclass(frozen=True, kw_only=True)
class Person:
    """A lead or deputy lead as written down: e-mail address checked by the form, the telephone number optional."""

    name: str
    job_title: str
    email: str
    phone: str = ""


@transaction.atomic
def change_people(*, partner: Partner, lead: Person, deputy: Person | None, by: User) -> Partner:
    """Name the people who carry the partnership at one school; both schools see them.

    Raises NotPartner, SamePerson.
    """
    partner = lock(partner)
    if not Partner.objects.acted_for_by(by).filter(pk=partner.pk).exists():
        raise NotPartner(f"Only people of {partner.school} can say who carries it there.")
    if deputy is not None and deputy.email.lower() == lead.email.lower():
        raise SamePerson("Enter an e-mail address that is not the lead’s, so that two people carry it")
    people = {ContactDetails.Kind.LEAD: lead, ContactDetails.Kind.DEPUTY: deputy}
    if all(_is_named(partner, kind, person) for kind, person in people.items()):
        return partner  # pressed twice
    for kind, person in people.items():
        if person is None:
            partner.contacts.filter(kind=kind).delete()
        else:
            partner.contacts.update_or_create(kind=kind, defaults=asdict(person))
    partner.lead, partner.deputy = _account_of(lead), _account_of(deputy)
    partner.save(update_fields=["lead", "deputy"])
    # No names here: an event outlives the people it is about.
    events.record(
        of=partner.partnership,
        kind="people-changed",
        sentence=f"{partner.school} changed who carries the partnership there.",
        by=by,
    )
    return partner


def _is_named(partner: Partner, kind: str, person: Person | None) -> bool:
    now = partner.contacts.filter(kind=kind).values("name", "job_title", "email", "phone").first()
    return now == (asdict(person) if person else None)


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


def _add_partner(partnership: Partnership, registration: Registration) -> None:
    """One school's side, copied: its registration may change or end, the partnership goes on."""
    contacts = {contact.kind: contact for contact in registration.contacts.all()}
    partner = Partner.objects.create(
        partnership=partnership,
        school=registration.school,
        lead=registration.lead or _account_of(contacts.get(Contact.Kind.LEAD)),
        deputy=_account_of(contacts.get(Contact.Kind.DEPUTY)),
        head=registration.head,
    )
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
        for kind, lines in ((LineKind.NEED, registration.needs.all()), (LineKind.OFFER, registration.offers.all()))
        for line in lines
    )


def _account_of(contact: Contact | Person | None) -> User | None:
    """The person's account, if their address has one."""
    return User.objects.filter(email__iexact=contact.email, is_active=True).first() if contact else None


def _clean(words: str) -> str:
    return words.replace("\x00", "").replace("\r\n", "\n").strip()


def _changes(partnership: Partnership, name: str, need: str) -> list[tuple[str, str, str]]:
    return [("name", partnership.name, name), ("need", partnership.need, need)]
