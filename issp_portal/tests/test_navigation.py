"""The menu: who sees what, and which place is marked."""

import re

import pytest

from accounts.tests.factories import make_forum, make_user

pytestmark = pytest.mark.django_db


def menu(html):
    part = html.split('id="navigation"')[1].split("</ul>")[0]
    return re.sub(r"<[^>]+>", " ", part).split("\n")


def test_a_visitor_sees_the_public_places(client):
    html = client.get("/").content.decode()
    assert "Register interest" in " ".join(menu(html))
    assert "Dashboard" not in " ".join(menu(html))
    assert ">Sign in</a>" in html


def test_a_signed_in_person_sees_theirs_and_their_name(client):
    client.force_login(make_user(name="Amara Nwosu"))
    html = client.get("/about/").content.decode()
    assert "Dashboard" in " ".join(menu(html))
    assert "Moderation" not in " ".join(menu(html))
    assert "Amara</a>" in html


def test_forum_staff_find_the_queues(client):
    client.force_login(make_forum())
    assert "Moderation" in " ".join(menu(client.get("/about/").content.decode()))


def test_the_longest_address_that_begins_this_one_is_marked(client):
    html = client.get("/register-interest/is-it-right/").content.decode()
    active = re.findall(r'aria-current="(\w+)"[^>]*><strong[^>]*>([^<]+)', html)
    assert active == [("page", "Is it right for us?")]
