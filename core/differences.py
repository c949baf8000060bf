"""Two texts side by side: which words were removed and which were added. No HTML here."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

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


def change_of(label: str, before: str, after: str) -> Change:
    """The difference between two versions of a text, compared word by word."""
    return Change(label, *_cut(before, after))


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
