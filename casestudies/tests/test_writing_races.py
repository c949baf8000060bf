"""Several people who write at the same moment."""

import pytest

from accounts.tests.factories import make_member
from casestudies.actions.writing import Discarded, add_item, begin_case_study, discard_case_study, save_section
from casestudies.models import CaseStudy
from casestudies.tests.writing import begun, writer
from core.errors import Changed
from core.tests.at_once import at_once
from partnerships.tests.introductions import opened_partnership

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_the_button_pressed_twice_at_once_begins_one():
    partnership = opened_partnership()
    school = partnership.partners.first().school
    person = make_member(school)
    first, second = at_once(*[lambda: begin_case_study(school=school, by=person, partnership=partnership)] * 2)
    assert first == second
    assert CaseStudy.objects.count() == 1


def test_of_two_saves_at_once_one_is_told():
    case_study = begun(partnership=opened_partnership())
    colleague = make_member(case_study.participants.last().school)

    def save(person, licence):
        return lambda: save_section(
            case_study=case_study, name="licence", answers={"licence": licence}, seen=0, by=person
        )

    outcomes = at_once(save(writer(case_study), "cc-by-4.0"), save(colleague, "ogl-3.0"))
    assert sorted(isinstance(outcome, Changed) for outcome in outcomes) == [False, True]
    assert case_study.sections.get(name="licence").version == 1


def test_two_who_add_at_once_lose_nothing():
    case_study = begun(partnership=opened_partnership())
    colleague = make_member(case_study.participants.last().school)

    def add(person, title):
        step = {"title": title, "weeks_before": None, "text": ""}
        return lambda: add_item(case_study=case_study, name="steps", item=step, seen=0, by=person)

    at_once(add(writer(case_study), "One"), add(colleague, "Two"))
    steps = case_study.sections.get(name="steps").answers["steps"]
    assert {step["title"] for step in steps} == {"One", "Two"}


def test_what_was_thrown_away_meanwhile_takes_no_more_words():
    case_study = begun()
    person = writer(case_study)
    discard_case_study(case_study=case_study, by=person)
    with pytest.raises(Discarded):
        save_section(case_study=case_study, name="licence", answers={"licence": "ogl-3.0"}, seen=0, by=person)
