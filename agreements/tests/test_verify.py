"""Whether a copy is genuine: by its code, however it was typed, or by the bytes of the PDF; and no more is told."""

import io

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agreements import copies
from agreements.models import Version
from agreements.tests.cast import sent_version, signed_mou
from agreements.tests.signed import clock, in_force, signed
from agreements.verifying import version_of_code
from core.uploads import DOCUMENT_BYTES

pytestmark = pytest.mark.django_db
AT = "/verify/"


@pytest.fixture(autouse=True)
def nobody_guessed():
    cache.clear()


def signed_version():
    version = signed_mou().in_force
    copies.make_copy(version)
    return version


def page_of(version):
    return reverse("agreements:verified", args=[version.code])


def bytes_of(version):
    with version.copy.file.open() as file:
        return file.read()


def upload(client, content, name="mou.pdf", **more):
    return client.post(AT, {"file": SimpleUploadedFile(name, content), **more})


# --- By code ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed", [str.upper, str.lower, lambda code: f"  {code[:4]} {code[4:8]}-{code[8:]} ", "{}.".format]
)
def test_a_code_is_found_however_it_is_typed(client, typed):
    version = signed_version()

    assert client.post(AT, {"code": typed(version.code)}).headers["Location"] == page_of(version)


def test_letters_that_no_code_has_are_understood(monkeypatch):
    monkeypatch.setattr("agreements.models.version.CODE_LETTERS", "Q")
    version = signed_version()

    assert version_of_code("OoO0" + "q" * 12) == version
    assert version_of_code("Z" * 16) is None
    assert version_of_code("0" * 16) is None  # too many ways to read it


def test_a_genuine_one_says_schools_dates_and_fingerprint(client):
    version = signed_version()
    page = client.get(page_of(version))
    html = page.content.decode()

    assert page.status_code == 200
    for words in (
        "A genuine MOU",
        *[party["name"] for party in version.content["parties"]],
        f"{version.ends_on.day} {version.ends_on:%B %Y}",
        version.fingerprint[:4],
        'content="noindex"',
    ):
        assert words in html


def test_it_tells_no_name_of_a_person_and_no_word_of_the_text(client):
    version = signed_version()
    html = client.get(page_of(version)).content.decode()
    people = [person["name"] for party in version.content["parties"] for person in party["people"]]

    assert people
    for name in [*people, version.content["title"], version.content["clauses"][1]["heading"]]:
        assert name not in html


@pytest.mark.parametrize(("days", "words"), [(0, "It is in force"), (-60, "It is signed"), (201, "It has run out")])
def test_it_says_whether_it_still_holds(client, monkeypatch, days, words):
    version = in_force(signed(ends_in=200))
    clock(monkeypatch, days)

    assert words in client.get(page_of(version)).content.decode()


@pytest.mark.parametrize(("status", "words"), [("replaced", "It has been replaced"), ("ended", "It has ended")])
def test_it_says_that_another_holds_or_none(client, status, words):
    version = signed_version()
    Version.objects.filter(pk=version.pk).update(status=status, closed_at=timezone.now())

    assert words in client.get(page_of(version)).content.decode()


def test_what_is_not_signed_is_not_genuine(client):
    version = sent_version()
    html = client.get(page_of(version)).content.decode()

    assert "Not everybody has signed yet" in html
    assert version.content["parties"][0]["name"] not in html
    Version.objects.filter(pk=version.pk).update(status="recalled")
    assert "It was never signed by everybody" in client.get(page_of(version)).content.decode()


@pytest.mark.parametrize("code", ["ABCD", "A" * 16, "Z" * 400, "<script>alert(1)", "é" * 16, "%00", "0" * 16])
def test_a_code_that_nothing_has(client, code):
    signed_version()
    response = client.get(reverse("agreements:verified", args=[code]))

    assert response.status_code == 404
    assert "No signed MOU has this code" in response.content.decode()
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("code", ["", "   ", "A" * 16, "x" * 300, "\x00", "<b>"])
def test_the_form_says_what_to_do(client, code):
    response = client.post(AT, {"code": code})

    assert response.status_code == 200
    assert "<title>Error: " in response.content.decode()


def test_guessing_is_stopped_and_a_right_code_never_counts(client):
    version = signed_version()
    for _ in range(30):
        assert client.get(page_of(version)).status_code == 200
    answers = [client.post(AT, {"code": "A" * 16}).status_code for _ in range(10)]
    answers += [client.get(reverse("agreements:verified", args=["B" * 16])).status_code for _ in range(12)]

    assert answers == [200] * 10 + [404] * 10 + [429] * 2
    assert client.get(page_of(version)).status_code == 429


# --- By file ----------------------------------------------------------------------------------------------------------
def test_the_very_file_is_genuine(client):
    version = signed_version()
    html = upload(client, bytes_of(version), name="anything at all.pdf").content.decode()

    assert "A genuine MOU" in html
    assert "to the last letter" in html


def test_one_byte_makes_another_file(client):
    version = signed_version()
    changed = bytearray(bytes_of(version))
    changed[len(changed) // 2] ^= 1
    response = upload(client, bytes(changed))

    assert "This file is not one that we keep" in response.content.decode()
    assert version.content["parties"][0]["name"] not in response.content.decode()


def test_a_draft_and_another_print_are_not_the_signed_copy(client):
    version = signed_version()

    for made in (copies.version_pdf(version), copies.version_docx(version), copies.summary_pdf(version.mou)):
        assert "This file is not one that we keep" in upload(client, made).content.decode()


@pytest.mark.parametrize("content", [b"%PDF-1.7 nonsense", b"\x00" * 5000, b"<script>", b"PK\x03\x04"])
def test_whatever_is_sent_is_only_compared(client, content):
    assert "This file is not one that we keep" in upload(client, content).content.decode()


def test_a_file_that_is_far_too_large_is_refused_beside_the_field(client):
    big = io.BytesIO(b"0" * (DOCUMENT_BYTES + 1)).getvalue()
    html = upload(client, big).content.decode()

    assert "far larger than one of ours" in html


def test_an_empty_file_is_refused(client):
    assert "This file is empty" in upload(client, b"").content.decode()


def test_the_file_counts_where_both_are_sent(client):
    version = signed_version()

    assert "This file is not one that we keep" in upload(client, b"%PDF-", code=version.code).content.decode()


def test_the_page_asks_and_is_for_everybody(client):
    html = client.get(AT).content.decode()

    assert "Is this MOU genuine?" in html
    assert 'enctype="multipart/form-data"' in html
    assert 'content="noindex"' in html


def test_few_queries(client, django_assert_max_num_queries):
    version = signed_version()
    with django_assert_max_num_queries(4):
        client.get(page_of(version))
