"""The first page somebody sees."""

import pytest

from accounts.tests.factories import make_user
from partnerships.tests.test_candidates import brackenfold

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


def test_what_a_page_before_had_to_say_is_said_above_the_picture(client):
    client.force_login(make_user())
    client.post("/accounts/logout/")
    html = client.get("/").content.decode()
    assert html.index("issp-notice") < html.index("issp-hero")
    assert "issp-notice" not in client.get("/").content.decode()


def test_without_the_picture_the_figures_take_the_width_and_no_legend_explains_nothing(client):
    brackenfold()
    html = client.get("/").content.decode()
    assert "<dt>school registered</dt><dd>1</dd>" in html
    assert "Yorkshire and the Humber" in html
    assert "issp-map__svg" not in html
    assert "issp-legend" not in html
