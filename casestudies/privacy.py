"""What case studies hold about a person."""

from typing import Any

from accounts.models import User
from casestudies.following import pace_of, topic_of
from casestudies.models import (
    Attachment,
    CaseStudy,
    Comment,
    DigestChoice,
    Flag,
    Follow,
    Participant,
    Picture,
    Replication,
    ReplicationStep,
    Section,
)
from casestudies.writing.sections import BY_NAME


def comments_of(user: User) -> dict[str, Any]:
    """What this person wrote beneath case studies, and what they reported."""
    said = Comment.objects.filter(by=user).values("at", "case_study__edition__title", "text").order_by("pk")
    reported = Flag.objects.filter(by=user).values("at", "reason").order_by("pk")
    return {"comments": list(said), "reports": list(reported)}


def forget_in_talk(user: User) -> None:
    """What they wrote stays without them: neither their name nor their school stands beside it any more."""
    Comment.objects.filter(by=user).update(by=None, school=None)


def follows_of(user: User) -> dict[str, Any]:
    """What this person follows, and how often they are written to."""
    mine = Follow.objects.of(user).select_related("activity", "subject", "case_study__edition")
    return {"how often": pace_of(user), "topics": [topic_of(follow).name for follow in mine]}


def forget_follows(user: User) -> None:
    """Nobody is written to any more about what this person followed."""
    Follow.objects.of(user).delete()
    DigestChoice.objects.filter(user=user).delete()


def case_studies_of(user: User) -> dict[str, Any]:
    """What this person began and wrote, and where their address is given as of somebody who can confirm."""
    begun = CaseStudy.objects.filter(begun_by=user).values("title", "created_at").order_by("pk")
    wrote = Section.history.filter(history_user=user).order_by("history_date", "history_id")
    named = Participant.objects.filter(email__iexact=user.email).select_related("case_study", "school").order_by("pk")
    return {
        "begun": list(begun),
        "written": [
            {
                "section": BY_NAME[version.name].heading if version.name in BY_NAME else version.name,
                "saved": version.history_date,
                "answers": version.answers,
            }
            for version in wrote
        ],
        "naming you as who can confirm": [
            {"case study": one.case_study.title, "school": one.school.name, "e-mail address": one.email}
            for one in named
        ],
    }


def forget_in_case_studies(user: User) -> None:
    """The text is its schools' and stays; who wrote which version, and an address to ask, are forgotten."""
    Participant.objects.filter(email__iexact=user.email).update(email="")
    Section.history.filter(changed_by_id=user.pk).update(changed_by=None)
    CaseStudy.history.filter(begun_by_id=user.pk).update(begun_by=None)


def confirmations_of(user: User) -> dict[str, Any]:
    """What this person confirmed for a school, and what they decided for the Forum."""
    confirmed = Participant.objects.filter(confirmed_by=user).order_by("pk")
    decided = CaseStudy.objects.filter(decided_by=user).order_by("pk")
    return {
        "confirmed": list(confirmed.values("case_study__title", "school__name", "confirmed_at")),
        "decided last": list(decided.values("title", "decided_at")),
    }


def forget_in_confirmations(user: User) -> None:
    """That a school confirmed, and that the Forum decided, stays; who did it is forgotten, in the history too."""
    Participant.objects.filter(confirmed_by=user).update(confirmed_by=None)
    CaseStudy.objects.filter(decided_by=user).update(decided_by=None)
    CaseStudy.history.filter(decided_by_id=user.pk).update(decided_by=None)


def copies_of(user: User) -> dict[str, Any]:
    """The plans that this person began for their schools, and the steps they ticked. Both stay without the name."""
    begun = Replication.objects.filter(begun_by=user).order_by("pk")
    ticked = ReplicationStep.objects.filter(done_by=user).order_by("pk")
    return {
        "begun": list(begun.values("case_study__edition__title", "school__name", "begun_at")),
        "steps done": list(ticked.values("title", "done_at")),
    }


def media_of(user: User) -> list[dict[str, Any]]:
    """The pictures and files that this person added to case studies."""
    return [
        {"added": kept.added_at, "case study": str(kept.case_study), "what": str(kept)}
        for model in (Picture, Attachment)
        for kept in model.objects.filter(added_by=user).select_related("case_study").order_by("added_at")
    ]


def forget_in_media(user: User) -> None:
    """They stay as part of the case study, and nobody knows any more who added them."""
    for model in (Picture, Attachment):
        model.objects.filter(added_by=user).update(added_by=None)
