"""What the dashboard shows, in which order."""

import datetime

import pytest

from core import todos
from core.todos import Todo


@pytest.fixture
def providers(monkeypatch):
    """An empty registry of this test's own."""
    monkeypatch.setattr(todos, "_providers", [])
    return todos._providers


def todo(title, **changes):
    return Todo(title=title, sentence="Because.", url="/", button="Open", **changes)


def test_what_is_due_first_comes_first_and_undated_last(providers):
    day = datetime.date(2026, 11, 22)

    @todos.register
    def provider(user):
        yield todo("undated")
        yield todo("later", due=day + datetime.timedelta(days=3))
        yield todo("sooner", due=day)

    mine, waiting = todos.todos_of(user=None)

    assert [t.title for t in mine] == ["sooner", "later", "undated"]
    assert waiting == []


def test_what_i_wait_for_is_apart_longest_first(providers):
    day = datetime.date(2026, 11, 22)
    todos.register(lambda user: [todo("new", waiting=True, since=day), todo("mine")])
    todos.register(lambda user: [todo("old", waiting=True, since=day - datetime.timedelta(days=9))])

    mine, waiting = todos.todos_of(user=None)

    assert [t.title for t in mine] == ["mine"]
    assert [t.title for t in waiting] == ["old", "new"]
