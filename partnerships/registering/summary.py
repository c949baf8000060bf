"""Answers in words, as cards of rows: for "check your answers", a registration's page and proposed changes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Role
from partnerships import slots
from partnerships.models import ActivityType, Registration, Subject, Value
from partnerships.models.line import own_subject
from partnerships.registering.answers import Answers, sector_of
from schools.models import School, Sector
from schools.year_groups import YearGroups


@dataclass(frozen=True, kw_only=True)
class Row:
    """One answer: what was asked, and the paragraphs of what was said. `part` is the step (and line) to change."""

    key: str
    paragraphs: list[str]
    part: tuple[str, int] | tuple[str]


@dataclass(frozen=True, kw_only=True)
class Card:
    title: str
    rows: list[Row] = field(default_factory=list)


def cards_of(answers: Answers, school: School | None) -> list[Card]:
    """The cards of complete or unfinished answers; what is not answered yet is left out."""
    names = _Names(answers)
    makers: list[tuple[str, list[tuple[str, Callable[[Any], list[Row]]]]]] = [
        ("Your school", [("school", lambda answer: _school(answer, school)), ("values", names.values)]),
        ("What you need", [("needs", lambda lines: names.lines("needs", "Need", lines))]),
        ("What you can offer", [("offers", lambda lines: names.lines("offers", "Offer", lines))]),
        ("Where and when", [("partner", _partner), ("times", _times)]),
        ("People", [("lead", _lead), ("deputy", _deputy), ("head", _head)]),
    ]
    cards = [
        Card(title=title, rows=[row for name, make in parts if name in answers for row in make(answers[name])])
        for title, parts in makers
    ]
    return [card for card in cards if card.rows]


def rows_of_step(name: str, answers: Answers, school: School | None) -> list[Row]:
    """The rows of one step: what another window saved, beside what was typed in this one."""
    return [row for card in cards_of(answers, school) for row in card.rows if row.part[0] == name]


class _Names:
    """What the slugs in some answers are called, read once."""

    def __init__(self, answers: Answers) -> None:
        lines = [*answers.get("needs", []), *answers.get("offers", [])]
        self.activities = _named(ActivityType, {line["activity"] for line in lines})
        self.subjects = _named(Subject, {line["subject"] for line in lines if line["subject"]})
        self.of_values = _named(Value, set(answers.get("values", {}).get("values", [])))

    def lines(self, step: str, word: str, lines: list[dict[str, Any]]) -> list[Row]:
        if not lines:
            return [Row(key=word, paragraphs=["Not sure yet"], part=(step,))]
        return [
            Row(
                key=word if len(lines) == 1 else f"{word} {number}",
                paragraphs=[line["sentence"], self.about(line)],
                part=(step, number),
            )
            for number, line in enumerate(lines, start=1)
        ]

    def about(self, line: dict[str, Any]) -> str:
        years = YearGroups(line["years"]).words() or "staff or governors"
        activity = self.activities.get(line["activity"], "")
        parts = [activity, own_subject(activity, self.subjects.get(line["subject"] or "", "")), years]
        return ", ".join(part for part in parts if part)

    def values(self, answer: dict[str, list[str]]) -> list[Row]:
        names = [self.of_values[slug] for slug in answer["values"] if slug in self.of_values]
        return [
            Row(key="Values", paragraphs=[", ".join(names)], part=("values",)),
            Row(key="Local groups", paragraphs=answer["networks"] or ["None named"], part=("values",)),
        ]


def lines_in_words(step: str, lines: list[dict[str, Any]]) -> list[Row]:
    """The needs or the offers of a draft, for the page that lists them."""
    return _Names({step: lines}).lines(step, "", lines) if lines else []


def _named(model: type[ActivityType | Subject | Value], slugs: set[str]) -> dict[str, str]:
    return dict(model.objects.filter(slug__in=slugs).values_list("slug", "name")) if slugs else {}


def _school(answer: dict[str, Any], school: School | None) -> list[Row]:
    if school is None:
        return []
    place = f"{school}, {school.town}" if school.town else str(school)
    return [
        Row(key="School", paragraphs=[f"{place} (URN {school.urn})"], part=("school",)),
        Row(key="Sector", paragraphs=[Sector(sector_of(school, answer)).label], part=("school",)),
    ]


def _partner(answer: dict[str, Any]) -> list[Row]:
    miles = "1 mile" if answer["miles"] == 1 else f"{answer['miles']} miles"
    return [
        Row(key="Schools to meet", paragraphs=[Registration.Partners(answer["partners"]).label], part=("partner",)),
        Row(
            key="How far",
            paragraphs=[f"Up to {miles}. {Registration.Transport(answer['transport']).label}"],
            part=("partner",),
        ),
        Row(key="New partnerships this year", paragraphs=[str(answer["capacity"])], part=("partner",)),
    ]


def _times(answer: dict[str, int]) -> list[Row]:
    words = slots.words(answer["slots"])
    return [Row(key="When", paragraphs=[", ".join(words) or "Not known yet"], part=("times",))]


def _lead(answer: dict[str, str]) -> list[Row]:
    role = Role(answer["role"]).label if answer.get("role") else ""
    who = f"{answer['name']}, {answer['job_title']}"
    return [Row(key="Lead contact", paragraphs=[p for p in (who, role, *_reach(answer)) if p], part=("lead",))]


def _deputy(answer: dict[str, str]) -> list[Row]:
    who = f"{answer['name']}, {answer['job_title']}"
    return [Row(key="Second contact", paragraphs=[who, *_reach(answer)], part=("deputy",))]


def _reach(answer: dict[str, str]) -> list[str]:
    return [part for part in (answer["email"], answer["phone"]) if part]


def _head(answer: dict[str, str]) -> list[Row]:
    return [
        Row(key="Headteacher’s support", paragraphs=[Registration.Head(answer["head"]).label], part=("head",)),
    ]
