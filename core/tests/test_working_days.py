import datetime
import importlib
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
    assert working_days.words(saturday) == "no working day yet"


@pytest.mark.parametrize(
    "day_off",
    [
        datetime.date(2026, 12, 25),  # Christmas Day, a Friday
        datetime.date(2026, 12, 28),  # the Monday for a Boxing Day on a Saturday
        datetime.date(2027, 1, 1),
        datetime.date(2027, 3, 26),  # Good Friday
        datetime.date(2027, 3, 29),  # Easter Monday, a working day in Scotland
        datetime.date(2027, 8, 30),  # the last Monday in August, not the first as in Scotland
    ],
)
def test_the_bank_holidays_of_england_and_wales_do_not_count(day_off):
    assert not working_days.is_working_day(day_off)
    assert working_days.between(day_off - datetime.timedelta(days=1), day_off) == 0


@pytest.mark.parametrize(
    "day",
    [datetime.date(2026, 12, 24), datetime.date(2027, 8, 2), datetime.date(2027, 11, 30), datetime.date(2027, 3, 17)],
)
def test_a_holiday_of_scotland_or_northern_ireland_alone_is_a_working_day(day):
    assert working_days.is_working_day(day)


def test_a_wait_over_christmas_in_words(monkeypatch):
    monkeypatch.setattr(working_days.timezone, "localdate", lambda: datetime.date(2026, 12, 28))
    christmas_eve = datetime.datetime(2026, 12, 24, 16, tzinfo=ZoneInfo("Europe/London"))
    assert working_days.words(christmas_eve) == "no working day yet"
    monkeypatch.setattr(working_days.timezone, "localdate", lambda: datetime.date(2026, 12, 30))
    assert working_days.words(christmas_eve) == "2 working days"


@pytest.mark.parametrize(
    ("day", "working_day"),
    [
        (FRIDAY, FRIDAY),
        (datetime.date(2026, 12, 25), datetime.date(2026, 12, 29)),
        (datetime.date(2027, 3, 26), datetime.date(2027, 3, 30)),
    ],
)
def test_the_next_working_day(day, working_day):
    assert working_days.on_or_after(day) == working_day


@pytest.mark.parametrize(
    ("day", "working_day"),
    [
        (FRIDAY, FRIDAY),
        (datetime.date(2026, 12, 27), datetime.date(2026, 12, 24)),
        (datetime.date(2027, 3, 29), datetime.date(2027, 3, 25)),
    ],
)
def test_the_last_working_day(day, working_day):
    assert working_days.on_or_before(day) == working_day


def test_the_list_is_read_from_the_package_and_never_fetched(monkeypatch):
    def fetch(*args, **kwargs):
        raise AssertionError("The list of bank holidays was fetched")

    monkeypatch.setattr("govuk_bank_holidays.bank_holidays.requests.get", fetch)
    importlib.reload(working_days)
    assert not working_days.is_working_day(datetime.date(2026, 12, 25))


def test_the_list_reaches_half_a_year_ahead():
    """When this fails, renew it: bin/lock --upgrade -P govuk-bank-holidays."""
    known = working_days.HOLIDAYS.get_holidays(division=working_days.ENGLAND_AND_WALES)
    assert known[-1]["date"] > datetime.date.today() + datetime.timedelta(days=182)
