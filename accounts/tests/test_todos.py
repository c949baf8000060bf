"""What the dashboard says about people and schools."""

import pytest

from accounts.tests.factories import make_member, make_pending, make_user
from core.todos import todos_of
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def titles(user):
    mine, waiting = todos_of(user)
    return [todo.title for todo in mine], [todo.title for todo in waiting]


def test_a_colleague_who_waits_needs_me():
    school = make_school(name="Brackenfold Primary School")
    user = make_member(school, role="staff")
    make_pending(school, name="Tom Ridley")
    make_pending(make_school(), name="Olive Other")
    mine, _ = titles(user)
    assert "Tom Ridley waits to join Brackenfold Primary School" in mine
    assert not any("Olive Other" in title for title in mine)


def test_who_waits_sees_for_what_and_since_when():
    membership = make_pending(make_school(name="Brackenfold Primary School"))
    _, waiting = todos_of(membership.user)
    assert [todo.title for todo in waiting] == ["You wait to be verified at Brackenfold Primary School"]
    assert waiting[0].since


def test_who_belongs_nowhere_is_shown_the_way():
    assert "Join your school" in titles(make_user())[0]
    assert "Join your school" not in titles(make_member(make_school()))[0]


def test_who_leads_is_advised_to_add_a_second_factor():
    school = make_school()
    assert "Add a second factor to your account" in titles(make_member(school, role="headteacher"))[0]
    assert "Add a second factor to your account" not in titles(make_member(school, role="staff"))[0]
