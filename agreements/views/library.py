"""Templates and shared MOUs, for anybody to read and take along."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from agreements import copies
from agreements.forms.library import SearchForm
from agreements.library import KINDS, beginnings, latest_version, offered
from agreements.models import Template, TemplateVersion
from agreements.texts import Content
from core.documents import given
from partnerships.models import Partnership

A_PAGE = 12
MAKERS = {"pdf": copies.template_pdf, "docx": copies.template_docx}


@login_not_required
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """The list, searched and narrowed by the address."""
    form = SearchForm(request.GET)
    found = offered(form.words, form.chosen)
    context = {
        "form": form,
        "kinds": KINDS,
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "is_narrowed": bool(form.words or form.chosen),
    }
    return render(request, "agreements/library/templates.html", context)


@login_not_required
@require_safe
def template(request: HttpRequest, slug: str) -> HttpResponse:
    """One template: each clause, what to think about, and how to begin from it."""
    version = _published(slug)
    context = {
        "version": version,
        "content": version.content,
        "required": sum(clause["required"] for clause in version.content["clauses"]),
        "beginnings": beginnings(request.user, f"template:{slug}"),
        "has_partnership": request.user.is_authenticated and Partnership.objects.visible_to(request.user).exists(),
    }
    response = render(request, "agreements/library/template.html", context)
    patch_vary_headers(response, ["Cookie"])
    return response


@login_not_required
@require_safe
def template_file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The same to take along, in Word or as a PDF."""
    return take_along(_published(slug).content, slug, name)


def take_along(content: Content, slug: str, name: str, **how: str) -> HttpResponse:
    """The text as the file that its name says: "first-term.docx"; `how` goes to copies.template_pdf."""
    ending = name.removeprefix(f"{slug}.")
    if name != f"{slug}.{ending}" or ending not in MAKERS:
        raise Http404
    return given(MAKERS[ending](content, **how), name)


def _published(slug: str) -> TemplateVersion:
    version = latest_version(get_object_or_404(Template.objects.published(), slug=slug))
    if version is None:
        raise Http404
    return version
