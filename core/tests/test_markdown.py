"""Markdown: what people write becomes HTML of ours, and nothing else does."""

import re
import time

import pytest
from django.template import Context, Template

from core import markdown
from core.prose import Block, Span

HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    "[press](javascript:alert(1))",
    "[press](JaVaScRiPt&colon;alert(1))",
    "[press](data:text/html;base64,PHNjcmlwdD4=)",
    "[press](vbscript:x)",
    '[press](https://a.example "><script>alert(1)</script>")',
    "[press](//elsewhere.example)",
    "<javascript:alert(1)>",
    "<style>body{display:none}</style>",
    "![x](https://tracker.example/pixel.png)",
    '<a href="https://a.example" onclick="x()">x</a>',
    '<iframe src="https://a.example"></iframe>',
    "`<b onmouseover=x>`",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "a\x00<script>\x00",
    "<p class='govuk-error-summary' style='position:fixed'>x",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_the_writer_s_own_html_survives(text):
    html = markdown.render(text)

    tags = set(re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)", html))
    assert tags <= {"p", "a", "br"}
    assert not re.search(r"<[^>]*\s(on\w+|style|src)\s*=", html)
    for address in re.findall(r'href="([^"]*)"', html):
        assert address.startswith(("https://", "http://", "/"))
        assert not address.startswith("//")


def test_what_people_write_comes_out_in_our_classes():
    html = markdown.render("One **bold** word\nand a line\n\n- a\n- b\n\n1. first\n\n> said\n\n[ours](/guides/)")

    assert '<p class="govuk-body">One <strong>bold</strong> word<br>' in html
    assert '<ul class="govuk-list govuk-list--bullet">' in html
    assert '<ol class="govuk-list govuk-list--number">' in html
    assert '<blockquote class="govuk-inset-text">' in html
    assert re.search(r'<a [^>]*href="/guides/"', html)
    assert 'rel="nofollow noopener"' in html


@pytest.mark.parametrize(
    ("text", "top", "levels"),
    [
        ("# One\n\n## Two\n\n###### Six", 3, ["h3", "h4", "h4"]),
        ("### Three\n\n#### Four", 3, ["h3", "h4"]),
        ("## Two\n\n### Three", 2, ["h2", "h3"]),
        ("#### Four alone", 3, ["h3"]),
    ],
)
def test_headings_fit_beneath_those_of_the_page(text, top, levels):
    assert re.findall(r"<(h\d)", markdown.render(text, top=top)) == levels


def test_a_picture_leaves_its_words():
    assert "A laboratory" in markdown.render("![A laboratory](https://a.example/x.png)")


def test_indented_lines_and_underlining_are_not_code_and_headings():
    html = markdown.render("Costs\n---\n\n    £40 a coach")

    assert "£40 a coach</p>" in html
    assert "<h" not in html


def test_plain_words_carry_no_marks():
    text = "# Need\n\nWe *had* [two labs](https://a.example)\nand no **time** <b>\n\n- one\n- two\n\n![A pond](https://a.example/x.png)"

    assert markdown.plain(text) == "Need\nWe had two labs and no time <b>\none\ntwo\nA pond"


@pytest.mark.parametrize("mark", ["[", "*", "_", "> ", "- ", "![", "<", "[a](", "`", "1. ", "&", "\\", "**a "])
def test_ten_thousand_of_any_mark_are_read_in_good_time(mark):
    began = time.perf_counter()
    markdown.render(mark * 10_000)
    markdown.plain(mark * 10_000)

    assert time.perf_counter() - began < 5


def test_the_filter_prints_it_in_a_template():
    template = Template("{{ text|markdown }}|{{ text|markdown:2 }}")

    html = template.render(Context({"text": "# Aims <i>"}))

    assert '<h3 class="govuk-heading-s">Aims &lt;i&gt;</h3>' in html
    assert '<h2 class="govuk-heading-m">' in html


def test_an_empty_text_is_nothing():
    assert markdown.render("") == ""
    assert markdown.plain("") == ""


def test_the_words_alone_come_as_paragraphs_and_lists():
    text = "Say **what** you [mean](https://example.org).\n\n- one\n- two *things*\n\n## After <b>all</b>\n\nDone."

    assert markdown.as_blocks(text) == [
        Block("p", [[Span("Say what you mean.")]]),
        Block("ul", [[Span("one")], [Span("two things")]]),
        Block("p", [[Span("After <b>all</b>")]]),
        Block("p", [[Span("Done.")]]),
    ]
