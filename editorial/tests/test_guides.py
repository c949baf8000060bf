"""Our own guidance: there from the first day, and linked to at the right moment."""

import re

import pytest
from django.template import Context, Template
from django.urls import Resolver404, resolve

from accounts.tests.factories import make_forum, sign_in
from core.markdown import plain
from editorial.models import Guide
from editorial.moments import MOMENTS
from editorial.tests.factories import make

pytestmark = pytest.mark.django_db


def test_they_stand_in_the_order_in_which_they_are_needed(client):
    page = client.get("/guides/").content.decode()

    places = [page.index(f'href="/guides/{slug}/"') for slug in MOMENTS]
    assert places == sorted(places)


@pytest.mark.parametrize("slug", MOMENTS)
def test_each_is_a_page_worth_printing(client, slug):
    guide = Guide.objects.get(slug=slug)

    page = client.get(f"/guides/{slug}/").content.decode()

    assert 300 <= len(plain(guide.body).split()) <= 600
    assert guide.title == MOMENTS[slug]
    assert page.count("<h1") == 1
    assert page.count("<h2 class") >= 5
    assert len(re.findall(r"aria-current=\"page\"", page)) == 1
    for address in re.findall(r"\]\((/[^)]*)\)", guide.body):
        try:
            resolve(address)
        except Resolver404:
            pytest.fail(f"{slug} links to {address}, which leads nowhere")


@pytest.mark.parametrize("slug", MOMENTS)
def test_a_template_of_any_app_links_to_it(client, slug):
    html = Template(f'{{% read "{slug}" %}}').render(Context())

    assert html.startswith("Read: <a")
    address = re.search(r'href="([^"]*)"', html)[1]
    assert client.get(address).status_code == 200


def test_a_moment_that_nobody_wrote_about_is_a_slip():
    with pytest.raises(KeyError):
        Template('{% read "dancing" %}').render(Context())


def test_without_guides_there_is_a_way_on(client):
    Guide.objects.all().delete()

    assert b"No guide is published yet" in client.get("/guides/").content


def test_drafts_are_there_for_forum_staff_alone(client):
    draft = make(Guide, title="Unready", published=False)
    assert client.get(draft.get_absolute_url()).status_code == 404
    for address in ("/guides/", "/guides/starting/"):
        assert "Unready" not in client.get(address).content.decode()

    sign_in(client, make_forum())
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_a_guide_asks_a_fixed_number_of_times(client, django_assert_num_queries):
    client.get("/guides/starting/")
    for _ in range(4):
        make(Guide)

    with django_assert_num_queries(2):
        client.get("/guides/starting/")
    with django_assert_num_queries(2):
        client.get("/guides/")
