"""Telling in a browser whether a signed MOU is genuine: by the QR code, by a typed code, with the PDF itself."""

import pytest
from playwright.sync_api import expect

from agreements import copies
from agreements.tests.cast import signed_mou
from agreements.texts import in_groups
from tests.browsing import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.mark.parametrize(("phone", "javascript"), [(True, False), (False, True)])
def test_a_stranger_checks_a_copy(open_page, phone, javascript):
    version = signed_mou().in_force
    kept = copies.make_copy(version).file.read()
    page = open_page(phone=phone, javascript=javascript)

    page.goto("/verify/")
    assert_accessible(page)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("link", name="Enter the code, or choose the PDF")).to_be_visible()
    assert_accessible(page)

    page.get_by_label("Verification code").fill(in_groups(version.code).lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="A genuine MOU", level=1)).to_be_visible()
    expect(page.get_by_text(in_groups(version.fingerprint))).to_be_visible()
    assert page.url.endswith(f"/verify/{version.code}/")
    assert_accessible(page)

    page.get_by_role("link", name="Check the PDF itself").click()
    for content, heading in ((kept, "A genuine MOU"), (kept + b" ", "Not a genuine copy")):
        page.goto("/verify/")
        file = {"name": "from-a-friend.pdf", "mimeType": "application/pdf", "buffer": content}
        page.get_by_label("Or the PDF itself").set_input_files(file)
        page.get_by_role("button", name="Check it").click()
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        assert_accessible(page)
