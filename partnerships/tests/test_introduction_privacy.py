"""Before both schools said yes nothing tells the other side who somebody is: pages, letters, addresses.

Everything that the portal shows or writes to one side is searched for the people of the other.
"""

import re

import pytest
from django.urls import reverse

from accounts.tests.factories import make_member, sign_in
from core.todos import todos_of
from notifications.models import Message
from partnerships.actions.introduction import (
    accept_introduction,
    decline_introduction,
    nudge_introduction,
    remind_of_introductions,
    withdraw_introduction,
)
from partnerships.models import Introduction
from partnerships.tests.introductions import asked_introduction, brokered_introduction

pytestmark = pytest.mark.django_db


def secrets_of(registration):
    """Every word by which a person of this school could be known or reached."""
    people = [*registration.contacts.all(), *[m.user for m in registration.school.memberships.select_related("user")]]
    found = set()
    for person in people:
        found |= {person.email, person.phone, person.phone.replace(" ", "")}
        found |= {part for part in person.name.split() if part not in str(registration.school)}
    return {secret.lower() for secret in found if len(secret) > 2}


def leaks(text, registration):
    return [
        secret for secret in secrets_of(registration) if re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", text.lower())
    ]


def pages_of(introduction):
    """Every page in which this introduction shows."""
    numbered = ["introduction", "decline", "withdraw"]
    return [
        reverse("dashboard"),
        reverse("partnerships:introductions"),
        reverse("partnerships:partnerships"),
        *(reverse(f"partnerships:{name}", args=[introduction.pk]) for name in numbered),
        *(reverse("partnerships:ask", args=[r.reference]) for r in (introduction.asker, introduction.asked)),
        introduction.asker.school.get_absolute_url(),
        introduction.asked.school.get_absolute_url(),
    ]


def everything_shown_to(client, me, introduction):
    sign_in(client, me.lead)
    shown = []
    for url in pages_of(introduction):
        response = client.get(url, follow=True)
        shown += [response.content.decode(), *(to for to, _ in response.redirect_chain)]
    for todos in todos_of(me.lead):
        shown += [f"{todo.title} {todo.sentence} {todo.url}" for todo in todos]
    addresses = {m.user.email for m in me.school.memberships.select_related("user")}
    shown += [f"{m.subject}\n{m.text}" for m in Message.objects.filter(to__in=addresses)]
    return "\n".join(shown)


def with_colleagues(introduction):
    for registration, name in ((introduction.asker, "Priscilla Quayle"), (introduction.asked, "Benedict Farthingale")):
        make_member(registration.school, name=name, phone="01632 960333")
    return introduction


def assert_both_unknown(client, introduction):
    for me, other in ((introduction.asker, introduction.asked), (introduction.asked, introduction.asker)):
        shown = everything_shown_to(client, me, introduction)
        assert str(other.school) in shown
        assert leaks(shown, other) == []


def test_the_search_finds_what_there_is_to_find():
    introduction = with_colleagues(asked_introduction())
    person = introduction.asker.lead
    assert leaks(f"Write to {person.email.upper()}", introduction.asker)
    assert leaks("Ask for Quayle.", introduction.asker) and leaks("Ring 01632960101", introduction.asker)


def test_while_it_waits(client):
    introduction = with_colleagues(asked_introduction())
    Introduction.objects.update(asked_at="2026-01-05T09:00Z")
    nudge_introduction(introduction=introduction, by=introduction.asker.lead)
    Introduction.objects.update(answer_by=introduction.asked_at.date())
    remind_of_introductions()
    assert_both_unknown(client, introduction)


def test_when_one_of_two_has_said_yes_to_the_forum(client):
    introduction = with_colleagues(brokered_introduction())
    accept_introduction(introduction=introduction, by=introduction.asked.lead)
    assert_both_unknown(client, introduction)


@pytest.mark.parametrize("action", [decline_introduction, withdraw_introduction])
def test_when_it_ended_without_a_yes(client, action):
    introduction = with_colleagues(asked_introduction())
    by = introduction.asked.lead if action is decline_introduction else introduction.asker.lead
    action(introduction=introduction, by=by, reason="This year is full.")
    assert_both_unknown(client, introduction)


def test_after_both_said_yes_the_lead_and_the_deputy_are_known_and_nobody_else(client):
    introduction = with_colleagues(asked_introduction())
    accept_introduction(introduction=introduction, by=introduction.asked.lead)
    shown = everything_shown_to(client, introduction.asker, introduction)
    assert introduction.asked.lead.email in shown and "Martin Oyelaran" in shown
    assert "Farthingale" not in shown
