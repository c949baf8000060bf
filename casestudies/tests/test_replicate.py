"""Copying a case study: what is carried over, who may, and that it happens once."""

import pytest

from accounts.tests.factories import make_member, make_pending
from casestudies.actions.moderation import withdraw_case_study
from casestudies.actions.replication import NotOfSchool, NotPublished, OwnWork, give_up, replicate
from casestudies.models import Edition, Replication
from casestudies.tests.cast import member_of, moderator, published
from casestudies.tests.copies import copied, tarnside
from core.models import Event
from core.tests.at_once import at_once
from notifications.models import Message
from partnerships.tests.cast import line, live_registration
from schools.models import Sector
from schools.tests.factories import make_independent, make_school

pytestmark = pytest.mark.django_db


def test_steps_staffing_and_cost_are_carried_over():
    copy = copied()
    assert [(s.title, s.weeks_before) for s in copy.steps.all()] == [
        ("Agree the need", 14),
        ("Fix all eight dates", 12),
        ("Begin with the safest experiment", 0),
    ]
    assert copy.steps.first().text == "Both heads in one room, for an hour."
    assert copy.plan == {
        "staffing": [
            {"role": "Science technician", "from": "theirs", "hours": 24, "does": "Sets up the experiments"},
            {"role": "Year 5 teacher", "from": "ours", "hours": 31, "does": "Plans and leads the last four"},
        ],
        "total": 2128,
        "funder": "Each school half",
        "in_kind": "The laboratory on eight afternoons.",
        "transport": "The minibus, two runs. Fuel came to £9 a session.",
    }


def test_for_an_independent_school_the_independent_part_is_ours():
    copy = copied(school=make_independent(name="Saltmarsh School"))
    assert [row["from"] for row in copy.plan["staffing"]] == ["ours", "theirs"]


def test_for_a_school_of_neither_sector_everything_is_both():
    copy = copied(school=tarnside(sector=Sector.OTHER))
    assert {row["from"] for row in copy.plan["staffing"]} == {"both"}


def test_the_count_is_public_and_an_event_says_what_happened_without_a_name():
    edition = published()
    copy, other = copied(edition), copied(edition, tarnside(name="Netherholme Primary School"))
    edition.refresh_from_db()
    assert edition.replications == 2
    (event,) = Event.objects.of(copy)
    assert event.sentence == f"Tarnside Primary School began to copy “{edition.title}”."
    assert event.by == copy.begun_by and other.pk != copy.pk


def test_counting_leaves_no_version_in_the_history_of_the_text():
    edition = published()
    before = edition.history.count()
    copied(edition)
    assert edition.history.count() == before


def test_pressed_twice_or_by_a_colleague_it_is_the_same_plan():
    copy = copied()
    colleague = make_member(copy.school)
    edition = copy.case_study.edition
    assert replicate(edition=edition, school=copy.school, by=copy.begun_by) == copy
    assert replicate(edition=edition, school=copy.school, by=colleague) == copy
    assert Replication.objects.count() == 1 and copy.steps.count() == 3


def test_the_schools_that_wrote_it_are_told_the_school_and_place_and_nobodys_name():
    edition = published()
    copy = copied(edition)
    (letter,) = Message.objects.filter(kind="case-study-copied")
    assert letter.to == edition.case_study.begun_by.email
    assert "Tarnside Primary School, Tarnside, has begun a plan" in letter.text
    assert copy.begun_by.name not in letter.text and copy.begun_by.email not in letter.text


def test_who_begins_again_is_not_told_of_again():
    copy = copied()
    give_up(replication=copy, by=copy.begun_by)
    again = copied(copy.case_study.edition, copy.school)
    assert again.pk != copy.pk
    assert Message.objects.filter(kind="case-study-copied").count() == 1


def test_somebody_who_waits_to_be_verified_cannot():
    edition, school = published(), tarnside()
    with pytest.raises(NotOfSchool, match="Only verified people of Tarnside"):
        replicate(edition=edition, school=school, by=make_pending(school).user)
    assert not Replication.objects.exists()


def test_a_school_that_is_named_cannot_copy_its_own():
    edition = published()
    for school in edition.schools.all():
        with pytest.raises(OwnWork, match="the work is its own"):
            replicate(edition=edition, school=school, by=member_of(school))


def test_a_withdrawn_one_cannot_be_copied_but_a_plan_goes_on():
    copy = copied()
    edition = copy.case_study.edition
    withdraw_case_study(case_study=copy.case_study, by=moderator(), words="The schools asked for it.")
    with pytest.raises(NotPublished):
        copied(edition, make_school())
    assert replicate(edition=edition, school=copy.school, by=copy.begun_by) == copy


def test_a_registration_that_seeks_it_already_is_linked_at_once():
    registration = live_registration(tarnside(), needs=[line()])
    other = live_registration(make_school(), needs=[line("dance", None)], offers=[])
    edition = published()
    assert copied(edition, registration.school).registration == registration
    assert copied(edition, other.school).registration is None


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_colleagues_at_once_get_one_plan():
    edition, school = published(), tarnside()
    people = [member_of(school), make_member(school)]
    plans = at_once(*[lambda by=by: replicate(edition=edition, school=school, by=by) for by in people * 2])
    assert len({plan.pk for plan in plans}) == 1
    assert Edition.objects.get(pk=edition.pk).replications == 1
    assert Replication.objects.get().steps.count() == 3


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_schools_that_begin_at_once_are_all_counted():
    edition = published()
    schools = [tarnside(), make_school(name="Netherholme Primary School"), make_independent(name="Saltmarsh School")]
    pairs = [(school, member_of(school)) for school in schools]
    at_once(*[lambda school=school, by=by: replicate(edition=edition, school=school, by=by) for school, by in pairs])
    assert Edition.objects.get(pk=edition.pk).replications == 3
