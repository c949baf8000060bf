"""The search index, on whichever database the tests run: over a table of its own."""

import pytest
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from core import search
from core.search import MOST_WORDS, STOP_WORDS, SearchIndex, Term, strong, terms_of

INDEX = SearchIndex("story_search", "story", (("title", "A"), ("text", "C")), stem=True)


class Story(models.Model):
    title = models.CharField(max_length=100)
    text = models.TextField()

    class Meta:
        app_label = "tests_of_search"  # no installed app: no migration is missed
        db_table = "story"
        managed = False

    def __str__(self):
        return self.title


@pytest.fixture
def stories(db):
    serial = "INTEGER PRIMARY KEY" if connection.vendor == "sqlite" else "SERIAL PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE story (id {serial}, title varchar(100) NOT NULL, text text NOT NULL)")
        cursor.execute("INSERT INTO story (title, text) VALUES ('Choir and orchestra', 'Two schools sing together')")
        for statement in INDEX.create_sql(connection.vendor):
            cursor.execute(statement)
    Story.objects.create(title="Latin for beginners", text="A teacher shared by two schools; the choir helped")
    Story.objects.create(title="Café mathématique", text="Partnerships in mathematics")
    return Story.objects.order_by("pk")


def titles(queryset):
    return [story.title for story in queryset]


def test_rows_that_were_there_before_are_found(stories):
    assert titles(INDEX.matching(stories, terms_of("orchestra"))) == ["Choir and orchestra"]


def test_every_term_must_be_in_some_column(stories):
    assert titles(INDEX.matching(stories, terms_of("latin choir"))) == ["Latin for beginners"]
    assert titles(INDEX.matching(stories, terms_of("latin orchestra"))) == []


def test_endings_are_ignored_where_the_index_stems(stories):
    assert titles(INDEX.matching(stories, terms_of("partnership"))) == ["Café mathématique"]


def test_accents_never_matter(stories):
    assert titles(INDEX.matching(stories, terms_of("cafe"))) == ["Café mathématique"]
    assert titles(INDEX.matching(stories, terms_of("CAFÉ"))) == ["Café mathématique"]


def test_a_phrase_is_in_that_order(stories):
    assert titles(INDEX.matching(stories, terms_of('"two schools"'))) == ["Choir and orchestra", "Latin for beginners"]
    assert titles(INDEX.matching(stories, terms_of('"schools two"'))) == []


def test_the_last_word_may_be_unfinished(stories):
    assert titles(INDEX.matching(stories, terms_of("orch"))) == []
    assert titles(INDEX.matching(stories, terms_of("orch", prefix_last=True))) == ["Choir and orchestra"]


def test_a_title_counts_for_more_than_the_text(stories):
    ranked = INDEX.ranked(stories, terms_of("choir")).order_by("-search_rank")
    assert titles(ranked) == ["Choir and orchestra", "Latin for beginners"]
    assert ranked[0].search_rank > ranked[1].search_rank


def test_the_index_follows_changes_and_deletions(stories):
    story = stories.get(title="Latin for beginners")
    story.title = "Greek for beginners"
    story.save()
    assert titles(INDEX.matching(stories, terms_of("latin"))) == []
    assert titles(INDEX.matching(stories, terms_of("greek"))) == ["Greek for beginners"]
    story.delete()
    assert titles(INDEX.matching(stories, terms_of("greek"))) == []


def test_no_terms_match_nothing(stories):
    assert titles(INDEX.matching(stories, [])) == []


def test_words_are_kept_as_they_were_written_and_counted_by_row(stories):
    words = INDEX.words()
    assert words["choir"] == 2
    assert words["partnerships"] == 1
    assert "partnership" not in words
    assert words["mathematique"] == 1


def test_words_are_asked_for_by_how_they_begin(stories):
    assert INDEX.words("math") == {"mathematique": 1, "mathematics": 1}
    assert INDEX.words("zz") == {}


def test_words_are_asked_for_by_name(stories):
    assert INDEX.known(["choir", "partnership", "partnerships", "zz", "", "'", 'a"b']) == {
        "choir": 2,
        "partnerships": 1,
    }
    assert INDEX.known([]) == {}


def test_the_words_follow_changes_and_deletions(stories):
    story = stories.get(title="Latin for beginners")
    story.title = "Greek for beginners"
    story.save()
    assert INDEX.words("latin") == {}
    assert INDEX.words("greek") == {"greek": 1}
    assert INDEX.words("beginners") == {"beginners": 1}
    stories.update(text="Choir")
    assert INDEX.words("choir") == {"choir": 3}
    story.delete()
    assert INDEX.words("choir") == {"choir": 2}
    assert INDEX.words("greek") == {}


def test_scores_rank_as_the_queryset_does(stories):
    scores = INDEX.scores(terms_of("choir"))
    ranked = INDEX.ranked(stories, terms_of("choir")).order_by("-search_rank")
    assert sorted(scores, key=lambda pk: -scores[pk]) == [story.pk for story in ranked]
    assert INDEX.scores(terms_of("latin orchestra")) == {}
    assert INDEX.scores([]) == {}


def test_of_many_rows_only_what_stands_in_a_heading_is_weighed(stories, monkeypatch):
    monkeypatch.setattr(search, "MOST_WEIGHED", 1)
    first, second = (story.pk for story in INDEX.matching(stories, terms_of("choir")))
    scores = INDEX.scores(terms_of("choir"))
    assert scores[first] > 0
    assert scores[second] == 0


def test_a_term_may_name_other_words_that_do_as_well(stories):
    assert titles(INDEX.matching(stories, [Term("mathemati", prefix=True)])) == ["Café mathématique"]
    assert titles(INDEX.matching(stories, [Term("partnersh", prefix=True)])) == ["Café mathématique"]
    assert titles(INDEX.matching(stories, [Term("partnerships", prefix=True)])) == ["Café mathématique"]
    begun = [Term("singi", prefix=True, others=("sing", "helped"))]
    assert titles(INDEX.matching(stories, begun)) == ["Choir and orchestra", "Latin for beginners"]
    assert set(INDEX.scores(begun)) == {story.pk for story in INDEX.matching(stories, begun)}


def test_words_that_no_stemmed_index_holds_are_left_out():
    assert strong(terms_of("The choir of the school")) == [Term("choir"), Term("school")]
    assert strong(terms_of("how to")) == []
    assert "the" in STOP_WORDS


def test_a_rebuilt_index_holds_what_there_is(stories):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER story_search_insert")
        else:
            cursor.execute("DROP TRIGGER story_search_insert ON story")
    Story.objects.create(title="Fencing", text="Épée")
    assert INDEX.words("fencing") == {}
    rows, words = INDEX.rebuild()
    assert (rows, words) == (4, len(INDEX.words()))
    assert INDEX.words("epee") == {"epee": 1}
    assert titles(INDEX.matching(stories, terms_of("fencing"))) == ["Fencing"]
    Story.objects.create(title="Rowing", text="")
    assert titles(INDEX.matching(stories, terms_of("rowing"))) == ["Rowing"]


def test_terms_are_few_and_hold_something():
    assert terms_of('\' * - \0 "" !') == []
    assert len(terms_of("word " * 50)) == MOST_WORDS
    assert terms_of('say "two words" now') == [Term("say"), Term("two words"), Term("now")]
    assert terms_of("swim* * a*b") == [Term("swim", prefix=True), Term("a*b")]


@pytest.mark.parametrize(
    "text", ["'", '"', "*", "a*b", "NEAR(a b)", "a AND", "\\", "'a':*", "a & !b", "<->", "x" * 9999, "­", "a\0b"]
)
def test_nothing_that_is_typed_breaks_the_query(stories, text):
    for prefix in (True, False):
        terms = terms_of(text, prefix_last=prefix)
        list(INDEX.ranked(stories, terms))
        INDEX.scores(terms)
        INDEX.scores([Term(term.text, term.prefix, others=(text.replace("\0", ""), "word")) for term in terms])


@given(st.text(max_size=60))
def test_any_text_gives_terms(text):
    assert all(any(char.isalnum() for char in term.text) for term in terms_of(text, prefix_last=True))
