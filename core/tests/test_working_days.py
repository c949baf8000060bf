import datetime
from zoneinfo import ZoneInfo

import pytest

from core import working_days

MONDAY = datetime.date(2026, 11, 16)
FRIDAY = datetime.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (MONDAY, MONDAY, 0),
        (MONDAY, FRIDAY, 4),
        (FRIDAY, FRIDAY + datetime.timedelta(days=1), 0),
        (FRIDAY, FRIDAY + datetime.timedelta(days=3), 1),
        (FRIDAY + datetime.timedelta(days=1), FRIDAY + datetime.timedelta(days=3), 1),
        (MONDAY, MONDAY + datetime.timedelta(days=14), 10),
        (FRIDAY, MONDAY, 0),
    ],
)
def test_weekends_do_not_count(start, end, days):
    assert working_days.between(start, end) == days


@pytest.mark.parametrize(
    ("waiting_since", "words"),
    [
        (datetime.datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Europe/London")), "since today"),
        (datetime.datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/London")), "1 working day"),
        (datetime.datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Europe/London")), "2 working days"),
    ],
)
def test_a_wait_in_words(monkeypatch, waiting_since, words):
    monkeypatch.setattr(working_days.timezone, "localdate", lambda: datetime.date(2026, 11, 24))
    assert working_days.words(waiting_since) == words


def test_a_wait_that_began_at_the_weekend(monkeypatch):
    monkeypatch.setattr(working_days.timezone, "localdate", lambda: datetime.date(2026, 11, 22))
    saturday = datetime.datetime(2026, 11, 21, 9, tzinfo=ZoneInfo("Europe/London"))
    assert working_days.words(saturday) == "over the weekend"
