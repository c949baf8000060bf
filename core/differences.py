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
WORDS = re.compile(r"\s*\w+|\s*[^\w\s]|\s+")


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


def merged(before: str, after: str) -> list[Piece]:
    """The new text with what was removed left in its place, compared line by line and then word by word.

    In one run, as on a page that marks changes; of a long text only the lines that differ are looked at closely, so
    that two versions of a dozen pages take milliseconds.
    """
    if before == after:
        return _pieces([("same", after)])
    was, now = before.splitlines(keepends=True), after.splitlines(keepends=True)
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        found += [("same", "".join(now[c:d]))] if tag == "equal" else _merged_lines(was[a:b], now[c:d])
    return _pieces(found)


def _merged_lines(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Lines that differ: as many on both sides are compared one by one, otherwise all of them together."""
    if len(old) == len(new):
        return [piece for one, other in zip(old, new, strict=True) for piece in _merged_words(one, other)]
    return _merged_words("".join(old), "".join(new))


def _merged_words(old: str, new: str) -> list[tuple[str, str]]:
    """Removed, added and common words of some lines, in reading order. The space before a word goes with it."""
    was, now = WORDS.findall(old), WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, was, now, autojunk=False)
    shared = sum(_count(was[block.a : block.a + block.size]) for block in matcher.get_matching_blocks())
    if 2 * shared < ALIKE * (_count(was) + _count(now)):
        return [("removed", old), ("added", new)]
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(("same", "".join(now[c:d])))
        else:
            found += [("removed", "".join(was[a:b])), ("added", "".join(now[c:d]))]
    return found


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
    return sum(word.strip().isalnum() for word in words)


def _pieces(found: Iterable[tuple[str, str]]) -> list[Piece]:
    """Neighbours of one kind joined, empty ones left out."""
    runs = groupby(((kind, words) for kind, words in found if words), key=itemgetter(0))
    return [Piece(kind, "".join(words for _, words in run)) for kind, run in runs]
