"""Pictures and files of a case study: added, described, put in order, taken out, deleted in the end.

They are part of the text: the same people change them, in the same statuses, and what is published stays as it was.
"""

import contextlib
import datetime
import uuid
from collections.abc import Iterator
from functools import partial
from typing import IO, TypeVar

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from casestudies.actions.writing import open_for_writing, touch
from casestudies.models import Attachment, CaseStudy, Edition, Picture
from casestudies.models.media import FILES, PICTURES, Kept
from core import events, pictures
from core.errors import ActionRefused, Changed
from core.transitions import lock
from core.uploads import document_kind, purge_strays, size_of

MOST_PICTURES = 12
MOST_FILES = 12
KEPT_DAYS = 30  # after it was taken out

K = TypeVar("K", Picture, Attachment)


class PermissionNotStated(ActionRefused):
    """Nobody said that the people in the picture agreed."""


class NotDescribed(ActionRefused):
    """A picture without alternative text, a file without a title."""


class TooMany(ActionRefused):
    """The case study has as many as it may."""


def add_picture(
    *,
    case_study: CaseStudy,
    file: IO[bytes] | UploadedFile | pictures.Prepared,
    alt: str,
    permission: bool,
    by: User,
    key: uuid.UUID | None = None,
) -> Picture:
    """Add a picture after the others. It is read before the transaction begins, for that takes a second or two.

    `key` becomes that of the picture: sent twice with one key, it is added once. Raises PictureRefused,
    PermissionNotStated, NotDescribed, TooMany, NotWriter, NotWritable.
    """
    if not permission:
        raise PermissionNotStated("Tick the box to say that everybody who can be recognised agreed.")
    if not alt.strip():
        raise NotDescribed("Enter what the picture shows, for people who cannot see it.")
    prepared = file if isinstance(file, pictures.Prepared) else pictures.prepare(file)
    with transaction.atomic():
        case_study = open_for_writing(case_study, by)
        if there := case_study.pictures.filter(pk=key or uuid.uuid4()).first():
            return there  # pressed twice
        picture = Picture(pk=_free(Picture, key), case_study=case_study, alt=alt.strip(), permission=True, added_by=by)
        picture.order = _next_order(case_study.pictures.there(), most=MOST_PICTURES, each="picture")
        picture.width, picture.height, picture.widths = prepared.width, prepared.height, prepared.widths
        picture.file.name = pictures.kept_at(picture.stem, picture.width)
        with _undone(picture):
            pictures.keep(prepared, picture.stem)
            picture.save(force_insert=True)
            return _changed(picture, case_study, by, kind="picture-added", sentence="A picture was added.")


def add_attachment(
    *, case_study: CaseStudy, file: IO[bytes] | UploadedFile, title: str, by: User, key: uuid.UUID | None = None
) -> Attachment:
    """Add a file to download after the others; `key` as in add_picture.

    Raises DocumentRefused, NotDescribed, TooMany, NotWriter, NotWritable.
    """
    if not title.strip():
        raise NotDescribed("Enter a title for the file.")
    kind = document_kind(file)
    with transaction.atomic():
        case_study = open_for_writing(case_study, by)
        if there := case_study.attachments.filter(pk=key or uuid.uuid4()).first():
            return there
        attachment = Attachment(pk=_free(Attachment, key), case_study=case_study, title=title.strip(), added_by=by)
        attachment.order = _next_order(case_study.attachments.there(), most=MOST_FILES, each="file")
        attachment.kind, attachment.size = kind, size_of(file)
        with _undone(attachment):
            attachment.file.save(attachment.kind, File(file), save=False)  # its path is made of its key alone
            attachment.save(force_insert=True)
            said = f"The file “{attachment.title}” was added."
            return _changed(attachment, case_study, by, kind="file-added", sentence=said)


@transaction.atomic
def change_picture(*, picture: Picture, alt: str, seen: str, by: User) -> Picture:
    """Give a picture another alternative text. `seen` is the one there was when the page was opened.

    Raises NotDescribed, NotWriter, NotWritable, core.errors.Changed.
    """
    if not alt.strip():
        raise NotDescribed("Enter what the picture shows, for people who cannot see it.")
    case_study = open_for_writing(picture.case_study, by)
    picture = lock(picture)
    if picture.alt == alt.strip():
        return picture
    if picture.alt != seen:
        raise Changed(f"Somebody else changed this since you opened it, to: “{picture.alt}”. Save the one you want.")
    picture.alt = alt.strip()
    picture.save(update_fields=["alt"])
    return _changed(picture, case_study, by, kind="picture-changed", sentence="A picture was described anew.")


@transaction.atomic
def move_picture(*, picture: Picture, to: int, by: User) -> Picture:
    """Put a picture at place `to` (from 1) among the others. The first is the cover. Raises NotWriter, NotWritable."""
    case_study = open_for_writing(picture.case_study, by)
    there = list(case_study.pictures.there())
    now = next((place for place, one in enumerate(there) if one.pk == picture.pk), None)
    place = max(0, min(to - 1, len(there) - 1))
    if now is None or now == place:
        return picture  # taken out meanwhile, or pressed twice
    there.insert(place, there.pop(now))
    for order, one in enumerate(there, start=1):
        one.order = order
    Picture.objects.bulk_update(there, ["order"])
    return _changed(picture, case_study, by, kind="picture-moved", sentence="The pictures were put in another order.")


@transaction.atomic
def remove_picture(*, picture: Picture, by: User) -> Picture:
    """Take a picture out of the text; what is published still shows it. Raises NotWriter, NotWritable."""
    return _remove(picture, by, kind="picture-removed", sentence="A picture was taken out.")


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: User) -> Attachment:
    """Take a file out of the text; what is published still offers it. Raises NotWriter, NotWritable."""
    return _remove(attachment, by, kind="file-removed", sentence=f"The file “{attachment.title}” was taken out.")


def purge_removed_media() -> int:
    """Delete pictures and files a month after they were taken out of a case study that no longer shows them."""
    before = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    return sum(_purge(kept) for model in (Picture, Attachment) for kept in model.objects.filter(removed_at__lte=before))


def purge_stray_media() -> int:
    """Delete stored pictures and files of case studies that were thrown away or never saved."""
    return purge_strays(PICTURES, Picture.objects.all()) + purge_strays(FILES, Attachment.objects.all())


def _free(model: type[Kept], key: uuid.UUID | None) -> uuid.UUID:
    """The key asked for, unless there is none or something of another case study has it."""
    return uuid.uuid4() if key is None or model.objects.filter(pk=key).exists() else key


def _next_order(there: models.QuerySet, *, most: int, each: str) -> int:
    if there.count() >= most:
        raise TooMany(f"That is as many {each}s as we take. Remove one of the {most} to add another.")
    return (there.aggregate(last=models.Max("order"))["last"] or 0) + 1


@contextlib.contextmanager
def _undone(kept: Kept) -> Iterator[None]:
    """What was stored for a row that could not be saved is deleted again (where that fails: purge_stray_media)."""
    try:
        yield
    except BaseException:
        _delete_stored(kept.paths)
        raise


def _changed(kept: K, case_study: CaseStudy, by: User, *, kind: str, sentence: str) -> K:
    """Note the change of a locked case study's text, and give what was changed."""
    touch(case_study, by)
    events.record(of=case_study, kind=kind, sentence=sentence, by=by)
    return kept


def _remove(kept: K, by: User, *, kind: str, sentence: str) -> K:
    case_study = open_for_writing(kept.case_study, by)
    kept = lock(kept)
    if kept.removed_at is not None:
        return kept
    kept.removed_at = timezone.now()
    kept.save(update_fields=["removed_at"])
    return _changed(kept, case_study, by, kind=kind, sentence=sentence)


@transaction.atomic
def _purge(kept: Picture | Attachment) -> int:
    """1 if it could go. Its case study is locked, so that nothing is published meanwhile."""
    lock(kept.case_study)
    edition = Edition.objects.filter(case_study=kept.case_study_id).first()
    if edition is not None and str(kept.pk) in [one["id"] for one in edition.content.get(kept.listed_as, [])]:
        return 0
    transaction.on_commit(partial(_delete_stored, kept.paths))
    kept.delete()
    return 1


def _delete_stored(paths: list[str]) -> None:
    """What is not there is passed over."""
    for path in paths:
        default_storage.delete(path)
