"""What a draft adds elsewhere: the tab, the dashboard, a person's file."""

import pytest

from accounts.models import Role
from accounts.privacy import everything_about, forget
from accounts.tests.factories import make_member
from agreements.actions.drafting import comment
from agreements.models import ClauseText, Mou
from agreements.tests.cast import agreed_mou, draft_mou, fill_in, partners_of
from agreements.todos import drafts_to_go_on_with
from agreements.workspace import tab_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mou():
    return draft_mou()


@pytest.fixture
def sides(mou):
    return partners_of(mou.partnership)


def test_the_tab_counts_what_waits_for_this_person(mou, sides, django_assert_num_queries):
    reader = make_member(sides[0].school, role=Role.STAFF)
    assert tab_of(mou.partnership, sides[0].lead).count == 0
    fill_in(mou.clauses.get(slug="transport"), by=sides[1].lead)
    comment(clause=mou.clauses.get(slug="aims"), words="Why?", mentioned=[], by=sides[1].lead)
    counts = [tab_of(mou.partnership, who).count for who in (sides[0].lead, sides[1].lead, reader)]
    assert counts == [2, 0, 0]
    with django_assert_num_queries(3):
        tab_of(mou.partnership, sides[0].lead)


def test_the_dashboard_says_whose_turn_it_is(mou, sides):
    (theirs,) = drafts_to_go_on_with(sides[1].lead)
    assert not theirs.waiting and "6 clauses are not yet addressed" in theirs.sentence
    (mine,) = drafts_to_go_on_with(sides[0].lead)
    assert mine.waiting and mine.sentence == "With Thornmere School. 0 of 6 clauses are agreed." and mine.since
    fill_in(mou.clauses.get(slug="transport"), by=sides[1].lead)
    (mine,) = drafts_to_go_on_with(sides[0].lead)
    assert not mine.waiting and mine.sentence.startswith("1 clause waits for you.")


def test_the_dashboard_is_silent_for_readers_and_when_all_is_agreed():
    mou = agreed_mou()
    side = partners_of(mou.partnership)[0]
    assert not list(drafts_to_go_on_with(side.lead))
    assert not list(drafts_to_go_on_with(make_member(side.school, role=Role.STAFF)))


def test_a_persons_file_has_what_they_wrote_and_agreed(mou, sides):
    fill_in(mou.clauses.get(slug="transport"), by=sides[1].lead)
    comment(clause=mou.clauses.get(slug="aims"), words="Why not more?", mentioned=[sides[0].lead], by=sides[1].lead)
    part = everything_about(sides[1].lead)["memoranda of understanding"]
    assert [one["clause"] for one in part["texts"]] == ["Transport"]
    assert [one["words"] for one in part["comments"]] == ["Why not more?"]
    assert part["begun"] == [] and len(everything_about(sides[0].lead)["memoranda of understanding"]["begun"]) == 1


def test_who_leaves_the_portal_is_forgotten_and_the_text_stays(mou, sides):
    lead = sides[0].lead
    comment(clause=mou.clauses.get(slug="aims"), words="Why not more?", mentioned=[], by=lead)
    comment(clause=mou.clauses.get(slug="aims"), words="Ask her.", mentioned=[lead], by=sides[1].lead)
    forget(lead)
    mou.refresh_from_db()
    assert mou.begun_by is None and not Mou.history.filter(begun_by=lead).exists()
    assert not ClauseText.objects.filter(by=lead).exists() and mou.clauses.get(slug="aims").comments.count() == 2
    assert not mou.clauses.filter(comments__mentioned=lead).exists() and not mou.clauses.filter(changed_by=lead)
