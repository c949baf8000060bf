"""Make the Word templates of templates/agreements/print/: bin/word_template.py

A Word file cannot be read in a difference, so this is what is reviewed and changed, and a test compares the two. What
stands in {{ }} and {% %} is filled in by docxtpl with the data of agreements/copies.py: `{%p …%}` takes the place of
its paragraph, `{%tr …%}` of its row of a table, `{%r …%}` of its run.
"""

import datetime
import sys
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "agreements" / "print"
FACE = "Calibri"  # on every computer with Word, as ours is not
INK, INK_2, PETROL, PETROL_DARK, AMBER = "1D2B2F", "49585C", "14555F", "0C3A42", "7D4A00"
SAND, GOLD_TINT, LINE = "F3ECDF", "FDF1D6", "DDD3C1"
WIDTH = 162  # mm between the margins


def mou() -> Any:
    """The MOU, of a draft or a version."""
    document = _document()
    _paragraph(document, "{{ kind }}", colour=INK_2)
    document.add_heading("{{ title }}", 1)
    _tag(document, "for school in schools")
    _paragraph(document, "{{ school }}", bold=True)
    _tag(document, "endfor")
    _tag(document, "if status")
    _shade(_paragraph(document, "{{ status }}", bold=True)._p.get_or_add_pPr(), GOLD_TINT)
    _tag(document, "endif")
    _tag(document, "for clause in clauses")
    document.add_heading("{{ clause.number }}.  {{ clause.heading }}", 2)
    _prose(document, "clause.blocks")
    _tag(document, "for party in clause.parties")
    document.add_heading("{{ party.name }}", 3)
    _paragraph(document, "{{ party.about }}", colour=INK_2)
    _tag(document, "if party.people")
    _table(document, {"Role": 50, "Name": 112}, "person in party.people", ["{{ person.role }}", "{{ person.name }}"])
    _tag(document, "endif")
    _tag(document, "endfor")
    _tag(document, "if clause.rows")
    _table(
        document,
        {"School": 36, "Gives": 52, "Gets": 52, "By": 22},
        "row in clause.rows",
        ["{{ row.school }}", ["row.gives"], ["row.gets"], "{{ row.by }}"],
    )
    _tag(document, "endif")
    _tag(document, "if clause.dates")
    _table(document, {"Date": 80, "Day": 82}, "date in clause.dates", ["{{ date.what }}", "{{ date.when }}"])
    _tag(document, "endif")
    _tag(document, "endfor")
    document.add_heading("Signatures", 2)
    _prose(document, "signing")
    _tag(document, "if signatures")
    _table(
        document,
        {"School": 42, "Role": 30, "Name": 40, "Signature": 50},
        "one in signatures",
        [
            "{{ one.school }}",
            "{{ one.role }}",
            "{{ one.name }}",
            "{{ one.state }}{% if one.how %}. {{ one.how }}{% endif %}",
        ],
    )
    _tag(document, "endif")
    _tag(document, "if proof")
    document.add_heading("Is this copy genuine?", 3)
    _paragraph(document, "{{ proof.words }}")
    _paragraph(document, "Verification code: {{ proof.code }}")
    _paragraph(document, "{{ proof.address }}")
    _paragraph(document, "Fingerprint of the text (SHA-256): {{ proof.fingerprint }}")
    _tag(document, "endif")
    return document


def template() -> Any:
    """A template of the library, or an MOU that other schools share: with the guidance beside each clause."""
    document = _document()
    _paragraph(document, "{{ kind }}", colour=INK_2)
    document.add_heading("{{ title }}", 1)
    _paragraph(document, "{{ summary }}")
    _tag(document, "for clause in clauses")
    document.add_heading("{{ clause.number }}.  {{ clause.heading }}", 2)
    _paragraph(document, "{{ clause.need }}", colour=INK_2)
    _prose(document, "clause.blocks")
    _tag(document, "if clause.filled")
    _paragraph(document, "{{ clause.filled }}", colour=INK_2)
    _tag(document, "endif")
    _tag(document, "if clause.rows")
    _table(
        document,
        {"School": 42, "Gives": 60, "Gets": 60},
        "row in clause.rows",
        ["{{ row.school }}", ["row.gives"], ["row.gets"]],
    )
    _tag(document, "endif")
    _tag(document, "if clause.guidance")
    document.add_heading("What to think about", 3)
    _prose(document, "clause.guidance")
    _tag(document, "endif")
    _tag(document, "endfor")
    return document


# --- Parts ------------------------------------------------------------------------------------------------------------
def _document() -> Any:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(24)
    section.top_margin, section.bottom_margin = Mm(22), Mm(24)
    _styles(document)
    mark = section.header.paragraphs[0]
    mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(mark, "{{ mark }}", bold=True, colour=AMBER, size=14)
    foot = section.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    _run(foot, "{{ foot }}\tPage ", colour=INK_2, size=8.5)
    _field(foot, "PAGE")
    _run(foot, " of ", colour=INK_2, size=8.5)
    _field(foot, "NUMPAGES")
    properties = document.core_properties
    properties.author, properties.title, properties.comments, properties.language = "ISSP Portal", "", "", "en-GB"
    properties.created = properties.modified = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    return document


def _styles(document: Any) -> None:
    """Our sizes and colours in Word's own styles, so that its outline and navigation know the headings."""
    sizes = {"Normal": (10.5, INK), "Heading 1": (22, PETROL_DARK), "Heading 2": (13.5, PETROL), "Heading 3": (11, INK)}
    for name, (size, colour) in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FACE, Pt(size), RGBColor.from_string(colour)
        faces = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            faces.attrib.pop(qn(f"w:{theme}"), None)
        faces.set(qn("w:cs"), FACE)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, before in (("Heading 1", 4), ("Heading 2", 16), ("Heading 3", 10)):
        style = document.styles[name]
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(5)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _tag(place: Any, words: str) -> None:
    place.add_paragraph(f"{{%p {words} %}}")


def _run(paragraph: Paragraph, words: str, *, bold: bool = False, colour: str = "", size: float = 0) -> Any:
    run = paragraph.add_run(words)
    run.bold = bold or None
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if size:
        run.font.size = Pt(size)
    return run


def _paragraph(place: Any, words: str, *, bold: bool = False, colour: str = "") -> Paragraph:
    paragraph = place.add_paragraph()
    _run(paragraph, words, bold=bold, colour=colour)
    return paragraph


def _prose(document: Any, blocks: str) -> None:
    """Paragraphs and lists (core/prose.py)."""
    _tag(document, f"for block in {blocks}")
    _tag(document, 'if block.kind == "ul"')
    _tag(document, "for line in block.lines")
    _spans(document.add_paragraph(style="List Bullet"))
    _tag(document, "endfor")
    _tag(document, "else")
    paragraph = document.add_paragraph()
    paragraph.add_run("{%r for line in block.lines %}")
    _spans(paragraph)
    paragraph.add_run("{%r if not loop.last %}")
    paragraph.add_run().add_break()
    paragraph.add_run("{%r endif %}")
    paragraph.add_run("{%r endfor %}")
    _tag(document, "endif")
    _tag(document, "endfor")


def _spans(paragraph: Paragraph) -> None:
    """The runs of `line`; a blank is tinted."""
    paragraph.add_run("{%r for span in line %}")
    paragraph.add_run("{%r if span.blank %}")
    _shade(paragraph.add_run("{{ span.text }}")._r.get_or_add_rPr(), GOLD_TINT)
    paragraph.add_run("{%r else %}")
    paragraph.add_run("{{ span.text }}")
    paragraph.add_run("{%r endif %}")
    paragraph.add_run("{%r endfor %}")


def _table(document: Any, columns: dict[str, int], each: str, cells: list[str | list[str]]) -> None:
    """A table whose first row is repeated on every page. `columns`: widths in mm. A cell that is a list names one."""
    table = document.add_table(rows=4, cols=len(columns))
    table.autofit = False
    _borders(table)
    for cell, (heading, width) in zip(table.rows[0].cells, columns.items(), strict=True):
        cell.paragraphs[0].add_run(heading).bold = True
        _shade(cell._tc.get_or_add_tcPr(), SAND)
        cell.width = Mm(width)
    _flag(table.rows[0], "w:tblHeader")
    table.rows[1].cells[0].paragraphs[0].add_run(f"{{%tr for {each} %}}")
    for cell, holds, width in zip(table.rows[2].cells, cells, columns.values(), strict=True):
        cell.width = Mm(width)
        if isinstance(holds, str):
            cell.paragraphs[0].add_run(holds)
        else:
            _list_in(cell, holds[0])
    _flag(table.rows[2], "w:cantSplit")
    table.rows[3].cells[0].paragraphs[0].add_run("{%tr endfor %}")
    for paragraph in [paragraph for row in table.rows for cell in row.cells for paragraph in cell.paragraphs]:
        paragraph.paragraph_format.space_after = Pt(2)


def _list_in(cell: _Cell, lines: str) -> None:
    """A list within a cell, which holds a paragraph even where nothing is in the list: Word needs one."""
    cell.paragraphs[0].add_run(f"{{%p for line in {lines} %}}")
    _spans(cell.add_paragraph(style="List Bullet"))
    _tag(cell, "endfor")
    _tag(cell, f"if not {lines}")
    cell.add_paragraph("–")
    _tag(cell, "endif")


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(properties: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)


def _borders(table: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    table._tbl.tblPr.append(borders)


def _field(paragraph: Paragraph, name: str) -> None:
    """A number that Word works out, such as PAGE."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = _run(paragraph, "1", colour=INK_2, size=8.5)
    field.append(run._r)
    paragraph._p.append(field)


TEMPLATES = {"mou.docx": mou, "template.docx": template}

if __name__ == "__main__":
    for name, make in TEMPLATES.items():
        make().save(FOLDER / name)
        sys.stdout.write(f"Made {FOLDER / name}\n")
