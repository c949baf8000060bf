"""The signed PDF is made once and kept; PDF, Word and summary are given to those who may read the MOU."""

import hashlib
import io

import pypdf
import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from docx import Document

from accounts.tests.factories import make_forum, make_member, sign_in
from agreements import copies
from agreements.actions.signing import recall
from agreements.models import SignedCopy, Version
from agreements.tests.cast import draft_mou, partners_of, sent_version, sign_as_holder, signatories_of, signed_mou
from core.tests.at_once import at_once
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def text_of(made):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages).split())


def words_of(made):
    document = Document(io.BytesIO(made))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([document.sections[0].header.paragraphs[0].text, *(p.text for p in document.paragraphs), *cells])


def bytes_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def at(name, mou, *more):
    return reverse(f"agreements:{name}", args=[mou.partnership_id, *more])


def lead_of(mou):
    return partners_of(mou.partnership)[0].lead


# --- The copy that is kept --------------------------------------------------------------------------------------------
def test_the_copy_is_kept_with_its_fingerprint():
    version = signed_mou().in_force
    copy = copies.make_copy(version)
    stored = copy.file.read()

    assert copy.fingerprint == hashlib.sha256(stored).hexdigest()
    assert (copy.size, copy.pages) == (len(stored), len(pypdf.PdfReader(io.BytesIO(stored)).pages))
    assert "Priya Raman" in text_of(stored)
    assert " ".join(version.code[n : n + 4] for n in range(0, 16, 4)) in text_of(stored)


def test_the_last_signature_makes_the_copy(django_capture_on_commit_callbacks):
    version = sent_version()
    with django_capture_on_commit_callbacks(execute=True):
        for signatory in signatories_of(version):
            sign_as_holder(signatory)

    assert SignedCopy.objects.get().version == version


def test_made_again_it_is_the_same():
    version = signed_mou().in_force
    first = copies.make_copy(version)

    assert copies.make_copy(version) == first
    assert len(default_storage.listdir("mou/signed")[1]) >= 1
    assert SignedCopy.objects.get().fingerprint == first.fingerprint


def test_what_is_not_signed_has_no_copy():
    with pytest.raises(ValueError, match="signed"):
        copies.make_copy(sent_version())
    assert not SignedCopy.objects.exists()


def test_a_copy_that_failed_is_made_by_the_clock():
    version = signed_mou().in_force
    assert copies.make_missing_copies() == 1
    assert copies.make_missing_copies() == 0
    assert version.copy.pages


def test_what_was_stored_in_vain_goes(monkeypatch):
    kept = copies.make_copy(signed_mou().in_force)
    stray = default_storage.save("mou/signed/0b1e8c52-6f0d-4a53-9c35-1d2f7a6b9e04", kept.file)
    copies.purge_stray_copies()
    assert default_storage.exists(stray)  # it is not a day old

    monkeypatch.setattr(default_storage, "get_modified_time", lambda path: kept.made_at.replace(year=2020))
    assert copies.purge_stray_copies() >= 1  # those of other tests, whose rows are gone, too
    assert not default_storage.exists(stray)
    assert default_storage.exists(kept.file.name)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_at_once_keep_one():
    version = signed_mou().in_force
    SignedCopy.objects.all().delete()
    first, second = at_once(*[lambda: copies.make_copy(Version.objects.get(pk=version.pk))] * 2)

    assert first == second
    assert SignedCopy.objects.count() == 1
    assert hashlib.sha256(second.file.read()).hexdigest() == first.fingerprint


# --- Given out --------------------------------------------------------------------------------------------------------
def test_the_signed_pdf_is_the_one_that_is_kept(client):
    mou = signed_mou()
    copy = copies.make_copy(mou.in_force)
    sign_in(client, lead_of(mou))
    response = client.get(at("pdf", mou, 1))

    assert hashlib.sha256(bytes_of(response)).hexdigest() == copy.fingerprint
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('inline; filename="mou-')
    assert response["Content-Disposition"].endswith('-v1.pdf"')
    assert "no-store" in response["Cache-Control"]


def test_a_copy_that_was_never_made_is_made_when_it_is_asked_for(client):
    mou = signed_mou()  # within a test nothing is committed, as if the portal had stopped after the last signature
    assert not SignedCopy.objects.exists()
    sign_in(client, lead_of(mou))
    first, second = (hashlib.sha256(bytes_of(client.get(at("pdf", mou, 1)))).hexdigest() for _ in range(2))
    assert first == second == SignedCopy.objects.get().fingerprint


def test_a_lost_file_is_said_and_another_print_is_offered(client):
    mou = signed_mou()
    copy = copies.make_copy(mou.in_force)
    default_storage.delete(copy.file.name)
    sign_in(client, lead_of(mou))
    response = client.get(at("pdf", mou, 1))

    assert response.status_code == 404
    assert "The signed PDF is not here" in response.content.decode()
    again = client.get(at("pdf", mou, 1) + "?again=yes")
    assert again.status_code == 200
    assert hashlib.sha256(again.content).hexdigest() != copy.fingerprint
    assert "another print of what was signed" in text_of(again.content)
    assert not default_storage.exists(copy.file.name)  # nobody puts other bytes in its place


def test_a_text_that_is_being_signed_says_so(client):
    version = sent_version()
    sign_as_holder(signatories_of(version)[0])
    sign_in(client, lead_of(version.mou))
    pdf, docx = client.get(at("pdf", version.mou, 1)).content, client.get(at("docx", version.mou, 1)).content

    for words in (text_of(pdf), words_of(docx)):
        assert "NOT SIGNED" in words
        assert "1 of 4 have signed" in words
        assert "Has not signed yet" in words
        assert "confirmed by password" in words
        assert "Verification code" not in words


def test_a_recalled_text_says_so(client):
    version = sent_version()
    recall(version=version, reason="A date is wrong.", by=lead_of(version.mou))
    sign_in(client, lead_of(version.mou))

    assert "Recalled before everybody had signed" in text_of(client.get(at("pdf", version.mou, 1)).content)


def test_a_draft_says_so_on_every_page(client):
    mou = draft_mou()
    sign_in(client, lead_of(mou))
    pdf, docx = client.get(at("draft_pdf", mou)), client.get(at("draft_docx", mou))

    assert all("DRAFT" in page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    assert "DRAFT" in words_of(docx.content)
    assert "Nobody has signed it" in text_of(pdf.content)
    assert pdf["Content-Disposition"].endswith('-draft.pdf"')
    assert docx["Content-Disposition"].startswith("attachment;")


def test_word_and_pdf_of_the_signed_one_say_the_same(client):
    mou = signed_mou()
    sign_in(client, lead_of(mou))
    words = words_of(client.get(at("docx", mou, 1)).content)

    for said in (
        mou.partnership.name,
        "Margaret Ashdown",
        "Signed by everybody on",
        mou.in_force.content["clauses"][0]["heading"],
    ):
        assert said in words
        assert said in text_of(copies.version_pdf(mou.in_force))


def test_the_summary_is_one_page_without_contacts(client):
    mou = signed_mou()
    sign_in(client, lead_of(mou))
    response = client.get(at("summary", mou))
    words = text_of(response.content)

    assert len(pypdf.PdfReader(io.BytesIO(response.content)).pages) == 1
    assert "Ask at your own school." in words
    assert "@" not in words
    assert "Priya Raman" not in words  # of people it names the leads alone


def test_the_summary_of_a_draft_says_that_it_is_one(client):
    mou = draft_mou()
    sign_in(client, lead_of(mou))

    assert "This is a draft" in text_of(client.get(at("summary", mou)).content)


def test_others_are_given_nothing(client):
    mou = signed_mou()
    addresses = [at(name, mou) for name in ("draft_pdf", "draft_docx", "summary")]
    addresses += [at(name, mou, 1) for name in ("pdf", "docx")]
    for address in addresses:
        assert client.get(address).status_code == 302  # to sign in
    for person in (make_member(make_school()), make_forum()):
        sign_in(client, person)
        for address in addresses:
            assert client.get(address).status_code == 404
        client.logout()


def test_every_colleague_may_read(client):
    mou = signed_mou()
    copies.make_copy(mou.in_force)
    sign_in(client, make_member(partners_of(mou.partnership)[1].school))

    assert client.get(at("pdf", mou, 1)).status_code == 200
    assert client.get(at("docx", mou, 1)).status_code == 200


@pytest.mark.parametrize("number", [0, 2, 10**17])
def test_a_version_that_is_not_there_is_not_found(client, number):
    mou = signed_mou()
    sign_in(client, lead_of(mou))

    assert client.get(at("pdf", mou, number)).status_code == 404


@pytest.mark.parametrize("name", ["draft_pdf", "draft_docx", "summary"])
def test_nothing_is_written_by_reading(client, name):
    mou = draft_mou()
    sign_in(client, lead_of(mou))

    assert client.post(at(name, mou)).status_code == 405


def test_as_many_queries_for_a_long_text_as_for_a_short_one(client, django_assert_max_num_queries):
    mou = signed_mou()
    copies.make_copy(mou.in_force)
    sign_in(client, lead_of(mou))
    with django_assert_max_num_queries(8):
        client.get(at("pdf", mou, 1))
    with django_assert_max_num_queries(8):
        client.get(at("docx", mou, 1))
