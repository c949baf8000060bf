"""What changed from one text of an MOU to another, by clause. Pure: two contents (agreements/texts.py) in."""

import datetime
from dataclasses import dataclass
from typing import Any

from agreements.texts import Content
from core.differences import Piece, merged


@dataclass(frozen=True, kw_only=True)
class ClauseChange:
    """A clause that is not as it was: `kind` is "changed", "added" or "left out", `pieces` its words, old and new."""

    slug: str
    heading: str
    kind: str
    pieces: list[Piece]
    holds: str  # what sort of clause it is: agreements.models.ClauseKind


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How a later text differs from an earlier one. `moved`: clauses that both have stand in another order."""

    changes: list[ClauseChange]
    moved: bool = False

    def __bool__(self) -> bool:
        return bool(self.changes) or self.moved

    @property
    def only_dates(self) -> bool:
        """Whether nothing but the dates changed: a renewal as it is."""
        return [change.holds for change in self.changes] == ["dates"] and not self.moved


def compare(old: Content, new: Content) -> Comparison:
    """Every clause that was changed, added (in the order of the new text) or left out (in the order of the old)."""
    before = {clause["slug"]: clause for clause in old["clauses"]}
    after = {clause["slug"]: clause for clause in new["clauses"]}
    found = []
    for slug, clause in after.items():
        was = before.get(slug)
        old_words = words_of_clause(was, old) if was else ""
        new_words = words_of_clause(clause, new)
        if was is None or old_words != new_words or was["heading"] != clause["heading"]:
            found.append(_change(clause, "changed" if was else "added", old_words, new_words, was))
    for slug, clause in before.items():
        if slug not in after:
            found.append(_change(clause, "left out", words_of_clause(clause, old), ""))
    shared = before.keys() & after.keys()
    order = [[slug for slug in text if slug in shared] for text in (before, after)]
    return Comparison(changes=found, moved=order[0] != order[1])


def words_of_clause(clause: dict[str, Any], whole: Content) -> str:
    """All that a clause says, as plain lines: its words, its table or dates, and for the parties their people."""
    content = clause["content"]
    lines = [content.get("text", "").strip()]
    if clause["kind"] == "parties":
        lines += [_party(party) for party in whole["parties"]]
    if clause["kind"] == "gives":
        names = {party["urn"]: party["name"] for party in whole["parties"]}
        for row in content.get("rows", []):
            lines.append(
                names.get(row["urn"], "A school that has left") + (f", by {_day(row['by'])}" if row["by"] else "")
            )
            lines += [f"- gives: {given}" for given in row["gives"]] + [f"- gets: {got}" for got in row["gets"]]
    if clause["kind"] == "dates":
        said = [("Begins on", "begins"), ("Reviewed by", "review"), ("Ends on", "ends")]
        lines += [f"{words} {_day(content[name])}" for words, name in said if content.get(name)]
    return "\n".join(line for line in lines if line)


def _change(
    clause: dict[str, Any], kind: str, before: str, after: str, was: dict[str, Any] | None = None
) -> ClauseChange:
    heading = clause["heading"]
    if was is not None and was["heading"] != heading:  # a new heading is part of what changed
        before, after = f"{was['heading']}\n{before}", f"{heading}\n{after}"
    pieces = merged(before, after)
    return ClauseChange(slug=clause["slug"], heading=heading, kind=kind, pieces=pieces, holds=clause["kind"])


def _party(party: dict[str, Any]) -> str:
    people = [f"{person['role']}: {person['name']}" for person in party["people"] if person["name"]]
    return "; ".join([", ".join(part for part in (party["name"], party["address"]) if part), *people])


def _day(iso: str) -> str:
    return f"{datetime.date.fromisoformat(iso):%-d %B %Y}"
