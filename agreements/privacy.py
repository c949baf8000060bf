"""What memoranda of understanding hold about a person."""

from typing import Any

from django.db.models import Q

from accounts.models import User
from agreements.models import (
    ClauseAgreement,
    ClauseComment,
    ClauseText,
    Mou,
    MouClause,
    Notice,
    ShareConsent,
    SharedMou,
    Signatory,
    TemplateVersion,
    Version,
)


def notices_of(user: User) -> list[Any]:
    """The notices that this person gave for a school."""
    given = Notice.objects.filter(given_by=user).order_by("pk")
    return list(given.values("mou__partnership__name", "school__name", "given_at", "reason", "pupils", "ends_on"))


def forget_in_notices(user: User) -> None:
    """That a school gave notice stays, in its words; who wrote them is forgotten."""
    Notice.objects.filter(given_by=user).update(given_by=None)


def drafts_of(user: User) -> dict[str, list[Any]]:
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


def signatures_of(user: User) -> dict[str, Any]:
    """What this person signed or declined, sent and recalled, and where their address is given to sign."""
    answered = Signatory.objects.filter(user=user).exclude(status=Signatory.Status.WAITING).order_by("pk")
    invited = Signatory.objects.filter(email__iexact=user.email).order_by("pk")
    sent = Version.objects.filter(frozen_by=user).order_by("pk")
    return {
        "signed or declined": list(
            answered.values("status", "signed_as", "answered_at", "how", "signed_text", "reason")
        ),
        "invited to sign": list(invited.values("name", "email", "school__name", "role", "invited_at")),
        "sent for signature": list(sent.values("mou__partnership__name", "number", "frozen_at")),
    }


def forget_signatures(user: User) -> None:
    """A signature stays with the name that stands on the paper: the schools hold it. What waits forgets the person."""
    waiting = Signatory.objects.exclude(status=Signatory.Status.SIGNED)
    waiting.filter(Q(user=user) | Q(email__iexact=user.email)).update(
        user=None, name="", email="", token="", token_expires_at=None
    )
    Version.objects.filter(frozen_by=user).update(frozen_by=None)


def shared_of(user: User) -> dict[str, list[Any]]:
    """The MOUs that this person asked to share, or agreed to share for a school; what they decided or published."""
    asked = SharedMou.objects.filter(asked_by=user).order_by("pk")
    agreed = ShareConsent.objects.filter(by=user).order_by("pk")
    decided = SharedMou.objects.filter(decided_by=user).order_by("pk")
    published = TemplateVersion.objects.filter(published_by=user).order_by("pk")
    return {
        "asked": list(asked.values("title", "summary", "asked_at", "also")),
        "agreed": list(agreed.values("shared__title", "school__name", "at")),
        "decided last": list(decided.values("title", "decided_at", "staff_words")),
        "templates published": list(published.values("template__title", "number", "published_at")),
    }


def forget_in_shared(user: User) -> None:
    """What schools agreed and the Forum decided stays; who did it is forgotten, in the history too."""
    SharedMou.objects.filter(asked_by=user).update(asked_by=None)
    SharedMou.objects.filter(decided_by=user).update(decided_by=None)
    SharedMou.history.filter(asked_by_id=user.pk).update(asked_by=None)
    SharedMou.history.filter(decided_by_id=user.pk).update(decided_by=None)
    ShareConsent.objects.filter(by=user).update(by=None)
    TemplateVersion.objects.filter(published_by=user).update(published_by=None)
