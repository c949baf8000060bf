"""What memoranda of understanding hold about a person."""

from typing import Any

from accounts.models import User
from agreements.models import ClauseAgreement, ClauseComment, ClauseText, Mou, MouClause, Notice


def notices_of(user: User) -> list[dict[str, Any]]:
    """The notices that this person gave for a school."""
    given = Notice.objects.filter(given_by=user).order_by("pk")
    return list(given.values("mou__partnership__name", "school__name", "given_at", "reason", "pupils", "ends_on"))


def forget_in_notices(user: User) -> None:
    """That a school gave notice stays, in its words; who wrote them is forgotten."""
    Notice.objects.filter(given_by=user).update(given_by=None)


def drafts_of(user: User) -> dict[str, list[dict[str, Any]]]:
    """The MOUs that this person began, the texts of clauses and the comments that they wrote, and what they agreed."""
    texts = ClauseText.objects.filter(by=user).select_related("clause__mou__partnership").order_by("at", "pk")
    said = ClauseComment.objects.filter(by=user, removed_at=None).select_related("clause__mou__partnership")
    agreed = ClauseAgreement.objects.filter(by=user).select_related("clause__mou__partnership").order_by("at", "pk")
    return {
        "begun": list(Mou.objects.filter(begun_by=user).values("partnership__name", "created_at").order_by("pk")),
        "texts": [{**_clause_of(one.clause), "written": one.at, "text": one.content} for one in texts],
        "comments": [
            {**_clause_of(one.clause), "said": one.at, "words": one.words} for one in said.order_by("at", "pk")
        ],
        "agreed": [{**_clause_of(one.clause), "agreed": one.at} for one in agreed],
    }


def forget_in_drafts(user: User) -> None:
    """The texts are their schools' and stay, and so does what was said beside them; who wrote which is forgotten."""
    for model in (ClauseText, ClauseComment, ClauseAgreement):
        model.objects.filter(by=user).update(by=None)
    for comment in ClauseComment.objects.filter(mentioned=user):
        comment.mentioned.remove(user)
    MouClause.objects.filter(changed_by=user).update(changed_by=None)
    Mou.objects.filter(begun_by=user).update(begun_by=None)
    Mou.history.filter(begun_by_id=user.pk).update(begun_by=None)


def _clause_of(clause: MouClause) -> dict[str, str]:
    return {"partnership": clause.mou.partnership.name, "clause": clause.heading}
