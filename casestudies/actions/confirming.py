"""What the schools do with a finished text: send it, confirm it as themselves, take it back, withdraw, say it holds.

A school confirms a text, not a case study: `Participant.confirmed_text` is the fingerprint of what it read, so a later
change asks again and an unchanged text does not. `seen` is the fingerprint that a page was made with; where the text is
no longer what the person read, they are told so with core.errors.Changed.
"""

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.querysets import schools_of
from casestudies.editions import content_of, fingerprint, review_after
from casestudies.messages import confirming as messages
from casestudies.messages.people import readers_of
from casestudies.models import CaseStudy, Edition, Participant, Section
from casestudies.models.edition import ASKED_BEFORE_DUE
from casestudies.rules import may_write
from casestudies.writing.sections import missing
from core import events
from core.errors import ActionRefused, Changed
from core.transitions import lock, move
from schools.models import School

Status = CaseStudy.Status
LONGEST_WORDS = 2000  # characters of what is mailed to a school: a page
# How long after it became due the second letter may still go: a job that did not run for a while loses none of them.
ASKED_UNTIL = datetime.timedelta(days=180)
KEEP_UNPUBLISHED_YEARS = 2


class NotYours(ActionRefused):
    """Only verified people of a school that it names act for that school."""


class Unfinished(ActionRefused):
    """Something is still to be written, or nobody can be asked to confirm."""


class NotNow(ActionRefused):
    """The case study is not in a state in which this may happen."""


class WordsNeeded(ActionRefused):
    """The others must be told what or why."""


# --- Sending ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def send_case_study(*, case_study: CaseStudy, by: User) -> CaseStudy:
    """Ask every school named to confirm the text as it is, and hand it to Forum staff once all have.

    The schools of the sender confirm by sending. A school that confirmed this very text is not asked again. Sending
    what is on its way already changes nothing. Raises NotYours, NotNow, Unfinished.
    """
    case_study = lock(case_study)
    if not may_write(by, case_study):
        raise NotYours("Only people of the schools that write it can send it.")
    if case_study.status in (Status.PARTNERS, Status.FORUM):
        return case_study
    if case_study.status == Status.PUBLISHED:
        raise NotNow("It is published as it stands. Change something first, then send the next version.")
    check_can_be_sent(case_study)
    text, now = fingerprint(content_of(case_study)), timezone.now()
    mine = set(schools_of(by).values_list("pk", flat=True))
    asker = _school_of(case_study, by)
    to_ask = []
    for participant in _participants(case_study):
        participant.words = ""
        participant.asked_at = participant.asked_at or now
        if participant.school_id in mine:
            _confirm(participant, text, by)
        elif participant.confirmed_text != text:
            participant.confirmed_at = participant.confirmed_by = None
            participant.confirmed_text, participant.asked_at = "", now
            to_ask.append(participant)
        participant.save()
    if to_ask:
        sent = f"{asker} sent it to {_and([str(participant.school) for participant in to_ask])} to confirm."
        _move(case_study, Status.PARTNERS, by)
        for participant in to_ask:
            messages.asked_to_confirm(case_study, participant, asker=asker)
    else:
        sent = f"{asker} sent it to Forum staff."
        _hand_over(case_study, by)
    events.record(of=case_study, kind="case-study-sent", sentence=sent, by=by)
    return case_study


def check_can_be_sent(case_study: CaseStudy) -> None:
    """Raise NotNow or Unfinished, with what to do, where the text cannot be sent as it is."""
    if case_study.status not in (Status.DRAFT, Status.CHANGES):
        raise NotNow(f"It is “{case_study.get_status_display()}”, so it cannot be sent now.")
    lacking = missing(case_study)
    if lacking:
        raise Unfinished(f"Finish these sections first: {_and([part.short for part in lacking])}.")
    unknown = [participant for participant in _participants(case_study) if not readers_of(participant)]
    if unknown:
        raise Unfinished(
            f"Nobody of {_and([str(one.school) for one in unknown])} can be asked to confirm. Give the e-mail address "
            "of somebody there, in the section “The schools”, or ask them to join the portal."
        )


# --- Confirming -------------------------------------------------------------------------------------------------------
@transaction.atomic
def confirm_case_study(*, case_study: CaseStudy, school: School, by: User, seen: str) -> CaseStudy:
    """Say for one school that the text may be published. With the last one it goes to Forum staff.

    Confirming a text twice changes nothing. Raises NotYours, NotNow, core.errors.Changed.
    """
    case_study = lock(case_study)
    participant = _acting_for(case_study, school, by)
    if participant.confirmed_text and participant.confirmed_text == seen:
        return case_study
    if case_study.status != Status.PARTNERS:
        raise NotNow(f"{case_study} is “{case_study.get_status_display()}”, so there is nothing to confirm now.")
    text = fingerprint(content_of(case_study))
    if text != seen:
        raise Changed("The text has changed since you opened it. Read it again, then confirm it.")
    _confirm(participant, text, by)
    participant.save()
    others = _participants(case_study)
    waiting = [other.school for other in others if other.confirmed_text != text]
    events.record(of=case_study, kind="case-study-confirmed", sentence=f"{school} confirmed it.", by=by)
    if waiting:
        messages.school_confirmed(case_study, school=school, waiting=waiting)
    else:
        _hand_over(case_study, by)
    return case_study


@transaction.atomic
def object_to_case_study(*, case_study: CaseStudy, school: School, words: str, by: User) -> CaseStudy:
    """Say for one school what should change before it confirms: the text goes back to those who write it.

    Raises NotYours, WordsNeeded, NotNow.
    """
    case_study = lock(case_study)
    participant = _acting_for(case_study, school, by)
    words = clean_words(words, "Enter what should change. It is mailed to the schools that write it.")
    if case_study.status == Status.DRAFT and participant.words == words:
        return case_study  # pressed twice
    if case_study.status != Status.PARTNERS:
        raise NotNow(f"{case_study} is “{case_study.get_status_display()}”, so it does not wait for you now.")
    participant.words = words
    participant.confirmed_at = participant.confirmed_by = None
    participant.confirmed_text = ""
    participant.save()
    _move(case_study, Status.DRAFT, by)
    events.record(of=case_study, kind="case-study-objected", sentence=f"{school} asked for a change.", by=by)
    messages.change_wanted(case_study, school=school, words=words)
    return case_study


@transaction.atomic
def take_back(*, case_study: CaseStudy, by: User) -> CaseStudy:
    """Take a text back that is on its way, in order to change it. What was confirmed stays confirmed for that text.

    Raises NotYours, NotNow.
    """
    case_study = lock(case_study)
    if not may_write(by, case_study):
        raise NotYours("Only people of the schools that write it can take it back.")
    if case_study.status == Status.DRAFT:
        return case_study
    if case_study.status not in (Status.PARTNERS, Status.FORUM):
        raise NotNow(f"{case_study} is “{case_study.get_status_display()}”, so it cannot be taken back.")
    school = _school_of(case_study, by)
    waited_for = [one for one in _participants(case_study) if not one.confirmed_text]
    _move(case_study, Status.DRAFT, by)
    events.record(of=case_study, kind="case-study-taken-back", sentence=f"{school} took it back to change it.", by=by)
    messages.taken_back(case_study, school=school, asked=waited_for)
    return case_study


# --- Once it is published ---------------------------------------------------------------------------------------------
@transaction.atomic
def withdraw_own_case_study(*, case_study: CaseStudy, by: User, words: str) -> CaseStudy:
    """A school that it names no longer wants it published. Its next version, if one was begun, stops with it.

    Raises NotYours, WordsNeeded, NotNow.
    """
    case_study = lock(case_study)
    school = _school_of(case_study, by)
    words = clean_words(words, "Enter why it is withdrawn. It is mailed to the other schools.")
    if case_study.status == Status.WITHDRAWN:
        return case_study
    if not Edition.objects.public().filter(case_study=case_study).exists():
        raise NotNow("It is not published, so there is nothing to withdraw. A draft can be deleted instead.")
    close(case_study, by)
    events.record(of=case_study, kind="case-study-withdrawn", sentence=f"{school} withdrew it: {words}", by=by)
    messages.withdrawn_by_school(case_study, school=school, words=words)
    return case_study


@transaction.atomic
def reopen_case_study(*, case_study: CaseStudy, by: User) -> CaseStudy:
    """Make a draft again of one that was withdrawn. It is confirmed and read by Forum staff like any other.

    Raises NotYours, NotNow.
    """
    case_study = lock(case_study)
    if not may_write(by, case_study):
        raise NotYours("Only people of the schools that write it can bring it back.")
    if case_study.status == Status.DRAFT:
        return case_study
    if case_study.status != Status.WITHDRAWN:
        raise NotNow("Only a case study that was withdrawn can be brought back.")
    school = _school_of(case_study, by)
    _move(case_study, Status.DRAFT, by)
    events.record(of=case_study, kind="case-study-reopened", sentence=f"{school} began to write it again.", by=by)
    return case_study


@transaction.atomic
def confirm_still_right(*, case_study: CaseStudy, by: User) -> Edition:
    """A school says that what is published still holds: it is asked about again in two years, and is no longer old.

    Said before anybody was asked, it changes nothing. Raises NotYours, NotNow.
    """
    case_study = lock(case_study)
    school = _school_of(case_study, by)
    edition = Edition.objects.public().filter(case_study=case_study).first()
    if edition is None:
        raise NotNow("It is not published, so there is nothing to check.")
    today = timezone.localdate()
    if not edition.is_asked_about:
        return edition
    edition.review_on = review_after(today)
    edition._history_user = by
    edition.save(update_fields=["review_on"])
    events.record(
        of=case_study, kind="case-study-still-right", sentence=f"{school} said that what is published holds.", by=by
    )
    messages.still_right(edition, school=school)
    return edition


# --- What happens by itself -------------------------------------------------------------------------------------------
def remind_of_reviews() -> int:
    """Ask schools whether their case study still holds: 60 days before it counts as old, and when it does."""
    today = timezone.localdate()
    due = Edition.objects.public().filter(review_on__lte=today + ASKED_BEFORE_DUE, review_on__gt=today - ASKED_UNTIL)
    return sum(_remind(edition) for edition in list(due.select_related("case_study").order_by("review_on", "pk")))


@transaction.atomic
def _remind(edition: Edition) -> int:
    """The later of the two letters that is due; its key lets it go once a person."""
    key = f"case-study-review-{edition.pk}-{edition.review_on:%Y-%m-%d}"
    if edition.is_old:
        return messages.review_due(edition, key=f"{key}-due")
    return messages.review_soon(edition, key=f"{key}-soon")


def purge_unpublished() -> int:
    """Delete case studies that are not published and that nobody has touched for two years.

    One that was copied stays, without being shown, so that those who copied it do not lose where it came from.
    """
    before = timezone.now() - datetime.timedelta(days=365 * KEEP_UNPUBLISHED_YEARS)
    public = Edition.objects.public().values("case_study")
    old = CaseStudy.objects.filter(saved_at__lt=before, copies=None).exclude(pk__in=public)
    return sum(_purge(case_study, before) for case_study in list(old.order_by("pk")))


@transaction.atomic
def _purge(case_study: CaseStudy, before: datetime.datetime) -> int:
    case_study = lock(case_study)
    last = CaseStudy.history.filter(id=case_study.pk).order_by("-history_date").first()
    if case_study.saved_at >= before or (last is not None and last.history_date >= before):
        return 0  # sent, withdrawn or written in lately
    pk = case_study.pk
    Edition.objects.filter(case_study=case_study).delete()
    case_study.delete()
    Edition.history.filter(case_study_id=pk).delete()
    Section.history.filter(case_study_id=pk).delete()
    CaseStudy.history.filter(id=pk).delete()
    return 1


# --- What these share -------------------------------------------------------------------------------------------------
def close(case_study: CaseStudy, by: User) -> None:
    """Take a locked case study out of the public's sight, for the actions that withdraw it."""
    _move(case_study, Status.WITHDRAWN, by)
    edition = Edition.objects.filter(case_study=case_study).first()
    if edition is not None:
        edition.withdrawn_at, edition.featured_at = timezone.now(), None
        edition._history_user = by
        edition.save(update_fields=["withdrawn_at", "featured_at"])


def clean_words(words: str, refusal: str) -> str:
    """What is mailed, without what cannot be stored. Raises WordsNeeded with `refusal` where nothing is left."""
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if not words:
        raise WordsNeeded(refusal)
    if len(words) > LONGEST_WORDS:
        raise WordsNeeded(f"Shorten this to {LONGEST_WORDS:,} characters or fewer.")
    return words


def _participants(case_study: CaseStudy) -> list[Participant]:
    return list(case_study.participants.select_related("school", "case_study").order_by("pk"))


def _acting_for(case_study: CaseStudy, school: School, by: User) -> Participant:
    """The school's row, for somebody who is verified there and was asked. Raises NotYours."""
    theirs = case_study.participants.filter(school=school, school__in=schools_of(by)).exclude(asked_at=None)
    participant = theirs.select_related("school", "case_study").first()
    if participant is None:
        raise NotYours(f"Only somebody who is verified at {school} can speak for it here.")
    return participant


def _school_of(case_study: CaseStudy, by: User) -> School:
    """The school for which this person acts, a writing one first. Raises NotYours."""
    theirs = case_study.participants.filter(school__in=schools_of(by)).exclude(writes=False, asked_at=None)
    participant = theirs.select_related("school").order_by("-writes", "pk").first()
    if participant is None:
        raise NotYours("Only people of the schools that it names can do this.")
    return participant.school


def _confirm(participant: Participant, text: str, by: User) -> None:
    participant.confirmed_at, participant.confirmed_by, participant.confirmed_text = timezone.now(), by, text
    participant.words = participant.email = ""  # from now on its own people are asked; the address is not kept


def _hand_over(case_study: CaseStudy, by: User) -> None:
    """To Forum staff: every school has confirmed."""
    case_study.sent_at = timezone.now()
    _move(case_study, Status.FORUM, by, "sent_at")
    messages.with_the_forum(case_study)


def _move(case_study: CaseStudy, to: str, by: User, *fields: str) -> None:
    refusal = f"{case_study} is “{case_study.get_status_display()}”, so this cannot happen now."
    move(case_study, to, allowed=CaseStudy.ALLOWED, refusal=refusal)
    case_study._history_user = by
    case_study.save(update_fields=["status", *fields])


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
