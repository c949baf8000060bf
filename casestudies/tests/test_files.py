"""The pages on which a case study gets its files to download."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.tests.factories import make_forum, make_member, sign_in
from casestudies.editions import content_of
from casestudies.models import Attachment
from casestudies.tests.cast import draft_case_study, partner_of, sent_case_study, writer_of
from casestudies.tests.test_media_actions import file_of
from core.tests import files
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return draft_case_study()


@pytest.fixture
def writer(client, draft):
    sign_in(client, writer_of(draft))
    return client


def address(name, draft, *args):
    return reverse(f"casestudies:{name}", args=[draft.pk, *args])


def sent(data=None, name="plans.pdf", **more):
    file = SimpleUploadedFile(name, files.pdf() if data is None else data)
    return {"file": file, "title": "Session plans", "key": str(uuid.uuid4()), **more}


def test_a_file_is_added_and_listed_with_its_kind_and_size(writer, draft):
    big = files.pdf(b"x" * 300_000)

    page = writer.post(address("add_file", draft), sent(big), follow=True).content.decode()

    assert "Session plans" in page
    assert "PDF, 293.0" in page
    (listed,) = content_of(draft)["files"]
    assert (listed["title"], listed["kind"], listed["size"]) == ("Session plans", "pdf", len(big))
    assert f"/media/{listed['id']}/session-plans.pdf" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"file": ""}, "Choose a file"),
        ({"title": ""}, "Enter what the file is"),
        ({"title": "x" * 101}, "Shorten this to 100 characters or fewer"),
        ({"title": "a\x00b"}, "Take out the letter that cannot be shown"),
        ({"file": SimpleUploadedFile("a.pdf", b"#!/bin/sh")}, "none of these inside"),
        ({"file": SimpleUploadedFile("a.pdf", files.picture())}, "This is a picture"),
        ({"file": SimpleUploadedFile("a.docx", files.office(more={"word/vbaProject.bin": b"x"}))}, "macros"),
        ({"file": SimpleUploadedFile("a.doc", files.OLE)}, "older Word"),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "This file is empty"),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_keeps_the_rest(writer, draft, change, words):
    response = writer.post(address("add_file", draft), sent(**change))

    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "<title>Error: " in page
    assert not Attachment.objects.exists()
    if "title" not in change:
        assert 'value="Session plans"' in page


def test_a_file_is_removed_after_a_question(writer, draft):
    attachment = file_of(draft)
    where = address("remove_file", draft, attachment.pk)

    assert b"Remove this file?" in writer.get(where).content
    for _ in range(2):
        assert writer.post(where).status_code == 302
    assert content_of(draft)["files"] == []


def test_while_it_is_being_confirmed_nothing_changes(client):
    case_study = sent_case_study()
    sign_in(client, writer_of(case_study))

    assert b"take it back first" in client.get(address("files", case_study), follow=True).content
    assert b"take it back first" in client.post(address("add_file", case_study), sent()).content
    assert not Attachment.objects.exists()


def test_only_those_who_write_it_reach_the_pages(client, draft):
    attachment = file_of(draft)
    pages = [address("files", draft), address("add_file", draft), address("remove_file", draft, attachment.pk)]
    for user, status in [
        (None, 302),
        (make_member(make_school()), 404),
        (partner_of(draft), 404),
        (make_forum(), 404),
    ]:
        client.logout()
        if user:
            sign_in(client, user)
        assert [client.get(page).status_code for page in pages] == [status] * 3
        assert client.post(pages[1], sent()).status_code == status
        assert client.post(pages[2]).status_code == status


def test_another_case_study_s_file_is_not_found_here(writer, draft):
    theirs = file_of(draft_case_study(school=make_school()))

    assert writer.post(address("remove_file", draft, theirs.pk)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.removed_at is None
