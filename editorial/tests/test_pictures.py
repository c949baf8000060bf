"""Pictures of what the Forum publishes are given out with it, and not before."""

import datetime

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.tests.factories import make_forum, make_member, sign_in
from editorial.actions import delete_entry, keep_entry, purge_stray_pictures
from editorial.models import Article, ForumEvent, Guide, Picture, ResearchReport
from editorial.tests.factories import a_picture, editor, make
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def stored():
    folder = "editorial/pictures"
    return set(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else set()


def names_of(picture):
    return {path.rsplit("/", 1)[1] for path in picture.paths}


@pytest.mark.parametrize("model", [Article, ForumEvent, ResearchReport, Guide])
def test_of_what_is_published_it_is_everybody_s(client, model):
    picture = make(model, picture=True).picture

    for width in picture.widths:
        response = client.get(picture.at(width))
        assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
        assert response["Cache-Control"].startswith("public")
    for width in (0, 1600, 10**30):
        assert client.get(picture.at(400).replace("-400.", f"-{width}.")).status_code == 404


def test_of_a_draft_it_is_forum_staff_s(client):
    picture = make(Article, picture=True, published=False).picture
    for user, status in [(None, 404), (make_member(make_school()), 404), (make_forum(), 200)]:
        client.logout()
        if user:
            sign_in(client, user)
        response = client.get(picture.src)
        assert response.status_code == status
    assert response["Cache-Control"] == "private, no-store"


def test_a_replaced_or_removed_one_is_deleted(django_capture_on_commit_callbacks):
    article = make(Article, picture=True)
    first = article.picture
    gone = names_of(first)
    with django_capture_on_commit_callbacks(execute=True):
        keep_entry(entry=article, published=True, picture=a_picture(), by=editor())
    second = names_of(article.picture)
    assert not gone & stored()
    assert second <= stored()

    with django_capture_on_commit_callbacks(execute=True):
        keep_entry(entry=article, published=True, without_picture=True, by=editor())
    assert article.picture is None
    assert not second & stored()
    assert not Picture.objects.exists()


def test_it_goes_with_its_entry(django_capture_on_commit_callbacks):
    article = make(Article, picture=True)
    names = names_of(article.picture)

    with django_capture_on_commit_callbacks(execute=True):
        delete_entry(entry=article, by=editor())

    assert not names & stored()


def test_what_a_transaction_left_behind_is_deleted(monkeypatch):
    kept = make(Article, picture=True)
    lost = make(Article, picture=True)
    names = names_of(lost.picture)
    Article.objects.filter(pk=lost.pk).delete()
    Picture.objects.filter(pk=lost.picture_id).delete()
    later = timezone.now() + datetime.timedelta(days=2)
    monkeypatch.setattr("core.uploads.timezone.now", lambda: later)

    assert purge_stray_pictures() >= 3

    assert not names & stored()
    assert names_of(kept.picture) <= stored()
