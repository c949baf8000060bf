"""What Forum staff decide about a case study: publish it, ask for a change, withdraw, feature or correct it.

Each decision takes the row's lock first, so of two moderators who press at once one decides and the other is told.
`seen` is the fingerprint of the text that the moderator read: where it is no longer that text, the decision is refused
with core.errors.Changed, and nothing is decided unseen.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.rules import is_moderator
from casestudies.actions.confirming import WordsNeeded, clean_words, close
from casestudies.editions import Content, columns_of, content_of, fingerprint, publish_edition
from casestudies.messages import moderation as messages
from casestudies.models import Attachment, CaseStudy, Edition, Picture, Section
from casestudies.rules import is_own
from casestudies.texts import Text, texts_of, with_texts, words_at
from casestudies.writing.sections import BY_NAME
from core import events
from core.errors import ActionRefused, Changed
from core.transitions import lock, move

Status = CaseStudy.Status


class NotAModerator(ActionRefused):
    """Only moderators and administrators decide."""


class OwnSchool(ActionRefused):
    """Nobody decides about a case study in which they have a part."""


class AlreadyDecided(ActionRefused):
    """Another moderator was quicker, or there is nothing to decide."""


class NotPublic(ActionRefused):
    """Nobody can read it, so it is neither featured nor corrected."""


# --- What waits -------------------------------------------------------------------------------------------------------
@transaction.atomic
def publish_case_study(*, case_study: CaseStudy, by: User, seen: str | None = None) -> Edition:
    """Let the text that every school confirmed be read by all: the first edition, or the next in place of the last.

    Raises NotAModerator, OwnSchool, AlreadyDecided, core.errors.Changed.
    """
    case_study = lock(case_study)
    check_person(case_study, by=by)
    content = content_of(case_study)
    if _pressed_twice(case_study, by, Status.PUBLISHED, "") and seen in (None, fingerprint(content)):
        return case_study.edition
    _check_waits(case_study)
    _check_seen(content, seen)
    edition = publish_edition(case_study, content, by=by)
    _decide(case_study, by, Status.PUBLISHED, "")
    _set_beside(case_study, {}, by)
    sentence = f"Forum staff published edition {edition.number}." if edition.number > 1 else "Forum staff published it."
    events.record(of=case_study, kind="case-study-published", sentence=sentence, by=by)
    messages.published(edition)
    return edition


@transaction.atomic
def ask_for_change(
    *, case_study: CaseStudy, by: User, words: str, sections: dict[str, str] | None = None, seen: str | None = None
) -> CaseStudy:
    """Send a text back to those who write it: `words` about the whole, and {section name: words} beside sections.

    One of both is enough. Raises NotAModerator, OwnSchool, WordsNeeded, AlreadyDecided, core.errors.Changed.
    """
    case_study = lock(case_study)
    check_person(case_study, by=by)
    beside = {
        name: clean_words(said, "")
        for name, said in (sections or {}).items()
        if name in BY_NAME and said.replace("\x00", "").strip()
    }
    if words.strip() or not beside:
        words = clean_words(words, "Enter what should change, here or beside a section. It is mailed to the schools.")
    else:
        words = ""
    if _pressed_twice(case_study, by, Status.CHANGES, words) and beside == beside_of(case_study):
        return case_study
    _check_waits(case_study)
    _check_seen(content_of(case_study), seen)
    _set_beside(case_study, beside, by)  # first: whatever is changed in a section afterwards is newer than the decision
    _decide(case_study, by, Status.CHANGES, words)
    events.record(of=case_study, kind="change-asked-for", sentence="Forum staff asked for a change.", by=by)
    said = [(part.heading, beside[part.name]) for part in BY_NAME.values() if part.name in beside]
    messages.change_asked_for(case_study, words=words, sections=said)
    return case_study


@transaction.atomic
def withdraw_case_study(*, case_study: CaseStudy, by: User, words: str, seen: str | None = None) -> CaseStudy:
    """Take a published case study out of the public's sight, or refuse one that waits; the reason is mailed.

    Raises NotAModerator, OwnSchool, WordsNeeded, AlreadyDecided, core.errors.Changed.
    """
    case_study = lock(case_study)
    check_person(case_study, by=by)
    words = clean_words(words, "Enter why it is withdrawn. It is mailed to the schools.")
    if _pressed_twice(case_study, by, Status.WITHDRAWN, words):
        return case_study
    public = Edition.objects.public().filter(case_study=case_study).exists()
    if not public:
        _check_waits(case_study)
        _check_seen(content_of(case_study), seen)
    close(case_study, by)
    case_study.decided_at, case_study.decided_by, case_study.staff_words = timezone.now(), by, words
    case_study.save(update_fields=["decided_at", "decided_by", "staff_words"])
    _set_beside(case_study, {}, by)
    sentence = "Forum staff withdrew it." if public else "Forum staff decided not to publish it."
    events.record(of=case_study, kind="case-study-withdrawn", sentence=sentence, by=by)
    messages.withdrawn_by_forum(case_study, words=words, was_published=public)
    return case_study


def check_may_decide(case_study: CaseStudy, *, by: User, seen: str) -> None:
    """What every decision about a waiting text checks first, for a page that asks before it acts.

    Raises NotAModerator, OwnSchool, AlreadyDecided, core.errors.Changed.
    """
    check_person(case_study, by=by)
    _check_waits(case_study)
    _check_seen(content_of(case_study), seen)


def check_person(case_study: CaseStudy, *, by: User) -> None:
    """What every decision checks of the person. Raises NotAModerator, OwnSchool."""
    if not is_moderator(by):
        raise NotAModerator("Only moderators decide about case studies.")
    if is_own(by, case_study):
        raise OwnSchool("You have a part in this case study, so another moderator decides about it.")


# --- What is published ------------------------------------------------------------------------------------------------
@transaction.atomic
def feature_edition(*, edition: Edition, by: User) -> Edition:
    """Show it on the front page, before those chosen earlier. Raises NotAModerator, OwnSchool, NotPublic."""
    edition = _public(edition, by)
    if edition.featured_at is not None:
        return edition
    _set_featured(edition, by, now=True)
    events.record(of=edition.case_study, kind="case-study-featured", sentence="Forum staff featured it.", by=by)
    messages.featured(edition)
    return edition


@transaction.atomic
def unfeature_edition(*, edition: Edition, by: User) -> Edition:
    """Take it off the front page again. Raises NotAModerator, OwnSchool, NotPublic."""
    edition = _public(edition, by)
    if edition.featured_at is None:
        return edition
    _set_featured(edition, by, now=False)
    events.record(
        of=edition.case_study, kind="case-study-unfeatured", sentence="Forum staff no longer feature it.", by=by
    )
    return edition


@transaction.atomic
def correct_edition(
    *, edition: Edition, by: User, reason: str, changes: dict[str, str], seen: str | None = None
) -> Edition:
    """Change words of what is published, without a new edition; its schools are mailed which, and why.

    `changes` is {Text.key: new words} (casestudies/editions.py: texts_of). Where the working text still says what the
    edition said, it is changed too, so that the next edition does not undo it; and who had confirmed that text has
    confirmed the corrected one. Raises NotAModerator, OwnSchool, NotPublic, WordsNeeded, core.errors.Changed.
    """
    edition = _public(edition, by)
    case_study = edition.case_study
    reason = clean_words(reason, "Enter why it is corrected. It is mailed to the schools.")
    texts = {text.key: text for text in texts_of(edition.content)}
    changed: dict[str, str] = {}
    for key, typed in changes.items():
        text = texts.get(key)
        if text is not None and (words := _words_of(text, typed)) != text.words:
            changed[key] = words
    if not changed:
        return edition  # pressed twice, or nothing was changed
    if seen is not None and seen != fingerprint(edition.content):
        raise Changed("It was corrected or published anew since you opened it. Read it again, then correct it.")
    _correct_working_text(case_study, texts, changed, by)
    edition.content = with_texts(edition.content, changed)
    for name, value in columns_of(edition.content).items():
        setattr(edition, name, value)
    edition._history_user = by
    edition.save()
    labels = [text.label for text in texts.values() if text.key in changed]
    sentence = f"Forum staff corrected what is published ({'; '.join(labels)}): {reason}"
    events.record(of=case_study, kind="case-study-corrected", sentence=sentence, by=by)
    messages.corrected(edition, reason=reason, labels=labels)
    return edition


def beside_of(case_study: CaseStudy) -> dict[str, str]:
    """What Forum staff asked for beside sections, by section name."""
    return dict(case_study.sections.exclude(staff_words="").values_list("name", "staff_words"))


# --- What these share -------------------------------------------------------------------------------------------------
def _public(edition: Edition, by: User) -> Edition:
    """The edition, its case study locked before it as everywhere, if this person may decide and everybody may read."""
    case_study = lock(edition.case_study)
    check_person(case_study, by=by)
    edition = lock(edition)
    if edition.withdrawn_at is not None:
        raise NotPublic(f"{edition} was withdrawn, so nobody can read it.")
    return edition


def _set_featured(edition: Edition, by: User, *, now: bool) -> None:
    edition.featured_at = timezone.now() if now else None
    edition._history_user = by
    edition.save(update_fields=["featured_at"])


def _words_of(text: Text, words: str) -> str:
    """The corrected words, cleaned as their section's form would. Raises WordsNeeded."""
    words = words.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text.long:
        words = " ".join(words.split())
    if text.words and not words:
        raise WordsNeeded(f"Enter “{text.label}”: a correction leaves no gap.")
    if len(words) > text.longest:
        raise WordsNeeded(f"Shorten “{text.label}” to {text.longest:,} characters or fewer.")
    return words


def _correct_working_text(case_study: CaseStudy, texts: dict[str, Text], changed: dict[str, str], by: User) -> None:
    """Carry the corrections over to what the schools write on from, where they have not changed those words."""
    before: Content = content_of(case_study)
    carried = {key: words for key, words in changed.items() if words_at(before, key) == texts[key].words}
    after = with_texts(before, carried)
    for section in case_study.sections.all():
        answers: Any = after.get(section.name)
        if section.answers and section.answers != answers:
            section.answers = answers
            section.version += 1
            section._history_user = by
            section.save(update_fields=["answers", "version"])
    for model, name, field in ((Picture, "pictures", "alt"), (Attachment, "files", "title")):
        for was, now in zip(before[name], after[name], strict=True):
            if was != now:
                model.objects.filter(pk=now["id"]).update(**{field: now[field]})
    old, new = fingerprint(before), fingerprint(after)
    case_study.participants.filter(confirmed_text=old).update(confirmed_text=new)
    title = after.get("story", {}).get("title", "")
    if case_study.title != title:
        case_study.title = title
        case_study._history_user = by
        case_study.save(update_fields=["title"])


def _decide(case_study: CaseStudy, by: User, to: str, words: str) -> None:
    """Move it and save the decision: who, when, and the words about the whole."""
    move(case_study, to, allowed=CaseStudy.ALLOWED, refusal=_who_decided(case_study))
    case_study.staff_words, case_study.decided_at, case_study.decided_by = words, timezone.now(), by
    case_study._history_user = by
    case_study.save(update_fields=["status", "staff_words", "decided_at", "decided_by"])


def _set_beside(case_study: CaseStudy, beside: dict[str, str], by: User) -> None:
    """Put these words beside their sections and take away those of an earlier decision."""
    sections = {section.name: section for section in case_study.sections.all()}
    for name in {*sections, *beside}:
        section = sections.get(name) or Section(case_study=case_study, name=name)
        if section.staff_words != beside.get(name, ""):
            section.staff_words = beside.get(name, "")
            section._history_user = by
            section.save(update_fields=["staff_words"] if section.pk else None)


def _check_waits(case_study: CaseStudy) -> None:
    if case_study.status != Status.FORUM:
        raise AlreadyDecided(_who_decided(case_study))


def _check_seen(content: Content, seen: str | None) -> None:
    if seen is not None and seen != fingerprint(content):
        raise Changed("The text has changed since you opened it. Read it again, then decide.")


def _who_decided(case_study: CaseStudy) -> str:
    now = f"“{case_study}” no longer waits: it is now “{case_study.get_status_display()}”"
    decided = (Status.PUBLISHED, Status.CHANGES, Status.WITHDRAWN)
    if case_study.decided_by is not None and case_study.status in decided:
        return f"{now}. {case_study.decided_by} decided last."
    return f"{now}."


def _pressed_twice(case_study: CaseStudy, by: User, status: str, words: str) -> bool:
    return (case_study.status, case_study.decided_by_id, case_study.staff_words) == (status, by.pk, words)
