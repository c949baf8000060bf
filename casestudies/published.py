"""What the page of a published case study says beside its text: where it was copied, how to cite it, what it tells
search engines and social media. Every address in it is absolute: it is read away from the portal.
"""

import datetime
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from casestudies.editions import HOLDS_FOR_YEARS
from casestudies.models import Edition, Replication
from casestudies.models.edition import times
from casestudies.reading import Reading, count
from schools.models import Region

PLACES_NAMED = 3  # in the line below the gist; the section further down has them all
COPIES_TOLD = 10  # case studies of copies that are linked

# A JSON text inside an element must not end it (the same three that django.utils.html.json_script escapes).
_JSON_IN_HTML = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Copies:
    """How often it was copied and where: `places` is {name: how many}, most first. Places only, never a school."""

    number: int
    places: Mapping[str, int]

    @property
    def words(self) -> str:
        """ "Copied 7 times, in Devon, Leeds, Kent and 4 other places."; "" for none."""
        if not self.number:
            return ""
        names = list(self.places)
        rest = len(names) - PLACES_NAMED
        if rest > 0:
            names = [*names[:PLACES_NAMED], count(rest, "other place", "other places")]
        copied = f"Copied {times(self.number)}"
        return f"{copied}, in {listed(names)}." if names else f"{copied}."


def copies_of(edition: Edition) -> Copies:
    """Where schools copy it: local authority, or else town or region. One query."""
    going = Replication.objects.going().filter(case_study=edition.case_study_id).order_by()
    found = Counter[str]()
    for authority, town, region in going.values_list("school__local_authority__name", "school__town", "school__region"):
        if place := authority or town or (Region(region).label if region else ""):
            found[place] += 1
    places = dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
    return Copies(number=edition.replications, places=places)


def told_copies(edition: Edition) -> list[Edition]:
    """Published case studies of those who copied it, newest first. One query."""
    told = Edition.objects.public().filter(
        case_study__copied_from__case_study=edition.case_study_id, case_study__copied_from__ended_at=None
    )
    return list(told.distinct()[:COPIES_TOLD])


class Published:
    """An edition with its reading, as its page and its kit print it."""

    def __init__(self, edition: Edition, reading: Reading) -> None:
        self.edition, self.reading = edition, reading

    @property
    def address(self) -> str:
        return settings.SITE_URL + self.edition.get_absolute_url()

    @property
    def cover_address(self) -> str:
        cover = self.reading.cover
        return settings.SITE_URL + cover.src if cover else ""

    @property
    def checked_on(self) -> datetime.date:
        """When its schools last said that it holds: review falls due so many years after."""
        review = self.edition.review_on
        try:
            return review.replace(year=review.year - HOLDS_FOR_YEARS)
        except ValueError:  # 29 February
            return review.replace(year=review.year - HOLDS_FOR_YEARS, day=28)

    @property
    def citation(self) -> str:
        """Ready to copy: schools, year of this edition, title, edition, portal, address."""
        schools = listed([school["name"] for school in self.reading.schools])
        number = f" Edition {self.edition.number}." if self.edition.number > 1 else ""
        year = timezone.localtime(self.edition.edition_at).year
        return f"{schools} ({year}). {self.edition.title.rstrip('.')}.{number} ISSP Portal. {self.address}"

    @cached_property
    def structured_data(self) -> SafeString:
        """The data block that search engines read (schema.org). No browser runs it, so the policy lets it be."""
        text = json.dumps(self._schema(), ensure_ascii=False).translate(_JSON_IN_HTML)
        return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))

    def _schema(self) -> dict[str, Any]:
        reading = self.reading
        said = {
            "@context": "https://schema.org",
            "@type": ["Article", "LearningResource"],
            "headline": self.edition.title,
            "name": self.edition.title,
            "description": self.edition.summary,
            "url": self.address,
            "mainEntityOfPage": self.address,
            "image": self.cover_address,
            "datePublished": self.edition.published_at.isoformat(),
            "dateModified": self.edition.edition_at.isoformat(),
            "version": self.edition.number,
            "inLanguage": "en-GB",
            "isAccessibleForFree": True,
            "license": reading.licence_url,
            "learningResourceType": "Case study",
            "educationalLevel": reading.years_words,
            "about": [entry.name for entry in [*reading.activities, *reading.subjects]],
            "author": [{"@type": "School", "name": school["name"]} for school in reading.schools],
            "publisher": {"@type": "Organization", "name": "Independent State School Partnership Forum"},
        }
        return {name: value for name, value in said.items() if value}


def listed(words: list[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
