"""A frozen or working text (agreements/texts.py) as pages print it: schools by name, days in words."""

import datetime
from dataclasses import dataclass
from typing import Any

from agreements.drafts import day_words
from agreements.texts import Content


@dataclass(frozen=True, kw_only=True)
class Row:
    """What a school gives and gets, and by when ("" where no day was said)."""

    school: str
    gives: list[str]
    gets: list[str]
    by: str


@dataclass(frozen=True, kw_only=True)
class ClauseReading:
    """A clause: its words, and what stands beside them by its kind. `dates` are (what, the day in words)."""

    number: int
    heading: str
    kind: str
    text: str
    rows: list[Row]
    dates: list[tuple[str, str]]
    parties: list[dict[str, Any]]


def reading_of(content: Content) -> list[ClauseReading]:
    """The clauses in order."""
    names = {party["urn"]: party["name"] for party in content["parties"]}
    return [_clause(clause, content, names) for clause in content["clauses"]]


def _clause(clause: Content, whole: Content, names: dict[int, str]) -> ClauseReading:
    content = clause["content"]
    rows = [
        Row(
            school=names.get(row["urn"], f"School {row['urn']}"),
            gives=row["gives"],
            gets=row["gets"],
            by=_day(row.get("by", "")),
        )
        for row in content.get("rows", [])
    ]
    dates = [("Begins", "begins"), ("Review", "review"), ("Ends", "ends")]
    return ClauseReading(
        number=clause["number"],
        heading=clause["heading"],
        kind=clause["kind"],
        text=content.get("text", ""),
        rows=rows,
        dates=[(label, _day(content[name])) for label, name in dates if content.get(name)],
        parties=whole["parties"] if clause["kind"] == "parties" else [],
    )


def _day(iso: str) -> str:
    return day_words(datetime.date.fromisoformat(iso)) if iso else ""
