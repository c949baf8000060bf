"""Renewing an MOU: new dates, everything else as it was signed"""

import datetime

import pytest
from django.utils import timezone

from agreements.actions.after import NotNow, WrongDates, begin_amendment, end_what_is_over, give_up_amendment, renew
from agreements.actions.drafting import agree_clause, change_clause
from agreements.amending import amendment_of
from agreements.forms.after import dates_a_year_on
from agreements.models import Mou, MouClause, Version
from agreements.tests.cast import partners_of
from agreements.tests.signed import clock, in_force, sign_all, signed
from core.models import Event
from notifications.models import Message

pytestmark = pytest.mark.django_db


def leads(mou):
    return [partner.lead for partner in partners_of(mou.partnership)]


def next_year(mou):
    return dates_a_year_on(in_force(mou))


def agree(mou, *partners):
    clause = mou.clauses.get(kind="dates")
    for partner in partners:
        agree_clause(clause=clause, partner=partner, version=clause.version, by=partner.lead)


def test_only_the_dates_change_and_the_school_that_asks_has_agreed():
    mou = signed(ends_in=60, review_in=30)
    amara, helen = leads(mou)
    Message.objects.all().delete()
    mou = renew(mou=mou, by=amara, **next_year(mou))
    assert mou.status == Mou.Status.DRAFTING and in_force(mou).status == Version.Status.SIGNED
    comparison = amendment_of(mou, in_force(mou))
    assert comparison.only_dates
    clause = mou.clauses.get(kind="dates")
    assert clause.state == MouClause.State.DISCUSSION
    assert [agreed.partner.lead for agreed in clause.agreements.all()] == [amara]
    letters = Message.objects.filter(kind="mou-renewal")
    assert helen.email in {letter.to for letter in letters} and amara.email not in {letter.to for letter in letters}
    assert all("proposes to renew" in letter.subject for letter in letters)


def test_agreed_and_signed_it_takes_the_place_of_the_old():
    mou = signed(ends_in=60, review_in=30)
    dates = next_year(mou)
    mou = renew(mou=mou, by=leads(mou)[0], **dates)
    agree(mou, partners_of(mou.partnership)[1])
    mou = sign_all(mou)
    version = in_force(mou)
    assert (version.number, version.begins_on, version.review_on, version.ends_on) == (2, *dates.values())


def test_the_same_dates_again_change_nothing():
    mou = signed(ends_in=60, review_in=30)
    dates = next_year(mou)
    renew(mou=mou, by=leads(mou)[0], **dates)
    before = Event.objects.count(), Message.objects.count()
    renew(mou=mou, by=leads(mou)[1], **dates)
    assert (Event.objects.count(), Message.objects.count()) == before


def test_an_amendment_that_is_under_way_takes_the_new_dates():
    mou = begin_amendment(mou=(mou := signed(ends_in=60, review_in=30)), by=leads(mou)[0])
    clause = mou.clauses.get(slug="transport")
    change_clause(clause=clause, content={"text": "We walk."}, version=clause.version, by=leads(mou)[0])
    mou = renew(mou=mou, by=leads(mou)[0], **next_year(mou))
    assert {change.slug for change in amendment_of(mou, in_force(mou)).changes} == {"transport", "dates"}


def test_it_is_offered_from_90_days_before_the_end():
    mou = signed(ends_in=91, review_in=20)
    with pytest.raises(NotNow, match="It can be renewed from"):
        renew(mou=mou, by=leads(mou)[0], **next_year(mou))
    mou = signed(ends_in=90, review_in=20)
    assert renew(mou=mou, by=leads(mou)[0], **next_year(mou)).status == Mou.Status.DRAFTING


def test_it_is_renewed_after_it_has_ended(monkeypatch):
    mou = signed(ends_in=10, review_in=5)
    clock(monkeypatch, 400)
    assert end_what_is_over() == 1
    dates = next_year(mou)
    assert dates["begins"] == timezone.localdate() < dates["review"] < dates["ends"]
    mou = renew(mou=mou, by=leads(mou)[0], **dates)
    assert (mou.status, in_force(mou).status) == (Mou.Status.DRAFTING, Version.Status.ENDED)
    agree(mou, partners_of(mou.partnership)[1])
    mou = sign_all(mou)
    assert in_force(mou).number == 2 and mou.versions.get(number=1).status == Version.Status.ENDED


def test_a_renewal_given_up_after_the_end_leaves_it_ended(monkeypatch):
    mou = signed(ends_in=10, review_in=5)
    clock(monkeypatch, 11)
    end_what_is_over()
    mou = renew(mou=mou, by=leads(mou)[0], **next_year(mou))
    assert give_up_amendment(mou=mou, by=leads(mou)[0]).status == Mou.Status.ENDED


def test_nothing_is_renewed_while_another_version_is_signed():
    mou = begin_amendment(mou=(mou := signed(ends_in=60, review_in=30)), by=leads(mou)[0])
    Mou.objects.update(status=Mou.Status.SIGNING)
    with pytest.raises(NotNow, match="Recall it first"):
        renew(mou=mou, by=leads(mou)[0], **next_year(mou))


@pytest.mark.parametrize(
    ("begins", "review", "ends", "which"),
    [
        (10, 20, 10, "ends"),
        (-30, -20, -10, "ends"),
        (0, 20, 6 * 366, "ends"),
        (10, 10, 30, "review"),
        (10, 30, 30, "review"),
    ],
)
def test_dates_that_cannot_be_are_refused(begins, review, ends, which):
    mou = signed(ends_in=60, review_in=30)
    today = timezone.localdate()
    days = {
        name: today + datetime.timedelta(days=days)
        for name, days in {"begins": begins, "review": review, "ends": ends}.items()
    }
    with pytest.raises(WrongDates) as refused:
        renew(mou=mou, by=leads(mou)[0], **days)
    assert refused.value.which == which
    mou.refresh_from_db()
    assert mou.status == Mou.Status.SIGNED


def test_a_year_on_skips_years_that_are_over_and_knows_29_february():
    version = Version(review_on=datetime.date(2024, 2, 29), ends_on=datetime.date(2024, 8, 31))
    found = dates_a_year_on(version)
    assert found["begins"] == timezone.localdate() < found["ends"] <= found["begins"] + datetime.timedelta(days=366)
    version = Version(review_on=datetime.date(2040, 2, 29), ends_on=datetime.date(2040, 8, 31))
    assert dates_a_year_on(version) == {
        "begins": datetime.date(2040, 9, 1),
        "review": datetime.date(2041, 2, 28),
        "ends": datetime.date(2041, 8, 31),
    }
