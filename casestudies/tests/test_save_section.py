"""Saving a section, and the things of its list: casestudies/actions/writing.py."""

import pytest

from accounts.actions import end_membership
from accounts.tests.factories import make_forum, make_member, make_pending, make_user
from casestudies.actions.confirming import take_back
from casestudies.actions.writing import (
    ItemGone,
    ListFull,
    NoSuchSection,
    NotWritable,
    NotWriter,
    add_item,
    change_item,
    move_item,
    remove_item,
    save_section,
)
from casestudies.models import CaseStudy
from casestudies.tests.cast import confirmed_case_study, published, sent_case_study, writer_of
from casestudies.tests.writing import begun, writer
from core.errors import Changed
from core.models import Event
from partnerships.tests.introductions import opened_partnership
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

STEP = {"title": "Fix the dates", "weeks_before": 12, "text": "Side by side."}
OTHER = {"title": "Meet", "weeks_before": 14, "text": ""}


def save(case_study, *, name="licence", answers=None, seen=0, by=None):
    answers = {"licence": "ogl-3.0"} if answers is None else answers
    return save_section(case_study=case_study, name=name, answers=answers, seen=seen, by=by or writer(case_study))


def add(case_study, thing=STEP, seen=0, by=None, name="steps"):
    return add_item(case_study=case_study, name=name, item=thing, seen=seen, by=by or writer(case_study))


def steps_of(case_study):
    return [step["title"] for step in case_study.sections.get(name="steps").answers["steps"]]


def test_what_is_saved_is_there_with_who_and_when():
    case_study = begun()
    before = case_study.saved_at
    section = save(case_study)
    case_study.refresh_from_db()
    assert (section.answers, section.version, section.changed_by) == ({"licence": "ogl-3.0"}, 1, writer(case_study))
    assert case_study.saved_at > before
    assert section.history.get().history_user == writer(case_study)
    assert [event.kind for event in Event.objects.of(case_study)] == ["case-study-saved", "case-study-begun"]


def test_the_title_goes_along():
    case_study = begun()
    save(case_study, name="story", answers={"title": "The reading barge", "summary": "", "need": "", "aims": ""})
    case_study.refresh_from_db()
    assert str(case_study) == "The reading barge"


def test_the_same_again_changes_nothing():
    case_study = begun()
    save(case_study)
    section = save(case_study, seen=0)  # pressed twice: the second press had seen nothing
    assert section.version == 1
    assert Event.objects.of(case_study).filter(kind="case-study-saved").count() == 1


@pytest.mark.parametrize("seen", [0, 2, -1, 2**40])
def test_of_two_people_the_second_is_told(seen):
    case_study = begun(partnership=opened_partnership())
    save(case_study, answers={"licence": "cc-by-4.0"})
    colleague = make_member(case_study.participants.last().school)
    with pytest.raises(Changed):
        save(case_study, seen=seen, by=colleague)
    assert case_study.sections.get(name="licence").answers == {"licence": "cc-by-4.0"}


def test_two_sections_at_once_do_not_meet():
    case_study = begun(partnership=opened_partnership())
    save(case_study)
    colleague = make_member(case_study.participants.last().school)
    save(case_study, name="lessons", answers={"wrong": "Nothing", "change": "", "conditions": ""}, by=colleague)
    assert case_study.sections.count() == 4


@pytest.mark.parametrize("name", ["schools", "pictures", "files", "plot", "", "story "])
def test_there_are_no_other_sections(name):
    with pytest.raises(NoSuchSection):
        save(begun(), name=name)


def test_only_verified_people_of_its_schools_write():
    case_study = begun()
    school = case_study.participants.get().school
    left = make_member(school)
    end_membership(membership=left.memberships.get(), by=left)
    for person in (make_user(), make_member(make_school()), make_pending(school).user, make_forum(), left):
        with pytest.raises(NotWriter):
            save(case_study, by=person)


def test_a_school_that_only_confirms_does_not_write():
    case_study = sent_case_study()
    take_back(case_study=case_study, by=writer_of(case_study))
    partner = case_study.participants.get(writes=False)
    with pytest.raises(NotWriter):
        save(case_study, seen=1, by=make_member(partner.school))


@pytest.mark.parametrize("state", [sent_case_study, confirmed_case_study])
def test_what_is_being_read_stays_as_it_is(state):
    case_study = state()
    with pytest.raises(NotWritable, match="take it back first"):
        save(case_study, seen=1, by=writer_of(case_study))


def test_after_a_publication_the_first_change_begins_the_next_version():
    edition = published(title="The reading barge")
    case_study = edition.case_study
    person = writer_of(case_study)
    answers = case_study.sections.get(name="story").answers
    save(case_study, name="story", answers=answers, seen=1, by=person)  # which changes nothing
    case_study.refresh_from_db()
    assert case_study.status == CaseStudy.Status.PUBLISHED
    save(case_study, name="story", answers={**answers, "title": "The reading boat"}, seen=1, by=person)
    case_study.refresh_from_db()
    edition.refresh_from_db()
    assert (case_study.status, case_study.title) == (CaseStudy.Status.DRAFT, "The reading boat")
    assert edition.title == "The reading barge"


# --- Lists ------------------------------------------------------------------------------------------------------------
def test_things_are_added_at_the_end():
    case_study = begun()
    add(case_study)
    section = add(case_study, OTHER, seen=1)
    assert (steps_of(case_study), section.version) == (["Fix the dates", "Meet"], 2)


def test_two_people_who_add_lose_nothing_and_are_not_stopped():
    case_study = begun(partnership=opened_partnership())
    add(case_study)
    add(case_study, OTHER, seen=0, by=make_member(case_study.participants.last().school))
    assert steps_of(case_study) == ["Fix the dates", "Meet"]


def test_added_by_two_presses_it_is_there_once():
    case_study = begun()
    for _ in range(2):
        add(case_study, seen=0)
    assert steps_of(case_study) == ["Fix the dates"]


def test_a_list_does_not_grow_without_end():
    case_study = begun()
    for seen in range(20):
        add(case_study, {**STEP, "title": f"Step {seen}"}, seen=seen)
    with pytest.raises(ListFull, match="as many as we take"):
        add(case_study, seen=20)


def test_the_list_of_roles_leaves_the_rest_of_its_section():
    case_study = begun()
    running = {"how_often": "Weekly", "how_long": "A year", "lead_weeks": None}
    save(case_study, name="running", answers=running)
    role = {"role": "Technician", "from": "both", "hours": 2, "does": "Sets up"}
    section = add(case_study, role, seen=1, name="running")
    assert section.answers == {**running, "staffing": [role]}


def test_a_thing_is_changed_moved_and_taken_out():
    case_study = begun()
    person = writer(case_study)
    add(case_study)
    add(case_study, OTHER, seen=1)
    change_item(case_study=case_study, name="steps", number=2, item={**OTHER, "title": "Talk"}, seen=2, by=person)
    assert steps_of(case_study) == ["Fix the dates", "Talk"]
    move_item(case_study=case_study, name="steps", number=2, to=1, seen=3, by=person)
    assert steps_of(case_study) == ["Talk", "Fix the dates"]
    remove_item(case_study=case_study, name="steps", number=1, seen=4, by=person)
    assert steps_of(case_study) == ["Fix the dates"]


def test_moved_or_taken_out_by_two_presses_it_is_so_once():
    case_study = begun()
    person = writer(case_study)
    for seen, title in enumerate(["One", "Two", "Three"]):
        add(case_study, {**STEP, "title": title}, seen=seen)
    remove_item(case_study=case_study, name="steps", number=1, seen=3, by=person)
    with pytest.raises(ItemGone):
        remove_item(case_study=case_study, name="steps", number=1, seen=3, by=person)
    move_item(case_study=case_study, name="steps", number=2, to=1, seen=4, by=person)
    with pytest.raises(ItemGone):
        move_item(case_study=case_study, name="steps", number=2, to=1, seen=4, by=person)
    assert steps_of(case_study) == ["Three", "Two"]


@pytest.mark.parametrize("number", [0, 2, -1, 10**9])
def test_what_is_not_in_the_list_cannot_be_changed(number):
    case_study = begun()
    add(case_study)
    for action, item in ((change_item, {"item": OTHER}), (remove_item, {}), (move_item, {"to": 1})):
        with pytest.raises(ItemGone):
            action(case_study=case_study, name="steps", number=number, seen=1, by=writer(case_study), **item)


def test_a_changed_thing_does_not_hide_what_somebody_else_changed():
    case_study = begun()
    add(case_study)
    person = writer(case_study)
    change_item(case_study=case_study, name="steps", number=1, item=OTHER, seen=1, by=person)
    with pytest.raises(Changed):
        change_item(case_study=case_study, name="steps", number=1, item={**STEP, "text": "Mine"}, seen=1, by=person)
    assert steps_of(case_study) == ["Meet"]


@pytest.mark.parametrize("name", ["story", "schools", "plot"])
def test_only_sections_with_a_list_take_things(name):
    with pytest.raises(NoSuchSection):
        add(begun(), name=name)
