"""A case study's content as rows of words, section by section, and what differs between two of them. No HTML here."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from casestudies.models import Evidence, Licence, Priority
from casestudies.reading import FROM, KINDS, count, labelled, when_words
from casestudies.writing.sections import BY_NAME
from core.differences import Change, change_of
from partnerships.models import ActivityType, Subject
from schools.models import Region
from schools.year_groups import YearGroups


@dataclass(frozen=True)
class Row:
    """One answer of a section, in words."""

    label: str
    words: str


@dataclass(frozen=True)
class Names:
    """The names of the lists' entries by slug, read once for as many contents as there are to show."""

    activities: dict[str, str]
    subjects: dict[str, str]

    @classmethod
    def read(cls) -> "Names":
        """Two queries: the lists are small, and an entry that has gone shows its slug."""
        return cls(*(dict(model.objects.values_list("slug", "name")) for model in (ActivityType, Subject)))


def rows_of(name: str, content: Mapping[str, Any], names: Names) -> list[Row]:
    """The section of this name (casestudies/writing/sections.py), a row an answer, and a row each thing of its list."""
    return [*_answers(name, content, names), *_things(name, content)]


def changes_between(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Names
) -> list[tuple[str, list[Change]]]:
    """(heading, changes) of each section in which the two differ, in the order of the form."""
    found = [(part.heading, _changes(part.name, before, after, names)) for part in BY_NAME.values()]
    return [(heading, changes) for heading, changes in found if changes]


def _changes(name: str, before: Mapping[str, Any], after: Mapping[str, Any], names: Names) -> list[Change]:
    old = {row.label: row.words for row in _answers(name, before, names)}
    new = {row.label: row.words for row in _answers(name, after, names)}
    changes = [
        change_of(label, old.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys([*old, *new])
        if old.get(label, "") != new.get(label, "")
    ]
    return [*changes, *_changed_things(_things(name, before), _things(name, after))]


def _changed_things(old: list[Row], new: list[Row]) -> Iterator[Change]:
    """Of two lists: what was changed, taken out or put in; not what only moved because something else was."""
    matcher = difflib.SequenceMatcher(None, [row.words for row in old], [row.words for row in new], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        was, now = old[a:b], new[c:d]
        for number in range(max(len(was), len(now))):
            label = (now[number] if number < len(now) else was[number]).label
            yield change_of(
                label,
                was[number].words if number < len(was) else "",
                now[number].words if number < len(now) else "",
            )


def _answers(name: str, content: Mapping[str, Any], names: Names) -> list[Row]:
    """The answers that stand alone."""
    said: Mapping[str, Any] = (content.get(name) or {}) if BY_NAME[name].has_answers else {}

    def text(label: str, key: str) -> Row:
        return Row(label, said.get(key) or "")

    def number(label: str, key: str, unit: str = "") -> Row:
        value = said.get(key)
        return Row(label, "" if value is None else f"{unit}{value:,}")

    def listed(label: str, key: str, known: dict[str, str]) -> Row:
        return Row(label, "\n".join(known.get(slug, slug) for slug in said.get(key) or []))

    rows = {
        "story": [text("Title", "title"), text("Summary", "summary"), text("The need", "need"), text("Aims", "aims")],
        "who": [
            listed("What they did", "activities", names.activities),
            listed("Subjects", "subjects", names.subjects),
            Row("Year groups", YearGroups(said.get("years") or 0).words()),
            Row("Priority area", labelled(Priority, said.get("priority"))),
            number("Pupils", "pupils"),
            number("Staff", "staff"),
        ],
        "running": [
            text("How often", "how_often"),
            text("For how long", "how_long"),
            number("Weeks from the first talk to the first session", "lead_weeks"),
        ],
        "cost": [
            number("In all", "total", "£"),
            text("Who paid", "funder"),
            text("Given in kind", "in_kind"),
            text("Transport", "transport"),
        ],
        "evidence": [
            Row("Design", labelled(Evidence, said.get("design"))),
            text("What was measured", "measured"),
            text("The result", "result"),
            number("How many were measured", "sample"),
        ],
        "lessons": [
            text("What went wrong", "wrong"),
            text("What they would change", "change"),
            text("What has to be in place", "conditions"),
        ],
        "licence": [Row("Licence", labelled(Licence, said.get("licence")))],
    }
    return rows.get(name, [])


def _things(name: str, content: Mapping[str, Any]) -> list[Row]:
    """What stands in the list of a section, a row each."""
    words: dict[str, tuple[str, list[str]]] = {
        "schools": ("School", [_school(one) for one in content.get("schools", [])]),
        "running": ("Role", [_role(one) for one in (content.get("running") or {}).get("staffing", [])]),
        "steps": ("Step", [_step(one) for one in (content.get("steps") or {}).get("steps", [])]),
        "quotes": ("Quote", [_quote(one) for one in (content.get("quotes") or {}).get("quotes", [])]),
        "pictures": ("Picture", [one["alt"] for one in content.get("pictures", [])]),
        "files": ("File", [_file(one) for one in content.get("files", [])]),
    }
    each, things = words.get(name, ("", []))
    return [Row(f"{each} {number}", thing) for number, thing in enumerate(things, start=1)]


def _school(school: Mapping[str, Any]) -> str:
    region = school.get("region") or ""
    place = [school.get("town") or "", Region(region).label if region in Region.values else ""]
    return ", ".join([school["name"], f"URN {school['urn']}", *filter(None, place)])


def _role(line: Mapping[str, Any]) -> str:
    hours = count(line["hours"] or 0, "hour", "hours") or "no hours"
    return f"{line['role']}, {FROM.get(line['from'], '').lower()}, {hours}: {line.get('does') or ''}"


def _step(step: Mapping[str, Any]) -> str:
    return "\n".join(filter(None, [step["title"], when_words(step.get("weeks_before")), step.get("text")]))


def _quote(quote: Mapping[str, Any]) -> str:
    return f"“{quote['words']}” {quote['who']}"


def _file(file: Mapping[str, Any]) -> str:
    return f"{file['title']} ({KINDS.get(file['kind'], file['kind'])})"
