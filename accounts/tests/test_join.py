"""Joining a school: who is in at once, who waits, who is asked."""

from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse, reverse_lazy

from accounts.actions import confirmed_user, end_membership, join_school, refuse_membership, verify_by_address
from accounts.models import Membership, Role, User
from accounts.tests.factories import make_forum, make_member, make_pending, make_user, sign_in
from core.models import Event
from notifications.models import Message
from schools.models import Status
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school(name="Brackenfold Primary School", domain="brackenfold.example")


def join(client, school, role="staff", **words):
    return client.post(reverse("accounts:join", args=[school.urn]), {"role": role, **words}, follow=True)


def test_an_address_at_the_schools_domain_is_enough(client, school):
    colleague = make_member(school, email="priya@mail.example")
    user = make_user(email="amara@brackenfold.example", name="Amara Okonjo")
    sign_in(client, user)
    html = join(client, school, "co-ordinator", job_title=" Head  of Music ").content.decode()
    membership = user.memberships.get()
    assert (membership.status, membership.how, membership.role) == ("verified", "domain", "co-ordinator")
    assert membership.job_title == "Head of Music"
    assert "You belong to Brackenfold Primary School." in html
    assert Message.objects.get(to=colleague.email, kind="colleague-joined")
    assert Event.objects.of(membership).get().kind == "membership-verified"


def test_the_address_must_be_confirmed(school):
    user = User.objects.create_user("amara@brackenfold.example", name="Amara")
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    membership = join_school(user=user, school=school, role="staff", by=user)
    assert membership.status == "pending"
    confirmed_user(email=user.email)
    membership.refresh_from_db()
    assert membership.status == "verified"


@pytest.mark.parametrize("domain", ["gmail.com", "calderby.wixsite.com", ""])
def test_a_public_domain_is_not_enough_even_where_the_register_gives_it(domain):
    school = make_school(domain=domain)
    user = make_user(email=f"amara@{domain or 'mail.example'}")
    assert join_school(user=user, school=school, role="staff", by=user).status == "pending"


def test_schools_that_share_a_domain_are_offered_and_one_is_chosen(client, school):
    second = make_school(name="Tarnside Primary School", domain="brackenfold.example")
    user = make_user(email="amara@brackenfold.example")
    sign_in(client, user)
    html = client.get(reverse("accounts:choose_school")).content.decode()
    assert school.name in html and second.name in html and "the one you choose" in html
    join(client, second)
    assert list(user.memberships.values_list("school", "status")) == [(second.pk, "verified")]


def test_a_headteacher_is_not_one_by_saying_so(client, school):
    user = make_user(email="amara@brackenfold.example")
    sign_in(client, user)
    html = join(client, school, "headteacher").content.decode()
    membership = user.memberships.get()
    assert (membership.status, membership.role, membership.asked_role) == ("verified", "staff", "headteacher")
    assert "still confirms that you" in html


def test_without_the_domain_colleagues_are_asked(client, school):
    colleague, moderator = make_member(school), make_forum()
    user = make_user(name="Tom Ridley")
    sign_in(client, user)
    html = join(client, school).content.decode()
    assert user.memberships.get().status == "pending"
    assert "We have asked who can tell" in html
    message = Message.objects.get(kind="colleague-asks")
    assert message.to == colleague.email and "Tom Ridley asks to join" in message.subject
    assert reverse("accounts:team", args=[school.urn]) in message.text
    assert not Message.objects.filter(to=moderator.email).exists()


def test_who_leads_the_team_is_asked_and_not_everybody(school):
    make_member(school, role=Role.STAFF)
    head = make_member(school, role=Role.HEADTEACHER)
    Message.objects.all().delete()
    make_pending(school)
    assert [message.to for message in Message.objects.filter(kind="colleague-asks")] == [head.email]


def test_where_nobody_is_verified_the_forum_is_asked(school):
    moderator = make_forum()
    make_pending(school)
    assert Message.objects.get(kind="forum-asked-to-verify").to == moderator.email


def test_asking_twice_asks_once(client, school):
    make_member(school)
    user = make_user()
    sign_in(client, user)
    join(client, school)
    html = join(client, school).content.decode()
    join_school(user=user, school=school, role=Role.STAFF, by=user)
    assert "already" in html
    assert user.memberships.count() == 1
    assert Message.objects.filter(kind="colleague-asks").count() == 1


def test_who_was_refused_or_left_needs_a_person_whatever_their_address(school):
    colleague = make_member(school)
    user = make_user(email="amara@brackenfold.example")
    first = join_school(user=user, school=school, role="staff", by=user)
    end_membership(membership=first, by=colleague)
    again = join_school(user=user, school=school, role="staff", by=user)
    assert again.pk == first.pk and again.status == "pending"
    assert verify_by_address(user=user) == []
    refuse_membership(membership=again, by=colleague, reason="We do not know them.")
    assert join_school(user=user, school=school, role="staff", by=user).status == "pending"


@pytest.mark.parametrize("role", ["", "administrator", "x" * 10_000, "staff\0"])
def test_a_role_that_is_none_is_refused(client, school, role):
    user = make_user(email="amara@brackenfold.example")
    sign_in(client, user)
    response = client.post(reverse("accounts:join", args=[school.urn]), {"role": role})
    assert response.status_code == 200 and "Select" in response.content.decode()
    assert not Membership.objects.exists()


def test_a_closed_unknown_or_unchecked_school_is_not_found(client):
    sign_in(client, make_user())
    for urn in (make_school(status=Status.CLOSED).urn, make_school(checked=False).urn, 1, 99_999_999_999_999_999_999):
        assert client.get(f"/accounts/join/{urn}/").status_code == 404


def test_another_school_is_found_by_its_name(client, school):
    sign_in(client, make_user())
    address = reverse("accounts:choose_school")
    assert client.post(address, {"school": str(school.urn)}).url == reverse("accounts:join", args=[school.urn])
    several = client.post(address, {"school": "bracken"}).content.decode()
    assert "Select your school from the list" in several and school.name in several


@pytest.mark.parametrize("words", ["", "'", '"', "x" * 10_000, "a\0b", "<script>alert(1)</script>", "%"])
def test_the_search_stands_anything(client, school, words):
    sign_in(client, make_user())
    response = client.post(reverse("accounts:choose_school"), {"school": words})
    assert response.status_code == 200 and b"<script>alert" not in response.content


def test_signed_out(client, school):
    assert client.get(reverse("accounts:join", args=[school.urn])).status_code == 302
    assert client.post(reverse("accounts:join", args=[school.urn]), {"role": "staff"}).status_code == 302
    assert not Membership.objects.exists()


def test_an_account_that_another_made_with_my_address_is_made_safe():
    stranger = User.objects.create_user("amara@brackenfold.example", "their own password", name="Stranger")
    mine = confirmed_user(email="Amara@Brackenfold.example", name="Amara")
    assert mine.pk == stranger.pk and not mine.has_usable_password()


@pytest.mark.parametrize(
    ("there", "back"),
    [
        ("/case-studies/wednesday-science/replicate/", "/case-studies/wednesday-science/replicate/"),
        ("https://elsewhere.example/", reverse_lazy("accounts:account")),
        ("//elsewhere.example/", reverse_lazy("accounts:account")),
        ("javascript:alert(1)", reverse_lazy("accounts:account")),
        ("", reverse_lazy("accounts:account")),
    ],
)
def test_who_was_sent_here_goes_back_where_they_came_from_if_that_is_ours(client, school, there, back):
    sign_in(client, make_user(email="amara@brackenfold.example"))
    ours = there.startswith("/case")
    answer = client.get(reverse("accounts:choose_school"), {"next": there})
    assert (f"?next={there}" in answer.content.decode()) == ours
    chosen = client.post(f"{reverse('accounts:choose_school')}?next={there}", {"school": school.urn})
    address = reverse("accounts:join", args=[school.urn])
    assert chosen.url == (f"{address}?next={quote(there, safe='')}" if ours else address)
    assert client.post(f"{address}?next={there}", {"role": "staff"}).url == back
