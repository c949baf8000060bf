"""Maps drawn from places alone: points of the National Grid are counted into hexagons, and those drawn as SVG paths.

Pure: no database, no boundary file, no tiles. A cell is (column, row) of a grid of hexagons that stand on a point;
rows that have an odd number are shifted by half a hexagon. On the drawing a hexagon is 14 units wide and rows are 12
apart, so that the paths stay short and whole.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

Cell = tuple[int, int]
Point = tuple[float, float]

WIDTH, ROW = 14, 12  # units of the drawing
HEXAGON = "l7 4v8l-7 4-7-4v-8z"  # from its upper corner, round to it again
TOP = 8  # units from the middle of a hexagon up to that corner


def cell_of(easting: float, northing: float, radius: float) -> Cell:
    """The hexagon that a place is in; `radius` (middle to corner, and so a side) in metres like the place."""
    width, height = radius * math.sqrt(3), 1.5 * radius
    near = round(northing / height)
    candidates = []
    for row in (near - 1, near, near + 1):
        shift = width / 2 if row % 2 else 0
        column = round((easting - shift) / width)
        apart = (easting - column * width - shift) ** 2 + (northing - row * height) ** 2
        candidates.append((apart, column, row))
    _, column, row = min(candidates)
    return column, row


def count(places: Iterable[tuple[int, int]], radius: float) -> Counter[Cell]:
    """How many of these places each hexagon holds."""
    return Counter(cell_of(easting, northing, radius) for easting, northing in places)


def middle(cell: Cell, radius: float) -> tuple[float, float]:
    """Easting and northing of the middle of a hexagon, in metres."""
    column, row = cell
    return (column + (0.5 if row % 2 else 0)) * radius * math.sqrt(3), row * 1.5 * radius


def drawn(cell: Cell, *, left: int, top: int) -> tuple[int, int]:
    """The upper corner of a hexagon on a drawing whose left edge is `left` units and whose top row is `top`."""
    column, row = cell
    return column * WIDTH + (WIDTH // 2 if row % 2 else 0) - left, (top - row) * ROW


def path(corners: Iterable[tuple[int, int]]) -> str:
    """The `d` of one path of hexagons with these upper corners; relative moves keep it short."""
    pieces: list[str] = []
    at: tuple[int, int] | None = None
    for x, y in sorted(corners, key=lambda corner: (corner[1], corner[0])):
        move = f"M{x} {y}" if at is None else f"m{x - at[0]} {y - at[1]}".replace(" -", "-")
        pieces.append(move + HEXAGON)
        at = (x, y)
    return "".join(pieces)


def paths(groups: Mapping[str, Iterable[tuple[int, int]]]) -> str:
    """One `<path>` a group, in their order; the keys are CSS classes of ours, never what somebody typed."""
    drawn_groups = ((name, path(corners)) for name, corners in groups.items())
    return "".join(f'<path class="issp-hex {name}" d="{d}"/>' for name, d in drawn_groups if d)


def shade(number: float, *, few: float, many: float) -> str:
    """The class of a hexagon by how many it holds: below `few`, below `many`, more."""
    return f"issp-hex--{1 if number < few else 2 if number < many else 3}"
