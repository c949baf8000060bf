"""Keeping clauses and templates: what is published, by whom, and what never changes by it."""

import pytest

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_user
from agreements.actions.library import (
    NotPublishable,
    NotStaff,
    Withdrawn,
    keep_clause,
    keep_template,
    keep_template_clauses,
    publish_template,
    restore_template,
    withdraw_template,
)
from agreements.models import Clause, Template, TemplateClause
from agreements.tests.cast import draft_mou
from core.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return make_forum(role=ForumRole.MODERATOR)


@pytest.fixture
def template():
    return Template.objects.get(slug="first-term")


def test_publishing_what_the_migration_published_changes_nothing(template, moderator):
    before = template.versions.get()
    assert publish_template(template=template, by=moderator) == before
    assert not Event.objects.filter(kind="template-published").exists()


def test_a_changed_clause_is_in_the_next_version_and_not_in_the_last(template, moderator):
    clause = Clause.objects.get(slug="parties")
    before = template.versions.get().content
    clause.guidance = "Ask the trust who may sign."
    keep_clause(clause=clause, by=moderator)

    assert template.versions.get().content == before
    after = publish_template(template=template, by=moderator)
    assert after.number == 2
    assert after.published_by == moderator
    assert after.content["clauses"][0]["guidance"] == "Ask the trust who may sign."
    assert template.versions.get(number=1).content == before
    assert Event.objects.of(template).first().sentence == "Version 2 of “A first term, on one page” was published."
    assert clause.history.first().history_user == moderator


def test_a_template_s_own_words_come_before_those_of_the_library(template, moderator):
    clause = Clause.objects.get(slug="aims")
    clause.text = "Other words of the library."
    keep_clause(clause=clause, by=moderator)
    line = template.clauses.get(clause=clause)
    assert line.text
    assert line.text != clause.text
    latest = publish_template(template=template, by=moderator)
    aims = next(each for each in latest.content["clauses"] if each["slug"] == "aims")
    assert aims["text"] == line.text


def test_an_mou_that_has_begun_never_changes_with_its_template(template, moderator):
    mou = draft_mou(template=template.versions.get())
    texts = list(mou.clauses.values_list("slug", "heading", "guidance", "content", "required"))
    clause = Clause.objects.get(slug="safeguarding")
    clause.heading, clause.guidance = "Keeping safe", "Other guidance"
    keep_clause(clause=clause, by=moderator)
    line = template.clauses.get(clause=clause)
    line.text, line.required = "Something else", False
    keep_template_clauses(template=template, kept=[line], removed=[template.clauses.last()], by=moderator)
    publish_template(template=template, by=moderator)
    withdraw_template(template=template, by=moderator)

    mou.refresh_from_db()
    assert mou.template.number == 1
    assert list(mou.clauses.values_list("slug", "heading", "guidance", "content", "required")) == texts


def test_a_new_template_is_seen_once_it_is_published(moderator):
    template = keep_template(template=Template(slug="choirs", title="Two choirs", summary="To sing."), by=moderator)
    with pytest.raises(NotPublishable, match="Add a clause"):
        publish_template(template=template, by=moderator)
    lines = [TemplateClause(clause=Clause.objects.get(slug=slug)) for slug in ("parties", "aims")]
    keep_template_clauses(template=template, kept=lines, removed=[], by=moderator)
    assert template not in Template.objects.published()
    publish_template(template=template, by=moderator)
    assert template in Template.objects.published()


def test_two_clauses_of_dates_cannot_be_published(template, moderator):
    second = Clause(slug="dates-too", heading="More dates", kind="dates", guidance="When?")
    keep_clause(clause=second, by=moderator)
    line = TemplateClause(clause=second, order=99)
    keep_template_clauses(template=template, kept=[line], removed=[], by=moderator)
    with pytest.raises(NotPublishable, match="one clause of the kind"):
        publish_template(template=template, by=moderator)


def test_withdrawn_it_is_offered_to_nobody_until_it_is_brought_back(template, moderator):
    withdraw_template(template=template, by=moderator)
    withdraw_template(template=template, by=moderator)
    assert template not in Template.objects.published()
    with pytest.raises(Withdrawn):
        publish_template(template=template, by=moderator)
    restore_template(template=template, by=moderator)
    assert template in Template.objects.published()
    assert [event.kind for event in Event.objects.of(template)] == ["template-offered", "template-withdrawn"]


@pytest.mark.parametrize("role", [None, ForumRole.ADVISER])
def test_others_keep_nothing(template, role):
    other = make_forum(role=role) if role else make_user()
    for act in (publish_template, withdraw_template, restore_template, keep_template):
        with pytest.raises(NotStaff):
            act(template=template, by=other)
    with pytest.raises(NotStaff):
        keep_clause(clause=Clause.objects.first(), by=other)
    with pytest.raises(NotStaff):
        keep_template_clauses(template=template, kept=[], removed=list(template.clauses.all()), by=other)
    assert template.clauses.count() == 7
