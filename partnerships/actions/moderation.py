"""What Forum staff decide about a registration, or about a change proposed to one.

Each decision takes the row's lock first, so of two moderators who press at once one decides and the other is told.
`seen` is what `version_of` gave when the moderator opened the page: where the registration is no longer what they
read, the decision is refused with `core.errors.Changed`, and nothing is decided unseen.
"""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from accounts.rules import is_moderator
from core import events
from core.errors import ActionRefused, Changed
from core.transitions import lock, move
from partnerships.actions.matching import tell_of_newcomer
from partnerships.actions.registration import apply_answers, last_day_of
from partnerships.messages import moderation as messages
from partnerships.models import Registration
from partnerships.registering.answers import stands
from partnerships.rules import is_own

LONGEST_WORDS = 2000  # characters of what is mailed to a school: a page


class NotAModerator(ActionRefused):
    """Only moderators and administrators decide."""


class OwnSchool(ActionRefused):
    """Nobody decides about a school of their own."""


class AlreadyDecided(ActionRefused):
    """Another moderator was quicker, or there is nothing to decide."""


class WordsNeeded(ActionRefused):
    """The school must be told why."""


class OutOfDate(ActionRefused):
    """What is proposed cannot be stored as the lists are today."""


class YearIsOver(ActionRefused):
    """Its academic year has ended, so it could not be live for a day."""


def versions_of(ids: Iterable[int]) -> dict[int, int]:
    """What tells one state of a registration from the next: the newest row of history of each of these ids.

    Every action that changes a registration or a line of it saves the registration, which adds such a row.
    """
    rows = Registration.history.filter(id__in=list(ids)).order_by().values("id")
    return dict(rows.annotate(newest=Max("history_id")).values_list("id", "newest"))


def version_of(registration: Registration) -> int:
    """The same for one registration."""
    return versions_of([registration.pk])[registration.pk]


@transaction.atomic
def approve_registration(*, registration: Registration, by: User, seen: int | None = None) -> Registration:
    """Make a waiting registration live, or let the changes proposed to a live or paused one stand.

    Raises NotAModerator, OwnSchool, core.errors.Changed, AlreadyDecided, YearIsOver.
    """
    registration = lock(registration)
    _check_person(registration, by)
    if registration.proposed is not None:
        return _approve_change(registration, by, seen)
    if _pressed_twice(registration, by, Registration.Status.LIVE, ""):
        return registration
    _check_undecided(registration)
    _check_seen(registration, seen)
    last_day = last_day_of(registration.academic_year)
    if last_day < timezone.localdate():
        raise YearIsOver(
            f"The academic year {registration.year_words} is over, so this registration cannot go live. "
            "Decline it, and ask the school to register for the new year."
        )
    _move(registration, Registration.Status.LIVE)
    registration.expires_on = last_day
    registration.staff_words = ""
    _decide(registration, by, "expires_on")
    events.record(
        of=registration, kind="registration-approved", sentence="Forum staff approved the registration.", by=by
    )
    messages.registration_approved(registration)
    # Once it stands, and each letter in a transaction of its own: other schools are not locked while one is approved.
    transaction.on_commit(partial(tell_of_newcomer, registration=registration), robust=True)
    return registration


@transaction.atomic
def ask_for_change(*, registration: Registration, by: User, words: str, seen: int | None = None) -> Registration:
    """Send a waiting registration back to its school with what to change, in `words` that are mailed.

    Raises NotAModerator, OwnSchool, WordsNeeded, core.errors.Changed, AlreadyDecided.
    """
    registration = lock(registration)
    _check_person(registration, by)
    words = _clean(words, "Enter what the school should change. It is mailed to them.")
    if _pressed_twice(registration, by, Registration.Status.CHANGES, words):
        return registration
    _check_undecided(registration)
    _check_seen(registration, seen)
    _move(registration, Registration.Status.CHANGES)
    registration.staff_words = words
    _decide(registration, by)
    events.record(of=registration, kind="change-asked-for", sentence="Forum staff asked for a change.", by=by)
    messages.change_asked_for(registration)
    return registration


@transaction.atomic
def decline_registration(*, registration: Registration, by: User, words: str, seen: int | None = None) -> Registration:
    """Decline a waiting registration, with a reason in `words` that is mailed.

    Raises NotAModerator, OwnSchool, WordsNeeded, core.errors.Changed, AlreadyDecided.
    """
    registration = lock(registration)
    _check_person(registration, by)
    words = _clean(words, "Enter why the registration is declined. It is mailed to the school.")
    if _pressed_twice(registration, by, Registration.Status.DECLINED, words):
        return registration
    _check_undecided(registration)
    _check_seen(registration, seen)
    _move(registration, Registration.Status.DECLINED)
    registration.staff_words = words
    _decide(registration, by)
    events.record(of=registration, kind="registration-declined", sentence="Forum staff declined it.", by=by)
    messages.registration_declined(registration)
    return registration


@transaction.atomic
def refuse_change(*, registration: Registration, by: User, words: str, seen: int | None = None) -> Registration:
    """Drop the changes proposed to a live or paused registration, which stays as it is; the reason is mailed.

    Raises NotAModerator, OwnSchool, WordsNeeded, core.errors.Changed, AlreadyDecided.
    """
    registration = lock(registration)
    _check_person(registration, by)
    words = _clean(words, "Enter why the changes are not taken in. It is mailed to the school.")
    if registration.proposed is None:
        if registration.decided_by_id == by.pk and registration.staff_words == words:
            return registration  # pressed twice
        raise AlreadyDecided(_who_decided(registration))
    _check_seen(registration, seen)
    _forget_proposal(registration)
    registration.staff_words = words
    _decide(registration, by, *PROPOSAL)
    events.record(
        of=registration, kind="change-refused", sentence="Forum staff did not take in the proposed changes.", by=by
    )
    messages.change_refused(registration)
    return registration


PROPOSAL = ("proposed", "proposed_at", "proposed_by")


def _approve_change(registration: Registration, by: User, seen: int | None) -> Registration:
    _check_seen(registration, seen)
    answers = registration.proposed or {}
    for name in ("needs", "offers"):
        if name in answers and not stands(name, answers):
            raise OutOfDate(
                "The changes name an activity or a subject that is no longer on the lists. Refuse them, and ask the "
                "school to choose again."
            )
    _forget_proposal(registration)
    registration.staff_words = ""
    _decide(registration, by, *PROPOSAL)
    apply_answers(registration, answers)
    events.record(of=registration, kind="change-approved", sentence="Forum staff approved the changes.", by=by)
    messages.change_approved(registration)
    return registration


def _forget_proposal(registration: Registration) -> None:
    registration.proposed = registration.proposed_at = registration.proposed_by = None


def _decide(registration: Registration, by: User, *fields: str) -> None:
    """Save a decision: who, when, and the fields that it changed."""
    registration.decided_at, registration.decided_by = timezone.now(), by
    registration._history_user = by  # type: ignore[attr-defined]
    registration.save(update_fields=["status", "staff_words", "decided_at", "decided_by", *fields])


def _move(registration: Registration, to: Registration.Status) -> None:
    move(registration, to, allowed=Registration.ALLOWED, refusal=_who_decided(registration))


def check_may_decide(registration: Registration, *, by: User, seen: int) -> None:
    """What every decision checks first, for a page that asks before it acts; the action checks it again, locked.

    Raises NotAModerator, OwnSchool, AlreadyDecided, core.errors.Changed.
    """
    _check_person(registration, by)
    if registration.proposed is None:
        _check_undecided(registration)
    _check_seen(registration, seen)


def _check_person(registration: Registration, by: User) -> None:
    if not is_moderator(by):
        raise NotAModerator("Only moderators decide about registrations.")
    if is_own(by, registration):
        raise OwnSchool(f"You have a part in {registration.school}, so another moderator decides about it.")


def _check_undecided(registration: Registration) -> None:
    if registration.status != Registration.Status.WAITING:
        raise AlreadyDecided(_who_decided(registration))


def _check_seen(registration: Registration, seen: int | None) -> None:
    if seen is not None and seen != version_of(registration):
        raise Changed(
            f"{registration.school} has changed its registration since you opened it. Read it again, then decide."
        )


def _who_decided(registration: Registration) -> str:
    now = f"{registration.school}'s registration no longer waits: it is now “{registration.get_status_display()}”"
    decided = (Registration.Status.LIVE, Registration.Status.CHANGES, Registration.Status.DECLINED)
    if registration.decided_by is not None and registration.status in decided:
        return f"{now}. {registration.decided_by} decided."
    return f"{now}."


def _pressed_twice(registration: Registration, by: User, status: str, words: str) -> bool:
    return (registration.status, registration.decided_by_id, registration.staff_words) == (status, by.pk, words)


def _clean(words: str, refusal: str) -> str:
    words = words.replace("\x00", "").strip()
    if not words:
        raise WordsNeeded(refusal)
    if len(words) > LONGEST_WORDS:
        raise WordsNeeded(f"Shorten what you tell the school to {LONGEST_WORDS} characters or fewer.")
    return words
