"""People in a browser: a newcomer joins by an invitation, a colleague is verified, Forum staff add a passkey."""

import pytest
from playwright.sync_api import expect

from accounts.models import Role, User
from accounts.tests.factories import make_forum, make_member, make_pending
from schools.tests.factories import make_school
from tests.browsing import assert_accessible, code_in, link_in, mail_to, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

KINDS = [{"phone": False}, {"phone": True, "javascript": False}]


@pytest.mark.parametrize("kind", KINDS, ids=["desktop", "phone-plain"])
def test_inviting_joining_verifying_and_leaving(open_page, kind):
    school = make_school(name="Brackenfold Primary School", domain="brackenfold.example")
    head = make_member(school, role=Role.HEADTEACHER, name="Priya Raman", email="priya@brackenfold.example")
    make_pending(school, name="Tom Ridley", email="tom@mail.example")

    page = open_page(**kind)
    sign_in(page, head)
    page.goto(f"/accounts/schools/{school.urn}/team/")
    assert_accessible(page)
    page.get_by_role("button", name="Yes, they work here").click()
    expect(page.get_by_text("Tom Ridley now belongs to Brackenfold Primary School.")).to_be_visible()
    page.get_by_role("button", name="Invite a colleague").click()
    page.get_by_label("Your colleague’s e-mail address").fill("nell@mail.example")
    assert_accessible(page)
    page.get_by_role("button", name="Send the invitation").click()

    newcomer = open_page(**kind)
    newcomer.goto(link_in(mail_to("nell@mail.example")[-1]))
    assert_accessible(newcomer)
    newcomer.get_by_role("button", name="Join the school").click()
    newcomer.get_by_label("Your name").fill("Nell New")
    newcomer.get_by_role("button", name="Save").click()
    expect(newcomer.get_by_text("Verified", exact=True)).to_be_visible()
    assert_accessible(newcomer)
    newcomer.get_by_role("link", name="Leave").click()
    assert_accessible(newcomer)
    newcomer.get_by_role("button", name="Leave the school").click()
    expect(newcomer.get_by_text("You belong to no school yet.")).to_be_visible()


@pytest.mark.parametrize("kind", KINDS, ids=["desktop", "phone-plain"])
def test_signing_up_and_belonging_by_the_address(open_page, kind):
    make_school(name="Brackenfold Primary School", domain="brackenfold.example")
    page = open_page(**kind)
    page.goto("/accounts/signup/")
    page.get_by_role("button", name="E-mail me a code").click()
    expect(page.get_by_role("link", name="Enter your name")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Your name").fill("Amara Okonjo")
    page.get_by_label("E-mail address").fill("amara@brackenfold.example")
    page.get_by_role("button", name="E-mail me a code").click()
    assert_accessible(page)
    page.get_by_label("Code from the e-mail").fill(code_in(mail_to("amara@brackenfold.example")[-1]))
    page.get_by_role("button", name="Confirm").click()
    page.goto("/accounts/join/")
    assert_accessible(page)
    page.get_by_role("link", name="Brackenfold Primary School").click()
    page.get_by_role("button", name="Join the school").click()
    expect(page.get_by_text("You belong to Brackenfold Primary School.")).to_be_visible()
    page.goto("/accounts/delete/")
    assert_accessible(page)
    page.get_by_label("I understand that this cannot be undone").check()
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("Your account is deleted.")).to_be_visible()
    assert not User.objects.filter(email="amara@brackenfold.example").exists()


def test_forum_staff_add_a_passkey_and_sign_in_by_it_alone(open_page):
    make_forum(email="ruth@forum.example")
    page = open_page()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill("ruth@forum.example")
    page.get_by_role("button", name="E-mail me a code").click()
    page.get_by_label("Code from the e-mail").fill(code_in(mail_to("ruth@forum.example")[-1]))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Forum staff need a second factor")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Add a passkey").click()
    assert_accessible(page)
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert_accessible(page)
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="What waits for Forum staff")).to_be_visible()
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    assert_accessible(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/dashboard/")
    page.goto("/admin/accounts/membership/")
    expect(page.get_by_role("heading", name="Select membership to change")).to_be_visible()
