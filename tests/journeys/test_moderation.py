"""Forum staff work through the queue in the admin, on a desk and on a phone, with JavaScript and without."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.tests.factories import make_member
from core.models import Event
from notifications.models import Message
from partnerships.models import ActivityType, Registration
from partnerships.tests.cast import confirmed_registration, line, moderator, waiting_registration
from partnerships.tests.moderating import proposed_registration
from schools.tests.factories import make_independent, make_school
from tests.browsing import assert_accessible, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
Status = Registration.Status


@pytest.fixture
def queue():
    """Six that wait, oldest first: two to decide, a change, one by nobody verified, the moderator's own, the newest."""
    waiting = {
        "first": waiting_registration(make_school(name="Foxlow Primary School", town="Foxlow")),
        "second": waiting_registration(make_independent(name="Tarn Edge School"), offers=[]),
        "changed": proposed_registration(needs=[line("classics", "latin", sentence="We would like Latin too.")]),
        "unverified": confirmed_registration(make_school(name="Wold Gate School")),
        "own": waiting_registration(make_school(name="Ravenscar Hill School")),
        "newest": waiting_registration(make_school(name="Holmebeck School")),
    }
    make_member(waiting["own"].school, user=moderator())
    for days, registration in zip(range(12, 0, -2), waiting.values(), strict=True):
        when = timezone.now() - datetime.timedelta(days=days)
        Registration.objects.filter(pk=registration.pk).update(sent_at=when)
        Registration.objects.filter(pk=registration.pk, proposed_at__isnull=False).update(proposed_at=when)
    return waiting


@pytest.mark.parametrize(("phone", "javascript"), [(False, True), (True, False)])
def test_the_queue_from_the_first_page_to_the_last_decision(open_page, queue, phone, javascript):
    page: Page = open_page(phone=phone, javascript=javascript)
    heading = page.locator("h1")

    def look():
        assert_accessible(page)

    sign_in(page, moderator())
    page.goto("/admin/")
    expect(page.get_by_role("row", name="New registrations 5")).to_be_visible()
    look()
    page.get_by_role("link", name="New registrations").click()
    expect(heading).to_have_text("Registrations of interest")
    look()
    page.get_by_role("link", name="Waiting for Forum staff").click()
    page.get_by_role("link", name="Foxlow Primary School, Foxlow").click()
    look()

    page.get_by_role("link", name="Ask for a change").click()
    look()
    page.get_by_role("button", name="Ask for a change").click()
    expect(page.locator(".errornote")).to_have_text("Enter what to tell the school.")
    look()
    page.get_by_label("What should the school change?").fill("Say how many pupils would come.")
    page.get_by_role("button", name="Ask for a change").click()

    expect(heading).to_have_text("Tarn Edge School")
    expect(page.locator(".messagelist")).to_contain_text("Asked Foxlow Primary School for a change.")
    page.get_by_role("link", name="Approve", exact=True).click()
    look()
    page.get_by_role("button", name="Approve", exact=True).click()

    expect(heading).to_have_text(str(queue["changed"].school))
    expect(page.locator("ins").first).to_contain_text("Classics")
    look()
    page.get_by_role("link", name="Approve the changes").click()
    look()
    page.get_by_role("button", name="Approve the changes").click()

    expect(heading).to_have_text("Wold Gate School")
    expect(page.get_by_text("Nobody has verified that the sender works at this school")).to_be_visible()
    look()
    page.get_by_role("link", name="Decline").click()
    page.get_by_label("Why is it declined?").fill("Nobody at the school knows of it.")
    page.get_by_role("button", name="Decline").click()

    expect(heading).to_have_text("Holmebeck School")  # past the moderator's own
    page.get_by_role("link", name="Approve", exact=True).click()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Nothing else waits for you.")
    expect(page.get_by_text("Your own: another moderator decides")).to_be_visible()
    look()

    expected = {"first": Status.CHANGES, "second": Status.LIVE, "changed": Status.LIVE, "unverified": Status.DECLINED}
    expected |= {"own": Status.WAITING, "newest": Status.LIVE}
    now = {name: Registration.objects.get(pk=registration.pk).status for name, registration in queue.items()}
    assert now == expected


def test_several_at_once(page, queue):
    sign_in(page, moderator())
    page.goto("/admin/partnerships/registration/")
    for name in ("Foxlow Primary School", "Ravenscar Hill School", "Holmebeck School"):
        page.get_by_role("row", name=name).get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option(label="Approve the ticked registrations")
    page.get_by_role("button", name="Go").click()
    assert_accessible(page)
    page.get_by_role("button", name="Approve 2 registrations").click()
    messages = page.locator(".messagelist")
    expect(messages).to_contain_text("Approved 2: Foxlow Primary School, Holmebeck School.")
    expect(messages).to_contain_text("Ravenscar Hill School: you have a part in this school")
    assert_accessible(page)


@pytest.mark.parametrize("phone", [False, True])
def test_the_other_pages_of_the_admin(open_page, queue, phone):
    page = open_page(phone=phone)
    sign_in(page, moderator())
    message = Message.objects.create(kind="test", to="a@school.example", subject="Lost", text="", status="failed")
    changed = queue["changed"]
    base = f"/admin/partnerships/registration/{changed.pk}"
    version = changed.history.first().history_id
    unused = ActivityType.objects.last().pk
    for path in [
        f"{base}/history/",
        f"{base}/history/{version}/",
        "/admin/partnerships/",
        "/admin/partnerships/activitytype/",
        "/admin/partnerships/activitytype/add/",
        f"/admin/partnerships/activitytype/{unused}/change/",
        f"/admin/partnerships/activitytype/{unused}/delete/",
        "/admin/partnerships/profile/",
        "/admin/core/event/",
        f"/admin/core/event/{Event.objects.first().pk}/change/",
        "/admin/notifications/message/",
        f"/admin/notifications/message/{message.pk}/change/",
    ]:
        assert page.goto(path).status == 200, path
        assert_accessible(page)
