"""Places for schools whose register entry gives none."""

from collections import defaultdict
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from schools.models import Postcode, School

BATCH = 1000


@transaction.atomic
def work_out_places() -> int:
    """Give each school with a postcode but without a place of its own one worked out from it; the number that changed.

    From the postcode table; else the middle of the schools that the register places in the same postcode sector, or
    else in the same outward code. Run again with the same tables it changes nothing.
    """
    middles = _middles()
    needing = School.objects.filter(Q(easting=None) | Q(place_is_approximate=True)).exclude(postcode="").order_by("pk")
    fields = ["easting", "northing", "place_is_approximate"]
    changed = 0
    last = 0
    while schools := list(needing.filter(pk__gt=last).only("pk", "postcode", *fields)[:BATCH]):
        last = schools[-1].pk
        codes = {school.postcode.replace(" ", "") for school in schools}
        table = {code: (e, n) for code, e, n in Postcode.objects.filter(code__in=codes).values_list()}
        moved = []
        for school in schools:
            outward, inward = school.postcode.split(" ")
            place = table.get(outward + inward) or middles.get(f"{outward} {inward[0]}") or middles.get(outward)
            if place and place != (school.easting, school.northing):
                school.easting, school.northing = place
                school.place_is_approximate = True
                moved.append(school)
        School.objects.bulk_update(moved, fields, batch_size=250)
        changed += len(moved)
    return changed


def _middles() -> dict[str, tuple[int, int]]:
    """The middle of the schools with a place of the register's, by postcode sector ("SW1A 1") and outward code."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    placed = School.objects.filter(easting__isnull=False, place_is_approximate=False).exclude(postcode="")
    rows: Iterator[tuple[str, int, int]] = placed.values_list("postcode", "easting", "northing").iterator()  # type: ignore[assignment]
    for postcode, easting, northing in rows:
        outward, inward = postcode.split(" ")
        for area in (f"{outward} {inward[0]}", outward):
            total = sums[area]
            total[0] += easting
            total[1] += northing
            total[2] += 1
    return {area: (round(east / n), round(north / n)) for area, (east, north, n) in sums.items()}
