"""Forum staff publish a piece of news with a picture, and everybody reads it, the events, the research, the guides."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.tests.factories import make_forum
from core.tests import files
from editorial.models import ForumEvent
from editorial.tests.factories import make
from tests.browsing import assert_accessible, back, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_news_is_written_in_the_admin_and_read_by_everybody(open_page):
    page, reader = open_page(), open_page(phone=True, javascript=False)
    sign_in(page, make_forum(name="Ruth Adeyemi"))
    page.goto("/admin/editorial/article/add/")
    assert_accessible(page)
    page.get_by_label("Title:").fill("A choir of two schools")
    page.get_by_label("Title:").press("Tab")
    expect(page.get_by_label("Address:")).to_have_value("a-choir-of-two-schools")
    page.get_by_label("Summary:").fill("Forty singers, one hall.")
    page.get_by_label("Text:").fill("## How it began\n\nWith *tenors*.\n\n- Mondays\n- After school")
    page.get_by_label("Picture:").set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": files.picture(size=(1200, 800))}
    )
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("Enter what the picture shows")).to_be_visible()
    page.get_by_label("What the picture shows:").fill("Singers in a hall")
    page.get_by_label("Picture:").set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": files.picture(size=(1200, 800))}
    )
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_role("img", name="Singers in a hall")).to_be_visible()
    assert_accessible(page)
    assert reader.goto("/news/a-choir-of-two-schools/").status == 404
    page.goto("/news/a-choir-of-two-schools/")
    expect(page.get_by_text("Only Forum staff see this page")).to_be_visible()
    assert_accessible(page)
    back(page)
    page.get_by_label("Published").check()
    page.get_by_role("button", name="Save", exact=True).click()
    assert_accessible(page)

    reader.goto("/news/")
    assert_accessible(reader)
    reader.get_by_role("link", name="A choir of two schools").click()
    expect(reader.get_by_role("heading", name="How it began", level=2)).to_be_visible()
    expect(reader.get_by_role("img", name="Singers in a hall")).to_be_visible()
    assert_accessible(reader)


@pytest.mark.parametrize(("phone", "javascript"), [(False, True), (True, False)])
def test_what_the_forum_publishes_reads_well(open_page, phone, javascript):
    page = open_page(phone=phone, javascript=javascript)
    past = timezone.now() - datetime.timedelta(days=200)
    over = make(ForumEvent, title="Last year’s day", starts_at=past, picture=True)
    make(ForumEvent, title="Next month’s evening", place="Online", link="https://book.example/")
    page.goto("/")
    page.get_by_role("link", name="Events", exact=True).click()
    assert_accessible(page)
    page.get_by_role("link", name="Next month’s evening").click()
    assert_accessible(page)
    page.goto("/events/")
    page.get_by_role("link", name=f"{over.school_year} to {over.school_year + 1}").click()
    page.get_by_role("link", name="Last year’s day").click()
    assert_accessible(page)
    page.goto("/research/")
    assert_accessible(page)
    page.get_by_role("link", name="impact and lessons learnt").click()
    assert_accessible(page)
    page.goto("/register-interest/")
    page.get_by_role("link", name="Starting a partnership").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Starting a partnership")
    for title in ["Agreeing", "Running", "Keeping it going", "When it is not working"]:
        assert_accessible(page)
        page.get_by_role("navigation", name="Guides").get_by_role("link", name=title).click()
    assert_accessible(page)
    page.get_by_role("link", name="Guides").first.click()
    assert_accessible(page)
