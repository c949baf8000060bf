"""Tasks, notes and files of a partnership: added, changed, ticked, taken out, brought back, deleted in the end.

What is private to a school leaves no event, for an event is read by all of them; nor does what would only be noise.
"""

import contextlib
import datetime
import uuid
from collections.abc import Iterator
from functools import partial
from typing import IO, TypeVar

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import events, working_days
from core.errors import ActionRefused, Changed
from core.transitions import lock
from core.uploads import document_kind, purge_strays, size_of
from partnerships.messages import work as messages
from partnerships.models import KeptFile, Note, Partner, Partnership, Task
from partnerships.models.work import FILES
from partnerships.rules import may_write
from partnerships.work import Person, people_of, present_in

LONGEST_TASK, LONGEST_NOTE, LONGEST_TITLE = 150, 3000, 100
MOST_TASKS, MOST_NOTES = 300, 500  # to do at once in a partnership; kept for a school
MOST_FILES = 200  # kept for a school: a limit of all schools together would tell one how much another hides
KEPT_DAYS = 30  # after it was taken out

P = TypeVar("P", Note, KeptFile)


class NotWriter(ActionRefused):
    """Leads, deputy leads and headteachers write; the owner of a task may tick it."""


class WordsNeeded(ActionRefused):
    """A title or the words are missing or too long."""


class NotInPartnership(ActionRefused):
    """Whoever is to see to a task must be of one of its schools."""


class TooMany(ActionRefused):
    """There are as many as we keep."""


class NoLongerThere(ActionRefused):
    """It was taken out, or done, meanwhile."""


# --- Tasks
@transaction.atomic
def add_task(
    *, partnership: Partnership, title: str, partner: Partner, owner: User, due_on: datetime.date, by: User
) -> Task:
    """Add a task that `owner`, of the school of `partner`, sees to by `due_on`.

    The same one again (title, owner and day) changes nothing: a button pressed twice. Raises NotWriter, WordsNeeded,
    NotInPartnership, TooMany.
    """
    partnership = _open_to(by, lock(partnership))
    title = _line(title, longest=LONGEST_TASK, what="what is to do")
    person = _person(partnership, partner, owner)
    to_do = partnership.tasks.to_do()
    if there := to_do.filter(title=title, partner=partner, owner=owner, due_on=due_on).first():
        return there
    if to_do.count() >= MOST_TASKS:
        raise TooMany(f"There are {MOST_TASKS} tasks to do already. Finish or remove one to add another.")
    task = Task.objects.create(
        partnership=partnership, title=title, partner=person.partner, owner=owner, due_on=due_on, added_by=by
    )
    school = _school_of(by, partnership)
    events.record(of=partnership, kind="task-added", sentence=f"{school} added the task “{title}”.", by=by)
    return task


@transaction.atomic
def change_task(
    *, task: Task, title: str, partner: Partner, owner: User, due_on: datetime.date, version: int, by: User
) -> Task:
    """Change what is to do, by whom or by when. `version` is the one that the person had read.

    A new owner or day is reminded of anew. Saving what is there already changes nothing. No event: it would be noise.
    Raises NotWriter, WordsNeeded, NotInPartnership, NoLongerThere, core.errors.Changed.
    """
    task = _standing(lock(task))
    _open_to(by, task.partnership)
    title = _line(title, longest=LONGEST_TASK, what="what is to do")
    person = _person(task.partnership, partner, owner)
    wanted = (title, person.partner.pk, owner.pk, due_on)
    if (task.title, task.partner_id, task.owner_id, task.due_on) == wanted:
        return task  # pressed twice, or two people with one thought
    if task.done_at is not None:
        raise NoLongerThere("Somebody ticked this task meanwhile. Say that it is not done yet, then change it.")
    if task.version != version:
        raise Changed("Somebody else changed this task since you opened it. Compare theirs with yours, then save.")
    if (task.owner_id, task.due_on) != (owner.pk, due_on):
        task.reminded_at = None
    task.title, task.partner, task.owner, task.due_on = title, person.partner, owner, due_on
    task.version += 1
    task.save(update_fields=["title", "partner", "owner", "due_on", "version", "reminded_at"])
    return task


@transaction.atomic
def finish_task(*, task: Task, by: User) -> Task:
    """Tick a task. Of two people at once the first did it. Raises NotWriter, NoLongerThere."""
    task = _standing(lock(task))
    _may_tick(task, by)
    if task.done_at is not None:
        return task
    task.done_at, task.done_by = timezone.now(), by
    task.save(update_fields=["done_at", "done_by"])
    events.record(of=task.partnership, kind="task-done", sentence=f"The task “{task.title}” is done.", by=by)
    return task


@transaction.atomic
def reopen_task(*, task: Task, by: User) -> Task:
    """Say that it is not done yet; it is reminded of once more. Raises NotWriter, NoLongerThere."""
    task = _standing(lock(task))
    _may_tick(task, by)
    if task.done_at is None:
        return task
    task.done_at = task.done_by = task.reminded_at = None
    task.save(update_fields=["done_at", "done_by", "reminded_at"])
    events.record(
        of=task.partnership, kind="task-reopened", sentence=f"The task “{task.title}” is not done yet.", by=by
    )
    return task


@transaction.atomic
def remove_task(*, task: Task, by: User) -> Task:
    """Take a task out; for a month it can be brought back. Raises NotWriter."""
    task = lock(task)
    _open_to(by, task.partnership)
    return _set_removed(task, gone=True)


@transaction.atomic
def restore_task(*, task: Task, by: User) -> Task:
    """Undo of "Remove". Raises NotWriter."""
    task = lock(task)
    _open_to(by, task.partnership)
    return _set_removed(task, gone=False)


# --- Notes
@transaction.atomic
def add_note(*, partner: Partner, words: str, private: bool, by: User) -> Note:
    """Keep a note for the school of `partner`: for all schools to read, or `private` to this one.

    The same words again change nothing. Raises NotWriter, WordsNeeded, TooMany.
    """
    partner = _writing_for(partner, by)
    words = _text(words)
    mine = Note.objects.standing().filter(partnership=partner.partnership, school=partner.school)
    if there := mine.filter(words=words, only=partner if private else None, by=by).first():
        return there
    if mine.count() >= MOST_NOTES:
        raise TooMany(f"That is as many notes as we keep. Remove one of your school’s {MOST_NOTES} to add another.")
    note = Note.objects.create(
        partnership=partner.partnership, school=partner.school, only=partner if private else None, words=words, by=by
    )
    _tell(note, kind="note-added", sentence=f"{partner.school} added a note.", by=by)
    return note


@transaction.atomic
def change_note(*, note: Note, words: str, version: int, by: User) -> Note:
    """Change the words of a note of this person's school; who sees it stays. `version` is the one they had read.

    Raises NotWriter, WordsNeeded, NoLongerThere, core.errors.Changed.
    """
    note = _kept(note, by)
    words = _text(words)
    if note.words == words:
        return note
    if note.version != version:
        raise Changed("Somebody else changed this note since you opened it. Compare theirs with yours, then save.")
    note.words, note.by = words, by
    note.version += 1
    note.save(update_fields=["words", "by", "version"])
    return note


@transaction.atomic
def remove_note(*, note: Note, by: User) -> Note:
    """Take a note out; for a month it can be brought back. Raises NotWriter."""
    return _set_removed(_kept(note, by, gone=True), gone=True)


@transaction.atomic
def restore_note(*, note: Note, by: User) -> Note:
    """Undo of "Remove". Raises NotWriter."""
    return _set_removed(_kept(note, by, gone=True), gone=False)


# --- Files
def add_file(
    *,
    partner: Partner,
    file: IO[bytes] | UploadedFile,
    title: str,
    private: bool,
    by: User,
    key: uuid.UUID | None = None,
) -> KeptFile:
    """Keep a file for the school of `partner`; `private` as add_note. It is read before the transaction begins.

    `key` becomes that of the file: sent twice with one key, it is added once. Raises DocumentRefused, NotWriter,
    WordsNeeded, TooMany.
    """
    title = _line(title, longest=LONGEST_TITLE, what="a title for the file")
    kind = document_kind(file)
    with transaction.atomic():
        partner = _writing_for(partner, by)
        mine = KeptFile.objects.filter(partnership=partner.partnership, school=partner.school)
        if there := mine.filter(pk=key or uuid.uuid4()).first():
            return there  # pressed twice
        if mine.standing().count() >= MOST_FILES:
            raise TooMany(f"That is as many files as we keep. Remove one of your school’s {MOST_FILES} to add another.")
        free = key is not None and not KeptFile.objects.filter(pk=key).exists()
        kept = KeptFile(
            pk=key if free else uuid.uuid4(),
            partnership=partner.partnership,
            school=partner.school,
            only=partner if private else None,
            title=title,
            kind=kind,
            size=size_of(file),
            by=by,
        )
        with _undone(kept):
            kept.file.save(kept.kind, File(file), save=False)  # its path is made of its key alone
            kept.save(force_insert=True)
            _tell(kept, kind="file-added", sentence=f"{partner.school} added the file “{title}”.", by=by)
            return kept


@transaction.atomic
def remove_file(*, file: KeptFile, by: User) -> KeptFile:
    """Take a file out; for a month it can be brought back. Raises NotWriter."""
    file = _kept(file, by, gone=True)
    if file.removed_at is None:
        _tell(file, kind="file-removed", sentence=f"{file.school} removed the file “{file.title}”.", by=by)
    return _set_removed(file, gone=True)


@transaction.atomic
def restore_file(*, file: KeptFile, by: User) -> KeptFile:
    """Undo of "Remove". Raises NotWriter."""
    file = _kept(file, by, gone=True)
    if file.removed_at is not None:
        _tell(file, kind="file-restored", sentence=f"{file.school} brought the file “{file.title}” back.", by=by)
    return _set_removed(file, gone=False)


# --- By the clock
def remind_of_tasks() -> int:
    """Remind whoever sees to a task once, on the working day before it is due or when that has passed."""
    day = working_days.on_or_after(timezone.localdate() + datetime.timedelta(days=1))
    due = Task.objects.due(day).filter(reminded_at=None).exclude(owner=None).exclude(owner__is_active=False)
    return sum(_remind(task, day) for task in due.order_by("due_on", "pk"))


@transaction.atomic
def _remind(task: Task, day: datetime.date) -> int:
    """1 where it was still to be reminded of; not somebody who has left, for they no longer see it."""
    task = lock(task)
    if task.reminded_at or task.done_at or task.removed_at or task.due_on > day or task.owner is None:
        return 0
    if not Task.objects.visible_to(task.owner).filter(pk=task.pk).exists():
        return 0
    task.reminded_at = timezone.now()
    task.save(update_fields=["reminded_at"])
    messages.task_due(task)
    return 1


def purge_removed_work() -> int:
    """Delete tasks, notes and files a month after they were taken out of a partnership."""
    before = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    gone = sum(model.objects.filter(removed_at__lte=before).delete()[0] for model in (Task, Note))
    return gone + sum(_purge(file) for file in KeptFile.objects.filter(removed_at__lte=before))


def purge_stray_files() -> int:
    """Delete stored files of a partnership that were never saved, or went with it."""
    return purge_strays(FILES, KeptFile.objects.all())


@transaction.atomic
def _purge(file: KeptFile) -> int:
    """1 if it is still taken out: somebody may bring it back at this moment."""
    if lock(file).removed_at is None:
        return 0
    transaction.on_commit(partial(default_storage.delete, str(file.file.name)))
    file.delete()
    return 1


# --- What they share
def _open_to(by: User, partnership: Partnership) -> Partnership:
    if not may_write(by, partnership):
        raise NotWriter("Only the leads, deputy leads and headteachers can change this. Ask one of them.")
    return partnership


def _may_tick(task: Task, by: User) -> None:
    """Whoever sees to it, too, as long as they see it at all."""
    owns = task.owner_id == by.pk and Task.objects.visible_to(by).filter(pk=task.pk).exists()
    if not owns and not may_write(by, task.partnership):
        raise NotWriter("Only whoever sees to it, the leads, deputy leads and headteachers can tick this task.")


def _standing(task: Task) -> Task:
    if task.removed_at is not None:
        raise NoLongerThere("Somebody removed this task meanwhile.")
    return task


def _person(partnership: Partnership, partner: Partner, owner: User) -> Person:
    """Of the partnership at this moment: somebody may have left since the page was opened."""
    for person in people_of(present_in(partnership)):
        if person.partner.pk == partner.pk and person.user.pk == owner.pk:
            return person
    raise NotInPartnership("Choose somebody of the partnership’s schools to see to it.")


def _school_of(by: User, partnership: Partnership) -> str:
    return str(partnership.partners.written_for_by(by).select_related("school")[0].school)


def _writing_for(partner: Partner, by: User) -> Partner:
    """The partnership is locked, so that two at once are counted one after the other."""
    lock(partner.partnership)
    found = Partner.objects.written_for_by(by).select_related("school", "partnership").filter(pk=partner.pk).first()
    if found is None:
        raise NotWriter(f"Only the lead, the deputy lead and the head of {partner.school} keep things for it here.")
    return found


def _kept(kept: P, by: User, *, gone: bool = False) -> P:
    """The note or file, locked, that this person may change; with `gone` also one that was taken out."""
    model = type(kept)
    kept = lock(kept)
    if not model.objects.visible_to(by).kept_by(by).filter(pk=kept.pk).exists():
        raise NotWriter("Only the lead, the deputy lead and the head of the school that keeps it can change this.")
    if kept.removed_at is not None and not gone:
        raise NoLongerThere("Somebody removed this meanwhile. Bring it back to change it.")
    return kept


R = TypeVar("R", Task, Note, KeptFile)


def _set_removed(what: R, *, gone: bool) -> R:
    if (what.removed_at is not None) != gone:
        what.removed_at = timezone.now() if gone else None
        what.save(update_fields=["removed_at"])
    return what


def _tell(kept: Note | KeptFile, *, kind: str, sentence: str, by: User) -> None:
    """On the timeline of all schools, and so never of what is private."""
    if kept.only_id is None:
        events.record(of=kept.partnership, kind=kind, sentence=sentence, by=by)


def _line(words: str, *, longest: int, what: str) -> str:
    words = " ".join(words.replace("\x00", "").split())
    if not words or len(words) > longest:
        raise WordsNeeded(f"Enter {what} in at most {longest} characters.")
    return words


def _text(words: str) -> str:
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if not words or len(words) > LONGEST_NOTE:
        raise WordsNeeded(f"Enter the note in at most {LONGEST_NOTE:,} characters.")
    return words


@contextlib.contextmanager
def _undone(kept: KeptFile) -> Iterator[None]:
    """What was stored for a row that could not be saved is deleted again (where that fails: purge_stray_files)."""
    try:
        yield
    except BaseException:
        if kept.file.name:
            default_storage.delete(kept.file.name)
        raise
