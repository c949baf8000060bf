"""The hexagon grid: every place in the hexagon whose middle is nearest, and short paths."""

import math

from hypothesis import given
from hypothesis import strategies as st

from core import hexmap

metres = st.integers(-100_000, 700_000)


@given(metres, metres, st.sampled_from([700, 2000, 7000]))
def test_a_place_is_in_the_hexagon_whose_middle_is_nearest(easting, northing, radius):
    column, row = hexmap.cell_of(easting, northing, radius)
    here = math.dist((easting, northing), hexmap.middle((column, row), radius))
    assert here <= radius + 1e-6
    neighbours = [(column + c, row + r) for c in (-1, 0, 1) for r in (-1, 0, 1)]
    assert all(math.dist((easting, northing), hexmap.middle(n, radius)) >= here - 1e-6 for n in neighbours)


@given(st.integers(-50, 50), st.integers(-50, 50))
def test_the_middle_of_a_hexagon_is_in_it(column, row):
    assert hexmap.cell_of(*hexmap.middle((column, row), 2000), 2000) == (column, row)


def test_places_are_counted():
    assert hexmap.count([(0, 0), (100, 100), (7000 * 2, 0)], 7000) == {(0, 0): 2, (1, 0): 1}


def test_hexagons_touch_their_neighbours_on_the_drawing():
    assert hexmap.drawn((0, 0), left=0, top=0) == (0, 0)
    assert hexmap.drawn((1, 0), left=0, top=0) == (14, 0)
    assert hexmap.drawn((0, 1), left=0, top=1) == (7, 0)
    assert hexmap.drawn((0, 0), left=0, top=1) == (0, 12)


def test_one_path_holds_many_hexagons_by_relative_moves():
    assert hexmap.path([(14, 0), (0, 0), (7, 12)]) == (
        "M0 0l7 4v8l-7 4-7-4v-8zm14 0l7 4v8l-7 4-7-4v-8zm-7 12l7 4v8l-7 4-7-4v-8z"
    )


def test_a_group_without_hexagons_is_not_drawn():
    assert hexmap.paths({"issp-hex--1": [], "issp-hex--2": [(0, 0)]}) == (
        '<path class="issp-hex issp-hex--2" d="M0 0l7 4v8l-7 4-7-4v-8z"/>'
    )


def test_shades_from_few_to_many():
    assert [hexmap.shade(n, few=3, many=6) for n in (1, 3, 6)] == ["issp-hex--1", "issp-hex--2", "issp-hex--3"]
