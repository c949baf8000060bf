"""From the working text to an edition."""

import datetime
import itertools

import pytest
from django.urls import get_resolver, resolve
from django.utils import timezone

from casestudies.editions import RESERVED, columns_of, content_of, fingerprint, review_after, slugs_for
from casestudies.tests.cast import ANSWERS, draft_case_study, published, save
from schools.models import School

pytestmark = pytest.mark.django_db


def test_the_content_holds_every_section_and_the_schools():
    content = content_of(draft_case_study())
    assert {name: content[name] for name in ANSWERS} == ANSWERS
    assert [school["name"] for school in content["schools"]] == ["Brackenfold Primary School", "Thornmere School"]
    assert (content["pictures"], content["files"]) == ([], [])


def test_a_fingerprint_tells_texts_apart_but_not_spellings_of_the_register():
    case_study = draft_case_study()
    before = fingerprint(content_of(case_study))
    School.objects.filter(case_studies_named_in__case_study=case_study).update(town="Calderby-on-Wold")
    assert fingerprint(content_of(case_study)) == before
    save(case_study, "licence", {"licence": "ogl-3.0"})
    assert fingerprint(content_of(case_study)) != before


def test_words_for_a_section_that_was_never_begun_leave_the_fingerprint():
    case_study = draft_case_study()
    before = fingerprint(content_of(case_study))
    case_study.sections.create(name="quotes", staff_words="Ask a pupil what it was like.")
    assert fingerprint(content_of(case_study)) == before


def test_an_unfinished_content_makes_columns_all_the_same():
    assert columns_of({})["title"] == ""


def test_an_edition_is_found_by_all_its_words_in_plain_text():
    edition = published()
    assert edition.title == ANSWERS["story"]["title"]
    for words in [
        "Bunsen burner",
        "Lessons and masterclasses",
        "Science technician",
        "Fix all eight dates",
        "Calderby",
    ]:
        assert words in edition.words
    assert "**" not in edition.words
    assert edition.title not in edition.words
    assert {activity.slug for activity in edition.activities.all()} == {"masterclasses"}
    assert edition.schools.count() == 2
    assert (edition.pupils, edition.cost, edition.cost_per_pupil, edition.has_kit) == (56, 2128, 38, False)


def test_two_of_one_title_get_an_address_each():
    slugs = [published("The reading barge").slug for _ in range(3)]
    assert slugs == ["the-reading-barge", "the-reading-barge-2", "the-reading-barge-3"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Feed", "feed-2"), ("???", "case-study"), ("Ünïcode & co", "unicode-co"), ("x" * 300, "x" * 120)],
)
def test_a_slug_is_never_a_page_of_ours_nor_empty_nor_endless(title, slug):
    assert next(slugs_for(title)) == slug
    assert all(len(other) <= 140 for other in itertools.islice(slugs_for(title), 50))


def test_every_first_word_of_an_address_is_reserved():
    assert resolve("/case-studies/yours/")  # the converters of every app's addresses are known from here on
    patterns = get_resolver("casestudies.urls").url_patterns
    firsts = {str(pattern.pattern).split("/")[0] for pattern in patterns}
    assert {first for first in firsts if first and not first.startswith("<")} <= RESERVED


def test_a_text_of_the_leap_day_is_asked_about_too():
    assert review_after(datetime.date(2028, 2, 29)) == datetime.date(2030, 2, 28)


def test_it_is_asked_about_after_two_years():
    assert published().review_on == review_after(timezone.localdate())
