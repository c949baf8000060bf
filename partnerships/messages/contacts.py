"""The same letter to the two people whom a registration names."""

from django.conf import settings

from notifications import outbox
from partnerships.models import Registration


def write_to_contacts(
    registration: Registration, *, kind: str, subject: str, paragraphs: list[str], key: str | None = None
) -> int:
    """Post one letter to the lead and one to the second contact; how many were posted.

    `paragraphs` stand between the greeting and why they get it. With a `key` each person gets it once only.
    """
    contacts = list(registration.contacts.all())
    posted = 0
    for contact in contacts:
        others = [other.name for other in contacts if other.pk != contact.pk]
        also = f" {others[0]} has it too." if others else ""
        why = (
            f"You get this because you are named in {registration.school}'s registration of interest "
            f"(reference {registration.reference}).{also}"
        )
        text = "\n\n".join([f"Dear {contact.name}", *paragraphs, why, "ISSP Portal"]) + "\n"
        own_key = f"{key}-{contact.kind}" if key else None
        posted += outbox.post(kind=kind, to=contact.email, subject=subject, text=text, key=own_key) is not None
    return posted


def link(path: str) -> str:
    """The full address of a page of the portal."""
    return settings.SITE_URL + path
