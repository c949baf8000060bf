"""Leaving with notice, and ending"""

import datetime

import pytest
from django.utils import timezone

from accounts.tests.factories import make_member
from agreements.actions.after import (
    NotNow,
    NotWriter,
    WordsNeeded,
    WrongDay,
    begin_amendment,
    carry_out_notices,
    end_mou,
    give_notice,
    take_back_notice,
)
from agreements.actions.signing import send_for_signature
from agreements.models import Mou, MouClause, Notice, Version
from agreements.tests.cast import draft_mou, partners_of
from agreements.tests.signed import clock, in_force, signed
from core.models import Event
from notifications.models import Message
from partnerships import listeners
from partnerships.actions.partnership import add_partner
from partnerships.actions.proposal import let_leave
from partnerships.actions.stage import end_partnership
from partnerships.models import Partnership
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db
WORDS = {"reason": "Wednesdays are lost to us.", "pupils": "Year 5 finish their afternoons."}


def days(number):
    return timezone.localdate() + datetime.timedelta(days=number)


def give(mou, *, partner=0, ends_in=60, **changes):
    mine = partners_of(mou.partnership)[partner]
    return give_notice(
        **{"mou": mou, "school": mine.school, "ends_on": days(ends_in), "by": mine.lead, **WORDS, **changes}
    )


def third_school(mou):
    """Larkfield has joined, and has not signed yet."""
    school = make_school(name="Larkfield Hall")
    partner = add_partner(mou.partnership, school, None)
    partner.lead = make_member(school, name="Kate Sunderby")
    partner.save()
    listeners.tell_of_joined(partner)
    return partner


def test_the_others_are_told_who_leaves_when_and_why():
    mou = signed()
    Message.objects.all().delete()
    notice = give(mou)
    assert (notice.status, notice.ends_on) == (Notice.Status.GIVEN, days(60))
    letters = Message.objects.all()
    helen = partners_of(mou.partnership)[1].lead
    assert {letter.to for letter in letters} == {
        helen.email,
        *[c.email for c in partners_of(mou.partnership)[1].contacts.all()],
    }
    for letter in letters:
        assert WORDS["reason"] in letter.text and WORDS["pupils"] in letter.text
    mou.refresh_from_db()
    assert mou.status == Mou.Status.SIGNED and in_force(mou).status == Version.Status.SIGNED


def test_giving_it_twice_is_giving_it_once_and_another_waits_for_the_first():
    mou = signed()
    first = give(mou)
    assert give(mou) == first
    with pytest.raises(NotNow, match="take it back first"):
        give(mou, ends_in=90)
    assert Notice.objects.count() == 1 and Event.objects.filter(kind="mou-notice-given").count() == 1


@pytest.mark.parametrize(("ends_in", "says"), [(59, "or a later day"), (201, "when the MOU ends anyway")])
def test_the_day_keeps_to_the_notice_and_the_end_of_the_mou(ends_in, says):
    with pytest.raises(WrongDay, match=says):
        give(signed(), ends_in=ends_in)


def test_nobody_need_give_notice_of_what_ends_sooner():
    with pytest.raises(NotNow, match="tell the others that you will not renew"):
        give(signed(ends_in=59, review_in=30), ends_in=59)


@pytest.mark.parametrize("part", ["reason", "pupils"])
@pytest.mark.parametrize("words", ["", "  \x00 ", "x" * 2001])
def test_the_others_must_be_told_why(part, words):
    with pytest.raises(WordsNeeded):
        give(signed(), **{part: words})


def test_only_writers_of_that_school():
    mou = signed()
    helen = partners_of(mou.partnership)[1].lead
    with pytest.raises(NotWriter):
        give(mou, by=helen)
    notice = give(mou)
    with pytest.raises(NotWriter):
        take_back_notice(notice=notice, by=helen)


def test_there_is_nothing_to_leave_before_it_is_signed_or_after_it_ended():
    mou = draft_mou()
    with pytest.raises(NotNow):
        give(mou)
    mou = signed()
    end_mou(mou=mou, by=None, why="Both agreed.")
    with pytest.raises(NotNow, match="nobody need give notice"):
        give(mou)


def test_it_is_taken_back_until_the_day(monkeypatch):
    mou = signed()
    amara = partners_of(mou.partnership)[0].lead
    notice = take_back_notice(notice=give(mou), by=amara)
    assert notice.status == Notice.Status.WITHDRAWN and notice.closed_at
    assert take_back_notice(notice=notice, by=amara).status == Notice.Status.WITHDRAWN
    again = give(mou)
    clock(monkeypatch, 60)
    assert carry_out_notices() == 1
    with pytest.raises(NotNow):
        take_back_notice(notice=again, by=amara)


def test_with_two_schools_the_mou_and_the_partnership_end(monkeypatch):
    mou = signed()
    notice = give(mou)
    clock(monkeypatch, 59)
    assert carry_out_notices() == 0
    clock(monkeypatch, 1)
    assert carry_out_notices() == 1
    assert carry_out_notices() == 0
    notice.refresh_from_db(), mou.refresh_from_db()
    assert (notice.status, mou.status) == (Notice.Status.DONE, Mou.Status.ENDED)
    assert in_force(mou).status == Version.Status.ENDED
    assert Partnership.objects.get().stage == Partnership.Stage.ENDED
    assert [partner.school for partner in partners_of(mou.partnership)] != [notice.school]


def test_with_three_the_others_go_on_and_amend(monkeypatch):
    mou = signed()
    third_school(mou)
    mou.refresh_from_db()
    assert mou.status == Mou.Status.DRAFTING, "a school that joins is in the next version"
    notice = give(mou)
    clock(monkeypatch, 61)
    assert carry_out_notices() == 1
    mou.refresh_from_db()
    assert (mou.status, in_force(mou).status) == (Mou.Status.DRAFTING, Version.Status.SIGNED)
    assert Partnership.objects.get().stage != Partnership.Stage.ENDED
    assert notice.school not in [partner.school for partner in partners_of(mou.partnership)]
    gives = mou.clauses.get(kind="gives")
    assert notice.school.urn not in [row["urn"] for row in gives.content["rows"]]
    assert gives.state == MouClause.State.DISCUSSION


def test_a_notice_during_an_amendment_recalls_what_is_being_signed(monkeypatch):
    mou = begin_amendment(mou=(mou := signed()), by=partners_of(mou.partnership)[0].lead)
    give(mou)
    version = send_for_signature(mou=mou, by=partners_of(mou.partnership)[1].lead, sign_by=days(80))
    clock(monkeypatch, 60)
    carry_out_notices()
    version.refresh_from_db(), mou.refresh_from_db()
    assert (version.status, mou.status) == (Version.Status.RECALLED, Mou.Status.ENDED)


def test_a_school_that_left_by_another_way_has_its_notice_closed():
    mou = signed()
    third_school(mou)
    notice = give(mou)
    let_leave(partner=partners_of(mou.partnership)[0], words="", by=None)
    notice.refresh_from_db()
    assert notice.status == Notice.Status.DONE


def test_the_end_of_the_partnership_ends_the_mou_and_closes_notices():
    mou = signed()
    notice = give(mou)
    end_partnership(partnership=mou.partnership, by=None, why="Every school said yes.")
    notice.refresh_from_db(), mou.refresh_from_db()
    assert (notice.status, mou.status) == (Notice.Status.DONE, Mou.Status.ENDED)
    assert in_force(mou).status == Version.Status.ENDED
    end_mou(mou=mou, by=None, why="Again.")
    assert Event.objects.filter(kind="mou-ended").count() == 1


def test_the_end_of_a_partnership_ends_a_draft_too():
    mou = draft_mou()
    end_partnership(partnership=mou.partnership, by=None, why="They stopped.")
    mou.refresh_from_db()
    assert mou.status == Mou.Status.ENDED
