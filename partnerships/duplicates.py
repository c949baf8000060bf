"""What may be the same thing twice: pointed out to Forum staff beside a registration, never acted upon."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.domains import domain_of, says_nothing
from partnerships.models import Need, Offer, Registration

SHOWN = 5  # of a kind, and
MOST = 10  # in all: who has more needs the list, not this page
SHORTEST_COPY = 40  # characters: shorter sentences are alike by chance ("Help with reading in Year 2")

Pairs = Iterator[tuple[Registration, str]]


@dataclass(frozen=True)
class Likeness:
    """Another registration, and everything in which it is like this one."""

    registration: Registration
    why: list[str]


def likenesses_of(registration: Registration) -> list[Likeness]:
    """Registrations like this one, those with most in common first. Eight queries at most."""
    found: dict[int, Likeness] = {}
    pairs = [*_same_school(registration), *_like_school(registration), *_same_people(registration)]
    for other, why in [*pairs, *_copied(registration)]:
        found.setdefault(other.pk, Likeness(other, [])).why.append(why)
    return sorted(found.values(), key=lambda likeness: -len(likeness.why))[:MOST]


def _others(registration: Registration) -> QuerySet[Registration]:
    return Registration.objects.exclude(pk=registration.pk).select_related("school").order_by("-created_at", "-pk")


def _elsewhere(registration: Registration) -> QuerySet[Registration]:
    return _others(registration).exclude(school=registration.school_id)


def _same_school(registration: Registration) -> Pairs:
    for other in _others(registration).filter(school=registration.school_id)[:SHOWN]:
        yield (other, "The same school")


def _like_school(registration: Registration) -> Pairs:
    school = registration.school
    same_name = Q(school__search_name=school.search_name) if school.search_name else Q(pk=None)
    same_place = Q(school__postcode=school.postcode) if school.postcode else Q(pk=None)
    for other in _elsewhere(registration).filter(same_name | same_place)[:SHOWN]:
        name = other.school.search_name == school.search_name
        yield (other, "A school of the same name" if name else "A school with the same postcode")


def _same_people(registration: Registration) -> Pairs:
    addresses = {contact.email.lower() for contact in registration.contacts.all()}
    others = _elsewhere(registration).distinct()
    shared_address = Q(pk=None)
    for address in addresses:
        shared_address |= Q(contacts__email__iexact=address)
    known = list(others.filter(shared_address)[:SHOWN])
    for other in known:
        yield (other, "A contact has the same e-mail address")
    shared_domain = Q(pk=None)
    for domain in {domain_of(address) for address in addresses}:
        if not says_nothing(domain):
            shared_domain |= Q(contacts__email__iendswith=f"@{domain}")
    for other in others.filter(shared_domain).exclude(pk__in=[o.pk for o in known])[:SHOWN]:
        yield (other, "A contact’s e-mail address is at the same domain")


def _copied(registration: Registration) -> Pairs:
    own = [*registration.needs.all(), *registration.offers.all()]
    sentences = [line.sentence for line in own if len(line.sentence) >= SHORTEST_COPY]
    for model in (Need, Offer):
        lines = model.objects.filter(sentence__in=sentences).exclude(registration__school=registration.school_id)
        for line in lines.select_related("registration__school").order_by("-registration_id", "pk")[:SHOWN]:
            yield (line.registration, f"The same words: “{line.sentence.rstrip('.')}”")
