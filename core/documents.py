"""PDF and Word documents, each made of a template and data.

What people typed is only ever data: it reaches Typst as JSON and Word as escaped text, so no markup in it can run.
docs/decisions/documents.md says why these two, and what happens to letters that no font has.
"""

import dataclasses
import datetime
import io
import json
import re
from pathlib import Path
from typing import Any, cast

import jinja2
import segno
import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from docxtpl import DocxTemplate
from markupsafe import Markup, escape

from core.uploads import MIME, NOT_KEPT

Data = dict[str, Any]

TEMPLATES = Path(settings.BASE_DIR) / "templates"
FONTS = Path(__file__).parent / "fonts"

LONGEST_PROPERTY = 255  # characters of a title in the properties of a Word document

# Neither format has a place for these; line breaks and tabs it has.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NO_CHARACTERS = re.compile("[\ud800-\udfff\ufffe\uffff]")
# What docxtpl puts in for "{{" once a template is rendered, in people's words too.
_STAND_INS = re.compile(r"\{_[{%]|[%}]_\}")
UNDERSCORE = Markup("&#95;")

# A compiler may be used by one thread at a time, and the next may use it again: it has read the fonts.
_idle: list[typst.Compiler] = []


def pdf(template: str, data: Data, *, made_at: datetime.datetime | None = None) -> bytes:
    """A tagged PDF (PDF/UA-1) of a Typst template, named from templates/: "agreements/print/mou.typ".

    The template reads `data` as `data` of /templates/core/base.typ; dataclasses become dictionaries. The same
    data and `made_at` give the same bytes.
    """
    try:
        compiler = _idle.pop()
    except IndexError:
        compiler = typst.Compiler(root=settings.BASE_DIR, font_paths=[FONTS], ignore_system_fonts=True)
    made = compiler.compile(
        TEMPLATES / template,
        format="pdf",
        sys_inputs={"data": json.dumps(_clean(data))},
        pdf_standards=["ua-1"],
        timestamp=int((made_at or timezone.now()).timestamp()),
    )
    _idle.append(compiler)
    return cast(bytes, made)  # one file, since it is a PDF


def word(template: str, data: Data) -> bytes:
    """A Word document of a template that is one, named from templates/: "agreements/print/mou.docx".

    `data` has a "title", which the document's properties are given too.
    """
    document = DocxTemplate(TEMPLATES / template)
    # Strict, so that a tag for which there is no data is our mistake and no gap in somebody's document.
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    plain = _clean(data)
    document.render(_for_word(plain), jinja_env=environment)
    document.docx.core_properties.title = plain["title"][:LONGEST_PROPERTY]
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def given(made: bytes, name: str) -> HttpResponse:
    """A document that was made just now, under this name: a PDF to look at, Word to save."""
    kind = name.rpartition(".")[2]
    response = HttpResponse(made, content_type=MIME[kind])
    response["Content-Disposition"] = content_disposition_header(kind != "pdf", name) or ""
    response["Cache-Control"] = NOT_KEPT
    return response


def page_count(made: bytes) -> int:
    """How many pages a PDF has that `pdf` made."""
    return len(re.findall(rb"/Type\s*/Page\b", made))


def qr(address: str) -> str:
    """An address as a QR code, as SVG."""
    return segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True)


def _clean(value: Any) -> Any:
    """Plain lists, dictionaries and texts, without the characters that neither format can hold."""
    if isinstance(value, str):
        return _NO_CHARACTERS.sub("\ufffd", _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")))
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(part) for part in value]
    if dataclasses.is_dataclass(value):
        return {field.name: _clean(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value


def _for_word(value: Any) -> Any:
    if isinstance(value, str) and _STAND_INS.search(value):
        return escape(value).replace("_", UNDERSCORE)
    if isinstance(value, dict):
        return {key: _for_word(part) for key, part in value.items()}
    return [_for_word(part) for part in value] if isinstance(value, list) else value
