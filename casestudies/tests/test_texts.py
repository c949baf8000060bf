"""The texts of a content, one by one."""

from casestudies.tests.cast import ANSWERS
from casestudies.texts import texts_of, with_texts, words_at

CONTENT = {**ANSWERS, "schools": [], "pictures": [{"id": "1", "alt": "A barge"}], "files": []}


def test_each_text_has_a_key_a_label_and_its_words():
    texts = {text.key: text for text in texts_of(CONTENT)}
    assert texts["story.title"].words == ANSWERS["story"]["title"]
    assert texts["steps.steps.1.title"].label == "Step 2, what is done"
    assert texts["pictures.0.alt"].words == "A barge"
    assert texts["lessons.wrong"].long
    assert not texts["steps.steps.0.title"].long


def test_an_unfinished_content_has_the_texts_that_it_has():
    assert list(texts_of({})) == []
    assert [text.words for text in texts_of({"lessons": {"wrong": None}})] == ["", "", ""]


def test_a_copy_is_changed_and_the_content_is_not():
    changed = with_texts(CONTENT, {"steps.steps.1.title": "Fix six dates", "nothing.here": "?"})
    assert words_at(changed, "steps.steps.1.title") == "Fix six dates"
    assert words_at(CONTENT, "steps.steps.1.title") == "Fix all eight dates"
    assert words_at(CONTENT, "steps.steps.99.title") is None
    assert changed["steps"]["steps"][0] == CONTENT["steps"]["steps"][0]
