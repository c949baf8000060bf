"""How densely schools stand on the map: the ground that every map of the portal is drawn on."""

from collections import Counter

from django.core.cache import cache

from core import hexmap
from schools.models import School, Sector

ENGLAND_RADIUS = 7_000  # metres: some 1,070 hexagons draw England unmistakably
KEPT = 24 * 60 * 60  # seconds: the register changes a few times a year, and its size is in the key


def england() -> Counter[hexmap.Cell]:
    """How many open schools of the register each hexagon of England holds; kept, because it reads every school."""
    schools = School.objects.open().exclude(easting=None)
    key = f"schools-map-{schools.count()}"
    cells = cache.get(key)
    if cells is None:
        places = schools.exclude(region="outside-england").order_by().values_list("easting", "northing")
        cells = hexmap.count(places.iterator(), ENGLAND_RADIUS)
        cache.set(key, cells, KEPT)
    return cells


def around(easting: int, northing: int, *, half: float, radius: float) -> Counter[hexmap.Cell]:
    """How many open schools each hexagon of a square holds; `half` its side, in metres, as all the rest."""
    schools = School.objects.open().filter(
        sector__in=Sector.values,  # named, because the index begins with the sector
        easting__range=(easting - half, easting + half),
        northing__range=(northing - half, northing + half),
    )
    return hexmap.count(schools.order_by().values_list("easting", "northing"), radius)
