"""A registration's answers as rows of words, and what a proposed change would alter in them. No HTML here."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from accounts.models import Role
from partnerships import slots
from partnerships.models import ActivityType, Registration, Subject, Value
from partnerships.registering.answers import Answers
from schools.year_groups import YearGroups

# With less than this share of words in common, two texts are alike by chance, and marking that would only be harder to
# read than both in full.
ALIKE = 0.25


@dataclass(frozen=True)
class Piece:
    """Some words of a text: the same on both sides, removed from the old, or added in the new."""

    kind: str
    words: str


@dataclass(frozen=True)
class Change:
    """One row that differs: both sides cut into pieces, those of the old side first."""

    label: str
    before: list[Piece]
    after: list[Piece]


@dataclass(frozen=True)
class Names:
    """The names of the lists' entries by slug, read once for as many answers as there are to show."""

    activities: dict[str, str]
    subjects: dict[str, str]
    values: dict[str, str]

    @classmethod
    def read(cls) -> "Names":
        """Three queries: the lists are small, and an entry that has gone shows its slug."""
        models = (ActivityType, Subject, Value)
        return cls(*(dict(model.objects.values_list("slug", "name")) for model in models))


def rows_of(answers: Answers, names: Names | None = None) -> list[tuple[str, str]]:
    """(label, words) of every row, in the order of the form. Several lines are parted by line breaks."""
    names = names or Names.read()

    def lines(name: str) -> str:
        return "\n".join(
            ", ".join(
                part
                for part in [
                    names.activities.get(line["activity"], line["activity"]),
                    names.subjects.get(line["subject"], line["subject"]) if line["subject"] else "",
                    YearGroups(line["years"]).words(),
                ]
                if part
            )
            + f": {line['sentence']}"
            for line in answers.get(name, [])
        )

    def person(name: str) -> str:
        answer = answers.get(name, {})
        role = _label(Role.choices, answer["role"]) if answer.get("role") else ""
        parts = [answer.get(key, "") for key in ("name", "job_title", "email", "phone")]
        return "\n".join(part for part in [*parts, role] if part)

    partner, said = answers.get("partner", {}), answers.get("values", {})
    return [
        ("What the school needs", lines("needs")),
        ("What it can offer", lines("offers")),
        ("Partners", _label(Registration.Partners.choices, partner.get("partners"))),
        ("How far they can travel", f"{partner['miles']} miles" if partner else ""),
        ("Transport", _label(Registration.Transport.choices, partner.get("transport"))),
        ("New partnerships this year", str(partner.get("capacity", ""))),
        ("When in the week", "\n".join(slots.words(answers.get("times", {}).get("slots", 0)))),
        ("Values", "\n".join(names.values.get(slug, slug) for slug in said.get("values", []))),
        ("Local groups", "\n".join(said.get("networks", []))),
        ("Does the headteacher support it", _label(Registration.Head.choices, answers.get("head", {}).get("head"))),
        ("Lead", person("lead")),
        ("Second contact", person("deputy")),
    ]


def changes_between(before: Answers, after: Answers, names: Names | None = None) -> list[Change]:
    """The rows in which the two differ. `after` may leave steps out; those stay as they are."""
    names = names or Names.read()
    pairs = zip(rows_of(before, names), rows_of(before | after, names), strict=True)
    return [Change(label, *_cut(old, new)) for (label, old), (_, new) in pairs if old != new]


def _cut(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, compared word by word."""
    was, now = _words(old), _words(new)
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    shared = sum(_count(was[block.a : block.a + block.size]) for block in matcher.get_matching_blocks())
    if 2 * shared < ALIKE * (_count(was) + _count(now)):
        return _pieces([("removed", old)]), _pieces([("added", new)])
    before: list[tuple[str, str]] = []
    after: list[tuple[str, str]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        words = "".join(was[a:b])
        same = tag == "equal" and not words.isspace()  # a space between two changed words belongs to the change
        before.append(("same" if same else "removed", words))
        after.append(("same" if same else "added", "".join(now[c:d])))
    return _pieces(before), _pieces(after)


def _words(text: str) -> list[str]:
    """Words and the space between them, so that joining them gives the text again."""
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def _count(words: Iterable[str]) -> int:
    """How many are words: a space or a comma in common says nothing."""
    return sum(word.isalnum() for word in words)


def _pieces(found: Iterable[tuple[str, str]]) -> list[Piece]:
    """Neighbours of one kind joined, empty ones left out."""
    runs = groupby(((kind, words) for kind, words in found if words), key=itemgetter(0))
    return [Piece(kind, "".join(words for _, words in run)) for kind, run in runs]


def _label(choices: Iterable[tuple[str, str]], value: str | None) -> str:
    return dict(choices).get(value or "", value or "")
