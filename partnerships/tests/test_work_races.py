"""Two people at once in a partnership's workspace: one truth, and the slower is told. On real connections."""

import uuid

import pytest
from django.core.files.base import ContentFile

from core.errors import ActionRefused, Changed
from core.models import Event
from core.tests import files
from core.tests.at_once import at_once
from notifications.models import Message
from partnerships.actions import work as actions
from partnerships.models import KeptFile, Note, Task
from partnerships.tests.introductions import opened_partnership
from partnerships.tests.working import day, note, sides, task

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def kinds(partnership):
    return list(Event.objects.of(partnership).values_list("kind", flat=True))


@pytest.fixture
def both():
    return sides(opened_partnership())


def test_two_who_tick_one_task_tick_it_once(both):
    ours, theirs = both
    one = task(theirs)
    outcomes = at_once(*[lambda by=by: actions.finish_task(task=one, by=by) for by in (ours.lead, theirs.lead)] * 2)
    assert all(isinstance(outcome, Task) for outcome in outcomes)
    assert kinds(ours.partnership).count("task-done") == 1
    assert len({outcome.done_by_id for outcome in outcomes}) == 1


@pytest.mark.parametrize("turn", range(2))
def test_of_two_who_change_one_task_the_second_is_told(both, turn):
    ours, theirs = both
    one = task(ours)

    def change(title, by):
        return actions.change_task(
            task=one, title=title, partner=ours, owner=ours.lead, due_on=day(3), version=0, by=by
        )

    outcomes = at_once(lambda: change("Ours", ours.lead), lambda: change("Theirs", theirs.lead))
    won = [outcome for outcome in outcomes if isinstance(outcome, Task)]
    assert len(won) == 1 and sum(isinstance(outcome, Changed) for outcome in outcomes) == 1
    one.refresh_from_db()
    assert (one.title, one.version) == (won[0].title, 1)


@pytest.mark.parametrize("turn", range(2))
def test_ticking_while_somebody_changes_or_removes_it(both, turn):
    ours, theirs = both
    one = task(ours)
    at_once(
        lambda: actions.finish_task(task=one, by=ours.lead),
        lambda: actions.change_task(
            task=one, title="Other", partner=theirs, owner=theirs.lead, due_on=day(3), version=0, by=theirs.lead
        ),
        lambda: actions.remove_task(task=one, by=theirs.lead),
    )
    one.refresh_from_db()
    assert one.removed_at is not None
    assert kinds(ours.partnership).count("task-done") == (one.done_at is not None)
    assert (one.title == "Other") == (one.version == 1)


def test_a_double_click_adds_one_of_each(both):
    ours, _ = both
    key = uuid.uuid4()
    new = {"partnership": ours.partnership, "title": "X", "partner": ours, "owner": ours.lead, "due_on": day(2)}
    at_once(*[lambda: actions.add_task(by=ours.lead, **new)] * 3)
    at_once(*[lambda: actions.add_note(partner=ours, words="X", private=False, by=ours.lead)] * 3)
    at_once(
        *[
            lambda: actions.add_file(
                partner=ours, file=ContentFile(files.pdf()), title="X", private=False, by=ours.lead, key=key
            )
        ]
        * 3
    )
    assert (Task.objects.count(), Note.objects.count(), KeptFile.objects.count()) == (1, 1, 1)
    told = kinds(ours.partnership)
    assert [told.count(kind) for kind in ("task-added", "note-added", "file-added")] == [1, 1, 1]


def test_of_two_who_change_one_note_the_second_is_told(both):
    ours, _ = both
    one = note(ours, private=True)
    outcomes = at_once(
        *[
            lambda words=words: actions.change_note(note=one, words=words, version=0, by=ours.lead)
            for words in ("A", "B")
        ]
    )
    assert sorted(isinstance(outcome, ActionRefused) for outcome in outcomes) == [False, True]
    one.refresh_from_db()
    assert one.version == 1


def test_two_runs_of_the_reminder_write_once(both):
    ours, _ = both
    task(ours, days=0)
    assert sum(at_once(*[actions.remind_of_tasks] * 3)) == 1
    assert Message.objects.filter(kind="task-due").count() == 1


def test_the_most_is_kept_when_two_add_at_once(both, monkeypatch):
    ours, _ = both
    monkeypatch.setattr(actions, "MOST_NOTES", 1)
    outcomes = at_once(
        *[
            lambda words=words: actions.add_note(partner=ours, words=words, private=False, by=ours.lead)
            for words in ("A", "B")
        ]
    )
    assert sorted(isinstance(outcome, ActionRefused) for outcome in outcomes) == [False, True]
    assert Note.objects.count() == 1
