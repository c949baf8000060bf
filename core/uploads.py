"""Files that people send: where one is taken, what it is by its content, and how it is given out again.

Neither the name that a file came with nor the type that a browser claims plays a part: both are the sender's words.
"""

import datetime
import re
import zipfile
from collections.abc import Callable
from typing import IO, Any, TypeVar

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import models
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.text import slugify

from core.errors import ActionRefused

MEGABYTE = 1024 * 1024
KEY_CHARACTERS = 36
DOCUMENT_BYTES = 25 * MEGABYTE
# A request with a file. More than any form takes, so that somebody who chose too large a file is told beside the field.
REQUEST_BYTES = 40 * MEGABYTE

KINDS = {"pdf": "PDF", "docx": "Word", "pptx": "PowerPoint", "xlsx": "Excel"}
MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

# What the parts of an Office file are, by the list that each file holds of its own contents.
_OFFICE = {
    "docx": "wordprocessingml.document.main+xml",
    "pptx": "presentationml.presentation.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
}
_PROGRAMS = re.compile(r"macroEnabled|vnd\.ms-office\.(vbaProject|activeX)|ms-excel\.(intl)?macrosheet", re.IGNORECASE)
_PROGRAM_NAMES = re.compile(r"(vbaProject\.bin|\.(docm|dotm|pptm|xlsm|xlam|exe|js|vbs|bat|cmd|ps1))$", re.IGNORECASE)
_MOST_PARTS = 5_000
_MOST_UNPACKED = 250 * MEGABYTE
_MOST_TIMES_ITS_SIZE = 200  # a long plain text in Word is packed to a fiftieth

# A day: long enough to spare a phone, short enough that what was taken down is soon gone from everywhere.
PUBLIC = "public, max-age=86400, immutable"
NOT_KEPT = "private, no-store"

View = TypeVar("View", bound=Callable[..., Any])


class DocumentRefused(ActionRefused):
    """The file is not one that the portal passes on."""


class OnlyWhereTaken(FileUploadHandler):
    """The first upload handler: refuses, before it is stored, a file that no form asked for or that is far too large.

    Django has no limit of its own for the size of a request that holds files.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        if content_length > REQUEST_BYTES:
            raise RequestDataTooBig

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        match = self.request.resolver_match if self.request else None
        if not getattr(match and match.func, "takes_file", False):
            raise TooManyFilesSent

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def takes_file(view: View) -> View:
    """Mark a view whose form takes a file. Every other refuses one unread."""
    view.takes_file = True  # type: ignore[attr-defined]
    return view


def purge_strays(folder: str, rows: models.QuerySet) -> int:
    """Delete the files of a folder of the storage whose row is not there: of a transaction that was rolled back, or of
    something that was deleted. Gives how many.

    The name of a file begins with the key (a UUID, 36 characters) of its row. What was written within a day is left:
    its transaction may still be going on.
    """
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:  # nobody has sent one yet
        return 0
    by_key: dict[str, list[str]] = {}
    for name in names:
        by_key.setdefault(name[:KEY_CHARACTERS], []).append(f"{folder}/{name}")
    known = {str(key) for key in rows.values_list("pk", flat=True).iterator()}
    before = timezone.now() - datetime.timedelta(days=1)
    strays = [path for key, paths in by_key.items() if key not in known for path in paths]
    old = [path for path in strays if default_storage.get_modified_time(path) < before]
    for path in old:
        default_storage.delete(path)
    return len(old)


def size_of(file: IO[bytes] | UploadedFile) -> int:
    """In bytes, as they are and not as somebody said; leaves the file at its beginning."""
    size = file.seek(0, 2) or file.tell()  # some of Django's files tell nothing when they seek
    file.seek(0)
    return size


def given_out(path: str, *, public: bool, **how: Any) -> FileResponse:
    """What is stored at `path`, a piece at a time; `how` goes to FileResponse. Ask first who may see it.

    What is `public` may be kept by browsers and the proxies between. Raises Http404 where the file is gone: a database
    may be put back from a backup without its files.
    """
    try:
        response = FileResponse(default_storage.open(path), **how)
    except FileNotFoundError as error:
        raise Http404 from error
    response["Cache-Control"] = PUBLIC if public else NOT_KEPT
    return response


def download_name(title: str, kind: str) -> str:
    """The name that a document is saved under: letters, digits and hyphens of its title, and its true ending."""
    return f"{slugify(title)[:80].strip('-') or 'document'}.{kind}"


def document_kind(file: IO[bytes] | UploadedFile) -> str:
    """What a document is by its content: "pdf", "docx", "pptx" or "xlsx". Leaves the file at its beginning.

    Raises DocumentRefused, with a sentence that says what to do, for anything else: too large, empty, locked, with
    macros, packed to swell, an older format, or no document at all.
    """
    size = size_of(file)
    if not size:
        raise DocumentRefused("This file is empty. Open it to see whether it was saved, then choose it again.")
    if size > DOCUMENT_BYTES:
        raise DocumentRefused(
            "This file is larger than 25 MB. Make its pictures smaller or split it, then choose it again."
        )
    head = file.read(1024)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return _pdf(file, size)
    if head.startswith(b"PK\x03\x04"):
        return _office(file, size)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        locked = _holds(file, re.compile(re.escape("EncryptedPackage".encode("utf-16-le"))))
        raise DocumentRefused(
            "This file is locked with a password. Save a copy without the password and choose that."
            if locked
            else "This file is of an older Word, PowerPoint or Excel. Open it and save it as .docx, .pptx or .xlsx."
        )
    if head.startswith(b"{\\rtf"):
        raise DocumentRefused("This is rich text (RTF). Open it and save it as Word (.docx) or PDF.")
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")) or head[8:12] == b"WEBP":
        raise DocumentRefused("This is a picture. Add it as a picture instead.")
    raise DocumentRefused("Choose a PDF, Word, PowerPoint or Excel file. This one is none of these inside.")


def _pdf(file: IO[bytes] | UploadedFile, size: int) -> str:
    file.seek(max(0, size - 2048))
    end = file.read()
    file.seek(0)
    if b"%%EOF" not in end:
        raise DocumentRefused("This PDF is not whole. Save or download it once more and choose it again.")
    if _holds(file, re.compile(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)")):
        raise DocumentRefused(
            "This PDF is locked, with a password or against copying. Save a copy without protection and choose that."
        )
    return "pdf"


def _office(file: IO[bytes] | UploadedFile, size: int) -> str:
    try:
        with zipfile.ZipFile(file) as packed:
            return _office_parts(packed, size)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as error:
        raise DocumentRefused("This file is damaged. Open it, save it once more and choose it again.") from error
    finally:
        file.seek(0)


def _office_parts(packed: zipfile.ZipFile, size: int) -> str:
    """By the sizes that the archive declares and the one small part that is unpacked: its list of contents."""
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > min(_MOST_UNPACKED, max(10 * MEGABYTE, size * _MOST_TIMES_ITS_SIZE)):
        raise DocumentRefused("This file unpacks to far more than it seems to hold. Save it once more, or as a PDF.")
    if any(part.flag_bits & 1 for part in parts):
        raise DocumentRefused("This file is locked with a password. Save a copy without the password and choose that.")
    names = [part.filename for part in parts]
    contents = _contents(packed, names)
    if _PROGRAMS.search(contents) or any(_PROGRAM_NAMES.search(name) for name in names):
        raise DocumentRefused("This file has macros or programs in it. Save a copy without them (.docx, .pptx, .xlsx).")
    for kind, inside in _OFFICE.items():
        if f"officedocument.{inside}" in contents:
            return kind
    if "mimetype" in names:
        raise DocumentRefused("This is an OpenDocument file. Save it as Word, PowerPoint, Excel or PDF.")
    raise DocumentRefused("This is a zip folder or another packed file. Add the documents in it one by one.")


def _contents(packed: zipfile.ZipFile, names: list[str]) -> str:
    """The list of contents of an Office file as text, searched and never parsed; "" where there is none."""
    if "[Content_Types].xml" not in names:
        return ""
    with packed.open("[Content_Types].xml") as part:
        raw = part.read(MEGABYTE)
    return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", errors="replace")


def _holds(file: IO[bytes] | UploadedFile, pattern: re.Pattern[bytes]) -> bool:
    """Whether the bytes are anywhere in the file, a piece of it at a time."""
    file.seek(0)
    kept = b""
    while piece := file.read(64 * 1024):
        if pattern.search(kept + piece):
            file.seek(0)
            return True
        kept = piece[-64:]
    file.seek(0)
    return False
