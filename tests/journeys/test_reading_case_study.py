"""A visitor reads a published case study: with pictures, by keyboard, without JavaScript, on a phone, and its kit."""

import io
import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from accounts.tests.factories import make_member
from casestudies.actions.confirming import send_case_study
from casestudies.actions.media import add_attachment, add_picture
from casestudies.actions.moderation import feature_edition, publish_case_study, withdraw_case_study
from casestudies.actions.replication import replicate
from casestudies.actions.talk import add_comment
from casestudies.models import Edition
from casestudies.tests.cast import confirm_all, draft_case_study, moderator, published, writer_of
from core.tests.files import office, picture
from schools.tests.factories import make_authority, make_independent, make_school
from tests.browsing import assert_accessible, back
from tests.journeys.test_keyboard import tab_to

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

QUOTE = {"words": "She asked if Wednesday could be every day.", "who": "Year 5 teacher", "consent": True}


@pytest.fixture
def edition():
    """With everything that a case study can have: pictures, a file, a quote, copies, a question, and one like it."""
    case_study = draft_case_study(quotes={"quotes": [QUOTE]})
    writer = writer_of(case_study)
    for alt, size in [("Pupils light a burner", (1600, 1000)), ("The empty laboratory", (900, 900))]:
        file = io.BytesIO(picture(size=size))
        add_picture(case_study=case_study, file=file, alt=alt, permission=True, by=writer)
    add_attachment(case_study=case_study, file=io.BytesIO(office("docx")), title="Eight session plans", by=writer)
    case_study.refresh_from_db()
    confirm_all(send_case_study(case_study=case_study, by=writer))
    edition = publish_case_study(case_study=case_study, by=moderator())
    for place in ["Devon", "Kent", "Leeds", "Norfolk"]:
        school = make_school(local_authority=make_authority(place))
        replicate(edition=edition, school=school, by=make_member(school))
    add_comment(case_study=edition.case_study, text="How did you pay for the bus?", by=make_member(school))
    published(title="Science by the sea", school=make_school(), others=[make_independent()])
    return feature_edition(edition=edition, by=moderator())


def test_a_visitor_reads_it(page, edition):
    page.goto(edition.get_absolute_url())
    expect(page.get_by_role("heading", level=1, name=edition.title)).to_be_visible()
    expect(page.get_by_text("Copied 4 times, in Devon, Kent, Leeds and 1 other place.")).to_be_visible()
    expect(page.get_by_text("Featured by the Forum")).to_be_visible()
    cover = page.get_by_role("img", name="Pupils light a burner")
    assert cover.evaluate("image => image.complete && image.naturalWidth") > 0
    smallest = cover.evaluate("image => image.srcset").split()[0]
    assert urlsplit(cover.evaluate("image => image.currentSrc")).path != smallest  # a wide screen gets a larger one
    assert_accessible(page)


def test_the_data_for_search_engines_is_there_and_no_browser_minds(page, edition):
    """The policy allows no script in the page. This is none: the page's watch would see Chromium complain."""
    page.goto(edition.get_absolute_url())
    data = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
    assert data["headline"] == edition.title
    picture_address = page.locator('meta[property="og:image"]').get_attribute("content")
    assert data["image"] == picture_address
    assert page.request.get(picture_address).headers["content-type"] == "image/webp"


@pytest.mark.parametrize("width", [375, 320])
def test_on_a_phone_without_javascript(plain_phone, edition, width):
    plain_phone.set_viewport_size({"width": width, "height": 800})
    plain_phone.goto(edition.get_absolute_url())
    assert_accessible(plain_phone)
    plain_phone.get_by_role("link", name="Print the kit").click()
    expect(plain_phone.get_by_role("heading", level=1, name=edition.title)).to_be_visible()
    assert_accessible(plain_phone)


def test_by_keyboard_from_the_page_to_its_kit_and_on_to_a_copy(page, edition):
    page.goto(edition.get_absolute_url())
    tab_to(page, page.get_by_role("link", name="Print the kit"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("A kit to do it again")).to_be_visible()
    assert_accessible(page)
    tab_to(page, page.get_by_role("button", name="Replicate this"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Replicate this")).to_be_visible()
    back(page)
    tab_to(page, page.get_by_role("link", name="Back to the case study"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("The gist")).to_be_visible()


def test_the_file_is_saved_and_not_shown(page, edition):
    page.goto(edition.get_absolute_url())
    with page.expect_download() as saved:
        page.get_by_role("link", name="Eight session plans").click()
    assert saved.value.suggested_filename == "eight-session-plans.docx"


def test_on_paper_the_kit_has_boxes_and_the_page_no_menu(page, edition):
    page.emulate_media(media="print")
    page.goto(f"{edition.get_absolute_url()}kit/")
    expect(page.locator(".issp-kit__steps > li")).to_have_count(3)
    expect(page.get_by_role("button", name="Replicate this")).to_be_hidden()
    page.goto(edition.get_absolute_url())
    expect(page.get_by_role("navigation", name="Menu")).to_be_hidden()
    expect(page.get_by_role("heading", name="Like this one")).to_be_hidden()
    expect(page.get_by_text("How to cite it")).to_be_visible()


def test_an_old_one_and_one_withdrawn(page, edition):
    Edition.objects.filter(pk=edition.pk).update(review_on="2026-03-01")
    page.goto(edition.get_absolute_url())
    expect(page.get_by_text("This may have changed")).to_be_visible()
    assert_accessible(page)
    withdraw_case_study(case_study=edition.case_study, by=moderator(), words="A school asked us to.")
    assert page.goto(edition.get_absolute_url()).status == 410
    expect(page.get_by_role("heading", level=1, name="This case study was withdrawn")).to_be_visible()
    assert_accessible(page)


def test_from_the_school_to_its_case_study(page, edition):
    page.goto(edition.schools.first().get_absolute_url())
    assert_accessible(page)
    page.get_by_role("link", name=edition.title).click()
    expect(page.get_by_text("The gist")).to_be_visible()
