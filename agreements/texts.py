"""The shapes of an MOU's text, and what tells one text from another.

The content of a clause, by its kind:
- text:    {"text": str}
- parties: {"text": str}; the schools and their people are in the version's "parties"
- gives:   {"text": str, "rows": [{"urn": int, "gives": [str, …], "gets": [str, …], "by": "2027-01-13" or ""}, …]}
- dates:   {"text": str, "begins": "2027-01-04", "review": "2027-06-30", "ends": "2027-08-31"}, each "" until it is said

A text is plain: paragraphs parted by an empty line, and lines that begin with "- " for a list. What is in square
brackets is a blank that somebody has yet to fill in.

The content of a Version, and of the working text by `content_of`, is {"title": str, "number": int, "parties":
[{"urn", "name", "sector", "address", "people": [{"role": str, "name": str}, …]}, …], "clauses": [{"slug", "number":
int, "heading", "kind", "content"}, …]}. Page, PDF, Word and difference are all made of it.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from typing import Any

from core.prose import BLANK

Content = dict[str, Any]

LONGEST_TEXT = 20_000  # characters of a clause: some seven pages


def fingerprint(content: Any) -> str:
    """SHA-256 of the canonical form: JSON in UTF-8 without spaces, keys in order, letters composed (NFC); 64 digits."""
    canonical = json.dumps(_composed(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def in_groups(code: str) -> str:
    """A fingerprint or a code as people read it: in fours, "9f3c 71b0 22de …"."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


def blanks_of(text: str) -> list[str]:
    """What is still to be filled in, without its brackets, in order."""
    return [found[1:-1] for found in BLANK.findall(text)]


def is_complete(kind: str, content: Content) -> bool:
    """Whether nothing is left to fill in: words or rows are there, dates are said, and no blank is."""
    text = content.get("text", "")
    if any(blanks_of(words) for words in words_of(content)):
        return False
    if kind == "gives":
        return bool(content.get("rows")) and all(row["gives"] and row["gets"] for row in content["rows"])
    if kind == "dates":
        return all(content.get(date) for date in ("begins", "review", "ends"))
    return kind == "parties" or bool(text.strip())


def words_of(content: Content) -> Iterator[str]:
    """Every text in a clause's content, in reading order."""
    yield content.get("text", "")
    for row in content.get("rows", []):
        yield from row["gives"]
        yield from row["gets"]


def _composed(value: Any) -> Any:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        return {_composed(key): _composed(part) for key, part in value.items()}
    return [_composed(part) for part in value] if isinstance(value, list) else value
