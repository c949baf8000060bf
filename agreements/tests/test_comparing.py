"""What changed from one text of an MOU to another, clause by clause"""

import copy

from agreements.comparing import compare, words_of_clause

PARTIES = [
    {
        "urn": 900114,
        "name": "Brackenfold Primary School",
        "sector": "State",
        "address": "Mill Lane, Calderby",
        "people": [{"role": "Headteacher", "name": "Priya Raman"}],
    },
    {"urn": 900115, "name": "Thornmere School", "sector": "Independent", "address": "", "people": []},
]


def clause(slug, kind="text", heading="", **content):
    return {
        "slug": slug,
        "number": 1,
        "heading": heading or slug.title(),
        "kind": kind,
        "content": {"text": "", **content},
    }


def content(*clauses, parties=PARTIES):
    return {"title": "Science", "number": 1, "parties": copy.deepcopy(parties), "clauses": list(clauses)}


DATES = {"begins": "2027-01-04", "review": "2027-06-30", "ends": "2027-08-31"}
BEFORE = content(
    clause("parties", "parties"),
    clause("transport", text="Each school pays half of the coach."),
    clause("duration", "dates", text="A year.", **DATES),
)


def said(pieces, kind):
    return [piece.words.strip() for piece in pieces if piece.kind == kind]


def test_the_same_text_has_no_changes():
    assert not compare(BEFORE, copy.deepcopy(BEFORE))


def test_a_changed_clause_tells_which_words():
    after = copy.deepcopy(BEFORE)
    after["clauses"][1]["content"]["text"] = "Each school pays a third of the coach."
    (found,) = compare(BEFORE, after).changes
    assert (found.slug, found.heading, found.kind) == ("transport", "Transport", "changed")
    assert said(found.pieces, "removed") == ["half"]
    assert said(found.pieces, "added") == ["a third"]


def test_added_and_left_out_clauses_come_with_all_their_words():
    after = content(BEFORE["clauses"][0], BEFORE["clauses"][2], clause("joining", text="Others may join."))
    comparison = compare(BEFORE, after)
    assert [(found.slug, found.kind) for found in comparison.changes] == [
        ("joining", "added"),
        ("transport", "left out"),
    ]
    assert said(comparison.changes[0].pieces, "added") == ["Others may join."]
    assert said(comparison.changes[1].pieces, "removed") == ["Each school pays half of the coach."]
    assert not comparison.moved


def test_another_order_is_said():
    after = content(*reversed(BEFORE["clauses"]))
    comparison = compare(BEFORE, after)
    assert comparison.changes == [] and comparison.moved and comparison


def test_only_other_dates_are_a_renewal_as_it_is():
    after = copy.deepcopy(BEFORE)
    after["clauses"][2]["content"] |= {"ends": "2028-08-31"}
    comparison = compare(BEFORE, after)
    assert comparison.only_dates
    assert said(comparison.changes[0].pieces, "added") == ["2028"]
    after["clauses"][1]["content"]["text"] = "Nobody pays."
    assert not compare(BEFORE, after).only_dates


def test_another_head_is_a_change_of_the_parties():
    after = copy.deepcopy(BEFORE)
    after["parties"][0]["people"][0]["name"] = "Ian Marsh"
    (found,) = compare(BEFORE, after).changes
    assert found.slug == "parties" and said(found.pieces, "added") == ["Ian Marsh"]


def test_a_new_heading_is_a_change():
    after = copy.deepcopy(BEFORE)
    after["clauses"][1]["heading"] = "Coaches"
    (found,) = compare(BEFORE, after).changes
    assert found.heading == "Coaches" and said(found.pieces, "added") == ["Coaches"]


def test_a_table_is_read_by_school_with_its_days():
    rows = [
        {"urn": 900114, "gives": ["Two mornings"], "gets": ["A laboratory"], "by": "2027-01-13"},
        {"urn": 900999, "gives": ["Nothing"], "gets": [], "by": ""},
    ]
    text = words_of_clause(clause("gives", "gives", text="As follows.", rows=rows), BEFORE)
    assert text.splitlines() == [
        "As follows.",
        "Brackenfold Primary School, by 13 January 2027",
        "- gives: Two mornings",
        "- gets: A laboratory",
        "A school that has left",
        "- gives: Nothing",
    ]
