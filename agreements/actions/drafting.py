"""Settling an MOU clause by clause: begun, changed, agreed, reopened, commented, and which clauses there are."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from agreements.drafts import clauses_to_begin_with, people_of, turns_of
from agreements.filling import filled, known_of
from agreements.locks import lock_mou
from agreements.messages import drafting as messages
from agreements.models import (
    Clause,
    ClauseAgreement,
    ClauseComment,
    ClauseKind,
    ClauseText,
    Mou,
    MouClause,
    SharedMou,
    TemplateVersion,
)
from agreements.rules import may_comment
from agreements.texts import LONGEST_TEXT, Content, is_complete
from core import events
from core.errors import ActionRefused, Changed
from core.transitions import lock
from partnerships.models import Partner, Partnership
from partnerships.rules import may_write

State = MouClause.State

LONGEST_HEADING = 100
LONGEST_COMMENT = 2000
LONGEST_LINE = 300  # of the table of who gives what
MOST_LINES = 20  # of one cell of it
MOST_ROWS = 40
MOST_CLAUSES = 60
NUDGE_AFTER = datetime.timedelta(days=14)
OWN = "own-"  # what the slug of a clause begins with that the schools wrote themselves
DATES = ("begins", "review", "ends")

# Why the text cannot be changed in a status that is not DRAFTING, and what to do.
NOT_NOW = {
    Mou.Status.SIGNING: "This text is being signed. To change it, recall it first; signatures then lapse.",
    Mou.Status.SIGNED: "This MOU is signed. To change it, begin an amendment.",
    Mou.Status.ENDED: "This MOU has ended. To use it again, renew it.",
}

_GONE = "“{}” was left out meanwhile. Put it back to go on with it."


class NotWriter(ActionRefused):
    """Only leads, deputy leads and headteachers change an MOU."""


class NotDrafting(ActionRefused):
    """The working text stays as it is while it is signed, and after."""


class WordsNeeded(ActionRefused):
    """What was written is missing, too long, or has not the shape of its kind of clause."""


class NotComplete(ActionRefused):
    """A clause with blanks cannot be agreed."""


class ClauseGone(ActionRefused):
    """The clause was left out meanwhile."""


class NotOptional(ActionRefused):
    """A required clause cannot be left out."""


class TooMany(ActionRefused):
    """An MOU has as many clauses as it may."""


# --- Begin ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def begin_mou(
    *, partnership: Partnership, by: User, template: TemplateVersion | None = None, shared: SharedMou | None = None
) -> Mou:
    """The MOU of a partnership, begun from a template, from one that others share, or from the required skeleton of
    the library where neither is given; what the portal knows is filled in.

    A partnership has one: when it is begun already, that one is returned as it is. Raises NotWriter.
    """
    partnership = lock(partnership)
    school = _school_of(partnership, by)
    found = Mou.objects.filter(partnership=partnership).first()
    if found is not None:
        return found
    mou = Mou(partnership=partnership, begun_by=by, moved_by_school=school.school, template=template, adapted=shared)
    source: Iterable[Content]
    if template is not None:
        source, mou.begun_from = template.content["clauses"], f"the template “{template.content['title']}”"
    elif shared is not None:
        source, mou.begun_from = shared.content["clauses"], f"“{shared.title}”, an MOU that other schools share"
    else:
        source, mou.begun_from = _skeleton(), "the clauses that every MOU needs"
    mou._history_user = by
    mou.save()
    known = known_of(partnership, by)
    for order, given in enumerate(clauses_to_begin_with(source), start=1):
        _write_clause(mou, {**given, "content": filled(given, known), "order": order}, by, school)
    _record(mou, "mou-begun", f"{school.school} began the memorandum of understanding from {mou.begun_from}.", by)
    messages.begun(mou, school)
    return mou


def _skeleton() -> list[Content]:
    """The clauses of the library that no MOU should lack: who, standing of the text, aims, who gives what, dates."""
    needed = [ClauseKind.PARTIES, ClauseKind.GIVES, ClauseKind.DATES]
    clauses = Clause.objects.offered()
    return [
        _from_library(clause, required=True) for clause in clauses if clause.kind in needed or clause.slug in _ALWAYS
    ]


_ALWAYS = ("status", "aims")


def _from_library(clause: Clause, *, required: bool) -> Content:
    return {
        "slug": clause.slug,
        "heading": clause.heading,
        "kind": clause.kind,
        "guidance": clause.guidance,
        "text": clause.text,
        "required": required,
    }


def _write_clause(mou: Mou, given: Content, by: User, school: Partner) -> MouClause:
    """A clause of the draft with its first text. `given` as in TemplateVersion.content, with `content` and `order`."""
    columns = ("slug", "heading", "kind", "guidance", "content", "required", "order")
    clause = MouClause.objects.create(mou=mou, changed_by=by, **{column: given[column] for column in columns})
    _keep_text(clause, by, school)
    return clause


# --- The words of a clause --------------------------------------------------------------------------------------------
@transaction.atomic
def change_clause(
    *, clause: MouClause, content: Content, version: int, by: User, heading: str = "", agree: bool = False
) -> MouClause:
    """A new text of a clause; `version` is the one that this person had read.

    `heading` counts for a clause of the schools' own; the others keep theirs. With `agree` the writer's school agrees
    to the new text at once, unless blanks remain. What the schools had agreed before no longer counts; the others are
    told. The text that is there already changes nothing. Raises NotWriter, NotDrafting, ClauseGone, WordsNeeded,
    core.errors.Changed.
    """
    mou, clause = _open_clause(clause, by)
    school = _school_of(mou.partnership, by)
    heading = _heading(heading) if clause.slug.startswith(OWN) else clause.heading
    content = _taken(clause, content)
    if (clause.heading, clause.content) != (heading, content):
        if clause.version != version:
            raise Changed("Somebody else has changed this clause since you opened it. Read both, then save again.")
        reopened = clause.state == State.AGREED
        clause.agreements.all().delete()
        clause.heading, clause.content, clause.version = heading, content, version + 1
        clause.state, clause.changed_at, clause.changed_by = State.DISCUSSION, timezone.now(), by
        clause.moved_by_school = school.school
        clause.save()
        _keep_text(clause, by, school, reopened=reopened)
        again = " It had been agreed, so it is open again." if reopened else ""
        _moved(mou, school, "clause-changed", f"{school.school} changed “{clause.heading}”.{again}", by)
        messages.clause_changed(mou, clause, school, reopened=reopened)
    if agree and is_complete(clause.kind, clause.content):
        _agree(mou, clause, school, by)
    return clause


@transaction.atomic
def agree_clause(*, clause: MouClause, partner: Partner, version: int, by: User) -> MouClause:
    """A school agrees to the text `version` of a clause. When all have, the clause is agreed. Twice changes nothing.

    Raises NotWriter, NotDrafting, ClauseGone, NotComplete, core.errors.Changed.
    """
    mou, clause = _open_clause(clause, by)
    if not Partner.objects.written_for_by(by).filter(pk=partner.pk, partnership=mou.partnership).exists():
        raise NotWriter(f"Only the lead, the deputy lead or the headteacher of {partner.school} can agree for it.")
    if clause.version != version:
        raise Changed(f"“{clause.heading}” was changed since you opened it. Read the new text, then agree.")
    if not is_complete(clause.kind, clause.content):
        raise NotComplete(f"“{clause.heading}” still has something to fill in. Fill it in, then agree.")
    _agree(mou, clause, partner, by)
    return clause


def _agree(mou: Mou, clause: MouClause, partner: Partner, by: User) -> None:
    """Note the agreement of one school, and that of all where it was the last."""
    _, new = ClauseAgreement.objects.get_or_create(
        clause=clause, partner=partner, defaults={"number": clause.version, "by": by}
    )
    if not new:
        return
    clause.state, clause.moved_by_school = _state_of(mou, clause), partner.school
    clause.save(update_fields=["state", "moved_by_school"])
    text = clause.texts.get(number=clause.version)
    text.agreed = sorted({*text.agreed, partner.school.urn})
    text.save(update_fields=["agreed"])
    if clause.state == State.AGREED:
        _moved(mou, partner, "clause-agreed", f"“{clause.heading}” is agreed by all schools.", by)
    else:
        _moved(mou, partner, "clause-agreed-by", f"{partner.school} agreed to “{clause.heading}”.", by)
    messages.clause_agreed(mou, clause, partner)


@transaction.atomic
def reopen_clause(*, clause: MouClause, by: User) -> MouClause:
    """Take an agreed clause back into discussion, its text unchanged; of one that is not, take back what one's own
    school agreed to. Twice changes nothing. Raises NotWriter, NotDrafting, ClauseGone."""
    mou, clause = _open_clause(clause, by)
    school = _school_of(mou.partnership, by)
    agreed = clause.state == State.AGREED
    theirs = clause.agreements.all() if agreed else clause.agreements.filter(partner=school)
    taken, _ = theirs.delete()
    if not taken:
        return clause
    clause.state, clause.moved_by_school = State.DISCUSSION, school.school
    clause.save(update_fields=["state", "moved_by_school"])
    if agreed:
        sentence = f"{school.school} reopened “{clause.heading}”, which had been agreed."
    else:
        sentence = f"{school.school} no longer agrees to “{clause.heading}” as it is."
    _moved(mou, school, "clause-reopened", sentence, by)
    messages.clause_reopened(mou, clause, school)
    return clause


# --- Comments ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def comment(*, clause: MouClause, words: str, mentioned: Iterable[User], by: User) -> ClauseComment:
    """Say something beside a clause, for all schools to see; whoever is mentioned is written to.

    People who write for a school may, and whoever was mentioned in this MOU: they were asked. Only people of the
    partnership's schools can be mentioned; anybody else is left out. The same words twice running are said once.
    Raises NotWriter, NotDrafting, ClauseGone, WordsNeeded.
    """
    mou = lock_mou(clause.mou)
    if not may_comment(by, mou):
        raise NotWriter("Only the leads, deputy leads and headteachers comment, and those whom they mention.")
    _refuse_unless_drafting(mou)
    clause = _standing(mou, clause)
    words = _clean(words)
    if not words or len(words) > LONGEST_COMMENT:
        raise WordsNeeded(f"Enter a comment of at most {LONGEST_COMMENT:,} characters.")
    last = clause.comments.filter(removed_at=None).last()
    if last is not None and (last.by_id, last.words) == (by.pk, words):
        return last  # pressed twice
    side = mou.partnership.partners.present().select_related("school").acted_for_by(by).order_by("pk").first()
    if side is None:
        raise NotWriter("Only people of the partnership’s schools comment on its MOU.")
    said = ClauseComment.objects.create(clause=clause, by=by, school=side.school, words=words)
    asked = [user for user in people_of(mou.partnership) if user in set(mentioned) and user != by]
    said.mentioned.set(asked)
    if clause.state == State.OPEN:
        clause.state = State.DISCUSSION
    if clause.state == State.DISCUSSION:
        clause.moved_by_school = side.school
    clause.save(update_fields=["state", "moved_by_school"])
    _moved(mou, side, "clause-commented", f"{side.school} commented on “{clause.heading}”.", by)
    messages.mentioned(mou, clause, said, side, asked)
    messages.clause_commented(mou, clause, side)
    return said


@transaction.atomic
def take_back_comment(*, comment: ClauseComment, by: User) -> ClauseComment:
    """Take one's own comment back: its words are gone for everybody. Twice changes nothing. Raises NotWriter."""
    lock_mou(comment.clause.mou)
    comment = lock(comment)
    if comment.by_id != by.pk:
        raise NotWriter("Only who wrote a comment can take it back.")
    if comment.removed_at is None:
        comment.removed_at, comment.words = timezone.now(), ""
        comment.save(update_fields=["removed_at", "words"])
        comment.mentioned.clear()
    return comment


# --- Which clauses there are ------------------------------------------------------------------------------------------
@transaction.atomic
def add_clause(*, mou: Mou, by: User, clause: Clause | None = None, heading: str = "", text: str = "") -> MouClause:
    """Add an optional clause at the end, before the dates: one of the library, or the schools' own with a heading.

    One of the library that was left out is put back. The same own clause twice is added once. Raises NotWriter,
    NotDrafting, WordsNeeded, TooMany.
    """
    mou = open_mou(mou, by)
    school = _school_of(mou.partnership, by)
    if clause is not None:
        found = mou.clauses.filter(slug=clause.slug).first()
        if found is not None:
            return _put_back(mou, found, school, by)
        given = _from_library(clause, required=False)
        known = known_of(mou.partnership, by)
        given["content"] = filled(given, known)
    else:
        heading, text = _heading(heading), _text(text)
        twin = mou.clauses.standing().filter(slug__startswith=OWN, heading=heading).first()
        if twin is not None and twin.content == {"text": text}:
            return twin  # pressed twice
        taken = mou.clauses.filter(slug__startswith=OWN).values_list("slug", flat=True)
        number = max((int(slug.removeprefix(OWN)) for slug in taken), default=0) + 1
        given = {"slug": f"{OWN}{number}", "heading": heading, "kind": ClauseKind.TEXT, "guidance": ""}
        given |= {"content": {"text": text}, "required": False}
    if mou.clauses.standing().count() >= MOST_CLAUSES:
        raise TooMany(f"An MOU has at most {MOST_CLAUSES} clauses. Leave one out to add another.")
    given["order"] = (mou.clauses.order_by("-order").values_list("order", flat=True).first() or 0) + 1
    added = _write_clause(mou, given, by, school)
    _rearranged(mou, school, "clause-added", f"{school.school} added “{added.heading}”.", by)
    messages.clauses_changed(mou, school, f"{school.school} added “{added.heading}” to your MOU")
    return added


@transaction.atomic
def leave_out_clause(*, clause: MouClause, by: User) -> MouClause:
    """Leave an optional clause out of the text. Its words and comments are kept, to be put back. Twice changes
    nothing. Raises NotWriter, NotDrafting, NotOptional."""
    mou = open_mou(clause.mou, by)
    clause = lock(clause)
    if clause.required:
        raise NotOptional(f"“{clause.heading}” is required, so it cannot be left out. You can change its wording.")
    if clause.removed_at is None:
        school = _school_of(mou.partnership, by)
        clause.removed_at = timezone.now()
        clause.save(update_fields=["removed_at"])
        _rearranged(mou, school, "clause-left-out", f"{school.school} left out “{clause.heading}”.", by)
        messages.clauses_changed(mou, school, f"{school.school} left “{clause.heading}” out of your MOU")
    return clause


@transaction.atomic
def put_back_clause(*, clause: MouClause, by: User) -> MouClause:
    """Put a clause back that was left out, with the words that it had; who had agreed is asked again.

    Twice changes nothing. Raises NotWriter, NotDrafting, TooMany.
    """
    mou = open_mou(clause.mou, by)
    return _put_back(mou, lock(clause), _school_of(mou.partnership, by), by)


def _put_back(mou: Mou, clause: MouClause, school: Partner, by: User) -> MouClause:
    if clause.removed_at is None:
        return clause
    if mou.clauses.standing().count() >= MOST_CLAUSES:
        raise TooMany(f"An MOU has at most {MOST_CLAUSES} clauses. Leave one out to put this one back.")
    clause.agreements.all().delete()
    clause.removed_at, clause.state, clause.moved_by_school = None, State.DISCUSSION, school.school
    clause.save(update_fields=["removed_at", "state", "moved_by_school"])
    _rearranged(mou, school, "clause-put-back", f"{school.school} put “{clause.heading}” back.", by)
    messages.clauses_changed(mou, school, f"{school.school} put “{clause.heading}” back into your MOU")
    return clause


@transaction.atomic
def move_clause(*, clause: MouClause, up: bool, version: int, by: User) -> MouClause:
    """Let a clause change places with the one before it, or after it; `version` is that of the MOU which was read.

    The first does not move up, nor the last down. Raises NotWriter, NotDrafting, ClauseGone, core.errors.Changed.
    """
    mou, clause = _open_clause(clause, by)
    if mou.version != version:
        raise Changed("The order of the clauses was changed since you opened it. Look at it, then move it again.")
    standing = list(mou.clauses.standing())
    place = standing.index(clause)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(standing):
        return clause
    standing[place], standing[other] = standing[other], standing[place]
    for order, one in enumerate(standing, start=1):
        if one.order != order:
            MouClause.objects.filter(pk=one.pk).update(order=order)
    school = _school_of(mou.partnership, by)
    words = f"{school.school} moved “{clause.heading}” {'up' if up else 'down'}."
    _rearranged(mou, school, "clause-moved", words, by)
    return clause


def _rearranged(mou: Mou, school: Partner, kind: str, sentence: str, by: User) -> None:
    """Which clauses there are, or their order, is new."""
    mou.version += 1
    _moved(mou, school, kind, sentence, by)


# --- By the clock, and when a school comes or goes --------------------------------------------------------------------
def nudge_waiting_sides() -> int:
    """Remind the schools with which a draft MOU has been for a fortnight."""
    before = timezone.now() - NUDGE_AFTER
    due = Q(nudged_at=None) | Q(nudged_at__lte=before)
    found = Mou.objects.filter(due, status=Mou.Status.DRAFTING, moved_at__lte=before)
    return sum(_nudge(mou, before) for mou in found.exclude(partnership__stage="ended").order_by("pk"))


@transaction.atomic
def _nudge(mou: Mou, before: datetime.datetime) -> bool:
    mou = lock_mou(mou)
    if mou.status != Mou.Status.DRAFTING or mou.moved_at > before or (mou.nudged_at and mou.nudged_at > before):
        return False  # somebody did something meanwhile
    turns = turns_of(mou)
    if not turns.with_sides:
        return False
    mou.nudged_at = timezone.now()
    mou._history_user = None
    mou.save(update_fields=["nudged_at"])
    sides = " and ".join(str(partner.school) for partner in turns.with_sides)
    _record(mou, "mou-nudged", f"{sides} reminded that the MOU waits.", None)
    messages.nudge(mou, turns)
    return True


def partner_left(partner: Partner) -> None:
    """A school has left the partnership: it agrees to nothing any more, and its rows are taken out of the table."""
    _with_other_schools(partner, leaves=True)


def partner_joined(partner: Partner) -> None:
    """A school has joined: it has yet to agree to everything, and has a row of its own in the table."""
    _with_other_schools(partner, leaves=False)


@transaction.atomic
def _with_other_schools(partner: Partner, *, leaves: bool) -> None:
    mou = Mou.objects.filter(partnership=partner.partnership).first()
    if mou is None or mou.status == Mou.Status.ENDED:
        return
    mou = lock_mou(mou)
    ClauseAgreement.objects.filter(clause__mou=mou, partner=partner).delete()
    for clause in mou.clauses.select_for_update():
        before = clause.state
        if clause.kind == ClauseKind.GIVES:
            _change_rows(clause, partner, leaves=leaves)
        if clause.kind in (ClauseKind.GIVES, ClauseKind.PARTIES):  # what they say is not what was agreed
            clause.agreements.all().delete()
            clause.moved_by_school = None
        if before != State.OPEN:
            clause.state = _state_of(mou, clause)
        if before != clause.state:
            clause.moved_by_school = None
        clause.save()
    _record(
        mou,
        "mou-schools-changed",
        f"{partner.school} {'left' if leaves else 'joined'}, so clauses of the MOU are open again.",
        None,
    )


def _change_rows(clause: MouClause, partner: Partner, *, leaves: bool) -> None:
    """The table without the rows of a school, or with an empty one for it: a new text, by nobody."""
    urn = partner.school.urn
    rows = [row for row in clause.content.get("rows", []) if row["urn"] != urn]
    if not leaves:
        rows.append({"urn": urn, "gives": [], "gets": [], "by": ""})
    reopened = clause.state == State.AGREED
    clause.content, clause.version = {**clause.content, "rows": rows}, clause.version + 1
    clause.changed_at, clause.changed_by = timezone.now(), None
    _keep_text(clause, None, None, reopened=reopened)


def why_not_now(clause: MouClause) -> str:
    """Why the text of a clause stays as it is now, and what to do; "" where it may be changed."""
    if clause.mou.status != Mou.Status.DRAFTING:
        return NOT_NOW[Mou.Status(clause.mou.status)]
    return _GONE.format(clause.heading) if clause.removed_at is not None else ""


def with_present_schools(clause: MouClause, content: Content) -> Content:
    """An old content of a clause, its table without the rows of schools that have left since."""
    if "rows" not in content:
        return content
    present = set(clause.mou.partnership.partners.present().values_list("school__urn", flat=True))
    return {**content, "rows": [row for row in content["rows"] if row["urn"] in present]}


# --- What they share --------------------------------------------------------------------------------------------------
def open_mou(mou: Mou, by: User) -> Mou:
    """The MOU, locked, if this person may change its working text now. Raises NotWriter, NotDrafting.

    Call it first in every action that changes the draft, inside its transaction.
    """
    mou = lock_mou(mou)
    if not may_write(by, mou.partnership):
        raise NotWriter("Only the leads, deputy leads and headteachers can change the MOU. Ask one of them.")
    _refuse_unless_drafting(mou)
    return mou


def _refuse_unless_drafting(mou: Mou) -> None:
    if mou.status != Mou.Status.DRAFTING:
        raise NotDrafting(NOT_NOW[Mou.Status(mou.status)])


def _open_clause(clause: MouClause, by: User) -> tuple[Mou, MouClause]:
    mou = open_mou(clause.mou, by)
    return mou, _standing(mou, clause)


def _standing(mou: Mou, clause: MouClause) -> MouClause:
    """The clause of a locked MOU, locked too. Raises ClauseGone."""
    clause = lock(clause)
    if clause.removed_at is not None:
        raise ClauseGone(_GONE.format(clause.heading))
    clause.mou = mou
    return clause


def _school_of(partnership: Partnership, by: User) -> Partner:
    """The school for which this person writes here. Raises NotWriter."""
    mine = partnership.partners.select_related("school").written_for_by(by).order_by("pk").first()
    if mine is None:
        raise NotWriter("Only the leads, deputy leads and headteachers can change the MOU. Ask one of them.")
    return mine


def _state_of(mou: Mou, clause: MouClause) -> str:
    """Agreed when every school that is in the partnership agreed to the present text."""
    present = set(mou.partnership.partners.present().values_list("pk", flat=True))
    agreed = set(clause.agreements.filter(number=clause.version).values_list("partner", flat=True))
    if present and present <= agreed:
        return State.AGREED
    return State.DISCUSSION


def _keep_text(clause: MouClause, by: User | None, school: Partner | None, *, reopened: bool = False) -> None:
    ClauseText.objects.create(
        clause=clause,
        number=clause.version,
        heading=clause.heading,
        content=clause.content,
        by=by,
        school=school.school if school else None,
        reopened=reopened,
    )


def _moved(mou: Mou, school: Partner, kind: str, sentence: str, by: User) -> None:
    """This school did something with the draft now: the next step is the others'."""
    mou.moved_at, mou.moved_by_school, mou.nudged_at = timezone.now(), school.school, None
    mou._history_user = by
    mou.save(update_fields=["moved_at", "moved_by_school", "nudged_at", "version"])
    _record(mou, kind, sentence, by)


def _record(mou: Mou, kind: str, sentence: str, by: User | None) -> None:
    """In the timeline of the partnership. No person is named: an event outlives the people it is about."""
    events.record(of=mou.partnership, kind=kind, sentence=sentence, by=by)


def _heading(heading: str) -> str:
    heading = " ".join(_clean(heading).split())
    if not heading or len(heading) > LONGEST_HEADING:
        raise WordsNeeded(f"Enter a heading of at most {LONGEST_HEADING} characters.")
    return heading


def _taken(clause: MouClause, content: Content) -> Content:
    """The content in the shape of the clause's kind (agreements/texts.py). Raises WordsNeeded."""
    taken: Content = {"text": _text(content.get("text", ""))}
    if clause.kind == ClauseKind.GIVES:
        taken["rows"] = _rows(clause, content.get("rows", []))
    if clause.kind == ClauseKind.DATES:
        taken |= {name: content.get(name, "") for name in DATES}
        said = [datetime.date.fromisoformat(taken[name]) for name in DATES if taken[name]]
        if said != sorted(said) or len(set(said)) < len(said):
            raise WordsNeeded("Enter dates in order: it begins, is reviewed, and ends after that.")
    return taken


def _rows(clause: MouClause, rows: list[Content]) -> list[Content]:
    known = set(clause.mou.partnership.partners.present().values_list("school__urn", flat=True))
    if len(rows) > MOST_ROWS:
        raise WordsNeeded(f"Enter at most {MOST_ROWS} rows.")
    if any(row["urn"] not in known for row in rows):
        raise WordsNeeded("Choose a school of this partnership in each row.")
    return [
        {"urn": row["urn"], "gives": _cell(row["gives"]), "gets": _cell(row["gets"]), "by": row["by"]} for row in rows
    ]


def _cell(lines: list[str]) -> list[str]:
    lines = [words for line in lines if (words := " ".join(_clean(line).split()))]
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise WordsNeeded(f"Enter at most {MOST_LINES} lines in a cell, each of at most {LONGEST_LINE} characters.")
    return lines


def _text(text: str) -> str:
    text = _clean(text)
    if len(text) > LONGEST_TEXT:
        raise WordsNeeded(f"Enter at most {LONGEST_TEXT:,} characters.")
    return text


def _clean(words: Any) -> str:
    return str(words).replace("\x00", "").replace("\r\n", "\n").strip()
