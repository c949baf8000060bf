"""The main job, in a browser: find my school, register interest, confirm, be moderated, see matches that say why, ask
for an introduction, have it accepted, find a partnership opened for us both.

Walked with and without JavaScript, on a phone and a desktop; each page on the way is held to the standard of all.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.tests.factories import make_forum, make_member
from partnerships.models import Registration
from partnerships.tests.cast import line, live_registration
from schools.models import Sector
from schools.tests.factories import make_school
from schools.year_groups import YearGroups
from tests.browsing import assert_accessible, link_in, mail_to, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

AMARA, TOM = "amara@brackenfold.example", "tom@brackenfold.example"
NEED = "Our Year 5 pupils have no laboratory for practical science."
OFFER = "Our choir would welcome singers from another school."
SECRETS = [AMARA, TOM, "Amara Nwosu", "Tom Ridley", "01632 960555"]


def go_on(page: Page, button: str = "Save and continue") -> None:
    assert_accessible(page)
    page.get_by_role("button", name=button, exact=True).click()


def choose_school(page: Page, typed: str, name: str, *, javascript: bool) -> None:
    """With JavaScript from the list below the box; without, from the candidates on the page that comes back."""
    box = page.get_by_role("combobox" if javascript else "textbox", name="Your school")
    box.fill(typed)
    if javascript:
        page.get_by_role("option", name=re.compile(name)).click()
    go_on(page)
    if not javascript:
        page.get_by_label(re.compile(name)).check()
        go_on(page)


def fill_line(page: Page, label: str, sentence: str, activity: str, subject: str) -> None:
    page.get_by_label(label, exact=True).fill(sentence)
    page.get_by_label("Which comes closest?").select_option(activity)
    page.get_by_label("Subject").select_option(subject)
    page.get_by_label("Years 5 and 6").check()
    go_on(page)


def register(page: Page, *, javascript: bool) -> None:
    """From the home page to "Your reference", without an account."""
    page.goto("/")
    assert_accessible(page)
    page.locator("main").get_by_role("button", name="Register interest").click()
    assert_accessible(page)
    page.get_by_role("button", name="Start now").click()
    choose_school(page, "brackenfold", "Brackenfold Primary School", javascript=javascript)
    go_on(page)  # nothing typed: refused, and the page says what to do
    expect(page).to_have_title(re.compile("^Error: "))
    fill_line(page, "Your need", NEED, "Laboratories and workshops", "Science")
    go_on(page, "Continue")
    fill_line(page, "Your offer", OFFER, "Music, choirs and orchestras", "Music")
    go_on(page, "Continue")
    page.get_by_label("Schools of the other sector").check()
    page.get_by_label("How far could you travel, in miles?").fill("15")
    page.get_by_label("We have a minibus").check()
    go_on(page)
    page.get_by_label("Friday afternoons").check()
    go_on(page)
    page.get_by_label("Curiosity").check()
    page.get_by_label(re.compile("Which local groups")).fill("Calderby heads’ group")
    go_on(page)
    page.get_by_label("Your name").fill("Amara Nwosu")
    page.get_by_label("Job title").fill("Year 5 teacher")
    page.get_by_label("Partnership co-ordinator").check()
    page.get_by_label("E-mail address").fill(AMARA)
    page.get_by_label("Telephone").fill("01632 960555")
    go_on(page)
    page.get_by_label("Yes, they know and agree").check()
    go_on(page)
    page.get_by_label("Their name").fill("Tom Ridley")
    page.get_by_label("Their job title").fill("Deputy headteacher")
    page.get_by_label("E-mail address").fill(TOM)
    go_on(page)
    expect(page.get_by_text(NEED)).to_be_visible()
    for box in page.locator("main form input[type=checkbox]").all():
        box.check()
    go_on(page, "Send for checking")
    expect(page.get_by_text("Your reference")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_from_my_school_to_a_partnership(open_page, phone, javascript):
    make_school(name="Brackenfold Primary School", website="www.brackenfold.example", domain="brackenfold.example")
    upper = YearGroups.Y5 | YearGroups.Y6
    school = make_school(name="Thornmere School", sector=Sector.INDEPENDENT, low_age=3, high_age=18)
    helen = make_member(school, name="Helen Castellane")
    live_registration(
        school,
        lead_user=helen,
        deputy={"name": "Martin Oyelaran"},
        needs=[line("music", "music", upper, "Our lower school has no choir to sing with.")],
        offers=[line("laboratories", "science", upper, "Two laboratories and a technician on Friday afternoons.")],
    )
    ruth = make_forum(name="Ruth Adeyemi")

    ours = open_page(phone=phone, javascript=javascript)
    register(ours, javascript=javascript)
    assert Registration.objects.get(school__name="Brackenfold Primary School").status == "unconfirmed"

    ours.goto(link_in(mail_to(AMARA)[-1]))
    go_on(ours, "Confirm and send to Forum staff")
    expect(ours.get_by_role("heading", name="Your address is confirmed")).to_be_visible()
    assert_accessible(ours)
    amara = User.objects.get(email=AMARA)
    assert amara.memberships.verified().exists(), "an address at the school's own website is enough"
    ours.goto("/partners/")
    assert "Thornmere" not in ours.locator("main").inner_text(), "nothing is matched before Forum staff said yes"
    assert_accessible(ours)

    forum = open_page(phone=phone, javascript=javascript)
    sign_in(forum, ruth)
    forum.goto("/admin/")
    forum.get_by_role("link", name="New registrations").click()
    forum.locator("#result_list").get_by_role("link", name=re.compile("Brackenfold|R-")).first.click()
    expect(forum.get_by_text(NEED).first).to_be_visible()
    forum.get_by_role("link", name="Approve", exact=True).click()
    forum.get_by_role("button", name="Approve", exact=True).click()
    assert Registration.objects.get(school__name="Brackenfold Primary School").status == "live"

    ours.goto("/partners/")
    card = ours.locator(".issp-match", has_text="Thornmere School")
    expect(card).to_contain_text("Two laboratories and a technician on Friday afternoons.")
    expect(card).to_contain_text(OFFER)
    expect(card.locator(".issp-reasons")).to_contain_text("You are both free on Friday afternoons")
    assert_accessible(ours)
    card.get_by_role("button", name=re.compile("Ask for an introduction")).click()
    ours.locator("main textarea").fill("Could we meet, perhaps before the end of term?")
    go_on(ours, "Ask for an introduction")
    assert_accessible(ours)
    for secret in (helen.email, helen.name):
        assert secret not in ours.content()

    theirs = open_page(phone=phone, javascript=javascript)
    sign_in(theirs, helen)
    theirs.goto("/dashboard/")
    assert_accessible(theirs)
    theirs.get_by_role("button", name=re.compile("Read and answer")).first.click()
    expect(theirs.get_by_text("Could we meet, perhaps before the end of term?")).to_be_visible()
    assert [secret for secret in SECRETS if secret in theirs.content()] == [], "shown before both said yes"
    assert [secret for secret in SECRETS if any(secret in text for text in mail_to(helen.email))] == []
    go_on(theirs, "Yes, introduce us")

    for page, school in [(theirs, "Thornmere School"), (ours, "Brackenfold Primary School")]:
        page.goto("/partnerships/")
        assert_accessible(page)
        page.locator("main").get_by_role("link", name=re.compile("Thornmere")).first.click()
        expect(page.get_by_text("Forming").first).to_be_visible()
        for shown in (AMARA, helen.email, NEED, school):
            expect(page.locator("main")).to_contain_text(shown)
        assert_accessible(page)
