"""About, contact, help, privacy, cookies, accessibility, terms."""

import re

import pytest

from core.jobs import retention

NAMES = ["about", "contact", "help", "privacy", "cookies", "accessibility", "terms"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", NAMES)
def test_open_to_everybody_with_one_heading_and_its_title(client, name):
    response = client.get(f"/{name}/")
    html = response.content.decode()

    assert response.status_code == 200
    headings = re.findall(r"<h1[^>]*>(.*?)</h1>", html)
    assert len(headings) == 1
    assert f"<title>{headings[0]} - ISSP Portal</title>" in html


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_sent_to_them(client, name):
    assert client.post(f"/{name}/").status_code == 405


def test_every_page_links_to_all_of_them(client):
    html = client.get("/").content.decode()
    assert all(f'href="/{name}/"' in html for name in NAMES)


def test_the_address_of_the_forum_is_the_one_of_the_settings(client, settings):
    settings.CONTACT_EMAIL = "help@forum.example"
    assert 'href="mailto:help@forum.example"' in client.get("/contact/").content.decode()


def test_the_privacy_notice_promises_exactly_what_the_purges_do(client):
    html = client.get("/privacy/").content.decode()
    assert retention(), "no purge has registered its promise"
    for what, after in retention():
        assert what in html
        assert after in html


def test_no_other_cookie_than_session_and_csrf(client):
    for name in ["", *(f"{n}/" for n in NAMES), "accounts/login/", "schools/"]:
        client.get(f"/{name}")
    assert set(client.cookies) <= {"sessionid", "csrftoken"}
