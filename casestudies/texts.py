"""The texts of a case study one by one: for the search, to be compared, and to be corrected."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# (section, answer, what it is called, characters at most, whether it is markdown), in the order of the page. The limits
# are those of the forms (casestudies/forms/writing.py).
ALONE = [
    ("story", "title", "Title", 120, False),
    ("story", "summary", "Summary", 300, False),
    ("story", "need", "The need", 3000, True),
    ("story", "aims", "What they set out to do", 2000, True),
    ("running", "how_often", "How often", 120, False),
    ("running", "how_long", "For how long", 120, False),
    ("cost", "funder", "Who paid", 200, False),
    ("cost", "in_kind", "Given without being paid for", 2000, True),
    ("cost", "transport", "Transport", 2000, True),
    ("evidence", "measured", "What was measured", 300, False),
    ("evidence", "result", "The result", 3000, True),
    ("lessons", "wrong", "What went wrong", 3000, True),
    ("lessons", "change", "What they would do differently", 3000, True),
    ("lessons", "conditions", "What has to be in place", 3000, True),
]
# The same for lists: (path of the list, what one of it is called, its texts).
LISTS: list[tuple[tuple[str, ...], str, list[tuple[str, str, int, bool]]]] = [
    (("steps", "steps"), "Step", [("title", "what is done", 120, False), ("text", "how", 2000, True)]),
    (("running", "staffing"), "Role", [("role", "what they are", 80, False), ("does", "what they do", 200, False)]),
    (("quotes", "quotes"), "Quote", [("words", "words", 400, False), ("who", "who said it", 80, False)]),
    (("pictures",), "Picture", [("alt", "alternative text", 300, False)]),
    (("files",), "File", [("title", "title", 100, False)]),
]


@dataclass(frozen=True)
class Text:
    """Some words of a content. `path` leads to them; `longest` is in characters; a `long` one is markdown."""

    path: tuple[str | int, ...]
    label: str
    words: str
    longest: int
    long: bool

    @property
    def key(self) -> str:
        """The path in one word: "steps.steps.0.text"."""
        return ".".join(str(part) for part in self.path)


def texts_of(content: Mapping[str, Any]) -> Iterator[Text]:
    """Every text that the schools wrote, in the order of the page, empty ones too."""
    for section, answer, label, longest, long in ALONE:
        if section in content:
            yield Text((section, answer), label, content[section].get(answer) or "", longest, long)
    for path, each, parts in LISTS:
        for number, thing in enumerate(_at(content, path) or []):
            for part, label, longest, long in parts:
                yield Text((*path, number, part), f"{each} {number + 1}, {label}", thing.get(part) or "", longest, long)


def words_at(content: Mapping[str, Any], key: str) -> str | None:
    """The words of the text with this key; None where there is no such text."""
    return next((text.words for text in texts_of(content) if text.key == key), None)


def with_texts(content: Mapping[str, Any], changes: Mapping[str, str]) -> dict[str, Any]:
    """A copy of the content in which the texts with these keys say something else."""
    changed = copy.deepcopy(dict(content))
    for text in texts_of(content):
        if text.key in changes:
            _at(changed, text.path[:-1])[text.path[-1]] = changes[text.key]
    return changed


def _at(content: Any, path: tuple[str | int, ...]) -> Any:
    """What a path leads to; None where it leads nowhere."""
    for part in path:
        content = content.get(part) if isinstance(content, Mapping) else content[part]
        if content is None:
            return None
    return content
