"""What the dashboard says about case studies on their way."""

import datetime

import pytest
from django.utils import timezone

from accounts.tests.factories import make_user
from casestudies.actions.confirming import object_to_case_study
from casestudies.models import Edition
from casestudies.tests.cast import confirmed_case_study, partner_of, published, sent_case_study, writer_of
from core.todos import todos_of

pytestmark = pytest.mark.django_db


def about(user):
    """(titles of what needs this person, titles of what they wait for), about case studies."""
    mine, waiting = todos_of(user)
    return [t.title for t in mine if "/case-studies/" in t.url], [t.title for t in waiting if "/case-studies/" in t.url]


def test_who_is_asked_and_who_waits():
    case_study = sent_case_study(title="The reading barge")
    assert about(partner_of(case_study)) == (["Confirm “The reading barge”"], [])
    assert about(writer_of(case_study)) == ([], ["“The reading barge” is with Thornmere School"])
    assert about(make_user()) == ([], [])


def test_who_was_asked_by_address_and_does_not_belong_yet():
    case_study = sent_case_study()
    invited = make_user(email=case_study.participants.order_by("pk")[1].email)
    assert about(invited) == (["A case study names Thornmere School"], [])


def test_with_the_forum():
    case_study = confirmed_case_study(title="The reading barge")
    assert about(writer_of(case_study)) == ([], ["“The reading barge” is with Forum staff"])
    assert about(partner_of(case_study)) == ([], [])


def test_a_change_that_a_school_asks_for_is_one_line():
    case_study = sent_case_study(title="The reading barge")
    school = case_study.participants.order_by("pk")[1].school
    object_to_case_study(case_study=case_study, school=school, words="We paid.", by=partner_of(case_study))
    assert about(writer_of(case_study)) == (["Change “The reading barge”"], [])
    assert about(partner_of(case_study)) == ([], [])


def test_a_review_for_every_school():
    edition = published("The reading barge")
    for user in (writer_of(edition.case_study), partner_of(edition.case_study)):
        assert about(user) == ([], [])
    Edition.objects.update(review_on=timezone.localdate() + datetime.timedelta(days=60))
    for user in (writer_of(edition.case_study), partner_of(edition.case_study)):
        assert about(user) == (["Does “The reading barge” still hold?"], [])


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    case_study = sent_case_study()
    user, school = writer_of(case_study), case_study.participants.order_by("pk")[0].school
    with django_assert_max_num_queries(200) as few:
        todos_of(user)
    for _ in range(3):
        sent_case_study(school=school, others=[case_study.participants.order_by("pk")[1].school])
    with django_assert_max_num_queries(len(few.captured_queries)):
        todos_of(user)
