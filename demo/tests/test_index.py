"""/demo/: sign-ins, the second factor's code, and the post"""

import re

import pytest
from allauth.mfa.totp.internal.auth import hotp_value

from demo import people
from demo.loading import load_demo
from notifications.models import Message

pytestmark = pytest.mark.django_db


def write(count, *, to="amara.nwosu@brackenfold.example", text="Follow http://127.0.0.1:8000/x/"):
    Message.objects.bulk_create(Message(kind="k", to=to, subject=f"Letter {n}", text=text) for n in range(count))


def test_anybody_may_open_it_and_it_says_that_all_is_made_up(client):
    response = client.get("/demo/")
    assert response.status_code == 200
    assert b"Everything here is made up" in response.content
    assert "no-store" in response["Cache-Control"]


def test_shows_whom_to_sign_in_as(client):
    text = client.get("/demo/").content.decode()
    assert people.PASSWORD in text
    assert all(person.email in text for person in people.sign_ins())


def test_the_code_is_what_an_authenticator_app_shows(client, monkeypatch):
    monkeypatch.setattr(people.time, "time", lambda: 3_000_000.5)
    text = client.get("/demo/").content.decode()
    assert re.search(r'id="code">(\d{6})<', text)[1] == f"{hotp_value(people.TOTP_SECRET, 100_000):06d}"


def test_shows_the_post_newest_first_a_page_at_a_time(client):
    write(12)
    first, second = (client.get(f"/demo/?page={n}").content.decode() for n in (1, 2))
    assert "Letter 11" in first
    assert "Letter 1," not in first
    assert "Letter 1," in second
    assert 'href="http://127.0.0.1:8000/x/"' in first


def test_shows_the_post_of_one_address(client):
    write(1, text="Mine")
    write(1, to="helen.castellane@thornmere.example", text="Hers")
    text = client.get("/demo/?to=helen.castellane@thornmere.example").content.decode()
    assert "Hers" in text
    assert "Mine" not in text


def test_a_letter_cannot_bring_a_script(client):
    write(1, text="<script>alert(1)</script>")
    assert b"<script>alert" not in client.get("/demo/").content


@pytest.mark.parametrize("query", ["page=99999999999999999999", "page=x", "to=" + "a" * 10_000, "to=%00", "to='"])
def test_nonsense_in_the_address_is_no_fault(client, query):
    write(1)
    assert client.get(f"/demo/?{query}").status_code == 200


def test_takes_no_post(client):
    assert client.post("/demo/").status_code == 405


def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries):
    write(1)
    with django_assert_num_queries(2):
        client.get("/demo/")
    write(30)
    with django_assert_num_queries(2):
        client.get("/demo/")


def test_the_buttons_sign_in_and_then_offer_to_sign_out(client):
    """What a button sends is what the form of the sign-in page sends."""
    load_demo()
    amara = people.sign_ins()[0]
    text = client.get("/demo/").content.decode()
    assert f'name="login" value="{amara.email}"><input type="hidden" name="password" value="{people.PASSWORD}"' in text
    client.post("/accounts/login/?with=password", {"login": amara.email, "password": people.PASSWORD})
    assert client.get("/dashboard/").status_code == 200
    text = client.get("/demo/").content.decode()
    assert "You are Amara Nwosu now" in text
    assert 'name="password"' not in text


def test_forum_staff_sign_in_with_password_and_code(client):
    load_demo()
    ruth = people.FORUM[0]
    sent = {"login": ruth.email, "password": people.PASSWORD}
    response = client.post("/accounts/login/?with=password", sent, follow=True)
    assert response.redirect_chain[-1][0] == "/accounts/2fa/authenticate/"
    assert client.get("/admin/").status_code != 200
    client.post(response.redirect_chain[-1][0], {"code": people.code_now()})
    assert client.get("/admin/").status_code == 200
