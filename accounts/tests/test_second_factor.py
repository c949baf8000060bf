"""Forum staff act only behind a second factor; the admin opens to nobody else."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from accounts.models import ForumRole, Role
from accounts.tests.factories import make_forum, make_member, make_user, sign_in
from notifications.models import Message
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

PASSWORD = "three small words"
NONSENSE = [
    "",
    "null",
    "[]",
    "7",
    '{"id": 1}',
    '{"id": "x"}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": '
    '{"clientDataJSON": "AA", "attestationObject": "AA"}}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": '
    '{"clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": "AA"}}',
    "x" * 10_000,
]


def code_of(secret):
    """What the app of this secret shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def with_app(user):
    """Set up an authenticator app; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def by_password(client, user):
    user.set_password(PASSWORD)
    user.save()
    return client.post("/accounts/login/?with=password", {"login": user.email, "password": PASSWORD})


@pytest.mark.parametrize("role", ForumRole.values)
def test_without_a_factor_forum_staff_are_led_to_set_one_up(client, role):
    by_password(client, make_forum(role=role))
    for path in ("/dashboard/", "/admin/", "/admin/accounts/user/", "/accounts/"):
        response = client.get(path)
        assert response.status_code == 302, path
        assert response.url.startswith(reverse("accounts:second_factor")), path
    assert "Forum staff need a second factor" in client.get(reverse("accounts:second_factor")).content.decode()
    assert client.get("/").status_code == 200  # what is open to everybody stays open


@pytest.mark.django_db(transaction=True)
def test_setting_one_up_opens_the_admin(client):
    user = make_forum()
    by_password(client, user)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 302 and "reauthenticate" in page.url
    client.post(page.url, {"password": PASSWORD})
    html = client.get(reverse("mfa_activate_totp")).content.decode()
    assert "<svg" in html and "data:" not in html and " style=" not in html
    secret = html.split("data-secret>")[1].split("<")[0]
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert "Enter the six digits that your app shows now" in wrong and secret in wrong
    assert client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert Authenticator.objects.filter(user=user).count() == 2  # the app and the recovery codes


def test_with_a_factor_they_are_asked_for_it(client):
    user = make_forum()
    secret = with_app(user)
    assert by_password(client, user).url == reverse("mfa_authenticate")
    assert client.get("/admin/").url.startswith("/admin/login/")
    refused = client.post(reverse("mfa_authenticate"), {"code": "123"}).content.decode()
    assert "or one of your recovery codes" in refused
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_works_once(client):
    user = make_forum()
    with_app(user)
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    by_password(client, user)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get("/admin/").status_code == 200
    other = Client()
    by_password(other, user)
    other.post(reverse("mfa_authenticate"), {"code": code})
    assert other.get("/admin/").status_code == 302


def test_a_session_from_before_the_factor_is_asked_for_it(client):
    user = make_forum()
    sign_in(client, user, second_factor=False)
    secret = with_app(user)
    response = client.get("/admin/accounts/user/")
    assert response.url.startswith(reverse("mfa_reauthenticate"))
    response = client.post(response.url, {"code": code_of(secret)})
    assert response.url == "/admin/accounts/user/"
    assert client.get(response.url).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_second_factor_added_by_an_old_session_does_not_open_it(client):
    user = make_forum()
    by_password(client, user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "Laptop"})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).content.decode().split("data-secret>")[1].split("<")[0]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert client.get("/admin/").status_code == 302


def test_somebody_not_of_the_forum_is_refused_the_admin(client):
    user = make_member(make_school(), role=Role.HEADTEACHER)
    with_app(user)
    sign_in(client, user)
    for path in ("/admin/login/", "/admin/accounts/membership/"):
        assert client.get(path, follow=True).status_code == 403


def test_signed_out_the_admin_leads_to_our_own_sign_in(client):
    response = client.get("/admin/accounts/user/", follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert "E-mail me a code" in response.content.decode()
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_admins_sign_in_leads_nowhere_else(client, there):
    sign_in(client, make_forum())
    assert client.get("/admin/login/", {"next": there}).url == "/admin/"


def test_the_admin_itself_asks_even_without_the_middleware(client, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondFactor" not in name]
    user = make_forum()
    sign_in(client, user, second_factor=False)
    assert client.get("/admin/accounts/user/").status_code == 302
    assert client.get("/admin/login/").url.startswith(reverse("accounts:second_factor"))
    with_app(user)
    assert client.get("/admin/login/").url.startswith(reverse("mfa_reauthenticate"))


def test_forum_staff_cannot_remove_their_last_factor(client):
    user = make_forum()
    with_app(user)
    sign_in(client, user)
    html = client.post(reverse("mfa_deactivate_totp"), {}).content.decode()
    assert "Forum staff always need one" in html
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_others_may(client):
    user = make_user()
    with_app(user)
    sign_in(client, user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time(), "reauthenticated": True}]
    session.save()
    client.post(reverse("mfa_deactivate_totp"), {})
    assert not Authenticator.objects.filter(user=user).exists()
    assert Message.objects.filter(to=user.email, subject="Your authenticator app was removed").exists()


def test_codes_of_the_app_are_limited(client):
    user = make_forum()
    with_app(user)
    by_password(client, user)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    html = client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert "That was tried too often." in html


def test_passkeys_hand_out_a_challenge_and_refuse_nonsense(client):
    data = client.get(reverse("mfa_login_webauthn"), HTTP_ACCEPT="application/json").json()
    assert data["request_options"]["publicKey"]["challenge"]
    for credential in NONSENSE:
        assert client.post(reverse("mfa_login_webauthn"), {"credential": credential}).status_code == 302


@pytest.mark.parametrize("credential", NONSENSE)
def test_nonsense_in_place_of_a_passkey_is_refused_everywhere(client, credential):
    user = make_forum()
    sign_in(client, user)
    html = client.post(reverse("mfa_add_webauthn"), {"name": "Laptop", "credential": credential}).content.decode()
    assert "The passkey was not read." in html
    assert not Authenticator.objects.filter(user=user).exists()
    with_app(user)
    other = Client()
    by_password(other, user)
    html = other.post(reverse("mfa_authenticate"), {"credential": credential}).content.decode()
    assert "The passkey was not read." in html
    assert other.get("/admin/").status_code == 302
