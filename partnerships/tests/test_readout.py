import pytest

from core.differences import Piece
from partnerships.admin.readout import changes_between, rows_of
from partnerships.registering.answers import answers_of
from partnerships.tests.cast import line, live_registration

pytestmark = pytest.mark.django_db


def texts(pieces, kind):
    return [piece.words for piece in pieces if piece.kind == kind]


def test_answers_are_read_out_in_words():
    rows = dict(rows_of(answers_of(live_registration(offers=[]))))
    assert rows["What the school needs"] == (
        "Lessons and masterclasses, Science, Years 5 and 6: Our Year 5 pupils have no laboratory for practical science."
    )
    assert rows["What it can offer"] == ""
    assert rows["How far they can travel"] == "15 miles"
    assert rows["When in the week"] == "Friday afternoons"
    assert "Partnership co-ordinator" in rows["Lead"]


def test_no_answers_are_no_error():
    assert {words for _, words in rows_of({})} == {""}


def test_an_entry_that_has_gone_shows_its_slug():
    assert dict(rows_of({"needs": [line("gone-away", None)]}))["What the school needs"].startswith("gone-away, Years")


def test_only_what_differs_is_shown_and_steps_left_out_stay():
    before = answers_of(live_registration())
    assert changes_between(before, before) == []
    assert changes_between(before, {}) == []
    [changed] = changes_between(before, {"partner": before["partner"] | {"miles": 30}})
    assert changed.label == "How far they can travel"
    assert changed.before == [Piece("removed", "15"), Piece("same", " miles")]
    assert changed.after == [Piece("added", "30"), Piece("same", " miles")]


def test_the_pieces_of_each_side_are_the_whole_of_it():
    before = answers_of(live_registration(needs=[line(sentence="We need a choir, and a  hall.")]))
    after = {"needs": [line("music", None, sentence="We need a big choir; no hall."), *before["needs"]]}
    [changed] = changes_between(before, after)
    assert "".join(piece.words for piece in changed.before) == dict(rows_of(before))["What the school needs"]
    assert "".join(piece.words for piece in changed.after) == dict(rows_of(after))["What the school needs"]
    assert "big" in " ".join(texts(changed.after, "added"))


def test_neighbouring_words_that_changed_are_one_piece():
    before = answers_of(live_registration(deputy={"name": "Tom Ridley"}))
    [changed] = changes_between(before, {"deputy": before["deputy"] | {"name": "Nia Thole"}})
    assert texts(changed.before, "removed") == ["Tom Ridley"]
    assert texts(changed.after, "added") == ["Nia Thole"]


def test_texts_with_nothing_in_common_are_not_cut_into_crumbs():
    before = answers_of(live_registration(transport="minibus"))
    [changed] = changes_between(before, {"partner": before["partner"] | {"transport": "public"}})
    assert changed.before == [Piece("removed", "We have a minibus")]
    assert changed.after == [Piece("added", "Pupils can walk or use buses and trains")]
