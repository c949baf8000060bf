"""The MOU on paper: PDF and Word of a draft, a version, a template; and the signed copy, whose bytes are kept.

All of them are made of the same content (agreements/texts.py) by one function, `paper_of`, so page, PDF and Word cannot
say different things.
"""

import datetime
import hashlib
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from agreements.amending import step_of
from agreements.drafts import content_of, day_words, parties_of
from agreements.models import Mou, Signatory, SignedCopy, Version
from agreements.models.version import COPIES
from agreements.summary import summary_of
from agreements.texts import Content, in_groups
from core import documents
from core.markdown import as_blocks
from core.prose import Line, blocks, spans_of
from core.transitions import lock
from core.uploads import download_name, purge_strays
from partnerships.actions.partnership import short_name

PDF, WORD = "agreements/print/mou.typ", "agreements/print/mou.docx"
TEMPLATE_PDF, TEMPLATE_WORD = "agreements/print/template.typ", "agreements/print/template.docx"
SUMMARY = "agreements/print/summary.typ"
TEMPLATE_KIND = "Template for a memorandum of understanding"
MOU = "Memorandum of understanding"
DATES = [("begins", "Begins"), ("review", "We look at it together by"), ("ends", "Ends, unless it is renewed")]

FILLED_IN = {
    "parties": "The portal adds each school with its address, headteacher, chair of governors, lead and deputy lead.",
    "gives": "A table with a row for each school: what it gives, what it gets, by when.",
    "dates": "The days on which it begins, is reviewed and ends.",
}

Status = Version.Status
NOT_SIGNED = {
    Status.RECALLED: "Recalled before everybody had signed. It is not in force.",
    Status.DECLINED: "One of those asked to sign declined. It is not in force.",
    Status.EXPIRED: "Not everybody signed in time. It is not in force.",
}


# --- What is asked for ------------------------------------------------------------------------------------------------
def draft_pdf(mou: Mou) -> bytes:
    """The working text as it is now, marked DRAFT on every page."""
    return documents.pdf(PDF, _draft(mou))


def draft_docx(mou: Mou) -> bytes:
    """The same in Word."""
    return documents.word(WORD, _draft(mou))


def version_pdf(version: Version) -> bytes:
    """A version as it stands. Of a signed one this is another print, and not the copy whose bytes are kept."""
    return documents.pdf(PDF, _version(version))


def version_docx(version: Version) -> bytes:
    """The same in Word."""
    return documents.word(WORD, _version(version))


def summary_pdf(mou: Mou) -> bytes:
    """One page of what is in force, or of the draft where nothing is signed yet."""
    version = mou.in_force
    if version is None:
        content, edition, mark = content_of(mou), "draft", "DRAFT"
        status = "This is a draft. Nobody has signed it, and it may still change."
    else:
        content, edition, mark = version.content, f"version {version.number}", ""
        status = (
            "The headteacher and the chair of governors of each school signed the whole memorandum of understanding on "
            f"{day_words(timezone.localdate(version.signed_at))}."
        )
    for part in (1.0, 0.6, 0.35, 0.2):  # the whole is one page, however much the schools wrote
        data = summary_of(content, edition=edition, part=part) | {"mark": mark, "status": status}
        made = documents.pdf(SUMMARY, data)
        if documents.page_count(made) == 1:
            break
    return made


def template_pdf(content: Content, *, kind: str = TEMPLATE_KIND) -> bytes:
    """A template as it was published (TemplateVersion.content), or an MOU that schools share, which has its shape.

    `kind` is what stands above the title.
    """
    return documents.pdf(TEMPLATE_PDF, _template(content, kind))


def template_docx(content: Content, *, kind: str = TEMPLATE_KIND) -> bytes:
    """The same in Word."""
    return documents.word(TEMPLATE_WORD, _template(content, kind))


def draft_name(mou: Mou, kind: str) -> str:
    """ "mou-brackenfold-thornmere-draft.pdf"."""
    return _name(parties_of(mou.partnership), "draft", kind)


def version_name(version: Version, kind: str) -> str:
    """ "mou-brackenfold-thornmere-v5.pdf"."""
    return _name(version.content["parties"], f"v{version.number}", kind)


def summary_name(mou: Mou) -> str:
    """ "mou-brackenfold-thornmere-summary.pdf"."""
    return _name(mou.in_force.content["parties"] if mou.in_force else parties_of(mou.partnership), "summary", "pdf")


def _name(parties: list[Content], edition: str, kind: str) -> str:
    schools = " ".join(short_name(party["name"]) for party in parties)
    return download_name(f"mou {schools[:60]} {edition}", kind)


# --- The copy that is kept --------------------------------------------------------------------------------------------
def kept_copy(version: Version) -> SignedCopy | None:
    """The signed copy, made now if the portal stopped before it could be.

    None where its file is gone: a backup may have been put back without files.
    """
    copy: SignedCopy = getattr(version, "copy", None) or make_copy(version)
    return copy if copy.file.storage.exists(str(copy.file.name)) else None


def make_copy(version: Version) -> SignedCopy:
    """The signed PDF of a version that everybody signed: made once, and kept as it is.

    Called when the transaction of the last signature is through. Two at once keep one. Raises ValueError for a version
    that is not signed.
    """
    if version.signed_at is None:
        raise ValueError("Only what everybody signed has a signed copy.")
    made = documents.pdf(PDF, _version(version, kept=True), made_at=version.signed_at)
    with transaction.atomic():
        version = lock(version)
        if kept := SignedCopy.objects.filter(version=version).first():
            return kept
        copy = SignedCopy(
            version=version,
            fingerprint=hashlib.sha256(made).hexdigest(),
            size=len(made),
            pages=documents.page_count(made),
        )
        copy.file.save("", ContentFile(made), save=False)
        copy.save(force_insert=True)
    return copy


def make_missing_copies() -> int:
    """Make the signed PDF of an MOU whose copy could not be made when the last one signed."""
    versions = Version.objects.signed().filter(copy=None).order_by("pk")
    return len([make_copy(version) for version in versions])


def purge_stray_copies() -> int:
    """Delete signed PDFs that were stored and never counted as kept."""
    return purge_strays(COPIES, SignedCopy.objects.all())


# --- The data of all of them ------------------------------------------------------------------------------------------
def paper_of(content: Content, *, edition: str, **changes: Any) -> documents.Data:
    """What templates/agreements/print/mou.typ and mou.docx are filled with.

    `edition` is "version 5" or "draft". `changes` replace what a plain text without signatures has: "mark" (written
    across each page), "status" (a sentence), "signing" (blocks), "signatures", "proof".
    """
    names = {party["urn"]: party["name"] for party in content["parties"]}
    return {
        "title": content["title"],
        "kind": f"{MOU}, {edition}",
        "foot": f"{content['title']}: {MOU.lower()}, {edition}",
        "schools": list(names.values()),
        "mark": "",
        "status": "",
        "clauses": [_clause(clause, content["parties"], names) for clause in content["clauses"]],
        "signing": [],
        "signatures": [],
        "proof": None,
    } | changes


def _clause(clause: Content, parties: list[Content], names: dict[int, str]) -> documents.Data:
    content = clause["content"]
    return {
        "number": clause["number"],
        "heading": clause["heading"],
        "blocks": blocks(content.get("text", "")),
        "parties": [_party(party) for party in parties] if clause["kind"] == "parties" else [],
        "rows": [_row(row, names) for row in content.get("rows", [])],
        "dates": [
            {"what": what, "when": day_words(datetime.date.fromisoformat(content[key])) if content.get(key) else "–"}
            for key, what in DATES
            if clause["kind"] == "dates"
        ],
    }


def _party(party: Content) -> documents.Data:
    about = [party["sector"], party["address"], f"URN {party['urn']}"]
    return {"name": party["name"], "about": ", ".join(part for part in about if part), "people": party["people"]}


def _row(row: Content, names: dict[int, str]) -> documents.Data:
    return {
        "school": names.get(row["urn"], f"URN {row['urn']}"),
        "gives": _lines(row["gives"]),
        "gets": _lines(row["gets"]),
        "by": day_words(datetime.date.fromisoformat(row["by"])) if row["by"] else "–",
    }


def _lines(items: Iterable[str]) -> list[Line]:
    return [spans_of(item) for item in items]


def _draft(mou: Mou) -> documents.Data:
    today = day_words(timezone.localdate())
    return paper_of(
        content_of(mou),
        edition="draft",
        mark="DRAFT",
        status=f"Draft of {today}, for discussion. Nobody has signed it.",
        signing=blocks(
            "When every required clause is agreed, the headteacher and the chair of governors of each school sign."
        ),
    )


def _version(version: Version, *, kept: bool = False) -> documents.Data:
    signatories = list(version.signatories.select_related("school", "user"))
    signed = sum(one.status == Signatory.Status.SIGNED for one in signatories)
    if version.signed_at is None:
        waiting = (
            f"Waiting for signatures until {day_words(version.sign_by)}. {signed} of {len(signatories)} have signed."
        )
        return paper_of(
            version.content,
            edition=f"version {version.number}",
            mark="NOT SIGNED",
            status=f"{NOT_SIGNED.get(Status(version.status), waiting)} {step_of(version).words}".strip(),
            signatures=[_signature(one) for one in signatories],
        )
    day = day_words(timezone.localdate(version.signed_at))
    return paper_of(
        version.content,
        edition=f"version {version.number}",
        status=f"Signed by everybody on {day}. It begins on {day_words(version.begins_on)} and "
        f"ends on {day_words(version.ends_on)}, unless it is renewed. {step_of(version).words}".strip(),
        signing=blocks("Each signed in the portal, as themselves, and confirmed it at that moment."),
        signatures=[_signature(one) for one in signatories],
        proof=_proof(version, kept=kept),
    )


def _signature(one: Signatory) -> documents.Data:
    signed = one.status == Signatory.Status.SIGNED
    how = f"In the portal, confirmed by {one.get_how_display().lower()}" if signed else ""
    return {
        "school": one.school.name,
        "role": one.get_role_display(),
        "name": one.name or (str(one.user) if one.user else ""),
        "signed": signed,
        "state": f"Signed on {moment_words(one.answered_at)}"
        if one.answered_at and signed
        else one.get_status_display(),
        "how": how,
    }


def _proof(version: Version, *, kept: bool) -> documents.Data:
    """Of the copy that is `kept` the bytes tell whether it is genuine, of any other the code alone."""
    address = settings.SITE_URL + reverse("agreements:verified", args=[version.code])
    words = (
        "Open the address to see when and by which schools this was signed and whether it still holds. Choose this PDF "
        "at its foot, to see whether not one letter was changed."
        if kept
        else "This is another print of what was signed. Open the address to see when and by which schools, and whether "
        "it still holds; there, compare the fingerprint."
    )
    return {
        "words": words,
        "code": in_groups(version.code),
        "address": address,
        "qr": documents.qr(address),
        "fingerprint": in_groups(version.fingerprint),
    }


def _template(content: Content, kind: str) -> documents.Data:
    return {
        "title": content["title"],
        "kind": kind,
        "foot": content["title"],
        "mark": "",
        "summary": content["summary"],
        "clauses": [
            {
                "number": number,
                "heading": clause["heading"],
                "need": "Required" if clause["required"] else "May be left out",
                "blocks": blocks(clause["text"]),
                "rows": [
                    {"school": row["school"], "gives": _lines(row["gives"]), "gets": _lines(row["gets"])}
                    for row in clause.get("rows", [])
                ],
                "filled": "" if clause.get("rows") else FILLED_IN.get(clause["kind"], ""),
                "guidance": as_blocks(clause["guidance"]),
            }
            for number, clause in enumerate(content["clauses"], start=1)
        ],
    }


def moment_words(moment: datetime.datetime) -> str:
    """ "25 November 2026 at 10:14", by the clocks of the schools."""
    here = timezone.localtime(moment)
    return f"{day_words(here.date())} at {here:%H:%M}"
