"""Parts of the week and their words."""

from partnerships.slots import CHOICES, words


def test_words_follow_the_week():
    saturday, monday_morning = CHOICES[-1][0], CHOICES[0][0]
    after_school = next(bit for bit, text in CHOICES if text == "Fridays after school")
    assert words(saturday | after_school | monday_morning) == [
        "Monday mornings",
        "Fridays after school",
        "Saturday mornings",
    ]


def test_nothing_said():
    assert words(0) == []


def test_every_choice_has_a_bit_of_its_own():
    assert len({bit for bit, _ in CHOICES}) == len(CHOICES) == 21
