"""A co-ordinator adds a picture and a file to a case study, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from casestudies.tests.cast import draft_case_study, writer_of
from core.tests import files
from tests.browsing import assert_accessible, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.mark.parametrize(("phone", "javascript"), [(False, True), (True, False)])
def test_a_picture_and_a_file_are_added(open_page, phone, javascript):
    """Given a draft, when its co-ordinator adds a picture, describes it anew and adds a file, then both are there."""
    page = open_page(phone=phone, javascript=javascript)
    draft = draft_case_study()
    sign_in(page, writer_of(draft))
    page.goto(f"/case-studies/yours/{draft.pk}/pictures/")
    assert_accessible(page)

    page.get_by_role("button", name="Add a picture").or_(page.get_by_role("link", name="Add a picture")).first.click()
    assert_accessible(page)
    page.get_by_role("button", name="Add the picture").click()
    expect(page.get_by_role("link", name="Choose a picture")).to_be_visible()
    assert_accessible(page)
    photo = {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": files.halves(exif=files.exif(6))}
    page.get_by_label("Picture", exact=True).set_input_files(photo)
    page.get_by_label("Describe it for people who cannot see it").fill("Three pupils in goggles")
    page.get_by_label(re.compile("Everybody who can be recognised")).check()
    page.get_by_role("button", name="Add the picture").click()

    shown = page.get_by_role("img", name="Three pupils in goggles")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 400
    assert_accessible(page)
    page.get_by_role("link", name="Describe picture 1 anew").click()
    assert_accessible(page)
    page.get_by_label("Describe it for people who cannot see it").fill("Three pupils at a bench")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("img", name="Three pupils at a bench")).to_be_visible()
    page.get_by_role("link", name="Remove picture 1").click()
    assert_accessible(page)

    page.goto(f"/case-studies/yours/{draft.pk}/files/add/")
    assert_accessible(page)
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "x.bin", "mimeType": "text/html", "buffer": files.office()}
    )
    page.get_by_label("Title").fill("Eight session plans")
    page.get_by_role("button", name="Add the file").click()
    expect(page.locator("dd", has_text="Word, ")).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download Eight session plans").click()
    assert download.value.suggested_filename == "eight-session-plans.docx"
