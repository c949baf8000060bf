"""Freezing a settled text: only when everything is settled, and then nothing of it changes any more."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import change_role
from accounts.models import Membership, Role
from accounts.tests.factories import make_member
from agreements.actions.drafting import change_clause, reopen_clause
from agreements.actions.signing import NotReady, NotYours, WrongDay, send_for_signature
from agreements.models import Mou, Signatory, Version
from agreements.signatures import lacking, preparation_of
from agreements.tests.cast import agree_fully, agreed_mou, chair_of, draft_mou, fill_in, head_of, partners_of
from agreements.texts import fingerprint
from core.errors import ActionRefused
from core.models import Event
from notifications.models import Message
from partnerships.tests.cast import moderator
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def mou():
    return agreed_mou()


@pytest.fixture
def amara(mou):
    return partners_of(mou.partnership)[0].lead


def test_sending_freezes_the_text_and_asks_every_head_and_chair(mou, amara):
    version = send_for_signature(mou=mou, by=amara)
    assert (version.number, version.status) == (1, Version.Status.SIGNING)
    assert version.fingerprint == fingerprint(version.content)
    assert version.begins_on < version.review_on < version.ends_on
    assert version.sign_by == timezone.localdate() + datetime.timedelta(days=28)
    assert Mou.objects.get().status == Mou.Status.SIGNING
    asked = {(one.school.name, one.role, one.name) for one in version.signatories.select_related("school")}
    assert asked == {
        ("Brackenfold Primary School", "headteacher", "Priya Raman"),
        ("Brackenfold Primary School", "chair", "Winston Clarke"),
        ("Thornmere School", "headteacher", "Giles Farrant"),
        ("Thornmere School", "chair", "Margaret Ashdown"),
    }
    letters = Message.objects.filter(kind="mou-to-sign")
    assert {letter.to for letter in letters} == {
        person.email
        for partner in partners_of(mou.partnership)
        for person in (head_of(partner.school), chair_of(partner.school))
    }
    assert all("/mou/v/1/sign/" in letter.text for letter in letters)
    assert Event.objects.filter(kind="mou-sent", by=amara).count() == 1


def test_sending_twice_freezes_one_version(mou, amara):
    assert send_for_signature(mou=mou, by=amara) == send_for_signature(mou=mou, by=amara)
    assert Version.objects.count() == 1 and Message.objects.filter(kind="mou-to-sign").count() == 4


def test_while_it_is_signed_the_text_cannot_be_edited(mou, amara):
    send_for_signature(mou=mou, by=amara)
    clause = mou.clauses.get(slug="aims")
    with pytest.raises(ActionRefused, match="recall it first"):
        change_clause(clause=clause, heading="Aims", content={"text": "Other"}, version=clause.version, by=amara)
    with pytest.raises(ActionRefused):
        reopen_clause(clause=clause, by=amara)


def test_only_those_who_write_it_send_it(mou):
    reader = make_member(partners_of(mou.partnership)[0].school, role=Role.STAFF, name="Rosa Lindley")
    stranger = make_member(make_school(name="Elsewhere Primary School"))
    for person in (reader, stranger):
        with pytest.raises(NotYours, match="Only the leads"):
            send_for_signature(mou=mou, by=person)
    assert Version.objects.count() == 0


def test_what_is_missing_is_said_clause_by_clause():
    mou = draft_mou()
    said = [lack.sentence for lack in lacking(mou)]
    assert any(sentence.startswith("“Transport” has blanks to fill in: ") for sentence in said)
    assert any("is not agreed yet by Brackenfold Primary School and Thornmere School" in one for one in said)
    assert not any("If somebody leaves" in sentence for sentence in said), "An optional clause holds nothing up"
    with pytest.raises(NotReady, match="Transport"):
        send_for_signature(mou=mou, by=partners_of(mou.partnership)[0].lead)


def test_a_clause_that_one_school_took_back_keeps_it_from_being_sent(mou, amara):
    reopen_clause(clause=mou.clauses.get(slug="aims"), by=partners_of(mou.partnership)[1].lead)
    with pytest.raises(NotReady, match="“Aims” is not agreed yet"):
        send_for_signature(mou=mou, by=amara)


def test_an_optional_clause_that_is_not_agreed_is_left_out(mou, amara):
    reopen_clause(clause=mou.clauses.get(slug="leaving-people"), by=amara)
    version = send_for_signature(mou=mou, by=amara)
    assert "leaving-people" not in [clause["slug"] for clause in version.content["clauses"]]
    assert [clause["number"] for clause in version.content["clauses"]] == [1, 2, 3, 4, 5]


def test_the_review_must_lie_ahead(mou, amara):
    agree_fully(
        fill_in(mou.clauses.get(slug="dates"), by=amara, begins="2024-09-01", review="2025-06-30", ends="2025-08-31")
    )
    with pytest.raises(NotReady, match="The review date, 30 June 2025, has passed"):
        send_for_signature(mou=mou, by=amara)


@pytest.mark.parametrize("days", [-1, 0, 121, 4000])
def test_the_last_day_for_signatures_is_soon_and_not_past(mou, amara, days):
    day = timezone.localdate() + datetime.timedelta(days=days)
    with pytest.raises(WrongDay, match="after today, and no later than"):
        send_for_signature(mou=mou, by=amara, sign_by=day)
    assert Mou.objects.get().status == Mou.Status.DRAFTING and Version.objects.count() == 0


def test_a_school_alone_cannot_sign(mou, amara):
    partner = partners_of(mou.partnership)[1]
    partner.left_at = timezone.now()
    partner.save(update_fields=["left_at"])
    with pytest.raises(NotReady, match="between at least two schools"):
        send_for_signature(mou=mou, by=amara)


def test_a_post_that_nobody_holds_in_the_portal_waits_to_be_named(mou, amara):
    ours, theirs = partners_of(mou.partnership)
    for partner in (ours, theirs):
        step_down(chair_of(partner.school))
    ready = preparation_of(mou, amara)
    assert [post.words for post in ready.to_name] == ["Chair of governors of Brackenfold Primary School"]
    assert [post.words for post in ready.named_by_others] == ["Chair of governors of Thornmere School"]
    version = send_for_signature(mou=mou, by=amara)
    waiting = version.signatories.filter(role="chair")
    assert [(one.user, one.name) for one in waiting] == [(None, ""), (None, "")]
    letter = Message.objects.filter(kind="mou-sent", to=theirs.lead.email).get()
    assert "does not know the chair of governors of Thornmere School" in letter.text


# --- What cannot change -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "changes",
    [
        {"content": {"title": "Another", "clauses": [], "parties": [], "number": 1}},
        {"fingerprint": "0" * 64},
        {"number": 7},
        {"code": "ABCDEFGH23456789"},
        {"ends_on": datetime.date(2040, 1, 1)},
    ],
)
def test_a_frozen_text_cannot_change_not_even_past_the_actions(mou, amara, changes):
    version = send_for_signature(mou=mou, by=amara)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(**changes)
    version.refresh_from_db()
    assert version.fingerprint == fingerprint(version.content)
    version.closed_words = "Other columns can."
    version.save()


def test_only_one_version_can_be_open_at_a_time(mou, amara):
    version = send_for_signature(mou=mou, by=amara)
    version.pk, version.number, version.code = None, 2, "ZZZZZZZZZZZZZZZZ"
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


def step_down(user):
    """Somebody is no longer head or chair: Forum staff make them staff."""
    membership = Membership.objects.verified().of(user).get()
    change_role(membership=membership, role=Role.STAFF, by=moderator())


def test_roles_are_those_that_sign():
    assert set(Signatory.Role.values) == {Role.HEADTEACHER, Role.CHAIR}
