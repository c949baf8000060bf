"""What comes after signing: amend, renew, give notice, end; and what the clock does with review and end dates.

The version in force holds until another is signed, whatever is drafted meanwhile: an amendment changes the working text
only. People who amend, give notice and end at the same moment wait for one another (agreements/locks.py).
"""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from agreements import leaving
from agreements.actions.signing import recall_when_ended, recall_when_schools_change
from agreements.drafts import day_words
from agreements.locks import lock_mou
from agreements.messages import after as messages
from agreements.models import ClauseKind, ClauseText, Mou, MouClause, Notice, Version
from agreements.texts import Content
from core import events
from core.errors import ActionRefused
from core.transitions import lock, move
from partnerships.actions.proposal import let_leave
from partnerships.actions.stage import schools_that_write
from partnerships.models import Partner, Partnership
from partnerships.rules import may_write
from schools.models import School

Status = Mou.Status
LONGEST_WORDS = 2000  # characters of a reason: a page
RENEWED_BEFORE_END = datetime.timedelta(days=90)
LONGEST_YEARS = 5  # an MOU that nobody has looked at for longer is not one that people keep to

# The letters about dates: its name in `Version.reminded`, which date it is about, and how long before that day it goes.
REVIEW_LETTERS = [("review-soon", datetime.timedelta(days=30)), ("review-due", datetime.timedelta(0))]
END_LETTERS = [("end-in-90", datetime.timedelta(days=90)), ("end-in-30", datetime.timedelta(days=30))]


class NotWriter(ActionRefused):
    """Only leads, deputy leads and headteachers change what the schools agreed."""


class NotNow(ActionRefused):
    """The MOU is not in a state in which this may happen."""


class WrongDates(ActionRefused):
    """The dates do not follow one another, or are too far away. `which` is the one to mend: begins, review or ends."""

    def __init__(self, which: str, sentence: str) -> None:
        super().__init__(sentence)
        self.which = which


class WrongDay(ActionRefused):
    """The day is nearer than the notice that the MOU asks for, or after its end."""


class WordsNeeded(ActionRefused):
    """The others must be told why."""


# --- Amending ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def begin_amendment(*, mou: Mou, by: User) -> Mou:
    """Open the text for changes, beginning with the one in force, which holds until the next is signed by all.

    Where it is open already, by this person or another, nothing changes. Raises NotWriter, NotNow.
    """
    mou = _locked(mou, by)
    version = _in_force(mou)
    if mou.status == Status.DRAFTING:
        return mou
    if mou.status == Status.ENDED:
        raise NotNow("It has ended, so there is nothing to amend. Renew it with new dates.")
    _open(mou, version, by)
    schools = schools_that_write(mou.partnership, by)
    sentence = f"{schools} opened the MOU for an amendment. Version {version.number} holds until the next is signed."
    events.record(of=mou.partnership, kind="mou-amendment-begun", sentence=sentence, by=by)
    messages.amendment_begun(mou, version, by=by, schools=schools)
    return mou


@transaction.atomic
def give_up_amendment(*, mou: Mou, by: User) -> Mou:
    """Leave everything as it was signed. What was typed stays among the earlier texts of each clause.

    Where nothing is open nothing changes. Raises NotWriter, NotNow.
    """
    mou = _locked(mou, by)
    version = _in_force(mou)
    if mou.status in (Status.SIGNED, Status.ENDED):
        return mou
    if mou.status == Status.SIGNING:
        raise NotNow("The amendment is being signed. Recall it first, then give it up.")
    if _schools_of(version) != {partner.school.urn for partner in _present(mou)}:
        raise NotNow("Schools have joined or left since it was signed. Settle the text among those who are in it now.")
    _restore(mou, version, by)
    ended = version.status == Version.Status.ENDED
    _move(mou, Status.ENDED if ended else Status.SIGNED, by)
    schools = schools_that_write(mou.partnership, by)
    stands = "stays ended" if ended else "holds as it was signed"
    sentence = f"{schools} gave up the amendment. Version {version.number} {stands}."
    events.record(of=mou.partnership, kind="mou-amendment-given-up", sentence=sentence, by=by)
    messages.amendment_given_up(mou, version, by=by, schools=schools)
    return mou


@transaction.atomic
def renew(*, mou: Mou, begins: datetime.date, review: datetime.date, ends: datetime.date, by: User) -> Mou:
    """Propose new dates for what holds, or has just ended: an amendment in which only the dates differ.

    The school of the person who asks agrees to the dates by asking. The same dates again change nothing. Raises
    NotWriter, NotNow, WrongDates.
    """
    mou = _locked(mou, by)
    version = _in_force(mou)
    if mou.status == Status.SIGNING:
        raise NotNow("Another version is being signed. Recall it first, or renew once it is signed.")
    if not may_be_renewed(version):
        raise NotNow(
            f"It holds until {day_words(version.ends_on)}. It can be renewed from {day_words(renewed_from(version))}."
        )
    check_dates(begins=begins, review=review, ends=ends)
    if mou.status in (Status.SIGNED, Status.ENDED):
        _open(mou, version, by)
    clause = mou.clauses.standing().filter(kind="dates").first()
    if clause is None:
        raise NotNow("The MOU has no clause about its dates now. Put that back, then renew.")
    dates = {"begins": begins.isoformat(), "review": review.isoformat(), "ends": ends.isoformat()}
    if {**clause.content, **dates} == clause.content:
        return mou
    mine = list(mou.partnership.partners.written_for_by(by))
    _write(clause, heading=clause.heading, content={**clause.content, **dates}, by=by, school=mine[0].school)
    _agree(clause, mine, by=by, of=_present(mou))
    _touch(mou, by, mine[0].school)
    schools = schools_that_write(mou.partnership, by)
    sentence = f"{schools} proposed to renew the MOU until {day_words(ends)}. The other schools agree, then all sign."
    events.record(of=mou.partnership, kind="mou-renewal-proposed", sentence=sentence, by=by)
    messages.renewal_proposed(mou, begins=begins, review=review, ends=ends, by=by, schools=schools)
    return mou


def renewed_from(version: Version) -> datetime.date:
    """The first day on which the schools can renew it."""
    return version.ends_on - RENEWED_BEFORE_END


def may_be_renewed(version: Version) -> bool:
    """From three months before its end, and for ever afterwards."""
    return timezone.localdate() >= renewed_from(version)


def check_dates(*, begins: datetime.date, review: datetime.date, ends: datetime.date) -> None:
    """Raise WrongDates, with what to do, where these cannot be the dates of an MOU from now on."""
    if not begins < ends:
        raise WrongDates("ends", "Enter a day after the beginning")
    if ends <= timezone.localdate():
        raise WrongDates("ends", "Enter a day that is still to come")
    if ends > begins + datetime.timedelta(days=366 * LONGEST_YEARS):
        raise WrongDates("ends", f"Enter a day at most {LONGEST_YEARS} years after the beginning. You can renew again")
    if not begins < review < ends:
        raise WrongDates("review", "Enter a day after the beginning and before the end")


# --- Leaving and ending -----------------------------------------------------------------------------------------------
@transaction.atomic
def give_notice(*, mou: Mou, school: School, reason: str, pupils: str, ends_on: datetime.date, by: User) -> Notice:
    """Say for one school that it leaves on a day to come, at least as far away as the MOU says. The others are told.

    Saying the same twice changes nothing. Raises NotWriter, NotNow, WordsNeeded, WrongDay.
    """
    mou = _locked(mou, by)
    version = _in_force(mou)
    if not mou.partnership.partners.written_for_by(by).filter(school=school).exists():
        raise NotWriter(f"Only the lead, deputy lead and headteacher of {school} can give notice for it.")
    reason, pupils = _words(reason, "Enter why your school leaves."), _words(pupils, "Enter what happens for pupils.")
    given = Notice.objects.filter(mou=mou, school=school, status=Notice.Status.GIVEN).first()
    if given is not None and (given.reason, given.ends_on) == (reason, ends_on):
        return given  # pressed twice
    if given is not None:
        raise NotNow(
            f"{school} has given notice for {day_words(given.ends_on)} already. To change it, take it back first."
        )
    if version.status != Version.Status.SIGNED:
        raise NotNow("The MOU has ended, so nobody need give notice.")
    check_day_to_leave(version, ends_on)
    notice = Notice.objects.create(mou=mou, school=school, reason=reason, pupils=pupils, ends_on=ends_on, given_by=by)
    sentence = f"{school} gave notice: it leaves on {day_words(ends_on)}."
    events.record(of=mou.partnership, kind="mou-notice-given", sentence=sentence, by=by)
    messages.notice_given(notice)
    return notice


def first_day_to_leave(version: Version) -> datetime.date:
    """The first day for which a school can give notice today."""
    return timezone.localdate() + datetime.timedelta(days=leaving.notice_days(version.content))


def check_day_to_leave(version: Version, ends_on: datetime.date) -> None:
    """Raise WrongDay or NotNow, with what to do, where a school cannot give notice for this day today."""
    if version.ends_on < first_day_to_leave(version):
        raise NotNow(
            f"The MOU ends on {day_words(version.ends_on)}, sooner than a notice could take effect. You need not give "
            "one: tell the others that you will not renew it."
        )
    if ends_on < first_day_to_leave(version):
        raise WrongDay(
            f"Enter {day_words(first_day_to_leave(version))} or a later day: the MOU asks for that much notice."
        )
    if ends_on > version.ends_on:
        raise WrongDay(f"Enter a day until {day_words(version.ends_on)}, when the MOU ends anyway.")


@transaction.atomic
def take_back_notice(*, notice: Notice, by: User) -> Notice:
    """Stay after all, until the day itself. Twice changes nothing. Raises NotWriter, NotNow."""
    mou = _locked(notice.mou)
    notice = lock(notice)
    if notice.status == Notice.Status.DONE:
        raise NotNow("The notice has taken effect, so it cannot be taken back.")
    if not mou.partnership.partners.written_for_by(by).filter(school=notice.school).exists():
        raise NotWriter(f"Only the lead, deputy lead and headteacher of {notice.school} can take its notice back.")
    if notice.status == Notice.Status.WITHDRAWN:
        return notice
    _close(notice, Notice.Status.WITHDRAWN, refusal="It is closed already.")
    sentence = f"{notice.school} took its notice back: it stays."
    events.record(of=mou.partnership, kind="mou-notice-taken-back", sentence=sentence, by=by)
    messages.notice_taken_back(notice)
    return notice


@transaction.atomic
def end_mou(*, mou: Mou, by: User | None, why: str) -> Mou:
    """End what holds, and whatever is drafted or being signed. Twice changes nothing.

    Called where every school has agreed that the partnership ends, or where a notice took effect: that was checked
    there. `why` is a sentence for the timeline.
    """
    mou = _locked(mou)
    if mou.status == Status.ENDED:
        return mou
    if mou.status == Status.SIGNING:
        recall_when_ended(mou.partnership)
        mou = _locked(mou)
    if mou.in_force is not None and mou.in_force.status == Version.Status.SIGNED:
        _end_version(mou.in_force, why)
    _move(mou, Status.ENDED, by)
    for notice in mou.notices.filter(status=Notice.Status.GIVEN):
        _close(notice, Notice.Status.DONE, refusal="It is closed already.")
    events.record(of=mou.partnership, kind="mou-ended", sentence=f"The MOU ended. {why}", by=by)
    return mou


# --- By the clock -----------------------------------------------------------------------------------------------------
def remind_of_dates() -> int:
    """Remind the schools of an MOU of its review, 30 days before and on the day, and 90 and 30 days before its end."""
    today = timezone.localdate()
    reviewed = Q(review_on__lte=today + REVIEW_LETTERS[0][1])
    near = Version.objects.filter(reviewed | Q(ends_on__lte=today + END_LETTERS[0][1]), ends_on__gte=today)
    found = near.filter(status=Version.Status.SIGNED).select_related("mou__partnership").order_by("pk")
    return sum(_remind(version, today) for version in list(found))


@transaction.atomic
def _remind(version: Version, today: datetime.date) -> int:
    """Post what is due or overdue and has not gone. Of two letters about the same date that run late, the later one."""
    mou = _locked(version.mou)
    version = lock(version)
    if version.status != Version.Status.SIGNED:
        return 0
    posted = 0
    for letters, day in ((REVIEW_LETTERS, version.review_on), (END_LETTERS, version.ends_on)):
        due = [name for name, before in letters if today >= day - before and name not in version.reminded]
        if due:
            version.reminded = [*version.reminded, *due]
            posted += messages.date_is_near(mou, version, due[-1])
    if posted:
        version.save(update_fields=["reminded"])
    return int(posted > 0)


def end_what_is_over() -> int:
    """End the MOUs whose last day has passed, and tell their schools."""
    today = timezone.localdate()
    over = Version.objects.filter(status=Version.Status.SIGNED, ends_on__lt=today)
    return sum(_end_by_date(version) for version in list(over.order_by("pk")))


@transaction.atomic
def _end_by_date(version: Version) -> int:
    mou = _locked(version.mou)
    version = lock(version)
    if version.status != Version.Status.SIGNED or version.ends_on >= timezone.localdate():
        return 0
    _end_version(version, "")
    if mou.status == Status.SIGNED:  # a renewal that is drafted or being signed goes on
        _move(mou, Status.ENDED, None)
    sentence = f"The MOU ended on {day_words(version.ends_on)}, as it says. The schools can renew it."
    events.record(of=mou.partnership, kind="mou-ended", sentence=sentence)
    messages.ended_by_date(mou, version)
    return 1


def carry_out_notices() -> int:
    """Carry out the notices whose day has come: the school leaves, and where only one is left the MOU ends."""
    due = Notice.objects.filter(status=Notice.Status.GIVEN, ends_on__lte=timezone.localdate())
    return sum(_carry_out(notice) for notice in list(due.order_by("ends_on", "pk")))


@transaction.atomic
def _carry_out(notice: Notice) -> int:
    mou = _locked(notice.mou)
    notice = lock(notice)
    if notice.status != Notice.Status.GIVEN or notice.ends_on > timezone.localdate():
        return 0
    _close(notice, Notice.Status.DONE, refusal="It is closed already.")
    leaver = mou.partnership.partners.present().filter(school=notice.school).first()
    if leaver is not None:  # otherwise it has left by another way
        let_leave(partner=leaver, words=notice.reason, by=None)
    return 1


# --- What other rooms bring about -------------------------------------------------------------------------------------
def follow_schools(partner: Partner) -> None:
    """A school has joined or left: nobody signs a text that is between others, and what was signed is amended.

    The version in force holds for those who signed it and are still there. What the change does to the clauses is in
    agreements/actions/drafting.py.
    """
    recall_when_schools_change(partner)
    mou = _locked_of(partner.partnership)
    if mou is None or mou.status == Status.ENDED:
        return
    if mou.status == Status.SIGNED:
        _move(mou, Status.DRAFTING, None)
    for notice in mou.notices.filter(status=Notice.Status.GIVEN, school=partner.school_id):
        _close(notice, Notice.Status.DONE, refusal="It is closed already.")


def follow_partnership_ended(partnership: Partnership) -> None:
    """The partnership has ended, and its MOU with it."""
    mou = _locked_of(partnership)
    if mou is not None:
        end_mou(mou=mou, by=None, why="The partnership has ended.")


# --- Small parts ------------------------------------------------------------------------------------------------------
def _locked(mou: Mou, by: User | None = None) -> Mou:
    """The MOU, locked and read afresh. With `by`: who must be somebody who may write in a partnership that goes on."""
    mou = lock_mou(mou)
    if by is not None and mou.partnership.stage == Partnership.Stage.ENDED:
        raise NotNow("The partnership has ended, so its MOU stays as it is.")
    if by is not None and not may_write(by, mou.partnership):
        raise NotWriter("Only the leads, deputy leads and headteachers can do this. Ask one of them.")
    return mou


def _locked_of(partnership: Partnership) -> Mou | None:
    mou = Mou.objects.filter(partnership=partnership).first()
    return _locked(mou) if mou is not None else None


def _in_force(mou: Mou) -> Version:
    if mou.in_force is None:
        raise NotNow("Nothing has been signed yet. Change the draft as it stands.")
    return mou.in_force


def _present(mou: Mou) -> list[Partner]:
    return list(mou.partnership.partners.present().select_related("school"))


def _move(mou: Mou, to: Mou.Status, by: User | None) -> None:
    move(mou, to, allowed=Mou.ALLOWED, refusal=f"The MOU is “{mou.get_status_display()}”, so this cannot happen now.")
    mou._history_user = by
    mou.save(update_fields=["status"])


def _touch(mou: Mou, by: User, school: School) -> None:
    """Whose turn it is: the others are nudged a fortnight after this."""
    mou.moved_at, mou.moved_by_school, mou.nudged_at = timezone.now(), school, None
    mou.version += 1
    mou._history_user = by
    mou.save(update_fields=["moved_at", "moved_by_school", "nudged_at", "version"])


def _open(mou: Mou, version: Version, by: User | None) -> None:
    """The working text becomes that of the version, and may be changed."""
    _restore(mou, version, by)
    _move(mou, Status.DRAFTING, by)
    side = mou.partnership.partners.written_for_by(by).select_related("school").first() if by else None
    mou.moved_at, mou.moved_by_school, mou.nudged_at = timezone.now(), side.school if side else None, None
    mou.save(update_fields=["moved_at", "moved_by_school", "nudged_at"])


def _restore(mou: Mou, version: Version, by: User | None) -> None:
    """The clauses, words and order of what was signed, agreed by the schools that signed it.

    A clause that has another text since gets a new one with the old words, so that its texts tell all that was typed.
    """
    present, signed = _present(mou), _schools_of(version)
    staying = [partner for partner in present if partner.school.urn in signed]
    same = {partner.school.urn for partner in present} == signed
    clauses = {clause.slug: clause for clause in mou.clauses.all()}
    for order, frozen in enumerate(version.content["clauses"], start=1):
        clause = clauses.pop(frozen["slug"])
        heading, content = frozen["heading"], _without_leavers(frozen["content"], present)
        if (clause.heading, clause.content) != (heading, content):
            _write(clause, heading=heading, content=content, by=by, school=None)
        clause.order, clause.removed_at = order, None
        clause.save(update_fields=["order", "removed_at"])
        # Who takes part, and who gives what, was agreed among the schools of then.
        holds = same or clause.kind not in (ClauseKind.PARTIES, ClauseKind.GIVES)
        _agree(clause, staying if holds else [], by=None, of=present)
    for order, clause in enumerate(clauses.values(), start=len(version.content["clauses"]) + 1):
        clause.order, clause.removed_at = order, clause.removed_at or timezone.now()
        clause.save(update_fields=["order", "removed_at"])
    mou.version += 1
    mou.save(update_fields=["version"])


def _without_leavers(content: Content, present: list[Partner]) -> Content:
    if "rows" not in content:
        return content
    urns = {partner.school.urn for partner in present}
    return {**content, "rows": [row for row in content["rows"] if row["urn"] in urns]}


def _schools_of(version: Version) -> set[int]:
    """The schools between which it is, by their URN."""
    return {party["urn"] for party in version.content["parties"]}


def _write(clause: MouClause, *, heading: str, content: Content, by: User | None, school: School | None) -> None:
    """A new text of a clause; nobody has agreed to it yet."""
    was_agreed = clause.state == MouClause.State.AGREED
    clause.heading, clause.content, clause.version = heading, content, clause.version + 1
    clause.state, clause.changed_at, clause.changed_by = MouClause.State.DISCUSSION, timezone.now(), by
    clause.moved_by_school = school
    clause.save()
    clause.agreements.all().delete()
    ClauseText.objects.create(
        clause=clause,
        number=clause.version,
        heading=heading,
        content=content,
        by=by,
        school=school,
        reopened=was_agreed,
    )


def _agree(clause: MouClause, partners: list[Partner], *, by: User | None, of: list[Partner]) -> None:
    """These schools agree to the present text: agreed once they are all that take part."""
    clause.agreements.exclude(partner__in=partners).delete()
    for partner in partners:
        clause.agreements.update_or_create(partner=partner, defaults={"number": clause.version, "by": by})
    everybody = {partner.pk for partner in of} <= {partner.pk for partner in partners}
    clause.state = MouClause.State.AGREED if everybody else MouClause.State.DISCUSSION
    clause.save(update_fields=["state"])


def _end_version(version: Version, why: str) -> None:
    move(version, Version.Status.ENDED, allowed=Version.ALLOWED, refusal="It has ended already.")
    version.closed_at, version.closed_words = timezone.now(), why
    version.save(update_fields=["status", "closed_at", "closed_words"])


def _close(notice: Notice, to: Notice.Status, *, refusal: str) -> None:
    move(notice, to, allowed=Notice.ALLOWED, refusal=refusal)
    notice.closed_at = timezone.now()
    notice.save(update_fields=["status", "closed_at"])


def _words(words: str, needed: str) -> str:
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if not words:
        raise WordsNeeded(needed)
    if len(words) > LONGEST_WORDS:
        raise WordsNeeded(f"Shorten this to {LONGEST_WORDS:,} characters or fewer.")
    return words
