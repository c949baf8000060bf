"""Two people decide at the same moment: one outcome, said to both."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import (
    accept_invitation,
    confirmed_user,
    end_membership,
    invite_colleague,
    refuse_membership,
    verify_membership,
)
from accounts.models import Membership, User
from accounts.tests.factories import make_forum, make_member, make_pending, make_user
from core.errors import ActionRefused
from core.tests.at_once import at_once
from notifications.models import Message
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db(transaction=True)


def test_verified_and_refused():
    school = make_school()
    first, second = make_member(school), make_member(school)
    waiting = make_pending(school)
    outcomes = at_once(
        lambda: verify_membership(membership=waiting, by=first),
        lambda: refuse_membership(membership=waiting, by=second, reason="We do not know them."),
    )
    refusals = [outcome for outcome in outcomes if isinstance(outcome, ActionRefused)]
    waiting.refresh_from_db()
    assert len(refusals) == 1 and "no longer waiting" in str(refusals[0])
    assert waiting.status in ("verified", "refused")
    told = Message.objects.filter(to=waiting.user.email, kind__in=["membership-verified", "membership-refused"])
    assert [message.kind for message in told] == [f"membership-{waiting.status}"]


def test_the_last_two_leave():
    make_forum()
    school = make_school()
    first, second = (make_member(school).memberships.get() for _ in range(2))
    outcomes = at_once(
        lambda: end_membership(membership=first, by=first.user),
        lambda: end_membership(membership=second, by=second.user),
    )
    assert sum(isinstance(outcome, ActionRefused) for outcome in outcomes) == 1
    assert Membership.objects.verified().at(school).count() == 1


def test_an_invitation_answered_twice():
    school = make_school()
    invited = invite_colleague(school=school, email="new@mail.example", role="staff", by=make_member(school))
    user = make_user(email="new@mail.example")
    outcomes = at_once(*[lambda: accept_invitation(invitation=invited, user=user)] * 3)
    assert not any(isinstance(outcome, ActionRefused) for outcome in outcomes)
    assert user.memberships.count() == 1
    assert Message.objects.filter(kind="invitation-accepted").count() == 1


def test_a_link_followed_twice_makes_one_account():
    outcomes = at_once(*[lambda: confirmed_user(email="new@mail.example", name="Nell New")] * 3)
    assert {user.pk for user in outcomes} == {User.objects.get(email="new@mail.example").pk}


def test_a_sign_up_sent_twice_makes_one_account():
    words = {"name": "Nell New", "email": "new@mail.example"}
    outcomes = at_once(*[lambda: Client().post(reverse("account_signup"), words)] * 3)
    assert sorted(outcome.status_code for outcome in outcomes)[0] == 302  # the others: sent a moment ago, wait
    assert {outcome.status_code for outcome in outcomes} <= {302, 429}
    assert User.objects.filter(email="new@mail.example").count() == 1
