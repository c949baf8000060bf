"""The page that answers a search for case studies: filters with their counts, cards, and what helps if it is empty."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

from casestudies.facets import COSTS, GROUPS, Heading, Option
from casestudies.finding import A_PAGE, MILES, SORTS, Found, Search
from casestudies.models import Edition
from casestudies.reading import Image, cover_of
from schools.geography import METRES_PER_MILE
from schools.models import Region, School

OPEN = ("stage", "activity", "cost", "evidence", "kit")  # the filters most people use; the others are folded
HELP = 5  # ways out of an empty page: more would be another search
# What a card needs. The words of the index are the longest column, and nobody reads them.
CARD = (
    *["slug", "title", "summary", "content", "evidence", "pupils", "cost", "facets"],
    *["published_at", "featured_at", "review_on", "replications"],
)


@dataclass(frozen=True)
class Choice:
    """A box of the panel: how many case studies it would show, and whether it is ticked."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Part:
    """Boxes under one heading ("" where the filter has no headings). `key` is its id on the page."""

    key: str
    heading: str
    choices: list[Choice]

    @property
    def is_chosen(self) -> bool:
        return any(choice.chosen for choice in self.choices)


@dataclass(frozen=True)
class Group:
    """One filter of the panel. With `folded` its boxes are out of sight until somebody wants them."""

    name: str
    legend: str
    parts: list[Part]
    folded: bool

    @property
    def is_chosen(self) -> bool:
        return any(part.is_chosen for part in self.parts)


@dataclass(frozen=True)
class Link:
    """A link that changes the search: a chip without its filter, or a way out of an empty page."""

    label: str
    address: str
    count: int | None = None


@dataclass(frozen=True)
class Card:
    """What the list shows of a case study."""

    edition: Edition
    picture: Image | None
    facts: str


class Results:
    """One page of a search. `options` are casestudies.facets.choices(), `own` the schools of who is asking."""

    def __init__(self, search: Search, options: dict[str, list[Heading]], own: Iterable[School] = ()) -> None:
        self.asked = search
        self.found = Found(search)
        self.options = options
        self.own = [school for school in own if school.easting is not None and str(school.urn) != search.near]

    # --- The panel ----------------------------------------------------------------------------------------------------
    @cached_property
    def groups(self) -> list[Group]:
        """Every filter, each box with what one would see by ticking it as well."""
        return [self._group(name, legend) for name, legend in GROUPS.items()]

    def _group(self, name: str, legend: str) -> Group:
        headings = self.options[name]
        counts = self.found.count(name, {option.value: option for heading in headings for option in heading.options})
        chosen = self.asked.chosen.get(name, ())

        def choices(options: list[Option]) -> list[Choice]:
            made = (Choice(o.value, o.label, counts[o.value], o.value in chosen) for o in options)
            # An entry that Forum staff switched off stays for as long as a case study has it.
            return [c for c, o in zip(made, options, strict=True) if o.active or c.count or c.chosen]

        parts = [
            Part(f"options-{name}-{number}", heading.name, made)
            for number, heading in enumerate(headings)
            if (made := choices(heading.options))
        ]
        return Group(name, legend, parts, folded=name not in OPEN)

    @cached_property
    def chips(self) -> list[Link]:
        """What was chosen, each as a link to the search without it."""
        chips = [
            Link(self._label(name, value), self.asked.without(name, value).address())
            for name, values in self.asked.chosen.items()
            for value in values
        ]
        if place := self.found.place:
            miles = self.asked.miles
            label = f"Within {miles} miles of {place.name}" if miles else f"Near {place.name}"
            chips.append(Link(label, self._anywhere.address()))
        return chips

    @property
    def _anywhere(self) -> Search:
        return self.asked.but(near="", miles=None)

    def _label(self, name: str, value: str) -> str:
        label = next(o.label for heading in self.options[name] for o in heading.options if o.value == value)
        if name == "cost":
            return "Cost not said" if value == "not-said" else f"{COSTS[value]} a pupil"
        return label

    @property
    def without_filters(self) -> str:
        """The address of the same words without any filter."""
        return Search(q=self.asked.q, exactly=self.asked.exactly).address()

    @property
    def near_shown(self) -> str:
        """What the box of the place holds: as typed, or a school's name with its URN."""
        place = self.found.place
        return f"{place.name} (URN {self.asked.near})" if place and self.asked.near.isdigit() else self.asked.near

    @property
    def unknown_place(self) -> bool:
        return bool(self.asked.near) and self.found.place is None

    @property
    def miles(self) -> list[tuple[int, bool]]:
        """(miles, whether chosen) of the distances one may choose."""
        return [(miles, miles == self.asked.miles) for miles in MILES]

    @property
    def near_own(self) -> list[Link]:
        """Each school of who is asking, as a link to the same search near it."""
        return [Link(school.name, self.asked.but(near=str(school.urn)).address()) for school in self.own]

    # --- The list -----------------------------------------------------------------------------------------------------
    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """(value, label, whether in use) of the orders that make sense here."""
        return [(value, SORTS[value], value == self.found.sort) for value in self.found.sorts]

    @property
    def instead_title(self) -> str:
        return f"Showing results for “{self.found.words.instead}”"

    @property
    def exactly(self) -> str:
        """The address of a search for exactly what was typed."""
        return self.asked.but(exactly=True).address()

    @cached_property
    def page(self) -> Page:
        """The page of primary keys; the last one where the address asks for one after it."""
        return Paginator(self.found.in_order, A_PAGE).get_page(self.asked.page)

    @cached_property
    def cards(self) -> list[Card]:
        """What is on the page. One query."""
        rows = Edition.objects.public().only(*CARD).in_bulk(list(self.page.object_list))
        # One may have been withdrawn since the shelf was read.
        return [self._card(rows[pk]) for pk in self.page.object_list if pk in rows]

    def _card(self, edition: Edition) -> Card:
        return Card(edition, cover_of(edition), ". ".join(self._facts(edition)))

    def _facts(self, edition: Edition) -> Iterable[str]:
        """Where, how far away, for how much, how well shown, how often copied: the line below the summary."""
        regions = [facet.removeprefix("region:") for facet in edition.facets.split() if facet.startswith("region:")]
        if regions:
            yield " and ".join(Region(region).label for region in regions if region in Region.values)
        miles = self.found.miles_to(edition.pk)
        if miles is not None:
            yield "Less than a mile away" if miles < 1 else f"{miles:.0f} mile{'s' if miles >= 1.5 else ''} away"
        yield edition.cost_words
        yield edition.get_evidence_display()
        if edition.replications:
            yield edition.copied_words

    # --- When there is nothing ----------------------------------------------------------------------------------------
    @property
    def is_bare(self) -> bool:
        """No case study is published at all."""
        return not self.found.shelf.pks

    @property
    def nothing_title(self) -> str:
        if self.found.by_words == 0 and self.asked.q:
            alone = len(self.found.words.terms) < 2
            return f"No case study has “{self.asked.q[:60]}”" if alone else "No case study has all of these words"
        return "No case study fits all of this"

    @cached_property
    def help(self) -> list[Link]:
        """What to drop, with what one would then see; the ways that lead to most first."""
        ways = [*self._fewer_words(), *self._fewer_filters()]
        ways = [way for way in ways if way.count]
        return sorted(ways, key=lambda way: -(way.count or 0))[:HELP]

    def _fewer_words(self) -> Iterable[Link]:
        found = self.found
        if found.by_words or not self.asked.q:
            return
        for term in found.words.terms[:HELP] if len(found.words.terms) > 1 else []:
            only = Found(self.asked.but(q=term.text, exactly=True))
            yield Link(f"Search for “{term.text}” alone", only.asked.address(), only.total)

    def _fewer_filters(self) -> Iterable[Link]:
        found, asked = self.found, self.asked
        for name in asked.chosen:
            label = GROUPS[name].lower() if len(asked.chosen[name]) > 1 else self._label(name, asked.chosen[name][0])
            yield Link(f"Without “{label}”", asked.but_group(name).address(), found.left_but(without=name).bit_count())
        if found.place and asked.miles:
            fits = found.left_but(base=found.by_words)
            yield Link("At any distance", asked.but(miles=None).address(), fits.bit_count())
        if asked.q and asked.chosen:
            yield Link(f"Everything with “{asked.q[:60]}”", self.without_filters, found.by_words.bit_count())

    @cached_property
    def nearest(self) -> str:
        """Where the nearest is that fits all but the distance: "The nearest is 32 miles away."; "" where not asked."""
        found = self.found
        if not (found.place and self.asked.miles):
            return ""
        fits = found.left_but(base=found.by_words)
        metres = [metres for place, metres in found.metres_within(None).items() if fits >> place & 1]
        return f"The nearest is {min(metres) / METRES_PER_MILE:.0f} miles away." if metres else ""
