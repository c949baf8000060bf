"""Saving the registration form as it is filled in."""

import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from core.errors import ActionRefused, Changed
from core.transitions import lock
from notifications.models import Message
from partnerships.messages import registration as messages
from partnerships.models import Draft, Registration
from partnerships.registering.answers import MOST_LINES, answers_of
from schools.models import School

RESUME_SALT = "registration-resume"
RESUME_DAYS = 30
# Whoever types an address that is not theirs can trouble its owner with so many e-mails of a kind a day, not more.
LETTERS_A_DAY = 5
KEEP_UNFINISHED = datetime.timedelta(days=90)
KEEP_SENT = datetime.timedelta(days=40)  # longer than an unconfirmed registration, which still reads its draft


class TooManyLetters(ActionRefused):
    """The address was written to often enough today."""


class AlreadySent(ActionRefused):
    """The draft was sent, so it takes no more answers."""


@transaction.atomic
def begin_draft(
    *, school: School, answer: dict[str, Any] | None, by: User | None = None, held: Draft | None = None
) -> Draft:
    """A draft for `school`, with the school step answered (or, `None`, still to be answered for that school).

    `held` is the unfinished draft that this person or browser has already: it goes on, with the school changed, so
    that going back and pressing the button again makes no second one.
    """
    draft = lock(held) if held else Draft(user=by)
    draft.user = draft.user or by
    draft.school = school
    _put(draft, "school", answer)
    draft.save()
    return draft


@transaction.atomic
def save_step(*, draft: Draft, step: str, answer: Any, seen: int, by: User | None = None) -> Draft:
    """Keep the answer of one step; `None` clears it. `seen` is the draft's version when the page was opened.

    Raises core.errors.Changed where the step was saved since, AlreadySent.
    """
    draft = lock(draft)
    if draft.sent_at:
        raise AlreadySent("This registration was sent. To change it, open it from your dashboard.")
    if draft.answers.get(step) == answer:
        return draft
    if draft.versions.get(step, 0) > seen:
        raise Changed(
            "This page was saved in another window since you opened it. Read both, and save the one you want."
        )
    draft.user = draft.user or by
    if step == "lead":
        draft.email = answer["email"]
        _answer_for_the_head(draft, answer)
    _put(draft, step, answer)
    draft.save()
    return draft


def _put(draft: Draft, step: str, answer: Any) -> None:
    if answer is None:
        draft.answers.pop(step, None)
    else:
        draft.answers[step] = answer
    draft.version += 1
    draft.versions[step] = draft.version
    draft.saved_at = timezone.now()


def _answer_for_the_head(draft: Draft, lead: dict[str, Any]) -> None:
    """A headteacher who leads is not asked whether the headteacher agrees; somebody else who takes over is."""
    was_head = draft.answers.get("lead", {}).get("role") == Role.HEADTEACHER
    if lead["role"] == Role.HEADTEACHER:
        draft.answers["head"] = {"head": Registration.Head.AGREES.value}
    elif was_head:
        draft.answers.pop("head", None)


@transaction.atomic
def begin_changes(*, registration: Registration, by: User) -> Draft:
    """A draft of changes to a registration, filled with what it says now (or with what was proposed already)."""
    registration = lock(registration)
    draft = Draft.objects.unfinished().filter(changes=registration, user=by).first()
    if draft is None:
        answers = answers_of(registration)
        answers |= registration.proposed or {}
        draft = Draft.objects.create(user=by, school=registration.school, changes=registration, answers=answers)
    return draft


@transaction.atomic
def suggest_lines(*, draft: Draft, needs: list[dict[str, Any]], offers: list[dict[str, Any]], by: User) -> Draft:
    """Add needs and offers to a draft for the person to make their own; lines as in registering/answers.py.

    Nothing that is there is changed. A line of the same activity and subject is left out, one for which there is no
    room too, and any offer where the person said that they are not sure yet. Raises AlreadySent.
    """
    draft = lock(draft)
    if draft.sent_at:
        raise AlreadySent("This registration was sent. To change it, open it from your dashboard.")
    for step, suggested in (("needs", needs), ("offers", offers)):
        lines = draft.answers.get(step)
        if lines == []:
            continue
        taken = {(line["activity"], line["subject"]) for line in lines or []}
        new = [line for line in suggested if (line["activity"], line["subject"]) not in taken]
        if new:
            _put(draft, step, [*(lines or []), *new][: max(MOST_LINES, len(lines or []))])
    draft.user = draft.user or by
    draft.save()
    return draft


@transaction.atomic
def discard_draft(*, draft: Draft) -> None:
    """Delete an unfinished draft because its owner wants to."""
    Draft.objects.unfinished().filter(pk=draft.pk).delete()


@transaction.atomic
def send_resume_link(*, draft: Draft, email: str) -> None:
    """E-mail the link to go on with a draft on another device. Raises TooManyLetters."""
    draft = lock(draft)
    check_letters("registration-resume", email)
    draft.email = email
    draft.save(update_fields=["email"])
    messages.resume(draft, email=email, token=signing.dumps(str(draft.pk), salt=RESUME_SALT))


def draft_of_token(token: str) -> Draft | None:
    """The unfinished draft of a link to go on; None where the link is wrong, too old, or the draft is gone or sent."""
    try:
        pk = signing.loads(token, salt=RESUME_SALT, max_age=RESUME_DAYS * 24 * 60 * 60)
    except signing.BadSignature:
        return None
    return Draft.objects.unfinished().filter(pk=pk).first()


def check_letters(kind: str, email: str) -> None:
    """Raise TooManyLetters where this address got its share of a kind of e-mail within a day."""
    since = timezone.now() - datetime.timedelta(days=1)
    if Message.objects.filter(kind=kind, to__iexact=email, created_at__gt=since).count() >= LETTERS_A_DAY:
        raise TooManyLetters(
            f"We have sent {LETTERS_A_DAY} e-mails to {email} today, which is the most we send. Open the newest, or "
            f"try again tomorrow. If none came, write to {settings.CONTACT_EMAIL}."
        )


def purge_drafts() -> int:
    """Delete unfinished registrations that nobody touched for 90 days."""
    now = timezone.now()
    unfinished, _ = Draft.objects.unfinished().filter(saved_at__lt=now - KEEP_UNFINISHED).delete()
    sent, _ = Draft.objects.filter(sent_at__lt=now - KEEP_SENT).delete()
    return unfinished + sent
