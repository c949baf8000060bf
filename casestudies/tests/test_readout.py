"""A content in words, and what differs between two."""

import time

import pytest

from casestudies.readout import Names, changes_between, rows_of
from casestudies.tests.cast import ANSWERS
from casestudies.writing.sections import SECTIONS
from core.differences import Piece

pytestmark = pytest.mark.django_db
CONTENT = {
    **ANSWERS,
    "schools": [
        {"urn": 900101, "name": "Brackenfold", "sector": "state", "town": "Calderby", "region": "east-midlands"}
    ],
    "pictures": [{"id": "1", "alt": "A barge"}],
    "files": [{"id": "2", "title": "Plan", "kind": "pdf", "size": 1}],
    "quotes": {"quotes": [{"words": "I liked it.", "who": "Year 5 pupil", "consent": True}]},
}


def labels(before, after):
    return [
        (heading, change.label)
        for heading, changes in changes_between(before, after, Names.read())
        for change in changes
    ]


def test_every_section_is_read_out_in_words():
    names = Names.read()
    read = {part.name: {row.label: row.words for row in rows_of(part.name, CONTENT, names)} for part in SECTIONS}
    assert read["who"]["What they did"] == "Lessons and masterclasses"
    assert read["who"]["Year groups"] == "Years 5 and 6"
    assert read["cost"]["In all"] == "£2,128"
    assert read["running"]["Role 1"] == "Science technician, independent, 24 hours: Sets up the experiments"
    assert read["steps"]["Step 3"] == "Begin with the safest experiment\nThe week it begins"
    assert read["schools"]["School 1"] == "Brackenfold, URN 900101, Calderby, East Midlands"
    assert read["files"]["File 1"] == "Plan (PDF)"
    assert all(read.values())


def test_what_was_never_written_is_no_error():
    names = Names.read()
    assert {row.words for part in SECTIONS for row in rows_of(part.name, {}, names)} == {""}


def test_only_what_differs_is_shown():
    assert changes_between(CONTENT, CONTENT, Names.read()) == []
    changed = {**CONTENT, "cost": {**CONTENT["cost"], "total": 2400}}
    [(heading, [change])] = changes_between(CONTENT, changed, Names.read())
    assert (heading, change.label) == ("What it cost", "In all")
    assert change.after[-1] == Piece("added", "400")


def test_a_step_put_in_between_is_one_change():
    steps = CONTENT["steps"]["steps"]
    new = {"title": "Ask the parents", "weeks_before": 10, "text": ""}
    after = {**CONTENT, "steps": {"steps": [steps[0], new, *steps[1:]]}}
    assert labels(CONTENT, after) == [("The steps to do it", "Step 2")]
    assert labels(after, CONTENT) == [("The steps to do it", "Step 2")]


def test_a_section_that_is_new_or_has_gone_is_shown():
    without = {name: said for name, said in CONTENT.items() if name != "quotes"}
    assert labels(without, CONTENT) == [("What people said", "Quote 1")]
    assert labels(CONTENT, without) == [("What people said", "Quote 1")]


def test_the_longest_texts_are_compared_in_a_moment():
    text = " ".join(f"word{n % 40}" for n in range(400))[:3000]
    other = " ".join(f"word{n % 37}" for n in range(400))[:3000]
    steps = [{"title": f"Step {n}", "weeks_before": n, "text": text} for n in range(20)]
    changed = [{"title": f"Step {n}", "weeks_before": n, "text": other} for n in range(20)]
    begun = time.monotonic()
    found = changes_between(
        {**CONTENT, "steps": {"steps": steps}}, {**CONTENT, "steps": {"steps": changed}}, Names.read()
    )
    assert len(found[0][1]) == 20
    assert time.monotonic() - begun < 20  # seconds, on a busy machine
