"""Every published case study in memory as the search counts it: one long integer a facet, with a bit a case study.

To count what some filters leave is then a few ANDs of integers: 125 counts over 40,000 case studies in two
milliseconds, where the database needs hundreds (docs/decisions/finding-case-studies.md). Each process has a shelf of
its own and asks the database's stamp (core/stamps.py) at each search whether it still stands as the rows do.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from casestudies.models import Edition
from core.stamps import Stamp

STAMP = Stamp("edition_stamp", "casestudies_edition", ("facets", "published_at", "withdrawn_at"))  # migration 0003


@dataclass(frozen=True)
class Shelf:
    """The public editions, newest first: a place on the shelf is a bit of every integer here.

    `having` is {facet as in Edition.facets: the places that have it}. A set of places is an integer throughout.
    """

    stamp: str
    pks: list[int]
    place_of: dict[int, int]
    having: dict[str, int]

    @cached_property
    def with_school(self) -> dict[int, list[int]]:
        """{pk of a school: the places of what names it}. Read when distances are first asked for."""
        named: defaultdict[int, list[int]] = defaultdict(list)
        for edition, school in Edition.schools.through.objects.values_list("edition_id", "school_id"):
            if (place := self.place_of.get(edition)) is not None:
                named[school].append(place)
        return dict(named)

    @property
    def everything(self) -> int:
        return (1 << len(self.pks)) - 1

    def places(self, pks: Iterable[int]) -> int:
        """The set of these editions; those that are not public are passed over."""
        marks = bytearray(len(self.pks) // 8 + 1)
        for pk in pks:
            place = self.place_of.get(pk)
            if place is not None:
                marks[place >> 3] |= 1 << (place & 7)
        return int.from_bytes(marks, "little")


_kept = Shelf(stamp="", pks=[], place_of={}, having={})


def shelf() -> Shelf:
    """The shelf as the rows are now. One query, and one over all of them after one was published or withdrawn."""
    global _kept  # noqa: PLW0603  replaced as a whole, never changed: other threads read on in the one they have
    stamp = STAMP.read()
    if _kept.stamp != stamp:
        _kept = _filled(stamp)
    return _kept


def _filled(stamp: str) -> Shelf:
    rows = list(Edition.objects.public().order_by("-published_at", "-pk").values_list("pk", "facets"))
    marks: defaultdict[str, bytearray] = defaultdict(lambda: bytearray(len(rows) // 8 + 1))
    for place, (_, facets) in enumerate(rows):
        byte, bit = place >> 3, 1 << (place & 7)
        for facet in facets.split():
            marks[facet][byte] |= bit
    pks = [pk for pk, _ in rows]
    return Shelf(
        stamp=stamp,
        pks=pks,
        place_of={pk: place for place, pk in enumerate(pks)},
        having={facet: int.from_bytes(places, "little") for facet, places in marks.items()},
    )


def listed(places: int) -> list[int]:
    """The places of the set, newest first."""
    return [place for place, bit in enumerate(reversed(f"{places:b}")) if bit == "1"]
