"""The pages on which a case study gets its pictures."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.tests.factories import make_forum, make_member, sign_in
from casestudies.actions import media
from casestudies.editions import content_of
from casestudies.models import Picture
from casestudies.tests.cast import draft_case_study, partner_of, sent_case_study, writer_of
from casestudies.tests.test_media_actions import alts, picture_of
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


def sent(data=None, name="pond.jpg", **more):
    file = SimpleUploadedFile(name, files.picture() if data is None else data)
    return {"file": file, "alt": "A pond", "permission": "on", "key": str(uuid.uuid4()), **more}


def test_a_picture_is_added_and_shown(writer, draft):
    page = writer.get(address("add_picture", draft)).content.decode()
    assert 'enctype="multipart/form-data"' in page
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', page)[1]

    response = writer.post(address("add_picture", draft), sent(key=key), follow=True)

    assert response.redirect_chain[-1][0] == address("pictures", draft)
    assert f"/media/{key}-400.webp" in response.content.decode()
    assert b"Picture added" in response.content
    assert alts(draft) == ["A pond"]


def test_a_key_that_is_none_is_passed_over(writer, draft):
    assert writer.post(address("add_picture", draft), sent(key="no key\x00")).status_code == 302


def test_a_picture_pressed_twice_is_there_once(writer, draft):
    key = str(uuid.uuid4())
    for _ in range(2):
        assert writer.post(address("add_picture", draft), sent(key=key)).status_code == 302

    assert draft.pictures.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"file": ""}, "Choose a picture"),
        ({"alt": " "}, "Enter what the picture shows"),
        ({"alt": "x" * 301}, "Shorten this to 300 characters or fewer"),
        ({"alt": "a\x00b"}, "Take out the letter that cannot be shown"),
        ({"permission": ""}, "Tick the box if that is so"),
        ({"file": SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>")}, "drawing (SVG)"),
        ({"file": SimpleUploadedFile("a.jpg", b"")}, "This file is empty"),
        ({"file": SimpleUploadedFile("a.php.jpg", b"<?php system($_GET[0])")}, "Choose a JPEG, PNG or WebP picture"),
        ({"file": SimpleUploadedFile("a.png", files.png_that_claims(60_000, 60_000))}, "more pixels"),
    ],
)
def test_what_is_refused_is_said_beside_its_field_and_keeps_the_rest(writer, draft, change, words):
    response = writer.post(address("add_picture", draft), sent(**change))

    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert "<title>Error: " in page
    assert not Picture.objects.exists()
    if "alt" not in change:
        assert "A pond</textarea>" in page


def test_somebody_who_forgot_the_words_is_told_to_choose_the_picture_again(writer, draft):
    page = writer.post(address("add_picture", draft), sent(alt="")).content.decode()

    assert "Choose the picture again" in page


@pytest.mark.parametrize("name", ["../../../etc/passwd", "a\x00.jpg", "x" * 5000 + ".jpg", "CON", "<script>.jpg"])
def test_the_name_of_the_file_does_nothing(writer, draft, name):
    response = writer.post(address("add_picture", draft), sent(name=name))

    assert response.status_code in (200, 302)
    for picture in Picture.objects.all():
        assert picture.paths == [f"case-studies/pictures/{picture.pk}-{width}.webp" for width in picture.widths]


def test_the_description_is_changed(writer, draft):
    picture = picture_of(draft)

    response = writer.post(address("change_picture", draft, picture.pk), {"alt": "A deep pond", "seen": "A pond"})

    assert response.status_code == 302
    assert alts(draft) == ["A deep pond"]


def test_both_descriptions_are_shown_to_the_second_of_two(writer, draft):
    picture = picture_of(draft)
    media.change_picture(picture=picture, alt="A deep pond", seen="A pond", by=writer_of(draft))

    response = writer.post(address("change_picture", draft, picture.pk), {"alt": "A muddy pond", "seen": "A pond"})
    page = response.content.decode()

    assert "A deep pond" in page
    assert "A muddy pond</textarea>" in page
    assert 'name="seen" value="A deep pond"' in page
    again = writer.post(address("change_picture", draft, picture.pk), {"alt": "A muddy pond", "seen": "A deep pond"})
    assert again.status_code == 302
    assert alts(draft) == ["A muddy pond"]


def test_pictures_are_put_in_order(writer, draft):
    _, second = picture_of(draft, "a"), picture_of(draft, "b")

    writer.post(address("move_picture", draft, second.pk, 1))
    assert alts(draft) == ["b", "a"]
    writer.post(address("move_picture", draft, second.pk, 10**9))
    assert alts(draft) == ["a", "b"]
    assert writer.get(address("move_picture", draft, second.pk, 1)).status_code == 405


def test_each_but_the_first_moves_up_and_each_but_the_last_down(writer, draft):
    one, two, three = (picture_of(draft, alt) for alt in "abc")

    page = writer.get(reverse("casestudies:pictures", args=[draft.pk])).content.decode()

    places = [(one, 0), (one, 2), (two, 1), (two, 3), (three, 2), (three, 4)]
    offered = [(picture, to) for picture, to in places if f'"{address("move_picture", draft, picture.pk, to)}"' in page]
    assert offered == [(one, 2), (two, 1), (two, 3), (three, 2)]
    writer.post(address("move_picture", draft, one.pk, 2))
    assert alts(draft) == ["b", "a", "c"]


def test_a_picture_is_removed_after_a_question(writer, draft):
    picture = picture_of(draft)
    where = address("remove_picture", draft, picture.pk)

    assert b"Remove this picture?" in writer.get(where).content
    assert alts(draft) == ["A pond"]
    assert writer.post(where, follow=True).status_code == 200
    assert writer.post(where).status_code == 302  # pressed twice
    assert alts(draft) == []


def test_while_it_is_being_confirmed_nothing_changes(client):
    case_study = sent_case_study()
    sign_in(client, writer_of(case_study))

    response = client.get(address("add_picture", case_study), follow=True)
    assert b"take it back first" in response.content
    assert b"take it back first" in client.post(address("add_picture", case_study), sent()).content
    assert content_of(case_study)["pictures"] == []


def test_only_those_who_write_it_reach_the_pages(client, draft):
    picture = picture_of(draft)
    pages = [
        address("pictures", draft),
        address("add_picture", draft),
        address("change_picture", draft, picture.pk),
        address("remove_picture", draft, picture.pk),
    ]
    for user, status in [
        (None, 302),
        (make_member(make_school()), 404),
        (partner_of(draft), 404),
        (make_forum(), 404),
    ]:
        client.logout()
        if user:
            sign_in(client, user)
        assert [client.get(page).status_code for page in pages] == [status] * 4
        assert client.post(pages[1], sent()).status_code == status
        assert client.post(address("move_picture", draft, picture.pk, 1)).status_code == status


def test_another_case_study_s_picture_is_not_found_here(writer, draft):
    theirs = picture_of(draft_case_study(school=make_school()))

    for name in ("change_picture", "remove_picture"):
        assert writer.get(address(name, draft, theirs.pk)).status_code == 404
        assert writer.post(address(name, draft, theirs.pk), {"alt": "x", "seen": "A pond"}).status_code == 404
    assert writer.post(address("move_picture", draft, theirs.pk, 1)).status_code == 404


def test_two_files_or_far_too_much_are_refused_unread(writer, draft):
    two = {**sent(), "other": SimpleUploadedFile("b.jpg", files.picture())}

    assert writer.post(address("add_picture", draft), two).status_code == 413
    assert writer.post(address("pictures", draft), sent()).status_code in (405, 413)


def test_the_list_asks_as_much_for_many_as_for_one(writer, draft):
    picture_of(draft)
    writer.get(address("pictures", draft))

    with CaptureQueriesContext(connection) as one:
        writer.get(address("pictures", draft))
    for n in range(4):
        picture_of(draft, str(n))
    with CaptureQueriesContext(connection) as five:
        writer.get(address("pictures", draft))

    assert len(five) == len(one)
