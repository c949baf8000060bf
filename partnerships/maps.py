"""Maps of interest and partnerships: England on the home page, and the neighbourhood of a school with its matches.

Both are pictures of what stands in words beside them: a table of the regions, the list of matches.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core import hexmap
from core.hexmap import Cell
from partnerships.matching import METRES_PER_MILE
from partnerships.models import Partner, Partnership, Registration
from schools import maps as school_maps
from schools.models import Region, School, Sector

KEPT = 60 * 60  # seconds; whenever a registration goes live or ends, or a partnership opens, the key changes anyway
INTEREST, PARTNERS = "issp-hex--interest", "issp-hex--partners"
SHADES = ["issp-hex--1", "issp-hex--2", "issp-hex--3"]
# England has some 1,070 hexagons with a school in them. With far fewer, as before the register is imported, no outline
# is to be seen: lonely dots in an empty field say less than the figures and the table beside them.
FEWEST = 300

RINGS = [5, 10, 15, 25, 50]  # miles
RINGS_DRAWN = 3  # the outer ones: more would crowd their labels
SIDE = 222  # units of the neighbourhood's drawing, whatever the distance it shows
MARGIN = 1.14  # the square is so much wider than its outer ring


@dataclass(frozen=True)
class RegionFigures:
    name: str
    registered: int
    partnerships: int


@dataclass(frozen=True)
class Key:
    """One line of the legend: the classes of its hexagons, and words."""

    classes: list[str]
    words: str


LEGEND = [
    Key([PARTNERS], "Partnership begun"),
    Key([INTEREST], "Interest registered"),
    Key(SHADES, "Schools: few to many"),
]


@dataclass(frozen=True)
class NationalMap:
    """What the home page prints: the picture ("" where too few places are known), its legend, and the same figures as
    a table."""

    svg: SafeString
    registered: int
    partnerships: int
    regions: list[RegionFigures]
    legend: list[Key] = field(default_factory=list)


def national() -> NationalMap:
    """Registrations that are live, and partnerships that go on, on the map and by region of their schools."""
    live = Registration.objects.live()
    going_on = Partner.objects.present().exclude(partnership__stage=Partnership.Stage.ENDED)
    numbers = School.objects.open().count(), live.count(), going_on.count()
    key = f"national-map-{'-'.join(map(str, numbers))}"
    found: NationalMap | None = cache.get(key)
    if found is None:
        registered = Counter(dict(live.values_list("school__region").order_by().annotate(n=Count("school"))))
        partners = Counter(
            dict(going_on.values_list("school__region").order_by().annotate(n=Count("partnership", distinct=True)))
        )
        svg = _england(_cells_of(live), _cells_of(going_on))
        rows = [(value, RegionFigures(label, registered[value], partners[value])) for value, label in Region.choices]
        found = NationalMap(
            svg=svg,
            registered=sum(registered.values()),
            partnerships=going_on.values("partnership").distinct().count(),
            # Every region of England is named, with nothing too; what is outside only where there is something.
            regions=[row for value, row in rows if value != Region.OUTSIDE or row.registered or row.partnerships],
            legend=LEGEND if svg else [],
        )
        cache.set(key, found, KEPT)
    return found


def _cells_of(rows: QuerySet[Any]) -> set[Cell]:
    """The hexagons of England in which the schools of these rows are."""
    placed = rows.exclude(school__easting=None).exclude(school__region=Region.OUTSIDE).order_by()
    places = placed.values_list("school__easting", "school__northing")
    return set(hexmap.count(places.iterator(), school_maps.ENGLAND_RADIUS))


def _england(interest: set[Cell], partners: set[Cell]) -> SafeString:
    schools = school_maps.england()
    cells = schools.keys() | interest | partners
    if len(cells) < FEWEST:
        return mark_safe("")
    top = max(row for _, row in cells)
    left = min(hexmap.drawn(cell, left=0, top=top)[0] for cell in cells) - hexmap.WIDTH // 2 - 2
    groups: dict[str, list[tuple[int, int]]] = {name: [] for name in (*SHADES, INTEREST, PARTNERS)}
    for cell in cells:
        shade = hexmap.shade(schools[cell], few=8, many=30)
        name = PARTNERS if cell in partners else INTEREST if cell in interest else shade
        x, y = hexmap.drawn(cell, left=left, top=top)
        groups[name].append((x, y + 2))
    width = max(x for corners in groups.values() for x, _ in corners) + hexmap.WIDTH // 2 + 2
    height = max(y for corners in groups.values() for _, y in corners) + 2 * hexmap.TOP + 2
    return format_html(
        '<svg class="issp-map__svg" viewBox="0 0 {} {}" role="img" aria-labelledby="map-t map-d">'
        '<title id="map-t">Map of England in hexagons</title>'
        '<desc id="map-d">Each hexagon is about 12 kilometres across. Stronger colours show where schools have '
        "registered interest and where partnerships have begun. The figures beside the map say the same by region."
        "</desc>{}</svg>",
        width,
        height,
        mark_safe(hexmap.paths(groups)),
    )


@dataclass(frozen=True)
class Pin:
    """A match on the map: its number in the list, and where its school is."""

    number: int
    sector: str
    easting: int
    northing: int


def neighbourhood(school: School, *, sector: str, miles: float, pins: Sequence[Pin]) -> SafeString:
    """The school in the middle, rings that reach at least `miles`, schools near by as hexagons, matches as pins.

    For a school whose place is known. The drawing is always as large, so its hexagons grow with the distance: 2 km
    where the outer ring is 15 miles.
    """
    outer = next((ring for ring in RINGS if ring >= miles), RINGS[-1])
    half = outer * METRES_PER_MILE * MARGIN
    frame = _Frame(school.easting or 0, school.northing or 0, half)
    rings = [ring for ring in RINGS if ring <= outer][-RINGS_DRAWN:]
    return format_html(
        '<svg class="issp-map__svg" viewBox="0 0 {} {}" role="img" aria-labelledby="lm-t lm-d">'
        '<title id="lm-t">Your school and the matches on this page</title>'
        '<desc id="lm-d">Your school is in the middle. Numbered shapes are matched schools, numbered as in the list. '
        "The outer ring is {} miles away.</desc>{}{}{}{}</svg>",
        SIDE,
        SIDE,
        outer,
        mark_safe(hexmap.paths(frame.ground())),
        format_html_join("", _RING, (frame.ring(ring) for ring in rings)),
        # The first of the list is drawn last, so that it is on top where schools are close together.
        format_html_join("", "{}", ((frame.pin(pin),) for pin in reversed(pins))),
        _shape(sector, SIDE / 2, SIDE / 2, "you"),
    )


_RING = (
    '<circle class="issp-map__ring" cx="{0}" cy="{0}" r="{1}"/>'
    '<text class="issp-map__ringlabel" x="{0}" y="{2}" text-anchor="middle">{3} miles</text>'
)
# An arch for a state school, a gable for an independent one: the portal's two shapes, around the middle of the pin.
_SHAPES = {
    Sector.STATE: "M{left} {foot}v-12a9 9 0 0 1 18 0v12z",
    Sector.INDEPENDENT: "M{left} {foot}v-12l9-10 9 10v12z",
}


def _shape(sector: str, x: float, y: float, kind: str) -> SafeString:
    d = _SHAPES[Sector(sector)].format(left=f"{x - 9:.1f}", foot=f"{y + 10:.1f}")
    return format_html('<path class="issp-map__pin issp-map__pin--{} issp-map__pin--{}" d="{}"/>', sector, kind, d)


class _Frame:
    """The square of the map: metres of the grid to units of the drawing, north upwards."""

    def __init__(self, easting: int, northing: int, half: float) -> None:
        self.easting, self.northing, self.half = easting, northing, half
        self.scale = SIDE / (2 * half)
        self.radius = hexmap.WIDTH / 3**0.5 / self.scale

    def at(self, easting: float, northing: float) -> tuple[float, float]:
        west, north = self.easting - self.half, self.northing + self.half
        return (easting - west) * self.scale, (north - northing) * self.scale

    def ground(self) -> dict[str, list[tuple[int, int]]]:
        """The upper corners of the hexagons that hold schools, by shade."""
        found = school_maps.around(self.easting, self.northing, half=self.half, radius=self.radius)
        size = max(1, (self.radius / 2_000) ** 2)  # shades are for so many schools in a hexagon of 2 km
        groups: dict[str, list[tuple[int, int]]] = {name: [] for name in SHADES}
        for cell, number in found.items():
            x, y = self.at(*hexmap.middle(cell, self.radius))
            groups[hexmap.shade(number / size, few=3, many=6)].append((round(x), round(y) - hexmap.TOP))
        return groups

    def ring(self, miles: int) -> tuple[str, str, str, int]:
        radius = miles * METRES_PER_MILE * self.scale
        return f"{SIDE / 2:.1f}", f"{radius:.1f}", f"{SIDE / 2 - radius - 3:.1f}", miles

    def pin(self, pin: Pin) -> SafeString:
        x, y = self.at(pin.easting, pin.northing)
        text = '<text class="issp-map__pintext issp-map__pintext--{}" x="{}" y="{}" text-anchor="middle">{}</text>'
        number = format_html(text, pin.sector, f"{x:.1f}", f"{y + 6.5:.1f}", pin.number)
        return _shape(pin.sector, x, y, "match") + number
