"""Long texts that people write: markdown in, safe HTML in our classes out.

What comes out holds paragraphs, lists, quotes, bold, italic, links and two levels of heading: no picture, no code, no
HTML of the writer's own. Markdown decides what is a link and what is text; nh3 then lets through only what is listed
here, so that a fault in the one is caught by the other.
"""

import re
from typing import Literal

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.prose import Block, Span

CLASSES = {
    "p": "govuk-body",
    "a": "govuk-link",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "blockquote": "govuk-inset-text",
}
SIZES = ["l", "m", "s"]  # of h1, h2 and h3; h4 has that of h3
TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "h2", "h3", "h4"}
BREAKING = {"softbreak", "hardbreak"}


def _may_link(url: str) -> bool:
    """To another site or to a page of this one. No mail addresses: schools are reached through the portal."""
    return bool(re.match(r"https?://|/(?!/)", url, re.IGNORECASE))


_parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
# Indented or fenced text is no code here but a habit of typing; a line of hyphens beneath a line makes no heading.
_parser.disable(["code", "fence", "backticks", "html_block", "html_inline", "lheading", "hr"])
_parser.validateLink = _may_link  # type: ignore[method-assign]
_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    allowed_classes={
        **{tag: set(names.split()) for tag, names in CLASSES.items()},
        **{f"h{level}": {f"govuk-heading-{size}" for size in SIZES} for level in (2, 3, 4)},
    },
    url_schemes={"http", "https"},
    link_rel="nofollow noopener",
)


def render(text: str, *, top: int = 3) -> SafeString:
    """The text as HTML. Its first rank of headings becomes h`top` (2 or 3), every lower one the level beneath it.

    A text may begin with any rank: what it uses as its highest is the first, so that no level of the page is skipped.
    """
    tokens = _parser.parse(text)
    ranks = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            level = top if int(token.tag[1]) == min(ranks) else top + 1
            token.tag = f"h{level}"
            token.attrs = {"class": f"govuk-heading-{SIZES[min(level, 3) - 1]}"}
        _dress(token)
        for child in token.children or []:
            _dress(child)
    return mark_safe(_cleaner.clean(_parser.renderer.render(tokens, _parser.options, {})))


def plain(text: str) -> str:
    """The words alone, a block a line: for the search, for summaries and for mail."""
    lines = ("".join(_words(child) for child in token.children or []) for token in _parser.parse(text))
    return "\n".join(line.strip() for line in lines if line.strip())


def as_blocks(text: str) -> list[Block]:
    """The words alone as paragraphs and lists: for PDF and Word, which have no links and no bold of ours."""
    blocks: list[Block] = []
    in_item = 0
    for token in _parser.parse(text):
        in_item += token.nesting if token.type.startswith("list_item") else 0
        if token.type != "inline":
            continue
        words = "".join(_words(child) for child in token.children or []).strip()
        kind: Literal["p", "ul"] = "ul" if in_item else "p"
        if kind == "ul" and blocks and blocks[-1].kind == "ul":
            blocks[-1].lines.append([Span(words)])
        elif words:
            blocks.append(Block(kind, [[Span(words)]]))
    return blocks


def _dress(token: Token) -> None:
    """Give an element its class, and a picture up for its words."""
    if token.type == "image":
        token.type, token.tag, token.content = "text", "", "".join(_words(child) for child in token.children or [])
    elif token.nesting == 1 and token.tag in CLASSES:
        token.attrSet("class", CLASSES[token.tag])


def _words(token: Token) -> str:
    if token.type in BREAKING:
        return " "
    if token.type == "image":
        return "".join(_words(child) for child in token.children or [])
    return token.content
