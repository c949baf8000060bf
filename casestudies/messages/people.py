"""Who is written to about a case study: the people of the schools that it names.

Letters name schools and what they did, never a person: the other schools may not know one another's people.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import LEADING, User
from casestudies.models import CaseStudy, Participant
from notifications import outbox
from partnerships.models import Partner, PartnerContact

MOST_PEOPLE = 10  # of a school: more would be a circular


@dataclass(frozen=True)
class Reader:
    """Somebody at a school to whom a letter goes. Without an account it says how to come by one."""

    name: str
    email: str
    has_account: bool


def readers_of(participant: Participant) -> list[Reader]:
    """Who speaks for a school here: those who lead its team or carry the partnership, or else whoever is verified.

    Where nobody is: the addresses that the partnership has of it, or the one that the writing school gave.
    """
    verified = _verified_at(participant.school_id)
    people = speaking_for(participant.school_id)
    if participant.case_study.partnership_id is not None:
        sides = Partner.objects.filter(
            partnership=participant.case_study.partnership_id, school=participant.school_id
        ).values_list("lead", "deputy")
        carrying = _of(verified & Q(pk__in=[pk for side in sides for pk in side if pk is not None]))
        people = list(dict.fromkeys([*carrying, *people]))
    if people:
        return [Reader(str(user), user.email, True) for user in people[:MOST_PEOPLE]]
    if participant.email:
        return [Reader("", participant.email, False)]
    contacts = PartnerContact.objects.filter(
        partner__partnership__isnull=False,
        partner__partnership=participant.case_study.partnership_id,
        partner__school=participant.school_id,
    )
    return [Reader(contact.name, contact.email, False) for contact in contacts.order_by("pk")]


def speaking_for(school_pk: int) -> list[User]:
    """Those who lead the team of the school with this key, or else whoever is verified there."""
    verified = _verified_at(school_pk)
    return list(_of(verified & Q(memberships__role__in=LEADING))) or list(_of(verified))


def write_to(
    participants: Iterable[Participant],
    *,
    kind: str,
    subject: str,
    paragraphs: list[str],
    newcomers: str = "",
    key: str | None = None,
) -> int:
    """Post one letter to each reader of these schools, once a person; how many were posted.

    `paragraphs` stand between the greeting and why they get it; `newcomers` is added for those without an account.
    With a `key` each person gets it once only.
    """
    written: set[str] = set()
    posted = 0
    for participant in participants:
        for reader in readers_of(participant):
            address = reader.email.lower()
            if address in written:
                continue
            written.add(address)
            why = (
                f"You get this because you speak for {participant.school}, which the case study names."
                if reader.has_account
                else f"You get this because this address was given as that of somebody who can speak for "
                f"{participant.school}, which the case study names."
            )
            extra = [newcomers] if newcomers and not reader.has_account else []
            greeting = f"Dear {reader.name}" if reader.name else "Hello"
            text = "\n\n".join([greeting, *paragraphs, *extra, why, "ISSP Portal"]) + "\n"
            own_key = f"{key}-{address}" if key else None
            posted += outbox.post(kind=kind, to=reader.email, subject=subject, text=text, key=own_key) is not None
    return posted


def schools_of_case(case_study: CaseStudy, *, writing: bool | None = None, but: int | None = None) -> list[Participant]:
    """The schools that know of it: those that write it, and the others once they were asked.

    `writing` limits them to those that do (or do not) write; `but` leaves out the school of this key.
    """
    found = case_study.participants.select_related("school", "case_study").exclude(writes=False, asked_at=None)
    if writing is not None:
        found = found.filter(writes=writing)
    return [participant for participant in found if participant.school_id != but]


def _verified_at(school_pk: int) -> Q:
    return Q(memberships__school=school_pk, memberships__status="verified")


def _of(condition: Q) -> Iterable[User]:
    return User.objects.filter(condition, is_active=True).distinct().order_by("pk")
