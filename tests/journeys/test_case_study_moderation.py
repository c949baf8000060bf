"""A finished case study in a browser: sent, confirmed by the partner school, sent back by a moderator with words beside
a section, changed, sent again, published; then corrected, featured, checked again and withdrawn.

On a phone without JavaScript, and on a desktop with it. Each page is read by axe.
"""

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.tests.factories import make_user
from casestudies.models import CaseStudy, Edition
from casestudies.tests.cast import draft_case_study, moderator, partner_of, published, sent_case_study, writer_of
from tests.browsing import assert_accessible, back, link_in, mail_to, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
Status = CaseStudy.Status


def status_of(case_study: CaseStudy) -> str:
    return CaseStudy.objects.get(pk=case_study.pk).status


def press(page: Page, name: str) -> None:
    assert_accessible(page)
    page.get_by_role("button", name=name, exact=True).first.click()


@pytest.mark.parametrize(("phone", "javascript"), [(True, False), (False, True)])
def test_from_a_finished_text_to_a_published_one(open_page, phone, javascript):
    case_study = draft_case_study(title="The reading barge")
    writer, partner = writer_of(case_study), partner_of(case_study)
    author, confirmer, staff, visitor = (open_page(phone=phone, javascript=javascript) for _ in range(4))

    # The author sends it.
    sign_in(author, writer)
    author.goto(case_study.get_absolute_url())
    press(author, "Send it")
    expect(author.locator("h1")).to_have_text("Send it")
    expect(author.get_by_role("heading", name="Thornmere School reads it")).to_be_visible()
    press(author, "Send it")
    expect(author.get_by_text("Sent. Next, Thornmere School read it and confirm.")).to_be_visible()
    assert_accessible(author)

    # The partner asks for a change first, by the link of the letter.
    sign_in(confirmer, partner)
    confirmer.goto(link_in(mail_to(partner.email)[-2]))  # the last one is the code
    expect(confirmer.locator("h1")).to_contain_text("Confirm “The reading barge”")
    expect(confirmer.get_by_text("We lost two sessions to a residential")).to_be_visible()
    assert_accessible(confirmer)
    confirmer.get_by_role("link", name="Ask for a change first").click()
    press(confirmer, "Send this to them")
    expect(confirmer.get_by_role("alert")).to_contain_text("Enter what should change before you confirm")
    assert_accessible(confirmer)
    confirmer.get_by_label("What should change before you confirm?").fill("Say that we paid for the coach.")
    press(confirmer, "Send this to them")
    expect(confirmer.get_by_text("The schools that write it are told")).to_be_visible()
    assert status_of(case_study) == Status.DRAFT

    # The author changes that, and sends it again; the partner confirms it.
    author.goto("/dashboard/")
    assert_accessible(author)
    author.get_by_role("button", name="See what they ask").click()
    expect(author.get_by_text("Say that we paid for the coach.")).to_be_visible()
    change(author, "What it cost", "Who paid? (optional)", "Each school half; Thornmere the coach")
    send(author, case_study)
    confirmer.goto("/dashboard/")
    confirmer.get_by_role("button", name="Read and confirm").click()
    expect(confirmer.get_by_text("Thornmere the coach")).to_be_visible()
    press(confirmer, "Confirm for Thornmere School")
    expect(confirmer.get_by_text("Forum staff read it within 2 working days").first).to_be_visible()
    assert_accessible(confirmer)
    visitor.goto("/case-studies/the-reading-barge/")
    expect(visitor.locator("h1")).not_to_contain_text("barge")

    # A moderator asks for a change, beside a section.
    sign_in(staff, moderator())
    staff.goto("/admin/")
    staff.get_by_role("link", name="Case studies to read").click()
    expect(staff.locator("h1")).to_have_text("Case studies")
    assert_accessible(staff)
    staff.get_by_role("link", name="The reading barge").click()
    expect(staff.get_by_text("Thornmere the coach")).to_be_visible()
    assert_accessible(staff)
    staff.get_by_role("link", name="See it in the design in which readers see it").click()
    assert_accessible(staff)
    back(staff)
    staff.get_by_role("link", name="Ask for a change").click()
    press(staff, "Ask for a change")
    expect(staff.locator(".errornote").first).to_contain_text("Enter what should change, here or beside a section")
    assert_accessible(staff)
    staff.get_by_label("What should change in “What you learnt”?").fill("Say which residential it was.")
    press(staff, "Ask for a change")
    expect(staff.locator(".messagelist")).to_contain_text("Asked for a change in “The reading barge”.")
    assert status_of(case_study) == Status.CHANGES

    # The author finds the words beside the section, changes it, and sends it again; the partner confirms once more.
    author.goto(case_study.get_absolute_url())
    expect(author.get_by_text("Say which residential it was.")).to_be_visible()
    assert_accessible(author)
    change(author, "What you learnt", "What went wrong?", "We lost two sessions to the Year 5 residential.")
    send(author, case_study)
    confirmer.goto(f"{case_study.get_absolute_url()}confirm/")
    press(confirmer, "Confirm for Thornmere School")

    # It is published, and everybody reads it.
    staff.goto("/admin/casestudies/casestudy/")
    staff.get_by_role("link", name="The reading barge").click()
    expect(staff.get_by_text("Say which residential it was.")).to_be_visible()
    staff.get_by_role("link", name="Publish", exact=True).click()
    press(staff, "Publish")
    expect(staff.locator(".messagelist")).to_contain_text("Published “The reading barge”.")
    visitor.goto("/case-studies/the-reading-barge/")
    expect(visitor.locator("h1")).to_have_text("The reading barge")
    expect(visitor.get_by_text("We lost two sessions to the Year 5 residential.")).to_be_visible()
    assert "Forum staff published “The reading barge”" in [message.subject for message in mail.outbox]


def change(page: Page, section: str, label: str, words: str) -> None:
    """From the overview into a section, one answer changed, and saved."""
    page.get_by_role("link", name=section).click()
    page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Save and continue").click()


def send(page: Page, case_study: CaseStudy) -> None:
    page.goto(f"{case_study.get_absolute_url()}send/")
    press(page, "Send it")
    page.wait_for_url(f"**{case_study.get_absolute_url()}")


@pytest.mark.parametrize(("phone", "javascript"), [(True, False), (False, True)])
def test_what_is_published_is_corrected_featured_reviewed_and_withdrawn(open_page, phone, javascript):
    edition = published("The reading barge")
    page = open_page(phone=phone, javascript=javascript)
    sign_in(page, moderator())
    page.goto(f"/admin/casestudies/casestudy/{edition.case_study_id}/change/")
    page.get_by_role("link", name="Correct what is published").click()
    page.get_by_label("Step 2, what is done").fill("Fix the dates")
    press(page, "Correct what is published")
    expect(page.locator(".errornote").first).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Why is it corrected?").fill("A surname stood there.")
    press(page, "Correct what is published")
    expect(page.get_by_text("Fix the dates").first).to_be_visible()
    page.get_by_role("link", name="Feature", exact=True).click()
    press(page, "Feature")
    expect(page.get_by_text("Featured since")).to_be_visible()
    assert_accessible(page)
    for name in ("What was published", "The steps to do it", "History"):
        page.get_by_role("link", name=name).click()
        assert_accessible(page)
        back(page)

    Edition.objects.update(review_on=timezone.localdate())
    school = open_page(phone=phone, javascript=javascript)
    sign_in(school, partner_of(edition.case_study))
    school.goto(f"/case-studies/yours/{edition.case_study_id}/still-right/")
    press(school, "It still holds")
    expect(school.get_by_text("Thank you. We ask again in")).to_be_visible()
    school.get_by_role("link", name="Withdraw it").click()
    press(school, "Withdraw it")
    expect(school.get_by_role("alert")).to_contain_text("Enter why you withdraw it")
    school.get_by_label("Why do you withdraw it?").fill("We no longer run it.")
    press(school, "Withdraw it")
    expect(school.get_by_text("Withdrawn. Nobody else can read it now")).to_be_visible()
    assert_accessible(school)


def test_somebody_whose_address_was_given_joins_the_school_first(open_page):
    case_study = sent_case_study(title="The reading barge")
    asked = case_study.participants.order_by("pk")[1]
    page = open_page(phone=True, javascript=False)
    sign_in(page, make_user(email=asked.email))
    page.goto("/dashboard/")
    expect(page.get_by_role("heading", name="A case study names Thornmere School")).to_be_visible()
    page.get_by_role("button", name="Say that you work there").click()
    expect(page.get_by_text("barge")).to_have_count(0)
    assert_accessible(page)
    page.get_by_role("button", name="Say that you work at Thornmere School").click()
    page.locator("main form button[type=submit]").click()
    assert page.url.endswith(f"/case-studies/yours/{case_study.pk}/confirm/")
    expect(page.locator("h1")).to_have_text("You are not verified at Thornmere School yet")
    assert_accessible(page)
