"""Documents by their content, and where a file is taken at all."""

import io
import zipfile

import pytest
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch

from core.tests import files
from core.uploads import DOCUMENT_BYTES, REQUEST_BYTES, DocumentRefused, document_kind, download_name, takes_file


def kind_of(data, name="plan.pdf"):
    return document_kind(SimpleUploadedFile(name, data))


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_office_files_are_known_by_what_is_in_them(kind):
    assert kind_of(files.office(kind), name="renamed.txt") == kind
    assert kind_of(files.office(kind, encoding="utf-16")) == kind


def test_a_pdf_is_known_by_what_is_in_it():
    assert kind_of(files.pdf(), name="renamed.docx") == "pdf"
    assert kind_of(files.pdf(b"The word /Encryption and /EncryptMetadata true"), name="x") == "pdf"


def test_the_file_is_left_at_its_beginning():
    for data in (files.pdf(), files.office()):
        file = SimpleUploadedFile("x", data)
        document_kind(file)
        assert file.read() == data


def swollen():
    """Five gigabytes of nothing in a few kilobytes, by what the archive says of itself."""
    data = bytearray(files.office(more={"word/media/x.bin": b"\0" * 1000}))
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = (0xF0000000).to_bytes(4, "little")
    return bytes(data)


def swollen_for_its_size():
    return files.office(more={"word/media/x.bin": b"\0" * 30_000_000})


def many_parts():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for n in range(6000):
            archive.writestr(str(n), b"")
    return written.getvalue()


MACRO = "application/vnd.ms-word.document.macroEnabled.main+xml"
REFUSED = {
    "nothing": (b"", "empty"),
    "too large": (b"%PDF-1.7" + b"\0" * DOCUMENT_BYTES, "larger than 25 MB"),
    "an old Word file": (files.OLE, "older Word"),
    "a locked Office file": (files.OLE + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
    "a locked PDF": (files.pdf(b"trailer <</Encrypt 5 0 R>>"), "locked"),
    "a locked PDF far inside": (files.pdf(b"x" * 65_500 + b"/Encrypt 5 0 R" + b"y" * 99_999), "locked"),
    "half a PDF": (files.pdf()[:-12], "not whole"),
    "macros in Word": (files.office("docx", more={"word/vbaProject.bin": b"x"}), "macros"),
    "macros by another name": (files.office("xlsx", more={"xl/a.bin": b"x"}, contents=MACRO), "macros"),
    "a macro workbook inside": (files.office("pptx", more={"ppt/embeddings/a.XLSM": b"x"}), "macros"),
    "a program inside": (files.office("docx", more={"word/embeddings/run.exe": b"MZ"}), "programs"),
    "a zip bomb": (swollen(), "unpacks to far more"),
    "a zip bomb of nothing": (swollen_for_its_size(), "unpacks to far more"),
    "a zip of thousands": (many_parts(), "unpacks to far more"),
    "a zip folder": (files.packed({"plan.pdf": files.pdf()}), "one by one"),
    "a locked zip": (files.packed({"plan.pdf": b"x"}, mark_locked=True), "locked with a password"),
    "an OpenDocument": (files.packed({"mimetype": b"application/vnd.oasis.opendocument.text"}), "OpenDocument"),
    "a broken zip": (b"PK\x03\x04" + b"\0" * 500, "damaged"),
    "rich text": (b"{\\rtf1 hello}", "RTF"),
    "a picture": (files.picture(), "picture"),
    "a page": (b"<html><script>alert(1)</script></html>", "none of these inside"),
    "a script": (b"#!/bin/sh\nrm -rf /", "none of these inside"),
    "a program": (b"MZ" + b"\0" * 500, "none of these inside"),
    "a page before the PDF": (b"<html>" + files.pdf(), "none of these inside"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_document_for_us_is_refused_with_a_sentence(what):
    data, words = REFUSED[what]

    with pytest.raises(DocumentRefused) as refused:
        kind_of(data)

    assert words in str(refused.value)
    assert str(refused.value).endswith((".", ")"))


def test_a_broken_list_of_contents_is_no_error_of_ours():
    data = files.packed({"[Content_Types].xml": b"\xff\xfe\x00" + b"\xd8" * 7, "word/document.xml": b""})

    with pytest.raises(DocumentRefused):
        kind_of(data)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Session plans, weeks 1 to 8", "session-plans-weeks-1-to-8.pdf"),
        ('"; filename=evil.exe', "filenameevilexe.pdf"),
        ("../../etc/passwd\r\nX: y", "etcpasswd-x-y.pdf"),
        ("日本", "document.pdf"),
        ("a" * 500, "a" * 80 + ".pdf"),
    ],
)
def test_a_download_is_named_after_its_title(title, name):
    assert download_name(title, "pdf") == name


def plain(request):
    return HttpResponse()


@takes_file
def for_files(request):
    return HttpResponse()


def sent_to(view, data, **more):
    request = RequestFactory().post("/x/", {"file": SimpleUploadedFile("a.pdf", data), "alt": "A pond"}, **more)
    request.resolver_match = ResolverMatch(view, (), {})
    return request


def test_a_file_is_taken_where_a_form_asks_for_one():
    request = sent_to(for_files, files.pdf())

    assert request.FILES["file"].read() == files.pdf()
    assert request.POST["alt"] == "A pond"


def test_a_large_one_waits_on_the_disk():
    request = sent_to(for_files, b"x" * 5_000_000)

    assert request.FILES["file"].temporary_file_path()
    request.close()


def test_a_file_is_refused_everywhere_else():
    with pytest.raises(TooManyFilesSent):
        sent_to(plain, files.pdf()).FILES  # noqa: B018


def test_a_file_for_no_view_at_all_is_refused():
    request = sent_to(plain, files.pdf())
    request.resolver_match = None
    with pytest.raises(TooManyFilesSent):
        request.FILES  # noqa: B018


def test_far_too_much_is_refused_before_it_is_read():
    request = sent_to(for_files, b"x", CONTENT_LENGTH=REQUEST_BYTES + 1)

    with pytest.raises(RequestDataTooBig):
        request.FILES  # noqa: B018
