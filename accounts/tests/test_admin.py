"""People, memberships and invitations in the admin: who may do what, and that it goes through the actions."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.actions import invite_colleague
from accounts.models import ForumRole, Membership, User
from accounts.tests.factories import make_forum, make_member, make_pending, make_user, sign_in
from core.queues import queues_for
from notifications.models import Message
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

MEMBERSHIPS = "/admin/accounts/membership/"
USERS = "/admin/accounts/user/"


def do(client, action, *memberships, **words):
    data = {"action": action, "_selected_action": [m.pk for m in memberships], **words}
    return client.post(MEMBERSHIPS, data, follow=True)


@pytest.mark.parametrize("role", ForumRole.values)
@pytest.mark.parametrize("model", ["user", "membership", "invitation"])
def test_the_lists_and_pages_open_for_the_forum(client, role, model):
    school = make_school()
    member = make_member(school)
    invited = invite_colleague(school=school, email="new@mail.example", role="staff", by=member)
    sign_in(client, make_forum(role=role))
    one = {"user": member, "membership": member.memberships.get(), "invitation": invited}[model]
    assert client.get(reverse(f"admin:accounts_{model}_changelist")).status_code == 200
    page = client.get(reverse(f"admin:accounts_{model}_change", args=[one.pk]))
    assert page.status_code == 200
    assert invited.token not in page.content.decode()


def test_a_moderator_verifies(client):
    waiting = make_pending(make_school())
    sign_in(client, make_forum())
    assert str(waiting.user) in client.get(MEMBERSHIPS + "?waits=pending").content.decode()
    do(client, "verify", waiting)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.how) == ("verified", "forum")


def test_refusing_asks_for_a_reason_first(client):
    waiting = make_pending(make_school())
    sign_in(client, make_forum())
    assert "Reason" in do(client, "refuse", waiting).content.decode()
    waiting.refresh_from_db()
    assert waiting.status == "pending"
    do(client, "refuse", waiting, reason="The school does not know you.")
    waiting.refresh_from_db()
    assert waiting.status == "refused"
    assert "The school does not know you." in Message.objects.get(kind="membership-refused").text


def test_confirming_a_headteacher(client):
    school = make_school(domain="brackenfold.example")
    asking = make_pending(school, role="headteacher", email="amara@brackenfold.example")
    assert asking.asked_role == "headteacher"
    sign_in(client, make_forum())
    do(client, "confirm_role", asking)
    asking.refresh_from_db()
    assert (asking.role, asking.asked_role) == ("headteacher", "")


def test_nobody_verifies_themselves(client):
    moderator = make_forum()
    mine = make_pending(make_school(), user=moderator)
    sign_in(client, moderator)
    html = do(client, "verify", mine).content.decode()
    assert "nobody themselves" in html
    mine.refresh_from_db()
    assert mine.status == "pending"


def test_an_adviser_only_looks(client):
    waiting = make_pending(make_school())
    sign_in(client, make_forum(role=ForumRole.ADVISER))
    do(client, "verify", waiting)
    waiting.refresh_from_db()
    assert waiting.status == "pending"


def test_memberships_are_not_made_or_changed_by_hand(client):
    member = make_member(make_school())
    sign_in(client, make_forum(role=ForumRole.ADMINISTRATOR))
    assert client.get(MEMBERSHIPS + "add/").status_code == 403
    pk = member.memberships.get().pk
    client.post(f"{MEMBERSHIPS}{pk}/change/", {"status": "ended", "role": "headteacher"})
    assert Membership.objects.get(pk=pk).role == "co-ordinator"
    assert client.post(f"{MEMBERSHIPS}{pk}/delete/", {"post": "yes"}).status_code == 403


def test_only_an_administrator_gives_a_forum_role(client):
    user = make_user(name="Ada Viser")
    words = {
        "name": "Ada Viser",
        "phone": "",
        "forum_role": "adviser",
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
    }
    sign_in(client, make_forum())
    assert client.post(f"{USERS}{user.pk}/change/", words).status_code == 403
    sign_in(client, make_forum(role=ForumRole.ADMINISTRATOR))
    assert client.post(f"{USERS}{user.pk}/change/", words).status_code == 302
    user.refresh_from_db()
    assert user.forum_role == "adviser"
    assert Message.objects.get(kind="forum-role").to == user.email


def test_nobody_changes_their_own_forum_role(client):
    user = make_forum(role=ForumRole.ADMINISTRATOR)
    sign_in(client, user)
    words = {"name": "Me", "phone": "", "forum_role": "", "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    client.post(f"{USERS}{user.pk}/change/", words)
    user.refresh_from_db()
    assert (user.name, user.forum_role) == ("Me", "administrator")


def test_an_administrator_adds_a_colleague_of_the_forum(client):
    sign_in(client, make_forum(role=ForumRole.ADMINISTRATOR))
    words = {"email": "New@Forum.example", "name": "Nell New", "phone": "", "forum_role": "moderator"}
    words |= {"memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0}
    response = client.post(USERS + "add/", words)
    assert response.status_code == 302
    user = User.objects.get(email="new@forum.example")
    assert user.forum_role == "moderator" and not user.has_usable_password()


def test_a_lost_second_factor(client):
    user = make_forum()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    sign_in(client, make_forum(role=ForumRole.ADMINISTRATOR))
    client.post(USERS, {"action": "remove_second_factor", "_selected_action": [user.pk]})
    assert not Authenticator.objects.filter(user=user).exists()
    assert Message.objects.get(kind="second-factor-removed").to == user.email


def test_what_waits_is_counted_on_the_first_page(client):
    make_pending(make_school())
    moderator = make_forum()
    lines = {line.label: line for line in queues_for(moderator)}
    assert lines["People who wait to be verified at a school"].number == 1
    sign_in(client, moderator)
    html = client.get("/admin/").content.decode()
    assert "/admin/accounts/membership/?waits=pending" in html
    assert client.get(lines["People who wait to be verified at a school"].url).status_code == 200


@pytest.mark.parametrize("waits", ["pending", "role", "stranded", "nonsense"])
def test_the_filter(client, waits):
    sign_in(client, make_forum())
    assert client.get(MEMBERSHIPS, {"waits": waits}, follow=True).status_code == 200


def test_allauths_own_lists_are_not_there(client):
    sign_in(client, make_forum(role=ForumRole.ADMINISTRATOR))
    for path in ("/admin/account/emailaddress/", "/admin/mfa/authenticator/"):
        assert client.get(path).status_code == 404
