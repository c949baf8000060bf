"""Schools that the register does not know: added by hand, checked by Forum staff."""

from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from core.errors import ActionRefused
from core.events import record
from core.transitions import lock
from schools.geography import place_of_postcode
from schools.gias import domain_of
from schools.models import FIRST_OWN_NUMBER, Phase, Region, School
from schools.search import fill_search_columns

COUNTRIES = {"wales": "Wales", "scotland": "Scotland", "northern-ireland": "Northern Ireland", "elsewhere": ""}
_NUMBERS_LOCK = 9_000_001  # any number, the same for all who hand out numbers of ours on PostgreSQL


class NotByHand(ActionRefused):
    """Only a school that was added by hand can be checked."""


@transaction.atomic
def add_school(
    *,
    name: str,
    sector: str,
    region: str,
    town: str,
    low_age: int,
    high_age: int,
    postcode: str = "",
    website: str = "",
    by: Any = None,
) -> School:
    """A school with a number of our own, hidden until Forum staff have checked it. `by` may be None: a visitor.

    `region` is a Region, or a key of COUNTRIES for a school outside England. `postcode` is "" or a whole one with its
    space; it gives the school a place.
    """
    school = School(
        urn=_next_number(),
        origin=School.Origin.HAND,
        checked=False,
        name=name,
        sector=sector,
        phase=Phase.NOT_APPLICABLE,
        region=Region.OUTSIDE if region in COUNTRIES else region,
        county=COUNTRIES.get(region, ""),
        town=town,
        postcode=postcode,
        low_age=low_age,
        high_age=high_age,
        website=website,
        domain=domain_of(website),
    )
    _place(school)
    fill_search_columns(school)
    school.save()
    record(of=school, kind="school-added", sentence=f"{name} was added by hand", by=by, for_staff=True)
    return school


@transaction.atomic
def mark_checked(*, school: School, by: Any) -> School:
    """Show a school that was added by hand to everybody. Doing it again changes nothing.

    Raises NotByHand for a school of the national register.
    """
    school = lock(school)
    if school.origin != School.Origin.HAND:
        raise NotByHand(f"{school.name} comes from the national register, and needs no check.")
    if not school.checked:
        school.checked = True
        school.save(update_fields=["checked", "updated_at"])
        record(of=school, kind="school-checked", sentence=f"{school.name} was checked by Forum staff", by=by)
    return school


@transaction.atomic
def correct_school(*, school: School, changed: list[str], by: Any) -> School:
    """Save what Forum staff put right in a school that was added by hand: the fields named by `changed`.

    Raises NotByHand for a school of the national register, whose facts the next import would bring back.
    """
    held = lock(school)
    if held.origin != School.Origin.HAND:
        raise NotByHand(f"{school.name} comes from the national register. Its facts are corrected there.")
    for name in changed:
        setattr(held, name, getattr(school, name))
    held.domain = domain_of(held.website)
    _place(held)
    fill_search_columns(held)
    held.save()
    if changed:
        record(of=held, kind="school-corrected", sentence=f"Forum staff put right {held.name}", by=by, for_staff=True)
    return held


def _place(school: School) -> None:
    """Give the school the place of its postcode; none where it has none, or nobody knows it."""
    place = place_of_postcode(school.postcode) if school.postcode else None
    school.easting, school.northing = (place.easting, place.northing) if place else (None, None)
    school.place_is_approximate = place is not None


def _next_number() -> int:
    """One above the highest of our own numbers. Two visitors at once wait for each other (on SQLite all writers do)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERS_LOCK])
    highest = School.objects.filter(urn__gte=FIRST_OWN_NUMBER).aggregate(highest=Max("urn"))["highest"]
    return (highest or FIRST_OWN_NUMBER - 1) + 1
