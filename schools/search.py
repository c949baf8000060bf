"""How a school's name and place are searched: one spelling for what people spell in many ways.

The register writes "St. Mary's Church of England (Voluntary Controlled) Primary School"; people type "ST MARYS C OF E"
or "st mary's ce primary". `normal` turns both into the same words, and the index holds only such words.
"""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schools.models import School

# Longer spellings first. Each becomes one word, so that any of them finds any other.
_PHRASES = [
    (re.compile(rf"\b(?:{spellings})\b"), word)
    for spellings, word in [
        (r"church of england|church in england|c of e|cofe|c e", "ce"),
        (r"roman catholic|r c|rc", "catholic"),
        (r"voluntary aided|v a", "va"),
        (r"voluntary controlled|v c", "vc"),
        (r"saint", "st"),
        (r"saints|sts", "ss"),
        (r"mount", "mt"),
        (r"jnr|jun|jr|juniors", "junior"),
        (r"inf|infants", "infant"),
        (r"prim|primaries", "primary"),
        (r"sec", "secondary"),
        (r"comp", "comprehensive"),
        (r"acad|academies", "academy"),
        (r"coll", "college"),
        (r"comm", "community"),
        (r"prep", "preparatory"),
        (r"nurs|nurseries", "nursery"),
        (r"gram", "grammar"),
        (r"tech", "technical"),
        (r"sch|schl|schools", "school"),
    ]
]
_APOSTROPHES = re.compile(r"['’‘`´]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def normal(text: str) -> str:
    """The words of `text` as the index holds them: small letters and figures with single spaces, "" when none."""
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", text).replace("&", " and ")).strip()
    for pattern, word in _PHRASES:
        text = pattern.sub(word, text)
    return text


def fill_search_columns(school: "School") -> None:
    """Set `search_name` and `search_place` from the school's name and address. Every write of a school calls it."""
    authority = school.local_authority.name if school.local_authority else ""
    school.search_name = normal(school.name)[:300]
    school.search_place = normal(" ".join([school.town, school.locality, school.county, authority]))[:400]
