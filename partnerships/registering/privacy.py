"""What registrations hold about a person."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from partnerships.models import Contact, Draft, Registration
from partnerships.registering.answers import CONTACTS

KEEP_FORMER_CONTACTS = datetime.timedelta(days=365)


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
        "naming you as a contact in their history": [
            {"reference": version.reference, "on": version.history_date, **version.said[kind]}
            for kind in CONTACTS
            for version in Registration.history.filter(**{f"said__{kind}__email__iexact": user.email}).order_by(
                "history_date", "history_id"
            )
        ],
    }


def forget_in_registrations(user: User) -> None:
    """Delete this person's drafts and what they sent and never confirmed, and their details as a contact.

    A registration that stands is its school's, and goes on; changing it asks for a new contact in their place.
    """
    named = Q(answers__lead__email__iexact=user.email) | Q(answers__deputy__email__iexact=user.email)
    Draft.objects.filter(Q(user=user) | Q(email__iexact=user.email) | named).delete()
    contacts = Contact.objects.filter(email__iexact=user.email)
    delete_with_answers(
        Registration.objects.filter(
            status=Registration.Status.UNCONFIRMED, pk__in=contacts.filter(kind="lead").values("registration_id")
        )
    )
    contacts.delete()
    for kind in CONTACTS:
        for field in ("said", "proposed"):
            naming = {f"{field}__{kind}__email__iexact": user.email}
            _take_out(kind, field, Registration.objects.filter(**naming))
            _take_out(kind, field, Registration.history.filter(**naming))


def delete_with_answers(unconfirmed: QuerySet[Registration]) -> int:
    """Delete these registrations and what their history says; how many they were. Call inside a transaction."""
    ids = list(unconfirmed.select_for_update().values_list("pk", flat=True))
    deleted = Registration.objects.filter(pk__in=ids).delete()[1].get(Registration._meta.label, 0)
    Registration.history.filter(id__in=ids).update(said={})
    return deleted


def purge_former_contacts() -> int:
    """Forget contacts in versions of a registration that are older than a year; its present contacts stay."""
    old = Registration.history.filter(history_date__lt=timezone.now() - KEEP_FORMER_CONTACTS)
    return sum(
        _take_out(kind, field, old.filter(**{f"{field}__has_key": kind}))
        for kind in CONTACTS
        for field in ("said", "proposed")
    )


def _take_out(kind: str, field: str, rows: QuerySet[Any]) -> int:
    """Leave a contact's step out of the answers in `field` of these rows; how many rows had it."""
    found = list(rows)
    for row in found:
        setattr(row, field, {step: answer for step, answer in getattr(row, field).items() if step != kind})
        row.save(update_fields=[field])
    return len(found)
