"""The presenter: the words that answers become, and what becomes of gaps."""

import copy
import uuid

import pytest
from django.template.loader import render_to_string

from casestudies.models import Evidence, Licence
from casestudies.reading import EVIDENCE_MEANS, LICENCE_SHORT, LICENCE_URL, Reading, reading_of, when_words
from casestudies.tests.cast import ANSWERS


def reading(**changes):
    """Of the cast's answers, each section named changed as said."""
    content = copy.deepcopy(ANSWERS)
    for name, change in changes.items():
        content[name] = {**content.get(name, {}), **change} if isinstance(change, dict) else change
    return Reading(content, activities=[], subjects=[])


def staff(*lines):
    return {
        "staffing": [{"role": "Teacher", "from": sector, "hours": hours, "does": "Plans"} for sector, hours in lines]
    }


TWO_SCHOOLS = [
    {"urn": 900101, "name": "Tarnside Primary School", "sector": "state", "town": "Calderby", "region": ""},
    {"urn": 900102, "name": "Thornmere School", "sector": "independent", "town": "", "region": ""},
]


@pytest.mark.django_db
def test_the_gist_says_who_what_how_long_cost_time_and_result(django_assert_num_queries):
    with django_assert_num_queries(2):
        gist = reading_of(ANSWERS).gist
    assert gist == [
        ("Who", "56 pupils in Years 5 and 6, and 4 staff"),
        ("What", "Lessons and masterclasses; Science"),
        ("How long", "Eight afternoons over two terms. Every second Wednesday, 1:30pm to 3pm"),
        ("Cost", "£2,128, or £38 a pupil"),
        ("Staff time", "State 31 hours, independent 24 hours"),
        ("Result", "Confidence rose from 2.9 to 3.5 out of 5."),
    ]


@pytest.mark.parametrize(
    ("total", "pupils", "words"),
    [
        (None, 56, ""),
        (0, 56, "Nothing to pay"),
        (40, 56, "£40, or £1 a pupil"),
        (20, 56, "£20, or less than £1 a pupil"),
        (1_250_000, 0, "£1,250,000"),
        (1_250_000, 10_000, "£1,250,000, or £125 a pupil"),
    ],
)
def test_cost(total, pupils, words):
    assert reading(cost={"total": total}, who={"pupils": pupils}).cost_words == words


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([("state", 31), ("independent", 31)], "31 hours for each school"),
        ([("state", 1), ("independent", 1200)], "State 1 hour, independent 1,200 hours"),
        ([("state", 10), ("both", 20)], "30 hours in all"),
        ([("state", 10), ("", 5)], "15 hours in all"),
        ([("independent", 24)], "24 hours in all"),
        ([("state", None)], ""),
        ([], ""),
    ],
)
def test_staff_time(lines, words):
    assert reading(running=staff(*lines), schools=TWO_SCHOOLS).staff_time == words


def test_hours_are_for_each_school_only_of_two():
    lines = staff(("state", 31), ("independent", 31))
    assert reading(running=lines, schools=[*TWO_SCHOOLS, TWO_SCHOOLS[0]]).staff_time == (
        "State 31 hours, independent 31 hours"
    )


def test_the_result_is_its_first_sentence_in_plain_words():
    long = "Confidence **rose** by [a lot](https://example.org) " + "and then some more " * 20
    assert reading(evidence={"result": "It **rose** by 0.6. Much more."}).result_words == "It rose by 0.6."
    shortened = reading(evidence={"result": long}).result_words
    assert shortened.startswith("Confidence rose by a lot and then") and shortened.endswith("…")
    assert len(shortened) <= 141


def test_what_was_not_measured_has_no_result_in_the_gist():
    unmeasured = reading(evidence={"design": "none", "result": "Nobody had the time."})
    assert unmeasured.result_words == ""
    assert unmeasured.evidence_label == "Not evaluated"
    assert not unmeasured.was_measured


@pytest.mark.parametrize(
    ("weeks", "words"),
    [(None, ""), (0, "The week it begins"), (1, "1 week before"), (14, "14 weeks before")],
)
def test_lead_times(weeks, words):
    assert when_words(weeks) == words


def test_every_label_and_licence_is_explained():
    assert EVIDENCE_MEANS.keys() == set(Evidence)
    assert LICENCE_SHORT.keys() == LICENCE_URL.keys() == set(Licence)


def test_years_without_pupils_and_pupils_without_years():
    assert reading(who={"pupils": 0, "staff": 0}).who_words == "Years 5 and 6"
    assert reading(who={"years": 0, "staff": 1}).who_words == "56 pupils, and 1 member of staff"


def test_a_picture_comes_in_its_sizes():
    pk = str(uuid.uuid4())
    made = reading(pictures=[{"id": pk, "alt": "A beaker", "width": 1600, "height": 900, "widths": [480, 1600]}])
    path = f"/case-studies/media/{pk}"
    assert made.cover.src == f"{path}-1600.webp"
    assert made.cover.srcset == f"{path}-480.webp 480w, {path}-1600.webp 1600w"
    assert made.more_pictures == []


def test_a_download_has_its_kind_and_size():
    pk = str(uuid.uuid4())
    (download,) = reading(files=[{"id": pk, "title": "Session plans", "kind": "docx", "size": 2_400_000}]).files
    assert (download.title, download.kind, download.size) == ("Session plans", "Word", "2.3\xa0MB")
    assert download.url.startswith(f"/case-studies/media/{pk}/")


# --- The partial: a preview and the admin show the working text, which may have anything or nothing in it
def shown(content, **more):
    return render_to_string("casestudies/reading/_study.html", {"reading": reading_of(content), **more})


@pytest.mark.django_db
def test_an_empty_text_is_shown_without_an_error():
    page = shown({})
    assert "A case study without a title" in page
    assert "<dl>" not in page and "<h2" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("left_out", ANSWERS)
def test_any_section_may_be_missing_or_empty(left_out):
    without = {name: answers for name, answers in ANSWERS.items() if name != left_out}
    assert "<article" in shown(without)
    assert "<article" in shown({**without, left_out: {}})


@pytest.mark.django_db
@pytest.mark.parametrize("section", ANSWERS)
def test_any_answer_may_be_none(section):
    emptied = {name: None if not isinstance(value, list) else [] for name, value in ANSWERS[section].items()}
    assert "<article" in shown({**ANSWERS, section: emptied})


@pytest.mark.django_db
def test_it_stands_without_its_title_on_a_page_that_has_its_own():
    assert "<h1" in shown(ANSWERS)
    assert "<h1" not in shown(ANSWERS, bare=True)


@pytest.mark.django_db
def test_the_meaning_of_the_label_stands_beside_the_result():
    assert EVIDENCE_MEANS["before-after"] in shown(ANSWERS)
    page = shown({**ANSWERS, "evidence": {"design": "none", "measured": "", "result": "", "sample": None}})
    assert "Did it work?" in page and EVIDENCE_MEANS["none"] in page


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> [go](javascript:alert(1)) {{ 7|add:7 }} ${7*7} \x08"


def poisoned(value):
    """The same shape with every text in it replaced."""
    if isinstance(value, dict):
        kept = {"from", "design", "licence", "priority", "activities", "subjects", "sector", "id", "kind", "urn"}
        return {name: entry if name in kept else poisoned(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [poisoned(entry) for entry in value]
    return HOSTILE if isinstance(value, str) else value


@pytest.mark.django_db
def test_nothing_that_was_typed_becomes_markup():
    pk = str(uuid.UUID(int=1))  # without the figures of the sum that must not be worked out
    content = {
        **ANSWERS,
        "quotes": {"quotes": [{"words": "", "who": "", "consent": True}]},
        "schools": TWO_SCHOOLS,
        "pictures": [{"id": pk, "alt": "", "width": 1600, "height": 900, "widths": [1600]}] * 2,
        "files": [{"id": pk, "title": "", "kind": "pdf", "size": 1}],
    }
    page = shown(poisoned(content))
    assert page.count("&lt;script&gt;") > 20
    assert "<script" not in page and "<img src=x" not in page
    assert 'href="javascript:' not in page
    assert "14" not in page.replace("14 weeks", "")
