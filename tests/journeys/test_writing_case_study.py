"""A co-ordinator writes a case study in one sitting, from the first press to "Send it".

With JavaScript and without, on a phone, and one section by keyboard alone.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.tests.factories import make_member
from casestudies.models import CaseStudy
from casestudies.tests.writing import begun, writer
from partnerships.models import Partnership
from partnerships.tests.introductions import opened_partnership
from schools.tests.factories import make_independent, make_school
from tests.browsing import assert_accessible, sign_in
from tests.journeys.test_keyboard import enter, pick
from tests.journeys.test_keyboard import press as press_key

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

either = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])


def press(page: Page, name: str) -> None:
    """Hold the page to the standards of every page, then press one of its buttons (or links that look like one)."""
    assert_accessible(page)
    page.get_by_role("button", name=name, exact=True).click()


def fill(page: Page, **answers: str) -> None:
    for name, words in answers.items():
        page.locator(f"main [name={name}]").fill(words)


def choose(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_label(label, exact=True).check()


def expect_page(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


@either
def test_a_case_study_of_a_partnership_from_begin_to_ready_to_send(open_page, javascript):
    partnership = opened_partnership()
    amara = make_member(partnership.partners.first().school, name="Amara Nwosu")
    page = open_page(javascript=javascript, phone=not javascript)
    sign_in(page, amara)
    write_all_sections(page, partnership)
    page.get_by_role("link", name="See it as readers will").click()
    expect(page.get_by_text("Now I ask for the practical ones.")).to_be_visible()
    assert_accessible(page)


def write_all_sections(page: Page, partnership: Partnership) -> None:
    """From the partnership's page to the overview of a case study, "Wednesday science", in which nothing is missing."""
    page.goto(partnership.get_absolute_url())
    page.get_by_role("link", name="Case study", exact=True).click()
    expect(page.get_by_label(partnership.name)).to_be_checked()
    press(page, "Start writing")
    expect_page(page, partnership.name)
    assert_accessible(page)
    page.get_by_role("link", name="What it is, and why you did it").click()

    expect(page.get_by_label("What was the need?")).to_have_value(partnership.need)  # nothing is typed twice
    press(page, "Save and continue")
    expect(page).to_have_title(re.compile("^Error: "))
    assert_accessible(page)
    fill(page, title="Wednesday science", summary="Two schools share a laboratory.", aims="- **Eight** experiments")
    press(page, "Preview")
    expect(page.get_by_role("heading", name="How it will read")).to_be_visible()
    expect(page.locator("main li strong")).to_have_text("Eight")
    expect(page.get_by_label("Title")).to_have_value("Wednesday science")
    press(page, "Save and continue")

    expect_page(page, "What it is about, and for whom")
    page.get_by_text("Facilities", exact=True).click()
    choose(page, "Laboratories and workshops", "Curriculum")
    fill(page, pupils="56", staff="4")
    press(page, "Save and continue")

    expect_page(page, "How it runs")  # the schools are those of the partnership
    fill(page, how_often="Every second Wednesday", how_long="Eight afternoons", lead_weeks="14")
    press(page, "Save and continue")
    expect_page(page, "Who runs it")
    press(page, "Add a role")
    fill(page, role="Science technician", hours="24", does="Sets up the experiments")
    choose(page, "The independent school")
    press(page, "Save and continue")
    press(page, "Continue")

    expect_page(page, "What it cost")
    fill(page, total="£2,128", funder="Each school half")
    press(page, "Save and continue")

    expect_page(page, "The steps to do it")
    press(page, "Add a step")
    fill(page, title="Fix the dates", weeks_before="12")
    press(page, "Save and add another")
    fill(page, title="Agree the need", weeks_before="14", text="Both heads in one room.")
    press(page, "Save and continue")
    page.get_by_role("button", name="Move up step 2").click()
    expect(page.get_by_role("heading", level=2).first).to_have_text("Step 1: Agree the need")
    press(page, "Continue")

    expect_page(page, "What changed, and how you know")
    choose(page, "Before and after")
    fill(page, measured="Confidence, six questions", result="It rose from 2.9 to 3.5 out of 5.", sample="51")
    press(page, "Save and continue")

    expect_page(page, "What you learnt")
    fill(page, wrong="We lost two sessions.")
    press(page, "Save and go back")  # unfinished, and kept
    page.get_by_role("link", name="What you learnt").click()
    expect(page.get_by_label("What went wrong?")).to_have_value("We lost two sessions.")
    fill(page, change="Book the coach in June.", conditions="Ten minutes apart at most.")
    press(page, "Save and continue")

    expect_page(page, "What people said")
    press(page, "Add a quote")
    fill(page, words="Now I ask for the practical ones.", who="Year 5 pupil")
    press(page, "Save and continue")
    expect(page.get_by_text("Confirm that they agreed, or leave the quote out").first).to_be_visible()
    page.locator("main [name=consent]").check()
    press(page, "Save and continue")
    press(page, "Continue")

    expect_page(page, "Pictures")
    page.get_by_role("button", name="Continue", exact=True).click()
    expect_page(page, "Files to download")
    page.get_by_role("button", name="Continue", exact=True).click()
    expect_page(page, "What may others do with it?")
    press(page, "Save and continue")

    expect_page(page, "Wednesday science")
    expect(page.get_by_text("Everything is there.")).to_be_visible()
    expect(page.get_by_text("9 of 9 sections done")).to_be_visible()
    expect(page.get_by_role("button", name="Send it", exact=True)).to_be_visible()
    assert_accessible(page)


def test_older_work_names_its_other_school_on_a_phone(open_page):
    make_independent(name="Thornmere School")
    amara = make_member(make_school(name="Brackenfold Primary School"))
    page = open_page(phone=True, javascript=False)
    sign_in(page, amara)
    page.goto("/case-studies/yours/")
    press(page, "Write a case study")
    choose(page, "Work of Brackenfold Primary School")
    press(page, "Start writing")
    page.get_by_role("link", name="The schools").click()
    press(page, "Name another school")
    fill(page, school="Thornmere", email="head@thornmere.example")
    press(page, "Save and continue")
    page.get_by_label(re.compile("^Thornmere School, Calderby")).check()
    press(page, "Save and continue")
    expect(page.get_by_text("We write to head@thornmere.example when you send it.")).to_be_visible()
    assert_accessible(page)
    assert CaseStudy.objects.get().participants.count() == 2


def test_two_windows_show_both_texts(open_page):
    case_study = begun()
    first = open_page()
    sign_in(first, writer(case_study))
    second = first.context.new_page()
    for window in (first, second):
        window.goto(f"/case-studies/yours/{case_study.pk}/s/lessons/")
    for window, words in ((first, "We lost the key."), (second, "We lost the dates.")):
        fill(window, wrong=words, change="Nothing.", conditions="A laboratory.")
        window.get_by_role("button", name="Save and continue").click()
    expect(second.get_by_text("We lost the key.")).to_be_visible()
    expect(second.get_by_label("What went wrong?")).to_have_value("We lost the dates.")
    assert_accessible(second)
    press(second, "Save and continue")
    assert case_study.sections.get(name="lessons").answers["wrong"] == "We lost the dates."


def test_a_section_by_keyboard_alone(page):
    case_study = begun()
    sign_in(page, writer(case_study))
    page.goto(f"/case-studies/yours/{case_study.pk}/s/evidence/")
    pick(page, "Not evaluated", "With a comparison")
    enter(page, "What did you measure?", "Reading ages in months")
    enter(page, "What was the result?", "Those who took part gained nine months.")
    press_key(page, "Preview")
    expect(page.get_by_role("heading", name="How it will read")).to_be_visible()
    press_key(page, "Save and go back")
    expect(page.get_by_text("Saved: what changed.")).to_be_visible()
    answers = case_study.sections.get(name="evidence").answers
    assert answers["design"] == "comparison" and answers["measured"] == "Reading ages in months"
