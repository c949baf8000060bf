"""What the portal fills into the clauses of a new draft, so that nobody types what they said before.

A blank is filled in by its words: where a text says "[the need]", the need of the partnership stands. What is not
known stays a blank, for the schools. `known_of` lists the words, which staff may use in any clause.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from agreements.drafts import day_words
from agreements.models import ClauseKind
from agreements.texts import BLANK, Content
from core.working_days import on_or_after
from partnerships import slots
from partnerships.models import Introduction, Partnership
from partnerships.reasons import miles_words
from partnerships.workspace import PartnerCard, cards_of
from schools.geography import miles_between
from schools.year_groups import YearGroups


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the portal knows of a partnership when a draft begins.

    `blanks` are values by the words of a blank, lower-case; several values are a list where the blank stands in a line
    by itself.
    """

    blanks: dict[str, list[str]]
    rows: list[Content]
    begins: datetime.date
    review: datetime.date
    ends: datetime.date


def known_of(partnership: Partnership, by: User) -> Known:
    """What is filled in for this partnership today."""
    cards = [card for card in cards_of(partnership, by) if card.partner.left_at is None]
    begins, review, ends = dates_from(timezone.localdate())
    needed = YearGroups(0)
    for card in cards:
        for line in card.gets:
            needed |= line.year_groups
    success = {card.partner.school: "; ".join(_lines(card.partner.success)) for card in cards}
    plans = {card.partner.school: _one_line(card.partner.plan_link) for card in cards}
    blanks = {
        "the schools": [_and(card.partner.school.name for card in cards)],
        "the need": [_one_line(partnership.need)],
        "the aims": _lines(partnership.aims),
        "success": [f"{school}: {words}" for school, words in success.items() if words],
        "plans": [f"{school}: {words}" for school, words in plans.items() if words],
        "activities": list(dict.fromkeys(line.short for card in cards for line in card.gives)),
        "which year groups, and how many pupils": [f"{needed.words()}, [how many pupils]"] if needed else [],
        "the start date": [day_words(begins)],
        "the review date": [day_words(review)],
        "the end date": [day_words(ends)],
        **_from_registrations(partnership.introduction),
    }
    return Known(
        blanks={blank: found for blank, values in blanks.items() if (found := [value for value in values if value])},
        rows=[_row(card, begins) for card in cards],
        begins=begins,
        review=review,
        ends=ends,
    )


def filled(clause: Content, known: Known) -> Content:
    """The first content of a clause (TemplateVersion.content): its words with the blanks filled in that can be, its
    first rows, its dates. Of an MOU that is adapted the rows keep their words, each for the school in its place."""
    content: Content = {"text": _fill(clause["text"], known.blanks)}
    if clause["kind"] == ClauseKind.GIVES:
        theirs = clause.get("rows", [])
        content["rows"] = [
            {**row, **({"gives": theirs[place]["gives"], "gets": theirs[place]["gets"]} if place < len(theirs) else {})}
            for place, row in enumerate(known.rows)
        ]
    if clause["kind"] == ClauseKind.DATES:
        content |= {
            "begins": known.begins.isoformat(),
            "review": known.review.isoformat(),
            "ends": known.ends.isoformat(),
        }
    return content


def dates_from(today: datetime.date) -> tuple[datetime.date, datetime.date, datetime.date]:
    """(begins, review, ends), to begin with: from the first working day of the next month, or of September where that
    would be in the summer, until 31 August; looked at together on 30 June before."""
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    month = 9 if month in (6, 7, 8) else month
    begins = on_or_after(datetime.date(year, month, 1))
    end_year = begins.year + 1 if begins.month >= 9 else begins.year
    return begins, datetime.date(end_year, 6, 30), datetime.date(end_year, 8, 31)


def _row(card: PartnerCard, begins: datetime.date) -> Content:
    return {
        "urn": card.partner.school.urn,
        "gives": [line.short for line in card.gives],
        "gets": [line.short for line in card.gets],
        "by": begins.isoformat(),
    }


def _from_registrations(introduction: Introduction | None) -> dict[str, list[str]]:
    """What both registrations said: values in common, a common part of the week, how far apart."""
    if introduction is None:
        return {}
    one, other = introduction.asker, introduction.asked
    values = [value.name.lower() for value in one.values.all() if value in set(other.values.all())]
    times = slots.words(one.slots & other.slots)
    miles = miles_between(one.school, other.school)
    return {
        "two or three values that we share": [_and(values[:3])] if len(values) > 1 else [],
        "which day, from when to when": [f"{times[0]}, [from when to when]"] if times else [],
        "how far apart": [_apart(miles)] if miles is not None else [],
    }


def _apart(miles: float) -> str:
    words = miles_words(miles)
    return f"{words[0].lower()}{words[1:]} apart"


def _fill(text: str, blanks: dict[str, list[str]]) -> str:
    """The text with each blank that is known filled in."""
    lines: list[str] = []
    for line in text.splitlines():
        alone = BLANK.fullmatch(line.strip().removeprefix("- "))
        values = blanks.get(_words(alone), []) if alone else []
        lines += [f"- {value}" for value in values] if len(values) > 1 else [_fill_line(line, blanks)]
    return "\n".join(lines)


def _fill_line(line: str, blanks: dict[str, list[str]]) -> str:
    def value_of(found: re.Match[str]) -> str:
        value = "; ".join(blanks.get(_words(found), []))
        ends_sentence = line[found.end() : found.end() + 1] == "."
        return (value.removesuffix(".") if ends_sentence else value) or found[0]

    return BLANK.sub(value_of, line)


def _words(found: re.Match[str]) -> str:
    return found[0][1:-1].strip().lower()


def _lines(text: str) -> list[str]:
    return [_one_line(line.strip().removeprefix("- ")) for line in text.splitlines() if line.strip()]


def _one_line(text: str) -> str:
    """A school's own words as part of a text: square brackets in them are no blanks."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")")


def _and(words: Iterable[str]) -> str:
    words = list(words)
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
