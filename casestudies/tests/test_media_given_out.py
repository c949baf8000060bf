"""Who is given a picture or a file, and how: everybody what is published, its writers and staff what is not."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.tests.factories import make_forum, make_member, sign_in
from casestudies.actions import media
from casestudies.actions.confirming import send_case_study
from casestudies.actions.moderation import publish_case_study, withdraw_case_study
from casestudies.tests.cast import confirm_all, draft_case_study, moderator, partner_of, writer_of
from casestudies.tests.test_media_actions import file_of, picture_of
from casestudies.tests.test_purge_media import published_with
from core.tests import files
from schools.tests.factories import make_school

NOBODYS = "0b1e8c52-6f0d-4a53-9c35-1d2f7a6b9e04"  # the same in every worker of a test run
pytestmark = pytest.mark.django_db


def at(kept, width=400):
    if hasattr(kept, "alt"):
        return reverse("casestudies:picture", args=[kept.pk, width])
    return kept.get_absolute_url()


def answer(client, user, kept):
    client.logout()
    if user is not None:
        sign_in(client, user)
    return client.get(at(kept))


@pytest.mark.parametrize("add", [picture_of, file_of])
def test_those_of_a_draft_are_there_for_its_schools_and_staff_alone(client, add):
    draft = draft_case_study()
    kept = add(draft)

    assert answer(client, None, kept).status_code == 404
    assert answer(client, make_member(make_school()), kept).status_code == 404
    assert answer(client, partner_of(draft), kept).status_code == 404  # not asked to confirm yet
    for user in (writer_of(draft), make_forum()):
        response = answer(client, user, kept)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"

    send_case_study(case_study=draft, by=writer_of(draft))
    assert answer(client, partner_of(draft), kept).status_code == 200
    assert answer(client, None, kept).status_code == 404


@pytest.mark.parametrize("add", [picture_of, file_of])
def test_those_of_a_published_one_are_everybody_s(client, add, django_assert_num_queries):
    _, (kept,) = published_with(add)

    with django_assert_num_queries(1):
        response = client.get(at(kept))

    assert response.status_code == 200
    assert response["Cache-Control"].startswith("public")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("add", [picture_of, file_of])
def test_taken_out_of_the_text_it_is_shown_until_the_next_version(client, add):
    case_study, (kept,) = published_with(add)
    by = writer_of(case_study)
    if add is picture_of:
        media.remove_picture(picture=kept, by=by)
    else:
        media.remove_attachment(attachment=kept, by=by)
    assert answer(client, None, kept).status_code == 200

    case_study.refresh_from_db()
    send_case_study(case_study=case_study, by=by)
    publish_case_study(case_study=confirm_all(case_study), by=moderator())
    assert answer(client, None, kept).status_code == 404
    assert answer(client, by, kept).status_code == 404
    assert answer(client, make_forum(), kept).status_code == 200


@pytest.mark.parametrize("add", [picture_of, file_of])
def test_added_for_the_next_version_it_is_nobody_else_s_yet(client, add):
    case_study, _ = published_with()

    kept = add(case_study)

    assert answer(client, None, kept).status_code == 404
    assert answer(client, writer_of(case_study), kept).status_code == 200


@pytest.mark.parametrize("add", [picture_of, file_of])
def test_withdrawn_it_is_public_no_more(client, add):
    case_study, (kept,) = published_with(add)
    withdraw_case_study(case_study=case_study, by=moderator(), words="A school asked us to.")

    assert answer(client, None, kept).status_code == 404
    assert answer(client, make_member(make_school()), kept).status_code == 404
    assert answer(client, writer_of(case_study), kept).status_code == 200


def test_a_picture_comes_in_its_own_widths_only(client):
    _, (picture,) = published_with(picture_of)

    for width in picture.widths:
        response = client.get(at(picture, width))
        assert response["Content-Type"] == "image/webp"
        assert b"".join(response.streaming_content)[8:12] == b"WEBP"
    for width in (0, 401, 1600, 10**30):
        assert client.get(at(picture, width)).status_code == 404


def test_a_file_is_saved_and_never_shown(client):
    _, (attachment,) = published_with(lambda draft: file_of(draft, 'Plans"; filename=evil.exe\r\nX: <b>'))

    response = client.get(at(attachment))

    assert response["Content-Disposition"] == 'attachment; filename="plans-filenameevilexe-x-b.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.streaming
    assert b"".join(response.streaming_content) == files.pdf()


@pytest.mark.parametrize("name", ["x", "evil.html", "..", "%2e%2e%2fetc%2fpasswd", "a%00b", "x" * 3000])
def test_the_name_in_the_address_plays_no_part(client, name):
    _, (attachment,) = published_with(file_of)

    response = client.get(f"/case-studies/media/{attachment.pk}/{name}")

    assert response.status_code in (200, 404)
    if response.status_code == 200:
        assert response["Content-Disposition"] == 'attachment; filename="session-plans.pdf"'


@pytest.mark.parametrize("path", [f"{NOBODYS}-400.webp", f"{NOBODYS}/x.pdf", "x-400.webp", "../settings.py"])
def test_what_there_is_not_is_not_found(client, path):
    assert client.get(f"/case-studies/media/{path}").status_code == 404


def test_a_file_that_the_storage_lost_is_not_found(client):
    _, (picture, attachment) = published_with(picture_of, file_of)
    for path in (*picture.paths, *attachment.paths):
        default_storage.delete(path)

    assert client.get(at(picture)).status_code == 404
    assert client.get(at(attachment)).status_code == 404


def test_nothing_is_sent_to_it(client):
    _, (picture, attachment) = published_with(picture_of, file_of)

    assert client.post(at(picture)).status_code == 405
    assert client.post(at(attachment)).status_code == 405
