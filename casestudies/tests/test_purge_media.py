"""Pictures and files that nothing shows any more are deleted, and only those."""

import datetime
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from casestudies.actions import media
from casestudies.actions.confirming import send_case_study
from casestudies.actions.moderation import publish_case_study
from casestudies.actions.writing import discard_case_study
from casestudies.models import Attachment, Picture
from casestudies.tests.cast import confirm_all, draft_case_study, moderator, writer_of
from casestudies.tests.test_media_actions import file_of, picture_of, stored
from core.jobs import retention

pytestmark = pytest.mark.django_db


def published_with(*add):
    case_study = draft_case_study()
    kept = [one(case_study) for one in add]
    send_case_study(case_study=case_study, by=writer_of(case_study))
    publish_case_study(case_study=confirm_all(case_study), by=moderator())
    case_study.refresh_from_db()
    return case_study, kept


def long_ago(*removed):
    for kept in removed:
        type(kept).objects.filter(pk=kept.pk).update(removed_at=timezone.now() - datetime.timedelta(days=31))


def names_of(*kept):
    return {path.rsplit("/", 1)[1] for one in kept for path in one.paths}


def test_what_was_taken_out_of_a_draft_goes_after_a_month(django_capture_on_commit_callbacks):
    draft = draft_case_study()
    by = writer_of(draft)
    picture, attachment, stays = picture_of(draft), file_of(draft), picture_of(draft)
    media.remove_picture(picture=picture, by=by)
    media.remove_attachment(attachment=attachment, by=by)

    assert media.purge_removed_media() == 0
    long_ago(picture, attachment)
    with django_capture_on_commit_callbacks(execute=True):
        assert media.purge_removed_media() == 2

    assert list(Picture.objects.all()) == [stays]
    assert not Attachment.objects.exists()
    assert not names_of(picture, attachment) & stored()
    assert names_of(stays) <= stored()


def test_what_a_published_version_shows_stays_until_it_no_longer_does():
    case_study, (picture, attachment) = published_with(picture_of, file_of)
    by = writer_of(case_study)
    media.remove_picture(picture=picture, by=by)
    media.remove_attachment(attachment=attachment, by=by)
    long_ago(picture, attachment)

    assert media.purge_removed_media() == 0

    case_study.refresh_from_db()
    send_case_study(case_study=case_study, by=by)
    publish_case_study(case_study=confirm_all(case_study), by=moderator())
    assert media.purge_removed_media() == 2


def test_files_without_a_row_go_after_a_day(monkeypatch):
    draft = draft_case_study()
    picture, attachment, stays = picture_of(draft), file_of(draft), picture_of(draft_case_study(school=None))
    stray = f"case-studies/files/{uuid.uuid4()}"
    default_storage.save(stray, ContentFile(b"of a transaction that was rolled back"))
    gone = names_of(picture, attachment)
    discard_case_study(case_study=draft, by=writer_of(draft))
    assert gone <= stored()

    media.purge_stray_media()
    assert gone <= stored()
    later = timezone.now() + datetime.timedelta(days=2)
    monkeypatch.setattr("core.uploads.timezone.now", lambda: later)
    assert media.purge_stray_media() >= 5

    assert not (gone | {stray.rsplit("/", 1)[1]}) & stored()
    assert names_of(stays) <= stored()
    assert media.purge_stray_media() == 0


def test_an_empty_storage_has_no_strays(monkeypatch):
    monkeypatch.setattr(media, "PICTURES", "nowhere")
    monkeypatch.setattr(media, "FILES", "nowhere/either")

    assert media.purge_stray_media() == 0


def test_the_privacy_notice_promises_it():
    assert ("A picture or file taken out of a case study", "30 days, once no published version shows it") in retention()
