"""Writing a case study: begun, saved section by section, thrown away."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from accounts.querysets import schools_of
from casestudies.forms.writing import MOST_ACTIVITIES, MOST_SCHOOLS, MOST_SUBJECTS
from casestudies.models import CaseStudy, Participant, Section
from casestudies.rules import may_write
from casestudies.writing.sections import BY_NAME, Items
from core import events
from core.errors import ActionRefused, Changed
from core.transitions import lock, move
from partnerships.models import LineKind, Partner, Partnership, PartnershipLine
from schools.models import School
from schools.year_groups import YearGroups

Status = CaseStudy.Status
LONGEST_TITLE = 120

# Why the text cannot be changed in a status that is not WRITABLE, and what to do.
NOT_NOW = {
    Status.PARTNERS: "The schools are confirming this text. To change it, take it back first.",
    Status.FORUM: "Forum staff are reading this text. To change it, take it back first.",
    Status.WITHDRAWN: "This case study was withdrawn. To change it, bring it back as a draft first.",
}


class Discarded(ActionRefused):
    """It was thrown away while somebody wrote in it."""


class NotWriter(ActionRefused):
    """Only verified people of the schools that write it change it."""


class NotWritable(ActionRefused):
    """In its status the text stays as it is."""


class NoSuchSection(ActionRefused):
    """A case study has no section of this name that holds answers."""


class ListFull(ActionRefused):
    """The list of a section has as many things as it may."""


class ItemGone(ActionRefused):
    """What was to be changed in a list is no longer where it was."""


class SchoolsNotTaken(ActionRefused):
    """The schools named cannot be those of this case study."""


class WasPublished(ActionRefused):
    """What was published once is withdrawn, never thrown away."""


@transaction.atomic
def begin_case_study(*, school: School, by: User, partnership: Partnership | None = None) -> CaseStudy:
    """A draft about a partnership of `school`'s, filled with what is known, or about its older work.

    A draft that the same person began about the same and nobody has written in goes on instead, so that a button
    pressed twice makes no second one. Raises NotWriter.
    """
    lock(school)  # two presses wait for one another
    if not schools_of(by).filter(pk=school.pk).exists():
        raise NotWriter(f"Only verified people of {school} can write its case studies.")
    if partnership is not None and not partnership.partners.present().filter(school=school).exists():
        raise NotWriter(f"{school} is not in this partnership.")
    untouched = _untouched(school, partnership, by)
    if untouched is not None:
        return untouched
    case_study = CaseStudy(partnership=partnership, begun_by=by, title=_title_from(partnership))
    case_study._history_user = by
    case_study.save()
    # A school that has left had its part in the work: it is named, and confirms like any school that does not write.
    writes = (
        {one.school: one.left_at is None for one in partnership.partners.select_related("school")}
        if partnership
        else {school: True}
    )
    Participant.objects.bulk_create(
        Participant(case_study=case_study, school=one, writes=here) for one, here in writes.items()
    )
    if partnership is not None:
        for name, answers in _known_of(partnership).items():
            _save(Section(case_study=case_study, name=name), answers, by)
        partnership.replications.filter(told_in=None).update(told_in=case_study)
    events.record(of=case_study, kind="case-study-begun", sentence=f"{school} began a case study.", by=by)
    return case_study


@transaction.atomic
def save_section(*, case_study: CaseStudy, name: str, answers: dict[str, Any], seen: int, by: User) -> Section:
    """Keep the answers of one section (shapes: casestudies/forms/writing.py).

    `seen` is the section's version when the page was opened, 0 for one that was never saved. Saving what is there
    already changes nothing. Raises NotWriter, NotWritable, NoSuchSection, core.errors.Changed.
    """
    case_study = open_for_writing(case_study, by)
    if name not in BY_NAME or not BY_NAME[name].has_answers:
        raise NoSuchSection("A case study has no such section.")
    section = Section.objects.filter(case_study=case_study, name=name).first()
    section = section or Section(case_study=case_study, name=name)
    if section.pk and section.answers == answers:
        return section
    if section.version != seen:
        raise Changed("Somebody else saved this since you opened it. Read both, and save the one you want.")
    section.version += 1
    _save(section, answers, by)
    if name == "story":
        case_study.title = str(answers.get("title", ""))[:LONGEST_TITLE]
    touch(case_study, by)
    events.record(of=case_study, kind="case-study-saved", sentence=f"“{BY_NAME[name].heading}” was changed.", by=by)
    return section


@transaction.atomic
def add_item(*, case_study: CaseStudy, name: str, item: dict[str, Any], seen: int, by: User) -> Section:
    """Put a step, a role or a quote at the end of its section's list, whatever somebody else added meanwhile.

    `seen` is the section's version when the page was opened: the same item once more with an older one is a second
    press and adds nothing. Raises NotWriter, NotWritable, NoSuchSection, ListFull.
    """
    section, items = _list_of(open_for_writing(case_study, by), name)
    if section.version != seen and item in items:
        return section
    if len(items) >= _items_of(name).most:
        raise ListFull(f"That is as many as we take. Change or remove one of the {len(items)} to add another.")
    return _save_list(case_study, section, [*items, item], section.version, by)


@transaction.atomic
def change_item(*, case_study: CaseStudy, name: str, number: int, item: dict[str, Any], seen: int, by: User) -> Section:
    """Replace item `number` (from 1) of a section's list. Raises what save_section raises, and ItemGone."""
    section, items = _list_of(open_for_writing(case_study, by), name)
    if not 1 <= number <= len(items):
        raise ItemGone("Somebody else has removed this since you opened it. Add it again if it is still wanted.")
    return _save_list(case_study, section, [*items[: number - 1], item, *items[number:]], seen, by)


@transaction.atomic
def remove_item(*, case_study: CaseStudy, name: str, number: int, seen: int, by: User) -> Section:
    """Take item `number` (from 1) out of a section's list. Raises what save_section raises, and ItemGone."""
    section, items = _list_of(open_for_writing(case_study, by), name)
    if section.version != seen or not 1 <= number <= len(items):
        raise ItemGone("The list was changed since you opened it. See whether what you meant is still there.")
    return _save_list(case_study, section, [*items[: number - 1], *items[number:]], seen, by)


@transaction.atomic
def move_item(*, case_study: CaseStudy, name: str, number: int, to: int, seen: int, by: User) -> Section:
    """Put item `number` of a section's list at place `to`, both from 1. Raises as remove_item."""
    section, items = _list_of(open_for_writing(case_study, by), name)
    places = range(1, len(items) + 1)
    if section.version != seen or number not in places or to not in places:
        raise ItemGone("The list was changed since you opened it. See whether what you meant is still there.")
    items.insert(to - 1, items.pop(number - 1))
    return _save_list(case_study, section, items, seen, by)


@transaction.atomic
def name_schools(*, case_study: CaseStudy, schools: list[tuple[School, str]], by: User) -> CaseStudy:
    """Say which other schools older work was with, each with the address of who can confirm for it.

    The school that writes it stays. Raises NotWriter, NotWritable, SchoolsNotTaken.
    """
    case_study = open_for_writing(case_study, by)
    if case_study.partnership_id is not None:
        raise SchoolsNotTaken("The schools of a partnership’s case study are those of the partnership.")
    if len(schools) > MOST_SCHOOLS:
        raise SchoolsNotTaken(f"Name {MOST_SCHOOLS} other schools or fewer.")
    writing = set(case_study.participants.filter(writes=True).values_list("school_id", flat=True))
    named = {school.pk: email.lower() for school, email in schools if school.pk not in writing}
    now = dict(case_study.participants.filter(writes=False).values_list("school_id", "email"))
    if named == now:
        return case_study  # pressed twice
    case_study.participants.filter(writes=False).exclude(school_id__in=named).delete()
    for pk, email in named.items():
        Participant.objects.update_or_create(case_study=case_study, school_id=pk, defaults={"email": email})
    touch(case_study, by)
    events.record(of=case_study, kind="schools-named", sentence="The schools that it names were changed.", by=by)
    return case_study


@transaction.atomic
def discard_case_study(*, case_study: CaseStudy, by: User) -> None:
    """Delete a case study that was never published, with all that was written. Raises NotWriter, NotWritable,
    WasPublished."""
    case_study = open_for_writing(case_study, by)
    if hasattr(case_study, "edition"):
        raise WasPublished("It was published, so it cannot be deleted. You can withdraw it.")
    events.record(of=case_study, kind="case-study-discarded", sentence="The draft was deleted.", by=by)
    pk = case_study.pk
    case_study.delete()
    # The words go too: nobody was shown them, so nobody has to be told later what they were.
    Section.history.filter(case_study_id=pk).delete()
    CaseStudy.history.filter(id=pk).delete()


def open_for_writing(case_study: CaseStudy, by: User) -> CaseStudy:
    """The row, locked, if this person may change its text now. Raises Discarded, NotWriter, NotWritable.

    Call it first in every action that changes the text, inside its transaction.
    """
    try:
        case_study = lock(case_study)
    except CaseStudy.DoesNotExist:
        raise Discarded("Somebody else has deleted this case study. Copy what you typed, and begin another.") from None
    if not may_write(by, case_study):
        raise NotWriter("Only verified people of the schools that write it can change it.")
    if not case_study.is_writable:
        raise NotWritable(why_not_now(case_study))
    return case_study


def why_not_now(case_study: CaseStudy) -> str:
    """Why the text of one that is not writable stays as it is, and what to do."""
    return NOT_NOW[Status(case_study.status)]


def touch(case_study: CaseStudy, by: User) -> CaseStudy:
    """Note that the text of a case study has changed: it was saved now, and after a publication this begins the next
    version. Call it in the same transaction after `open_for_writing`; a title set on it is saved with it."""
    if case_study.status == Status.PUBLISHED:
        move(case_study, Status.DRAFT, allowed=CaseStudy.ALLOWED, refusal="This cannot be changed now.")
    case_study.saved_at = timezone.now()
    case_study._history_user = by
    case_study.save(update_fields=["title", "status", "saved_at"])
    return case_study


def _save(section: Section, answers: dict[str, Any], by: User) -> None:
    section.answers, section.changed_by = answers, by
    section._history_user = by
    section.save()


def _items_of(name: str) -> Items:
    part = BY_NAME.get(name)
    if part is None or part.items is None:
        raise NoSuchSection("A case study has no such list.")
    return part.items


def _list_of(case_study: CaseStudy, name: str) -> tuple[Section, list[dict[str, Any]]]:
    """(the section, a copy of its list), of a locked case study."""
    key = _items_of(name).key
    section = Section.objects.filter(case_study=case_study, name=name).first()
    section = section or Section(case_study=case_study, name=name)
    return section, list(section.answers.get(key, []))


def _save_list(case_study: CaseStudy, section: Section, items: list[dict[str, Any]], seen: int, by: User) -> Section:
    answers = {**section.answers, _items_of(section.name).key: items}
    return save_section(case_study=case_study, name=section.name, answers=answers, seen=seen, by=by)


def _untouched(school: School, partnership: Partnership | None, by: User) -> CaseStudy | None:
    """A draft of this person's about the same, in which nobody has written, put or named anything."""
    drafts = CaseStudy.objects.filter(partnership=partnership, begun_by=by, status=Status.DRAFT, edition=None)
    drafts = drafts.filter(participants__school=school, participants__writes=True)
    drafts = drafts.exclude(sections__version__gt=0).filter(pictures=None, attachments=None)
    # Those that left the partnership do not write, and nobody named them.
    left = Partner.objects.filter(partnership=partnership, left_at__isnull=False).values("school")
    named = Participant.objects.filter(case_study=OuterRef("pk"), writes=False).exclude(school__in=left)
    return drafts.filter(~Exists(named)).order_by("-pk").first()


def _title_from(partnership: Partnership | None) -> str:
    """The partnership's name, shortened at a word where it is too long for a title."""
    if partnership is None or len(partnership.name) <= LONGEST_TITLE:
        return partnership.name if partnership else ""
    return partnership.name[:LONGEST_TITLE].rsplit(" ", 1)[0]


def _known_of(partnership: Partnership) -> dict[str, dict[str, Any]]:
    """What a partnership says already, as answers: its name and need, and what its schools do for one another."""
    lines = list(PartnershipLine.objects.filter(partner__partnership=partnership).select_related("activity", "subject"))
    needs = [line for line in lines if line.kind == LineKind.NEED]
    offers = [line for line in lines if line.kind == LineKind.OFFER]
    met = [
        need
        for need in needs
        if any(need.partner_id != offer.partner_id and need.could_be_met_by(offer) for offer in offers)
    ]
    about = met or needs
    years = YearGroups(0)
    for line in about:
        years |= line.year_groups
    return {
        "story": {"title": _title_from(partnership), "summary": "", "need": partnership.need, "aims": ""},
        "who": {
            "activities": _first(MOST_ACTIVITIES, (line.activity.slug for line in about)),
            "subjects": _first(MOST_SUBJECTS, (line.subject.slug for line in about if line.subject)),
            "years": int(years) if about else None,
            "priority": "",
            "pupils": None,
            "staff": None,
        },
    }


def _first(most: int, slugs: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(slugs))[:most]
