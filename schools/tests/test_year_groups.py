"""Year groups and their words."""

import pytest

from schools.year_groups import BANDS, EVERY, YearGroups, combine, of_ages, of_year

Y = YearGroups


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        (Y(0), ""),
        (Y.NURSERY, "Nursery"),
        (Y.NURSERY | Y.RECEPTION, "Nursery and Reception"),
        (Y.Y5, "Year 5"),
        (Y.Y5 | Y.Y6, "Years 5 and 6"),
        (Y.Y7 | Y.Y8 | Y.Y9, "Years 7 to 9"),
        (Y.Y5 | Y.Y9, "Years 5 and 9"),
        (Y.RECEPTION | Y.Y1 | Y.Y2, "Reception, and Years 1 and 2"),
        (Y.Y1 | Y.Y2 | Y.Y3 | Y.Y10, "Years 1 to 3 and 10"),
    ],
)
def test_words(groups, words):
    assert groups.words() == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (4, 11, "Reception, and Years 1 to 6"),
        (11, 16, "Years 7 to 11"),
        (11, 18, "Years 7 to 13"),
        (7, 13, "Years 3 to 8"),
        (2, 19, "Nursery and Reception, and Years 1 to 13"),
        (16, 19, "Years 12 and 13"),
    ],
)
def test_the_ages_of_the_register(low, high, words):
    assert of_ages(low, high).words() == words


@pytest.mark.parametrize(("low", "high"), [(None, 11), (4, None), (11, 11), (18, 4)])
def test_ages_the_register_does_not_say_mean_any(low, high):
    assert of_ages(low, high) == EVERY


def test_the_bands_of_the_form_cover_every_year_once():
    assert combine(band for band, _ in BANDS) == EVERY
    assert sum(int(band) for band, _ in BANDS) == int(EVERY)


@pytest.mark.parametrize("number", range(1, 14))
def test_a_year_by_its_number(number):
    assert of_year(number).words() == f"Year {number}"
