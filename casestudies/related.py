"""Other case studies about the same: what is worked out for the foot of a case study's page."""

from casestudies.models import Edition
from casestudies.shelf import Shelf, shelf

# An activity counts twice: what is done is what is copied, whatever the subject.
WEIGHTS = {"activity": 2, "subject": 1}


def like(edition: Edition, most: int) -> list[Edition]:
    """Those that share most of its activities and subjects, then the newest. Three queries, however many there are.

    Ranked on the shelf that the search counts with: the database would have to count for every edition that shares
    anything, which is thousands.
    """
    ranked = _ranked(edition, shelf(), most)
    found = Edition.objects.public().prefetch_related("subjects").in_bulk(ranked)
    return [found[pk] for pk in ranked if pk in found]


def _ranked(edition: Edition, kept: Shelf, most: int) -> list[int]:
    """Primary keys, best first."""
    digits: list[int] = []  # of every place's points in binary, the lowest first: each a set of places
    for facet in edition.facets.split():
        kind, _, _ = facet.partition(":")
        if kind in WEIGHTS:
            _add(digits, kept.having.get(facet, 0), WEIGHTS[kind])
    others = kept.everything & ~kept.places([edition.pk])
    ranked: list[int] = []
    for points in range((1 << len(digits)) - 1, 0, -1):
        places = others
        for digit, those in enumerate(digits):
            places &= those if points >> digit & 1 else ~those
        while places and len(ranked) < most:
            newest = places & -places  # the lowest bit: the shelf stands newest first
            ranked.append(kept.pks[newest.bit_length() - 1])
            places ^= newest
    return ranked


def _add(digits: list[int], places: int, weight: int) -> None:
    """Give these places `weight` points (1 or 2) more: an addition with carry, of all places at once."""
    digit = weight - 1
    while places:
        digits.extend([0] * (digit + 1 - len(digits)))
        digits[digit], places = digits[digit] ^ places, digits[digit] & places
        digit += 1
