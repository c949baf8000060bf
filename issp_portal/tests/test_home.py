"""The first page somebody sees."""

import pytest

pytestmark = pytest.mark.django_db


def test_it_says_what_it_is_for_and_offers_the_two_ways_on(client):
    html = client.get("/").content.decode()
    assert "<h1>Find a school of the other sector to work with</h1>" in html
    assert 'href="/register-interest/"' in html
    assert 'href="/register-interest/is-it-right/"' in html


def test_none_registered_is_an_invitation_not_a_nought(client):
    html = client.get("/").content.decode()
    assert "Yours can be the first" in html
    assert "<dd>0</dd>" not in html


def test_only_reading(client):
    assert client.post("/").status_code == 405
