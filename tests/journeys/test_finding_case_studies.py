"""Finding a case study in a browser: in place with JavaScript, page by page without, on a desk and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from casestudies.tests.cast import published
from casestudies.tests.test_finding import edition
from schools.tests.factories import make_school
from schools.year_groups import YearGroups
from tests.browsing import assert_accessible, back

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def shelf_of_studies(live_server):
    school = make_school(name="Tarnside Primary School", town="Tarnside")
    published("Swimming lanes swapped", who={"activities": ["swimming"]})
    edition("Swimming for Year 9", activities=["swimming"], years=int(YearGroups.Y9), schools=[school])
    for number in range(14):
        edition(f"Choir {number}", activities=["music"], schools=[school])


def open_filters(page):
    """The filters stand open on a desk and are folded on a phone."""
    if not page.get_by_label("Key stage 2").is_visible():
        page.get_by_text("Filters").first.click()


def count(page):
    return page.locator("#results h2")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_results_change_in_place(open_page, shelf_of_studies, phone):
    page = open_page(phone=phone)
    page.goto("/case-studies/")
    assert_accessible(page)
    expect(count(page)).to_have_text("16 case studies")
    page.evaluate("window.stayed = true")  # gone as soon as the page is loaded again

    page.get_by_label("Search", exact=True).fill("swiming")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Showing results for “swimming”")).to_be_visible()
    expect(count(page)).to_have_text("2 case studies")
    expect(count(page)).to_be_focused()
    expect(page).to_have_url(re.compile(r"/case-studies/\?q=swiming$"))
    expect(page).to_have_title("Case studies: swiming (2 found) - ISSP Portal")

    open_filters(page)
    box = page.get_by_label("Key stage 2")
    box.check()
    expect(count(page)).to_have_text("1 case study")
    expect(page.locator("#found-count")).to_have_text("1 case study")
    expect(box).to_be_focused()
    expect(box).to_be_checked()
    expect(page.get_by_label("Key stage 3")).to_have_accessible_name("Key stage 3 (1)")
    expect(page.get_by_text("Filters (1 chosen)")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=swiming&stage=2$"))
    assert_accessible(page)

    page.get_by_role("link", name="Remove filter: Key stage 2").click()
    expect(count(page)).to_have_text("2 case studies")
    expect(box).not_to_be_checked()
    assert page.evaluate("window.stayed")

    back(page)
    expect(count(page)).to_have_text("1 case study")
    open_filters(page)
    expect(page.get_by_label("Key stage 2")).to_be_checked()
    expect(page).to_have_title("Case studies: swiming (1 found) - ISSP Portal")
    page.get_by_role("link", name="Swimming lanes swapped").click()
    page.wait_for_url("**/case-studies/swimming-lanes-swapped/")
    back(page)
    expect(count(page)).to_have_text("1 case study")
    expect(page.get_by_role("heading", name="Case studies", exact=True)).to_be_visible()


def test_a_fold_stays_open_and_paging_sorting_and_places_work_in_place(page, shelf_of_studies):
    page.goto("/case-studies/")
    page.evaluate("window.stayed = true")
    page.locator("summary", has_text="Arts").click()
    page.get_by_label("Music, choirs and orchestras").check()
    expect(count(page)).to_have_text("14 case studies")
    expect(page.get_by_label("Music, choirs and orchestras")).to_be_visible()
    page.get_by_role("link", name="Page 2").click()
    expect(page).to_have_url(re.compile(r"\?activity=music&page=2$"))
    expect(count(page)).to_be_focused()
    page.get_by_label("Sort by").focus()
    page.get_by_label("Sort by").select_option("replicated")
    expect(page).to_have_url(re.compile(r"\?activity=music&sort=replicated$"))
    expect(page.get_by_label("Sort by")).to_be_focused()
    page.get_by_label("Postcode, town or school").fill("Tarnside")
    page.get_by_label("Within").select_option("10 miles")
    expect(page.get_by_role("link", name="Remove filter: Within 10 miles of Tarnside")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("window.stayed")


def test_an_answer_that_does_not_come_is_asked_for_as_a_page(page, shelf_of_studies):
    page.goto("/case-studies/")
    page.route(
        lambda url: "stage=2" in url,
        lambda route: route.abort() if route.request.headers.get("hx-request") else route.continue_(),
    )
    page.get_by_label("Key stage 2").check()
    page.wait_for_url("**/case-studies/?*stage=2*")
    expect(count(page)).to_have_text("15 case studies")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_without_javascript_every_step_is_a_page(open_page, shelf_of_studies, phone):
    page = open_page(phone=phone, javascript=False)
    page.goto("/case-studies/")
    assert_accessible(page)
    page.get_by_label("Search", exact=True).fill("swiming")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(count(page)).to_have_text("2 case studies")
    open_filters(page)
    page.get_by_label("Key stage 3").check()
    page.get_by_role("button", name="Show results").click()
    expect(count(page)).to_have_text("1 case study")
    assert_accessible(page)
    page.get_by_role("link", name="Remove filter: Key stage 3").click()
    expect(count(page)).to_have_text("2 case studies")
    page.get_by_label("Sort by").select_option("newest")
    page.get_by_role("button", name="Sort").click()
    expect(page).to_have_url(re.compile("sort=newest"))
    page.goto("/case-studies/?q=zzqxv&stage=2")
    assert_accessible(page)
    page.get_by_role("button", name="Show all case studies").click()
    expect(count(page)).to_have_text("16 case studies")
