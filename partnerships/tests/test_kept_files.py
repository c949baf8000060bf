"""Files of a partnership: by their content, for all schools or private, given out to those who may, deleted in time."""

import datetime
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.privacy import everything_about
from accounts.tests.factories import make_forum, make_user, sign_in
from core.jobs import retention
from core.models import Event
from core.tests import files
from partnerships.actions import work as actions
from partnerships.models import KeptFile
from partnerships.models.work import FILES
from partnerships.tests.introductions import brackenfold, opened_partnership
from partnerships.tests.working import colleague, kept_file, sides

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return sides(opened_partnership())[0]


@pytest.fixture
def theirs(ours):
    return sides(ours.partnership)[1]


@pytest.fixture
def writer(client, ours):
    sign_in(client, ours.lead)
    return client


def address(name, thing, *args):
    keys = [thing.partnership_id, thing.pk] if isinstance(thing, KeptFile) else [thing.partnership_id]
    return reverse(f"partnerships:{name}", args=keys + list(args))


def html_of(response):
    assert response.status_code == 200
    return response.content.decode()


def sent(data=None, **more):
    file = SimpleUploadedFile("dates.pdf", files.pdf() if data is None else data)
    return {"who": "all", "file": file, "title": "Spring dates", "key": str(uuid.uuid4()), **more}


def stored():
    try:
        return set(default_storage.listdir(FILES)[1])
    except FileNotFoundError:
        return set()


def test_a_file_is_added_listed_and_given_out_to_both(client, writer, ours, theirs):
    html = html_of(writer.post(address("add_file", ours), sent(), follow=True))
    assert "Spring dates" in html and "All schools" in html and "PDF, " in html
    kept = KeptFile.objects.get()
    sign_in(client, theirs.lead)
    assert kept.get_absolute_url() in html_of(client.get(address("files", ours)))
    response = client.get(kept.get_absolute_url())
    assert b"".join(response.streaming_content) == files.pdf()
    assert response["Content-Disposition"] == 'attachment; filename="spring-dates.pdf"'
    assert response["Cache-Control"] == "private, no-store" and response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert Event.objects.of(ours.partnership).first().sentence == (
        "Brackenfold Primary School added the file “Spring dates”."
    )


def test_who_will_see_it_is_asked_first(writer, ours):
    html = html_of(writer.get(address("add_file", ours)))
    assert html.index("Who will see it?") < html.index('type="file"')
    assert "Thornmere School cannot see it, nor can Forum staff." in html
    assert "200 files for each school" in html_of(writer.get(address("files", ours)))


def test_a_private_file_is_nowhere_the_other_school_looks(client, writer, ours, theirs):
    writer.post(address("add_file", ours), sent(who=ours.pk, title="Our budget"))
    kept = KeptFile.objects.get()
    assert kept.only == ours and "Thornmere School cannot see this." in html_of(writer.get(address("files", ours)))
    sign_in(client, theirs.lead)
    for page in (address("files", ours), ours.partnership.get_absolute_url(), address("timeline", ours)):
        assert "Our budget" not in html_of(client.get(page))
    assert client.get(kept.get_absolute_url()).status_code == 404
    assert not Event.objects.filter(sentence__contains="file").exists()
    assert "Our budget" not in str(everything_about(theirs.lead))
    assert "Our budget" in str(everything_about(ours.lead))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"file": ""}, "Choose a file"),
        ({"title": ""}, "Enter what the file is"),
        ({"title": "x" * 101}, "Shorten this to 100 characters or fewer"),
        ({"who": ""}, "Select who will see it"),
        ({"who": "9" * 40}, "Select one from the list"),
        ({"file": SimpleUploadedFile("a.pdf", b"#!/bin/sh")}, "none of these inside"),
        ({"file": SimpleUploadedFile("a.docx", files.office(more={"word/vbaProject.bin": b"x"}))}, "macros"),
        ({"file": SimpleUploadedFile("a.doc", files.OLE)}, "older Word"),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "This file is empty"),
    ],
)
def test_what_is_refused_is_said_and_keeps_the_rest(writer, ours, change, words):
    html = html_of(writer.post(address("add_file", ours), sent(**change)))
    assert words in html and "<title>Error: " in html and not KeptFile.objects.exists()
    if "title" not in change:
        assert 'value="Spring dates"' in html
    if "file" not in change:
        assert "Choose the file again" in html


def test_pressed_twice_it_is_kept_once(writer, ours):
    key = str(uuid.uuid4())
    for _ in range(2):
        writer.post(address("add_file", ours), sent(key=key))
    assert KeptFile.objects.count() == 1


def test_a_key_of_somebody_else_s_file_makes_a_new_one(writer, ours):
    elsewhere = kept_file(sides(opened_partnership())[0])
    writer.post(address("add_file", ours), sent(key=str(elsewhere.pk)))
    elsewhere.refresh_from_db()
    assert KeptFile.objects.count() == 2 and elsewhere.partnership_id != ours.partnership_id
    writer.post(address("add_file", ours), sent(key="9" * 400))
    assert KeptFile.objects.count() == 3


def test_there_is_a_most_for_each_school(writer, ours, theirs, monkeypatch):
    monkeypatch.setattr(actions, "MOST_FILES", 1)
    kept_file(ours, private=True)
    kept_file(theirs)
    html = html_of(writer.post(address("add_file", ours), sent()))
    assert "That is as many files as we keep. Remove one of your school’s 1 to add another." in html


def test_removing_can_be_undone_and_the_address_answers_no_longer(writer, ours):
    kept = kept_file(ours)
    response = writer.post(address("remove_file", kept))
    assert "Removed: “Spring dates”" in html_of(writer.get(response.url))
    assert writer.get(kept.get_absolute_url()).status_code == 404
    writer.post(address("restore_file", kept))
    assert writer.get(kept.get_absolute_url()).status_code == 200


def test_another_school_s_file_is_not_ours_to_remove(writer, theirs):
    kept = kept_file(theirs)
    assert writer.post(address("remove_file", kept)).status_code == 404
    assert writer.post(address("restore_file", kept)).status_code == 404


def test_a_colleague_downloads_and_does_not_add(client, ours):
    kept = kept_file(ours, private=True)
    sign_in(client, colleague(ours))
    assert client.get(kept.get_absolute_url()).status_code == 200
    assert client.get(address("add_file", ours)).status_code == 404
    assert client.post(address("remove_file", kept)).status_code == 404


def test_nobody_else_finds_it(client, ours):
    kept = kept_file(ours)
    pages = [address("files", ours), address("add_file", ours), kept.get_absolute_url()]
    assert [client.get(page).status_code for page in pages] == [302] * 3
    for outsider in (make_user(), brackenfold().lead, make_forum()):
        sign_in(client, outsider)
        assert [client.get(page).status_code for page in pages] == [404] * 3
        assert client.post(pages[1], sent()).status_code == 404
        assert client.post(address("remove_file", kept)).status_code == 404
        assert client.post(address("restore_file", kept)).status_code == 404


def test_another_partnership_s_file_is_not_found_here(writer, ours):
    elsewhere = kept_file(sides(opened_partnership())[0])
    url = reverse("partnerships:file", args=[ours.partnership_id, elsewhere.pk, "x.pdf"])
    assert writer.get(url).status_code == 404


def test_removed_ones_are_deleted_after_a_month(ours, django_capture_on_commit_callbacks):
    gone, back, stays = kept_file(ours), kept_file(ours), kept_file(ours)
    actions.remove_file(file=gone, by=ours.lead)
    actions.remove_file(file=back, by=ours.lead)
    assert actions.purge_removed_work() == 0
    KeptFile.objects.exclude(pk=stays.pk).update(removed_at=timezone.now() - datetime.timedelta(days=31))
    actions.restore_file(file=back, by=ours.lead)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.purge_removed_work() == 1
    assert set(KeptFile.objects.all()) == {back, stays}
    assert str(gone.pk) not in stored() and str(stays.pk) in stored()
    assert ("A task, note or file taken out of a partnership", "30 days") in retention()


def test_stray_files_are_deleted_and_only_those(ours, monkeypatch):
    kept = kept_file(ours)
    stray = default_storage.save(f"{FILES}/{uuid.uuid4()}", ContentFile(b"x"))
    assert actions.purge_stray_files() == 0
    long_ago = timezone.now() - datetime.timedelta(days=2)
    monkeypatch.setattr(default_storage, "get_modified_time", lambda name: long_ago)
    assert actions.purge_stray_files() >= 1
    assert not default_storage.exists(stray) and default_storage.exists(kept.file.name)


def test_what_could_not_be_saved_leaves_no_file(ours, monkeypatch):
    before = stored()
    monkeypatch.setattr(actions, "_tell", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        kept_file(ours)
    assert stored() == before and not KeptFile.objects.exists()


def test_the_page_costs_the_same_however_many(writer, ours, theirs, django_assert_max_num_queries):
    def count():
        writer.get(address("files", ours))
        with django_assert_max_num_queries(40) as seen:
            writer.get(address("files", ours))
        return len(seen)

    kept_file(ours)
    few = count()
    for n in range(15):
        kept_file(theirs if n % 2 else ours, private=n % 4 == 0)
    assert count() == few
