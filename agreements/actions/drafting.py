"""Settling an MOU clause by clause: begun, changed, agreed, reopened, commented, and which clauses there are."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from agreements.drafts import clauses_to_begin_with, filled, known_of
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
OWN = "own-"  # what the slug of a clause begins with that the schools wrote themselves
DATES = ("begins", "review", "ends")

# Why the text cannot be changed in a status that is not DRAFTING, and what to do.
NOT_NOW = {
    Mou.Status.SIGNING: "This text is being signed. To change it, recall it first; signatures then lapse.",
    Mou.Status.SIGNED: "This MOU is signed. To change it, begin an amendment.",
    Mou.Status.ENDED: "This MOU has ended. To use it again, renew it.",
}


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
        _write_clause(mou, given, filled(given["kind"], given["text"], known), order, by, school)
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


def _write_clause(mou: Mou, given: Content, content: Content, order: int, by: User, school: Partner) -> MouClause:
    """A clause of the draft with its first text."""
    clause = MouClause.objects.create(
        mou=mou,
        slug=given["slug"],
        heading=given["heading"],
        kind=given["kind"],
        guidance=given["guidance"],
        content=content,
        required=given["required"],
        order=order,
        changed_by=by,
    )
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
    clause.state = _state_of(mou, clause)
    clause.save(update_fields=["state"])
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
    clause.state = State.DISCUSSION
    clause.save(update_fields=["state"])
    if agreed:
        sentence = f"{school.school} reopened “{clause.heading}”, which had been agreed."
    else:
        sentence = f"{school.school} no longer agrees to “{clause.heading}” as it is."
    _moved(mou, school, "clause-reopened", sentence, by)
    messages.clause_reopened(mou, clause, school)
    return clause


# --- What they share --------------------------------------------------------------------------------------------------
def open_mou(mou: Mou, by: User) -> Mou:
    """The MOU, locked, if this person may change its working text now. Raises NotWriter, NotDrafting.

    Call it first in every action that changes the draft, inside its transaction.
    """
    mou = lock_mou(mou)
    if not may_write(by, mou.partnership):
        raise NotWriter("Only the leads, deputy leads and headteachers can change the MOU. Ask one of them.")
    if mou.status != Mou.Status.DRAFTING:
        raise NotDrafting(NOT_NOW[Mou.Status(mou.status)])
    return mou


def _open_clause(clause: MouClause, by: User) -> tuple[Mou, MouClause]:
    mou = open_mou(clause.mou, by)
    clause = lock(clause)
    if clause.removed_at is not None:
        raise ClauseGone(f"“{clause.heading}” was left out meanwhile. Put it back to go on with it.")
    clause.mou = mou
    return mou, clause


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


def _keep_text(clause: MouClause, by: User, school: Partner, *, reopened: bool = False) -> None:
    ClauseText.objects.create(
        clause=clause,
        number=clause.version,
        heading=clause.heading,
        content=clause.content,
        by=by,
        school=school.school,
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
    known = set(clause.mou.partnership.partners.values_list("school__urn", flat=True))
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
