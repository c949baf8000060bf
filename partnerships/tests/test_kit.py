"""A partnership's kit, put together by whoever holds a part of it."""

import pytest

from partnerships import kit
from partnerships.models import Partnership


class Memoranda:
    """A holder as an app on a higher floor has one."""

    def __init__(self):
        self.carried = []

    def parts_of(self, partnership):
        if partnership.name == "Wednesday science":
            yield kit.Part(title="Their memorandum", sentence="12 clauses, agreed in 2025.", url="/mou/1/")

    def carry(self, *, source, to):
        self.carried.append((source.name, to.name))


@pytest.fixture
def memoranda(monkeypatch):
    monkeypatch.setattr(kit, "_holders", [])
    return kit.register(Memoranda())


def test_the_parts_of_a_partnership(memoranda):
    (part,) = kit.parts_of(Partnership(name="Wednesday science"))
    assert (part.title, part.url) == ("Their memorandum", "/mou/1/")
    assert kit.parts_of(Partnership(name="Latin on Fridays")) == []


def test_older_work_has_no_kit(memoranda):
    assert kit.parts_of(None) == []


def test_a_new_partnership_begins_with_it(memoranda):
    kit.carry(source=Partnership(name="Wednesday science"), to=Partnership(name="Science: Tarnside and Thornmere"))
    assert memoranda.carried == [("Wednesday science", "Science: Tarnside and Thornmere")]


def test_a_holder_is_asked_once(memoranda):
    kit.register(memoranda)
    assert len(kit.parts_of(Partnership(name="Wednesday science"))) == 1
