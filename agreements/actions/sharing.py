"""Sharing a signed MOU as an example: one school asks, every school agrees to that very text, Forum staff decide.

A school agrees to a text, not to sharing as such: `ShareConsent.fingerprint` says which. Any school that signed takes
it back at once, whether or not it is still in the partnership. Locks: partnership, MOU, then what is shared.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from agreements.locks import lock_mou
from agreements.messages import sharing as messages
from agreements.models import ShareConsent, SharedMou, Version
from agreements.rules import may_moderate_share
from agreements.sharing import Shareable, may_ask, schools_asked, schools_taking_back, spoken_for_by
from agreements.texts import fingerprint
from core import events
from core.errors import ActionRefused, Changed
from core.transitions import lock, move
from schools.models import School

Status = SharedMou.Status
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_REASON = 100, 400, 2000


class NotYours(ActionRefused):
    """Only people of the schools that signed it ask, agree and take back."""


class NotSigned(ActionRefused):
    """Only a text that everybody signed is shared."""


class NotNow(ActionRefused):
    """It is not in a state in which this may happen."""


class WordsNeeded(ActionRefused):
    """A title, a summary or a reason is missing, too long, or names somebody."""


class NotModerator(ActionRefused):
    """Forum staff decide, never about a partnership of their own."""


# --- The schools ------------------------------------------------------------------------------------------------------
@transaction.atomic
def ask_to_share(*, version: Version, title: str, summary: str, by: User, also: Iterable[str] = ()) -> SharedMou:
    """Ask the other schools to let this text be read and adapted, without names and the words in `also`.

    The schools for which this person speaks agree by asking. Asked again with another text before it is shared, every
    other school is asked again; with the same text nothing changes. Raises NotYours, NotSigned, NotNow, WordsNeeded.
    """
    lock_mou(version.mou)
    version = Version.objects.select_related("mou__partnership").get(pk=version.pk)
    if not may_ask(by, version):
        raise NotYours("Only leads, deputy leads and headteachers of its schools can ask to share an MOU.")
    if version not in Version.objects.signed():
        raise NotSigned("Everybody has to sign an MOU before it can be shared.")
    text = Shareable(version, also=also)
    title, summary = _line(title, LONGEST_TITLE, "title"), _line(summary, LONGEST_SUMMARY, "summary")
    _check_names(text, title, summary)
    content = text.content(title=title, summary=summary)
    shared = SharedMou.objects.filter(version=version).first()
    shared = SharedMou(version=version, slug=_slug(title, version)) if shared is None else lock(shared)
    if shared.pk is not None and shared.fingerprint == fingerprint(content) and shared.status != Status.WITHDRAWN:
        if shared.status in (Status.PARTNERS, Status.FORUM, Status.SHARED):
            return shared
        raise NotNow("Forum staff did not share this text. Change what they named, then ask again.")
    if shared.status == Status.SHARED:
        raise NotNow("It is shared already. Take it back first, then ask again with the other text.")
    if shared.pk is not None and shared.status != Status.PARTNERS:
        _move(shared, Status.PARTNERS)
    shared.title, shared.summary, shared.content, shared.also = title, summary, content, text.also
    shared.fingerprint, shared.asked_by, shared.sent_at = fingerprint(content), by, None
    shared.asked_at = timezone.now()
    _save(shared, by)
    shared.consents.all().delete()
    for each in spoken_for_by(by, version):
        _consent(shared, each, by)
    asking = schools_taking_back(by, version)[0]
    _record(shared, "mou-share-asked", f"{asking} asked to share the MOU as an example, without names.", by)
    if not _hand_over_if_agreed(shared, by):
        messages.asked(shared, asking)
    return shared


@transaction.atomic
def agree_to_share(*, shared: SharedMou, school: School, by: User, seen: str) -> SharedMou:
    """Agree for one school that the text with the fingerprint `seen` is shared; with the last one Forum staff have it.

    Twice changes nothing. Raises NotYours, NotNow, core.errors.Changed.
    """
    shared = _locked(shared)
    if school not in spoken_for_by(by, shared.version):
        raise NotYours(f"Only the headteacher or the lead of {school} can agree for it.")
    if seen != shared.fingerprint:
        raise Changed("The text was changed since you opened it. Read it again, then agree.")
    if shared.status in (Status.FORUM, Status.SHARED):
        return shared
    if shared.status != Status.PARTNERS:
        raise NotNow("Nobody asks to share this MOU now.")
    if shared.consents.filter(school=school).exists():
        return shared
    _consent(shared, school, by)
    _record(shared, "mou-share-agreed", f"{school} agreed that the MOU is shared as an example.", by)
    _hand_over_if_agreed(shared, by)
    return shared


@transaction.atomic
def take_back_share(*, shared: SharedMou, school: School, by: User) -> SharedMou:
    """Take it out of everybody's sight for one school, before or after it was shared. Twice changes nothing.

    Raises NotYours, NotNow.
    """
    shared = _locked(shared)
    if school not in schools_taking_back(by, shared.version):
        raise NotYours(f"Only the headteacher, the lead or the deputy lead of {school} can take it back for it.")
    if shared.status == Status.WITHDRAWN:
        return shared
    _move(shared, Status.WITHDRAWN)
    _save(shared, by)
    shared.consents.all().delete()
    _record(shared, "mou-share-taken-back", f"{school} took the MOU back: it is not shared as an example.", by)
    messages.taken_back(shared, school)
    return shared


# --- Forum staff ------------------------------------------------------------------------------------------------------
@transaction.atomic
def share_mou(*, shared: SharedMou, by: User, seen: str) -> SharedMou:
    """Let everybody read and adapt the text with the fingerprint `seen`. Raises NotModerator, NotNow, Changed."""
    shared = _to_decide(shared, by)
    if shared.status == Status.SHARED:
        return shared
    if seen != shared.fingerprint:
        raise Changed("The schools changed the text since you opened it. Read it again, then decide.")
    _decide(shared, Status.SHARED, by, words="")
    _record(shared, "mou-shared", "The Forum shares the MOU as an example: everybody can read and adapt it.", by)
    messages.now_shared(shared)
    return shared


@transaction.atomic
def refuse_share(*, shared: SharedMou, by: User, words: str) -> SharedMou:
    """Do not share it, and say why; the schools can change what is left out and ask again.

    Raises NotModerator, NotNow, WordsNeeded.
    """
    shared = _to_decide(shared, by)
    words = _reason(words)
    _decide(shared, Status.REFUSED, by, words=words)
    _record(shared, "mou-share-refused", "The Forum does not share the MOU as it is.", by)
    messages.refused(shared, words=words)
    return shared


@transaction.atomic
def withdraw_share(*, shared: SharedMou, by: User, words: str) -> SharedMou:
    """Take what is shared out of everybody's sight, and say why. Raises NotModerator, NotNow, WordsNeeded."""
    shared = _to_decide(shared, by)
    words = _reason(words)
    if shared.status != Status.SHARED:
        raise NotNow("It is not shared now, so there is nothing to withdraw.")
    _decide(shared, Status.WITHDRAWN, by, words=words)
    shared.consents.all().delete()
    _record(shared, "mou-share-withdrawn", "The Forum no longer shares the MOU as an example.", by)
    messages.withdrawn(shared, words=words)
    return shared


# --- What these share -------------------------------------------------------------------------------------------------
def _locked(shared: SharedMou) -> SharedMou:
    lock_mou(shared.version.mou)
    shared = lock(shared)
    shared.version = Version.objects.select_related("mou__partnership").get(pk=shared.version_id)
    return shared


def _to_decide(shared: SharedMou, by: User) -> SharedMou:
    shared = _locked(shared)
    if not may_moderate_share(by, shared):
        raise NotModerator("Only moderators who have no part in this partnership can decide about it.")
    return shared


def _decide(shared: SharedMou, to: str, by: User, *, words: str) -> None:
    _move(shared, to)
    shared.decided_by, shared.decided_at, shared.staff_words = by, timezone.now(), words
    _save(shared, by)


def _move(shared: SharedMou, to: str) -> None:
    refusal = f"“{shared}” is “{shared.get_status_display()}”, so this cannot happen now."
    move(shared, to, allowed=SharedMou.ALLOWED, refusal=refusal)


def _save(shared: SharedMou, by: User) -> None:
    shared._history_user = by
    shared.save()


def _consent(shared: SharedMou, school: School, by: User) -> None:
    ShareConsent.objects.create(shared=shared, school=school, fingerprint=shared.fingerprint, by=by)


def _hand_over_if_agreed(shared: SharedMou, by: User) -> bool:
    """To Forum staff once every school has agreed to this very text."""
    agreed = shared.consents.filter(fingerprint=shared.fingerprint).values("school")
    if schools_asked(shared.version).exclude(pk__in=agreed).exists():
        return False
    _move(shared, Status.FORUM)
    shared.sent_at = timezone.now()
    _save(shared, by)
    messages.with_the_forum(shared)
    return True


def _check_names(text: Shareable, title: str, summary: str) -> None:
    named = list(dict.fromkeys([*text.named_in(title), *text.named_in(summary)]))
    if named:
        said = ", ".join(f"“{each}”" for each in named)
        raise WordsNeeded(f"Leave names of people and schools out of the title and the summary: {said}.")


def _line(words: str, longest: int, what: str) -> str:
    words = " ".join(words.replace("\x00", "").split())
    if not words:
        raise WordsNeeded(f"Enter a {what}.")
    if len(words) > longest:
        raise WordsNeeded(f"Shorten the {what} to {longest} characters or fewer.")
    return words


def _reason(words: str) -> str:
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if not words:
        raise WordsNeeded("Enter what to tell the schools.")
    if len(words) > LONGEST_REASON:
        raise WordsNeeded(f"Shorten this to {LONGEST_REASON:,} characters or fewer.")
    return words


def _slug(title: str, version: Version) -> str:
    """Of the first title, so that the address stays; the number makes it the only one."""
    return f"{slugify(title)[:100] or 'mou'}-{version.pk}"


def _record(shared: SharedMou, kind: str, sentence: str, by: User) -> None:
    events.record(of=shared.version.mou.partnership, kind=kind, sentence=sentence, by=by)
