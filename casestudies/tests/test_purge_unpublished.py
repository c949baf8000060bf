"""What is not published is kept for two years."""

import datetime

import pytest
from django.utils import timezone

from casestudies.actions.confirming import purge_unpublished, withdraw_own_case_study
from casestudies.models import CaseStudy, Edition, Replication, Section
from casestudies.tests.cast import draft_case_study, published, writer_of
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def age(case_study, days=731):
    """As if nobody had touched it for so many days."""
    then = timezone.now() - datetime.timedelta(days=days)
    CaseStudy.objects.filter(pk=case_study.pk).update(saved_at=then)
    CaseStudy.history.filter(id=case_study.pk).update(history_date=then)
    return case_study


def withdrawn():
    case_study = published().case_study
    return withdraw_own_case_study(case_study=case_study, by=writer_of(case_study), words="We no longer run it.")


def test_drafts_and_what_was_withdrawn_go_with_their_history():
    for case_study in (draft_case_study(), withdrawn()):
        age(case_study)
    assert purge_unpublished() == 2
    assert not CaseStudy.objects.exists()
    for history in (CaseStudy.history, Section.history, Edition.history):
        assert not history.exists()


def test_what_is_published_or_was_touched_lately_stays():
    age(published().case_study)
    age(draft_case_study(), days=729)
    lately = age(withdrawn())
    CaseStudy.history.filter(id=lately.pk).update(history_date=timezone.now())
    assert purge_unpublished() == 0


def test_what_was_copied_stays():
    case_study = age(withdrawn())
    Replication.objects.create(case_study=case_study, school=make_school())
    assert purge_unpublished() == 0
