"""Two members of the Forum's staff who change the same entry at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.tests.factories import make_forum, sign_in
from core.tests import files
from editorial.models import Article, ForumEvent, Guide, ResearchReport
from editorial.tests.factories import make

pytestmark = pytest.mark.django_db
MODELS = [Article, ForumEvent, ResearchReport, Guide]


@pytest.fixture
def client(client):
    sign_in(client, make_forum())
    return client


def url(entry):
    return f"/admin/editorial/{entry._meta.model_name}/{entry.pk}/change/"


def opened(client: Client, entry):
    """What the browser of somebody who opens the page would send back."""
    form = client.get(url(entry)).context["adminform"].form
    answers = {}
    for field in form:
        value = field.value()
        if field.name in ("starts_at", "ends_at"):
            for part in field.subwidgets:
                for widget in part.data["subwidgets"]:
                    answers[widget["name"]] = widget["value"] or ""
        elif value is True:
            answers[field.html_name] = "on"
        elif value is not None and value is not False:
            answers[field.html_name] = field.field.widget.format_value(value) or ""
    return answers


@pytest.mark.parametrize("model", MODELS)
def test_the_second_is_told_and_sees_both_texts(client, model):
    entry = make(model)
    first, second = opened(client, entry), opened(client, entry)
    assert client.post(url(entry), {**first, "body": "Theirs, at length."}).status_code == 302

    response = client.post(url(entry), {**second, "body": "Mine, in short."})

    page = response.content.decode()
    assert response.status_code == 200
    assert "A colleague changed this since you opened it." in page
    assert "Theirs, at length." in page.replace("</span>", "")
    assert "Mine, in short.</textarea>" in page
    assert [change.label for change in response.context["adminform"].form.meanwhile] == ["Text"]
    assert model.objects.get(pk=entry.pk).body == "Theirs, at length."

    again = {**second, "body": "Both.", "seen": response.context["adminform"].form["seen"].value()}
    assert client.post(url(entry), again).status_code == 302
    assert model.objects.get(pk=entry.pk).body == "Both."


def test_what_a_colleague_took_down_is_not_published_again_unseen(client):
    entry = make(Article)
    first, second = opened(client, entry), opened(client, entry)
    first.pop("published")
    client.post(url(entry), first)

    response = client.post(url(entry), {**second, "title": "Another title"})

    labels = [change.label for change in response.context["adminform"].form.meanwhile]
    assert labels == ["Title", "Published"]
    entry.refresh_from_db()
    assert not entry.is_published


def test_a_third_save_is_noticed_too(client):
    entry = make(Article)
    first, second = opened(client, entry), opened(client, entry)
    client.post(url(entry), {**first, "title": "One"})
    refused = client.post(url(entry), {**second, "title": "Two"})
    client.post(url(entry), {**opened(client, entry), "title": "Three"})

    seen = refused.context["adminform"].form["seen"].value()
    assert client.post(url(entry), {**second, "title": "Two", "seen": seen}).status_code == 200
    assert Article.objects.get(pk=entry.pk).title == "Three"


def test_pressed_twice_is_no_change_of_somebody_else(client):
    entry = make(Article)
    answers = {**opened(client, entry), "title": "A new title"}

    assert [client.post(url(entry), answers).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("seen", [None, "", "x", "2026-01-01", "x" * 10_000, "a\x00b"])
def test_without_the_stamp_nothing_is_replaced(client, seen):
    entry = make(Article, title="As it was")
    answers = {**opened(client, entry), "title": "Another"}
    del answers["seen"]

    response = client.post(url(entry), answers | ({} if seen is None else {"seen": seen}))

    assert response.status_code == 200
    assert Article.objects.get(pk=entry.pk).title == "As it was"


def test_a_picture_chosen_meanwhile_is_to_be_chosen_again(client):
    entry = make(Article, picture=True)
    first, second = opened(client, entry), opened(client, entry)
    client.post(url(entry), {**first, "title": "Theirs"})

    photo = SimpleUploadedFile("photo.jpg", files.picture())
    response = client.post(url(entry), {**second, "new_picture": photo})

    assert b"Choose the picture again" in response.content
    assert Article.objects.get(pk=entry.pk).picture == entry.picture
