"""What case studies hold about a person."""

from typing import Any

from accounts.models import User
from casestudies.following import pace_of, topic_of
from casestudies.models import Comment, DigestChoice, Flag, Follow


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
