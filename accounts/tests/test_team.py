"""A school's team page, and what its people do there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Invitation, Membership, Role
from accounts.tests.factories import make_forum, make_member, make_pending, make_user, sign_in
from accounts.views import team
from core.models import Event
from notifications.models import Message
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def head(school):
    return make_member(school, role=Role.HEADTEACHER, name="Priya Raman")


@pytest.fixture
def member(school):
    return make_member(school, role=Role.STAFF, name="Sam Staff")


def url(name, school, *args):
    return reverse(f"accounts:{name}", args=[school.urn, *args])


def membership_of(user):
    return user.memberships.get()


def test_colleagues_and_those_who_wait_are_shown(client, school, head, member):
    waiting = make_pending(school, name="Tom Ridley")
    sign_in(client, member)
    html = client.get(url("team", school)).content.decode()
    assert "Priya Raman" in html and "Tom Ridley" in html and waiting.user.email in html
    assert "The headteacher, chair and co-ordinator change roles" in html
    assert url("remove", school, membership_of(head).pk) not in html


@pytest.mark.parametrize(
    ("job_title", "position"),
    [("", "Headteacher"), ("headteacher", "Headteacher"), ("Executive principal", "Headteacher, Executive principal")],
)
def test_a_headteacher_is_one_only_once(client, school, head, job_title, position):
    Membership.objects.update(job_title=job_title)
    assert membership_of(head).position == position
    sign_in(client, head)
    assert f">{position}<br>" in client.get(url("team", school)).content.decode()


def test_who_leads_is_offered_more(client, school, head, member):
    sign_in(client, head)
    html = client.get(url("team", school)).content.decode()
    assert url("remove", school, membership_of(member).pk) in html
    assert url("role", school, membership_of(member).pk) in html


def test_the_only_one_is_told_so(client, school, head):
    sign_in(client, head)
    assert "You are the only one" in client.get(url("team", school)).content.decode()


class TestAnotherSchool:
    """Everything here is a 404 for people of another school, for who only waits, and for the Forum."""

    @pytest.fixture(params=["other", "waits", "forum", "nobody"])
    def outsider(self, request, school):
        if request.param == "other":
            return make_member(make_school(), role=Role.HEADTEACHER)
        if request.param == "waits":
            return make_pending(school).user
        return make_forum() if request.param == "forum" else make_user()

    @pytest.mark.parametrize("name", ["team", "invite"])
    def test_pages(self, client, school, head, outsider, name):
        sign_in(client, outsider)
        assert client.get(url(name, school)).status_code == 404

    @pytest.mark.parametrize("name", ["verify", "refuse", "role", "remove"])
    def test_deeds(self, client, school, head, member, outsider, name):
        sign_in(client, outsider)
        words = {"role": "staff", "reason": "No."}
        assert client.post(url(name, school, membership_of(member).pk), words).status_code == 404
        assert membership_of(member).status == "verified"

    def test_a_membership_of_another_school_through_mine(self, client, school, head):
        sign_in(client, head)
        theirs = make_pending(make_school())
        assert client.post(url("verify", school, theirs.pk)).status_code == 404
        assert Membership.objects.get(pk=theirs.pk).status == "pending"


def test_signed_out(client, school, member):
    for name in ("verify", "refuse", "role", "remove"):
        assert client.post(url(name, school, membership_of(member).pk)).status_code == 302
    assert client.get(url("team", school)).status_code == 302


def test_verifying(client, school, member):
    waiting = make_pending(school, name="Tom Ridley")
    sign_in(client, member)
    html = client.post(url("verify", school, waiting.pk), follow=True).content.decode()
    waiting.refresh_from_db()
    assert (waiting.status, waiting.how, waiting.verified_by) == ("verified", "colleague", member)
    assert "Tom Ridley now belongs to" in html
    assert Message.objects.get(kind="membership-verified", to=waiting.user.email)
    client.post(url("verify", school, waiting.pk))  # a double click
    assert Message.objects.filter(kind="membership-verified", to=waiting.user.email).count() == 1


def test_a_look_changes_nothing(client, school, member):
    waiting = make_pending(school)
    sign_in(client, member)
    assert client.get(url("verify", school, waiting.pk)).status_code == 405
    client.get(url("refuse", school, waiting.pk))
    assert Membership.objects.get(pk=waiting.pk).status == "pending"


def test_staff_verify_a_headteacher_only_as_staff(client, school, member):
    waiting = make_pending(school, role=Role.HEADTEACHER)
    sign_in(client, member)
    client.post(url("verify", school, waiting.pk))
    waiting.refresh_from_db()
    assert (waiting.role, waiting.asked_role) == ("staff", "headteacher")


def test_who_leads_verifies_a_chair_as_chair(client, school, head):
    waiting = make_pending(school, role=Role.CHAIR)
    sign_in(client, head)
    client.post(url("verify", school, waiting.pk))
    waiting.refresh_from_db()
    assert (waiting.role, waiting.asked_role) == ("chair", "")


def test_refusing_needs_a_reason_which_is_mailed(client, school, member):
    waiting = make_pending(school, name="Tom Ridley")
    sign_in(client, member)
    empty = client.post(url("refuse", school, waiting.pk), {"reason": ""}).content.decode()
    assert "Enter a reason, in a sentence" in empty and "<title>Error: " in empty
    long = client.post(url("refuse", school, waiting.pk), {"reason": "x" * 10_000}).content.decode()
    assert "at most 500 characters" in long
    client.post(url("refuse", school, waiting.pk), {"reason": "We do not know this person."})
    waiting.refresh_from_db()
    assert waiting.status == "refused"
    assert "We do not know this person." in Message.objects.get(kind="membership-refused").text


def test_changing_a_role(client, school, head, member):
    sign_in(client, head)
    client.post(url("role", school, membership_of(member).pk), {"role": "co-ordinator"})
    assert membership_of(member).role == "co-ordinator"
    assert Message.objects.get(kind="role-changed").to == member.email


def test_staff_change_and_remove_nobody_where_somebody_leads(client, school, head, member):
    other = make_member(school, role=Role.STAFF)
    sign_in(client, member)
    for name in ("role", "remove"):
        html = client.post(url(name, school, membership_of(other).pk), {"role": "headteacher"}).content.decode()
        assert "Only " in html and "There is a problem" in html
    assert (membership_of(other).role, membership_of(other).status) == ("staff", "verified")


def test_where_nobody_leads_staff_may_but_make_no_head(client, school, member):
    other = make_member(school, role=Role.STAFF)
    sign_in(client, member)
    client.post(url("role", school, membership_of(other).pk), {"role": "headteacher"})
    assert membership_of(other).role == "staff"
    client.post(url("role", school, membership_of(other).pk), {"role": "co-ordinator"})
    assert membership_of(other).role == "co-ordinator"


def test_nobody_changes_their_own_role(client, school, head):
    sign_in(client, head)
    assert client.post(url("role", school, membership_of(head).pk), {"role": "chair"}).status_code == 404


def test_removing(client, school, head, member):
    sign_in(client, head)
    assert "Remove Sam Staff" in client.get(url("remove", school, membership_of(member).pk)).content.decode()
    client.post(url("remove", school, membership_of(member).pk))
    assert membership_of(member).status == "ended"
    assert Message.objects.get(kind="membership-removed").to == member.email
    assert Event.objects.of(membership_of(member)).first().kind == "membership-ended"
    sign_in(client, member)
    assert client.get(url("team", school)).status_code == 404


def test_inviting(client, school, member):
    sign_in(client, member)
    client.post(url("invite", school), {"email": "New@Mail.example", "role": "staff"})
    invited = Invitation.objects.get()
    assert (invited.email, invited.invited_by) == ("new@mail.example", member)
    message = Message.objects.get(kind="invitation")
    assert message.to == "new@mail.example" and invited.token in message.text
    assert invited.token not in client.get(url("team", school)).content.decode()


@pytest.mark.parametrize(
    ("email", "role", "said"),
    [
        ("", "staff", "Enter your colleague’s e-mail address"),
        ("nobody", "staff", "Enter an e-mail address in full"),
        ("a\0@mail.example", "staff", "Null characters are not allowed"),
        ("x" * 10_000 + "@mail.example", "staff", "at most 254 characters"),
        ("new@mail.example", "king", "Select one of the roles"),
        ("new@mail.example", "headteacher", "can invite a headteacher or chair"),
    ],
)
def test_an_invitation_that_is_refused(client, school, member, email, role, said):
    sign_in(client, member)
    html = client.post(url("invite", school), {"email": email, "role": role}).content.decode()
    assert said in html
    assert not Invitation.objects.exists()


def test_inviting_twice_sends_the_one_again(client, school, member):
    sign_in(client, member)
    for _ in range(2):
        client.post(url("invite", school), {"email": "new@mail.example", "role": "staff"})
    assert Invitation.objects.count() == 1
    assert Message.objects.filter(kind="invitation").count() == 2


def test_twenty_open_invitations_are_enough(client, school, member):
    sign_in(client, member)
    for number in range(21):
        last = client.post(url("invite", school), {"email": f"new{number}@mail.example", "role": "staff"})
    assert "20 invitations are open already" in last.content.decode()
    assert Invitation.objects.count() == 20


def test_withdrawing(client, school, member):
    sign_in(client, member)
    client.post(url("invite", school), {"email": "new@mail.example", "role": "staff"})
    invited = Invitation.objects.get()
    client.post(url("withdraw_invitation", school, invited.pk))
    assert not Invitation.objects.open().exists()
    outsider = make_member(make_school())
    sign_in(client, outsider)
    assert client.post(url("withdraw_invitation", school, invited.pk)).status_code == 404


def test_the_page_asks_no_more_the_more_people_there_are(client, school, head, django_assert_num_queries):
    def fill(number):
        for _ in range(number):
            make_member(school, role=Role.STAFF)
            make_pending(school)

    fill(2)
    client.force_login(head, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(url("team", school))
    with CaptureQueriesContext(connection) as few:
        client.get(url("team", school))
    fill(8)
    with django_assert_num_queries(len(few)):
        client.get(url("team", school))


def test_many_people_come_in_pages(client, school, head, monkeypatch):
    monkeypatch.setattr(team, "MEMBERS_A_PAGE", 2)
    for _ in range(2):
        make_member(school, role=Role.STAFF)
    sign_in(client, head)
    assert "page=2" in client.get(url("team", school)).content.decode()
    assert client.get(url("team", school) + "?page=9999999").status_code == 200
