"""The partnerships of a person's schools, and the first page of each."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from core.errors import ActionRefused, Changed
from partnerships.actions.partnership import change_partnership, change_people
from partnerships.forms.introducing import PartnershipForm, PeopleForm
from partnerships.models import Partnership
from partnerships.workspace import FIRST_TALK, cards_of, stages_of, tabs_of, timeline_of

PER_PAGE = 20
RECENT = 8  # events on the first page


def partnership_for(request: SignedInRequest, pk: int) -> Partnership:
    """The partnership, if a school of this person's is in it; otherwise there is none (404)."""
    return get_object_or_404(Partnership.objects.visible_to(request.user), pk=pk)


@require_safe
def partnerships(request: SignedInRequest) -> HttpResponse:
    """Every partnership that this person's schools are in, newest first."""
    found = Partnership.objects.visible_to(request.user).prefetch_related("partners__school")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(partnership, stages_of(partnership)) for partnership in page]
    return render(request, "partnerships/workspace/partnerships.html", {"page": page, "rows": rows})


@require_safe
def partnership(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who is in it, why, what each gives and gets, what happened, and the next step."""
    found = partnership_for(request, pk)
    events = timeline_of(found)
    context = {
        "partnership": found,
        "tabs": tabs_of(found, request.user),
        "stages": stages_of(found),
        "cards": cards_of(found, request.user),
        "events": events[:RECENT],
        "events_in_all": events.count(),
        "first_talk": FIRST_TALK,
    }
    return render(request, "partnerships/workspace/overview.html", context)


@require_safe
def timeline(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything that happened, newest first."""
    found = partnership_for(request, pk)
    page = Paginator(timeline_of(found), PER_PAGE).get_page(request.GET.get("page"))
    context = {"partnership": found, "tabs": tabs_of(found, request.user), "page": page}
    return render(request, "partnerships/workspace/timeline.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change the name and the need; of two people at once the second sees the first one's words beside their own."""
    found = partnership_for(request, pk)
    now = {"name": found.name, "need": found.need, "version": found.version}
    form = PartnershipForm(request.POST if request.method == "POST" else None, initial=now)
    theirs = None
    if form.is_valid():
        try:
            change_partnership(partnership=found, by=request.user, **form.cleaned_data)
        except Changed as refused:
            form.add_error(None, str(refused))
            form.take_newer(found)
            theirs = found
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    context = {
        "form": form,
        "heading": "Change the name and the need",
        "back_url": found.get_absolute_url(),
        "theirs": theirs,
    }
    return render(request, "partnerships/workspace/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: SignedInRequest, pk: int, partner_pk: int) -> HttpResponse:
    """Who carries it at this person's school: the lead and the deputy lead."""
    found = partnership_for(request, pk)
    partner = get_object_or_404(found.partners.acted_for_by(request.user).select_related("school"), pk=partner_pk)
    form = PeopleForm(request.POST if request.method == "POST" else None, partner=partner)
    if form.is_valid():
        try:
            change_people(partner=partner, lead=form.lead, deputy=form.deputy, by=request.user)
        except ActionRefused as refused:
            form.add_error("deputy_email", str(refused))
        else:
            messages.success(request, "Saved. Both schools see it.")
            return redirect(found)
    context = {
        "form": form,
        "heading": f"Who carries it at {partner.school}",
        "lede": "The other school sees both. With two, the partnership goes on when one of them is away or leaves.",
        "back_url": found.get_absolute_url(),
    }
    return render(request, "form_page.html", context)
