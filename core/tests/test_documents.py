"""PDF and Word of a template and data: tagged, in our type, and every letter as it was typed."""

import datetime
import io
import threading
import zipfile
from pathlib import Path

import pypdf
import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from core import documents
from core.prose import Span

HERE = Path(__file__).parent
MARKUP = (
    '#read("/etc/passwd") $a^2$ *b* _c_ `d` @e <f> // g /* h */ = i \\ j ~ k '
    "{{ l }} {% m %} {_{ n }_} {_% o %_} {# p #} <w:t>q</w:t> &amp; <script>r</script> ''s'' -- --- ..."
)
SCRIPTS = "Łódź Ŵyn Ελλάδα Київ שלום العربية ½ → ≥ ✓ ☺ 😀"
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def own_templates(monkeypatch):
    monkeypatch.setattr(documents, "TEMPLATES", HERE)


def pdf(*paragraphs, title="A title", **how):
    return documents.pdf("plain.typ", {"title": title, "paragraphs": list(paragraphs)}, **how)


def read(made):
    return pypdf.PdfReader(io.BytesIO(made))


def text_of(made):
    return "\n".join(page.extract_text() for page in read(made).pages)


def in_one_line(text):
    return "".join(text.split())


# --- PDF --------------------------------------------------------------------------------------------------------------
def test_a_pdf_is_tagged_and_says_its_language_and_title():
    root = read(pdf("Words")).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert root["/StructTreeRoot"]["/K"] is not None
    assert read(pdf("Words", title="Ours & <theirs>")).metadata.title == "Ours & <theirs>"


def test_a_pdf_is_in_our_type_which_it_holds():
    fonts = read(pdf("Words")).pages[0]["/Resources"]["/Font"]
    names = {font.get_object()["/BaseFont"].split("+")[1] for font in fonts.values()}

    assert names == {"Figtree-Regular", "Figtree-Bold"}
    for font in fonts.values():
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in descriptor.get_object()


def test_markup_is_words_and_nothing_is_run_or_read():
    made = text_of(pdf(MARKUP, title=MARKUP))

    assert in_one_line(made).count(in_one_line(MARKUP)) >= 2


@pytest.mark.parametrize("word", SCRIPTS.split())
def test_letters_of_many_scripts_come_out(word):
    assert word in text_of(pdf(word)) or word[::-1] in text_of(pdf(word))  # from right to left


def test_a_letter_that_no_font_has_is_a_box_and_stays_in_the_text():
    made = read(pdf("中"))

    assert any("LastResort" in font.get_object()["/BaseFont"] for font in made.pages[0]["/Resources"]["/Font"].values())
    assert "中" in text_of(pdf("中"))


def test_a_very_long_word_stays_on_the_paper_and_whole():
    word = "Wm" * 400
    made = read(pdf(word))
    lines = [line for line in made.pages[0].extract_text().splitlines() if line.startswith(("Wm", "mW"))]

    assert len(lines) > 8
    assert "".join(lines) == word


def test_control_characters_are_left_out_and_line_breaks_kept():
    made = text_of(pdf("a\x00b\x07c\x1bd\r\ne\ud800f\ufffeg"))

    assert "abcd\ne" in made
    assert "f" in made


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_nothing_that_can_be_typed_keeps_a_document_from_being_made(text):
    assert pdf(text, title=text).startswith(b"%PDF-")


def test_the_same_data_make_the_same_bytes():
    assert pdf("Words", made_at=NOON) == pdf("Words", made_at=NOON)
    assert pdf("Words", made_at=NOON) != pdf("words", made_at=NOON)


def test_pages_are_counted():
    assert documents.page_count(pdf("Words")) == 1
    many = pdf(*["/Type /Page and more words. " * 40] * 40)
    assert documents.page_count(many) == len(read(many).pages) > 3


def test_many_threads_make_their_own_documents():
    made = {}

    def make(number):
        made[number] = [pdf(f"Number {number}") for _ in range(5)]

    threads = [threading.Thread(target=make, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == list(range(8))
    for number, documents_made in made.items():
        assert all(f"Number {number}" in text_of(one) for one in documents_made)


def test_dataclasses_are_data():
    assert documents._clean({"spans": [Span("a\x00b", blank=True)]}) == {"spans": [{"text": "ab", "blank": True}]}


def test_a_qr_code_is_a_drawing():
    assert documents.qr("https://portal.example/verify/ABCD/").startswith("<svg")


# --- Word -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def word(monkeypatch, tmp_path):
    template = Document()
    template.add_paragraph("{{ title }}")
    template.add_paragraph("{%p for words in paragraphs %}")
    template.add_paragraph("{{ words }}")
    template.add_paragraph("{%p endfor %}")
    template.save(tmp_path / "plain.docx")
    monkeypatch.setattr(documents, "TEMPLATES", tmp_path)
    return lambda *paragraphs, title="A title": documents.word(
        "plain.docx", {"title": title, "paragraphs": list(paragraphs)}
    )


def words_of(made):
    return [paragraph.text for paragraph in Document(io.BytesIO(made)).paragraphs]


@pytest.mark.parametrize(
    "text", [MARKUP, SCRIPTS, "中 𓀀 \u200b\u202e \ufeff", "x" * 50_000, "a\nb\tc", " two  spaces "]
)
def test_word_holds_what_was_typed(word, text):
    assert words_of(word(text, text, title=text)) == [text] * 3


def test_word_leaves_out_what_it_cannot_hold(word):
    assert words_of(word("a\x00b\x07c\x0cd\ud800e\uffff"))[1] == "abcd\ufffde\ufffd"


def test_word_says_its_title(word):
    made = Document(io.BytesIO(word("Words", title="Ours & <theirs> " + "x" * 300)))

    assert made.core_properties.title == ("Ours & <theirs> " + "x" * 300)[:255]


def test_a_tag_without_data_is_our_mistake(word, monkeypatch):
    with pytest.raises(UndefinedError):
        documents.word("plain.docx", {"title": "A title"})


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_nothing_that_can_be_typed_breaks_word(word, text):
    made = word(text, title="A title")

    assert zipfile.ZipFile(io.BytesIO(made)).testzip() is None
    assert words_of(made)[1] == documents._clean(text)
