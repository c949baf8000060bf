"""The letter about steps of a plan that are late or due within a week."""

import datetime

import pytest
from django.utils import timezone

from accounts.tests.factories import make_member, make_pending
from casestudies.actions.following import choose_pace
from casestudies.actions.replication import give_up, remind_of_steps, set_start, tick_step
from casestudies.models import DigestChoice, Replication
from casestudies.replicating import due_on
from casestudies.tests.cast import published
from casestudies.tests.copies import copied, tarnside
from core import jobs
from notifications.models import Message

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 25)  # a Wednesday


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """Noon of TODAY; call it to go on by so many days."""
    moment = datetime.datetime.combine(TODAY, datetime.time(12), tzinfo=datetime.UTC)

    def go_on(days):
        monkeypatch.setattr(timezone, "now", lambda: moment + datetime.timedelta(days=days))

    go_on(0)
    return go_on


def starting(weeks, plan=None):
    """A plan whose first session is so many weeks from today: its steps are 14, 12 and 0 weeks before."""
    plan = plan or copied()
    return set_start(replication=plan, starts_on=TODAY + datetime.timedelta(weeks=weeks), by=plan.begun_by)


def letters():
    return Message.objects.filter(kind="steps-due").order_by("pk")


def test_one_letter_names_all_that_is_late_or_due_within_a_week():
    plan = starting(13)
    assert due_on(plan.starts_on, 14) == TODAY - datetime.timedelta(days=7)
    assert remind_of_steps() == 1
    [letter] = letters()
    assert letter.to == plan.begun_by.email
    assert letter.subject == "Late: “Agree the need” and 1 more"
    assert "LATE\n\nAgree the need\nBy Wednesday 18 November 2026\n\n" in letter.text
    assert "DUE WITHIN A WEEK\n\nFix all eight dates\nBy Wednesday 2 December 2026\n\n" in letter.text
    assert "safest experiment" not in letter.text


def test_what_is_due_later_is_not_written_about(now):
    starting(14 + 2)
    assert remind_of_steps() == 0
    now(6)
    assert remind_of_steps() == 0
    now(7)
    assert remind_of_steps() == 1
    assert letters().get().subject == "Due: “Agree the need”"


def test_once_a_week_however_often_it_runs(now):
    starting(13)
    assert [remind_of_steps(), remind_of_steps()] == [1, 0]
    now(6)
    assert remind_of_steps() == 0
    now(7)
    assert remind_of_steps() == 1
    assert letters().count() == 2


def test_a_step_that_is_done_is_not_named():
    plan = starting(13)
    tick_step(step=plan.steps.first(), done=True, by=plan.begun_by)
    remind_of_steps()
    assert "Agree the need" not in letters().get().text


def test_after_four_weeks_the_dashboard_alone_says_it(now):
    starting(13)
    now(7 * 3 + 1)
    assert remind_of_steps() == 1 and "Agree the need" not in letters().get().text
    now(7 * 5 + 1)
    assert remind_of_steps() == 0


def test_neither_a_plan_without_a_date_nor_one_given_up():
    copied()
    over = starting(13, plan=copied(published(title="Another"), tarnside(name="Foxlow Primary School")))
    give_up(replication=over, by=over.begun_by)
    assert remind_of_steps() == 0


def test_all_who_lead_the_schools_team_and_nobody_else():
    plan = starting(13)
    colleague = make_member(plan.school, email="head@tarnside.example")
    make_member(plan.school, role="teacher", email="teacher@tarnside.example")
    make_pending(plan.school)
    assert remind_of_steps() == 1
    assert {letter.to for letter in letters()} == {plan.begun_by.email, colleague.email}


def test_the_link_in_it_stops_it(client, now):
    plan = starting(13)
    remind_of_steps()
    letter = letters().get()
    assert f"\n{letter.stop_url}\n" in letter.text
    path = letter.stop_url.partition("testserver")[2] or "/" + letter.stop_url.split("/", 3)[3]
    assert "steps of your plans" in client.get(path).content.decode()
    client.post(path)
    assert DigestChoice.objects.get(user=plan.begun_by).pace == "never"
    now(7)
    assert remind_of_steps() == 0
    choose_pace(pace="weekly", by=plan.begun_by)
    assert remind_of_steps() == 1


def test_each_plan_has_a_letter_of_its_own_in_any_order_of_work():
    plans = [starting(13), starting(13, plan=copied(published(title="Another"), tarnside(name="Foxlow School")))]
    assert remind_of_steps() == 2
    assert {letter.to for letter in letters()} == {plan.begun_by.email for plan in plans}
    assert not Replication.objects.filter(reminded_at=None).exists()


def test_the_clock_runs_it():
    starting(13)
    outcomes = {outcome.description: outcome.count for outcome in jobs.run_reminders()}
    assert outcomes["Write to schools of steps of their plans that are late or due within a week"] == 1
