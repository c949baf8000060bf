"""The dates of a plan's steps, and what its rows say of them."""

import datetime

import pytest

from casestudies.models import Edition, Replication, ReplicationStep
from casestudies.replicating import due_on, earliest_start, next_due, rows_of, shortened
from casestudies.tests.cast import published
from casestudies.tests.copies import copied
from core import working_days

MONDAY = datetime.date(2027, 3, 8)
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("casestudies.replicating.timezone.localdate", lambda *_: TODAY)


def step(weeks, *, done=False, order=0):
    at = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC) if done else None
    return ReplicationStep(title=f"{weeks} weeks", weeks_before=weeks, done_at=at, order=order)


def row(weeks, *, done=False, starts_on=MONDAY):
    (found,) = rows_of(Replication(starts_on=starts_on), [step(weeks, done=done)])
    return found


@pytest.mark.parametrize(
    ("starts_on", "weeks", "due"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, 3, datetime.date(2027, 2, 15)),
        (datetime.date(2027, 3, 13), 1, datetime.date(2027, 3, 5)),  # a Saturday
        (datetime.date(2027, 4, 12), 2, datetime.date(2027, 3, 25)),  # Easter Monday, and Good Friday before it
        (datetime.date(2027, 1, 10), 2, datetime.date(2026, 12, 24)),  # the Sunday after Christmas Day
        (MONDAY, None, None),
        (None, 3, None),
    ],
)
def test_lead_times_count_back_to_a_working_day(starts_on, weeks, due):
    assert due_on(starts_on, weeks) == due


@pytest.mark.parametrize(
    ("due", "tag"),
    [
        (TODAY - datetime.timedelta(days=3), ("3 days late", "red")),
        (TODAY - datetime.timedelta(days=4), ("4 days late", "red")),
        (TODAY, ("Due today", "yellow")),
        (TODAY + datetime.timedelta(days=14), ("Due 7 December", "yellow")),
        (TODAY + datetime.timedelta(days=15), ("To do", "grey")),
    ],
)
def test_how_a_step_stands_is_said_in_words(due, tag):
    assert row(0, starts_on=due).tag == tag
    assert row(0, starts_on=due, done=True).tag == ("Done", "green")


def test_one_day_late_is_one_day(monkeypatch):
    monkeypatch.setattr("casestudies.replicating.timezone.localdate", lambda: TODAY + datetime.timedelta(days=1))
    assert row(0, starts_on=TODAY).tag == ("1 day late", "red")


def test_a_step_without_a_lead_time_has_no_date():
    assert (row(None).tag, row(None).when) == (("To do", "grey"), "")


def test_when_says_the_lead_time_and_the_day():
    assert row(12).when == "12 weeks before: by Monday 14 December 2026"
    assert row(12, starts_on=None).when == "12 weeks before"
    assert row(0).when == "The week it begins: by Monday 8 March 2027"


def test_the_next_step_is_the_one_that_is_due_first():
    steps = [step(0, order=1), step(None, order=2), step(14, order=3, done=True), step(12, order=4), step(12, order=5)]
    rows = rows_of(Replication(starts_on=MONDAY), steps)
    assert next_due(rows).step.order == 4
    assert next_due(rows_of(Replication(), steps)) is None


@pytest.mark.parametrize("day", [TODAY, datetime.date(2026, 11, 28), datetime.date(2026, 12, 25)])
@pytest.mark.parametrize("weeks", [0, 1, 14])
def test_from_the_earliest_start_on_nothing_is_late(monkeypatch, day, weeks):
    monkeypatch.setattr("casestudies.replicating.timezone.localdate", lambda: day)
    starts_on = earliest_start([step(weeks), step(30, done=True), step(None)])
    assert due_on(starts_on, weeks) == working_days.on_or_after(day)
    assert row(weeks, starts_on=starts_on).days_late == 0


def test_a_text_that_is_one_sentence_is_cut_at_a_word():
    assert shortened("word " * 200).endswith("word…") and len(shortened("word " * 200)) <= 400
    assert shortened(" two\n\nlines ") == "two lines"


@pytest.mark.django_db
def test_a_case_study_without_steps_staffing_or_cost_makes_a_plan_too():
    edition = published()
    bare = {name: edition.content[name] for name in ("story", "schools")}
    Edition.objects.filter(pk=edition.pk).update(content=bare)
    copy = copied(edition)
    assert copy.plan == {"staffing": [], "total": None, "funder": "", "in_kind": "", "transport": ""}
    assert not copy.steps.exists()
