"""The words of a match, as each of the two schools reads them."""

from dataclasses import replace

import pytest
from django.conf import settings

from partnerships import reasons
from partnerships.matching import Line, Network, Side, Weights, compare
from schools.year_groups import YearGroups

WEIGHTS = Weights(**settings.MATCHING_WEIGHTS)
YEARS_5_6 = int(YearGroups.Y5 | YearGroups.Y6)
SIXTH_FORM = int(YearGroups.Y12 | YearGroups.Y13)
FRIDAY_AFTERNOON, THURSDAY_AFTERNOON = 1 << 18, 1 << 14
LATIN = Line(1, "Classics", 7, "Latin", YEARS_5_6, False, "A Latin teacher on Fridays")
CHOIR = Line(2, "A choir", None, "", 0, True, "Our choir of forty")

STATE = Side(
    id=1,
    urn=900101,
    name="Brackenfold Primary School",
    sector="state",
    easting=412_600,
    northing=428_400,
    miles=10,
    years=YEARS_5_6,
    needs=(LATIN,),
    offers=(CHOIR,),
    values={1: "Curiosity", 2: "Service to others"},
    networks={1: Network("diocese", "Diocese of Calderby")},
    slots=FRIDAY_AFTERNOON | THURSDAY_AFTERNOON,
    head="agrees",
    transport="minibus",
    room=2,
)
INDEPENDENT = replace(
    STATE,
    id=2,
    urn=900201,
    name="Thornmere School",
    sector="independent",
    easting=412_600 + int(9 * 1609.344),
    years=YEARS_5_6 | SIXTH_FORM,
    needs=(CHOIR,),
    offers=(LATIN,),
    values={1: "Curiosity"},
    slots=FRIDAY_AFTERNOON,
)


def pair_of(a=STATE, b=INDEPENDENT):
    pair = compare(a, b, WEIGHTS)
    assert pair is not None
    return pair


def test_the_whole_match_in_one_line():
    assert reasons.sentence(pair_of()) == (
        "9 miles; they offer what you need: Latin (classics) for Years 5 and 6; you offer what they need: a choir; "
        "your pupils are the same age: both teach Years 5 and 6; you are in the same diocese: Diocese of Calderby; "
        "you share a value: curiosity; you are both free on Friday afternoons; both headteachers agree"
    )


def test_the_other_school_reads_it_the_other_way_round():
    told = reasons.reasons(pair_of().turned())
    assert told[:2] == [
        "They offer what you need: a choir",
        "You offer what they need: Latin (classics) for Years 5 and 6",
    ]


def test_what_each_gets_is_in_the_words_of_the_offer():
    assert reasons.you_get(pair_of()) == ["A Latin teacher on Fridays"]
    assert reasons.they_get(pair_of()) == ["Our choir of forty"]


def test_an_offer_without_a_sentence_is_named_by_its_activity():
    offer = LATIN._replace(sentence="")
    assert reasons.you_get(pair_of(b=replace(INDEPENDENT, offers=(offer,)))) == ["Latin (classics)"]


def test_several_values_and_times_are_listed():
    told = reasons.reasons(pair_of(b=replace(INDEPENDENT, values=STATE.values, slots=STATE.slots)))
    assert "You share values: curiosity and service to others" in told
    assert "You are both free on Thursday afternoons and Friday afternoons" in told


def test_many_times_are_counted():
    every = (1 << 21) - 1
    told = reasons.reasons(pair_of(replace(STATE, slots=every), replace(INDEPENDENT, slots=every)))
    assert "You are both free at 21 times in the week, Monday mornings among them" in told


def test_a_local_group_and_the_authority_are_named():
    group = {5: Network("local", "Calderby heads’ group")}
    told = reasons.reasons(
        pair_of(
            replace(STATE, networks=group, local_authority="Calderdale"),
            replace(INDEPENDENT, networks=group, local_authority="Calderdale"),
        )
    )
    assert "You both belong to the Calderby heads’ group" in told
    assert "You share the local authority: Calderdale" in told


def test_ages_that_mix_say_whose_pupils_work_with_whose():
    need = Line(3, "Mentoring by older pupils", None, "", YEARS_5_6, True, "")
    offer = need._replace(years=SIXTH_FORM)
    pair = pair_of(replace(STATE, needs=(need,), offers=()), replace(INDEPENDENT, needs=(), offers=(offer,)))
    assert "It works between ages: their Years 12 and 13 with your Years 5 and 6" in reasons.reasons(pair)
    assert "It works between ages: your Years 12 and 13 with their Years 5 and 6" in reasons.reasons(pair.turned())


def test_nothing_to_think_about_where_all_is_well():
    assert reasons.cautions(pair_of()) == []


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        ({"transport": "none"}, {"transport": "public"}, "Neither school has a minibus"),
        ({}, {"head": "not-yet"}, "They have not said whether their head agrees"),
        ({}, {"head": "knows"}, "Their head knows, and has not decided"),
        ({}, {"room": 1}, "They can take one more partnership this year"),
        ({}, {"room": 0}, "They already have the new partnerships they can take this year"),
        ({}, {"slots": 1}, "You named no part of the week in common"),
        ({}, {"approximate": True}, "The distance is a guess: one of the two places is known only by its postcode"),
        ({"offers": ()}, {}, "Only your school would gain so far: think what you could do for them"),
        ({"needs": ()}, {}, "Only their school would gain so far: ask what they could do for you"),
    ],
)
def test_what_to_think_about(mine, theirs, said):
    assert reasons.cautions(pair_of(replace(STATE, **mine), replace(INDEPENDENT, **theirs))) == [said]


def test_schools_within_a_walk_need_no_minibus():
    near = {"transport": "public", "easting": STATE.easting + 1609}
    assert reasons.cautions(pair_of(replace(STATE, transport="public"), replace(INDEPENDENT, **near))) == []


@pytest.mark.parametrize(
    ("miles", "words"),
    [(0.3, "Less than a mile"), (1.0, "1 mile"), (4.23, "4.2 miles"), (9.97, "10 miles"), (12.4, "12 miles")],
)
def test_miles_are_no_finer_than_anybody_travels(miles, words):
    assert reasons.miles_words(miles) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [("Reading partners", "reading partners"), ("GCSE courses", "GCSE courses"), ("A choir", "a choir")],
)
def test_abbreviations_keep_their_capitals(name, words):
    assert reasons.what(Line(1, name, None, "", 0, False, "")) == words


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Science", "science (masterclasses)"),
        ("Classical Greek and classics", "Classical Greek and classics (masterclasses)"),
    ],
)
def test_only_names_of_languages_keep_their_capitals_among_subjects(subject, words):
    assert reasons.what(Line(1, "Masterclasses", 1, subject, 0, False, "")) == words
