"""Year groups of England as a set of flags: small to store, quick to intersect, and with words for people."""

import enum
import functools
from collections.abc import Iterable


class YearGroups(enum.IntFlag):
    """Nursery to Year 13. `YearGroups(0)` means none was named."""

    NURSERY = 1 << 0
    RECEPTION = 1 << 1
    Y1 = 1 << 2
    Y2 = 1 << 3
    Y3 = 1 << 4
    Y4 = 1 << 5
    Y5 = 1 << 6
    Y6 = 1 << 7
    Y7 = 1 << 8
    Y8 = 1 << 9
    Y9 = 1 << 10
    Y10 = 1 << 11
    Y11 = 1 << 12
    Y12 = 1 << 13
    Y13 = 1 << 14

    def words(self) -> str:
        """In English: "Nursery and Reception", "Years 5 and 6", "Years 7 to 9", "Reception, and Years 3 to 6"."""
        early = [name for flag, name in EARLY if flag & self]
        years = _runs([n for n in range(1, 14) if self & of_year(n)])
        years_words = f"{'Year' if len(years) == 1 and years[0].isdigit() else 'Years'} {_and(years)}" if years else ""
        if early and years_words:
            return f"{_and(early)}, and {years_words}"
        return _and(early) or years_words


EARLY = [(YearGroups.NURSERY, "Nursery"), (YearGroups.RECEPTION, "Reception")]
EVERY = YearGroups((1 << 15) - 1)

# The seven bands that a form offers; a person thinks in these, and two ticks cover a key stage.
BANDS: list[tuple[YearGroups, str]] = [
    (YearGroups.NURSERY | YearGroups.RECEPTION, "Nursery and Reception"),
    (YearGroups.Y1 | YearGroups.Y2, "Years 1 and 2"),
    (YearGroups.Y3 | YearGroups.Y4, "Years 3 and 4"),
    (YearGroups.Y5 | YearGroups.Y6, "Years 5 and 6"),
    (YearGroups.Y7 | YearGroups.Y8 | YearGroups.Y9, "Years 7 to 9"),
    (YearGroups.Y10 | YearGroups.Y11, "Years 10 and 11"),
    (YearGroups.Y12 | YearGroups.Y13, "Years 12 and 13"),
]


def of_year(number: int) -> YearGroups:
    """The flag of Year `number` (1 to 13)."""
    return YearGroups(1 << (number + 1))


@functools.cache  # a few hundred pairs of ages, asked for thousands of schools at a time
def of_ages(low: int | None, high: int | None) -> YearGroups:
    """The year groups of a school with these statutory ages; every one where the register does not say.

    A child is in Year N from the September after turning N + 4, so low age 7 starts at Year 3; "up to 11" ends with
    Year 6, whose pupils turn 11 (the register's ages, Get Information about Schools glossary).
    """
    if low is None or high is None or high <= low:
        return EVERY
    numbers = range(max(low - 4, -1), min(high - 5, 13) + 1)
    return combine(YearGroups(1 << (n + 1)) for n in numbers)


def combine(groups: Iterable[YearGroups]) -> YearGroups:
    """The union."""
    total = YearGroups(0)
    for group in groups:
        total |= group
    return total


def _runs(numbers: list[int]) -> list[str]:
    runs: list[list[int]] = []
    for n in numbers:
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return [piece for run in runs for piece in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run))]


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""
