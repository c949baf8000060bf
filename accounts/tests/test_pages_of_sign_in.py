"""Every address of sign-in that remains: open to whom, and in our look."""

import pytest
from allauth.urls import urlpatterns as allauth_urls
from django.urls import URLPattern, reverse

from accounts.tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db

OPEN = {"account_login", "account_signup", "account_reset_password", "account_inactive"}
OPEN_DONE = {"account_password_reset_completed"}
GO_ON = {  # open, but lead to the start where nothing was begun
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
SIGNED_IN = {
    "account_email",
    "account_set_password",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_activate_totp",
    "mfa_generate_recovery_codes",
}
LEADS_ON = {"account_change_password"}  # who has no password is led to set one
NOT_WITHOUT = {  # signed in, but refused or led on where there is no password or factor
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}
WITH_KEY = {"mfa_remove_webauthn", "mfa_edit_webauthn"}


def names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        else:
            yield from names(pattern.url_patterns)


def test_no_other_address_of_allauth_is_routed():
    known = OPEN | OPEN_DONE | GO_ON | SIGNED_IN | LEADS_ON | NOT_WITHOUT | WITH_KEY | {"account_logout"}
    assert set(names(allauth_urls)) == known


@pytest.mark.parametrize("name", sorted(OPEN | OPEN_DONE))
def test_open_pages(client, name):
    html = client.get(reverse(name)).content.decode()
    assert html.count("<h1") == 1 and "ISSP Portal</title>" in html
    assert "placeholder=" not in html and "style=" not in html


@pytest.mark.parametrize("name", sorted(GO_ON))
def test_pages_in_the_middle_lead_to_the_start(client, name):
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", sorted(SIGNED_IN | LEADS_ON | NOT_WITHOUT))
def test_the_rest_asks_to_sign_in(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 302 and response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", sorted(SIGNED_IN | {"account_logout"}))
def test_pages_of_somebody_signed_in(client, name):
    sign_in(client, make_user())
    html = client.get(reverse(name)).content.decode()
    assert html.count("<h1") == 1 and "ISSP Portal</title>" in html
    assert "placeholder=" not in html and " style=" not in html


@pytest.mark.parametrize("name", sorted(NOT_WITHOUT))
def test_what_needs_a_password_or_factor_is_refused_without(client, name):
    sign_in(client, make_user())
    assert client.get(reverse(name)).status_code in (302, 403, 404)


@pytest.mark.parametrize("name", sorted(WITH_KEY))
def test_anothers_passkey_is_not_found(client, name):
    sign_in(client, make_user())
    assert client.get(reverse(name, args=[1])).status_code == 404
