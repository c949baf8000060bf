"""The clauses and templates that the portal begins with: complete, balanced, and short enough to be read."""

import re

import pytest

from agreements.models import Clause, ClauseKind, Template, TemplateVersion
from agreements.texts import BLANK, blanks_of
from core.markdown import plain

pytestmark = pytest.mark.django_db

HEADINGS = 26  # of REFERENCE.md's list; the 27th, signatures, is the block of signatures itself
LONGEST_SENTENCE = 32  # words
AVERAGE_SENTENCE = 16


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence; a line of a list is one, a blank counts as two words."""
    text = BLANK.sub("some thing", text)
    found = (re.findall(r"[\w’'-]+", piece) for piece in re.split(r"[.:?!;]\s|\n", text + "\n"))
    return [words for words in found if words]


def texts() -> list[tuple[str, str]]:
    """(where, text) of every clause, as the library and as each template has it."""
    library = [(clause.slug, clause.text) for clause in Clause.objects.all()]
    return library + [
        (f"{version.template.slug}: {clause['slug']}", clause["text"])
        for version in TemplateVersion.objects.select_related("template")
        for clause in version.content["clauses"]
    ]


def test_every_heading_of_an_mou_is_in_the_library_in_order():
    slugs = list(Clause.objects.offered().values_list("slug", flat=True))
    assert slugs[:3] == ["parties", "background", "status"]
    assert len([slug for slug in slugs if not slug.startswith("schedule-") and slug != "joining"]) == HEADINGS
    assert len(slugs) == len(set(slugs)) == HEADINGS + 4


def test_kinds_fit_and_each_has_guidance_and_words():
    kinds = dict(Clause.objects.values_list("slug", "kind"))
    assert kinds["parties"] == ClauseKind.PARTIES
    assert kinds["contributions"] == ClauseKind.GIVES
    assert kinds["duration"] == ClauseKind.DATES
    special = [slug for slug, kind in kinds.items() if kind != ClauseKind.TEXT]
    assert sorted(special) == ["contributions", "duration", "parties"]
    for clause in Clause.objects.all():
        assert clause.text.strip()
        assert plain(clause.guidance).strip()


def test_brackets_are_blanks_and_nothing_else():
    for where, text in texts():
        assert text.count("[") == text.count("]") == len(blanks_of(text)), where
        assert "[" not in BLANK.sub("", text), where


def test_every_template_can_be_signed_from():
    """Parties, status, what each gives, children's safety and the dates are in each, and cannot be left out."""
    for version in TemplateVersion.objects.select_related("template"):
        required = {clause["slug"] for clause in version.content["clauses"] if clause["required"]}
        assert {"parties", "status", "aims", "contributions", "safeguarding", "duration"} <= required, version
        kinds = [clause["kind"] for clause in version.content["clauses"]]
        for kind in (ClauseKind.PARTIES, ClauseKind.GIVES, ClauseKind.DATES):
            assert kinds.count(kind) == 1, version


def test_the_first_templates_are_published():
    lengths = {
        version.template.slug: (version.number, len(version.content["clauses"]))
        for version in TemplateVersion.objects.select_related("template")
    }
    assert lengths == {
        "regular-visits": (1, 15),
        "first-term": (1, 7),
        "shared-teaching": (1, 22),
        "three-or-more": (1, 30),
    }
    assert Template.objects.published().count() == 4


def test_the_first_term_fits_on_a_page():
    version = TemplateVersion.objects.get(template__slug="first-term")
    assert sum(len(clause["text"].split()) for clause in version.content["clauses"]) < 300


def test_status_says_that_it_binds_nobody_in_law():
    for version in TemplateVersion.objects.all():
        status = next(clause for clause in version.content["clauses"] if clause["slug"] == "status")
        assert "not legally binding" in status["text"]


def test_sentences_are_short():
    for where, text in texts():
        found = sentences(text)
        longest = max(found, key=len)
        assert len(longest) <= LONGEST_SENTENCE, (where, " ".join(longest))
        assert sum(map(len, found)) / len(found) <= AVERAGE_SENTENCE, where


def test_what_the_portal_knows_has_its_blank_in_the_longer_templates():
    """The need, the aims and what success means are typed once, in the workspace (agreements/drafts.py)."""
    for slug, asked in {
        "first-term": {"the schools", "the aims"},
        "regular-visits": {"the schools", "the aims", "success", "activities"},
        "shared-teaching": {"the schools", "the aims", "success"},
        "three-or-more": {"the schools", "the need", "the aims", "success", "activities", "plans"},
    }.items():
        content = TemplateVersion.objects.get(template__slug=slug).content
        assert asked <= {blank for clause in content["clauses"] for blank in blanks_of(clause["text"])}, slug
