"""The case studies that the Forum's brief for heads points to."""

from collections.abc import Collection, Iterator

from django.db.models import Q

from casestudies.models import Edition
from partnerships.briefs import MOST_CASES, Case


def cases_about(activities: Collection[int], subjects: Collection[int]) -> Iterator[Case]:
    """Those about one of these activities, and of these subjects where they say any; what the Forum chose first."""
    about = Edition.objects.public().filter(activities__in=activities)
    if subjects:
        about = about.filter(Q(subjects__in=subjects) | Q(subjects=None))
    editions = Edition.objects.public().filter(pk__in=about.values("pk")).best_first()
    for edition in editions[:MOST_CASES]:
        told = [edition.cost_words, f"{edition.pupils} pupils" if edition.pupils else "", edition.copied_words.lower()]
        yield Case(edition.title, edition.get_absolute_url(), ", ".join(words for words in told if words))
