"""/case-studies/<slug>/kit/: what is needed to do it again, on paper."""

import re

import pytest

from casestudies.actions.moderation import withdraw_case_study
from casestudies.models import Edition
from casestudies.tests.cast import draft_case_study, moderator, published
from schools.tests.factories import make_independent, make_school

pytestmark = pytest.mark.django_db


def kit_of(client, edition, status=200):
    answer = client.get(f"{edition.get_absolute_url()}kit/")
    assert answer.status_code == status
    return answer.content.decode()


def test_a_visitor_gets_everything_that_is_needed(client, settings):
    settings.SITE_URL = "https://portal.example"
    edition = published()
    page = kit_of(client, edition)
    assert page.count("<h1") == 1
    assert f"<title>Kit: {edition.title} - ISSP Portal</title>" in page
    for words in [
        "Put both calendars side by side.",
        "12 weeks before",
        "it took 14 weeks",
        "Sets up the experiments",
        "£2,128, or £38 a pupil",
        "The minibus, two runs.",
        "We lost two sessions",
        "The schools are ten minutes apart at most.",
        "Brackenfold Primary School",
        "the portal passes it on",
        "Creative Commons Attribution 4.0",
        f"https://portal.example/case-studies/{edition.slug}/",
    ]:
        assert words in page


def test_each_step_has_a_box_to_tick_and_a_line_to_write_on(client):
    edition = published()
    page = kit_of(client, edition)
    steps = re.search(r'<ul class="issp-kit__steps">.*?</ul>', page, re.DOTALL)[0]
    assert steps.count("<li>") == steps.count("issp-kit__by") == len(edition.content["steps"]["steps"])


def test_the_page_leads_to_its_kit_and_the_kit_back(client):
    edition = published()
    assert f'href="{edition.get_absolute_url()}kit/"' in client.get(edition.get_absolute_url()).content.decode()
    page = kit_of(client, edition)
    assert f'href="{edition.get_absolute_url()}"' in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{edition.get_absolute_url()}">' in page


def test_without_what_is_optional(client):
    edition = published(
        running={"lead_weeks": None}, evidence={"design": "none", "measured": "", "result": "", "sample": None}
    )
    page = kit_of(client, edition)
    assert "Not evaluated." in page and "From the first talk" not in page


def test_what_is_not_published_has_no_kit(client):
    draft_case_study()
    assert client.get("/case-studies/wednesday-science-in-one-shared-laboratory/kit/").status_code == 404


def test_nothing_typed_becomes_markup(client):
    hostile = "<script>alert(1)</script>"
    steps = [{"title": hostile, "weeks_before": 1, "text": hostile}] * 2
    edition = published(title=hostile, steps={"steps": steps}, cost={"funder": hostile}, lessons={"change": hostile})
    page = kit_of(client, edition)
    assert "<script>alert" not in page and page.count("&lt;script&gt;alert") >= 7


def test_an_old_one_says_so_on_paper_too(client):
    edition = published()
    Edition.objects.update(review_on="2026-03-01")
    assert "It was not checked by its schools since March 2024" in kit_of(client, edition)


def test_in_as_many_queries_however_many_steps(client, django_assert_num_queries):
    long = [{"title": f"Step {n}", "weeks_before": n, "text": "More."} for n in range(20)]
    schools = {"school": make_school(), "others": [make_independent()]}
    for edition in [published(), published(title="A long one", steps={"steps": long}, **schools)]:
        with django_assert_num_queries(3):
            kit_of(client, edition)


def test_the_kit_of_one_withdrawn_is_gone(client):
    edition = published()
    withdraw_case_study(case_study=edition.case_study, by=moderator(), words="A school asked us to.")
    assert "This case study was withdrawn" in kit_of(client, edition, 410)
