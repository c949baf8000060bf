"""Two schools on their way to each other: asking, answering, and what happens where nobody does.

Every change takes the lock of the introduction's row first, so of two people who press at once one decides and the
other is told what happened. Asking has no row yet: it locks both registrations instead, the smaller key first.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, User
from accounts.rules import is_adviser
from core import events
from core.errors import ActionRefused
from core.transitions import StatusNotAllowed, lock, move
from partnerships.actions.partnership import open_partnership
from partnerships.candidates import Match, match_between
from partnerships.introducing import (
    ASK_AGAIN_AFTER,
    NUDGE_EVERY,
    REMIND_BEFORE,
    Seen,
    answer_by_from_today,
    day_words,
    private_detail,
    sides_of,
    what_happened,
    why_of,
)
from partnerships.messages import introduction as messages
from partnerships.models import Introduction, Registration
from partnerships.rules import is_own, may_speak_for

Side = Introduction.Side
Status = Introduction.Status

LONGEST_WORDS = 1000  # characters of a note or a reason: what a busy person reads to the end
NOTES_KEPT = datetime.timedelta(days=365)  # after an introduction ended without a yes


class NotYours(ActionRefused):
    """Only people who act for the school may do this."""


class NotAdviser(ActionRefused):
    """Only Forum staff bring schools together, and never their own."""


class NotLive(ActionRefused):
    """One of the two registrations is not live now."""


class NotAMatch(ActionRefused):
    """The two schools do not match, or no longer do."""


class TooManyOpen(ActionRefused):
    """The school waits for as many answers as it may at a time."""


class DeclinedBefore(ActionRefused):
    """The other school said "Not this time" less than a year ago."""


class AlreadyBetween(ActionRefused):
    """There is an introduction of these two schools already: see `introduction`."""

    def __init__(self, sentence: str, introduction: Introduction) -> None:
        super().__init__(sentence)
        self.introduction = introduction


class WordsNotFit(ActionRefused):
    """A note is missing or too long, or what was written tells the other school who somebody is."""


class TooSoon(ActionRefused):
    """A reminder went out a few days ago."""


@transaction.atomic
def ask_for_introduction(*, asker: Registration, asked: Registration, note: str, by: User) -> Introduction:
    """Ask the school of `asked` to meet the school of `asker`; its people are told, and have two weeks to answer.

    Asking again while it waits gives the same introduction. Raises NotYours, NotLive, AlreadyBetween, NotAMatch,
    DeclinedBefore, TooManyOpen, WordsNotFit.
    """
    asker, asked = _lock_both(asker, asked)
    open_one = Introduction.objects.between(asker, asked).open().first()
    if open_one is not None and open_one.asker_id == asker.pk and not open_one.brokered and may_speak_for(by, asker):
        return open_one  # pressed twice
    match = check_may_ask(asker=asker, asked=asked, by=by)
    introduction = Introduction(
        asker=asker,
        asked=asked,
        note=_checked(note, asker, by=by, needed=f"Enter a note to {asked.school}"),
        why=why_of(match, match_between(asked, asker)),
        answer_by=answer_by_from_today(),
        asked_by=by,
        asker_agreed_at=timezone.now(),
        asker_agreed_by=by,
    )
    introduction.save()
    events.record(
        of=introduction, kind="introduction-asked", sentence=f"{asker.school} asked for an introduction.", by=by
    )
    messages.introduction_asked(introduction)
    return introduction


def check_may_ask(*, asker: Registration, asked: Registration, by: User) -> Match:
    """The match of the two, where `by` may ask now. Reads only, so a page can say no before anybody writes a note.

    Raises NotYours, AlreadyBetween, NotLive, NotAMatch, DeclinedBefore, TooManyOpen.
    """
    if not may_speak_for(by, asker):
        raise NotYours(f"Only people of {asker.school} can ask on its behalf.")
    open_one = Introduction.objects.between(asker, asked).open().first()
    if open_one is not None and open_one.asker_id == asker.pk and not open_one.brokered:
        raise AlreadyBetween(f"You have asked already. {what_happened(open_one)}", open_one)
    if open_one is not None:
        who = "The Forum has already suggested" if open_one.brokered else f"{asked.school} has already asked"
        raise AlreadyBetween(f"{who} that you meet. Answer that instead.", open_one)
    _check_not_introduced(asker, asked, f"You and {asked.school}")
    _check_live(asker, asked)
    match = match_between(asker, asked)
    if match is None:
        raise NotAMatch(
            f"{asked.school} does not match what you need and offer now, so we cannot introduce you. "
            "Your matches show who does."
        )
    _check_not_declined(asker, asked)
    waiting = Introduction.objects.open().filter(asker=asker, brokered=False).count()
    if waiting >= settings.INTRODUCTIONS_OPEN_AT_ONCE:
        raise TooManyOpen(
            f"You already wait for {waiting} schools. When one of them answers, or you take one back, "
            f"you can ask {asked.school}."
        )
    return match


@transaction.atomic
def broker_introduction(*, first: Registration, second: Registration, note: str, by: User) -> Introduction:
    """Bring two registered schools together on behalf of the Forum: both are asked, and both must say yes.

    `note` is the Forum's, to both. Raises NotAdviser, NotLive, AlreadyBetween, WordsNotFit.
    """
    first, second = _lock_both(first, second)
    if not is_adviser(by):
        raise NotAdviser("Only Forum staff can bring two schools together.")
    for registration in (first, second):
        if is_own(by, registration):
            raise NotAdviser(f"You have a part in {registration.school}, so another adviser introduces it.")
    open_one = Introduction.objects.between(first, second).open().first()
    if open_one is not None and open_one.brokered and open_one.brokered_by_id == by.pk:
        return open_one  # pressed twice
    if first.school_id == second.school_id:
        raise NotAMatch("Choose registrations of two different schools.")
    if open_one is not None:
        raise AlreadyBetween(f"These two already have an introduction. {what_happened(open_one)}", open_one)
    _check_not_introduced(first, second, "The two schools")
    for registration in (first, second):
        if not _is_live(registration):
            raise NotLive(f"{registration.school}'s registration is not live, so it cannot be introduced now.")
    introduction = Introduction(
        asker=first,
        asked=second,
        note=_checked(note, first, second, by=by, needed="Enter a note to both schools"),
        why=why_of(match_between(first, second), match_between(second, first)),
        answer_by=answer_by_from_today(),
        brokered=True,
        brokered_by=by,
    )
    introduction._history_user = by
    introduction.save()
    events.record(
        of=introduction,
        kind="introduction-brokered",
        sentence=f"The Forum suggested that {first.school} and {second.school} meet.",
        by=by,
    )
    messages.introduction_brokered(introduction)
    return introduction


@transaction.atomic
def accept_introduction(*, introduction: Introduction, by: User) -> Introduction:
    """Say yes for one side. When both have, a partnership is open and each sees how to reach the other.

    Saying yes twice changes nothing. Raises NotYours, NotLive, core.transitions.StatusNotAllowed.
    """
    introduction = lock(introduction)
    seen = _side_of(introduction, by)
    if introduction.status == Status.ACCEPTED or (seen.is_open and seen.we_said_yes and seen.is_brokered):
        return introduction  # pressed twice, or a colleague was quicker
    _check_open(introduction)
    if seen.we_said_yes:
        raise NotYours(f"You asked, so {seen.other.school} answers.")
    _check_live(seen.mine, seen.other)
    _agree(introduction, seen.side, by)
    both = introduction.asker_agreed_at and introduction.asked_agreed_at
    if both:
        _move(introduction, Status.ACCEPTED)
    _save(introduction, by)
    events.record(of=introduction, kind="introduction-agreed", sentence=f"{seen.mine.school} said yes.", by=by)
    if both:
        messages.introduction_accepted(introduction, open_partnership(introduction=introduction, by=by))
    else:
        messages.introduction_agreed(introduction, seen.side)
    return introduction


@transaction.atomic
def decline_introduction(*, introduction: Introduction, by: User, reason: str = "") -> Introduction:
    """Say "Not this time" for a side that has not answered. `reason` is passed on in these words; it may be empty.

    Raises NotYours, WordsNotFit, core.transitions.StatusNotAllowed.
    """
    introduction = lock(introduction)
    seen = _side_of(introduction, by)
    if introduction.status == Status.DECLINED and seen.we_ended_it:
        return introduction  # pressed twice, or a colleague was quicker
    _check_open(introduction)
    if seen.we_said_yes:
        raise NotYours(f"You said yes already. Take it back instead, while {seen.other.school} has not answered.")
    reason = _checked(reason, seen.mine, by=by)
    _close(introduction, Status.DECLINED, by=by, side=seen.side, reason=reason)
    events.record(
        of=introduction, kind="introduction-declined", sentence=f"{seen.mine.school} said “not this time”.", by=by
    )
    messages.introduction_declined(introduction)
    return introduction


@transaction.atomic
def withdraw_introduction(*, introduction: Introduction, by: User, reason: str = "") -> Introduction:
    """Take back a yes that the other school has not answered; Forum staff take back what they brokered.

    Raises NotYours, WordsNotFit, core.transitions.StatusNotAllowed.
    """
    introduction = lock(introduction)
    if introduction.brokered and is_adviser(by) and not sides_of(introduction, by):
        return _withdraw_for_the_forum(introduction, by, reason)
    seen = _side_of(introduction, by, answered=True)
    if introduction.status == Status.WITHDRAWN and seen.we_ended_it:
        return introduction  # pressed twice, or a colleague was quicker
    _check_open(introduction)
    if not seen.we_said_yes:
        raise NotYours("You have not said yes, so there is nothing to take back. Say “Not this time” instead.")
    _close(introduction, Status.WITHDRAWN, by=by, side=seen.side, reason=_checked(reason, seen.mine, by=by))
    _record_withdrawn(introduction, str(seen.mine.school), by)
    messages.introduction_withdrawn(introduction)
    return introduction


@transaction.atomic
def nudge_introduction(*, introduction: Introduction, by: User) -> Introduction:
    """Remind the other school by hand, at most once in five days.

    Raises NotYours, TooSoon, core.transitions.StatusNotAllowed.
    """
    introduction = lock(introduction)
    seen = _side_of(introduction, by, answered=True)
    _check_open(introduction)
    if not seen.we_said_yes or seen.they_said_yes:
        raise NotYours("Only the school that waits for an answer can send a reminder.")
    if not seen.can_nudge:
        raise TooSoon(
            f"{seen.other.school} heard from you less than {NUDGE_EVERY.days} days ago. "
            f"You can send a reminder from {day_words(seen.nudge_from)}."
        )
    introduction.nudged_at = timezone.now()
    _save(introduction, by, "nudged_at")
    events.record(of=introduction, kind="introduction-nudged", sentence=f"{seen.mine.school} sent a reminder.", by=by)
    messages.introduction_nudged(introduction, seen.side)
    return introduction


def close_introductions_of(*, registration: Registration, by: User | None) -> int:
    """Withdraw every open introduction of a registration that is withdrawn or has lapsed; how many there were.

    Called inside the transaction of the action that ends the registration.
    """
    closed = 0
    with transaction.atomic():
        for introduction in Introduction.objects.open().of(registration).order_by("pk"):
            introduction = lock(introduction)  # noqa: PLW2901 - the same row, read afresh
            if introduction.status != Status.ASKED:
                continue
            side = Side.ASKER if introduction.asker_id == registration.pk else Side.ASKED
            _close(introduction, Status.WITHDRAWN, by=by, side=side)
            _record_withdrawn(introduction, str(registration.school), by)
            messages.introduction_withdrawn(introduction)
            closed += 1
    return closed


def remind_of_introductions() -> int:
    """Remind schools whose answer to an introduction is due within three days."""
    reminded = 0
    due = Introduction.objects.answerable(timezone.localdate(), within=REMIND_BEFORE).order_by("answer_by", "pk")
    for introduction in due:
        with transaction.atomic():
            locked = lock(introduction)
            reminded += locked.status == Status.ASKED and messages.introduction_reminder(locked) > 0
    return reminded


def lapse_introductions() -> int:
    """Let introductions lapse that nobody answered in time, and tell both schools."""
    lapsed = 0
    for introduction in Introduction.objects.overdue(timezone.localdate()).order_by("answer_by", "pk"):
        with transaction.atomic():
            locked = lock(introduction)
            if locked.status != Status.ASKED:
                continue  # answered in this very moment
            _close(locked, Status.LAPSED, by=None)
            events.record(of=locked, kind="introduction-lapsed", sentence="Nobody answered in time, so it lapsed.")
            messages.introduction_lapsed(locked)
            lapsed += 1
    return lapsed


def purge_introduction_words() -> int:
    """Delete the notes, reasons and match of introductions that ended without a yes a year ago."""
    ended = Introduction.objects.closed_before(timezone.now() - NOTES_KEPT).with_words()
    purged = 0
    for introduction in ended:
        with transaction.atomic():
            blank = {"note": "", "reason": "", "why": {}}
            Introduction.history.filter(id=introduction.pk).update(**blank)
            purged += Introduction.objects.filter(pk=introduction.pk).update(**blank)
    return purged


def _lock_both(one: Registration, other: Registration) -> tuple[Registration, Registration]:
    locked = {registration.pk: lock(registration) for registration in sorted((one, other), key=lambda r: r.pk)}
    return locked[one.pk], locked[other.pk]


def _is_live(registration: Registration) -> bool:
    return registration.is_live and registration.expires_on >= timezone.localdate()


def _check_live(mine: Registration, other: Registration) -> None:
    if not _is_live(mine):
        how = "Resume it first." if mine.status == Registration.Status.PAUSED else "Renew it first."
        raise NotLive(f"{mine.school}'s registration is not live now. {how}")
    if not _is_live(other):
        raise NotLive(f"{other.school} is not looking for a partner at the moment, so we cannot introduce you now.")


def _check_not_introduced(one: Registration, other: Registration, who: str) -> None:
    accepted = Introduction.objects.partnered(one.school_id, other.school_id).first()
    if accepted is not None:
        raise AlreadyBetween(f"{who} have been introduced already, and a partnership is open.", accepted)


def _check_not_declined(asker: Registration, asked: Registration) -> None:
    since = timezone.now() - ASK_AGAIN_AFTER
    declined = Introduction.objects.declined_by(asked.school_id, to=asker.school_id).filter(closed_at__gt=since).first()
    if declined is not None and declined.closed_at is not None:
        again = timezone.localdate(declined.closed_at) + ASK_AGAIN_AFTER
        raise DeclinedBefore(
            f"{asked.school} said “not this time” on {day_words(declined.closed_at)}. "
            f"You can ask again from {day_words(again)} {again.year}. If something has changed, write to the Forum."
        )


def _side_of(introduction: Introduction, by: User, *, answered: bool = False) -> Seen:
    """The side for which `by` acts. For somebody of both: the one that has yet to answer, or with `answered` that has.

    Raises NotYours.
    """
    sides = sides_of(introduction, by)
    if not sides:
        raise NotYours("Only people of the two schools can do this.")
    return Seen(introduction, sides[-1] if answered else sides[0])


def _check_open(introduction: Introduction) -> None:
    if introduction.status != Status.ASKED:
        raise StatusNotAllowed(what_happened(introduction))


def _agree(introduction: Introduction, side: str, by: User) -> None:
    if side == Side.ASKER:
        introduction.asker_agreed_at, introduction.asker_agreed_by = timezone.now(), by
    else:
        introduction.asked_agreed_at, introduction.asked_agreed_by = timezone.now(), by


def _move(introduction: Introduction, to: Introduction.Status) -> None:
    move(introduction, to, allowed=Introduction.ALLOWED, refusal=what_happened(introduction))


def _close(
    introduction: Introduction, to: Introduction.Status, *, by: User | None, side: str = "", reason: str = ""
) -> None:
    _move(introduction, to)
    introduction.closed_at, introduction.closed_by = timezone.now(), by
    introduction.closed_side, introduction.reason = side, reason
    _save(introduction, by)


ANSWER = ("status", "closed_at", "closed_by", "closed_side", "reason")
AGREEMENT = ("asker_agreed_at", "asker_agreed_by", "asked_agreed_at", "asked_agreed_by")


def _save(introduction: Introduction, by: User | None, *fields: str) -> None:
    introduction._history_user = by
    introduction.save(update_fields=fields or ANSWER + AGREEMENT)


def _withdraw_for_the_forum(introduction: Introduction, by: User, reason: str) -> Introduction:
    if introduction.status == Status.WITHDRAWN and not introduction.closed_side:
        return introduction  # pressed twice
    _check_open(introduction)
    reason = _checked(reason, introduction.asker, introduction.asked, by=by)
    _close(introduction, Status.WITHDRAWN, by=by, reason=reason)
    _record_withdrawn(introduction, "The Forum", by)
    messages.introduction_withdrawn(introduction)
    return introduction


def _record_withdrawn(introduction: Introduction, who: str, by: User | None) -> None:
    events.record(of=introduction, kind="introduction-withdrawn", sentence=f"{who} took the introduction back.", by=by)


def _checked(words: str, *registrations: Registration, by: User, needed: str = "") -> str:
    """`words` as they are passed on. `registrations` are those whose people nobody may learn of from them."""
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if needed and not words:
        raise WordsNotFit(needed)
    if len(words) > LONGEST_WORDS:
        raise WordsNotFit(f"Shorten what you write to {LONGEST_WORDS} characters or fewer.")
    contacts = [contact for registration in registrations for contact in registration.contacts.all()]
    schools = [str(registration.school) for registration in registrations]
    colleagues = User.objects.filter(
        memberships__in=Membership.objects.verified().filter(school__in=[r.school_id for r in registrations])
    )
    found = private_detail(words, people=[*contacts, *colleagues, by], schools=schools)
    if found:
        raise WordsNotFit(
            f"Take {found} out of what you wrote. Names and contact details are shown once both schools have said yes."
        )
    return words
