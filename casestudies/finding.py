"""Finding a published case study: what the address asks, what that leaves, in which order.

`Search` is the address made sense of: whatever cannot be meant counts for nothing. `Found` answers it. The page that
shows the answer is casestudies/results.py.

Words and distances come from the database, in a number of queries that does not depend on how many case studies there
are; filters and their counts from the shelf in memory (casestudies/shelf.py).
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter
from string import ascii_lowercase
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from rapidfuzz import process
from rapidfuzz.distance import OSA

from casestudies.facets import GROUPS
from casestudies.models import Edition
from casestudies.shelf import Shelf, listed, shelf
from core.search import SearchIndex, Term, strong, terms_of
from schools import geography
from schools.geography import METRES_PER_MILE, Place
from schools.models import School
from schools.search import search as search_schools

INDEX = SearchIndex(  # migration 0003
    "edition_search", "casestudies_edition", (("title", "A"), ("summary", "B"), ("words", "D")), stem=True
)

MOST_CHARACTERS = 200
MILES = [5, 10, 25, 50, 100]
RELEVANCE, NEWEST, NEAREST, REPLICATED = "relevance", "newest", "nearest", "replicated"
SORTS = {RELEVANCE: "Most relevant", NEAREST: "Nearest", NEWEST: "Newest", REPLICATED: "Most copied"}
A_PAGE = 12

FEWEST_LETTERS = 3  # of a word that may be misspelt or unfinished
ENDINGS = 20  # words that an unfinished one is taken for
_NEAR_ENOUGH = 0.7  # of a word's letters: one slip in four letters, two in seven
_URN = re.compile(r"(?:^|\(URN )(\d{5,8})\)?$", flags=re.ASCII)

Known = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Search:
    """What is asked. `chosen` is {query word of a filter: its values}, in the panel's order, without empty ones."""

    q: str = ""
    exactly: bool = False
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    near: str = ""
    miles: int | None = None
    sort: str = ""
    page: int = 1

    @classmethod
    def of(cls, asked: QueryDict, known: Known) -> "Search":
        """The search that this address asks for; `known` is {query word of a filter: {value: label}}.

        What is unknown, too long or no number is passed over: an address that was cut or made up still shows a page.
        """
        chosen = {}
        for name in GROUPS:
            values = set(asked.getlist(name))
            if kept := tuple(value for value in known[name] if value in values):
                chosen[name] = kept
        near = _typed(asked.get("near", ""))
        if urn := _URN.search(near):
            near = urn[1]
        miles = asked.get("miles", "")
        return cls(
            q=_typed(asked.get("q", "")),
            exactly=asked.get("exactly") == "on",
            chosen=chosen,
            near=near,
            miles=int(miles) if near and miles in map(str, MILES) else None,
            sort=asked.get("sort", "") if asked.get("sort") in SORTS else "",
            page=_page(asked.get("page", "")),
        )

    def address(self) -> str:
        """The query string of this search, always written the same way; "?" for everything."""
        words: list[tuple[str, Any]] = [("q", self.q)]
        words += [("exactly", "on" if self.exactly and self.q else "")]
        words += [(name, value) for name, values in self.chosen.items() for value in values]
        words += [("near", self.near), ("miles", self.miles), ("sort", self.sort)]
        words += [("page", self.page if self.page > 1 else "")]
        return "?" + urlencode([(name, value) for name, value in words if value])

    def but(self, **changes: Any) -> "Search":
        """This search with some changes, from its first page."""
        return replace(self, **{"page": 1, **changes})

    def without(self, name: str, value: str) -> "Search":
        """This search with one value of one filter less."""
        left = tuple(other for other in self.chosen[name] if other != value)
        return self.but(chosen={**self.chosen, name: left}) if left else self.but_group(name)

    def but_group(self, name: str) -> "Search":
        """This search without one of its filters."""
        return self.but(chosen={other: values for other, values in self.chosen.items() if other != name})


@dataclass(frozen=True)
class Words:
    """What the words found: {pk of an edition: rank}; None where no words were asked.

    `terms` are as they were typed. `instead` is what was searched for where nothing has what was typed.
    """

    scores: dict[int, float] | None
    terms: list[Term]
    instead: str = ""


class Found:
    """The answer to a search. Everything is worked out once, when it is first asked for."""

    def __init__(self, search: Search) -> None:
        self.asked = search
        self.shelf: Shelf = shelf()

    @cached_property
    def words(self) -> Words:
        return _by_words(self.asked, self.shelf)

    @cached_property
    def place(self) -> Place | None:
        """Where distances are measured from."""
        return place_near(self.asked.near) if self.asked.near else None

    @cached_property
    def metres(self) -> dict[int, float]:
        """{place on the shelf: metres to its nearest school} of those within the miles asked for, or of all."""
        return self.metres_within(self.asked.miles) if self.place else {}

    def metres_within(self, miles: int | None) -> dict[int, float]:
        """The same within so many miles; one query, for where the schools are today."""
        if self.place is None:
            return {}
        named = School.objects.filter(pk__in=Edition.schools.through.objects.values("school"))
        schools = geography.nearest(named, self.place, within=miles).order_by()
        found: dict[int, float] = {}
        for school, squared in schools.values_list("pk", "metres_squared"):
            metres = math.sqrt(squared)
            for place in self.shelf.with_school.get(school, ()):
                if metres < found.get(place, math.inf):
                    found[place] = metres
        return found

    @cached_property
    def _base(self) -> int:
        """The places that the words and the distance leave, before any filter."""
        base = self.by_words
        return base & self._within if self.asked.miles and self.place else base

    @cached_property
    def by_words(self) -> int:
        """The places that have the words."""
        scores = self.words.scores
        return self.shelf.everything if scores is None else self.shelf.places(scores)

    @property
    def _within(self) -> int:
        return self.shelf.places(self.shelf.pks[place] for place in self.metres)

    @cached_property
    def _by_group(self) -> dict[str, int]:
        """{filter: the places that have any of its chosen values}."""
        having = self.shelf.having
        joined = {}
        for name, values in self.asked.chosen.items():
            joined[name] = 0
            for value in values:
                joined[name] |= having.get(f"{name}:{value}", 0)
        return joined

    def left_but(self, *, without: str = "", base: int | None = None) -> int:
        """The places that all filters leave but the one called `without`."""
        left = self._base if base is None else base
        for name, places in self._by_group.items():
            if name != without:
                left &= places
        return left

    def count(self, name: str, values: Mapping[str, Any]) -> dict[str, int]:
        """{value: how many one would see with it and the choices of all other filters}."""
        left = self.left_but(without=name)
        having = self.shelf.having
        return {value: (left & having.get(f"{name}:{value}", 0)).bit_count() for value in values}

    @cached_property
    def places(self) -> int:
        """What was found."""
        return self.left_but()

    @property
    def total(self) -> int:
        return self.places.bit_count()

    @cached_property
    def sorts(self) -> list[str]:
        """The orders that make sense here, the usual one first."""
        by_words = self.words.scores is not None
        sorts = [RELEVANCE] if by_words else []
        sorts += [NEAREST] if self.place else []
        return [*sorts, NEWEST, REPLICATED]

    @property
    def sort(self) -> str:
        """The order in use."""
        return self.asked.sort if self.asked.sort in self.sorts else self.sorts[0]

    @cached_property
    def in_order(self) -> list[int]:
        """The primary keys of what was found, in the order in use; the newest first of equals."""
        found = listed(self.places)
        pks = self.shelf.pks
        if self.sort == RELEVANCE and (scores := self.words.scores):
            found.sort(key=lambda place: -scores[pks[place]])
        elif self.sort == NEAREST:
            metres = self.metres
            found.sort(key=lambda place: metres.get(place, math.inf))
        elif self.sort == REPLICATED:
            # Not only of those that are public: as it is, the index alone can answer.
            copied = dict(Edition.objects.filter(replications__gt=0).order_by().values_list("pk", "replications"))
            found.sort(key=lambda place: -copied.get(pks[place], 0))
        return [pks[place] for place in found]

    def miles_to(self, pk: int) -> float | None:
        """Miles to the nearest school of an edition, where they were measured."""
        metres = self.metres.get(self.shelf.place_of[pk])
        return None if metres is None else metres / METRES_PER_MILE


def place_near(text: str) -> Place | None:
    """The place that somebody means: the URN, postcode, town or name of a school."""
    if text.isascii() and text.isdigit():
        school = School.objects.listed().filter(urn=int(text), easting__isnull=False).first()
    elif place := geography.place_of(text):
        return place
    else:
        school = search_schools(text, queryset=School.objects.open()).schools.filter(easting__isnull=False).first()
    return Place(school.easting, school.northing, school.name) if school else None


def _by_words(search: Search, on: Shelf) -> Words:
    typed = terms_of(search.q)
    # Only words that nobody can search for: then there is nothing to search for, and everything is shown.
    terms = strong(typed)
    if not terms:
        return Words(None, typed)
    terms = [_finished(term) for term in terms]
    scores = INDEX.scores(terms)
    if search.exactly or on.places(scores):
        return Words(scores, terms)
    meant = [_meant(term) for term in terms]
    if meant == terms:
        return Words(scores, terms)
    scores = INDEX.scores(meant)
    if not on.places(scores):
        return Words({}, terms)
    # An unfinished word is what was typed; only a changed one has to be told.
    changed = any(new.text != old.text for new, old in zip(meant, terms, strict=True))
    return Words(scores, terms, " ".join(map(_shown, meant)) if changed else "")


def _finished(term: Term) -> Term:
    """A term with a star, with the words that begin so; one of a letter or two is a word like others."""
    if not term.prefix:
        return term
    text = term.text.casefold()
    return _begun(text, INDEX.words(text)) if len(text) >= FEWEST_LETTERS else Term(term.text)


def _begun(text: str, words: dict[str, int]) -> Term:
    """The term for these words, which begin so; the commonest where there are many."""
    return Term(text, prefix=True, others=tuple(sorted(words, key=lambda word: -words[word])[:ENDINGS]))


def _meant(term: Term) -> Term:
    """What may be meant by a word that no case study has: one that begins so, or else one spelt much like it."""
    text = term.text.casefold()
    if len(text) < FEWEST_LETTERS or not text.isalpha() or term.prefix:
        return term
    words = INDEX.words(text)
    if text in words or INDEX.matching(Edition.objects.all(), [term]).exists():
        return term
    if words:
        return _begun(text, words)
    # A slip after the first letter is the commonest; then one in it; then the first two may have changed places.
    alike = _nearest(text, INDEX.words(text[0]))
    if not alike or alike[0][1] < 1 - 1 / len(text):  # it is more than one slip away
        alike += _nearest(text, INDEX.known(_with_another_first(text)))
    alike = alike or _nearest(text, INDEX.words(text[1]))
    return Term(max(alike, key=itemgetter(1))[0]) if alike else term


def _nearest(text: str, known: Mapping[str, int]) -> list[tuple[str, float]]:
    """Of these words the one most like it, the commoner of equals, with how alike; none where none is near enough."""
    alike = [word for word in known if abs(len(word) - len(text)) < FEWEST_LETTERS]
    near = process.extract(text, alike, scorer=OSA.normalized_similarity, score_cutoff=_NEAR_ENOUGH, limit=8)
    return [max(near, key=lambda found: (found[1], known[found[0]]))[:2]] if near else []


def _with_another_first(text: str) -> list[str]:
    """What it would be with another first letter, with one before it, or without the first one.

    These are looked up one by one: to compare all words, whatever they begin with, takes longer than a page may.
    """
    return [
        *(letter + text[1:] for letter in ascii_lowercase),
        *(letter + text for letter in ascii_lowercase),
        text[1:],
    ]


def _shown(term: Term) -> str:
    return f'"{term.text}"' if " " in term.text else term.text


def _typed(text: str) -> str:
    return " ".join(text.replace("\0", " ")[:MOST_CHARACTERS].split())


def _page(text: str) -> int:
    """A page number of nine digits at most, which is past the last page; 1 for anything that is none."""
    return max(1, int(text[:9])) if text.isascii() and text.isdigit() else 1
