"""Copying a case study, in a browser: a visitor prints the kit, signs in, makes a plan, dates it, ticks a step, and
registers interest with what was filled in. With and without JavaScript, on a phone and a desktop.
"""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.tests.factories import make_member
from casestudies.actions.replication import save_plan
from casestudies.models import Replication
from casestudies.tests.cast import published
from casestudies.tests.copies import HOME, copied, tarnside
from partnerships.tests.cast import line, live_registration, make_answers
from partnerships.tests.introductions import thornmere
from schools.tests.factories import make_independent
from tests.browsing import assert_accessible, back, code_in, mail_to, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
NEED = "Our Year 5 pupils had never lit a Bunsen burner."


def press(page: Page, name: str) -> None:
    assert_accessible(page)
    page.get_by_role("button", name=name, exact=True).first.click()


def sign_in_here(page: Page, email: str) -> None:
    """On the sign-in page that a link led to."""
    page.get_by_label("E-mail address").fill(email)
    press(page, "E-mail me a code")
    page.get_by_label("Code from the e-mail").fill(code_in(mail_to(email)[-1]))
    page.locator("main form button[type=submit]").first.click()


def fill_day(page: Page, day: datetime.date) -> None:
    for name, value in [("Day", day.day), ("Month", day.month), ("Year", day.year)]:
        page.get_by_label(name, exact=True).fill(str(value))


def send_registration_form(page: Page, school, *, need: str = NEED) -> None:
    """The steps after needs and offers."""
    answers = make_answers(school)
    page.get_by_label("We have a minibus").check()
    press(page, "Save and continue")
    page.get_by_label("Friday afternoons").check()
    press(page, "Save and continue")
    page.get_by_label("Curiosity").check()
    press(page, "Save and continue")
    page.get_by_label("Your name").fill("Amara Nwosu")
    page.get_by_label("Job title").fill("Year 5 teacher")
    page.get_by_label("Partnership co-ordinator").check()
    press(page, "Save and continue")
    page.get_by_label("Yes, they know and agree").check()
    press(page, "Save and continue")
    page.get_by_label("Their name").fill("Tom Ridley")
    page.get_by_label("Their job title").fill("Deputy headteacher")
    page.get_by_label("E-mail address").fill(answers["deputy"]["email"])
    press(page, "Save and continue")
    expect(page.get_by_text(need)).to_be_visible()
    for box in page.locator("main form input[type=checkbox]").all():
        box.check()
    press(page, "Send for checking")
    expect(page.get_by_text("Your reference")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_from_a_case_study_to_a_registration(open_page, phone, javascript):
    edition, school = published(), tarnside()
    amara = make_member(school, name="Amara Nwosu", email="amara@tarnside.example")
    theirs = thornmere(make_independent(name="Saltmarsh School", **{**HOME, "easting": HOME["easting"] + 3_000}))

    page = open_page(phone=phone, javascript=javascript)
    page.goto(edition.get_absolute_url())
    press(page, "Replicate this")
    press(page, "Print the kit")
    expect(page.get_by_role("heading", name="Agree the need")).to_be_visible()
    assert_accessible(page)
    back(page)
    page.get_by_role("link", name="Sign in to begin your plan").click()
    sign_in_here(page, amara.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Replicate this")
    press(page, "Replicate this at Tarnside Primary School")

    expect(page.get_by_text("No start date yet")).to_be_visible()
    near = page.locator(".issp-school", has_text="Saltmarsh School")
    expect(near).to_contain_text("1.9 miles")
    for contact in theirs.contacts.all():
        assert contact.email not in page.content() and contact.name not in page.content()
    assert_accessible(page)
    page.get_by_role("link", name="Choose the day of the first session").click()
    press(page, "Save the date")
    expect(page).to_have_title(re.compile("^Error: "))
    fill_day(page, timezone.localdate() + datetime.timedelta(weeks=10))
    press(page, "Save the date")
    step = page.locator(".issp-steps > li", has_text="Agree the need")
    expect(step).to_contain_text("days late")
    assert_accessible(page)
    step.get_by_role("button").click()
    expect(step.locator(".govuk-tag")).to_have_text("Done")
    expect(page.get_by_text("1 of 3 done.")).to_be_visible()

    press(page, "Register interest with this need")
    expect(page.get_by_text(NEED)).to_be_visible()
    press(page, "Continue")
    send_registration_form(page, school)
    copy = Replication.objects.get()
    assert copy.registration is not None and copy.registration.needs.get().sentence.startswith(NEED)
    page.goto(copy.get_absolute_url())
    expect(page.get_by_text("seeks a partner for it")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_a_newcomer_makes_an_account_joins_their_school_and_comes_back(open_page, javascript):
    edition = published()
    tarnside(domain="tarnside.example", website="www.tarnside.example")
    page = open_page(phone=True, javascript=javascript)
    page.goto(f"{edition.get_absolute_url()}replicate/")
    page.get_by_role("link", name="make an account").click()
    page.get_by_label("Your name").fill("Nell New")
    page.get_by_label("E-mail address").fill("nell@tarnside.example")
    press(page, "E-mail me a code")
    page.get_by_label("Code from the e-mail").fill(code_in(mail_to("nell@tarnside.example")[-1]))
    press(page, "Confirm")
    expect(page.get_by_role("heading", level=1)).to_have_text("Replicate this")
    press(page, "Say where you work")
    page.get_by_role("link", name="Tarnside Primary School").click()
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text("You belong to Tarnside Primary School.")).to_be_visible()
    press(page, "Replicate this at Tarnside Primary School")
    expect(page.get_by_text("No start date yet")).to_be_visible()


def test_staffing_and_cost_are_changed_by_two_colleagues(open_page):
    copy = copied()
    page = open_page()
    sign_in(page, copy.begun_by)
    page.goto(copy.get_absolute_url())
    page.get_by_role("link", name="Change who it takes and what it costs").click()
    save_plan(replication=copy, plan={**copy.plan, "funder": "The Forum pays"}, seen=0, by=make_member(copy.school))
    page.get_by_label("Who pays? (optional)").fill("We pay half")
    press(page, "Save")
    expect(page.get_by_role("heading", name="What is saved now")).to_be_visible()
    expect(page.get_by_text("The Forum pays")).to_be_visible()
    expect(page.get_by_label("Who pays? (optional)")).to_have_value("We pay half")
    press(page, "Save")
    expect(page.get_by_text("We pay half")).to_be_visible()


def test_with_a_live_registration_the_need_is_added_to_it(open_page):
    registration = live_registration(tarnside(), needs=[line("drama", None, sentence="We would like to act.")])
    copy = copied(school=registration.school)
    page = open_page(phone=True)
    sign_in(page, copy.begun_by)
    page.goto(copy.get_absolute_url())
    press(page, "Add this need to your registration")
    expect(page.get_by_text("We would like to act.")).to_be_visible()
    expect(page.get_by_text(NEED)).to_be_visible()
    press(page, "Continue")
    for box in page.locator("main form input[type=checkbox]").all():
        box.check()
    press(page, "Send for checking")
    registration.refresh_from_db()
    assert [need["activity"] for need in registration.proposed["needs"]] == ["drama", "masterclasses"]


def test_given_up_and_begun_again_by_keyboard(open_page):
    copy = copied()
    page = open_page()
    sign_in(page, copy.begun_by)
    page.goto(copy.get_absolute_url())
    page.get_by_role("link", name="Give this plan up").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Give this plan up?")
    assert_accessible(page)
    page.get_by_role("button", name="Give this up").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Wednesday science in one shared laboratory").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("^Given up on"))).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Begin again").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Replicate this at Tarnside Primary School").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("0 of 3 done.")).to_be_visible()
    assert Replication.objects.going().get() != copy


def test_a_plan_prints_without_its_buttons(page):
    copy = copied()
    sign_in(page, copy.begun_by)
    page.goto(copy.get_absolute_url())
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Agree the need")).to_be_visible()
    for form in page.locator("main form").all():
        expect(form).to_be_hidden()
