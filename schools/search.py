"""How a school's name and place are searched: one spelling for what people spell in many ways.

The register writes "St. Mary's Church of England (Voluntary Controlled) Primary School"; people type "ST MARYS C OF E"
or "st mary's ce primary". `normal` turns both into the same words, and the index holds only such words.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When
from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.search import MOST_WORDS, SearchIndex, Term
from schools import geography
from schools.models import School
from schools.querysets import SchoolQuerySet

MOST_CHARACTERS = 200
INDEX = SearchIndex("school_search", "schools_school", (("search_name", "A"), ("search_place", "B")))  # migration 0002

# Each spelling becomes one word, so that any of them finds any other.
_SPELLINGS = {
    "ce": "church of england|church in england|c of e|cofe|c e",
    "catholic": "roman catholic|r c|rc",
    "va": "voluntary aided|v a",
    "vc": "voluntary controlled|v c",
    "st": "saint",
    "ss": "saints|sts",
    "mt": "mount",
    "junior": "jnr|jun|jr|juniors",
    "infant": "inf|infants",
    "primary": "prim|primaries",
    "secondary": "sec",
    "comprehensive": "comp",
    "academy": "acad|academies",
    "college": "coll",
    "community": "comm",
    "preparatory": "prep",
    "nursery": "nurs|nurseries",
    "grammar": "gram",
    "technical": "tech",
    "school": "sch|schl|schools",
}
_WORD_OF = {spelling: word for word, spellings in _SPELLINGS.items() for spelling in spellings.split("|")}
_SPELT = re.compile(rf"\b(?:{'|'.join(sorted(_WORD_OF, key=len, reverse=True))})\b")
_CAPITALS = {"ce", "va", "vc", "ss"}
# Words that say nothing where another does: "the school of St Mary" is St Mary's, whatever its name ends with.
_WEAK = {"a", "and", "at", "in", "near", "of", "school", "the"}
_NEAR_ENOUGH = 0.7  # of a word's letters: one slip in four letters, two in seven
_APOSTROPHES = re.compile(r"['’‘`´]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def normal(text: str) -> str:
    """The words of `text` as the index holds them: small letters and figures with single spaces, "" when none."""
    text = text.casefold()
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    text = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", text).replace("&", " and ")).strip()
    return _SPELT.sub(lambda match: _WORD_OF[match[0]], text)


def fill_search_columns(school: School) -> None:
    """Set `search_name` and `search_place` from the school's name and address. Every write of a school calls it."""
    authority = school.local_authority.name if school.local_authority else ""
    school.search_name = normal(school.name)[:300]
    school.search_place = normal(" ".join([school.town, school.locality, school.county, authority]))[:400]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search gave: `schools` in the order of how well they fit.

    `instead` is what was searched for where nothing matches what was typed ("Calderby" for "calderbey"). `near` is
    the place of a postcode or outward code without a school; `schools` are then the nearest to it.
    """

    schools: SchoolQuerySet
    instead: str = ""
    near: geography.Place | None = None


def search(text: str, *, queryset: SchoolQuerySet, literally: bool = False) -> Found:
    """The schools of `queryset` by name, town, postcode (full or outward) or URN.

    Each word must begin a word of the name or of the place. Where nothing matches, misspelt words are corrected from
    the words of the register, unless `literally`. Anything at all may be in `text`; an empty one gives every school.
    """
    text = " ".join(text.replace("\0", " ")[:MOST_CHARACTERS].split())
    if not text:
        return Found(schools=queryset.order_by("name", "urn"))
    if text.isascii() and text.isdigit() and 5 <= len(text) <= 8:
        numbered = queryset.filter(urn=int(text))
        if numbered.exists():
            return Found(schools=numbered.order_by("name", "urn"))
    if (found := _by_postcode(text, queryset)) is not None:
        return found
    words = normal(text)
    found = Found(schools=_by_words(words, queryset))
    if literally or found.schools.exists():
        return found
    corrected = _corrected(words)
    if corrected != words and (schools := _by_words(corrected, queryset)).exists():
        shown = " ".join(word.upper() if word in _CAPITALS else word.capitalize() for word in corrected.split())
        return Found(schools=schools, instead=shown)
    return found


def _by_postcode(text: str, queryset: SchoolQuerySet) -> Found | None:
    if postcode := geography.full_postcode(text):
        there = queryset.filter(postcode=postcode)
        if there.exists():
            return Found(schools=there.order_by("name", "urn"))
        place = geography.place_of_postcode(postcode)
        return Found(schools=geography.nearest(queryset, place), near=place) if place else None
    if outward := geography.outward_code(text):
        there = geography.postcodes_beginning(queryset, f"{outward} ")
        if there.exists():
            return Found(schools=there.order_by("name", "urn"))
        place = geography.place_of(outward)
        return Found(schools=geography.nearest(queryset, place), near=place) if place else None
    return None


def _by_words(words: str, queryset: SchoolQuerySet) -> SchoolQuerySet:
    """Of these words of the index; the very name first, then names that begin so, then the rest by name."""
    fits = Case(
        When(search_name=words, then=Value(0)),
        When(search_name__startswith=words, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return INDEX.matching(queryset, _terms(words)).annotate(fits=fits).order_by("fits", "search_name", "urn")


def _terms(words: str) -> list[Term]:
    every = words.split()[:MOST_WORDS]
    strong = [word for word in every if word not in _WEAK] or every
    # The last word may be unfinished; of the others, "mary" should find "marys", but "st" not every "staines".
    return [Term(word, prefix=len(word) > 2 or word is strong[-1]) for word in strong]


def _corrected(words: str) -> str:
    known = INDEX.words()
    return " ".join(_nearest_word(word, known) for word in words.split()[:MOST_WORDS])


def _nearest_word(word: str, known: dict[str, int]) -> str:
    """The word itself where it begins one of the register's; else the most like it, the commoner of equals."""
    if word in _WEAK or len(word) < 3 or any(other.startswith(word) for other in known):
        return word
    near = process.extract(word, known.keys(), scorer=OSA.normalized_similarity, score_cutoff=_NEAR_ENOUGH, limit=8)
    return max(near, key=lambda found: (found[1], known[found[0]]))[0] if near else word
