"""Needs and offers suggested to a draft: nothing that a person wrote is changed."""

import pytest

from accounts.tests.factories import make_member
from partnerships.actions.draft import AlreadySent, begin_draft, suggest_lines
from partnerships.actions.registration import send_registration
from partnerships.registering.answers import MOST_LINES
from partnerships.registering.steps import next_step
from partnerships.tests.cast import line, make_draft
from schools.models import Sector
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db
NEED = line("classics", "latin", sentence="We have nobody who can teach Latin.")
OFFER = line("music", "music", sentence="Our choir.")


@pytest.fixture
def person():
    return make_member(make_school())


def test_an_empty_draft_takes_both(person):
    school = person.memberships.get().school
    draft = begin_draft(school=school, answer={"urn": school.urn, "sector": "state"}, by=person)
    draft = suggest_lines(draft=draft, needs=[NEED], offers=[OFFER], by=person)
    assert (draft.answers["needs"], draft.answers["offers"]) == ([NEED], [OFFER])
    assert next_step(draft.answers) == "partner"
    assert draft.versions["needs"] < draft.versions["offers"] == draft.version


def test_they_come_after_what_was_written(person):
    mine = line("drama", None, sentence="Ours.")
    draft = make_draft(by=person, needs=[mine], offers=[mine])
    draft = suggest_lines(draft=draft, needs=[NEED], offers=[OFFER], by=person)
    assert (draft.answers["needs"], draft.answers["offers"]) == ([mine, NEED], [mine, OFFER])


def test_a_line_of_that_kind_stays_as_it_was_written(person):
    mine = NEED | {"sentence": "Our own words on Latin.", "years": 0}
    draft = make_draft(by=person, needs=[mine], offers=[OFFER])
    before = draft.version
    for _ in range(2):
        draft = suggest_lines(draft=draft, needs=[NEED], offers=[OFFER], by=person)
    assert draft.answers["needs"] == [mine] and draft.version == before


def test_not_sure_yet_what_we_can_offer_is_an_answer(person):
    draft = suggest_lines(draft=make_draft(by=person, offers=[]), needs=[NEED], offers=[OFFER], by=person)
    assert draft.answers["offers"] == []


def test_there_is_room_for_so_many(person):
    full = [line("drama", None, sentence=str(n)) for n in range(MOST_LINES)]
    draft = suggest_lines(draft=make_draft(by=person, needs=full), needs=[NEED], offers=[], by=person)
    assert draft.answers["needs"] == full


def test_what_was_sent_takes_no_more(person):
    draft = make_draft(by=person)
    send_registration(draft=draft, by=person)
    with pytest.raises(AlreadySent):
        suggest_lines(draft=draft, needs=[NEED], offers=[], by=person)


def test_a_school_whose_sector_the_register_does_not_know_is_still_asked_for_it(person):
    draft = begin_draft(school=make_school(sector=Sector.OTHER), answer=None, by=person)
    draft = suggest_lines(draft=draft, needs=[NEED], offers=[OFFER], by=person)
    assert next_step(draft.answers) == "school"
