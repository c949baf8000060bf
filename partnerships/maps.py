"""The national picture on the home page: where schools registered and partnerships began."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count

from partnerships.models import Partner, Registration
from schools.models import Region


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


@dataclass(frozen=True)
class NationalMap:
    """What the home page prints: the picture, its legend, and the same figures as a table."""

    svg: str
    registered: int
    partnerships: int
    regions: list[RegionFigures]
    legend: list[Key] = field(default_factory=list)


def national() -> NationalMap:
    """Registrations that are live, and partnerships, by region of their schools."""
    live = Counter(dict(Registration.objects.live().values_list("school__region").annotate(n=Count("school"))))
    partners = Counter(
        dict(Partner.objects.values_list("school__region").annotate(n=Count("partnership", distinct=True)))
    )
    regions = [RegionFigures(label, live[value], partners[value]) for value, label in Region.choices]
    total = Partner.objects.values("partnership").distinct().count()
    return NationalMap(svg="", registered=sum(live.values()), partnerships=total, regions=regions)
