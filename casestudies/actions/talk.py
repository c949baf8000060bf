"""Questions and comments beneath a published case study, flags on them, and hiding one with a reason."""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.querysets import schools_of
from casestudies.messages import talk as messages
from casestudies.models import CaseStudy, Comment, Flag
from casestudies.rules import may_hide
from core import events
from core.errors import ActionRefused
from core.transitions import lock

LONGEST_COMMENT = 2000  # characters: half a page
LONGEST_REASON = 500
TWICE_WITHIN = datetime.timedelta(minutes=10)  # the same words again within this are a second press of the button


class NotPublic(ActionRefused):
    """The case study is not, or no longer, published."""


class WordsNotFit(ActionRefused):
    """There are no words, or too many."""


class TooFast(ActionRefused):
    """The person wrote as much as anybody may for now."""


class NotYours(ActionRefused):
    """Only its writer may take a comment back."""


class NotAModerator(ActionRefused):
    """Only moderators hide comments, and never under a case study of a school of their own."""


@transaction.atomic
def add_comment(*, case_study: CaseStudy, text: str, by: User, answers: Comment | None = None) -> Comment:
    """Say something beneath a published case study, or answer what was said there. The authors are told.

    The same words again within ten minutes are the first ones. Raises WordsNotFit, NotPublic, TooFast.
    """
    by = lock(by)  # so that two tabs together cannot pass the limit
    text = _words(text, longest=LONGEST_COMMENT, empty="Enter your question or comment.")
    if not is_public(case_study) or (answers is not None and answers.hidden_at):
        raise NotPublic("This is no longer there to answer. Read the case study again.")
    if answers is not None:
        answers = answers.answers or answers  # one level: an answer to an answer stands beside it
    written = Comment.objects.filter(by=by)
    again = written.filter(case_study=case_study, answers=answers, text=text, at__gt=timezone.now() - TWICE_WITHIN)
    if said := again.first():
        return said
    if written.filter(at__gt=timezone.now() - datetime.timedelta(days=1)).count() >= settings.COMMENTS_A_DAY:
        raise TooFast(
            f"You have written {settings.COMMENTS_A_DAY} comments today, which is the most there is room for. What you "
            "typed is still here: copy it, and send it tomorrow."
        )
    comment = Comment.objects.create(
        case_study=case_study, answers=answers, by=by, school=schools_of(by).order_by("name", "urn").first(), text=text
    )
    what = "answered a question" if answers else "asked or said something"
    _record(case_study, "comment-added", f"{comment.school or 'A reader'} {what}.", by)
    messages.comment_added(comment)
    return comment


@transaction.atomic
def take_back_comment(*, comment: Comment, by: User) -> None:
    """Its writer deletes it; where others have answered, their answers stay beneath an empty place. Raises NotYours."""
    comment = lock(comment)
    if comment.by_id != by.pk:
        raise NotYours("Only the person who wrote a comment can take it back.")
    _record(comment.case_study, "comment-taken-back", "A comment was taken back by its writer.", by)
    if comment.replies.exists():
        comment.text, comment.by, comment.school = "", None, None
        comment.save(update_fields=["text", "by", "school"])
    else:
        comment.delete()


@transaction.atomic
def flag_comment(*, comment: Comment, reason: str, by: User) -> Flag:
    """Ask Forum staff to look at a comment, once a person. Raises WordsNotFit, NotPublic."""
    comment = lock(comment)
    reason = _words(reason, longest=LONGEST_REASON, empty="Enter what is wrong with it.")
    if comment.hidden_at or not is_public(comment.case_study):
        raise NotPublic("This comment is no longer shown.")
    flag, created = Flag.objects.get_or_create(comment=comment, by=by, defaults={"reason": reason})
    if created:
        _record(comment.case_study, "comment-flagged", "A comment was flagged to Forum staff.", by, for_staff=True)
    return flag


@transaction.atomic
def hide_comment(*, comment: Comment, because: str, by: User) -> Comment:
    """Forum staff hide a comment; its writer is told why, and its flags are dealt with.

    Raises NotAModerator, WordsNotFit.
    """
    comment = _for_staff(comment, by)
    because = _words(because, longest=LONGEST_REASON, empty="Enter why: its writer reads it.")
    if comment.hidden_at is None:
        comment.hidden_at, comment.hidden_by, comment.hidden_because = timezone.now(), by, because
        comment.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
        _handle(comment, by)
        _record(comment.case_study, "comment-hidden", "Forum staff hid a comment.", by, for_staff=True)
        messages.comment_hidden(comment)
    return comment


@transaction.atomic
def show_comment(*, comment: Comment, by: User) -> Comment:
    """Show a hidden comment again. Raises NotAModerator."""
    comment = _for_staff(comment, by)
    if comment.hidden_at is not None:
        comment.hidden_at, comment.hidden_by, comment.hidden_because = None, None, ""
        comment.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
        _record(comment.case_study, "comment-shown", "Forum staff showed a comment again.", by, for_staff=True)
    return comment


@transaction.atomic
def keep_comment(*, comment: Comment, by: User) -> Comment:
    """Forum staff looked at a flagged comment and leave it. Raises NotAModerator."""
    comment = _for_staff(comment, by)
    if _handle(comment, by):
        _record(comment.case_study, "comment-kept", "Forum staff left a flagged comment.", by, for_staff=True)
    return comment


def is_public(case_study: CaseStudy) -> bool:
    """Whether everybody may read it, and so talk about it."""
    return case_study.public_edition is not None


def _for_staff(comment: Comment, by: User) -> Comment:
    comment = lock(comment)
    if not may_hide(by, comment):
        raise NotAModerator("Only moderators decide about comments, and not beneath a case study of their own school.")
    return comment


def _handle(comment: Comment, by: User) -> int:
    return comment.flags.filter(handled_at=None).update(handled_at=timezone.now(), handled_by=by)


def _words(text: str, *, longest: int, empty: str) -> str:
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise WordsNotFit(empty)
    if len(text) > longest:
        raise WordsNotFit(f"Shorten this to {longest:,} characters or fewer. It has {len(text):,}.")
    return text


def _record(case_study: CaseStudy, kind: str, sentence: str, by: User, *, for_staff: bool = False) -> None:
    events.record(of=case_study, kind=kind, sentence=sentence, by=by, for_staff=for_staff)
