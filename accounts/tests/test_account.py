"""My account: what it shows, and what it changes."""

import pytest
from django.urls import reverse

from accounts.actions import invite_colleague
from accounts.models import Role
from accounts.tests.factories import make_member, make_pending, make_user, sign_in
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def page(client, name, *args):
    return client.get(reverse(name, args=args))


def test_it_shows_who_i_am_and_where_i_belong(client):
    school = make_school()
    user = make_member(school, role=Role.HEADTEACHER, name="Priya Raman")
    sign_in(client, user)
    html = page(client, "accounts:account").content.decode()
    assert "Priya Raman" in html and school.name in html and "Headteacher" in html and "Verified" in html
    assert reverse("accounts:team", args=[school.urn]) in html


def test_who_waits_is_told_for_what_and_since_when(client):
    membership = make_pending(make_school())
    sign_in(client, membership.user)
    html = page(client, "accounts:account").content.decode()
    assert "Waiting</strong> since" in html and "prepare and save" in html
    assert reverse("accounts:team", args=[membership.school.urn]) not in html


def test_nobody_signed_out_sees_it(client):
    response = page(client, "accounts:account")
    assert response.status_code == 302 and response.url.startswith(reverse("account_login"))


def test_name_and_number_are_saved(client):
    user = make_user()
    sign_in(client, user)
    response = client.post(reverse("accounts:details"), {"name": "  Tom   Ridley ", "phone": "01632 960 001"})
    user.refresh_from_db()
    assert response.status_code == 302
    assert (user.name, user.phone) == ("Tom Ridley", "01632 960 001")


@pytest.mark.parametrize(
    ("name", "phone", "said"),
    [
        ("", "", "Enter your name"),
        ("x" * 10_000, "", "Enter a name of at most 100 characters"),
        ("12345", "", "Enter at least one letter"),
        ("Tom\0", "", "Null characters are not allowed"),
        ("Tom", "<script>", "Enter a telephone number"),
        ("Tom", "1" * 10_000, "Enter a telephone number"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_the_typing_stays(client, name, phone, said):
    user = make_user(name="Amara Okonjo")
    sign_in(client, user)
    response = client.post(reverse("accounts:details"), {"name": name, "phone": phone})
    user.refresh_from_db()
    assert response.status_code == 200
    assert said in response.content.decode()
    assert "<title>Error: " in response.content.decode()
    assert user.name == "Amara Okonjo"


def test_a_script_in_a_name_is_only_words(client):
    school = make_school()
    user = make_member(school, name="<script>alert(1)</script>")
    sign_in(client, user)
    for url in (reverse("accounts:account"), reverse("accounts:team", args=[school.urn]), reverse("dashboard")):
        assert b"<script>alert" not in client.get(url).content


def test_the_pages_of_a_person_ask_no_more_the_more_schools_they_have(client, django_assert_max_num_queries):
    user = make_user()
    for _ in range(4):
        make_member(make_school(), user=user)
    sign_in(client, user)
    with django_assert_max_num_queries(10):
        page(client, "accounts:account")


def test_inviting_shows_on_the_team_page(client):
    school = make_school()
    user = make_member(school)
    invite_colleague(school=school, email="new@mail.example", role=Role.STAFF, by=user)
    sign_in(client, user)
    assert "new@mail.example" in page(client, "accounts:team", school.urn).content.decode()
