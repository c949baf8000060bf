"""What else happens around the registration form, in a browser: the self-check, going on elsewhere, two windows, the
year of a registration. The straight way through is in test_main_journey.py.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.tests.factories import make_member
from partnerships.models import Registration
from partnerships.tests.cast import live_registration, make_draft
from schools.tests.factories import make_school
from tests.browsing import assert_accessible, back, link_in, mail_to, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

either = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])


def press(page: Page, name: str) -> None:
    assert_accessible(page)
    page.get_by_role("button", name=name, exact=True).click()


@either
def test_the_self_check_ends_in_what_to_do_next(open_page, javascript):
    page = open_page(phone=True, javascript=javascript)
    page.goto("/register-interest/is-it-right/")
    press(page, "See what to do next")
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_label("Give pupils something that you cannot offer alone").check()
    for question in ["aim", "give", "values", "head", "near", "talk", "time"]:
        page.locator(f"input[name={question}][value={'no' if question == 'head' else 'yes'}]").check()
    press(page, "See what to do next")
    expect(page.get_by_role("heading", level=1)).to_have_text("Talk to your headteacher first")
    assert_accessible(page)


@either
def test_begun_here_and_finished_elsewhere(open_page, javascript):
    school = make_school(name="Tarnside Primary School")
    here = open_page(javascript=javascript)
    here.goto(f"/register-interest/?urn={school.urn}")
    press(here, "Start now")
    press(here, "Save and continue")
    here.get_by_label("Your need").fill("We would like Latin for Years 5 and 6.")
    here.get_by_label("Which comes closest?").select_option("Classics")
    here.get_by_label("Years 5 and 6").check()
    press(here, "Save and continue")
    here.get_by_role("link", name="Finish later").click()
    here.get_by_label("E-mail address").fill("priya@tarnside.example")
    press(here, "Send me the link")
    expect(here.get_by_role("heading", level=1)).to_have_text("Your link is on its way")
    assert_accessible(here)

    elsewhere = open_page(phone=True, javascript=javascript)
    elsewhere.goto(link_in(mail_to("priya@tarnside.example")[-1]))
    press(elsewhere, "Go on")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("What can your school offer?")
    press(elsewhere, "We are not sure yet")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Who could you work with?")
    elsewhere.get_by_role("link", name="Back").click()
    assert_accessible(elsewhere)
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("What your school can offer")


def test_the_browsers_own_back_button_changes_an_answer(open_page):
    school = make_school()
    lead = make_member(school)
    draft = make_draft(school, by=lead)
    page = open_page()
    sign_in(page, lead)
    page.goto(f"/register-interest/d/{draft.pk}/partner/")
    page.get_by_label("How far could you travel, in miles?").fill("20")
    press(page, "Save and continue")
    back(page)
    page.get_by_label("How far could you travel, in miles?").fill("30")
    press(page, "Save and continue")
    expect(page.get_by_text("Up to 30 miles")).to_be_visible()


def test_two_windows_show_both_answers(open_page):
    school = make_school()
    lead = make_member(school)
    draft = make_draft(school, by=lead)
    first = open_page()
    sign_in(first, lead)
    second = first.context.new_page()
    for window in (first, second):
        window.goto(f"/register-interest/d/{draft.pk}/partner/")
    for window, miles in ((first, "20"), (second, "30")):
        window.get_by_label("How far could you travel, in miles?").fill(miles)
        window.get_by_role("button", name="Save and continue").click()
    expect(second.get_by_text("Up to 20 miles")).to_be_visible()
    expect(second.get_by_label("How far could you travel, in miles?")).to_have_value("30")
    assert_accessible(second)
    press(second, "Save and continue")
    expect(second.get_by_text("Up to 30 miles")).to_be_visible()


@either
def test_a_live_registration_is_changed_paused_and_withdrawn(open_page, javascript):
    registration = live_registration()
    page = open_page(javascript=javascript, phone=not javascript)
    sign_in(page, registration.lead)
    page.goto(registration.get_absolute_url())
    press(page, "Change your answers")
    page.get_by_role("link", name="Change when").click()
    page.get_by_label("Monday mornings").check()
    press(page, "Save and continue")
    for box in page.locator("main form input[type=checkbox]").all():
        box.check()
    press(page, "Send for checking")
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    press(page, "Pause")
    expect(page.get_by_text("No school sees it or is matched with it until you start it again.")).to_be_visible()
    press(page, "Start again")
    page.get_by_role("link", name="Withdraw this registration").click()
    press(page, "Withdraw the registration")
    expect(page.get_by_text("You can register again whenever you like.")).to_be_visible()
    assert_accessible(page)
    registration.refresh_from_db()
    assert registration.status == Registration.Status.WITHDRAWN
