"""The admin of news, events, research and guidance."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member, sign_in
from core.tests import files
from editorial.models import Article, ForumEvent, Guide, Picture, ResearchReport
from editorial.tests.factories import make
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db
MODELS = [Article, ForumEvent, ResearchReport, Guide]
ARTICLE = {
    "title": "A new choir",
    "slug": "a-new-choir",
    "dated": "22/11/2026",
    "summary": "Two schools sing.",
    "body": "## How\n\nTogether.",
    "author": "",
    "picture_alt": "",
    "published": "on",
}


def client_of(role=ForumRole.MODERATOR):
    client = Client()
    sign_in(client, make_forum(role=role))
    return client


def url(entry_or_model, page="changelist"):
    name = entry_or_model._meta.model_name
    return {
        "changelist": f"/admin/editorial/{name}/",
        "add": f"/admin/editorial/{name}/add/",
    }.get(page) or f"/admin/editorial/{name}/{entry_or_model.pk}/{page}/"


def test_an_article_is_written_and_published():
    photo = SimpleUploadedFile("photo.jpg", files.picture(exif=files.exif()))
    answers = {**ARTICLE, "new_picture": photo, "picture_alt": "A choir"}

    response = client_of().post(url(Article, "add"), answers)

    assert response.status_code == 302
    article = Article.objects.get(slug="a-new-choir")
    assert article.is_published
    assert article.picture.widths == [400, 800, 1000]
    assert article.history.count() == 1


def test_without_the_tick_it_is_a_draft(client):
    client_of().post(url(Article, "add"), {**ARTICLE, "published": ""})

    assert client.get("/news/a-new-choir/").status_code == 404


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"new_picture": SimpleUploadedFile("a.jpg", b"<svg/>")}, "new_picture", "drawing (SVG)"),
        ({"new_picture": SimpleUploadedFile("a.jpg", files.picture())}, "picture_alt", "Enter what the picture shows"),
        ({"body": "x" * 20_001}, "body", "at most 20000 characters"),
        ({"title": ""}, "title", "This field is required"),
        ({"title": "a\x00b"}, "title", "Null characters"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(change, field, words):
    response = client_of().post(url(Article, "add"), {**ARTICLE, **change})

    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert next(iter(errors)) == field
    assert words in str(errors[field])
    assert not Article.objects.exists()
    assert not Picture.objects.exists()


def seen(entry):
    """As the page of the entry sends it back: nobody has changed it since."""
    return {"seen": type(entry).objects.get(pk=entry.pk).changed_at.isoformat()}


def test_an_address_stays_and_the_text_is_shown_as_it_reads():
    article = make(Article, body="## Why\n\n<script>alert(1)</script>", picture=True)
    client = client_of()

    page = client.get(url(article, "change")).content.decode()
    assert '<h3 class="govuk-heading-s">Why</h3>' in page
    assert "<script>alert(1)" not in page
    assert 'alt="Pupils at a pond"' in page
    answers = {**ARTICLE, **seen(article), "slug": "elsewhere", "picture_alt": "A choir"}
    assert client.post(url(article, "change"), answers).status_code == 302

    slug = article.slug
    article.refresh_from_db()
    assert (article.title, article.slug) == ("A new choir", slug)
    assert article.picture is not None


def test_a_picture_is_taken_away():
    article = make(Article, picture=True)

    client_of().post(url(article, "change"), {**ARTICLE, **seen(article), "without_picture": "on"})

    article.refresh_from_db()
    assert article.picture is None


def test_an_event_ends_after_it_begins():
    answers = {"title": "E", "slug": "e", "summary": "s", "body": "b", "starts_at_0": "2026-12-01"}
    answers |= {"starts_at_1": "16:00", "ends_at_0": "2026-12-01", "ends_at_1": "15:00", "picture_alt": ""}

    response = client_of().post(url(ForumEvent, "add"), answers)

    assert b"An event ends after it begins" in response.content


def test_a_guide_that_forms_link_to_stays_published_and_is_not_deleted():
    guide, client = Guide.objects.get(slug="agreeing"), client_of()
    answers = {"title": guide.title, "summary": "s", "body": "b", "order": "2", "picture_alt": ""}

    assert b"so it stays published" in client.post(url(guide, "change"), answers).content
    assert client.post(url(guide, "delete"), {"post": "yes"}).status_code == 403
    other = make(Guide)
    assert client.post(url(other, "delete"), {"post": "yes"}).status_code == 302
    assert not Guide.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("model", MODELS)
def test_every_page_opens(model):
    entry, client = make(model, picture=True), client_of()
    for page in ("changelist", "add", "change", "history", "delete"):
        target = model if page in ("changelist", "add") else entry
        assert client.get(url(target, page)).status_code == 200
    assert client.get(url(model) + "?q=entry&published_at__isempty=0").status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_advisers_read_and_do_not_write(model):
    entry, client = make(model, picture=True), client_of(ForumRole.ADVISER)

    page = client.get(url(entry, "change"))
    assert page.status_code == 200
    assert not re.search(rb'name="(title|_save|new_picture)"', page.content)
    assert client.get(url(model)).status_code == 200
    assert client.get(url(entry, "history")).status_code == 200
    assert client.get(url(model, "add")).status_code == 403
    assert client.post(url(entry, "change"), {"title": "x"}).status_code == 403
    assert client.post(url(entry, "delete"), {"post": "yes"}).status_code == 403


def test_school_staff_are_kept_out():
    client = Client()
    sign_in(client, make_member(make_school()))

    assert client.get(url(Article)).status_code in (302, 403)


def test_nothing_is_deleted_in_bulk():
    article = make(Article)

    client_of().post(url(Article), {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"})

    assert Article.objects.filter(pk=article.pk).exists()
