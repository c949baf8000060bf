"""One page of the list of schools: what was asked, what was found, and what else could be asked."""

import math
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.utils.functional import cached_property

from schools import pages
from schools.forms import BEST, BY_NAME, NEAREST, SchoolSearchForm
from schools.geography import METRES_PER_MILE, Place, nearest, place_of
from schools.models import Phase, Region, School, Sector
from schools.querysets import SchoolQuerySet
from schools.search import Found, search

A_PAGE = 20

# Independent schools have no phase in the register, so there the ages decide (DOMAIN: match on ages, not phase).
_NO_PHASE = Q(phase=Phase.NOT_APPLICABLE)
PHASES: dict[str, tuple[str, Q]] = {
    "nursery": ("Nursery", Q(phase=Phase.NURSERY) | _NO_PHASE & Q(low_age__lt=4)),
    "primary": (
        "Primary (4 to 11)",
        Q(phase__in=[Phase.PRIMARY, Phase.MIDDLE_PRIMARY, Phase.ALL_THROUGH])
        | _NO_PHASE & Q(low_age__lt=10, high_age__gt=5),
    ),
    "secondary": (
        "Secondary (11 to 16)",
        Q(phase__in=[Phase.SECONDARY, Phase.MIDDLE_SECONDARY, Phase.ALL_THROUGH])
        | _NO_PHASE & Q(low_age__lt=15, high_age__gt=13),
    ),
    "16-plus": ("16 to 18", Q(phase=Phase.SIXTEEN_PLUS) | Q(low_age__lt=18, high_age__gt=16)),
}


@dataclass(frozen=True)
class Choice:
    """A box of the filter panel, with the number of schools it would show."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Chip:
    """A chosen filter: without `name`=`value` in the address it is gone."""

    name: str
    value: str
    label: str


class Results:
    """The list as asked for by a SchoolSearchForm. Bad values in the address count for nothing.

    The number of queries is the same however many schools there are.
    """

    def __init__(self, form: SchoolSearchForm, page: str | None) -> None:
        form.full_clean()
        self.form = form
        self.asked: dict[str, Any] = form.cleaned_data
        self.page_asked = page

    def value(self, name: str) -> Any:
        """What was asked by this query word; "" where nothing was."""
        return self.asked.get(name) or ""

    @cached_property
    def found(self) -> Found:
        everything = School.objects.listed() if self.value("closed") else School.objects.open()
        return search(self.value("q"), queryset=everything, literally=bool(self.value("exactly")))

    @cached_property
    def place(self) -> Place | None:
        """The place that distances are measured from."""
        return place_of(self.value("near")) if self.value("near") else self.found.near

    @property
    def instead_title(self) -> str:
        return f"Showing results for “{self.found.instead}”"

    @property
    def without_filters(self) -> str:
        """The address of the same words without any filter."""
        words = self.value("q")
        return f"?{urlencode({'q': words})}" if words else "?"

    @property
    def unknown_place(self) -> bool:
        return bool(self.value("near")) and self.place is None

    def _narrowed(self, *, but: str = "") -> SchoolQuerySet:
        """The schools found, narrowed by every filter asked for except the one called `but`."""
        schools = self.found.schools
        if self.value("sector") and but != "sector":
            schools = schools.filter(sector__in=self.value("sector"))
        if self.value("phase") and but != "phase":
            wanted = Q()
            for value in self.value("phase"):
                wanted |= PHASES[value][1]
            schools = schools.filter(wanted)
        if self.value("la"):
            schools = schools.filter(local_authority__code=self.value("la"))
        if self.value("region"):
            schools = schools.filter(region=self.value("region"))
        if self.value("on") and but != "on":
            schools = pages.only_open(schools)
        if self.place and self.value("miles"):
            schools = nearest(schools, self.place, within=float(self.value("miles")))
        return schools

    @cached_property
    def sectors(self) -> list[Choice]:
        return self._counted("sector", {value: (label, Q(sector=value)) for value, label in Sector.choices})

    @cached_property
    def phases(self) -> list[Choice]:
        return self._counted("phase", PHASES)

    def _counted(self, name: str, choices: dict[str, tuple[str, Q]]) -> list[Choice]:
        counts = (
            self._narrowed(but=name)
            .order_by()
            .aggregate(
                **{f"n{at}": Count("pk", filter=condition) for at, (_, condition) in enumerate(choices.values())}
            )
        )
        chosen = self.value(name)
        return [
            Choice(value, label, counts[f"n{at}"], value in chosen)
            for at, (value, (label, _)) in enumerate(choices.items())
        ]

    @cached_property
    def open_to_partners(self) -> Choice | None:
        """The box "Open to partners", where an app knows which schools are."""
        if not pages.can_filter_open():
            return None
        count = pages.only_open(self._narrowed(but="on")).order_by().count()
        return Choice("open", "Open to partners", count, bool(self.value("on")))

    @cached_property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """(value, label, whether it is the present one) of the orders that make sense here."""
        sorts = [(BEST, "Best match")] if self.value("q") and not self.found.near else []
        sorts += [(NEAREST, "Nearest")] if self.place else []
        sorts += [(BY_NAME, "Name")]
        asked = self.value("sort")
        default = NEAREST if self.place else sorts[0][0]
        now = asked if asked in [value for value, _ in sorts] else default
        return [(value, label, value == now) for value, label in sorts]

    @cached_property
    def page(self) -> Page:
        """The page of schools, each with `miles` (None where unknown) and `line` (what it says of itself)."""
        schools = self._narrowed()
        sort = next(value for value, _, now in self.sorts if now)
        if sort == NEAREST and self.place:
            miles = float(self.value("miles")) if self.value("miles") else None
            schools = nearest(schools, self.place, within=miles)
        elif sort == BY_NAME:
            schools = schools.order_by("name", "urn")
        page = Paginator(schools, A_PAGE).get_page(self.page_asked)
        rows = list(page.object_list)
        lines = pages.lines_of(rows)
        for school in rows:
            school.line = lines.get(school.pk)
            squared = getattr(school, "metres_squared", None)
            school.miles = None if squared is None else math.sqrt(squared) / METRES_PER_MILE
        page.object_list = rows
        return page

    @cached_property
    def chips(self) -> list[Chip]:
        """The filters that were chosen, each removable."""
        chips = [Chip("sector", value, Sector(value).label) for value in self.value("sector")]
        chips += [Chip("phase", value, PHASES[value][0]) for value in self.value("phase")]
        if region := self.value("region"):
            chips.append(Chip("region", region, Region(region).label))
        if authority := self.value("la"):
            chips.append(Chip("la", authority, self.form.authority_name(authority)))
        if self.place and self.value("near"):
            miles = self.value("miles")
            label = f"Within {miles} miles of {self.place.name}" if miles else f"Near {self.place.name}"
            chips.append(Chip("near", self.value("near"), label))
        if self.value("on"):
            chips.append(Chip("on", "open", "Open to partners"))
        if self.value("closed"):
            chips.append(Chip("closed", "on", "Closed schools too"))
        return chips
