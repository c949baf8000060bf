"""Who joins a partnership, who leaves it, and the answers to what was asked."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from core.errors import ActionRefused
from partnerships.actions.proposal import (
    AddressNeeded,
    AskedAlready,
    SchoolNotTaken,
    answer_proposal,
    invited_by_token,
    propose_end,
    propose_leaving,
    propose_school,
    withdraw_proposal,
)
from partnerships.forms.workspace import AddSchoolForm, AnswerForm, WhyForm
from partnerships.models import Partner, Partnership, Proposal
from partnerships.proposing import (
    Standing,
    answers_of,
    asking_school,
    present_schools,
    title_of,
    what_happened,
    who_confirms,
)
from partnerships.rules import may_write
from partnerships.views.workspace import partner_for, partnership_for
from partnerships.workspace import proposal_rows, tabs_of
from schools.forms import added_schools

PER_PAGE = 20
FIELD_OF = {AddressNeeded: "email", SchoolNotTaken: "school"}


@require_safe
def proposals(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything that was asked about who is in the partnership and who carries it, newest first."""
    found = partnership_for(request, pk)
    asked = Proposal.objects.visible_to(request.user).filter(partnership=found).with_all()
    page = Paginator(asked.order_by("-asked_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"partnership": found, "tabs": tabs_of(found, request.user), "page": page}
    context["rows"] = proposal_rows(page, request.user)
    return render(request, "partnerships/workspace/proposals.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: SignedInRequest, pk: int, proposal_pk: int) -> HttpResponse:
    """What was asked and where it stands; whoever may answer does so here. A school that is asked to join reads the
    partnership's name, need, aims and schools, and nobody's name."""
    found = _proposal_for(request, pk, proposal_pk)
    standing = Standing(request.user)
    schools = standing.schools(found)
    form = AnswerForm(request.POST if request.method == "POST" else None, schools=schools) if schools else None
    if request.method == "POST" and form is None:
        messages.info(request, what_happened(found))
        return redirect(found)
    if form is not None and form.is_valid():
        try:
            return _answer(request, found, form)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
    inside = Partnership.objects.visible_to(request.user).filter(pk=pk).exists()
    context = {
        "proposal": found,
        "partnership": found.partnership,
        "inside": inside,
        "tabs": tabs_of(found.partnership, request.user) if inside else [],
        "form": form,
        "school": schools[0] if schools else None,
        "asker": asking_school(found),
        "schools": present_schools(found.partnership),
        "answers": answers_of(found),
        "heading": title_of(found),
        "stands": what_happened(found),
        "may_withdraw": standing.may_withdraw(found),
    }
    return render(request, "partnerships/workspace/proposal.html", context)


@require_POST
def take_back(request: SignedInRequest, pk: int, proposal_pk: int) -> HttpResponse:
    """Take back what this person's school asked."""
    found = _proposal_for(request, pk, proposal_pk)
    try:
        withdraw_proposal(proposal=found, by=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Taken back. Nobody needs to answer it.")
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def add_school(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask that another school join."""
    found = partnership_for(request, pk)
    partner = _writes_for(request, found)
    if partner is None:
        return _only_who_writes(request, found)
    form = AddSchoolForm(request.POST if request.method == "POST" else None, added=added_schools(request))
    if form.is_valid():
        try:
            asked = propose_school(partner=partner, by=request.user, **form.cleaned_data)
        except AskedAlready as refused:
            messages.info(request, str(refused))
            return redirect(refused.proposal)
        except ActionRefused as refused:
            form.add_error(FIELD_OF.get(type(refused), "words"), str(refused))
        else:
            messages.success(request, f"Asked. {what_happened(asked)}")
            return redirect(asked)
    context = {"form": form, "heading": "Ask another school to join", "partner": partner, "partnership": found}
    context |= {"caption": found.name, "back_url": found.get_absolute_url()}
    return render(request, "partnerships/workspace/add_school.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: SignedInRequest, pk: int, partner_pk: int) -> HttpResponse:
    """Ask that a school of this person's leave. A second person of it confirms."""
    found = partnership_for(request, pk)
    partner = partner_for(request, found, partner_pk)
    if not may_write(request.user, found):
        return _only_who_writes(request, found)
    form = WhyForm(request.POST if request.method == "POST" else None, button="Ask to leave")
    if form.is_valid():
        try:
            asked = propose_leaving(partner=partner, by=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(request, f"Asked. A second person of {partner.school} confirms it, or says no.")
            return redirect(asked)
    others = found.partners.present().exclude(pk=partner.pk).select_related("school").order_by("pk")
    context = {"form": form, "heading": f"{partner.school} leaves", "partner": partner, "partnership": found}
    context |= {"caption": found.name, "back_url": found.get_absolute_url(), "others": others}
    context["confirm"] = who_confirms(partner, kind=Proposal.Kind.LEAVE, but=request.user)
    return render(request, "partnerships/workspace/leave.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask that the partnership end for every school."""
    found = partnership_for(request, pk)
    partner = _writes_for(request, found)
    if partner is None:
        return _only_who_writes(request, found)
    form = WhyForm(request.POST if request.method == "POST" else None, button="Ask to end it")
    if form.is_valid():
        try:
            asked = propose_end(partner=partner, by=request.user, **form.cleaned_data)
        except AskedAlready as refused:
            messages.info(request, str(refused))
            return redirect(refused.proposal)
        except ActionRefused as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(request, f"Asked. {what_happened(asked)}")
            return redirect(asked)
    context = {"form": form, "heading": "End the partnership", "partner": partner, "partnership": found}
    context |= {"caption": found.name, "back_url": found.get_absolute_url()}
    return render(request, "partnerships/workspace/end.html", context)


@login_not_required
@never_cache
@require_safe
def join_link(request: HttpRequest, token: str) -> HttpResponse:
    """Where the letter leads that asks a school to join at which nobody has an account: what to do, step by step.

    The link lets nobody in: who answers is verified at the school like everybody else.
    """
    found = invited_by_token(token)
    if found is None:
        return render(request, "partnerships/workspace/join_link_dead.html", status=410)
    signed_in = request.user.is_authenticated
    if signed_in and Proposal.objects.visible_to(request.user).filter(pk=found.pk).exists():
        return redirect(found)
    back = urlencode({"next": request.path})
    context = {
        "proposal": found,
        "schools": present_schools(found.partnership),
        "sign_in": f"{reverse('account_login')}?{back}",
        "join": f"{reverse('accounts:join', args=[found.school.urn])}?{back}" if found.school else "",
        "signed_in": signed_in,
    }
    return render(request, "partnerships/workspace/join_link.html", context)


def _proposal_for(request: SignedInRequest, pk: int, proposal_pk: int) -> Proposal:
    """The proposal, if this person's school has a part in it; otherwise there is none (404)."""
    return get_object_or_404(Proposal.objects.visible_to(request.user).with_all(), pk=proposal_pk, partnership=pk)


def _writes_for(request: SignedInRequest, found: Partnership) -> Partner | None:
    """The school for which this person writes; None where they only read."""
    if not may_write(request.user, found):
        return None
    return found.partners.written_for_by(request.user).select_related("school").order_by("pk").first()


def _only_who_writes(request: SignedInRequest, found: Partnership) -> HttpResponse:
    ended = found.stage == Partnership.Stage.ENDED
    messages.info(
        request,
        "The partnership has ended, so nothing in it changes any more."
        if ended
        else "Leads, deputy leads and headteachers ask this. Ask one of them at your school.",
    )
    return redirect(found)


def _answer(request: SignedInRequest, found: Proposal, form: AnswerForm) -> HttpResponse:
    yes = form.cleaned_data["yes"] == "yes"
    school = form.cleaned_data["school"]
    answered = answer_proposal(
        proposal=found, school=school, yes=yes, words=form.cleaned_data["words"], by=request.user
    )
    messages.success(request, f"Your {'yes' if yes else 'no'} is noted. {what_happened(answered)}")
    for back in (
        Proposal.objects.visible_to(request.user).filter(pk=found.pk, status=Proposal.Status.ASKED),
        Partnership.objects.visible_to(request.user).filter(pk=found.partnership_id),
    ):
        if (there := back.first()) is not None:
            return redirect(there)
    return redirect("partnerships:partnerships")
