"""Telling a genuine copy of a signed MOU from any other: by the code printed on it, or by the bytes of the PDF.

Anybody may ask. What they are told is which text was signed, by which schools, and for how long it holds; no name of a
person, no word of the text. A file is hashed and never read as a document.
"""

import hashlib
import itertools
import re
from dataclasses import dataclass
from functools import cached_property

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone

from agreements.models import SignedCopy, Version
from agreements.models.version import CODE_LENGTH
from agreements.texts import in_groups

# Letters that no code holds, and those that people take for them.
TAKEN_FOR = {"O": "DQ", "0": "DQ", "I": "J", "1": "J7", "L": "J"}
MOST_READINGS = 64
WRONG_CODES, WITHIN = 20, 300  # from one address, in seconds (docs/decisions/limits-in-the-database.md)

Status = Version.Status


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What anybody is told of a copy: of which version it is, if of any. `by_file`: they showed the PDF itself."""

    version: Version | None
    by_file: bool = False

    @cached_property
    def standing(self) -> str:
        """ "in-force", "not-begun", "past", "replaced" or "ended"; "unknown", "not-yet" or "never" where it is not
        genuine: nothing of ours, not signed by everybody yet, never signed by everybody."""
        version, today = self.version, timezone.localdate()
        if version is None:
            return "unknown"
        if version.signed_at is None:
            return "not-yet" if version.status == Status.SIGNING else "never"
        if version.status != Status.SIGNED:
            return str(version.status)
        if today < version.begins_on:
            return "not-begun"
        return "in-force" if today <= version.ends_on else "past"

    @property
    def is_genuine(self) -> bool:
        """Everybody signed this text, whatever came afterwards."""
        return self.version is not None and self.version.signed_at is not None

    @property
    def schools(self) -> list[str]:
        """As they were named when it was signed."""
        return [party["name"] for party in self.version.content["parties"]] if self.version else []

    @property
    def code(self) -> str:
        return in_groups(self.version.code) if self.version else ""

    @property
    def fingerprint(self) -> str:
        return in_groups(self.version.fingerprint) if self.version else ""


def version_of_code(typed: str) -> Version | None:
    """The version that a code is of, however it was typed: in any case, with any spaces and signs between.

    A code holds no O, 0, I, L and 1. Whoever types one of them misread another letter, and is understood where only
    one version can be meant.
    """
    code = re.sub(r"[^A-Z0-9]", "", typed.upper())
    if len(code) != CODE_LENGTH:
        return None
    letters = [TAKEN_FOR.get(letter, letter) for letter in code]
    readings = list(itertools.islice(itertools.product(*letters), MOST_READINGS + 1))
    if len(readings) > MOST_READINGS:
        return None
    found = list(Version.objects.filter(code__in=["".join(reading) for reading in readings])[:2])
    return found[0] if len(found) == 1 else None


def version_of_file(file: UploadedFile) -> Version | None:
    """The version whose signed copy has exactly the bytes of this file."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    copy = SignedCopy.objects.filter(fingerprint=digest).select_related("version").first()
    return copy.version if copy else None


# --- Guessing ---------------------------------------------------------------------------------------------------------
def may_guess(request: HttpRequest) -> bool:
    """Whether no more than a few wrong codes came from this address lately.

    Nobody finds a code of 79 bits by trying; this spares the database those who try. (allauth's limits count no GET.)
    """
    return cache.get(_guesses_of(request), 0) < WRONG_CODES


def guessed_wrong(request: HttpRequest) -> None:
    """Count a code that nothing has. Right ones are not counted: a hall full of parents may scan the same one."""
    guesses = _guesses_of(request)
    cache.set(guesses, cache.get(guesses, 0) + 1, WITHIN)


def _guesses_of(request: HttpRequest) -> str:
    return f"wrong-codes:{get_adapter().get_client_ip(request)}"
