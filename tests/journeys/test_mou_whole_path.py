"""A memorandum of understanding from end to end, in a browser: introduced, begun from a template, six clauses settled
by two schools, frozen, signed by four of whom one comes by a personal link, taken along as PDF and Word, verified; then
amended; then adapted by other schools. On a phone without JavaScript, and on a desktop with it.

Each page on the way is held to the standard of all.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.actions import change_role
from accounts.models import Membership, Role, User
from agreements.actions.sharing import agree_to_share, ask_to_share, share_mou
from agreements.models import Mou, Version
from agreements.tests.cast import chair_of, head_of, make_template_version, sign_as_holder, signatories_of
from partnerships.actions.introduction import accept_introduction
from partnerships.models import Introduction, Partnership
from partnerships.tests.cast import moderator
from partnerships.tests.introductions import asked_introduction, brackenfold, thornmere
from schools.tests.factories import make_independent, make_school
from tests.browsing import assert_accessible, code_in, link_in, mail_to, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

DANA = "dana@brackenfold.example"
TEXTS = {
    "parties": "This is agreed between Brackenfold and Thornmere. “We” means both.",
    "aims": "Every pupil of Year 5 plans and runs a fair test.",
    "gives": "Each school gives something and gets something.",
    "transport": "Thornmere books the coach. Each school pays half.",
    "leaving-people": "The deputy takes over for a term.",
    "dates": "We look at it together before it ends.",
}
FEWER = "Thornmere books the coach and pays for it in the autumn. Brackenfold pays in the spring."
NEXT = "Both schools walk: the new path is open."


def press(page: Page, button: str, *, seen_before: bool = False) -> None:
    """Press a button, on a page that is held to the standard unless one like it was a moment ago."""
    if not seen_before:
        assert_accessible(page)
    page.get_by_role("button", name=button, exact=True).first.click()
    page.wait_for_load_state()


def show(page: Page, path: str) -> None:
    page.goto(path)
    assert_accessible(page)


def settle(page: Page, mou: str, slug: str, text: str, school: str) -> None:
    """Write a clause and agree to it for one's own school."""
    page.goto(f"{mou}c/{slug}/change/")
    page.get_by_label("Text", exact=True).fill(text)
    for label, words in (("Gives", "Two staff at each session"), ("Gets", "Shared session plans")):
        for box in page.get_by_label(label, exact=True).all():
            if not box.input_value():
                box.fill(words)
    press(page, f"Save and agree for {school}", seen_before=slug not in ("parties", "gives", "dates"))


def sign_by_code(page: Page, user: User, mou: str, number: int, post: str, school: str) -> None:
    """As somebody who is signed in, with a code from their e-mail."""
    page.goto(f"{mou}v/{number}/")
    press(page, "Read and sign", seen_before=post != "headteacher")
    give_code_and_sign(page, user.email, number, post, school, seen_before=True)


def give_code_and_sign(
    page: Page, email: str, number: int, post: str, school: str, *, seen_before: bool = False
) -> None:
    press(page, "E-mail me a code", seen_before=seen_before)
    page.get_by_label(f"I have read version {number} and may sign for {school}").check()
    page.get_by_label("Code from the e-mail").fill(code_in(mail_to(email)[-1]))
    press(page, f"Sign as {post}", seen_before=seen_before)


def take_along(page: Page, mou: str, number: int) -> bytes:
    """The PDF and the Word copy, by the links of the version's page; the PDF's bytes."""
    page.goto(f"{mou}v/{number}/")
    found = []
    for words in (f"PDF of version {number}", f"Word copy of version {number}"):
        address = page.get_by_role("link", name=words).get_attribute("href")
        assert address is not None
        response = page.request.get(address)
        assert response.ok, address
        found.append(response.body())
    assert found[0].startswith(b"%PDF-") and found[1].startswith(b"PK")
    return found[0]


def no_chair_yet(introduction: Introduction) -> None:
    """Everybody who signs has an account, but for Brackenfold's chair of governors."""
    ours, theirs = introduction.asker.school, introduction.asked.school
    for school in (ours, theirs):
        head_of(school), chair_of(school)
    change_role(membership=Membership.objects.verified().of(chair_of(ours)).get(), role=Role.STAFF, by=moderator())


def other_schools() -> Partnership:
    """A partnership that has nothing to do with the first, and has no MOU."""
    asker = brackenfold(make_school(name="Millgate Primary School"))
    introduction = asked_introduction(asker, thornmere(make_independent(name="Fenwick House School")))
    return accept_introduction(introduction=introduction, by=introduction.asked.lead).partnership


def shared_by_all(version: Version) -> str:
    """Both schools and the Forum let others read and adapt it; its address."""
    amara, helen = (partner.lead for partner in version.mou.partnership.partners.order_by("pk"))
    words = {"title": "A coach in two halves", "summary": "One term each. It suits schools four miles apart."}
    shared = ask_to_share(version=version, by=amara, **words)
    school = helen.memberships.get().school
    shared = agree_to_share(shared=shared, school=school, by=helen, seen=shared.fingerprint)
    return share_mou(shared=shared, by=moderator(), seen=shared.fingerprint).get_absolute_url()


@pytest.mark.parametrize(
    "kind", [{"phone": False}, {"phone": True, "javascript": False}], ids=["desktop", "phone-plain"]
)
def test_from_an_introduction_to_a_third_school(open_page, kind):
    introduction = asked_introduction()
    no_chair_yet(introduction)
    make_template_version()
    amara, helen = introduction.asker.lead, introduction.asked.lead
    ours, theirs = introduction.asker.school, introduction.asked.school

    # Introduced.
    thornmeres = open_page(**kind)
    sign_in(thornmeres, helen)
    thornmeres.goto(introduction.get_absolute_url())
    press(thornmeres, "Yes, introduce us")
    partnership = Partnership.objects.get()
    mou = f"/partnerships/{partnership.pk}/mou/"

    # Begun from a template, written and agreed by one school.
    page = open_page(**kind)
    sign_in(page, amara)
    show(page, mou)
    page.get_by_role("link", name="Read the templates, and what other schools share").click()
    assert_accessible(page)
    page.get_by_role("link", name="For a first year", exact=True).first.click()
    press(page, "Use this template")
    press(page, "Begin the MOU")
    expect(page.get_by_text("What the portal knows of your schools is filled in").first).to_be_visible()
    for slug, text in TEXTS.items():
        settle(page, mou, slug, text, ours.name)
    expect(page.get_by_text("0 of 6 clauses agreed")).to_be_visible()

    # Discussed: the other school says what troubles it, writes its own words, and agrees to the rest.
    show(thornmeres, f"{mou}c/transport/")
    thornmeres.get_by_label("Comment", exact=True).fill("Half and half is hard to book. Shall we take terms?")
    press(thornmeres, "Comment")
    settle(thornmeres, mou, "transport", FEWER, theirs.name)
    for _ in range(len(TEXTS) - 1):
        thornmeres.goto(mou)
        thornmeres.get_by_role("button", name=re.compile("^Agree")).first.click()
        thornmeres.wait_for_load_state()
    expect(thornmeres.get_by_text("5 of 6 clauses agreed")).to_be_visible()
    show(page, mou)
    card = page.locator("#transport")
    expect(card.locator("ins").first).to_be_visible()
    expect(card).to_contain_text("Shall we take terms?")
    card.get_by_role("button", name=re.compile("^Agree")).click()
    expect(page.get_by_text("6 of 6 clauses agreed")).to_be_visible()
    assert_accessible(page)

    # Frozen, and four sign.
    page.get_by_role("link", name="Send it for signature").click()
    page.get_by_label("Name (optional)").fill("Dana Ives")
    page.get_by_label("E-mail address (optional)").fill(DANA)
    press(page, "Freeze the text and ask them to sign")
    expect(page.get_by_role("heading", name="Signatures: 0 of 4")).to_be_visible()
    for post, who, school in [
        ("headteacher", head_of(ours), ours),
        ("headteacher", head_of(theirs), theirs),
        ("chair of governors", chair_of(theirs), theirs),
    ]:
        theirs_to_sign = open_page(**kind)
        sign_in(theirs_to_sign, who)
        sign_by_code(theirs_to_sign, who, mou, 1, post, school.name)
        theirs_to_sign.context.close()
    dana = open_page(**kind)
    dana.goto(link_in(mail_to(DANA)[-1]))
    press(dana, "That is me: go on")
    give_code_and_sign(dana, DANA, 1, "chair of governors", ours.name)
    expect(dana.get_by_text("Signed by all").first).to_be_visible()
    version = Version.objects.get()
    assert Mou.objects.get().in_force == version
    assert Partnership.objects.get().stage == Partnership.Stage.AGREED

    # Taken along, and verified by a stranger: by its code, by the file, and not by another one.
    pdf = take_along(dana, mou, 1)
    stranger = open_page(**kind)
    show(stranger, "/verify/")
    stranger.get_by_label("Verification code").fill(version.code)
    press(stranger, "Check it")
    expect(stranger.get_by_role("heading", name="A genuine MOU")).to_be_visible()
    assert_accessible(stranger)
    assert amara.name not in stranger.content()
    for name, file, verdict in [("signed", pdf, "A genuine MOU"), ("other", pdf + b"\n", "Not a genuine copy")]:
        stranger.goto("/verify/")
        upload = {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": file}
        stranger.locator("input[type=file]").set_input_files(upload)
        press(stranger, "Check it")
        expect(stranger.get_by_role("heading", name=verdict)).to_be_visible()

    # Amended: only what changed is agreed again, and the old one holds until all have signed the new.
    show(page, mou)
    page.get_by_role("link", name="Amend it", exact=True).click()
    press(page, "Amend the MOU")
    expect(page.get_by_text("Version 1 holds until everybody has signed the next")).to_be_visible()
    settle(page, mou, "transport", NEXT, ours.name)
    expect(page.get_by_text("5 of 6 clauses agreed")).to_be_visible()
    show(thornmeres, f"{mou}amend/")
    changed = thornmeres.locator(".issp-changed")
    assert changed.count() >= 1
    expect(changed.filter(has_text="Transport").locator("ins").first).to_be_visible()
    thornmeres.goto(mou)
    thornmeres.locator("#transport").get_by_role("button", name=re.compile("^Agree")).click()
    thornmeres.get_by_role("link", name="Send it for signature").click()
    press(thornmeres, "Freeze the text and ask them to sign")
    latest = Version.objects.get(number=2)
    for signatory in signatories_of(latest):
        sign_as_holder(signatory)
    show(page, f"{mou}history/")
    expect(page.get_by_text("Replaced by a later version").first).to_be_visible()
    expect(page.get_by_text(re.compile("Against version 1 it changes: .*Transport"))).to_be_visible()
    show(stranger, f"/verify/{version.code}/")
    expect(stranger.get_by_text("It has been replaced")).to_be_visible()

    # Adapted by schools that have nothing to do with the first two.
    third = other_schools()
    address = shared_by_all(latest)
    adapter = open_page(**kind)
    sign_in(adapter, third.partners.order_by("pk")[0].lead)
    show(adapter, "/mou-templates/?q=coach")
    adapter.get_by_role("link", name="A coach in two halves", exact=True).first.click()
    assert adapter.url.endswith(address)
    for name in (amara.name, helen.name, "Dana Ives", head_of(ours).name, ours.name):
        assert name not in adapter.locator(".issp-clause, article, .issp-read").first.inner_text()
    press(adapter, "Adapt this one")
    press(adapter, "Begin the MOU")
    expect(adapter.locator("#transport")).to_contain_text(NEXT)
    expect(adapter.get_by_text("0 of 6 clauses agreed")).to_be_visible()
    assert_accessible(adapter)
    assert Mou.objects.get(partnership=third).adapted.version == latest
