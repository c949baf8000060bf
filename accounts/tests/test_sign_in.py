"""Signing in by code and by password, signing up, and what neither gives away."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import make_user
from notifications.models import Message

pytestmark = pytest.mark.django_db(transaction=True)

LOGIN = "/accounts/login/"
CODE = re.compile(r"\b\d{4}-\d{4}\b")


def ask(client, email):
    return client.post(LOGIN, {"login": email})


def code_of(text):
    return CODE.search(text)[0]


def enter(client, code, name="account_confirm_login_code"):
    return client.post(reverse(name), {"code": code})


def signed_in(client):
    return client.get(reverse("accounts:account")).status_code == 200


def test_a_code_signs_in(client):
    make_user(email="amara@brackenfold.example")
    assert ask(client, "Amara@Brackenfold.example").url == reverse("account_confirm_login_code")
    assert not signed_in(client)
    message = Message.objects.get()  # through the outbox, and sent
    assert message.kind == "login-code" and message.status == Message.Status.SENT
    assert mail.outbox[0].to == ["amara@brackenfold.example"]
    assert enter(client, code_of(message.text)).url == reverse("dashboard")
    assert signed_in(client)


def test_a_wrong_code_says_what_to_do_and_three_end_it(client):
    make_user(email="amara@brackenfold.example")
    ask(client, "amara@brackenfold.example")
    html = enter(client, "0000-0000").content.decode()
    assert "Enter the code exactly as it stands in the latest e-mail" in html and "<title>Error: " in html
    enter(client, "0000-0001")
    assert enter(client, "0000-0002").url == LOGIN
    assert enter(client, code_of(Message.objects.get().text)).url == LOGIN
    assert not signed_in(client)


def test_the_page_before_comes_back_and_only_ours(client):
    make_user(email="amara@brackenfold.example")
    for there, then in (("/accounts/join/", "/accounts/join/"), ("https://evil.example/", "/dashboard/")):
        client.post(f"{LOGIN}?next={there}", {"login": "amara@brackenfold.example", "next": there})
        code = code_of(Message.objects.latest("pk").text)
        response = client.post(reverse("account_confirm_login_code"), {"code": code, "next": there})
        assert response.url == then
        client.post(reverse("account_logout"))


def test_a_password_signs_in_and_a_wrong_one_does_not(client):
    make_user(email="amara@brackenfold.example", password="three small words")
    address = f"{LOGIN}?with=password"
    wrong = client.post(address, {"login": "amara@brackenfold.example", "password": "something else"})
    assert "Enter the e-mail address and password of your account" in wrong.content.decode()
    assert (
        client.post(address, {"login": "amara@brackenfold.example", "password": "three small words"}).status_code == 302
    )
    assert signed_in(client)


def test_an_unconfirmed_account_cannot_sign_in_by_password(client):
    User.objects.create_user("new@mail.example", "three small words")
    client.post(f"{LOGIN}?with=password", {"login": "new@mail.example", "password": "three small words"})
    assert not signed_in(client)


@pytest.mark.parametrize("typed", ["", "no address", "x" * 10_000, "a@b.example\0", "<script>@x"])
def test_no_address_at_all(client, typed):
    response = ask(client, typed)
    assert response.status_code == 200 and "Error: " in response.content.decode()
    assert not Message.objects.exists()


class TestNothingTellsWhetherAnAddressIsKnown:
    """The same page, the same redirect, one e-mail either way; the e-mail tells its owner the truth."""

    def test_signing_in(self, client):
        make_user(email="known@mail.example")
        known, unknown = ask(client, "known@mail.example"), ask(Client(), "unknown@mail.example")
        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
        assert Message.objects.get(to="unknown@mail.example").subject == "You have no account yet"
        assert CODE.search(Message.objects.get(to="known@mail.example").text)

    def test_the_code_page(self):
        make_user(email="known@mail.example")
        pages = []
        for who in ("known", "other"):
            client = Client()  # a browser that waits for a code is shown the page for it, whatever it asks for
            ask(client, f"{who}@mail.example")
            html = client.get(reverse("account_confirm_login_code")).content.decode()
            pages.append(re.sub(r'value="[^"]*"', "", html.replace(f"{who}@mail", "who@mail")))
        assert pages[0] == pages[1]

    def test_by_password(self, client):
        make_user(email="known@mail.example", password="three small words")
        pages = []
        for who in ("known", "other"):
            response = client.post(
                f"{LOGIN}?with=password", {"login": f"{who}@mail.example", "password": "wrong wrong wrong"}
            )
            pages.append(re.sub(r'value="[^"]*"', "", response.content.decode()))
        assert pages[0] == pages[1]

    def test_signing_up(self):
        make_user(email="known@mail.example")
        answers = []
        for who in ("known", "fresh"):
            client = Client()
            response = client.post(reverse("account_signup"), {"name": "Tom Ridley", "email": f"{who}@mail.example"})
            html = client.get(response.url).content.decode()
            answers.append((response.status_code, response.url, re.sub(r'value="[^"]*"', "", html.replace(who, "who"))))
        assert answers[0] == answers[1]
        assert Message.objects.get(to="known@mail.example").subject == "You have an account already"
        assert Message.objects.filter(to="fresh@mail.example").count() == 1

    def test_a_forgotten_password(self):
        make_user(email="known@mail.example")
        address = reverse("account_reset_password")
        answers = [Client().post(address, {"email": f"{who}@mail.example"}) for who in ("known", "other")]
        assert {(a.status_code, a.url) for a in answers} == {(302, reverse("account_confirm_password_reset_code"))}
        assert Message.objects.filter(to="other@mail.example").count() == 1


def test_signing_up_confirms_the_address_and_signs_in(client):
    client.post(reverse("account_signup"), {"name": " Tom  Ridley ", "email": "Tom@Mail.example"})
    user = User.objects.get(email="tom@mail.example")
    assert user.name == "Tom Ridley" and not user.has_usable_password()
    assert not EmailAddress.objects.filter(user=user, verified=True).exists()
    response = enter(client, code_of(Message.objects.get().text), "account_email_verification_sent")
    assert response.status_code == 302 and signed_in(client)
    assert EmailAddress.objects.get(user=user).verified
    assert "Delete my account" in client.get(reverse("accounts:delete")).content.decode()  # they have just proved it


def test_signing_up_needs_a_name(client):
    html = client.post(reverse("account_signup"), {"name": "", "email": "tom@mail.example"}).content.decode()
    assert "Enter your name" in html and 'value="tom@mail.example"' in html
    assert not User.objects.exists()


def test_a_new_password_by_a_code(client):
    make_user(email="amara@brackenfold.example", password="three small words")
    client.post(reverse("account_reset_password"), {"email": "amara@brackenfold.example"})
    enter(client, code_of(Message.objects.get().text), "account_confirm_password_reset_code")
    new = {"password1": "four other short words", "password2": "four other short words"}
    assert client.post(reverse("account_complete_password_reset"), new).status_code == 302
    assert User.objects.get().check_password("four other short words")


def test_a_changed_address_takes_over_once_it_is_confirmed(client):
    user = make_user(email="old@mail.example")
    ask(client, "old@mail.example")
    enter(client, code_of(Message.objects.latest("pk").text))
    client.post(reverse("account_email"), {"action_add": "1", "email": "new@mail.example"})
    user.refresh_from_db()
    assert user.email == "old@mail.example"
    code = code_of(Message.objects.get(to="new@mail.example").text)
    enter(client, code, "account_email_verification_sent")
    user.refresh_from_db()
    assert user.email == "new@mail.example"
    assert Message.objects.filter(to="old@mail.example", subject="Your e-mail address is changed").exists()


class TestLimits:
    def test_codes_for_one_address(self):
        for _ in range(3):
            assert ask(Client(), "amara@brackenfold.example").status_code == 302
        refused = ask(Client(), "amara@brackenfold.example")
        assert "That was tried too often." in refused.content.decode()
        assert Message.objects.count() == 3

    def test_passwords_for_one_address(self, client):
        make_user(email="amara@brackenfold.example", password="three small words")
        for _ in range(5):
            client.post(
                f"{LOGIN}?with=password", {"login": "amara@brackenfold.example", "password": "wrong wrong wrong"}
            )
        right = client.post(
            f"{LOGIN}?with=password", {"login": "amara@brackenfold.example", "password": "three small words"}
        )
        assert "That was tried too often." in right.content.decode() and not signed_in(client)

    def test_accounts_from_one_place(self, client):
        for number in range(20):
            Client().post(reverse("account_signup"), {"name": "Tom", "email": f"tom{number}@mail.example"})
        refused = client.post(reverse("account_signup"), {"name": "Tom", "email": "one-more@mail.example"})
        assert refused.status_code == 429 and "<h1" in refused.content.decode()
        assert not User.objects.filter(email="one-more@mail.example").exists()

    def test_they_are_counted_where_every_worker_sees_them(self, client, settings):
        assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_fields_say_what_they_are_for_so_that_browsers_can_fill_them(client):
    html = client.get(f"{LOGIN}?with=password").content.decode()
    assert 'autocomplete="username"' in html and 'autocomplete="current-password"' in html
    html = client.get(reverse("account_signup")).content.decode()
    assert 'autocomplete="name"' in html and 'autocomplete="email"' in html
    ask(client, "amara@brackenfold.example")
    html = client.get(reverse("account_confirm_login_code")).content.decode()
    assert 'autocomplete="one-time-code"' in html and 'inputmode="numeric"' in html
