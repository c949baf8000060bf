"""Fictional schools for tests. Their numbers begin at 900101, where the register has none."""

import itertools
from typing import Any

from schools.models import LocalAuthority, Network, Phase, Region, School, Sector, Status
from schools.search import fill_search_columns

_numbers = itertools.count(900_101)
_authorities = itertools.count(980)

NAMES = ["Brackenfold Primary School", "Tarnside Primary School", "Netherholme Primary School", "Oakenclough School"]


def make_authority(name: str = "Calderby") -> LocalAuthority:
    """The authority of this name, made if need be."""
    return LocalAuthority.objects.filter(name=name).first() or LocalAuthority.objects.create(
        name=name, code=str(next(_authorities))
    )


def make_network(name: str = "Calder Valley Learning Trust", kind: str = Network.Kind.TRUST) -> Network:
    return Network.objects.get_or_create(kind=kind, name=name)[0]


def make_school(*, networks: list[Network] | None = None, **changes: Any) -> School:
    """An open state primary school in Calderby, with a number of its own, changed as asked.

    `networks` is a list of Network; every other word is a field of School.
    """
    urn = changes.pop("urn", None) or next(_numbers)
    fields: dict[str, Any] = {
        "name": NAMES[urn % len(NAMES)],
        "sector": Sector.STATE,
        "status": Status.OPEN,
        "type_name": "Community school",
        "phase": Phase.PRIMARY,
        "low_age": 4,
        "high_age": 11,
        "gender": "Mixed",
        "pupils": 210,
        "street": "Mill Lane",
        "town": "Calderby",
        "postcode": "HX9 4QT",
        "website": "",
        "domain": "",
        "region": Region.YORKSHIRE,
        "easting": 412_600,
        "northing": 428_400,
    }
    if "local_authority" not in changes:
        changes["local_authority"] = make_authority()
    school = School(urn=urn, **{**fields, **changes})
    fill_search_columns(school)
    school.save()
    school.networks.set(networks or [])
    return school


def make_independent(**changes: Any) -> School:
    """The same as an independent all-age day school."""
    fields: dict[str, Any] = {
        "name": "Thornmere School",
        "sector": Sector.INDEPENDENT,
        "type_name": "Other independent school",
        "phase": Phase.NOT_APPLICABLE,
        "low_age": 3,
        "high_age": 18,
        "pupils": 720,
    }
    return make_school(**{**fields, **changes})
