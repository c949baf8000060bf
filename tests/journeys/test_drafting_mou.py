"""Two schools settle an MOU in a browser: begun from a template, filled in, discussed, changed by two at once, agreed,
reopened, compared, printed. With and without JavaScript, on a phone and a desktop."""

import re

import pytest
from playwright.sync_api import Page, expect

from agreements.tests.cast import make_template_version, partners_of
from partnerships.tests.introductions import opened_partnership
from tests.browsing import assert_accessible, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def follow(page: Page, name: str) -> None:
    assert_accessible(page)
    page.get_by_role("link", name=name).first.click()


def press(page: Page, name: str) -> None:
    assert_accessible(page)
    page.get_by_role("button", name=name).first.click()


@pytest.mark.parametrize(("phone", "javascript"), [(False, True), (True, False)], ids=["desktop", "phone-plain"])
def test_two_schools_settle_an_mou(open_page, phone, javascript):
    ours, theirs = (open_page(phone=phone, javascript=javascript) for _ in range(2))
    partnership = opened_partnership()
    make_template_version()
    one, other = partners_of(partnership)
    sign_in(ours, one.lead)
    sign_in(theirs, other.lead)

    # Begin from a template
    ours.goto(f"/partnerships/{partnership.pk}/mou/")
    press(ours, "Begin the MOU")
    press(ours, "Begin the MOU")
    expect(ours.get_by_role("link", name="Select what to begin from")).to_be_visible()
    ours.get_by_label("For a first year").check()
    press(ours, "Begin the MOU")
    expect(ours.get_by_text("0 of 6 clauses agreed")).to_be_visible()
    assert_accessible(ours)

    # The other school fills blanks in and agrees; a mistake in a date is told
    theirs.goto(f"/partnerships/{partnership.pk}/mou/")
    press(theirs, "Fill in 1 blank of Transport")
    theirs.get_by_label("Text").fill("Thornmere books the coach. Each school pays half.")
    press(theirs, "Save and agree for Thornmere School")
    transport = theirs.locator("#transport")
    expect(transport.get_by_text("Thornmere School agrees")).to_be_visible()
    expect(transport.get_by_text("Brackenfold Primary School has not agreed yet")).to_be_visible()

    # Ours sees what is new, and both change it at once: nothing typed is lost
    ours.reload()
    expect(ours.get_by_text("Waiting for your school:")).to_be_visible()
    expect(ours.locator("#transport ins").first).to_contain_text("Added: ")
    press(ours, "Change the wording of Transport")
    theirs.goto(f"/partnerships/{partnership.pk}/mou/c/transport/change/")
    theirs.get_by_label("Text").fill("Thornmere books the coach and pays in autumn.")
    press(theirs, "Save")
    ours.get_by_label("Text").fill("Thornmere books the coach. We pay in spring.")
    press(ours, "Save")
    expect(ours.get_by_text("Somebody else was quicker")).to_be_visible()
    expect(ours.get_by_text("Thornmere books the coach and pays in autumn.")).to_be_visible()
    expect(ours.get_by_label("Text")).to_have_value("Thornmere books the coach. We pay in spring.")
    press(ours, "Save and agree for Brackenfold Primary School")

    # A comment that asks somebody, and a row in the table
    ours.locator("#transport").get_by_role("link", name=re.compile("Comment")).first.click()
    ours.get_by_label("Comment", exact=True).fill("Is that fair?")
    ours.get_by_label("Helen Castellane").check()
    press(ours, "Comment")
    expect(ours.get_by_text("Is that fair?")).to_be_visible()
    theirs.goto(f"/partnerships/{partnership.pk}/mou/c/gives/change/")
    press(theirs, "Add a row")
    theirs.get_by_role("group", name="Row 3").get_by_label("Gives").fill("A coach for the summer")
    theirs.get_by_role("group", name="Row 3").get_by_label("Gets").fill("Two helpers")
    press(theirs, "Take row 2 out")
    press(theirs, "Save")
    expect(theirs.locator("#gives")).to_contain_text("A coach for the summer")

    # Agreed by both, then changed: it is open again, and the page says so beforehand
    theirs.locator("#transport").get_by_role("button", name=re.compile("Agree")).click()
    expect(theirs.locator("#transport .govuk-tag")).to_have_text("Agreed")
    theirs.locator("#transport").get_by_role("link", name=re.compile("Change the wording")).click()
    expect(theirs.get_by_text("All schools have agreed to this clause")).to_be_visible()
    theirs.get_by_label("Text").fill("We walk.")
    press(theirs, "Save")
    expect(theirs.locator("#transport .govuk-tag")).to_have_text("Under discussion")
    expect(theirs.locator("#transport")).to_contain_text("It had been agreed, so it is open again.")

    # Versions, the clauses there are, and paper
    follow(theirs, "Compare versions of Transport")
    expect(theirs.locator("del").first).to_be_visible()
    press(theirs, "Make text")
    expect(theirs.locator("#transport")).to_contain_text("We pay in spring.")
    follow(theirs, "Leave this clause out")
    press(theirs, "Leave this clause out")
    follow(theirs, "Add a clause")
    theirs.get_by_label("Heading").fill("The goat")
    theirs.locator("#id_text").fill("Both feed it.")
    press(theirs, "Add our own clause")
    expect(theirs.get_by_role("heading", level=1)).to_have_text("The goat")
    press(theirs, "Move up")
    expect(theirs.get_by_text("It is clause 5 of 6.")).to_be_visible()
    theirs.goto(f"/partnerships/{partnership.pk}/mou/")
    follow(theirs, "Print the draft")
    expect(theirs.get_by_text("Nobody has signed this.")).to_be_visible()
    assert_accessible(theirs)
