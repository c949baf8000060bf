"""What people type becomes paragraphs, lists and blanks, and never anything else."""

import pytest

from core.prose import Block, Span, blocks, render

HOSTILE = "<script>alert(1)</script> & \"#read('x')\" {{ x }} $a$ *b* _c_ @d // e \u202eright to left"


def test_paragraphs_and_lists_are_told_apart():
    text = "We meet twice a term.\nIn the hall.\n\nWe bring:\n- two teachers\n-  a coach\n\nThen we go home."
    assert blocks(text) == [
        Block("p", [[Span("We meet twice a term.")], [Span("In the hall.")]]),
        Block("p", [[Span("We bring:")]]),
        Block("ul", [[Span("two teachers")], [Span("a coach")]]),
        Block("p", [[Span("Then we go home.")]]),
    ]


def test_a_list_goes_on_after_an_empty_line():
    assert blocks("- one\n\n- two") == [Block("ul", [[Span("one")], [Span("two")]])]


def test_blanks_are_runs_of_their_own():
    assert blocks("for [how long] by [when].")[0].lines == [
        [Span("for "), Span("[how long]", blank=True), Span(" by "), Span("[when]", blank=True), Span(".")]
    ]


@pytest.mark.parametrize("text", ["", "\n \n\t\n"])
def test_nothing_makes_nothing(text):
    assert blocks(text) == []
    assert render(text) == ""


def test_every_letter_survives():
    assert blocks(HOSTILE)[0].lines == [[Span(HOSTILE)]]


def test_lines_of_windows_are_lines():
    assert blocks("one\r\n\r\ntwo") == blocks("one\n\ntwo")


def test_html_is_shown_and_not_run():
    html = render(HOSTILE + "\n- <b>[how <i>long</i>]")
    assert "<script" not in html
    assert "<b>" not in html
    assert '<span class="issp-blank">[how &lt;i&gt;long&lt;/i&gt;]</span>' in html


def test_lines_of_a_paragraph_stay_lines():
    assert render("one\ntwo") == '<p class="govuk-body">one<br>two</p>'


def test_a_hyphen_within_a_line_or_a_figure_is_no_list():
    assert [block.kind for block in blocks("Years 5-6\n-5 degrees\n-")] == ["p"]
