"""Four signatures in a browser: sent, signed by code and by password, a chair who comes by a personal link, recalled.

Each page is held to the standard of every page.
"""

import re

import pytest
from playwright.sync_api import expect

from accounts.actions import change_role
from accounts.models import Membership, Role
from agreements.models import Mou, Version
from agreements.tests.cast import (
    agreed_mou,
    chair_of,
    head_of,
    partners_of,
    sent_version,
    sign_as_holder,
    signatories_of,
)
from partnerships.tests.cast import moderator
from tests.browsing import app_code, assert_accessible, code_in, give_app, link_in, mail_to, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
BROWSERS = pytest.mark.parametrize(
    "browser_kind", [{"phone": False}, {"phone": True, "javascript": False}], ids=["desktop", "phone-plain"]
)


def press(page, button):
    assert_accessible(page)
    page.get_by_role("button", name=button, exact=True).click()


def no_chair_at(school):
    """The portal does not know the chair of governors of this school."""
    membership = Membership.objects.verified().of(chair_of(school)).get()
    change_role(membership=membership, role=Role.STAFF, by=moderator())


@BROWSERS
def test_four_people_sign_one_of_them_by_a_personal_link(open_page, browser_kind):
    mou = agreed_mou()
    ours, theirs = (partner.school for partner in partners_of(mou.partnership))
    no_chair_at(ours)
    amara = partners_of(mou.partnership)[0].lead

    lead = open_page(**browser_kind)
    sign_in(lead, amara)
    lead.goto(f"/partnerships/{mou.partnership_id}/mou/send/")
    lead.get_by_label("Name (optional)").fill("Dana Ives")
    press(lead, "Freeze the text and ask them to sign")
    expect(lead).to_have_title(re.compile("^Error: "))
    expect(lead.get_by_label("Name (optional)")).to_have_value("Dana Ives")
    lead.get_by_label("E-mail address (optional)").fill("dana@brackenfold.example")
    press(lead, "Freeze the text and ask them to sign")
    expect(lead.get_by_role("heading", name="Signatures: 0 of 4")).to_be_visible()
    assert_accessible(lead)

    # The headteacher signs by a mailed code; a wrong one is told, and nothing is signed by it.
    head = open_page(**browser_kind)
    priya = head_of(ours)
    sign_in(head, priya)
    head.goto(link_in(next(text for text in mail_to(priya.email) if "You sign as headteacher" in text)))
    press(head, "E-mail me a code")
    head.get_by_label("Code from the e-mail").fill("0000-0000")
    press(head, "Sign as headteacher")
    expect(head.get_by_role("link", name="Tick to say that you have read version 1 and may sign")).to_be_visible()
    head.get_by_label("I have read version 1 and may sign for Brackenfold Primary School").check()
    head.get_by_label("Code from the e-mail").fill("0000-0000")
    press(head, "Sign as headteacher")
    expect(head).to_have_title(re.compile("^Error: "))
    head.get_by_label("Code from the e-mail").fill(code_in(mail_to(priya.email)[-1]))
    press(head, "Sign as headteacher")
    expect(head.get_by_text("You have signed version 1 as headteacher")).to_be_visible()
    assert_accessible(head)

    # The chair has no account: the link makes one, and a code shows once more that it is them.
    chair = open_page(**browser_kind)
    chair.goto(link_in(mail_to("dana@brackenfold.example")[-1]))
    press(chair, "That is me: go on")
    press(chair, "E-mail me a code")
    chair.get_by_label("I have read version 1 and may sign for Brackenfold Primary School").check()
    chair.get_by_label("Code from the e-mail").fill(code_in(mail_to("dana@brackenfold.example")[-1]))
    press(chair, "Sign as chair of governors")
    expect(chair.get_by_role("heading", name="Signatures: 2 of 4")).to_be_visible()
    again = open_page(**browser_kind)
    again.goto(link_in(mail_to("dana@brackenfold.example")[0]))
    expect(again.get_by_role("heading", name="This link no longer works")).to_be_visible()
    assert_accessible(again)

    # The other school: by the authenticator app, by the password.
    version = Version.objects.get()
    their_head, their_chair = open_page(**browser_kind), open_page(**browser_kind)
    giles, margaret = head_of(theirs), chair_of(theirs)
    margaret.set_password("three small words here")
    margaret.save()
    sign_in(their_head, giles)
    give_app(giles)
    their_head.goto(f"/partnerships/{mou.partnership_id}/mou/v/1/sign/")
    their_head.get_by_label("I have read version 1 and may sign for Thornmere School").check()
    their_head.get_by_label("Code from your authenticator app").fill(app_code())
    press(their_head, "Sign as headteacher")
    expect(their_head.get_by_role("heading", name="Signatures: 3 of 4")).to_be_visible()
    sign_in(their_chair, margaret)
    their_chair.goto(f"/partnerships/{mou.partnership_id}/mou/v/1/sign/")
    their_chair.get_by_label("I have read version 1 and may sign for Thornmere School").check()
    their_chair.get_by_label("Your password").fill("three small words here")
    press(their_chair, "Sign as chair of governors")
    expect(their_chair.get_by_text("Signed by all").first).to_be_visible()
    assert_accessible(their_chair)
    assert Mou.objects.get().in_force == version
    assert set(version.signatories.values_list("how", flat=True)) == {"mail", "code", "password"}


@BROWSERS
def test_declining_and_recalling(open_page, browser_kind):
    version = sent_version()
    first, second, *_ = signatories_of(version)
    sign_as_holder(first)
    chair = open_page(**browser_kind)
    sign_in(chair, chair_of(second.school))
    address = f"/partnerships/{version.mou.partnership_id}/mou/v/1/"
    chair.goto(address)
    chair.get_by_role("button", name="Read and sign").click()
    chair.get_by_role("link", name="Decline, with a reason").click()
    expect(chair.get_by_text("1 of 4 has signed. That signature lapses")).to_be_visible()
    press(chair, "Decline to sign")
    expect(chair).to_have_title(re.compile("^Error: "))
    chair.get_by_label("Why do you not sign it?").fill("Governors have not agreed to the coach.")
    press(chair, "Decline to sign")
    expect(chair.get_by_text("Governors have not agreed to the coach.")).to_be_visible()
    assert_accessible(chair)

    sent_version(Mou.objects.get())
    lead = open_page(**browser_kind)
    sign_in(lead, partners_of(version.mou.partnership)[1].lead)
    lead.goto(address.replace("/v/1/", "/v/2/"))
    lead.get_by_role("link", name="Recall it, with a reason").click()
    lead.get_by_label("Why do you recall it?").fill("The dates clash.")
    press(lead, "Recall it")
    expect(lead.get_by_text("Recalled. Everybody is told")).to_be_visible()


def test_signing_by_keyboard_alone(open_page):
    version = sent_version()
    signatory = signatories_of(version)[0]
    page = open_page()
    sign_in(page, head_of(signatory.school))
    page.goto(f"/partnerships/{version.mou.partnership_id}/mou/v/1/sign/")
    tab_to(page, page.get_by_role("region", name="Text of the MOU, version 1"))
    tab_to(page, page.get_by_role("button", name="E-mail me a code"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code from the e-mail")).to_be_visible()
    tab_to(page, page.get_by_label("I have read version 1"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Code from the e-mail"))
    page.keyboard.type(code_in(mail_to(head_of(signatory.school).email)[-1]))
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have signed version 1")).to_be_visible()


def tab_to(page, target):
    """Reach it by the Tab key, from wherever the focus is."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"The Tab key does not reach {target}")
