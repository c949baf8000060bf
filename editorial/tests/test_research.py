"""The record of research."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.factories import make_forum, sign_in
from editorial.models import ResearchReport
from editorial.tests.factories import make

pytestmark = pytest.mark.django_db


def test_the_government_s_report_is_listed_from_the_first_day(client):
    page = client.get("/research/").content.decode()
    assert "impact and lessons learnt" in page
    assert "Department for Education" in page
    assert "August 2017" in page

    page = client.get("/research/impact-and-lessons-learnt/").content.decode()
    assert "4,220 pupils" in page
    assert "Process evaluation" in page
    assert "Open Government Licence v2.0" in page


def test_without_reports_there_is_a_way_on(client):
    ResearchReport.objects.all().delete()

    assert b"No report is listed yet" in client.get("/research/").content


def test_the_latest_comes_first_and_a_report_links_to_itself(client):
    report = make(
        ResearchReport,
        title="A later one",
        released=datetime.date(2025, 2, 1),
        link="https://research.example/report.pdf",
        licence="All rights reserved",
    )

    page = client.get("/research/").content.decode()
    assert page.index("A later one") < page.index("impact and lessons learnt")
    page = client.get(report.get_absolute_url()).content.decode()
    assert 'href="https://research.example/report.pdf"' in page


def test_drafts_are_there_for_forum_staff_alone(client):
    draft = make(ResearchReport, published=False)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert draft.title not in client.get("/research/").content.decode()

    sign_in(client, make_forum())
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_it_asks_as_much_for_many_as_for_one(client):
    client.get("/research/")
    with CaptureQueriesContext(connection) as one:
        client.get("/research/")
    for _ in range(5):
        make(ResearchReport)
    with CaptureQueriesContext(connection) as six:
        client.get("/research/")

    assert len(six) == len(one)
