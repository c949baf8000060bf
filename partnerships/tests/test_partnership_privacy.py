"""What a person's file says of introductions and partnerships."""

import pytest

from accounts.actions import delete_account
from accounts.privacy import everything_about
from accounts.tests.factories import make_user, sign_in
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


def test_whoever_deletes_their_account_is_no_longer_named(client):
    partnership = opened_partnership()
    introduction = partnership.introduction
    lead, names = introduction.asker.lead, (introduction.asker.lead.email, "Amara Nwosu")
    delete_account(user=lead, by=lead)
    partner = partnership.partners.first()
    assert partner.lead is None and list(partner.contacts.values_list("name", flat=True)) == ["Tom Ridley"]
    sign_in(client, introduction.asked.lead)
    for url in (partnership.get_absolute_url(), introduction.get_absolute_url()):
        html = client.get(url).content.decode()
        assert not any(name in html for name in names)
    html = client.get(partnership.get_absolute_url()).content.decode()
    assert "The lead of Brackenfold Primary School has left the portal." in html and "has no lead" in html


def test_somebody_else_s_file_is_empty():
    opened_partnership()
    other = everything_about(make_user())
    assert (other["introductions"], other["partnerships"]) == ([], [])
