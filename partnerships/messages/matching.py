"""The letter "A match has appeared"."""

from collections.abc import Sequence

from django.urls import reverse

from notifications import outbox
from partnerships import reasons
from partnerships.matching import Pair
from partnerships.messages.contacts import link
from partnerships.models import Contact, Registration

NAMED = 3  # matches told of in the letter; the page shows them all


def matches_appeared(registration: Registration, pairs: Sequence[Pair]) -> None:
    """New matches, best first, each with its reasons. Facts of schools only: no person of theirs is named."""
    lead = registration.contacts.filter(kind=Contact.Kind.LEAD).first()
    if lead is None:
        return
    first = pairs[0].b.name
    more = len(pairs) - 1
    subject = f"{first} matches {registration.school}"
    if more:
        subject = f"{first} and {more} other school{'s' if more > 1 else ''} match {registration.school}"
    named = [f"{pair.b.name}: {reasons.sentence(pair)}." for pair in pairs[:NAMED]]
    if len(pairs) > NAMED:
        named.append(f"And {len(pairs) - NAMED} more.")
    paragraphs = [
        f"Dear {lead.name}",
        "See who has appeared, and ask for an introduction where one could help:",
        link(f"{reverse('partnerships:matches')}?school={registration.school.urn}"),
        *named,
        "Nobody sees your name, e-mail address or telephone number until both schools have said yes.",
        f"You get this because you are the lead of {registration.school}'s registration of interest (reference "
        f"{registration.reference}) and asked us to write when a match appears. To stop these letters, press “Stop "
        "writing to us” on the page above.",
        "ISSP Portal",
    ]
    outbox.post(kind="matches-appeared", to=lead.email, subject=subject, text="\n\n".join(paragraphs) + "\n")
