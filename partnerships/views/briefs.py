"""The brief for heads: a page to read or print, and the same as a PDF. For the people of one school."""

import io

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from core.documents import pdf
from partnerships.briefs import Brief, of_introduction, of_match, of_partnership
from partnerships.candidates import match_between
from partnerships.introducing import Seen, sides_of
from partnerships.models import Registration
from partnerships.views.introducing import introduction_for
from partnerships.views.workspace import partnership_for
from partnerships.workspace import cards_of


@never_cache
@require_safe
def match_brief(request: SignedInRequest, reference: str, other: str) -> HttpResponse:
    """Of a match of the registration `reference`, for its own school."""
    brief = _of_match(request, reference, other)
    back_url = f"{reverse('partnerships:matches')}?school={_own(request, reference).school.urn}"
    return _page(request, brief, back_url, reverse("partnerships:match_brief_pdf", args=[reference, other]))


@never_cache
@require_safe
def match_brief_pdf(request: SignedInRequest, reference: str, other: str) -> FileResponse:
    """The same as one page of PDF."""
    return _pdf(_of_match(request, reference, other))


@never_cache
@require_safe
def introduction_brief(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of an introduction, for this person's side."""
    back_url = reverse("partnerships:introduction", args=[pk])
    pdf_url = reverse("partnerships:introduction_brief_pdf", args=[pk])
    return _page(request, _of_introduction(request, pk), back_url, pdf_url)


@never_cache
@require_safe
def introduction_brief_pdf(request: SignedInRequest, pk: int) -> FileResponse:
    """The same as one page of PDF."""
    return _pdf(_of_introduction(request, pk))


@never_cache
@require_safe
def partnership_brief(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of a partnership, for this person's school."""
    back_url = reverse("partnerships:partnership", args=[pk])
    pdf_url = reverse("partnerships:partnership_brief_pdf", args=[pk])
    return _page(request, _of_partnership(request, pk), back_url, pdf_url)


@never_cache
@require_safe
def partnership_brief_pdf(request: SignedInRequest, pk: int) -> FileResponse:
    """The same as one page of PDF."""
    return _pdf(_of_partnership(request, pk))


def _own(request: SignedInRequest, reference: str) -> Registration:
    mine = Registration.objects.live().spoken_for_by(request.user).select_related("school__local_authority")
    return get_object_or_404(mine, reference=reference)


def _of_match(request: SignedInRequest, reference: str, other: str) -> Brief:
    own = _own(request, reference)
    theirs = get_object_or_404(Registration.objects.live().select_related("school__local_authority"), reference=other)
    match = match_between(own, theirs)
    if match is None or theirs.school_id == own.school_id:
        raise Http404("These two do not match")
    return of_match(own, match)


def _of_introduction(request: SignedInRequest, pk: int) -> Brief:
    found = introduction_for(request, pk)
    return of_introduction(Seen(found, sides_of(found, request.user)[0]))


def _of_partnership(request: SignedInRequest, pk: int) -> Brief:
    """For somebody of two of its schools, the first."""
    found = partnership_for(request, pk)
    own = found.partners.present().acted_for_by(request.user).select_related("school")[0]
    return of_partnership(found, own, cards_of(found, request.user))


def _page(request: SignedInRequest, brief: Brief, back_url: str, pdf_url: str) -> HttpResponse:
    context = {"brief": brief, "back_url": back_url, "pdf_url": pdf_url}
    return render(request, "partnerships/work/brief.html", context)


def _pdf(brief: Brief) -> FileResponse:
    made = io.BytesIO(pdf("partnerships/print/brief.typ", brief.for_print))
    name = f"brief-{slugify(brief.them)[:60].strip('-') or 'partnership'}.pdf"
    response = FileResponse(made, content_type="application/pdf", as_attachment=True, filename=name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
