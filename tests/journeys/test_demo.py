"""What a new user does first: open the demo's page and be somebody. And where a wrong address leads."""

import pytest

from demo.loading import load_demo
from demo.people import code_now
from tests.browsing import assert_accessible


@pytest.mark.parametrize("kind", [{}, {"phone": True, "javascript": False}], ids=["page", "plain_phone"])
def test_one_button_signs_in_as_a_person_of_a_school(open_page, kind):
    page = open_page(**kind)
    load_demo()
    page.goto("/demo/")
    assert_accessible(page)
    page.get_by_role("button", name="Sign in as Amara Nwosu").click()
    page.wait_for_url("**/dashboard/")
    assert page.get_by_role("link", name="Amara").is_visible()
    assert_accessible(page)
    page.goto("/demo/")
    assert_accessible(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()


def test_forum_staff_read_their_code_off_the_page(page):
    load_demo()
    page.goto("/demo/")
    page.get_by_role("button", name="Sign in as Ruth Adeyemi").click()
    page.get_by_label("Code", exact=True).fill(code_now())
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/2fa/" not in url)
    page.goto("/admin/")
    assert "What waits for Forum staff" in page.title()


@pytest.mark.parametrize("phone", [False, True])
def test_a_wrong_address_says_so_and_leads_on(open_page, phone):
    page = open_page(phone=phone)
    page.goto("/no-such-page/")
    assert_accessible(page)
    page.get_by_role("link", name="find it by name, town or postcode").click()
    page.wait_for_url("**/schools/")
