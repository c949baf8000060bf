"""What confirming and deciding hold about a person."""

import pytest

from accounts.actions import delete_account
from accounts.models import User
from accounts.privacy import everything_about
from casestudies.models import CaseStudy, Participant
from casestudies.tests.cast import moderator, partner_of, published

pytestmark = pytest.mark.django_db


def test_a_person_takes_out_what_they_confirmed_and_decided():
    case_study = published("The reading barge").case_study
    [confirmed] = everything_about(partner_of(case_study))["case studies you confirmed"]["confirmed"]
    assert (confirmed["case_study__title"], confirmed["school__name"]) == ("The reading barge", "Thornmere School")
    [decided] = everything_about(moderator())["case studies you confirmed"]["decided last"]
    assert decided["title"] == "The reading barge"


def test_erased_they_are_nowhere_and_what_they_did_stays():
    case_study = published().case_study
    people = [partner_of(case_study), moderator()]
    for user in people:
        delete_account(user=user, by=user)
    keys = [user.pk for user in people]
    assert not Participant.objects.filter(confirmed_by__in=keys).exists()
    assert not CaseStudy.history.filter(decided_by_id__in=keys).exists()
    case_study.refresh_from_db()
    assert (case_study.decided_by, case_study.status) == (None, "published")
    assert case_study.participants.exclude(confirmed_at=None).count() == 2
    assert User.objects.filter(pk__in=keys, name="").count() == 2
