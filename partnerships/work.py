"""Tasks, notes and files of a partnership, in the words of their pages.

Of people only names are shown here: an account without one is called by its school, never by its e-mail address.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import Membership, User
from partnerships.actions.partnership import short_name
from partnerships.models import KeptFile, Note, Partner, Partnership, Task
from partnerships.workspace import Tab

SOON = 7  # days: what is due within them is counted in the tab, and stands on the dashboard
DUE_IN = datetime.timedelta(days=14)  # what a new task is given, until somebody says otherwise
NEXT_TASKS = 5  # on the first page
PER_PAGE = 25


@dataclass(frozen=True)
class Person:
    """Somebody who can see to a task: `role` is what they are for it ("lead", "headteacher" …)."""

    user: User
    partner: Partner
    role: str

    @property
    def key(self) -> str:
        """Names them in a form: a person may be at two of the schools."""
        return f"{self.partner.pk}-{self.user.pk}"

    @property
    def name(self) -> str:
        return self.user.name or f"Somebody at {self.partner.school} who gave no name"

    @property
    def words(self) -> str:
        """ "Amara Nwosu, Brackenfold Primary School"."""
        return f"{self.name}, {self.partner.school}" if self.user.name else self.name


def present_in(partnership: Partnership) -> list[Partner]:
    """The schools that have not left."""
    return list(partnership.partners.present().select_related("school", "lead", "deputy"))


def people_of(partners: Sequence[Partner]) -> list[Person]:
    """Who can see to a task: school by school its lead and deputy lead, then everybody else verified there by name.

    One query, however many schools and people.
    """
    known: dict[int, list[Membership]] = {}
    rows = Membership.objects.filter(school__in=[partner.school_id for partner in partners], user__is_active=True)
    for membership in rows.select_related("user").order_by("user__name", "pk"):
        known.setdefault(membership.school_id, []).append(membership)
    return [person for partner in partners for person in _people_at(partner, known.get(partner.school_id, []))]


def _people_at(partner: Partner, memberships: list[Membership]) -> list[Person]:
    left = {m.user_id for m in memberships if m.status in (Membership.Status.REFUSED, Membership.Status.ENDED)}
    carrying = [(partner.lead, "lead"), (partner.deputy, "deputy lead")]
    found = [Person(user, partner, role) for user, role in carrying if user and user.is_active and user.pk not in left]
    there = {person.user.pk for person in found}
    verified = [m for m in memberships if m.status == Membership.Status.VERIFIED and m.user_id not in there]
    return found + [Person(m.user, partner, m.get_role_display().lower()) for m in verified]


def day_words(day: datetime.date) -> str:
    """ "27 November", and the year where it is another."""
    return date_format(day, "j F" if day.year == timezone.localdate().year else "j F Y")


@dataclass(frozen=True)
class TaskRow:
    """A task on `today`, as one person reads it."""

    task: Task
    person: Person | None  # None where nobody sees to it any more
    is_mine: bool
    today: datetime.date

    @property
    def is_done(self) -> bool:
        return self.task.done_at is not None

    @property
    def days_late(self) -> int:
        return 0 if self.is_done else max(0, (self.today - self.task.due_on).days)

    @property
    def owner(self) -> str:
        return self.person.words if self.person else f"Nobody at {self.task.partner.school}: choose who sees to it"

    @property
    def when(self) -> str:
        if self.task.done_at:
            return f"done on {day_words(timezone.localdate(self.task.done_at))}"
        return f"by {day_words(self.task.due_on)}"

    @property
    def tag(self) -> tuple[str, str]:
        """(words, colour)."""
        days = (self.task.due_on - self.today).days
        if self.is_done:
            return "Done", "green"
        if days < 0:
            return f"{-days} day{'' if days == -1 else 's'} late", "red"
        if days == 0:
            return "Due today", "yellow"
        if days < SOON:
            return f"Due {date_format(self.task.due_on, 'l')}", "yellow"
        return "To do", "grey"


def rows_of(tasks: Sequence[Task], people: Sequence[Person], user: User) -> list[TaskRow]:
    today = timezone.localdate()
    known = {(person.partner.pk, person.user.pk): person for person in people}
    return [
        TaskRow(task, known.get((task.partner_id, task.owner_id or 0)), task.owner_id == user.pk, today)
        for task in tasks
    ]


def others_words(partner: Partner, partners: Sequence[Partner]) -> str:
    """Who is shut out of what is private to `partner`: "Thornmere School", "the other schools"."""
    others = [other for other in partners if other.pk != partner.pk]
    return str(others[0].school) if len(others) == 1 else "the other schools"


@dataclass(frozen=True)
class Seen:
    """Who sees a note or a file, said on it and beside the field where it is typed."""

    only: Partner | None
    partners: Sequence[Partner]

    @property
    def title(self) -> str:
        """ "All schools", "Private, Brackenfold only"."""
        return f"Private, {short_name(self.only.school.name)} only" if self.only else "All schools"

    @property
    def sentence(self) -> str:
        if self.only:
            others = others_words(self.only, self.partners)
            return f"{others[0].upper()}{others[1:]} cannot see this."
        return "Everybody of the partnership’s schools sees this."


@dataclass(frozen=True)
class NoteRow:
    note: Note
    seen: Seen
    is_kept_here: bool  # this person may change it

    @property
    def by(self) -> str:
        """ "Amara Nwosu, Brackenfold Primary School"; the school alone where the person has gone."""
        name = self.note.by.name if self.note.by else ""
        return ", ".join(part for part in (name, str(self.note.school or "")) if part)


@dataclass(frozen=True)
class FileRow:
    file: KeptFile
    seen: Seen
    is_kept_here: bool


def private_of(model: type[Note] | type[KeptFile], partnership: Partnership, user: User) -> models.QuerySet:
    """The notes or files of a partnership that this person sees, newest first."""
    found = model.objects.visible_to(user).standing().filter(partnership=partnership)
    return found.select_related("by", "school").order_by("-at", "-pk")


def written_for(partnership: Partnership, user: User) -> list[Partner]:
    """The schools for which this person writes here; none for somebody who only reads."""
    return list(partnership.partners.written_for_by(user).select_related("school"))


def note_rows(notes: Sequence[Note], partners: Sequence[Partner], mine: Sequence[Partner]) -> list[NoteRow]:
    """`mine` are the schools for which the reader writes: what these keep, they may change."""
    known, keeps = {partner.pk: partner for partner in partners}, {partner.school_id for partner in mine}
    return [NoteRow(note, Seen(known.get(note.only_id or 0), partners), note.school_id in keeps) for note in notes]


def file_rows(files: Sequence[KeptFile], partners: Sequence[Partner], mine: Sequence[Partner]) -> list[FileRow]:
    """As note_rows."""
    known, keeps = {partner.pk: partner for partner in partners}, {partner.school_id for partner in mine}
    return [FileRow(file, Seen(known.get(file.only_id or 0), partners), file.school_id in keeps) for file in files]


@dataclass(frozen=True)
class PrivateNote:
    """What a school keeps to itself, on the first page: its newest private note, or the place to write one."""

    partner: Partner
    note: Note | None
    others: str
    is_kept_here: bool

    @property
    def title(self) -> str:
        return f"Private note, {short_name(self.partner.school.name)} only"

    @property
    def url(self) -> str:
        if self.note:
            return reverse("partnerships:change_note", args=[self.partner.partnership_id, self.note.pk])
        return f"{reverse('partnerships:add_note', args=[self.partner.partnership_id])}?for={self.partner.pk}"


class Work:
    """What the first page shows of tasks and notes, in a fixed number of queries."""

    def __init__(self, partnership: Partnership, user: User) -> None:
        self.partnership, self.user = partnership, user

    @cached_property
    def partners(self) -> list[Partner]:
        return present_in(self.partnership)

    @cached_property
    def tasks(self) -> list[TaskRow]:
        """The next ones, the earliest due first."""
        found = self.partnership.tasks.to_do().select_related("partner__school")[:NEXT_TASKS]
        return rows_of(list(found), people_of(self.partners), self.user)

    @cached_property
    def in_all(self) -> int:
        """How many are to do."""
        return self.partnership.tasks.to_do().count()

    @cached_property
    def mine(self) -> list[Partner]:
        """The schools for which this person writes."""
        return written_for(self.partnership, self.user)

    @property
    def may_write(self) -> bool:
        return bool(self.mine)

    @cached_property
    def private_notes(self) -> list[PrivateNote]:
        """One for each school for which this person writes, and each whose private note they read."""
        own = Note.objects.standing().filter(only=models.OuterRef("pk")).order_by("-at", "-pk")
        mine = self.partnership.partners.present().acted_for_by(self.user).select_related("school")
        partners = list(mine.annotate(newest=models.Subquery(own.values("pk")[:1])))
        notes = Note.objects.visible_to(self.user).in_bulk([one.newest for one in partners if one.newest])
        writes = {partner.pk for partner in self.mine}
        found = [
            PrivateNote(one, notes.get(one.newest), others_words(one, self.partners), one.pk in writes)
            for one in partners
        ]
        return [one for one in found if one.note or one.is_kept_here]


def work_of(partnership: Partnership, user: User) -> Work:
    """For `partnerships/work/_overview.html`, included by the first page as `work`."""
    return Work(partnership, user)


# --- Tabs
def tasks_tab(partnership: Partnership, user: User) -> Tab:
    """Counts what is due for this person within a week, or late."""
    soon = timezone.localdate() + datetime.timedelta(days=SOON)
    due = partnership.tasks.due(soon).owned_by(user).count()
    return Tab(text="Tasks", url=reverse("partnerships:tasks", args=[partnership.pk]), count=due)


def notes_tab(partnership: Partnership, user: User) -> Tab:
    return Tab(text="Notes", url=reverse("partnerships:notes", args=[partnership.pk]))


def files_tab(partnership: Partnership, user: User) -> Tab:
    return Tab(text="Files", url=reverse("partnerships:files", args=[partnership.pk]))
