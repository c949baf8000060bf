"""The days on which Forum staff and schools work: how long something has really waited, and when an answer is due.

Monday to Friday without the bank holidays of England and Wales, as the list in `govuk-bank-holidays` has them: gov.uk's
own, two years ahead. A later year is one of plain weekdays until the package is renewed, and a test says when.
"""

import datetime

from django.utils import timezone
from govuk_bank_holidays.bank_holidays import BankHolidays

# The cached list, always: otherwise the package fetches it from gov.uk while the portal starts.
HOLIDAYS = BankHolidays(use_cached_holidays=True)
ENGLAND_AND_WALES = BankHolidays.ENGLAND_AND_WALES


def is_working_day(day: datetime.date) -> bool:
    """Neither at a weekend nor a bank holiday in England and Wales."""
    return HOLIDAYS.is_work_day(day, division=ENGLAND_AND_WALES)


def on_or_after(day: datetime.date) -> datetime.date:
    """This day where it is a working day, otherwise the next one."""
    while not is_working_day(day):
        day += datetime.timedelta(days=1)
    return day


def on_or_before(day: datetime.date) -> datetime.date:
    """This day where it is a working day, otherwise the last one before it."""
    while not is_working_day(day):
        day -= datetime.timedelta(days=1)
    return day


def between(start: datetime.date, end: datetime.date) -> int:
    """Working days after `start` up to and with `end`: Friday to Monday is 1, Saturday to Monday is 1."""
    days = (end - start).days
    return sum(is_working_day(start + datetime.timedelta(days=n)) for n in range(1, days + 1))


def since(moment: datetime.datetime) -> int:
    """Working days from the day of `moment` to today, in UK time."""
    return between(timezone.localtime(moment).date(), timezone.localdate())


def words(moment: datetime.datetime) -> str:
    """ "since today", "1 working day", "4 working days"; since a day off, or on one, "no working day yet"."""
    days = since(moment)
    if days == 0:
        return "since today" if timezone.localtime(moment).date() == timezone.localdate() else "no working day yet"
    return f"{days} working day{'' if days == 1 else 's'}"
