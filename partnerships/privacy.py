"""What introductions and partnerships hold about a person."""

from typing import Any

from django.db.models import Q

from accounts.models import User
from core import events
from partnerships.actions.proposal import forget_person
from partnerships.models import Introduction, KeptFile, Note, Partner, PartnerContact, Proposal, ProposalAnswer, Task
from partnerships.proposing import title_of


def introductions_of(user: User) -> list[dict[str, Any]]:
    """Introductions that this person asked for, suggested, answered or ended, with what they wrote."""
    parts = ("asked_by", "brokered_by", "asker_agreed_by", "asked_agreed_by", "closed_by")
    mine = Q()
    for part in parts:
        mine |= Q(**{part: user})
    found = (
        Introduction.objects.filter(mine).select_related("asker__school", "asked__school").order_by("asked_at", "pk")
    )
    return [
        {
            "schools": str(one),
            "asked": one.asked_at,
            "status": one.get_status_display(),
            "your part": [part.removesuffix("_by").replace("_", " ") for part in parts if getattr(one, part) == user],
            "note": one.note if user in (one.asked_by, one.brokered_by) else "",
            "reason": one.reason if one.closed_by == user else "",
        }
        for one in found.select_related(*parts)
    ]


def partnerships_of(user: User) -> list[dict[str, Any]]:
    """Where this person's address is named as a lead or deputy lead of a partnership."""
    named = PartnerContact.objects.filter(email__iexact=user.email).select_related(
        "partner__partnership", "partner__school"
    )
    return [
        {
            "partnership": contact.partner.partnership.name,
            "school": contact.partner.school.name,
            "as": contact.get_kind_display(),
            "name": contact.name,
            "job title": contact.job_title,
            "e-mail address": contact.email,
            "telephone": contact.phone,
        }
        for contact in named.order_by("pk")
    ]


def proposals_of(user: User) -> dict[str, list[dict[str, Any]]]:
    """What this person asked in partnerships, was asked to carry, or answered, with what they wrote."""
    named = Proposal.objects.filter(Q(asked_by=user) | Q(user=user) | Q(email__iexact=user.email))
    answers = ProposalAnswer.objects.filter(by=user).select_related("proposal__partnership", "school")
    return {
        "asked": [
            {
                "partnership": one.partnership.name,
                "what": title_of(one),
                "by you": one.asked_by_id == user.pk,
                "asked": one.asked_at,
                "status": one.get_status_display(),
                "words": one.words if one.asked_by_id == user.pk else "",
                "job title": one.job_title if one.user_id == user.pk else "",
            }
            for one in named.with_all().order_by("asked_at", "pk")
        ],
        "answered": [
            {
                "partnership": answer.proposal.partnership.name,
                "for": answer.school.name,
                "answer": "yes" if answer.yes else "no",
                "words": answer.words,
                "at": answer.at,
            }
            for answer in answers.order_by("at", "pk")
        ],
    }


def forget_in_proposals(user: User) -> None:
    """Close what this person was asked to carry, and take them out of what they asked and answered."""
    forget_person(user)


def forget_in_partnerships(user: User) -> None:
    """Remove this person as a lead or deputy lead, and tell both schools on the timeline that somebody is missing."""
    named = PartnerContact.objects.filter(email__iexact=user.email).select_related(
        "partner__partnership", "partner__school"
    )
    for contact in named.order_by("pk"):
        events.record(
            of=contact.partner.partnership,
            kind="person-left",
            sentence=f"The {contact.get_kind_display().lower()} of {contact.partner.school} has left the portal.",
        )
        contact.delete()
    Partner.objects.filter(lead=user).update(lead=None)
    Partner.objects.filter(deputy=user).update(deputy=None)


def work_of(user: User) -> dict[str, Any]:
    """The tasks that this person sees to, added or ticked, the notes they wrote and the files they sent.

    Nothing of what others wrote, in whatever partnership.
    """
    tasks = Task.objects.filter(Q(owner=user) | Q(added_by=user) | Q(done_by=user)).order_by("pk")
    return {
        "tasks": [
            {
                "partnership": task.partnership.name,
                "task": task.title,
                "due": task.due_on,
                "your part": [
                    part
                    for part, who in (("sees to it", task.owner), ("added", task.added_by), ("ticked", task.done_by))
                    if who == user
                ],
            }
            for task in tasks.select_related("partnership", "owner", "added_by", "done_by")
        ],
        "notes": list(Note.objects.filter(by=user).values("partnership__name", "words", "at").order_by("pk")),
        "files": list(KeptFile.objects.filter(by=user).values("partnership__name", "title", "at").order_by("at", "pk")),
    }


def forget_in_work(user: User) -> None:
    """What they wrote and sent stays with its school, without their name; their tasks wait for somebody else."""
    for model in (Note, KeptFile):
        model.objects.filter(by=user).update(by=None)
    for column in ("owner", "added_by", "done_by"):
        Task.objects.filter(**{column: user}).update(**{column: None})
