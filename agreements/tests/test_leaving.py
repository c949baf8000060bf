"""How much notice an MOU asks for"""

import pytest

from agreements.leaving import LONGEST, TERM, notice_days, notice_sentence


def content(text, slug="leaving"):
    return {"clauses": [{"slug": "other", "content": {}}, {"slug": slug, "content": {"text": text}}]}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("A school may leave if it gives one term’s notice in writing.", TERM),
        ("A school may leave if it gives half a term in writing.", TERM // 2),
        ("A school may leave if it gives two full terms’ notice.", 2 * TERM),
        ("A school may leave at the end of a school year if it gives 60 days in writing.", 60),
        ("A school may leave at the end of a school year if it gives notice.", TERM),
        ("Notice is six weeks.", 42),
        ("Any of us may leave with three months’ notice.", 90),
        ("A school may leave if it gives a half-term in writing.", TERM // 2),
        ("Pupils may finish what they began, for a year.\nA school leaves with 10 DAYS notice.", 10),
        ("A school may leave at any time.", TERM),
        ("A school may leave if it gives 999 years’ notice.", TERM),
        ("", TERM),
    ],
)
def test_the_days_are_read_from_the_clause(text, days):
    assert notice_days(content(text)) == days


def test_another_clause_counts_only_where_it_speaks_of_notice():
    assert notice_days(content("Leads leave their notes for 5 days.", slug="continuity")) == TERM
    assert notice_days(content("Notice of a change is 5 days.", slug="continuity")) == 5


def test_the_sentence_is_shown_as_it_stands():
    text = "Talk first. A school may leave if it gives one term’s notice in writing. Pupils finish."
    assert notice_sentence(content(text)) == "A school may leave if it gives one term’s notice in writing."
    assert notice_sentence(content("A school may leave at any time.")) == ""


def test_no_period_is_longer_than_two_years():
    assert max(notice_days(content(f"Notice is {number} terms.")) for number in (1, 8, 9, 100)) <= LONGEST
