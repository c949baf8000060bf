"""Taking people out of a text: every way in which a name is written, and no ordinary word."""

import time

import pytest

from agreements.anonymous import LEFT_OUT, SOMEBODY, Anonymiser, Person, letter_of
from core.differences import Piece

SCHOOLS = ["Brackenfold Primary School", "Thornmere School"]
PEOPLE = [
    Person("Amara Nwosu", "the lead at [School A]"),
    Person("Dr Helen O’Castellane-Smythe", "The lead at [School B]"),
    Person("Priya Raman", "the headteacher of [School A]"),
    Person("Anil Raman", "the chair of governors of [School B]"),
    Person("Will Hall", "the deputy lead at [School B]"),
    Person("Zoë Ångström", "a colleague at [School A]", fully=True),
]


def without(text: str, *, also: list[str] | None = None, whole: str = "") -> str:
    return Anonymiser(people=PEOPLE, schools=SCHOOLS, also=also or [], whole=whole or text).text(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Amara Nwosu books it.", "The lead at [School A] books it."),
        ("amara  NWOSU books it.", "The lead at [School A] books it."),
        ("Mrs Nwosu books it.", "The lead at [School A] books it."),
        ("Ask Amara’s deputy.", "Ask the lead at [School A]’s deputy."),
        ("Dr. Helen O'Castellane‑Smythe", "The lead at [School B]"),
        ("Ms O’Castellane-Smythe", "The lead at [School B]"),
        ("Helen rings Amara.", "The lead at [School B] rings the lead at [School A]."),
        ("Priya tells Anil.", "The headteacher of [School A] tells the chair of governors of [School B]."),
        ("Mr Raman decides.", f"{SOMEBODY.capitalize()} decides."),
        ("Zoe Angstrom sings.", "A colleague at [School A] sings."),
        ("Amara\nNwosu", "The lead at [School A]"),
    ],
)
def test_people_become_their_roles(text, expected):
    assert without(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At Brackenfold Primary School, Brackenfold’s policy applies.", "At [School A], [School A]’s policy applies."),
        ("THORNMERE SCHOOL hosts.", "[School B] hosts."),
        ("Thornmere hosts.", "[School B] hosts."),
    ],
)
def test_schools_become_letters(text, expected):
    assert without(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We will use the sports hall. Will it rain?",
        "Pupils of the school grow.",
        "Sessions run from 01-09-2026 to 07.01.2027, 09.00 to 12.30, for £720.",
        "The URN is 900101; 0.5 hours, 10 000 steps.",
        "An amarant is a plant; a nwosuan is not.",
        "Zoë sings alone.",
    ],
)
def test_ordinary_words_and_figures_stay(text):
    assert without(text) == text


def test_a_name_that_is_an_ordinary_word_here_is_left_alone_and_pointed_out():
    anonymiser = Anonymiser(people=PEOPLE, schools=SCHOOLS, whole="We will meet in the hall. Will sings.")
    assert anonymiser.doubtful == ["Will", "Hall"]
    assert anonymiser.text("Will sings in the Hall.") == "Will sings in the Hall."
    assert anonymiser.text("Will Hall sings with Mr Hall.") == (
        "The deputy lead at [School B] sings with the deputy lead at [School B]."
    )


def test_a_name_in_an_address_is_no_ordinary_word():
    text = "Helen: helen@x.example, https://x.example/helen."
    assert without(text) == "The lead at [School B]: [e-mail address], [web address]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to h.c@thornmere.example.", "Write to [e-mail address]."),
        ("<amara@brackenfold.example>", "<[e-mail address]>"),
        ("Ring 01422 555 010 or +44 (0)7700 900123.", "Ring [telephone number] or [telephone number]."),
        ("Ring (01422) 555010, please", "Ring [telephone number], please"),
        ("See https://www.thornmere.example/x?y=Amara and www.a.example", "See [web address] and [web address]"),
    ],
)
def test_addresses_and_numbers_go(text, expected):
    assert without(text) == expected


def test_further_words_go_in_any_case_and_as_whole_words():
    assert without("The Old Mill, a mill, and the OLD MILL.", also=["old mill", " "]) == (
        f"The {LEFT_OUT}, a mill, and the {LEFT_OUT}."
    )
    assert without("C++ (x) and *", also=["c++", "(x)"]) == f"{LEFT_OUT} {LEFT_OUT} and *"


def test_pieces_say_what_was_taken_out():
    pieces = Anonymiser(people=PEOPLE, schools=SCHOOLS).pieces("Ask Amara now.")
    assert pieces == [
        Piece("same", "Ask "),
        Piece("removed", "Amara"),
        Piece("added", "the lead at [School A]"),
        Piece("same", " now."),
    ]


def test_brackets_of_the_text_itself_are_no_blanks():
    assert without("See [Amara] [x].") == "See (the lead at [School A]) (x)."


def test_letters():
    assert [letter_of(n) for n in (0, 1, 25, 26)] == ["[School A]", "[School B]", "[School Z]", "[School 27]"]


def test_a_school_called_like_an_ordinary_word():
    anonymiser = Anonymiser(people=[], schools=["Reading School"], whole="Reading for pleasure, and reading aloud.")
    assert anonymiser.text("Reading School teaches reading. Reading aloud.") == (
        "[School A] teaches reading. Reading aloud."
    )


@pytest.mark.parametrize(
    "text", ["a" * 20_000, "@" * 20_000, "0 " * 10_000, "a@" * 10_000, "Mr " * 7_000, "www." * 5_000]
)
def test_no_text_makes_it_slow(text):
    begun = time.perf_counter()
    without(text)
    assert time.perf_counter() - begun < 2


def test_a_name_of_pattern_characters_does_no_harm():
    anonymiser = Anonymiser(people=[Person(".* (x|y)+ [a", "somebody")], schools=["*", ""], also=["(", "\\"])
    assert anonymiser.text("Pupils sing.") == "Pupils sing."


def test_a_role_begins_a_sentence_with_a_capital():
    text = "Amara books. Helen pays, and Amara too.\n\n- Helen rings."
    assert without(text) == (
        "The lead at [School A] books. The lead at [School B] pays, and the lead at [School A] too.\n\n"
        "- The lead at [School B] rings."
    )
