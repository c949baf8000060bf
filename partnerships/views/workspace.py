"""The partnerships of a person's schools, the first page of each, and what it says of itself."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from core.errors import ActionRefused, Changed
from partnerships.actions.partnership import change_partnership, change_success
from partnerships.actions.stage import agree_on_paper, mark_embedding, start_running
from partnerships.forms.workspace import ConfirmForm, PartnershipForm, SuccessForm
from partnerships.models import Partner, Partnership, Proposal
from partnerships.rules import may_write
from partnerships.work import work_of
from partnerships.workspace import (
    FIRST_TALK,
    MOVES,
    cards_of,
    proposal_rows,
    side_cards_of,
    stages_of,
    tabs_of,
    timeline_of,
)

PER_PAGE = 20
RECENT = 8  # events on the first page
STEPS = {
    Partnership.Stage.AGREED: agree_on_paper,
    Partnership.Stage.RUNNING: start_running,
    Partnership.Stage.EMBEDDING: mark_embedding,
}


def partnership_for(request: SignedInRequest, pk: int) -> Partnership:
    """The partnership, if a school of this person's is in it; otherwise there is none (404)."""
    return get_object_or_404(Partnership.objects.visible_to(request.user), pk=pk)


def partner_for(request: SignedInRequest, found: Partnership, pk: int) -> Partner:
    """The side of a school for which this person acts; otherwise there is none (404)."""
    own = found.partners.present().acted_for_by(request.user).select_related("school", "lead", "deputy")
    return get_object_or_404(own, pk=pk)


@require_safe
def partnerships(request: SignedInRequest) -> HttpResponse:
    """Every partnership that this person's schools are in, newest first."""
    found = Partnership.objects.visible_to(request.user).with_present()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(partnership, stages_of(partnership)) for partnership in page]
    return render(request, "partnerships/workspace/partnerships.html", {"page": page, "rows": rows})


@require_safe
def partnership(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who is in it, why, what each gives and gets, what happened, and the next step."""
    found = partnership_for(request, pk)
    events = timeline_of(found)
    asked = Proposal.objects.visible_to(request.user).open().filter(partnership=found).with_all()
    writes = may_write(request.user, found)
    context = {
        "partnership": found,
        "tabs": tabs_of(found, request.user),
        "side_cards": side_cards_of(found, request.user),
        "stages": stages_of(found),
        "move": MOVES.get(Partnership.Stage(found.stage)) if writes else None,
        "cards": cards_of(found, request.user),
        "left": found.partners.exclude(left_at=None).select_related("school").order_by("left_at", "pk"),
        "proposals": proposal_rows(asked.order_by("answer_by", "pk"), request.user),
        "events": events[:RECENT],
        "events_in_all": events.count(),
        "first_talk": FIRST_TALK,
        "may_write": writes,
        "work": work_of(found, request.user),
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
def stage(request: SignedInRequest, pk: int, to: str) -> HttpResponse:
    """Move it on, after a page that says what that means and who is told."""
    found = partnership_for(request, pk)
    move = next((move for move in MOVES.values() if move.to == to), None)
    if move is None:
        raise Http404
    now = MOVES.get(Partnership.Stage(found.stage))
    if request.method == "POST":
        try:
            STEPS[move.to](partnership=found, by=request.user)
        except ActionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Saved: “{move.to.label}”. The other schools have been told.")
        return redirect(found)
    if now is None or now.to != to or not may_write(request.user, found):
        return redirect(found)
    context = {"form": ConfirmForm(button=now.link), "heading": now.heading, "paragraphs": now.paragraphs}
    context |= {"caption": found.name, "back_url": found.get_absolute_url()}
    return render(request, "partnerships/workspace/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change the name, the need and the aims; of two people at once the second sees the first one's words beside
    their own."""
    found = partnership_for(request, pk)
    now = {name: getattr(found, name) for name in ("name", "need", "aims", "version")}
    form = PartnershipForm(request.POST if request.method == "POST" else None, initial=now)
    theirs = None
    if form.is_valid():
        try:
            change_partnership(partnership=found, by=request.user, **form.cleaned_data)
        except Changed as refused:
            form.add_error(None, str(refused))
            form.take_newer(found)
            theirs = [("Name", found.name), ("Need", found.need), ("Aims", found.aims)]
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Saved. Every school sees it.")
            return redirect(found)
    context = {"form": form, "heading": "Change the name, the need and the aims", "theirs": theirs}
    context |= {"caption": found.name, "back_url": found.get_absolute_url()}
    return render(request, "partnerships/workspace/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def success(request: SignedInRequest, pk: int, partner_pk: int) -> HttpResponse:
    """What a school of this person's would call a success, and where it stands in its development plan."""
    found = partnership_for(request, pk)
    partner = partner_for(request, found, partner_pk)
    now = {name: getattr(partner, name) for name in ("success", "plan_link", "version")}
    form = SuccessForm(request.POST if request.method == "POST" else None, initial=now)
    theirs = None
    if form.is_valid():
        try:
            change_success(partner=partner, by=request.user, **form.cleaned_data)
        except Changed as refused:
            form.add_error(None, str(refused))
            form.take_newer(partner)
            theirs = [("Success", partner.success), ("Development plan", partner.plan_link)]
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Saved. Every school sees it.")
            return redirect(found)
    context = {"form": form, "heading": f"Success for {partner.school}", "theirs": theirs}
    context |= {"caption": found.name, "back_url": found.get_absolute_url()}
    context["lede"] = "Every school of the partnership reads this. Only yours changes it."
    return render(request, "partnerships/workspace/change.html", context)
