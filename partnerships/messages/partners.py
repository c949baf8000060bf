"""Letters to the schools of a partnership: to the people who carry it there."""

import hashlib
from collections.abc import Iterable

from django.db.models import Q

from accounts.models import LEADING, Membership, User
from notifications import outbox
from partnerships.messages.contacts import link
from partnerships.models import Partner, Partnership

MOST_PEOPLE = 10  # of a school: more would be a circular


def addresses_of(partner: Partner) -> list[str]:
    """Of the lead and the deputy lead, each once, less anybody who has left the school.

    Where nobody is left: of those who lead the school's team, or else of whoever is verified there.
    """
    gone = Membership.objects.at(partner.school).filter(status__in=[Membership.Status.ENDED, Membership.Status.REFUSED])
    left = {address.lower() for address in gone.values_list("user__email", flat=True)}
    carrying = [contact.email for contact in partner.contacts.order_by("-kind")]  # the lead, then the deputy lead
    carrying += [user.email for user in (partner.lead, partner.deputy) if user is not None and user.is_active]
    found = {address.lower(): address for address in carrying if address.lower() not in left}
    if not found:
        found = {user.email.lower(): user.email for user in _who_can_step_in(partner)}
    return list(found.values())[:MOST_PEOPLE]


def write_to(
    partners: Iterable[Partner],
    *,
    kind: str,
    subject: str,
    paragraphs: list[str],
    key: str | None = None,
) -> int:
    """Post the same letter to the people of these schools, once a person; how many were posted.

    `paragraphs` stand before why they get it. With a `key` each person gets it once only.
    """
    written: set[str] = set()
    posted = 0
    for partner in partners:
        why = f"You get this because you carry the partnership “{partner.partnership}” at {partner.school}."
        text = "\n\n".join([*paragraphs, why, "ISSP Portal"]) + "\n"
        for address in addresses_of(partner):
            if address.lower() in written:
                continue
            written.add(address.lower())
            own_key = once_each(f"{key}-{partner.pk}", address) if key else None
            posted += outbox.post(kind=kind, to=address, subject=subject, text=text, key=own_key) is not None
    return posted


def once_each(key: str, address: str) -> str:
    """`key` as the outbox takes it, for one address of several: without the address, which outlives the person."""
    return f"{key}-{hashlib.sha256(address.lower().encode()).hexdigest()[:16]}"


def others_of(partnership: Partnership, *, but: User | None = None) -> list[Partner]:
    """The schools that are in it, without those for which `but` writes: they did it themselves."""
    present = partnership.partners.present().select_related("school", "lead", "deputy", "partnership")
    return list(present.exclude(pk__in=Partner.objects.written_for_by(but).values("pk")) if but else present)


def page_of(partnership: Partnership) -> str:
    """The full address of the workspace."""
    return link(partnership.get_absolute_url())


def _who_can_step_in(partner: Partner) -> list[User]:
    verified = Q(memberships__school=partner.school_id, memberships__status=Membership.Status.VERIFIED)
    for condition in (verified & Q(memberships__role__in=LEADING), verified):
        people = list(User.objects.filter(condition, is_active=True).distinct().order_by("pk"))
        if people:
            return people
    return []
