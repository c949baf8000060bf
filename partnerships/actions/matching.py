"""What a school makes of its matches, and letters about new ones."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import events
from core.errors import ActionRefused
from core.transitions import lock
from partnerships.candidates import all_pairs, dismissed_by, find_partners
from partnerships.matching import Pair, best_first
from partnerships.messages import matching as messages
from partnerships.models import Dismissal, MatchNotice, Registration

AT_ONCE = 50  # schools told straight after an approval; the others hear at the next run of the reminders


class NotYours(ActionRefused):
    """The person acts for another school."""


class NotLive(ActionRefused):
    """The registration does not take part in matching now."""


@transaction.atomic
def dismiss(*, registration: Registration, other: Registration, by: User) -> Dismissal:
    """ "Not for us": `registration` is no longer shown `other`, which is not told. Raises NotYours, NotLive."""
    registration = _own_and_live(registration, by)
    if registration.school_id == other.school_id:
        raise NotLive("A school cannot dismiss itself.")
    dismissal, created = Dismissal.objects.get_or_create(registration=registration, other=other, defaults={"by": by})
    if created:
        _record(registration, "match-dismissed", f"{other.school} is no longer shown among the matches.", by)
    return dismissal


@transaction.atomic
def restore(*, registration: Registration, other: Registration, by: User) -> Registration:
    """Take "not for us" back. Raises NotYours, NotLive."""
    registration = _own_and_live(registration, by)
    deleted, _ = Dismissal.objects.filter(registration=registration, other=other).delete()
    if deleted:
        _record(registration, "match-restored", f"{other.school} is shown among the matches again.", by)
    return registration


@transaction.atomic
def set_tell_me(*, registration: Registration, on: bool, by: User) -> Registration:
    """Switch the letters about new matches on or off. Raises NotYours, NotLive."""
    registration = _own_and_live(registration, by)
    if registration.tell_me != on:
        registration.tell_me = on
        registration._history_user = by  # type: ignore[attr-defined]
        registration.save(update_fields=["tell_me"])
        sentence = "We write when a match appears." if on else "We no longer write when a match appears."
        _record(registration, "tell-me-on" if on else "tell-me-off", sentence, by)
    return registration


def tell_of_matches() -> int:
    """Write to schools of which new matches have appeared.

    One letter a registration, and no more than one a day; none to a school that switched them off. Returns how many
    were written. Safe to run twice: what a registration was told is kept in MatchNotice.
    """
    told = _told()
    fresh: dict[int, list[Pair]] = defaultdict(list)
    for pair in all_pairs():
        for seen in (pair, pair.turned()):
            if seen.b.id not in told[seen.a.id]:
                fresh[seen.a.id].append(seen)
    return sum(_tell(pk, pairs) is not None for pk, pairs in sorted(fresh.items()))


def tell_of_newcomer(*, registration: Registration) -> int:
    """Straight after `registration` went live: write to it of its matches, and to the best of them of the newcomer.

    Returns how many letters were written. Those left out hear from `tell_of_matches`.
    """
    pairs = [match.pair for match in find_partners(registration)]
    if not pairs:
        return 0
    written = _tell(registration.pk, pairs) is not None
    return written + sum(_tell(pair.b.id, [pair.turned()]) is not None for pair in pairs[:AT_ONCE])


@transaction.atomic
def _tell(pk: int, pairs: list[Pair]) -> Registration | None:
    """Write to this registration of those pairs that it was not told of; None where there is nothing to write."""
    registration = lock(Registration(pk=pk))
    if not (registration.is_live and registration.tell_me) or _told_today(registration):
        return None
    known = set(registration.match_notices.values_list("other_id", flat=True)) | dismissed_by(registration)
    fresh = sorted((pair for pair in pairs if pair.b.id not in known), key=best_first)
    if not fresh:
        return None
    MatchNotice.objects.bulk_create(
        (MatchNotice(registration=registration, other_id=pair.b.id) for pair in fresh), batch_size=500
    )
    messages.matches_appeared(registration, fresh)
    schools = "a new match" if len(fresh) == 1 else f"{len(fresh)} new matches"
    _record(registration, "matches-told", f"We wrote about {schools}.", None)
    return registration


def _told() -> dict[int, set[int]]:
    """{registration: those it was told of or dismissed}, for the whole pool."""
    told: dict[int, set[int]] = defaultdict(set)
    for model in (MatchNotice, Dismissal):
        for pk, other in model.objects.values_list("registration_id", "other_id").iterator():
            told[pk].add(other)
    return told


def _told_today(registration: Registration) -> bool:
    return registration.match_notices.filter(at__gte=timezone.localtime().replace(hour=0, minute=0, second=0)).exists()


def _own_and_live(registration: Registration, by: User) -> Registration:
    registration = lock(registration)
    if not Registration.objects.spoken_for_by(by).filter(pk=registration.pk).exists():
        raise NotYours(f"Only people of {registration.school} can decide about its matches.")
    if not registration.is_live:
        raise NotLive(f"{registration.school}'s registration is not live, so it has no matches now.")
    return registration


def _record(registration: Registration, kind: str, sentence: str, by: User | None) -> None:
    events.record(of=registration, kind=kind, sentence=sentence, by=by)
