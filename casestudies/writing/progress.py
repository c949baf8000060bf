"""How far a case study is: its sections as a list of tasks, what happens next, and who acts."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from casestudies.models import CaseStudy, Participant, Section
from casestudies.writing.sections import SECTIONS, Part, missing, section_of
from core.queues import PROMISED_WORKING_DAYS

Status = CaseStudy.Status
# Where nobody has to do anything next.
ELSEWHERE = {
    Status.PUBLISHED: "Everybody can read it. Change any section to begin its next version.",
    Status.WITHDRAWN: "It was withdrawn. Only the schools that it names and Forum staff still see it.",
}


@dataclass(frozen=True, kw_only=True)
class Task:
    """A section in the list of tasks. `state` is "done", "begun", "empty", "optional" or "change" (asked for)."""

    part: Part
    state: str
    url: str
    said: str = ""  # a hint of what is there
    staff_words: str = ""

    TAGS = {  # words, colour of the tag; none where plain words do
        "done": ("Done", ""),
        "begun": ("Begun", "yellow"),
        "empty": ("Not begun", "blue"),
        "optional": ("Optional", "grey"),
        "change": ("Change asked for", "purple"),
    }

    @property
    def words(self) -> str:
        return self.TAGS[self.state][0]

    @property
    def colour(self) -> str:
        return self.TAGS[self.state][1]


def tasks_of(case_study: CaseStudy) -> list[Task]:
    """Every section. Reads `sections`, `participants__school`, `pictures` and `attachments`: prefetch them."""
    return [_task(case_study, part) for part in SECTIONS]


def done_words(tasks: list[Task]) -> str:
    """ "3 of 9 sections done", without those that may be left out."""
    needed = [task for task in tasks if not task.part.optional]
    return f"{sum(task.state == 'done' for task in needed)} of {len(needed)} sections done"


def address_of(case_study: CaseStudy, part: Part) -> str:
    """Where a section is written."""
    if not part.has_answers:
        return reverse(f"casestudies:{part.name}", args=[case_study.pk])
    return reverse("casestudies:items" if part.form is None else "casestudies:section", args=[case_study.pk, part.name])


def next_address(case_study: CaseStudy, after: str) -> str:
    """Where "Save and continue" leads from the section `after`: the next that is not complete or was not looked at,
    in the order of the list; from the last to the overview."""
    order = [part.name for part in SECTIONS]
    for part in SECTIONS[order.index(after) + 1 :]:
        if _task(case_study, part).state in ("begun", "empty", "optional", "change"):
            return address_of(case_study, part)
    return case_study.get_absolute_url()


def _task(case_study: CaseStudy, part: Part) -> Task:
    said = _said(case_study, part)
    section = section_of(case_study, part.name)
    asked = section.staff_words if section and case_study.status == Status.CHANGES else ""
    if section and asked and not _changed_since(case_study, section):
        state = "change"
    elif part.optional:
        state = "done" if said else "optional"
    elif part.is_complete(case_study):
        state = "done"
    else:
        state = "begun" if said or (section and _says_something(section)) else "empty"
    return Task(part=part, state=state, url=address_of(case_study, part), said=said, staff_words=asked)


def _changed_since(case_study: CaseStudy, section: Section) -> bool:
    return case_study.decided_at is not None and section.changed_at > case_study.decided_at


def _says_something(section: Section) -> bool:
    empty: tuple[Any, ...] = (None, "", [])
    return any(answer not in empty for answer in section.answers.values())


def _said(case_study: CaseStudy, part: Part) -> str:
    """A hint: how many things there are, which schools."""
    if part.name == "schools":
        schools = [str(one.school) for one in case_study.participants.all()]
        return ", ".join(schools) if len(schools) > 1 else ""
    if part.name == "pictures":
        return _count(sum(1 for one in case_study.pictures.all() if one.removed_at is None), "picture")
    if part.name == "files":
        return _count(sum(1 for one in case_study.attachments.all() if one.removed_at is None), "file")
    section = section_of(case_study, part.name)
    if section is None or part.items is None:
        return ""
    return _count(len(section.answers.get(part.items.key, [])), part.items.each)


def _count(number: int, each: str) -> str:
    return f"{number} {each}{'' if number == 1 else 's'}" if number else ""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a case study stands for one reader: the sentence of what happens next, and what this person may do."""

    words: str
    may_write: bool = False
    may_send: bool = False
    may_take_back: bool = False
    may_reopen: bool = False
    may_withdraw: bool = False
    must_confirm: bool = False
    may_discard: bool = False
    is_public: bool = False
    is_confirmed_text: bool = False  # who confirmed confirmed this very text: nobody has changed it since


def standing_of(case_study: CaseStudy, mine: Collection[int]) -> Standing:
    """For somebody who may see it and is verified at the schools `mine` (ids). Prefetch `participants__school` and
    `sections`; select `edition`."""
    writes = any(one.writes and one.school_id in mine for one in case_study.participants.all())
    edition = getattr(case_study, "edition", None)
    public = case_study.public_edition is not None
    others = [one for one in case_study.participants.all() if one.confirmed_at is None]
    lacking = missing(case_study)
    return Standing(
        words=_next(case_study, lacking, others, public=public),
        may_write=writes and case_study.is_writable,
        may_send=writes and not lacking and case_study.status in (Status.DRAFT, Status.CHANGES),
        may_take_back=writes and case_study.status in (Status.PARTNERS, Status.FORUM),
        may_reopen=writes and case_study.status == Status.WITHDRAWN,
        may_withdraw=public,
        must_confirm=case_study.status == Status.PARTNERS and any(one.school_id in mine for one in others),
        may_discard=writes and case_study.is_writable and edition is None,
        is_public=public,
        is_confirmed_text=case_study.status in (Status.PARTNERS, Status.FORUM, Status.PUBLISHED),
    )


def _next(case_study: CaseStudy, lacking: list[Part], waiting: list[Participant], *, public: bool) -> str:
    again = " The published one stays as it is until the new version is approved." if public else ""
    if case_study.status == Status.PARTNERS:
        words = f"Waiting for {_and([str(one.school) for one in waiting])} to read and confirm it."
    elif case_study.status in ELSEWHERE:
        return ELSEWHERE[Status(case_study.status)]
    elif case_study.status == Status.FORUM:
        words = f"Next: Forum staff read it within {PROMISED_WORKING_DAYS} working days."
    elif lacking:
        words = f"Still to write: {_and([part.short for part in lacking])}."
    elif case_study.status == Status.CHANGES:
        words = "Next: make the change that Forum staff asked for, then send it again."
    else:
        words = "Everything is there. Next: read it as others will, and send it."
    return words + again


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "the schools"
