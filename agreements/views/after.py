"""An MOU that was signed: amend it, renew it, leave it, end it, and what changed from version to version."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from agreements.actions import after as actions
from agreements.amending import amendment_of, history_of
from agreements.forms.after import AmendForm, EndForm, GiveUpForm, NoticeForm, RenewForm, dates_a_year_on
from agreements.holding import holding_of
from agreements.leaving import notice_sentence
from agreements.models import Mou, Version
from core.errors import ActionRefused
from partnerships.actions.proposal import propose_end
from partnerships.workspace import tabs_of

PER_PAGE = 10  # versions, each with what it changed


def _signed(request: SignedInRequest, pk: int, *, write: bool = False) -> tuple[Mou, Version]:
    """The MOU of a partnership of this person's, and what was signed last; before that there is none (404)."""
    found = Mou.objects.written_by(request.user) if write else Mou.objects.visible_to(request.user)
    mou = get_object_or_404(found.select_related("partnership", "in_force"), partnership=pk)
    if mou.in_force is None:
        raise Http404
    return mou, mou.in_force


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: SignedInRequest, pk: int) -> HttpResponse:
    """Before an amendment: what it means, and the button. During one: what differs from what was signed."""
    mou, version = _signed(request, pk, write=request.method == "POST")
    if request.method == "POST":
        try:
            mou = actions.begin_amendment(mou=mou, by=request.user)
        except ActionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, f"The text is open. Version {version.number} holds until all have signed the next."
            )
        return redirect(mou)
    context: dict[str, Any] = {
        "mou": mou,
        "partnership": mou.partnership,
        "version": version,
        "holding": holding_of(mou, request.user),
        "heading": "Amend the MOU",
        "caption": mou.partnership.name,
        "back_url": mou.get_absolute_url(),
        "form": AmendForm(),
        "tabs": tabs_of(mou.partnership, request.user),
    }
    if mou.status in (Mou.Status.DRAFTING, Mou.Status.SIGNING):
        context["comparison"] = amendment_of(mou, version)
        return render(request, "agreements/after/amendment.html", context)
    return render(request, "agreements/after/amend.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Leave everything as it was signed."""
    mou, version = _signed(request, pk, write=True)
    form = GiveUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            mou = actions.give_up_amendment(mou=mou, by=request.user)
        except ActionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Given up. Version {version.number} stays as it was signed.")
        return redirect(mou)
    context = {
        "form": form,
        "heading": "Give up the amendment",
        "caption": mou.partnership.name,
        "back_url": reverse("agreements:amend", args=[pk]),
        "lede": f"The text becomes that of version {version.number} again, and the other schools are told. What was "
        "typed since stays among the earlier texts of each clause.",
    }
    return render(request, "form_page.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: SignedInRequest, pk: int) -> HttpResponse:
    """New dates; everything else stays as it was signed."""
    mou, version = _signed(request, pk, write=True)
    form = RenewForm(request.POST if request.method == "POST" else None, initial=dates_a_year_on(version))
    if form.is_valid():
        try:
            mou = actions.renew(mou=mou, by=request.user, **form.cleaned_data)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Proposed. When every school agrees to the dates, send it for signature.")
            return redirect(mou)
    context = {
        "form": form,
        "heading": "Renew the MOU",
        "caption": mou.partnership.name,
        "back_url": mou.get_absolute_url(),
        "version": version,
    }
    return render(request, "agreements/after/renew.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a school leaves: first the words and the day, then once more to be sure."""
    mou, version = _signed(request, pk, write=True)
    mine = list(mou.partnership.partners.written_for_by(request.user).select_related("school").order_by("pk"))
    form = NoticeForm(request.POST if request.method == "POST" else None, version=version, partners=mine)
    context = {
        "form": form,
        "heading": "Give notice",
        "caption": mou.partnership.name,
        "back_url": mou.get_absolute_url(),
        "version": version,
        "said": notice_sentence(version.content),
        "schools": mou.partnership.partners.present().count(),
    }
    if "change" in request.POST or not form.is_valid():
        return render(request, "agreements/after/notice.html", context)
    if "give" not in request.POST:
        return render(request, "agreements/after/notice_check.html", context)
    words = {name: form.cleaned_data[name] for name in ("reason", "pupils", "ends_on")}
    try:
        actions.give_notice(mou=mou, school=form.partner.school, by=request.user, **words)
    except ActionRefused as refused:
        form.add_error(None, str(refused))
        return render(request, "agreements/after/notice.html", context)
    messages.success(request, "Notice given, and the other schools are told. You can take it back until that day.")
    return redirect(mou)


@require_POST
def take_back_notice(request: SignedInRequest, pk: int, notice: int) -> HttpResponse:
    """Stay after all."""
    mou, _ = _signed(request, pk, write=True)
    found = get_object_or_404(mou.notices.select_related("mou__partnership", "school"), pk=notice)
    try:
        actions.take_back_notice(notice=found, by=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Taken back, and the other schools are told: {found.school} stays.")
    return redirect(mou)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask the other schools to end the partnership, and its MOU with it."""
    mou, version = _signed(request, pk, write=True)
    mine = mou.partnership.partners.written_for_by(request.user).order_by("pk")[0]
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            proposal = propose_end(partner=mine, words=form.cleaned_data["words"], by=request.user)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Asked. The partnership and its MOU end when every school has said yes.")
            return redirect(proposal)
    context = {
        "form": form,
        "heading": "End it by agreement",
        "caption": mou.partnership.name,
        "back_url": mou.get_absolute_url(),
        "version": version,
    }
    return render(request, "agreements/after/end.html", context)


@never_cache
@require_safe
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """The versions, newest first, with what changed between each two."""
    mou = get_object_or_404(Mou.objects.visible_to(request.user).select_related("partnership"), partnership=pk)
    steps = history_of(list(mou.versions.all()))
    page = Paginator(steps, PER_PAGE).get_page(request.GET.get("page"))
    tabs = tabs_of(mou.partnership, request.user)
    context = {"mou": mou, "partnership": mou.partnership, "page": page, "tabs": tabs}
    return render(request, "agreements/after/history.html", context)
