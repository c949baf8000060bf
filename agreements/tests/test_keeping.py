"""How long a signed MOU is kept (agreements/actions/keeping.py)."""

import datetime

import pytest
from django.core.files.storage import default_storage

from accounts.tests.factories import make_forum
from agreements import copies
from agreements.actions.after import end_mou
from agreements.actions.keeping import KEEP_ENDED, purge_ended_mous
from agreements.actions.sharing import agree_to_share, ask_to_share, share_mou
from agreements.models import Mou, SharedMou, Signatory, SignedCopy, Version
from agreements.tests.cast import partners_of, signed_mou
from core.jobs import retention

pytestmark = pytest.mark.django_db


def ended(mou, *, days):
    """Ended so many days ago."""
    end_mou(mou=mou, by=None, why="Both schools agreed.")
    version = Version.objects.get(pk=mou.in_force_id)
    Version.objects.filter(pk=version.pk).update(closed_at=version.closed_at - datetime.timedelta(days=days))
    return Mou.objects.get(pk=mou.pk)


def test_six_years_after_its_end_all_of_it_is_deleted(django_capture_on_commit_callbacks):
    mou = signed_mou()
    copy = copies.make_copy(mou.in_force)
    ended(mou, days=KEEP_ENDED.days + 1)
    with django_capture_on_commit_callbacks(execute=True):
        assert purge_ended_mous() == 1
    for model in (Mou, Version, Signatory, SignedCopy, Mou.history.model):
        assert not model.objects.exists()
    assert not default_storage.exists(copy.file.name)
    assert purge_ended_mous() == 0


def test_before_that_it_is_kept():
    ended(signed_mou(), days=KEEP_ENDED.days - 1)
    assert purge_ended_mous() == 0
    assert Version.objects.signed().count() == 1


def test_one_that_holds_is_kept_however_old():
    mou = signed_mou()
    assert purge_ended_mous() == 0
    assert Mou.objects.get() == mou


def test_what_is_shared_stays_until_it_is_taken_back():
    mou = signed_mou()
    partners = partners_of(mou.partnership)
    shared = ask_to_share(version=mou.in_force, title="Ours", summary="Two schools.", by=partners[0].lead)
    for partner in partners:
        agree_to_share(shared=shared, school=partner.school, by=partner.lead, seen=shared.fingerprint)
    share_mou(shared=SharedMou.objects.get(), by=make_forum(), seen=shared.fingerprint)
    ended(mou, days=KEEP_ENDED.days + 1)
    assert purge_ended_mous() == 0
    SharedMou.objects.update(status=SharedMou.Status.WITHDRAWN)
    assert purge_ended_mous() == 1
    assert not SharedMou.objects.exists()


def test_the_privacy_notice_says_so():
    assert any("memorandum" in what and "6 years" in when for what, when in retention())
