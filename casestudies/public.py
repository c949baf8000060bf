"""What a school's page and the list of schools say of its published case studies.

A partner is named only where a case study that both schools confirmed names it: nothing here reads a partnership.
"""

from collections.abc import Iterator, Mapping

from django.db.models import Count, Sum
from django.http import HttpRequest

from casestudies.models import Edition
from casestudies.models.edition import times
from schools.models import School
from schools.pages import Line, Section

SHOWN_AT_A_SCHOOL = 6  # nobody reads more on the way; the rest are counted


def section_of(request: HttpRequest, school: School) -> Iterator[Section]:
    """The school's published case studies, newest first, each with whom it was done and how often it was copied."""
    editions = Edition.objects.public().filter(schools=school).order_by("-published_at", "-pk")
    told = editions.aggregate(number=Count("pk"), copied=Sum("replications", default=0))
    if not told["number"]:
        return
    shown = [
        (
            edition,
            [other for other in edition.content["schools"] if other["urn"] != school.urn],
            times(edition.replications) if edition.replications else "",
        )
        for edition in editions[:SHOWN_AT_A_SCHOOL]
    ]
    context = {
        "school": school,
        "shown": shown,
        "more": told["number"] - len(shown),
        "copied": times(told["copied"]) if told["copied"] else "",
    }
    yield Section(template="casestudies/reading/_section.html", context=context, order=30)


def lines_of(schools: list[School]) -> Mapping[int, Line]:
    """ "2 published case studies, copied 7 times." for each school of a page that has any. One query."""
    named = Edition.schools.through.objects.filter(school__in=schools, edition__in=Edition.objects.public())
    rows = named.values_list("school").annotate(number=Count("pk"), copied=Sum("edition__replications"))
    return {school: Line(say=_words(number, copied)) for school, number, copied in rows}


def _words(number: int, copied: int) -> str:
    told = f"{number} published case stud{'y' if number == 1 else 'ies'}"
    return f"{told}, copied {times(copied)}." if copied else f"{told}."
