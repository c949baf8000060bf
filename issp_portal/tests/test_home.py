"""The first page somebody sees."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import make_forum, make_user
from casestudies.actions.moderation import feature_edition, withdraw_case_study
from casestudies.tests.cast import published
from partnerships.tests.test_candidates import brackenfold

pytestmark = pytest.mark.django_db


def test_it_says_what_it_is_for_and_offers_the_two_ways_on(client):
    html = client.get("/").content.decode()
    assert "<h1>Find a school to work with. Share what works.</h1>" in html
    assert 'href="/register-interest/"' in html
    assert 'href="/case-studies/"' in html
    assert 'href="/register-interest/is-it-right/"' in html


def test_none_registered_is_an_invitation_not_a_nought(client):
    html = client.get("/").content.decode()
    assert "Yours can be the first" in html
    assert "No case study is published yet" in html
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


def test_what_forum_staff_chose_comes_before_what_is_newest(client):
    chosen = published(title="Chosen long ago")
    newest = [published(title=f"New {n}") for n in range(3)]
    feature_edition(edition=chosen, by=make_forum())
    html = client.get("/").content.decode()
    assert html.index("Chosen long ago") < html.index("New 2") < html.index("New 1")
    assert "New 0" not in html, "a row of three"
    assert "See all 4 case studies" in html
    assert "pupils took part" in html
    withdraw_case_study(case_study=newest[2].case_study, by=make_forum(), words="It names a pupil.")
    html = client.get("/").content.decode()
    assert "New 2" not in html and "See all 3 case studies" in html


def test_as_many_queries_for_many_case_studies_as_for_three(client, django_assert_num_queries):
    for n in range(3):
        published(title=f"One of the first {n}")
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    before = len(queries)
    for n in range(4):
        published(title=f"One more {n}")
    client.get("/")
    with django_assert_num_queries(before):
        client.get("/")
