"""How a school's name and place are searched: one spelling for what people spell in many ways.

The register writes "St. Mary's Church of England (Voluntary Controlled) Primary School"; people type "ST MARYS C OF E"
or "st mary's ce primary". `normal` turns both into the same words, and the index holds only such words.
"""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schools.models import School

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
_APOSTROPHES = re.compile(r"['’‘`´]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def normal(text: str) -> str:
    """The words of `text` as the index holds them: small letters and figures with single spaces, "" when none."""
    text = text.casefold()
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    text = _NOT_WORD.sub(" ", _APOSTROPHES.sub("", text).replace("&", " and ")).strip()
    return _SPELT.sub(lambda match: _WORD_OF[match[0]], text)


def fill_search_columns(school: "School") -> None:
    """Set `search_name` and `search_place` from the school's name and address. Every write of a school calls it."""
    authority = school.local_authority.name if school.local_authority else ""
    school.search_name = normal(school.name)[:300]
    school.search_place = normal(" ".join([school.town, school.locality, school.county, authority]))[:400]
