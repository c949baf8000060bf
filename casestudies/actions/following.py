"""Following a topic, a region or a case study, and the digest of what happened there."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casestudies.following import Topic, news_for
from casestudies.messages import following as messages
from casestudies.models import DigestChoice, Follow
from core.errors import ActionRefused
from core.transitions import lock

Pace = DigestChoice.Pace
# A little less than the day and the week, so that a job that starts a few minutes earlier than yesterday still writes.
EVERY = {Pace.DAILY: datetime.timedelta(hours=20), Pace.WEEKLY: datetime.timedelta(days=6, hours=20)}
MOST_FOLLOWED = 100


class TooMany(ActionRefused):
    """Somebody follows more than a digest can hold."""


@transaction.atomic
def follow(*, topic: Topic, by: User) -> Follow:
    """Follow a topic; it is followed once, however often the button is pressed. Raises TooMany."""
    lock(by)
    found = Follow.objects.of(by).filter(**topic.fields).first()
    if found is not None:
        return found
    if Follow.objects.of(by).count() >= MOST_FOLLOWED:
        raise TooMany(f"You follow {MOST_FOLLOWED} things, which is the most there is room for. Stop following one.")
    DigestChoice.objects.get_or_create(user=by, defaults={"sent_to": timezone.now()})
    return Follow.objects.create(user=by, **topic.fields)


@transaction.atomic
def unfollow(*, topic: Topic, by: User) -> None:
    """Stop following a topic."""
    Follow.objects.of(by).filter(**topic.fields).delete()


@transaction.atomic
def choose_topics(*, chosen: Mapping[str, Sequence[Any]], pace: str, by: User) -> DigestChoice:
    """Follow exactly what was ticked of each column of Follow that `chosen` names, at this pace.

    Case studies are followed one by one, and stay. Raises TooMany.
    """
    lock(by)
    if sum(map(len, chosen.values())) > MOST_FOLLOWED:
        raise TooMany(f"Select {MOST_FOLLOWED} or fewer: a letter with more could not be read.")
    for column, things in chosen.items():
        nothing = {"region": ""} if column == "region" else {f"{column}__isnull": True}
        before = Follow.objects.of(by).exclude(**nothing)
        before.exclude(**{f"{column}__in": things}).delete()
        known = set(before.values_list(column, flat=True))
        fresh = [thing for thing in things if getattr(thing, "pk", thing) not in known]
        Follow.objects.bulk_create(Follow(user=by, **{column: thing}) for thing in fresh)
    return choose_pace(pace=pace, by=by)


@transaction.atomic
def choose_pace(*, pace: str, by: User) -> DigestChoice:
    """How often the digest is written to this person: a value of DigestChoice.Pace.

    Whoever starts again after a pause hears of what happens from now on.
    """
    lock(by)
    choice, _ = DigestChoice.objects.get_or_create(user=by, defaults={"sent_to": timezone.now()})
    if choice.pace != pace:
        if choice.pace == Pace.NEVER:
            choice.sent_to = timezone.now()
        choice.pace = pace
        choice.save(update_fields=["pace", "sent_to"])
    return choice


def send_digests() -> int:
    """Write the digest of followed topics to those whose day or week has passed."""
    now = timezone.now()
    due = [
        pk
        for pace, interval in EVERY.items()
        for pk in DigestChoice.objects.filter(pace=pace, sent_to__lte=now - interval).values_list("pk", flat=True)
    ]
    return sum(_send_digest(pk, now) for pk in sorted(due))


@transaction.atomic
def _send_digest(pk: int, now: datetime.datetime) -> bool:
    """Write to one person, if there is news and they may be written to; from now on it is no longer news."""
    choice = lock(DigestChoice(pk=pk))
    if choice.pace == Pace.NEVER or choice.sent_to > now - EVERY[Pace(choice.pace)]:
        return False  # another run was quicker, or they changed their mind
    user = choice.user
    since, choice.sent_to = choice.sent_to, now
    choice.save(update_fields=["sent_to"])
    confirmed = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
    if not (user.is_active and confirmed):
        return False
    news = news_for(user, since=since, until=now)
    if news:
        messages.digest(user, news, pace=choice.pace)
    return bool(news)
