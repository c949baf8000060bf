"""What a published case study is filed under: the filters of the search, and the words of one case study for them.

An edition keeps them in one short column, "activity:stem cost:under-50 region:london …", written with the other columns
when it is published (casestudies/editions.py). The search counts from that column alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from casestudies.models import Edition, Evidence, Priority
from partnerships.models import ActivityGroup, Subject
from schools.models import Region
from schools.year_groups import YearGroups, combine, of_year

# English key stages by year group (the national curriculum's; the two early years have none).
STAGES: dict[str, tuple[str, YearGroups]] = {
    "early-years": ("Early years", YearGroups.NURSERY | YearGroups.RECEPTION),
    "1": ("Key stage 1", of_year(1) | of_year(2)),
    "2": ("Key stage 2", combine(map(of_year, range(3, 7)))),
    "3": ("Key stage 3", combine(map(of_year, range(7, 10)))),
    "4": ("Key stage 4", of_year(10) | of_year(11)),
    "5": ("Key stage 5", of_year(12) | of_year(13)),
}
# By the pupils' years and not by the schools' register entry, which has no phase for an independent school.
PHASES: dict[str, tuple[str, YearGroups]] = {
    "nursery": ("Nursery", YearGroups.NURSERY),
    "primary": ("Primary (Reception to Year 6)", YearGroups.RECEPTION | combine(map(of_year, range(1, 7)))),
    "secondary": ("Secondary (Years 7 to 11)", combine(map(of_year, range(7, 12)))),
    "16-plus": ("Sixth form (Years 12 and 13)", of_year(12) | of_year(13)),
}
COSTS = {
    "nothing": "Nothing",
    "under-50": "Under £50",
    "50-to-150": "£50 to £150",
    "over-150": "Over £150",
    "not-said": "Not said",
}
SCALES = {
    "to-30": "Up to 30 pupils",
    "31-to-100": "31 to 100 pupils",
    "101-to-300": "101 to 300 pupils",
    "over-300": "More than 300 pupils",
}
KIT = {"yes": "Has something to download"}

# The query words of the filters, in the order of the panel, and what each is called.
GROUPS = {
    "stage": "Key stage",
    "activity": "What they did",
    "subject": "Subject",
    "cost": "Cost for each pupil",
    "evidence": "Evidence",
    "kit": "Ready to copy",
    "phase": "Phase",
    "region": "Region",
    "priority": "Priority area",
    "scale": "How many pupils",
}


@dataclass(frozen=True)
class Option:
    """One value of a filter. `active` is false of an entry of the lists that Forum staff switched off."""

    value: str
    label: str
    active: bool = True


@dataclass(frozen=True)
class Heading:
    """Options that belong together; with no `name` where the filter needs no headings."""

    name: str
    options: list[Option]


def choices() -> dict[str, list[Heading]]:
    """{query word of a filter: its options under their headings}, in the order of the panel. Three queries."""
    return {
        "stage": _plain((value, label) for value, (label, _) in STAGES.items()),
        "activity": [
            Heading(group.name, [Option(entry.slug, entry.name, entry.active) for entry in group.activity_types.all()])
            for group in ActivityGroup.objects.prefetch_related("activity_types")
        ],
        "subject": [Heading("", [Option(entry.slug, entry.name, entry.active) for entry in Subject.objects.all()])],
        "cost": _plain(COSTS.items()),
        "evidence": _plain(reversed(Evidence.choices)),  # the strongest first
        "kit": _plain(KIT.items()),
        "phase": _plain((value, label) for value, (label, _) in PHASES.items()),
        "region": _plain(Region.choices),
        "priority": _plain(Priority.choices),
        "scale": _plain(SCALES.items()),
    }


def _plain(pairs: Iterable[Any]) -> list[Heading]:
    return [Heading("", [Option(value, label) for value, label in pairs])]


def facets_of(content: dict[str, Any]) -> str:
    """The column `facets` of an Edition with this content (see casestudies/editions.py)."""
    return " ".join(dict.fromkeys(_facets(content)))


def _facets(content: dict[str, Any]) -> Iterator[str]:
    who = content.get("who", {})
    yield from (f"activity:{slug}" for slug in who.get("activities") or [])
    yield from (f"subject:{slug}" for slug in who.get("subjects") or [])
    years = YearGroups(who.get("years") or 0)
    yield from (f"stage:{value}" for value, (_, those) in STAGES.items() if those & years)
    yield from (f"phase:{value}" for value, (_, those) in PHASES.items() if those & years)
    yield from (f"region:{school['region']}" for school in content.get("schools", []) if school.get("region"))
    if priority := who.get("priority"):
        yield f"priority:{priority}"
    yield f"evidence:{content.get('evidence', {}).get('design') or Evidence.NONE}"
    pupils = who.get("pupils") or 0
    yield f"cost:{cost_band(content.get('cost', {}).get('total'), pupils)}"
    if pupils:
        yield f"scale:{scale_of(pupils)}"
    if content.get("files"):
        yield "kit:yes"


def cost_band(total: int | None, pupils: int) -> str:
    """Of COSTS. By the whole pounds a pupil that the card shows, so that the two never disagree."""
    if total == 0:
        return "nothing"
    each = Edition(cost=total, pupils=pupils).cost_per_pupil
    if each is None:
        return "not-said"
    return "under-50" if each < 50 else "50-to-150" if each <= 150 else "over-150"


def scale_of(pupils: int) -> str:
    """Of SCALES, for one pupil or more."""
    for most, value in [(30, "to-30"), (100, "31-to-100"), (300, "101-to-300")]:
        if pupils <= most:
            return value
    return "over-300"
