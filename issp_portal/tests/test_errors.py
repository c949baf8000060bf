"""The pages for what goes wrong. 500 and unknown hosts: tests/test_settings.py, as production serves them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from issp_portal.views import errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def shows(response, status, heading):
    """Our own page: its heading, a way on, and not to be indexed."""
    text = response.content.decode()
    assert response.status_code == status
    assert f'<h1 class="govuk-heading-l">{heading}</h1>' in text
    assert f"<title>{heading} - ISSP Portal</title>" in text
    assert 'href="/contact/"' in text
    assert '<meta name="robots" content="noindex">' in text


def test_not_found(client):
    shows(client.get("/no-such-page/"), 404, "We could not find that page")


def test_not_found_says_nothing_of_the_address(client):
    assert b"<script>alert" not in client.get("/<script>alert(1)</script>/").content


def test_csrf(rf):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    shows(client.post("/accounts/login/", {"login": "a@b.example"}), 403, "That form was open too long")


def test_forbidden(rf):
    shows(errors.forbidden(rf.get("/x/"), PermissionDenied()), 403, "You cannot open this page")


def test_more_than_a_form_holds(client):
    response = client.post("/accounts/login/", {"login": "a" * 1_100_000})
    shows(response, 413, "That is more than we can take")


def test_more_fields_than_a_form_has(client):
    response = client.post("/accounts/login/", {f"field{n}": "" for n in range(1100)})
    shows(response, 413, "That is more than we can take")


def test_a_file_where_none_belongs(client):
    response = client.post("/accounts/login/", {"login": SimpleUploadedFile("virus.exe", b"MZ" * 1000)})
    shows(response, 413, "That is more than we can take")


def test_a_body_that_is_cut_off(client):
    response = client.post("/accounts/login/", b"--x\r\nContent-Disp", content_type="multipart/form-data; boundary=")
    shows(response, 400, "We could not read that request")


def test_too_many_tries(rf):
    shows(errors.too_many_requests(rf.get("/accounts/login/")), 429, "Too many tries in a short time")


def test_no_error_page_asks_the_database(client, django_assert_num_queries):
    """For a visitor: an error page must not make a bad day worse."""
    with django_assert_num_queries(0):
        client.get("/no-such-page/")
