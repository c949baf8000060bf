"""A signed MOU becomes an example: asked, agreed by the other school, read by the Forum, found, and adapted by a third.

Each page is held to the standard of every page.
"""

import pytest
from playwright.sync_api import expect

from agreements.models import Mou, SharedMou
from agreements.tests.cast import partners_of
from agreements.tests.sharing import moderator, signed_version
from partnerships.tests.introductions import opened_partnership
from tests.browsing import assert_accessible, link_in, mail_to, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
BROWSERS = pytest.mark.parametrize(
    "browser_kind", [{"phone": False}, {"phone": True, "javascript": False}], ids=["desktop", "phone-plain"]
)


def press(page, button):
    assert_accessible(page)
    page.get_by_role("button", name=button, exact=True).click()


@BROWSERS
def test_a_signed_mou_is_shared_and_adapted_by_a_third_school(open_page, browser_kind):
    version = signed_version()
    amara, helen = (partner.lead for partner in partners_of(version.mou.partnership))

    lead = open_page(**browser_kind)
    sign_in(lead, amara)
    lead.goto(f"/partnerships/{version.mou.partnership_id}/mou/share/")
    lead.get_by_label("What is it called?").fill("Science with Brackenfold")
    lead.get_by_label("What is special about it?").fill("For a primary school without a laboratory.")
    lead.get_by_label("Further words to leave out").fill("the coach")
    press(lead, "Ask the other schools")
    expect(lead.get_by_text("Leave names of people and schools out").first).to_be_visible()
    lead.get_by_label("What is it called?").fill("Weekly science")
    press(lead, "Show the text again")
    expect(lead.get_by_text("Not asked yet")).to_be_visible()
    expect(lead.get_by_label("Further words to leave out")).to_have_value("the coach")
    press(lead, "Ask the other schools")
    expect(lead.get_by_text("Thornmere School has not agreed yet")).to_be_visible()
    assert_accessible(lead)

    other = open_page(**browser_kind)
    sign_in(other, helen)
    other.goto(link_in(next(text for text in mail_to(helen.email) if "would like other schools to read" in text)))
    press(other, "Agree for Thornmere School")
    expect(other.get_by_text("Every school has agreed.")).to_be_visible()

    staff = open_page(**browser_kind)
    sign_in(staff, moderator())
    staff.goto("/admin/agreements/sharedmou/")
    staff.get_by_role("link", name="Weekly science").click()
    expect(staff.locator(".portal-read")).not_to_contain_text("Nwosu")
    staff.get_by_role("link", name="Share it", exact=True).click()
    staff.get_by_role("button", name="Share it").click()
    expect(staff.get_by_text("Its schools are being told.")).to_be_visible()

    third = opened_partnership()
    adapter = open_page(**browser_kind)
    adapter.goto("/mou-templates/")
    adapter.get_by_label("Words").fill("science")
    assert_accessible(adapter)
    adapter.get_by_role("search", name="Templates").get_by_role("button", name="Search").click()
    adapter.get_by_role("link", name="Weekly science").click()
    assert_accessible(adapter)
    expect(adapter.locator("main")).not_to_contain_text("Brackenfold")
    sign_in(adapter, partners_of(third)[0].lead)
    adapter.goto(SharedMou.objects.get().get_absolute_url())
    adapter.get_by_role("button", name="Adapt this one", exact=True).click()
    expect(adapter.get_by_label("Weekly science")).to_be_checked()
    press(adapter, "Begin the MOU")
    expect(adapter.get_by_text("Begun.", exact=False).first).to_be_visible()
    assert Mou.objects.get(partnership=third).adapted == SharedMou.objects.get()

    # One of its schools takes it back: nobody finds it, and what was adapted stays.
    other.goto(f"/partnerships/{version.mou.partnership_id}/mou/share/")
    press(other, "Take it back for Thornmere School")
    assert adapter.goto(SharedMou.objects.get().get_absolute_url()).status == 404
    assert Mou.objects.get(partnership=third).clauses.filter(slug="transport").exists()
