"""What happens to an entry: drafted, published, changed, taken down, deleted, each with its event and its history."""

import pytest

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member
from core.models import Event
from editorial.actions import NotDescribed, NotEditor, StillLinked, delete_entry, keep_entry
from editorial.models import Article, Guide
from editorial.tests.factories import a_picture, editor, make
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def kinds(entry):
    return list(Event.objects.of(entry).order_by("pk").values_list("kind", flat=True))


def test_from_a_draft_to_the_end():
    article = make(Article, published=False)
    by = editor()
    keep_entry(entry=article, published=True, by=by)
    first = article.published_at
    article.title = "Another title"
    keep_entry(entry=article, published=True, by=by)
    assert article.published_at == first
    keep_entry(entry=article, published=False, by=by)
    assert not article.is_published

    assert kinds(article) == ["article-drafted", "article-published", "article-changed", "article-taken-down"]
    assert Event.objects.of(article).filter(for_staff=False).count() == 0
    assert {record.history_user for record in article.history.all()} == {by}
    pk = article.pk
    delete_entry(entry=article, by=by)
    assert not Article.objects.filter(pk=pk).exists()
    assert Article.history.filter(id=pk).count() == 5


@pytest.mark.parametrize("who", ["adviser", "member"])
def test_only_moderators_and_administrators_write(who):
    by = make_forum(role=ForumRole.ADVISER) if who == "adviser" else make_member(make_school())
    article = make(Article)

    with pytest.raises(NotEditor):
        keep_entry(entry=article, published=False, by=by)
    with pytest.raises(NotEditor):
        delete_entry(entry=article, by=by)


def test_what_forms_link_to_stays():
    guide = Guide.objects.get(slug="starting")

    with pytest.raises(StillLinked):
        keep_entry(entry=guide, published=False, by=editor())
    with pytest.raises(StillLinked):
        delete_entry(entry=guide, by=editor())
    other = make(Guide)
    keep_entry(entry=other, published=False, by=editor())
    delete_entry(entry=other, by=editor())


def test_a_picture_needs_words():
    article = make(Article)

    with pytest.raises(NotDescribed):
        keep_entry(entry=article, published=True, picture=a_picture(), by=editor())
