"""Registering interest by keyboard alone: Tab, the arrows, Space and Enter, from the first page to the reference."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from partnerships.models import Registration
from schools.tests.factories import make_school
from tests.focusing import LOOK, faults_of

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

FARTHEST = 120  # presses of Tab; no page has so many places to stop at


def tab_to(page: Page, there: Locator) -> None:
    """Press Tab until `there` has the focus, and see that it shows."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if there.evaluate("element => element === document.activeElement"):
            break
    else:
        pytest.fail(f"The keyboard does not reach {there} on {page.url}")
    found = page.evaluate(LOOK)
    assert found and not faults_of(page, found), f"{there} has the focus and {faults_of(page, found)}"


def enter(page: Page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def choose(page: Page, label: str, choice: str) -> None:
    """From a list: the first letters of a choice select it."""
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(choice)


def tick(page: Page, label: str) -> None:
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Space")


def pick(page: Page, first: str, wanted: str) -> None:
    """Of radio buttons: Tab reaches the first, Space and the arrows choose."""
    tab_to(page, page.get_by_label(first, exact=True))
    page.keyboard.press("Space")
    target = page.get_by_label(wanted, exact=True)
    for _ in range(10):
        if target.is_checked():
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"The arrows do not reach {wanted}")


def press(page: Page, button: str) -> None:
    tab_to(page, page.get_by_role("button", name=button, exact=True))
    page.keyboard.press("Enter")


def test_registering_interest_by_keyboard_alone(page):
    make_school(name="Brackenfold Primary School")
    page.goto("/register-interest/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()  # the skip link is the first stop, and it works
    press(page, "Start now")
    enter(page, "Your school", "brackenfold")
    expect(page.get_by_role("option", name=re.compile("Brackenfold"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    press(page, "Save and continue")
    enter(page, "Your need", "Our Year 5 pupils have no laboratory.")
    choose(page, "Which comes closest?", "Laboratories")
    choose(page, "Subject", "Science")
    tick(page, "Years 5 and 6")
    press(page, "Save and continue")
    press(page, "Continue")
    enter(page, "Your offer", "Our choir would welcome singers.")
    choose(page, "Which comes closest?", "Music")
    tick(page, "Years 5 and 6")
    press(page, "Save and continue")
    press(page, "Continue")
    pick(page, "Schools of the other sector", "Schools of the other sector")
    enter(page, "How far could you travel, in miles?", "15")
    pick(page, "We have a minibus", "We have a minibus")
    press(page, "Save and continue")
    tick(page, "Friday afternoons")
    press(page, "Save and continue")
    tick(page, "Curiosity")
    press(page, "Save and continue")
    enter(page, "Your name", "Amara Nwosu")
    enter(page, "Your job title", "Year 5 teacher")
    pick(page, "Headteacher", "Partnership co-ordinator")
    enter(page, "E-mail address", "amara@brackenfold.example")
    press(page, "Save and continue")
    pick(page, "Yes, they know and agree", "They know, and have not decided")
    press(page, "Save and continue")
    enter(page, "Their name", "Tom Ridley")
    enter(page, "Their job title", "Deputy headteacher")
    enter(page, "E-mail address", "tom@brackenfold.example")
    press(page, "Save and continue")
    expect(page.get_by_role("heading", name="Check your answers before you send them")).to_be_visible()
    for box in page.locator("main form input[type=checkbox]").all():
        tab_to(page, box)
        page.keyboard.press("Space")
    press(page, "Send for checking")
    expect(page.get_by_text("Your reference")).to_be_visible()
    sent = Registration.objects.get()
    assert sent.head == Registration.Head.KNOWS
    assert [need.subject.name for need in sent.needs.all()] == ["Science"]
