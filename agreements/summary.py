"""An MOU on one page, for governors, parents and a school's development plan: who, why, what each gives and gets, until
when, and whom to ask.

Of people it names the leads, with their school, and says nothing of how to reach them: parents ask at their own school.
"""

import datetime
import re
from typing import Any

from agreements.drafts import day_words
from agreements.texts import Content
from core.documents import Data
from core.prose import Line, blocks, spans_of

WHY, AIMS, ACTIVITIES = ("background",), ("aims",), ("activities",)
TEXT, ITEMS, ITEM = (
    520,
    6,
    110,
)  # characters of a paragraph, items of a list, characters of an item: a page of two schools
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def summary_of(content: Content, *, edition: str, part: float = 1.0) -> Data:
    """What templates/agreements/print/summary.typ is filled with. `part`: how much of the usual lengths there is room
    for."""
    names = {party["urn"]: party["name"] for party in content["parties"]}
    return {
        "title": content["title"],
        "edition": edition,
        "schools": list(names.values()),
        "why": blocks(_shortened(_text(content, WHY), part)),
        "aims": blocks(_shortened(_text(content, AIMS), part)),
        "activities": blocks(_shortened(_text(content, ACTIVITIES), part)),
        "rows": [
            {
                "school": names.get(row["urn"], f"URN {row['urn']}"),
                "gives": _items(row["gives"], part),
                "gets": _items(row["gets"], part),
            }
            for row in _part(content, "gives", "rows", [])
        ],
        "dates": [
            {"what": what, "when": day_words(datetime.date.fromisoformat(day))}
            for key, what in (("begins", "From"), ("review", "Looked at together by"), ("ends", "Until"))
            if (day := _part(content, "dates", key, ""))
        ],
        "ask": [
            {"school": party["name"], "name": person["name"]}
            for party in content["parties"]
            for person in party["people"]
            if person["role"] == "Lead"
        ],
    }


def _text(content: Content, slugs: tuple[str, ...]) -> str:
    found = [clause["content"].get("text", "") for clause in content["clauses"] if clause["slug"] in slugs]
    return "\n\n".join(found)


def _part(content: Content, kind: str, key: str, otherwise: Any) -> Any:
    """A part of the first clause of a kind."""
    found: Content = next((clause["content"] for clause in content["clauses"] if clause["kind"] == kind), {})
    return found.get(key) or otherwise


def _shortened(text: str, part: float) -> str:
    """The beginning of a text, whole lines and then whole sentences; "…" where something was left out."""
    most, kept, used = int(TEXT * part), [], 0
    for line in text.splitlines():
        room = most - used
        if len(line) <= room:
            kept.append(line)
            used += len(line) + 20  # a line takes room on the page, however little is on it
            continue
        kept.append(_cut(line, max(room, 60)))
        break
    return "\n".join(kept)


def _items(items: list[str], part: float) -> list[Line]:
    most = max(2, int(ITEMS * part))
    kept = [_cut(item, int(ITEM * max(part, 0.5))) for item in items[:most]]
    more = [f"and {len(items) - most} more"] if len(items) > most else []
    return [spans_of(item) for item in kept + more]


def _cut(line: str, most: int) -> str:
    if len(line) <= most:
        return line
    sentences, kept = SENTENCE_END.split(line), ""
    for sentence in sentences:
        if len(kept) + len(sentence) + 1 > most - 2:
            break
        kept = f"{kept} {sentence}".strip()
    return f"{kept} …" if kept else f"{line[: most - 2].rsplit(' ', 1)[0]} …"
