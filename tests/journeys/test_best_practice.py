"""The whole way of a good idea, in a browser: written by a school, confirmed by its partner, sent back by a moderator,
changed, published, found by a misspelt word and a filter, and copied by a school elsewhere into its own registration.

On a phone without JavaScript, and on a desktop with it.
"""

import pytest
from playwright.sync_api import expect

from accounts.tests.factories import make_member
from casestudies.models import CaseStudy, Edition, Replication
from casestudies.tests.cast import moderator
from casestudies.tests.copies import tarnside
from partnerships.tests.introductions import opened_partnership
from tests.browsing import assert_accessible, link_in, mail_to, sign_in
from tests.journeys.test_case_study_moderation import change, press, send
from tests.journeys.test_finding_case_studies import open_filters
from tests.journeys.test_replicating import send_registration_form
from tests.journeys.test_writing_case_study import write_all_sections

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.mark.parametrize(("phone", "javascript"), [(True, False), (False, True)])
def test_from_the_first_word_to_the_first_copy(open_page, phone, javascript):
    partnership = opened_partnership()
    ours, theirs = (partner.school for partner in partnership.partners.all())
    amara, helen = make_member(ours, name="Amara Nwosu"), make_member(theirs, name="Helen Castellane")
    author, confirmer, staff, elsewhere = (open_page(phone=phone, javascript=javascript) for _ in range(4))

    sign_in(author, amara)
    write_all_sections(author, partnership)
    case_study = CaseStudy.objects.get()
    send(author, case_study)

    sign_in(confirmer, helen)
    confirmer.goto(link_in(next(text for text in reversed(mail_to(helen.email)) if "/case-studies/" in text)))
    press(confirmer, f"Confirm for {theirs}")

    sign_in(staff, moderator())
    staff.goto("/admin/")
    staff.get_by_role("link", name="Case studies to read").click()
    staff.get_by_role("link", name="Wednesday science").click()
    staff.get_by_role("link", name="Ask for a change").click()
    staff.get_by_label("What should change in “What it cost”?").fill("Say who paid for the coach.")
    press(staff, "Ask for a change")

    author.goto("/dashboard/")
    author.get_by_role("button", name="See what they ask").click()
    expect(author.get_by_text("Say who paid for the coach.")).to_be_visible()
    change(author, "What it cost", "Who paid? (optional)", "Each school half, the coach too")
    send(author, case_study)
    confirmer.goto("/dashboard/")
    confirmer.get_by_role("button", name="Read and confirm").click()
    press(confirmer, f"Confirm for {theirs}")
    staff.goto("/admin/casestudies/casestudy/")
    staff.get_by_role("link", name="Wednesday science").click()
    staff.get_by_role("link", name="Publish", exact=True).click()
    press(staff, "Publish")

    rowan = make_member(tarnside(), name="Rowan Reader")
    sign_in(elsewhere, rowan)
    elsewhere.goto("/case-studies/")
    elsewhere.get_by_label("Search", exact=True).fill("wednesdy sciense")
    elsewhere.keyboard.press("Enter")
    expect(elsewhere.get_by_text("Showing results for “wednesday science”")).to_be_visible()
    open_filters(elsewhere)
    elsewhere.get_by_label("Before and after").check()
    if not javascript:
        elsewhere.get_by_role("button", name="Show results").click()
    expect(elsewhere.get_by_role("link", name="Remove filter: Before and after")).to_be_visible()
    assert_accessible(elsewhere)
    elsewhere.get_by_role("link", name="Wednesday science").click()
    expect(elsewhere.get_by_text("Each school half, the coach too")).to_be_visible()
    press(elsewhere, "Replicate this")
    press(elsewhere, "Replicate this at Tarnside Primary School")
    press(elsewhere, "Register interest with this need")
    press(elsewhere, "Continue")
    send_registration_form(elsewhere, rowan.memberships.get().school, need=partnership.need)
    assert Replication.objects.get().registration is not None
    assert Edition.objects.get().replications == 1
    elsewhere.goto(Edition.objects.get().get_absolute_url())
    expect(elsewhere.get_by_text("Copied once").first).to_be_visible()
