"""What a school does with its plan: the date, the ticks, staffing and cost, giving up."""

import datetime

import pytest
from django.utils import timezone

from accounts.tests.factories import make_member
from casestudies.actions.replication import (
    KEEP_ENDED,
    DateNotFit,
    GivenUp,
    NotOfSchool,
    give_up,
    purge_ended,
    save_plan,
    set_start,
    tick_step,
)
from casestudies.models import Edition, Replication, ReplicationStep
from casestudies.tests.copies import copied, tarnside
from core.errors import Changed
from core.models import Event
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def copy():
    return copied()


def kinds(copy):
    return list(Event.objects.of(copy).values_list("kind", flat=True))


def test_the_first_session_is_dated_once(copy):
    day = timezone.localdate() + 100 * DAY
    for _ in range(2):
        copy = set_start(replication=copy, starts_on=day, by=copy.begun_by)
    assert copy.starts_on == day
    assert kinds(copy) == ["replication-dated", "replication-begun"]


@pytest.mark.parametrize("days", [-367, 3 * 366 + 1])
def test_a_day_too_far_away_is_refused(copy, days):
    with pytest.raises(DateNotFit):
        set_start(replication=copy, starts_on=timezone.localdate() + days * DAY, by=copy.begun_by)


@pytest.mark.parametrize("day", [datetime.date(26, 3, 4), datetime.date.max, datetime.date.min])
def test_a_year_that_cannot_be_is_refused(copy, day):
    with pytest.raises(DateNotFit):
        set_start(replication=copy, starts_on=day, by=copy.begun_by)


def test_a_step_is_ticked_once_and_unticked(copy):
    step = copy.steps.first()
    for _ in range(2):
        step = tick_step(step=step, done=True, by=copy.begun_by)
    assert step.done_at and step.done_by == copy.begun_by
    step = tick_step(step=step, done=False, by=make_member(copy.school))
    assert step.done_at is None and step.done_by is None
    assert kinds(copy) == ["replication-step", "replication-step", "replication-begun"]
    assert Event.objects.of(copy).first().sentence == "“Agree the need” is to do again."


def test_a_plan_is_saved_and_its_version_counts(copy):
    plan = {**copy.plan, "total": 900}
    for _ in range(2):
        saved = save_plan(replication=copy, plan=plan, seen=0, by=copy.begun_by)
    assert (saved.plan["total"], saved.version) == (900, 1)


def test_a_plan_that_a_colleague_changed_is_not_written_over(copy):
    save_plan(replication=copy, plan={**copy.plan, "total": 900}, seen=0, by=copy.begun_by)
    with pytest.raises(Changed):
        save_plan(replication=copy, plan={**copy.plan, "total": 800}, seen=0, by=make_member(copy.school))
    copy.refresh_from_db()
    assert copy.plan["total"] == 900


def test_nobody_else_changes_a_plan(copy):
    outsider = make_member(make_school())
    step = copy.steps.first()
    for act in (
        lambda: set_start(replication=copy, starts_on=timezone.localdate(), by=outsider),
        lambda: tick_step(step=step, done=True, by=outsider),
        lambda: save_plan(replication=copy, plan={}, seen=0, by=outsider),
        lambda: give_up(replication=copy, by=outsider),
    ):
        with pytest.raises(NotOfSchool):
            act()


def test_what_was_given_up_no_longer_counts_or_changes(copy):
    step = copy.steps.first()
    for _ in range(2):
        give_up(replication=copy, by=copy.begun_by)
    assert Edition.objects.get().replications == 0
    assert kinds(copy) == ["replication-ended", "replication-begun"]
    for act in (
        lambda: set_start(replication=copy, starts_on=timezone.localdate(), by=copy.begun_by),
        lambda: tick_step(step=step, done=True, by=copy.begun_by),
        lambda: save_plan(replication=copy, plan={}, seen=0, by=copy.begun_by),
    ):
        with pytest.raises(GivenUp):
            act()


def test_one_begins_again_beside_what_was_given_up(copy):
    give_up(replication=copy, by=copy.begun_by)
    again = copied(copy.case_study.edition, copy.school)
    assert again.pk != copy.pk and Edition.objects.get().replications == 1


def test_a_plan_is_deleted_a_year_after_it_was_given_up(copy):
    goes_on = copied(copy.case_study.edition, tarnside(name="Netherholme Primary School"))
    give_up(replication=copy, by=copy.begun_by)
    Replication.objects.filter(pk=copy.pk).update(ended_at=timezone.now() - KEEP_ENDED + DAY)
    assert purge_ended() == 0
    Replication.objects.filter(pk=copy.pk).update(ended_at=timezone.now() - KEEP_ENDED - DAY)
    assert (purge_ended(), purge_ended()) == (1, 0)
    assert list(Replication.objects.all()) == [goes_on]
    assert set(ReplicationStep.objects.values_list("replication", flat=True)) == {goes_on.pk}
