"""The news, and one piece of it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import make_forum, make_member, sign_in
from editorial.models import Article
from editorial.tests.factories import make
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def test_without_news_there_is_a_way_on(client):
    response = client.get("/news/")

    assert response.status_code == 200
    assert b"No news yet" in response.content


def test_the_latest_comes_first_and_drafts_do_not_come(client):
    make(Article, title="Older", dated=datetime.date(2026, 1, 1))
    make(Article, title="Newer", dated=datetime.date(2026, 2, 1), picture=True)
    make(Article, title="Unready", published=False)

    page = client.get("/news/").content.decode()

    assert page.index("Newer") < page.index("Older")
    assert "Unready" not in page
    assert "1 February 2026" in page
    assert 'srcset="/pictures/' in page


def test_pages_and_huge_page_numbers(client):
    for day in range(1, 16):
        make(Article, dated=datetime.date(2026, 1, day))

    assert b"page 2 of 2" in client.get("/news/?page=2").content
    for odd in ("0", "-1", "abc", "9" * 40, "%00"):
        assert client.get(f"/news/?page={odd}").status_code == 200


def test_it_asks_as_much_for_many_as_for_one(client):
    make(Article, picture=True)
    client.get("/news/")
    with CaptureQueriesContext(connection) as one:
        client.get("/news/")
    for _ in range(5):
        make(Article, picture=True)
    with CaptureQueriesContext(connection) as six:
        client.get("/news/")

    assert len(six) == len(one)


def test_an_article_is_markdown_made_safe(client):
    article = make(Article, body="## Why\n\n**Because** <script>alert(1)</script>", author="Ruth Adeyemi", picture=True)

    page = client.get(article.get_absolute_url()).content.decode()

    assert "<h2" in page
    assert "<strong>Because</strong>" in page
    assert "<script>alert" not in page
    assert "Ruth Adeyemi" in page
    assert 'alt="Pupils at a pond"' in page
    assert f"<title>{article.title} - " in page


def test_a_draft_is_there_for_forum_staff_alone(client):
    draft = make(Article, published=False)
    for user in (None, make_member(make_school())):
        if user:
            sign_in(client, user)
        assert client.get(draft.get_absolute_url()).status_code == 404

    sign_in(client, make_forum())
    response = client.get(draft.get_absolute_url())
    assert b"Only Forum staff see this page" in response.content
    assert b"noindex" in response.content


@pytest.mark.parametrize("slug", ["no-such", "x" * 3000, "%00", "..", "a/b"])
def test_what_there_is_not_is_not_found(client, slug):
    assert client.get(f"/news/{slug}/").status_code == 404


def test_the_home_page_can_take_the_newest():
    old = make(Article, dated=datetime.date(2026, 1, 1))
    new = make(Article, dated=datetime.date(2026, 3, 1))
    make(Article, published=False)

    assert list(Article.objects.newest()[:3]) == [new, old]
