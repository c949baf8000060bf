"""The register on the web: the list, a school's page, the picker's suggestions, and a school added by hand."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from schools.actions import add_school
from schools.facts import facts_of, is_fictional, website_of
from schools.forms import ADDED, CANDIDATES_SHOWN, AddSchoolForm, SchoolSearchForm, added_schools, choice_words
from schools.limits import may_add_school
from schools.models import School
from schools.pages import sections_of
from schools.results import Results
from schools.search import search

FEWEST_LETTERS = 2


@login_not_required
@require_safe
def school_search(request: HttpRequest) -> HttpResponse:
    """The list of schools, searched, filtered and sorted by the words of the address."""
    results = Results(SchoolSearchForm(request.GET), request.GET.get("page"))
    return render(request, "schools/search.html", {"results": results, "page": results.page})


@login_not_required
@require_safe
@cache_control(public=True, max_age=300)
def suggest(request: HttpRequest) -> JsonResponse:
    """At most ten open schools for what somebody is typing: {"schools": ["Name, Town, Postcode (URN 1)", …]}."""
    typed = request.GET.get("q", "").strip()
    if len(typed) < FEWEST_LETTERS:
        return JsonResponse({"schools": []})
    schools = search(typed, queryset=School.objects.open()).schools.select_related("local_authority")
    return JsonResponse({"schools": [choice_words(school) for school in schools[:CANDIDATES_SHOWN]]})


@login_not_required
@require_safe
def school(request: HttpRequest, urn: int) -> HttpResponse:
    """A school's public page: the official facts, then what other apps add."""
    schools = School.objects.visible_to(request.user).select_related("local_authority").prefetch_related("networks")
    shown = get_object_or_404(schools, urn=urn)
    successors = School.objects.listed().filter(predecessor_links__school=shown).order_by("name", "urn")
    sections = sections_of(request, shown)
    context = {
        "school": shown,
        "facts": facts_of(shown),
        "website": website_of(shown),
        "fictional": is_fictional(shown),
        "successors": successors if not shown.is_open else [],
        "sections": sections,
        "registered": any(section.registered for section in sections),
    }
    return render(request, "schools/school.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a school that the register does not know, and go on to register interest for it."""
    form = AddSchoolForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if same := _added_before(request, form.cleaned_data):
            return _go_on_with(same)  # pressed twice
        if not may_add_school(request):
            form.add_error(None, "You have added five schools in an hour. Wait an hour, or write to Forum staff")
        else:
            facts = {name: value for name, value in form.cleaned_data.items() if name != "different"}
            added = add_school(**facts, by=request.user if request.user.is_authenticated else None)
            request.session[ADDED] = [*added_schools(request), added.urn]
            messages.success(request, f"{added.name} is added. Forum staff check it before others can see it.")
            return _go_on_with(added)
    context = {"form": form, "heading": "Add a school by hand", "back_url": reverse("schools:search")}
    return render(request, "schools/add.html", context)


def _added_before(request: HttpRequest, facts: dict[str, Any]) -> School | None:
    """The school of this name and town that this visitor added already."""
    mine = added_schools(request)
    return School.objects.choosable(mine).filter(urn__in=mine, name=facts["name"], town=facts["town"]).first()


def _go_on_with(school: School) -> HttpResponse:
    return redirect(f"{reverse('partnerships:register')}?{urlencode({'urn': school.urn})}")
