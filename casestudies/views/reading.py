"""The public page of a case study and its kit to print."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from casestudies.following import topics_of_edition
from casestudies.models import Edition
from casestudies.published import Published, copies_of, told_copies
from casestudies.reading import cover_of, reading_of_edition
from casestudies.related import like
from casestudies.talk import THREADS_BENEATH, threads_of

RELATED = 3  # a row of cards


@login_not_required
@require_safe
def case_study(request: HttpRequest, slug: str) -> HttpResponse:
    """Made to be read and copied. The number of queries does not grow with what it holds."""
    edition = Edition.objects.public().to_read().filter(slug=slug).first()
    if edition is None:
        return not_public(request, slug)
    reading = reading_of_edition(edition)
    user = request.user
    context = {
        "edition": edition,
        "reading": reading,
        "published": Published(edition, reading),
        "copies": copies_of(edition),
        "told_copies": told_copies(edition),
        "related": [(other, cover_of(other)) for other in like(edition, RELATED)],
        "threads": threads_of(edition.case_study)[:THREADS_BENEATH],
        "comments": threads_of(edition.case_study).count(),
        "follow": topics_of_edition(edition, user) if user.is_authenticated else [],
    }
    return render(request, "casestudies/reading/case_study.html", context)


@login_not_required
@require_safe
def kit(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything needed to do it again, on paper."""
    edition = Edition.objects.public().to_read().filter(slug=slug).first()
    if edition is None:
        return not_public(request, slug)
    reading = reading_of_edition(edition)
    context = {"edition": edition, "reading": reading, "published": Published(edition, reading)}
    return render(request, "casestudies/reading/kit.html", context)


def not_public(request: HttpRequest, slug: str) -> HttpResponse:
    """404, or 410 where it was public once: a reader is told, and search engines let go of it."""
    if Edition.objects.withdrawn().filter(slug=slug).exists():  # bare manager: only that it was here is told
        return render(request, "casestudies/reading/withdrawn.html", status=410)
    raise Http404
