"""A school's matches, and what it says to them short of asking."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.errors import ActionRefused
from partnerships.actions.matching import dismiss, restore, set_tell_me
from partnerships.match_page import MatchPage, not_yet
from partnerships.models import Registration

WORDS = ["activity", "subject", "miles", "both", "sort", "page"]  # of the address, kept when something was pressed
LONGEST_ADDRESS = 1000


@require_safe
def matches(request: HttpRequest) -> HttpResponse:
    """The matches of one of this person's schools, or what they wait for."""
    mine = list(_spoken_for(request).select_related("school__local_authority"))
    if request.GET.get("school"):
        mine = [registration for registration in mine if str(registration.school.urn) == request.GET["school"]]
        if not mine:
            raise Http404("None of this person's schools")
    live = _live_of(mine)
    if live is None:
        waits = request.user.memberships.pending().exists()
        context: dict[str, Any] = {"not_yet": not_yet(mine[0] if mine else None, waits_to_join=waits)}
        return render(request, "partnerships/matching/not_yet.html", context)
    context = {"matches": MatchPage(live, request.GET), "others": _other_schools(request, live)}
    return render(request, "partnerships/matching/matches.html", context)


@require_POST
def not_for_us(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """ "Not for us": no longer shown; the next page offers to undo it."""
    registration, dismissed = _own(request, reference), _shown(other)
    try:
        dismiss(registration=registration, other=dismissed, by=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return _back(request, registration)
    return _back(request, registration, dismissed=dismissed.reference)


@require_POST
def show_again(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Undo of "not for us"."""
    registration = _own(request, reference)
    dismissal = registration.dismissals.filter(other__reference=other).select_related("other__school").first()
    if dismissal is None:
        return _back(request, registration)  # pressed twice
    try:
        restore(registration=registration, other=dismissal.other, by=request.user)
        messages.success(request, f"{dismissal.other.school} is shown to you again where it fits.")
    except ActionRefused as refused:
        messages.error(request, str(refused))
    return _back(request, registration)


@require_POST
def tell_me(request: HttpRequest, reference: str) -> HttpResponse:
    """Switch the letters about new matches on or off."""
    registration = _own(request, reference)
    try:
        changed = set_tell_me(registration=registration, on=request.POST.get("on") == "yes", by=request.user)
        words = "We write to you when a match appears." if changed.tell_me else "We no longer write of new matches."
        messages.success(request, words)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    return _back(request, registration)


def _spoken_for(request: HttpRequest) -> Any:
    """The registrations this person acts for, newest year first."""
    return Registration.objects.visible_to(request.user).spoken_for_by(request.user).order_by("-academic_year", "-pk")


def _own(request: HttpRequest, reference: str) -> Registration:
    return get_object_or_404(_spoken_for(request).select_related("school"), reference=reference)


def _shown(reference: str) -> Registration:
    """A registration that may be shown among matches: any live one."""
    return get_object_or_404(Registration.objects.live().select_related("school"), reference=reference)


def _live_of(registrations: list[Registration]) -> Registration | None:
    live = set(Registration.objects.live().filter(pk__in=[r.pk for r in registrations]).values_list("pk", flat=True))
    return next((registration for registration in registrations if registration.pk in live), None)


def _other_schools(request: HttpRequest, shown: Registration) -> list[Registration]:
    """Live registrations of the person's other schools, for whose matches a link is given."""
    others = Registration.objects.live().spoken_for_by(request.user).exclude(school=shown.school_id)
    return list(others.select_related("school").order_by("school__name", "pk"))


def _back(request: HttpRequest, registration: Registration, **more: str) -> HttpResponse:
    """To the page that was left: its filters come along in the form, and only words that we know are taken."""
    left = QueryDict(request.POST.get("back", "")[:LONGEST_ADDRESS])
    query = QueryDict(mutable=True)
    for word in WORDS:
        query.setlist(word, left.getlist(word))
    query.update({"school": str(registration.school.urn), **more})
    return redirect(f"{reverse('partnerships:matches')}?{query.urlencode()}")
