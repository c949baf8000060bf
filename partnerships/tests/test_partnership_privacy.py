"""What a person's file says of introductions and partnerships."""

import pytest

from accounts.privacy import everything_about
from accounts.tests.factories import make_user
from partnerships.actions.introduction import decline_introduction
from partnerships.tests.introductions import NOTE, asked_introduction, opened_partnership

pytestmark = pytest.mark.django_db


def test_the_file_holds_what_the_person_wrote_and_where_they_are_named():
    partnership = opened_partnership()
    person = everything_about(partnership.introduction.asker.lead)
    assert [(one["your part"], one["note"]) for one in person["introductions"]] == [(["asked", "asker agreed"], NOTE)]
    assert [(one["as"], one["name"]) for one in person["partnerships"]] == [("Lead", "Amara Nwosu")]


def test_but_not_what_the_other_side_wrote():
    introduction = asked_introduction()
    decline_introduction(introduction=introduction, by=introduction.asked.lead, reason="This year is full.")
    asker, asked = everything_about(introduction.asker.lead), everything_about(introduction.asked.lead)
    assert asker["introductions"][0]["reason"] == "" and asked["introductions"][0]["note"] == ""
    assert asked["introductions"][0]["reason"] == "This year is full."


def test_somebody_else_s_file_is_empty():
    opened_partnership()
    other = everything_about(make_user())
    assert (other["introductions"], other["partnerships"]) == ([], [])
