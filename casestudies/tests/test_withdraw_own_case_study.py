"""A school withdraws what names it, and the schools that write it bring it back."""

import pytest
from django.urls import reverse

from accounts.tests.factories import make_member, make_user
from casestudies.actions.confirming import (
    NotNow,
    NotYours,
    WordsNeeded,
    reopen_case_study,
    send_case_study,
    withdraw_own_case_study,
)
from casestudies.actions.moderation import feature_edition, publish_case_study
from casestudies.models import CaseStudy, Edition
from casestudies.tests.cast import (
    confirm_all,
    confirmed_case_study,
    moderator,
    partner_of,
    published,
    save,
    sent_case_study,
    writer_of,
)
from notifications.models import Message
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db
Status = CaseStudy.Status
WORDS = "We no longer run it."


def withdraw(case_study, by, words=WORDS):
    return withdraw_own_case_study(case_study=case_study, by=by, words=words)


@pytest.mark.parametrize("who", [writer_of, partner_of])
def test_every_school_that_it_names_may(who):
    edition = feature_edition(edition=published(), by=moderator())
    case_study = withdraw(edition.case_study, who(edition.case_study))
    edition.refresh_from_db()
    assert case_study.status == Status.WITHDRAWN
    assert (edition.withdrawn_at is not None, edition.featured_at) == (True, None)
    assert not Edition.objects.public().exists()
    [letter] = Message.objects.filter(kind="case-study-withdrawn")
    assert letter.to not in ("", who(case_study).email)
    assert WORDS in letter.text


def test_a_next_version_that_is_on_its_way_stops_with_it():
    edition = published()
    case_study = edition.case_study
    save(case_study, "licence", {"licence": "ogl-3.0"})
    send_case_study(case_study=case_study, by=writer_of(case_study))
    confirm_all(case_study)
    assert withdraw(case_study, partner_of(case_study)).status == Status.WITHDRAWN
    assert not CaseStudy.objects.to_moderate().exists()


def test_twice_changes_nothing():
    case_study = published().case_study
    withdraw(case_study, writer_of(case_study))
    withdraw(case_study, writer_of(case_study))
    assert Message.objects.filter(kind="case-study-withdrawn").count() == 1


@pytest.mark.parametrize("make", [sent_case_study, confirmed_case_study])
def test_what_is_not_published_is_not_withdrawn(make):
    case_study = make()
    with pytest.raises(NotNow):
        withdraw(case_study, writer_of(case_study))


def test_a_reason_is_needed():
    case_study = published().case_study
    with pytest.raises(WordsNeeded):
        withdraw(case_study, writer_of(case_study), words=" ")


def test_nobody_else_may():
    case_study = published().case_study
    for by in (make_user(), moderator(), make_member(make_school())):
        with pytest.raises(NotYours):
            withdraw(case_study, by)


# --- Back again -------------------------------------------------------------------------------------------------------
def test_brought_back_it_goes_the_whole_way_again_to_the_same_address():
    edition = published("The reading barge")
    case_study = withdraw(edition.case_study, writer_of(edition.case_study))
    for _ in range(2):
        assert reopen_case_study(case_study=case_study, by=writer_of(case_study)).status == Status.DRAFT
    assert not Edition.objects.public().exists()
    send_case_study(case_study=case_study, by=writer_of(case_study))
    again = publish_case_study(case_study=confirm_all(case_study), by=moderator())
    assert (again.pk, again.slug, again.number, again.withdrawn_at) == (edition.pk, "the-reading-barge", 2, None)


def test_only_a_writing_school_brings_it_back():
    case_study = published().case_study
    with pytest.raises(NotNow):
        reopen_case_study(case_study=case_study, by=writer_of(case_study))
    withdraw(case_study, writer_of(case_study))
    for by in (partner_of(case_study), make_user(), moderator()):
        with pytest.raises(NotYours):
            reopen_case_study(case_study=case_study, by=by)


# --- Their pages ------------------------------------------------------------------------------------------------------
def test_the_pages(client):
    case_study = published().case_study
    url = reverse("casestudies:withdraw", args=[case_study.pk])
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    client.force_login(partner_of(case_study))
    assert client.get(url).status_code == 200
    assert "Enter why you withdraw it" in client.post(url, {"words": ""}).content.decode()
    assert "Withdrawn." in client.post(url, {"words": WORDS}, follow=True).content.decode()
    assert client.get(url).status_code == 404
    back = reverse("casestudies:reopen", args=[case_study.pk])
    assert client.post(back).status_code == 404
    client.force_login(writer_of(case_study))
    assert client.get(back).status_code == 405
    assert "It is a draft again." in client.post(back, follow=True).content.decode()


def test_a_case_study_that_is_not_published_has_no_page_to_withdraw_it(client):
    case_study = sent_case_study()
    client.force_login(writer_of(case_study))
    assert client.get(reverse("casestudies:withdraw", args=[case_study.pk])).status_code == 404
