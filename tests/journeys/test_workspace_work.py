"""The workspace's tasks, notes and files in a browser: two schools share work, one keeps something to itself, a head
reads the brief. With and without JavaScript, on a phone and a desktop, and by keyboard alone.
"""

import io
import re

import pypdf
import pytest
from playwright.sync_api import Locator, Page, expect

from core.tests import files
from partnerships.models import KeptFile, Note, Task
from partnerships.tests.introductions import opened_partnership
from partnerships.tests.working import day, sides
from tests.browsing import assert_accessible, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SECRET = "Check the budget code for the coach."


def follow(page: Page, name: str) -> None:
    assert_accessible(page)
    page.get_by_role("link", name=name, exact=True).first.click()


def press(page: Page, name: str) -> None:
    assert_accessible(page)
    page.get_by_role("button", name=name, exact=True).first.click()


def tick(page: Page, title: str) -> Locator:
    """The button that ticks a task; what it is about is said to those who cannot see the row."""
    return page.get_by_role("button", name=re.compile(rf"^Done.*{title}"))


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_two_schools_work_in_one_room(open_page, phone, javascript, tmp_path):
    page = open_page(phone=phone, javascript=javascript)
    other = open_page(phone=phone, javascript=javascript)
    partnership = opened_partnership()
    ours, theirs = sides(partnership)
    sign_in(page, ours.lead)
    page.goto(partnership.get_absolute_url())

    # A task for the other school's lead
    follow(page, "Add the first task")
    press(page, "Save the task")
    expect(page.get_by_role("link", name="Choose who sees to it")).to_be_visible()
    page.get_by_label("What is to do?").fill("Send us the spring term dates")
    page.get_by_label("Who sees to it?").select_option(label="Helen Castellane (lead)")
    press(page, "Save the task")
    expect(page.get_by_text("Helen Castellane, Thornmere School, by")).to_be_visible()
    assert Task.objects.get().due_on == day(14)

    # A private note, and a file for both
    follow(page, "Notes")
    press(page, "Add a note")
    page.get_by_label("Only Brackenfold Primary School").check()
    expect(page.get_by_text("Thornmere School cannot see it, nor can Forum staff.")).to_be_visible()
    page.get_by_label("Note", exact=True).fill(SECRET)
    press(page, "Save the note")
    expect(page.get_by_text("Private, Brackenfold only")).to_be_visible()
    follow(page, "Files")
    press(page, "Add a file")
    page.get_by_label("All schools of the partnership").check()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": "dates.pdf", "mimeType": "application/pdf", "buffer": files.pdf()}
    )
    page.get_by_label("Title").fill("Spring dates")
    press(page, "Add the file")
    expect(page.get_by_text("File added.")).to_be_visible()
    assert_accessible(page)

    # The other school ticks the task, takes it back, and sees no private note
    sign_in(other, theirs.lead)
    other.goto(partnership.get_absolute_url())
    expect(other.get_by_text("Send us the spring term dates").first).to_be_visible()
    assert SECRET not in other.content()
    follow(other, "See all tasks (1)")
    tick(other, "Send us the spring term dates").click()
    press(other, "Undo")
    expect(other.get_by_role("link", name="Send us the spring term dates")).to_be_visible()
    tick(other, "Send us the spring term dates").click()
    follow(other, "Done (1)")
    expect(other.get_by_text("Send us the spring term dates").first).to_be_visible()
    follow(other, "Notes")
    expect(other.get_by_text("No notes yet.")).to_be_visible()
    follow(other, "Files")
    with other.expect_download() as download:
        other.get_by_role("link", name=re.compile("^Spring dates")).click()
    assert download.value.suggested_filename == "spring-dates.pdf"

    # The first page says both, and the head reads the brief
    page.goto(partnership.get_absolute_url())
    expect(page.get_by_text(SECRET)).to_be_visible()
    follow(page, "Read the brief")
    expect(page.get_by_role("heading", name="Next step")).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download it (PDF)").click()
    made = tmp_path / "brief.pdf"
    download.value.save_as(made)
    assert len(pypdf.PdfReader(io.BytesIO(made.read_bytes())).pages) == 1
    assert (Note.objects.get().only, KeptFile.objects.get().only) == (ours, None)


def test_a_task_by_keyboard_alone(open_page):
    page = open_page()
    ours, _ = sides(opened_partnership())
    sign_in(page, ours.lead)
    page.goto(ours.partnership.get_absolute_url() + "tasks/add/")
    page.get_by_label("What is to do?").focus()
    page.keyboard.type("Three quotes for the coach")
    page.keyboard.press("Tab")
    page.keyboard.type("Amara")
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tasks")
    tick(page, "Three quotes for the coach").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert Task.objects.get().done_at is not None


def test_the_brief_prints_on_one_page(open_page):
    page = open_page()
    ours, _ = sides(opened_partnership())
    sign_in(page, ours.lead)
    page.goto(ours.partnership.get_absolute_url() + "brief/")
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    assert len(printed.pages) == 1
    assert "Next step" in printed.pages[0].extract_text()
