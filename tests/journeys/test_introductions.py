"""Introductions in a browser, in every state that one comes to: asked, reminded, declined, taken back, brokered,
lapsed; and the pages of the partnership that two yeses open. Each page is held to the standard of every page.
"""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from partnerships.actions.introduction import lapse_introductions
from partnerships.models import Introduction
from partnerships.tests.introductions import (
    NOTE,
    asked_introduction,
    brackenfold,
    brokered_introduction,
    opened_partnership,
    thornmere,
)
from schools.tests.factories import make_independent
from tests.browsing import assert_accessible, link_in, mail_to, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
# The main journey walks all four; here the two that have least in common.
BROWSERS = pytest.mark.parametrize(
    "browser_kind", [{"phone": False}, {"phone": True, "javascript": False}], ids=["desktop", "phone-plain"]
)


def press(page, button):
    assert_accessible(page)
    page.get_by_role("button", name=button, exact=True).click()


@BROWSERS
def test_asking_reminding_and_being_told_not_this_time(open_page, browser_kind):
    asker, asked = brackenfold(), thornmere()
    ours = open_page(**browser_kind)
    sign_in(ours, asker.lead)
    ours.goto(f"/introductions/ask/{asked.reference}/")
    ours.get_by_label("Your note to them").fill("Ring Amara on 01632 960101.")
    press(ours, "Ask for an introduction")
    expect(ours).to_have_title(re.compile("^Error: "))
    expect(ours.get_by_label("Your note to them")).to_have_value("Ring Amara on 01632 960101.")
    ours.get_by_label("Your note to them").fill(NOTE)
    press(ours, "Ask for an introduction")
    expect(ours.get_by_text("Sent. Thornmere School has until")).to_be_visible()
    assert_accessible(ours)
    Introduction.objects.update(asked_at=timezone.now() - datetime.timedelta(days=6))
    ours.reload()
    press(ours, "Send a reminder")
    expect(ours.get_by_text("Reminder sent.")).to_be_visible()

    theirs = open_page(**browser_kind)
    sign_in(theirs, asked.lead)
    theirs.goto(link_in(mail_to(asked.lead.email)[-2]))  # the last is the code of the sign-in
    press(theirs, "Not this time")
    theirs.get_by_label("What shall we tell Brackenfold Primary School? (optional)").fill("This year is full.")
    press(theirs, "Send “not this time”")
    assert_accessible(theirs)

    ours.goto("/introductions/")
    assert_accessible(ours)
    ours.get_by_role("link", name="Thornmere School").click()
    expect(ours.get_by_text("This year is full.")).to_be_visible()
    assert_accessible(ours)


@BROWSERS
def test_what_is_taken_back_brokered_or_lapsed(open_page, browser_kind):
    mine = thornmere()
    asked = asked_introduction(mine, brackenfold())
    brokered = brokered_introduction(brackenfold(), mine)
    lapsed = asked_introduction(brackenfold(), mine)
    Introduction.objects.filter(pk=lapsed.pk).update(answer_by=timezone.localdate() - datetime.timedelta(days=1))
    lapse_introductions()
    page = open_page(**browser_kind)
    sign_in(page, mine.lead)
    page.goto(asked.get_absolute_url())
    page.get_by_role("link", name="Take it back").click()
    press(page, "Take it back")
    expect(page.get_by_text("Taken back.")).to_be_visible()
    page.goto(brokered.get_absolute_url())
    press(page, "Yes, introduce us")
    expect(page.get_by_text("Your yes is noted.")).to_be_visible()
    assert_accessible(page)
    page.goto(lapsed.get_absolute_url())
    expect(page.get_by_text("has lapsed")).to_be_visible()
    assert_accessible(page)


@BROWSERS
def test_the_workspace_of_a_partnership(open_page, browser_kind):
    partnership = opened_partnership()
    page = open_page(**browser_kind)
    sign_in(page, partnership.introduction.asker.lead)
    page.goto("/partnerships/")
    assert_accessible(page)
    page.get_by_role("link", name=partnership.name).click()
    assert_accessible(page)
    page.get_by_role("link", name="Change the name, the need and the aims").click()
    page.get_by_label("Name").fill("")
    press(page, "Save")
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_label("Name").fill("Wednesday science")
    press(page, "Save")
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto(f"{partnership.get_absolute_url()}timeline/")
    assert_accessible(page)


def test_the_whole_of_an_answer_by_keyboard(page):
    introduction = asked_introduction(brackenfold(), thornmere(make_independent(name="Thornmere School")))
    sign_in(page, introduction.asked.lead)
    page.goto(introduction.get_absolute_url())
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Yes, introduce us":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/partnerships/*/")
    expect(page.get_by_text("You are introduced.")).to_be_visible()
