"""Every e-mail: plain text, one link on a line of its own, and why it came."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts import actions, messages
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
    body, why = message.text.split("ISSP Portal\nYou have this e-mail because")
    found = LINKS.findall(body)
    assert len(found) == links
    assert all(link in message.text.splitlines() for link in found)
    assert why.strip()
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


def post(client, address, **words):
    Message.objects.all().delete()
    client.post(reverse(address), words)
    return Message.objects.get()


@pytest.mark.django_db(transaction=True)
def test_those_about_signing_in():
    email, new = "amara.o'konjo@brackenfold.example", "four other short words"
    make_user(email=email)
    check_code(post(Client(), "account_login", login=email))
    check_code(post(Client(), "account_reset_password", email=email))
    check_code(post(Client(), "account_signup", name="Tom", email="tom@mail.example"))
    check(post(Client(), "account_signup", name="Tom", email=email))
    check(post(Client(), "account_login", login="nobody@mail.example"), links=1)
    client = Client()
    sign_in(client, make_user(email="other@mail.example"))
    check_code(post(client, "account_email", action_add="1", email="new@mail.example"))
    check(post(client, "account_set_password", password1=new, password2=new))


def check_code(message):
    assert re.search(r"^\d{4}-\d{4}$", message.text, re.M)  # on a line of its own, easily copied
    assert "It works for 15 minutes." in message.text
    assert "Nobody from the Forum will ever ask you for it." in message.text
    assert "You have this e-mail because" in message.text and "&#" not in message.text
