"""Approving several registrations from the list."""

import pytest

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member
from core.models import Event
from partnerships.actions.moderation import version_of
from partnerships.models import Registration
from partnerships.tests.cast import confirmed_registration, line, waiting_registration
from partnerships.tests.moderating import change, client_of, proposed_registration

pytestmark = pytest.mark.django_db
URL = "/admin/partnerships/registration/"
Status = Registration.Status


def tick(*registrations, client=None, **posted):
    data = {"action": "approve_ticked", "_selected_action": [r.pk for r in registrations], **posted}
    return (client or client_of()).post(URL, data, follow=True)


def confirm(*registrations, client=None, **seen):
    versions = {f"seen_{r.pk}": version_of(r) for r in registrations} | seen
    return tick(*registrations, client=client, confirmed="yes", **versions)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def statuses(*registrations):
    return [Registration.objects.get(pk=r.pk).status for r in registrations]


def test_the_confirm_page_lists_them_and_changes_nothing():
    first = waiting_registration(needs=[line(sentence="Forty pupils would like to swim.")])
    second = waiting_registration()
    page = tick(first, second).content.decode()
    assert "Forty pupils would like to swim." in page
    assert "Approve 2 registrations" in page
    assert f'name="seen_{second.pk}" value="{version_of(second)}"' in page
    assert statuses(first, second) == [Status.WAITING] * 2


def test_each_is_approved_by_its_own_action():
    first, second, third = (waiting_registration() for _ in range(3))
    response = confirm(first, second)
    assert statuses(first, second, third) == [Status.LIVE, Status.LIVE, Status.WAITING]
    assert "Approved 2:" in said(response)
    assert Event.objects.filter(kind="registration-approved").count() == 2


def test_ones_own_school_is_skipped_and_the_result_says_so():
    own, other = waiting_registration(), waiting_registration()
    client = client_of(make_member(own.school, user=make_forum()))
    assert "Not among them" in tick(own, other, client=client).content.decode()
    response = confirm(own, other, client=client)
    assert statuses(own, other) == [Status.WAITING, Status.LIVE]
    assert f"Approved 1: {other.school}." in said(response)
    assert f"{own.school}: you have a part in this school" in said(response)


def test_what_must_be_read_by_itself_is_skipped():
    unverified, proposed = confirmed_registration(), proposed_registration(miles=30)
    response = confirm(unverified, proposed)
    assert statuses(unverified) == [Status.WAITING]
    assert Registration.objects.get(pk=proposed.pk).miles == 15
    assert "nobody has verified its sender" in said(response)
    assert "changes are read one by one" in said(response)


def test_what_changed_meanwhile_is_not_approved():
    first, second = waiting_registration(), waiting_registration()
    seen = version_of(first)
    change(first, miles=3)
    response = confirm(first, second, **{f"seen_{first.pk}": seen})
    assert statuses(first, second) == [Status.WAITING, Status.LIVE]
    assert "has changed its registration" in said(response)


def test_what_was_never_on_the_confirm_page_is_not_approved():
    waiting = waiting_registration()
    tick(waiting, confirmed="yes")
    assert statuses(waiting) == [Status.WAITING]


def test_pressing_twice_says_that_nothing_waited():
    first = waiting_registration()
    client = client_of()
    confirm(first, client=client)
    assert "1 no longer waited" in said(confirm(first, client=client))
    assert Event.objects.filter(kind="registration-approved").count() == 1


def test_an_adviser_approves_nothing():
    waiting = waiting_registration()
    confirm(waiting, client=client_of(make_forum(role=ForumRole.ADVISER)))
    assert statuses(waiting) == [Status.WAITING]


def test_no_more_than_a_person_can_have_read(monkeypatch):
    monkeypatch.setattr("partnerships.admin.registrations.MOST_AT_ONCE", 2)
    several = [waiting_registration() for _ in range(3)]
    assert "Tick 2 registrations or fewer" in said(tick(*several))


def test_as_many_queries_for_many_as_for_few(django_assert_max_num_queries, django_assert_num_queries):
    client = client_of()
    few, many = [waiting_registration() for _ in range(2)], [waiting_registration() for _ in range(7)]
    tick(*few, client=client)
    with django_assert_max_num_queries(25) as counted:
        tick(*few, client=client)
    with django_assert_num_queries(len(counted)):
        tick(*many, client=client)
