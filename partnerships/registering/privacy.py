"""What registrations hold about a person."""

from typing import Any

from django.db.models import Q

from accounts.models import User
from partnerships.models import Contact, Draft, Registration


def registrations_of(user: User) -> dict[str, Any]:
    """Drafts not sent, registrations led or changed, and where this person's address is named as a contact."""
    drafts = Draft.objects.unfinished().filter(user=user).order_by("created_at")
    sent = Registration.objects.filter(Q(lead=user) | Q(proposed_by=user)).select_related("school")
    named = Contact.objects.filter(email__iexact=user.email).select_related("registration__school")
    return {
        "unfinished": list(drafts.values("answers", "saved_at")),
        "sent by you": [
            {"reference": r.reference, "school": r.school.name, "status": r.get_status_display(), "sent": r.sent_at}
            for r in sent.order_by("created_at")
        ],
        "naming you as a contact": [
            {
                "reference": contact.registration.reference,
                "school": contact.registration.school.name,
                "as": contact.get_kind_display(),
                "name": contact.name,
                "job title": contact.job_title,
                "e-mail address": contact.email,
                "telephone": contact.phone,
            }
            for contact in named.order_by("pk")
        ],
    }


def forget_in_registrations(user: User) -> None:
    """Delete this person's drafts and what they sent and never confirmed, and their details as a contact.

    A registration that stands is its school's, and goes on; changing it asks for a new contact in their place.
    """
    named = Q(answers__lead__email__iexact=user.email) | Q(answers__deputy__email__iexact=user.email)
    Draft.objects.filter(Q(user=user) | Q(email__iexact=user.email) | named).delete()
    contacts = Contact.objects.filter(email__iexact=user.email)
    Registration.objects.filter(
        status=Registration.Status.UNCONFIRMED, pk__in=contacts.filter(kind="lead").values("registration_id")
    ).delete()
    contacts.delete()
    for kind in ("lead", "deputy"):
        proposing = {f"proposed__{kind}__email__iexact": user.email}
        for registration in Registration.objects.filter(**proposing):
            registration.proposed = {step: said for step, said in (registration.proposed or {}).items() if step != kind}
            registration.save(update_fields=["proposed"])
        Registration.history.filter(**proposing).update(proposed=None, proposed_at=None)
