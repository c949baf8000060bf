"""Sharing a signed MOU as an example, as its schools see it; and reading one, as everybody does."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from agreements.actions import sharing as actions
from agreements.forms.sharing import LOOK, AgreeForm, AskForm
from agreements.library import beginnings
from agreements.models import Mou, SharedMou, Version
from agreements.sharing import (
    Shareable,
    may_ask,
    schools_taking_back,
    shared_of,
    spoken_for_by,
    version_to_share,
    who_is_asked,
)
from agreements.views.library import take_along
from core.errors import ActionRefused
from core.queues import PROMISED_WORKING_DAYS
from partnerships.models import Partnership
from schools.models import School

Status = SharedMou.Status


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where sharing stands; before that, the form, with the text as others would read it."""
    version = _version(request, pk)
    shared = shared_of(version)
    if request.method == "POST" and not may_ask(request.user, version):
        raise Http404
    if shared is None or request.GET.get("change") or request.method == "POST" or shared.is_to_ask_again:
        return _ask(request, version, shared)
    mine = [asked.school for asked in who_is_asked(shared, request.user) if asked.mine and not asked.agreed]
    context = {
        **_context(version, shared),
        "asked": who_is_asked(shared, request.user),
        "agree": [_agree_form(school, shared) for school in mine] if shared.status == Status.PARTNERS else [],
        "may_ask": may_ask(request.user, version),
        "may_take_back": schools_taking_back(request.user, version),
        "text": Shareable(version, also=shared.also),
    }
    return render(request, "agreements/sharing/standing.html", context)


def _ask(request: SignedInRequest, version: Version, shared: SharedMou | None) -> HttpResponse:
    initial = {"title": shared.title, "summary": shared.summary, "also": "\n".join(shared.also)} if shared else None
    form = AskForm(request.POST if request.method == "POST" else None, initial=initial)
    also = shared.also if shared else []
    if form.is_bound and form.is_valid():
        also = form.cleaned_data["also"]
        if LOOK not in request.POST:
            try:
                shared = actions.ask_to_share(version=version, by=request.user, **form.cleaned_data)
            except ActionRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _next(shared))
                return redirect("agreements:share", version.mou.partnership_id)
    context = {
        **_context(version, shared),
        "form": form,
        "heading": "Share your MOU as an example",
        "may_ask": may_ask(request.user, version),
        "text": Shareable(version, also=also),
        "looked": form.is_bound and not form.errors,
    }
    return render(request, "agreements/sharing/ask.html", context)


@require_POST
def share_agree(request: SignedInRequest, pk: int) -> HttpResponse:
    """Agree, for one of this person's schools, to the text that the page showed."""
    version = _version(request, pk)
    shared = _asked(version)
    school = _school(request, spoken_for_by(request.user, version))
    seen = request.POST.get("seen", "")
    try:
        shared = actions.agree_to_share(shared=shared, school=school, by=request.user, seen=seen)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{school} agrees. {_next(shared)}")
    return redirect("agreements:share", pk)


@require_POST
def share_take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take it out of everybody's sight, for one of this person's schools."""
    version = _version(request, pk)
    shared = _asked(version)
    school = _school(request, schools_taking_back(request.user, version))
    try:
        actions.take_back_share(shared=shared, school=school, by=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Taken back. Nobody else can read it now, and the other schools are told.")
    return redirect("agreements:share", pk)


@login_not_required
@require_safe
def shared(request: HttpRequest, slug: str) -> HttpResponse:
    """A shared MOU, to be read and adapted by everybody."""
    found = get_object_or_404(SharedMou.objects.public(), slug=slug)
    context = {
        "shared": found,
        "content": found.content,
        "adapted": found.adaptations.count(),
        "beginnings": beginnings(request.user, f"shared:{slug}"),
        "has_partnership": request.user.is_authenticated and Partnership.objects.visible_to(request.user).exists(),
    }
    response = render(request, "agreements/sharing/shared.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


@login_not_required
@require_safe
def shared_file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The same to take along, in Word or as a PDF."""
    found = get_object_or_404(SharedMou.objects.public(), slug=slug)
    return take_along(found.content, slug, name, kind="A memorandum of understanding that schools share")


def _version(request: SignedInRequest, pk: int) -> Version:
    """What of this partnership may be shared, for people of the schools that signed it; else not found."""
    mine = Version.objects.visible_to(request.user).signed().filter(mou__partnership=pk)
    mou = Mou.objects.filter(pk__in=mine.values("mou")).first()  # bare manager: narrowed by what this person may see
    version = version_to_share(mou)
    if version is None or not mine.filter(pk=version.pk).exists():
        raise Http404
    return version


def _asked(version: Version) -> SharedMou:
    shared = shared_of(version)
    if shared is None:
        raise Http404
    return shared


def _school(request: SignedInRequest, among: Any) -> School:
    """The one that the form names, among those for which this person acts. A number of any length is no error."""
    urn = request.POST.get("school", "")
    return get_object_or_404(among, urn=int(urn) if urn.isascii() and urn.isdigit() and len(urn) < 10 else -1)


def _agree_form(school: School, shared: SharedMou) -> AgreeForm:
    return AgreeForm(
        initial={"school": school.urn, "seen": shared.fingerprint},
        school_name=school.name,
        auto_id=f"id_{school.urn}_%s",
    )


def _context(version: Version, shared: SharedMou | None) -> dict[str, Any]:
    return {
        "version": version,
        "shared": shared,
        "partnership": version.mou.partnership,
        "back_url": reverse("agreements:mou", args=[version.mou.partnership_id]),
        "days": PROMISED_WORKING_DAYS,
    }


def _next(shared: SharedMou) -> str:
    """What happens now, in a sentence."""
    if shared.status == Status.FORUM:
        return f"Every school agrees. Forum staff read it within {PROMISED_WORKING_DAYS} working days."
    return "The other schools read it now, and agree or not. We have written to them."
