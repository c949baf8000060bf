"""What Forum staff do with news, events, reports and guidance: keep, publish, take down, delete."""

from functools import partial
from typing import TypeVar

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.rules import is_moderator
from core import events, pictures
from core.errors import ActionRefused
from core.transitions import lock
from core.uploads import purge_strays
from editorial.models import PICTURES, Entry, Guide, Picture

E = TypeVar("E", bound=Entry)


class NotEditor(ActionRefused):
    """Moderators and administrators keep these pages."""


class StillLinked(ActionRefused):
    """Forms of the portal link to this page of guidance."""


class NotDescribed(ActionRefused):
    """A picture without alternative text."""


@transaction.atomic
def keep_entry(
    *,
    entry: E,
    published: bool,
    by: User,
    picture: pictures.Prepared | None = None,
    without_picture: bool = False,
) -> E:
    """Save an entry, new or changed, as a draft or for everybody to read.

    `picture` replaces the one it has, `without_picture` takes that away. Raises NotEditor, StillLinked, NotDescribed.
    """
    if not is_moderator(by):
        raise NotEditor("Only moderators and administrators of the Forum change these pages.")
    if isinstance(entry, Guide) and entry.is_linked and not published:
        raise StillLinked("The forms link to this page, so it stays published. Change its text instead.")
    before = lock(entry) if entry.pk else None
    since = (before.published_at if before else None) or timezone.now()
    entry.published_at = since if published else None
    if picture is not None or without_picture:
        if entry.picture is not None:
            _discard(entry.picture)
        entry.picture = _keep(picture) if picture is not None else None
    if entry.picture is not None and not entry.picture_alt.strip():
        raise NotDescribed("Enter what the picture shows, for people who cannot see it.")
    entry._history_user = by
    entry.save()
    _record(entry, by, _what_happened(before, entry))
    return entry


@transaction.atomic
def delete_entry(*, entry: Entry, by: User) -> None:
    """Delete an entry with its picture; its history stays. Raises NotEditor, StillLinked."""
    if not is_moderator(by):
        raise NotEditor("Only moderators and administrators of the Forum delete these pages.")
    entry = lock(entry)
    if isinstance(entry, Guide) and entry.is_linked:
        raise StillLinked("The forms link to this page, so it cannot be deleted. Change its text instead.")
    _record(entry, by, "deleted")
    if entry.picture is not None:
        _discard(entry.picture)
    entry._history_user = by
    entry.delete()


def purge_stray_pictures() -> int:
    """Delete stored pictures of news, events, reports and guidance that no entry shows."""
    return purge_strays(PICTURES, Picture.objects.used())


def _what_happened(before: Entry | None, entry: Entry) -> str:
    was = before is not None and before.is_published
    if entry.is_published:
        return "changed" if was else "published"
    return "taken-down" if was else "drafted"


def _record(entry: Entry, by: User, what: str) -> None:
    sentence = f"The {entry._meta.verbose_name} “{entry}” was {what.replace('-', ' ')}."
    events.record(of=entry, kind=f"{entry._meta.model_name}-{what}", sentence=sentence, by=by, for_staff=True)


def _keep(prepared: pictures.Prepared) -> Picture:
    picture = Picture(width=prepared.width, height=prepared.height, widths=prepared.widths)
    pictures.keep(prepared, picture.stem)  # where the transaction is rolled back: purge_stray_pictures
    picture.save(force_insert=True)
    return picture


def _discard(picture: Picture) -> None:
    transaction.on_commit(partial(_delete_stored, picture.paths))
    picture.delete()


def _delete_stored(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)
