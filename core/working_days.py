"""The days on which Forum staff work: how long something has really waited.

Monday to Friday. Bank holidays are not known here, so a wait over one reads a day longer than it felt, never shorter.
"""

import datetime

from django.utils import timezone

SATURDAY = 5


def between(start: datetime.date, end: datetime.date) -> int:
    """Working days after `start` up to and with `end`: Friday to Monday is 1, Saturday to Monday is 1."""
    days = (end - start).days
    return sum((start + datetime.timedelta(days=n)).weekday() < SATURDAY for n in range(1, days + 1))


def since(moment: datetime.datetime) -> int:
    """Working days from the day of `moment` to today, in UK time."""
    return between(timezone.localtime(moment).date(), timezone.localdate())


def words(moment: datetime.datetime) -> str:
    """ "since today", "1 working day", "4 working days"."""
    days = since(moment)
    if days == 0:
        return "since today" if timezone.localtime(moment).date() == timezone.localdate() else "over the weekend"
    return f"{days} working day{'' if days == 1 else 's'}"
