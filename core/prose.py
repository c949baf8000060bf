"""Plain texts that people settle together, word by word: paragraphs, lists, and blanks that are yet to be filled in.

No markup but two habits of typing: a line that begins with "- " is an item of a list, and "[how long]" is a blank. So
every difference between two texts is a difference in their words, and nothing that somebody types can mean more on the
page, in the PDF or in Word than it says.
"""

import re
from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

BLANK = re.compile(r"\[[^\[\]\n]{1,80}\]")
LINE_END = re.compile(r"\r\n|\r|\n")  # and nothing else that Unicode counts as one: people do not type it
ITEM = re.compile(r"\s*[-•]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of a line: words as they were typed, or a blank with its brackets."""

    text: str
    blank: bool = False


Line = list[Span]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph ("p"), whose lines are parted by line breaks, or a list ("ul"), each of whose lines is an item."""

    kind: Literal["p", "ul"]
    lines: list[Line]


def blocks(text: str) -> list[Block]:
    """The paragraphs and lists of a text, in order. An empty line parts paragraphs; a list needs none around it."""
    found: list[Block] = []
    parted = True
    for line in LINE_END.split(text):
        if not line.strip():
            parted = True
            continue
        mark = ITEM.match(line)
        kind: Literal["p", "ul"] = "ul" if mark else "p"
        spans = spans_of(line[mark.end() :] if mark else line.strip())
        if found and found[-1].kind == kind and (kind == "ul" or not parted):
            found[-1].lines.append(spans)
        else:
            found.append(Block(kind, [spans]))
        parted = False
    return found


def spans_of(line: str) -> Line:
    """One line as its runs: words and blanks, in order."""
    spans, at = [], 0
    for blank in BLANK.finditer(line):
        spans += [Span(line[at : blank.start()]), Span(blank[0], blank=True)]
        at = blank.end()
    return [span for span in [*spans, Span(line[at:])] if span.text]


def render(text: str) -> SafeString:
    """The text as safe HTML in our classes; a blank stands out (`issp-blank`)."""
    return mark_safe("".join(_block(block) for block in blocks(text)))


def _block(block: Block) -> SafeString:
    lines = [(_line(line),) for line in block.lines]
    if block.kind == "ul":
        return format_html(
            '<ul class="govuk-list govuk-list--bullet">{}</ul>', format_html_join("", "<li>{}</li>", lines)
        )
    return format_html('<p class="govuk-body">{}</p>', format_html_join(mark_safe("<br>"), "{}", lines))


def _line(line: Line) -> SafeString:
    return format_html_join("", "{}", ((_span(span),) for span in line))


def _span(span: Span) -> str | SafeString:
    return format_html('<span class="issp-blank">{}</span>', span.text) if span.blank else span.text
