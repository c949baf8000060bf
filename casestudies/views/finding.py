"""Finding a published case study."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from accounts.querysets import schools_of
from casestudies.facets import choices
from casestudies.finding import Search
from casestudies.following import topics_of_filters
from casestudies.results import Results


class LiveRequest(HttpRequest):
    """A request that django-htmx has looked at."""

    htmx: HtmxDetails


@login_not_required
@require_safe
def search(request: LiveRequest) -> HttpResponse:
    """The list of case studies, searched, filtered and sorted by the address; htmx asks for what changes of it."""
    options = choices()
    known = {
        name: {option.value: option.label for heading in headings for option in heading.options}
        for name, headings in options.items()
    }
    asked = Search.of(request.GET, known)
    request.GET = QueryDict(asked.address()[1:])  # what the links of the page carry on: the search as understood
    own = schools_of(request.user) if request.user.is_authenticated else []
    results = Results(asked, options, own)
    in_place = bool(request.htmx) and not request.htmx.history_restore_request
    here = reverse("casestudies:search") + asked.address()
    context: dict[str, Any] = {
        "results": results,
        "page": results.page,
        "follow": topics_of_filters(asked.chosen, request.user),
        "here": here,
        "in_place": in_place,
        # A link that was followed has gone from the page, and a button says "show me": the heading takes the focus.
        "to_heading": in_place and (request.htmx.boosted or request.htmx.trigger in ("search-button", "show-results")),
    }
    template = "casestudies/finding/answer.html" if in_place else "casestudies/finding/search.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    if in_place:
        response["HX-Push-Url"] = here
        response["Cache-Control"] = "no-store"  # else the browser's Back could show this part as the page
    return response
