"""A school's published case studies on its page and in the list of schools."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.tests.factories import make_member
from casestudies.actions.moderation import withdraw_case_study
from casestudies.actions.replication import replicate
from casestudies.public import lines_of
from casestudies.tests.cast import confirmed_case_study, draft_case_study, moderator, published, sent_case_study
from partnerships.tests.introductions import opened_partnership
from schools.pages import Line
from schools.tests.factories import make_independent, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school(name="Brackenfold Primary School")


@pytest.fixture
def partner():
    return make_independent(name="Thornmere School")


def page_of(client, school):
    return client.get(school.get_absolute_url()).content.decode()


def copied(edition):
    school = make_school()
    replicate(edition=edition, school=school, by=make_member(school))


def test_both_schools_show_it_with_one_another(client, school, partner):
    edition = published(school=school, others=[partner])
    for one, other in [(school, partner), (partner, school)]:
        page = page_of(client, one)
        assert f'href="{edition.get_absolute_url()}">{edition.title}</a>' in page
        assert f'With <a class="govuk-link" href="{other.get_absolute_url()}">{other.name}</a>' in page


def test_how_often_it_was_copied(client, school):
    edition = published(school=school)
    assert "opied" not in page_of(client, school)
    copied(edition)
    page = page_of(client, school)
    assert "Other schools have copied what Brackenfold Primary School does once." in page
    assert "Copied once<" in page


@pytest.mark.parametrize("so_far", [draft_case_study, sent_case_study, confirmed_case_study])
def test_nothing_of_it_before_it_is_published(client, school, partner, so_far):
    so_far(school=school, others=[partner])
    for one, other in [(school, partner), (partner, school)]:
        page = page_of(client, one)
        assert "Case studies</h2>" not in page and other.name not in page
    assert lines_of([school, partner]) == {}


def test_a_partnership_that_nobody_told_of_is_not_shown(client):
    partnership = opened_partnership()
    one, other = [partner.school for partner in partnership.partners.all()]
    draft_case_study(partnership=partnership)
    assert other.name not in page_of(client, one) and one.name not in page_of(client, other)


def test_nothing_of_it_once_it_was_withdrawn(client, school):
    edition = published(school=school)
    withdraw_case_study(case_study=edition.case_study, by=moderator(), words="A school asked us to.")
    assert edition.title not in page_of(client, school)
    assert lines_of([school]) == {}


def test_the_list_of_schools_says_how_many(client, school, partner):
    edition = published(school=school, others=[partner])
    assert lines_of([school, partner]) == {
        school.pk: Line(say="1 published case study."),
        partner.pk: Line(say="1 published case study."),
    }
    published(title="Another", school=school, others=[make_independent()])
    copied(edition)
    copied(edition)
    assert lines_of([school])[school.pk].say == "2 published case studies, copied twice."
    copied(edition)
    assert (
        "2 published case studies, copied 3 times."
        in client.get(reverse("schools:search"), {"q": "Brackenfold"}).content.decode()
    )


def test_many_are_counted_and_the_newest_shown(client, school, monkeypatch):
    monkeypatch.setattr("casestudies.public.SHOWN_AT_A_SCHOOL", 1)
    published(title="The older one", school=school, others=[make_independent()])
    published(title="The newer one", school=school, others=[make_independent()])
    page = page_of(client, school)
    assert "The newer one" in page and "The older one" not in page
    assert "And 1 more" in page and "?q=Brackenfold%20Primary%20School" in page


def test_in_as_many_queries_however_many_there_are(client, school):
    counts = []
    for number in range(3):
        published(title=f"Number {number}", school=school, others=[make_independent()])
        with CaptureQueriesContext(connection) as asked:
            page_of(client, school)
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_one_query_for_a_page_of_schools(django_assert_num_queries):
    schools = [make_school(), make_school(), make_school()]
    for number, one in enumerate(schools):
        published(title=f"Number {number}", school=one, others=[make_independent()])
    with django_assert_num_queries(1):
        assert len(lines_of(schools)) == 3


def test_a_hostile_title_is_text(client, school):
    published(title="<script>alert(1)</script>", school=school)
    page = page_of(client, school)
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
