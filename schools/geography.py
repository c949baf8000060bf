"""Where places are, and how far apart: planar sums on the British National Grid.

Within 50 miles the plane errs by under 0.05%, so no geographic extension of the database is needed.
"""

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Avg, BigIntegerField, Count, F, QuerySet, Value
from django.db.models.functions import Cast, Length

from schools.models import Postcode, School

if TYPE_CHECKING:
    from schools.querysets import SchoolQuerySet

METRES_PER_MILE = 1609.344

# Outward code and inward code, in capitals, with any spaces between them taken out. The shape is that of the Royal
# Mail's postcode address file; whether a code exists is for the tables to say.
_FULL = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")
_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")


@dataclass(frozen=True)
class Place:
    """A point of the British National Grid (metres) and what people call it."""

    easting: int
    northing: int
    name: str = ""


def full_postcode(text: str) -> str | None:
    """The postcode that `text` is, with its space ("SW1A 1AA"), or None."""
    match = _FULL.fullmatch(_squeezed(text))
    return f"{match[1]} {match[2]}" if match else None


def outward_code(text: str) -> str | None:
    """The outward code that `text` is ("SW1A"), or None."""
    squeezed = _squeezed(text)
    return squeezed if _OUTWARD.fullmatch(squeezed) else None


def miles_between(first: School | Place, second: School | Place) -> float | None:
    """Miles from one to the other in a straight line; None where the place of either is not known."""
    if None in (first.easting, first.northing, second.easting, second.northing):
        return None
    metres = math.hypot(first.easting - second.easting, first.northing - second.northing)  # type: ignore[operator]
    return metres / METRES_PER_MILE


def nearest(schools: "SchoolQuerySet", place: School | Place, *, within: float | None = None) -> "SchoolQuerySet":
    """The schools whose place is known, nearest first, each with `metres_squared`; at most `within` miles away.

    The box around the circle comes first, because the index on the grid can answer that.
    """
    east, north = F("easting") - Value(place.easting), F("northing") - Value(place.northing)
    found = schools.filter(easting__isnull=False)
    if within is not None:
        reach = math.ceil(within * METRES_PER_MILE)
        found = found.filter(
            easting__range=(place.easting - reach, place.easting + reach),  # type: ignore[operator]
            northing__range=(place.northing - reach, place.northing + reach),  # type: ignore[operator]
        )
    # 32 bits are too few for the square of a thousand kilometres in metres.
    big = BigIntegerField()
    squared = Cast(east, big) * Cast(east, big) + Cast(north, big) * Cast(north, big)
    found = found.annotate(metres_squared=squared)
    if within is not None:
        found = found.filter(metres_squared__lte=round((within * METRES_PER_MILE) ** 2))
    return found.order_by("metres_squared", "urn")


def postcodes_beginning(schools: "SchoolQuerySet", beginning: str) -> "SchoolQuerySet":
    """The schools whose postcode begins so ("SW1A 1", or "SW1A " with its space).

    The range lets the index answer, which LIKE alone cannot.
    """
    return schools.filter(postcode__range=(beginning, f"{beginning}ZZ"), postcode__startswith=beginning)


def place_of(text: str) -> Place | None:
    """The place that `text` names: a postcode, an outward code, or a town where the register has a school."""
    text = " ".join(text.replace("\0", " ")[:100].split())
    if postcode := full_postcode(text):
        return place_of_postcode(postcode)
    if outward := outward_code(text):
        return _place_of_outward(outward)
    return _place_of_town(text) if text else None


def place_of_postcode(postcode: str) -> Place | None:
    """Of a postcode with its space: from the postcode table; else the middle of the schools that the register places
    in its sector ("SW1A 1"), or else in its outward code ("SW1A")."""
    exact = Postcode.objects.filter(code=postcode.replace(" ", "")).first()
    if exact:
        return Place(exact.easting, exact.northing, postcode)
    outward, inward = postcode.split(" ")
    sector = postcodes_beginning(_placed(), f"{outward} {inward[0]}")
    return _middle(sector, postcode) or _place_of_outward(outward, postcode)


def _place_of_outward(outward: str, name: str = "") -> Place | None:
    # A range of codes can use the key where LIKE cannot; the length keeps SW10 1AA out of SW1.
    codes = Postcode.objects.alias(length=Length("code")).filter(
        code__range=(f"{outward}0", f"{outward}9ZZ"), length=len(outward) + 3
    )
    name = name or outward
    return _middle(codes, name) or _middle(postcodes_beginning(_placed(), f"{outward} "), name)


def _place_of_town(town: str) -> Place | None:
    # Many towns share a name: the one with the most schools is meant, and its schools are of one authority.
    towns = _placed().filter(town__iexact=town).values("local_authority").annotate(n=Count("pk"))
    best = towns.order_by("-n", "local_authority").first()
    if best is None:
        return None
    schools = _placed().filter(town__iexact=town, local_authority=best["local_authority"])
    first = schools.order_by("urn").values_list("town", flat=True)[0]
    return _middle(schools, first)


def _placed() -> "SchoolQuerySet":
    return School.objects.listed().filter(easting__isnull=False, place_is_approximate=False)


def _middle(rows: "QuerySet", name: str) -> Place | None:
    middle = rows.order_by().aggregate(easting=Avg("easting"), northing=Avg("northing"))
    if middle["easting"] is None:
        return None
    return Place(round(middle["easting"]), round(middle["northing"]), name)


def _squeezed(text: str) -> str:
    return "".join(text[:100].split()).upper()
