"""An MOU on paper: what is there, how it is tagged, and that whatever was typed comes out as typed."""

import importlib.util
import io
import itertools
import zipfile

import pypdf
import pytest
from docx import Document

from agreements import copies
from agreements.tests.papers import CONTROLS, DATES, GIVES, HOSTILE, LONG_WORD, clause, content, long_content
from core import documents
from core.prose import blocks


def pdf_of(paper):
    return pypdf.PdfReader(io.BytesIO(documents.pdf(copies.PDF, paper)))


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def word_of(paper):
    return Document(io.BytesIO(documents.word(copies.WORD, paper)))


def words_of(document):
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    return paragraphs + [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def squeezed(text):
    return "".join(text.split())


def tags_of(reader):
    """The tags of the document in reading order, as (tag, words beneath are not looked at)."""
    found = []

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for each in node:
                walk(each)
        elif isinstance(node, dict) and "/S" in node:
            found.append(node["/S"])
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def paper_of(clauses=None, **changes):
    return copies.paper_of(content(clauses), edition="draft", **changes)


def test_the_paper_says_what_the_text_says():
    paper = paper_of([clause("parties", "Parties", "parties"), GIVES, DATES])

    for text in (text_of(pdf_of(paper)), "\n".join(words_of(word_of(paper)))):
        for words in (
            "Wednesday science",
            "Brackenfold Primary School",
            "Head of Thornmere School",
            "Two laboratories",
            "13 January 2027",
            "31 August 2027",
            "URN 900101",
        ):
            assert squeezed(words) in squeezed(text)


def test_headings_go_down_by_one_and_tables_have_heads():
    tags = tags_of(pdf_of(paper_of([clause("parties", "Parties", "parties"), GIVES, DATES])))
    levels = [int(tag[2]) for tag in tags if tag in ("/H1", "/H2", "/H3")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert tags.count("/Table") == 4
    assert tags.count("/THead") == 4
    assert tags.count("/TH") == 2 + 2 + 4 + 2
    assert "/L" in tags


def test_word_has_headings_and_heads_that_are_repeated():
    document = word_of(paper_of([clause("parties", "Parties", "parties"), GIVES, DATES]))
    styles = [paragraph.style.name for paragraph in document.paragraphs]

    assert styles.count("Heading 1") == 1
    assert styles.count("Heading 2") == 4  # with that of the signatures
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in document.tables)
    assert document.core_properties.language == "en-GB"
    assert 'w:lang w:val="en-GB"' in document.styles.element.xml
    assert "PAGE" in document.sections[0].footer._element.xml
    assert [cell.text for cell in document.tables[2].rows[1].cells][1] == "Two mornings a term\nTwo staff"


@pytest.mark.parametrize("words", HOSTILE)
def test_whatever_was_typed_comes_out_as_typed(words):
    paper = copies.paper_of(
        content(
            [
                clause("parties", words[:90], "parties", text=f"{words}\n\n- {words}"),
                clause("gives", "Gives", "gives", rows=[{"urn": 900101, "gives": [words], "gets": [words], "by": ""}]),
            ],
            title=words[:90],
            parties=[{"urn": 900101, "name": words[:90], "sector": "State", "address": words[:90], "people": []}],
        ),
        edition="draft",
    )
    clean = documents._clean(words)

    printed = squeezed(text_of(pdf_of(paper)))
    invisible = {ord(letter): None for letter in "\u200b\u00ad\ufeff\u2060\u202a\u202c\u202e\u2067\u2069\u200f"}
    if "\u202e" in words:  # what runs from right to left is written so
        assert "before" in printed and "thgir" in printed and "after" in printed
    else:
        assert printed.translate(invisible).count(squeezed(clean).translate(invisible)) >= 2
    written = words_of(word_of(paper))
    assert written.count(clean) >= 4


def test_control_characters_are_left_out():
    assert documents._clean(CONTROLS) == "bell escape[31m formfeed null"


@pytest.mark.parametrize(
    "word", [LONG_WORD, "-" * 400, "a-" * 300, "/" * 400, "W" * 35, "https://portal.example/" + "x" * 400]
)
def test_long_words_stay_on_the_paper(word):
    row = {"urn": 900101, "gives": [word], "gets": [word], "by": ""}
    clauses = [clause("aims", word[:90], text=word), clause("gives", "Gives", "gives", rows=[row])]
    reader = pdf_of(paper_of(clauses))
    right = float(reader.pages[0].mediabox.right)
    ends = []
    for page in reader.pages:
        page.extract_text(visitor_text=lambda text, _, place, *rest: ends.append(place[4]) if text.strip() else None)

    assert max(ends) < right - 50


def test_fifty_pages_are_made():
    paper = copies.paper_of(long_content(50), edition="draft", mark="DRAFT")
    reader = pdf_of(paper)

    assert 45 <= len(reader.pages) <= 60
    assert all("DRAFT" in page.extract_text() for page in reader.pages)
    assert f"Page 2 of {len(reader.pages)}" in reader.pages[1].extract_text()
    assert len(word_of(paper).tables) == 4


def test_blanks_stand_out_in_both():
    paper = paper_of([clause("aims", "Aims", text="For [how long] we meet.")])
    document = word_of(paper)

    shaded = [
        run.text
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run._r.xpath("./w:rPr/w:shd") and run.text
    ]
    assert shaded == ["[how long]"]
    assert "For [how long] we meet." in text_of(pdf_of(paper))


@pytest.mark.parametrize("clauses", [[], [clause("aims", "Aims", text="")]])
def test_an_empty_text_is_printed(clauses):
    paper = paper_of(clauses)

    assert "Wednesday science" in text_of(pdf_of(paper))
    assert "Wednesday science" in words_of(word_of(paper))


def test_a_row_without_anything_is_a_row():
    rows = [{"urn": 7, "gives": [], "gets": [], "by": ""}]
    paper = paper_of([clause("gives", "Gives", "gives", rows=rows)])

    assert "URN 7" in text_of(pdf_of(paper))
    assert [cell.text.strip() for cell in word_of(paper).tables[0].rows[1].cells] == ["URN 7", "–", "–", "–"]


def test_a_template_shows_words_and_guidance():
    made = {
        "title": "For a first year",
        "summary": "Two schools & one year",
        "clauses": [
            {
                "slug": "aims",
                "heading": "Aims",
                "kind": "text",
                "guidance": "Say **what**.\n\n- Why?\n- For whom?",
                "text": "By [when] we want this.",
                "required": True,
            },
            {"slug": "g", "heading": "Gives", "kind": "gives", "guidance": "", "text": "", "required": False},
        ],
    }
    printed = text_of(pypdf.PdfReader(io.BytesIO(copies.template_pdf(made))))
    written = "\n".join(words_of(Document(io.BytesIO(copies.template_docx(made)))))

    for words in ("For a first year", "Two schools & one year", "By [when] we want this.", "Say what.", "For whom?"):
        assert words in printed
        assert words in written
    for words in ("Required", "May be left out", "A table with a row for each school"):
        assert words in printed
        assert words in written


def test_what_is_shared_has_its_table():
    row = {"school": "A primary school", "gives": ["Two mornings"], "gets": ["Eight afternoons"]}
    shared = {
        "title": "Science",
        "summary": "Short",
        "clauses": [
            {"slug": "g", "heading": "G", "kind": "gives", "guidance": "", "text": "", "required": True, "rows": [row]}
        ],
    }

    assert "Eight afternoons" in text_of(pypdf.PdfReader(io.BytesIO(copies.template_pdf(shared))))
    assert "Eight afternoons" in words_of(Document(io.BytesIO(copies.template_docx(shared))))


def test_the_word_templates_are_those_that_the_script_makes(tmp_path, settings):
    spec = importlib.util.spec_from_file_location("word_template", settings.BASE_DIR / "bin" / "word_template.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    for name, make in script.TEMPLATES.items():
        make().save(tmp_path / name)
        made, kept = zipfile.ZipFile(tmp_path / name), zipfile.ZipFile(documents.TEMPLATES / "agreements/print" / name)
        for part in ("word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer1.xml"):
            assert made.read(part) == kept.read(part), f"run bin/word_template.py: {name} is not what it makes"


def test_the_mark_is_on_every_page_of_both():
    paper = copies.paper_of(long_content(4), edition="draft", mark="DRAFT", signing=blocks("Later."))

    assert all("DRAFT" in page.extract_text() for page in pdf_of(paper).pages)
    assert word_of(paper).sections[0].header.paragraphs[0].text == "DRAFT"
