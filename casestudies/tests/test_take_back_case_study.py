"""Taking a text back that is on its way."""

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from casestudies.actions.confirming import NotNow, NotYours, take_back
from casestudies.models import CaseStudy
from casestudies.tests.cast import (
    confirmed_case_study,
    draft_case_study,
    moderator,
    partner_of,
    published,
    sent_case_study,
    writer_of,
)
from notifications.models import Message

pytestmark = pytest.mark.django_db
Status = CaseStudy.Status


def test_who_was_still_asked_is_told():
    case_study = sent_case_study()
    assert take_back(case_study=case_study, by=writer_of(case_study)).status == Status.DRAFT
    [letter] = Message.objects.filter(kind="case-study-taken-back")
    assert letter.to == partner_of(case_study).email


def test_from_the_forum_nobody_need_be_told():
    case_study = confirmed_case_study()
    assert take_back(case_study=case_study, by=writer_of(case_study)).status == Status.DRAFT
    assert not Message.objects.filter(kind="case-study-taken-back").exists()
    assert not CaseStudy.objects.to_moderate().exists()


def test_twice_changes_nothing():
    case_study = sent_case_study()
    for _ in range(2):
        assert take_back(case_study=case_study, by=writer_of(case_study)).status == Status.DRAFT
    assert Message.objects.filter(kind="case-study-taken-back").count() == 1


def test_what_is_published_is_not_taken_back():
    edition = published()
    with pytest.raises(NotNow):
        take_back(case_study=edition.case_study, by=writer_of(edition.case_study))


def test_only_a_writing_school_takes_it_back():
    case_study = sent_case_study()
    for by in (partner_of(case_study), make_user(), moderator()):
        with pytest.raises(NotYours):
            take_back(case_study=case_study, by=by)


def test_its_address(client):
    case_study = sent_case_study()
    url = reverse("casestudies:take_back", args=[case_study.pk])
    client.force_login(partner_of(case_study))
    assert client.post(url).status_code == 404
    client.force_login(writer_of(case_study))
    assert client.get(url).status_code == 405
    assert "It is yours again." in client.post(url, follow=True).content.decode()
    assert CaseStudy.objects.get(pk=case_study.pk).status == Status.DRAFT


def test_refused_it_says_why(client):
    edition = published()
    client.force_login(writer_of(edition.case_study))
    url = reverse("casestudies:take_back", args=[edition.case_study_id])
    assert "cannot be taken back" in client.post(url, follow=True).content.decode()
    draft = draft_case_study()
    client.force_login(writer_of(draft))
    assert client.post(reverse("casestudies:take_back", args=[draft.pk])).status_code == 302
