"""Every e-mail: plain text, one link on a line of its own, and why it came."""

import datetime
import re

import pytest
from django.urls import reverse

from accounts import actions, messages
from accounts.models import Membership
from accounts.tests.factories import make_member, make_user, sign_in
from notifications.models import Message
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

LINKS = re.compile(r"https?://\S+")


@pytest.fixture
def membership():
    school = make_school(name="St Oswin’s & Kestrel <School>")
    return make_member(school, name="Tom O'Ridley").memberships.get()


def sent(function, *arguments):
    Message.objects.all().delete()
    function(*arguments)
    return Message.objects.get()


def check(message, links=1):
    assert len(message.subject) <= 200 and "\n" not in message.subject
    found = LINKS.findall(message.text)
    assert len(found) == links
    assert all(link in message.text.splitlines() for link in found)
    assert "You have this e-mail because" in message.text
    for wrong in ("&#", "&amp;", "&lt;", "!", "Please", "please", "None", "{{", "  "):
        assert wrong not in message.text, wrong


@pytest.mark.parametrize(
    "function", [messages.colleague_asks, messages.colleague_joined, messages.forum_asked, messages.school_stranded]
)
def test_to_somebody_about_a_membership(function, membership):
    check(sent(function, membership, make_user()))


@pytest.mark.parametrize("function", [messages.verified, messages.role_changed, messages.removed])
def test_to_the_member(function, membership):
    message = sent(function, membership)
    assert message.to == membership.user.email
    check(message)


def test_refused(membership):
    check(sent(messages.refused, membership, "The school does not know you."))


def test_invitations(membership):
    invited = actions.invite_colleague(
        school=membership.school, email="new@mail.example", role="staff", by=membership.user
    )
    check(sent(messages.invitation, invited))
    check(sent(messages.invitation_accepted, invited, membership))


def test_about_an_account():
    user = make_user()
    check(sent(messages.account_unused, user, datetime.date(2026, 12, 1)))
    check(sent(messages.forum_role_set, user))
    check(sent(messages.second_factor_removed, user))
    check(sent(messages.account_deleted, user.email), links=0)


@pytest.mark.django_db(transaction=True)
def test_those_about_signing_in(client):
    address = "amara.o'konjo@brackenfold.example"
    user = make_user(email=address, password="three small words")
    sign_in(client, user)
    for name, words, links in [
        ("account_change_password", {"oldpassword": "three small words", "password1": "four other short words"}, 1),
        ("account_email", {"action_add": "1", "email": "new@mail.example"}, 1),
        ("account_reset_password", {"email": address}, 1),
        ("account_login", {"login": address}, 1),
    ]:
        Message.objects.all().delete()
        if "password1" in words:
            words["password2"] = words["password1"]
        if name == "account_login":
            client.logout()
        client.post(reverse(name), words)
        message = Message.objects.get()
        assert "You have this e-mail because" in message.text and "&#" not in message.text
        assert len(LINKS.findall(message.text)) == links
    assert Membership.objects.count() == 0
