"""News, events, research and guidance, for everybody to read. Drafts are there for Forum staff alone."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.pictures import kept_at
from core.uploads import given_out
from editorial.models import Article, ForumEvent, Guide, Picture, ResearchReport

PER_PAGE = 12


@login_not_required
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    page = Paginator(Article.objects.newest(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "editorial/news.html", {"page": page})


@login_not_required
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    entry = get_object_or_404(Article.objects.visible_to(request.user).select_related("picture"), slug=slug)
    return render(request, "editorial/article.html", {"entry": entry})


@login_not_required
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """What is coming, the next first, and the school years of what is over."""
    page = Paginator(ForumEvent.objects.published().coming(), PER_PAGE).get_page(request.GET.get("page"))
    years = ForumEvent.objects.published().past().school_years()
    return render(request, "editorial/events.html", {"page": page, "years": years})


@login_not_required
@require_safe
def past_events(request: HttpRequest, year: int) -> HttpResponse:
    """What is over of the school year that began in September of `year`."""
    years = ForumEvent.objects.published().past().school_years()
    if year not in years:
        raise Http404
    found = ForumEvent.objects.published().past().in_school_year(year)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "editorial/past_events.html", {"page": page, "year": year, "years": years})


@login_not_required
@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    entry = get_object_or_404(ForumEvent.objects.visible_to(request.user).select_related("picture"), slug=slug)
    return render(request, "editorial/event.html", {"entry": entry})


@login_not_required
@require_safe
def research(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    page = Paginator(ResearchReport.objects.published(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "editorial/research.html", {"page": page})


@login_not_required
@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    entry = get_object_or_404(ResearchReport.objects.visible_to(request.user).select_related("picture"), slug=slug)
    return render(request, "editorial/report.html", {"entry": entry})


@login_not_required
@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """In the order in which a partnership comes to need them."""
    page = Paginator(Guide.objects.published(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "editorial/guides.html", {"page": page})


@login_not_required
@require_safe
def guide(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of guidance, with the others beside it."""
    entry = get_object_or_404(Guide.objects.visible_to(request.user).select_related("picture"), slug=slug)
    return render(request, "editorial/guide.html", {"entry": entry, "guides": Guide.objects.published()[:PER_PAGE]})


@login_not_required
@require_safe
def picture(request: HttpRequest, pk: uuid.UUID, width: int) -> FileResponse:
    """One size of a picture: to everybody if it is of something published, else to Forum staff."""
    public = Picture.objects.public().filter(pk=pk).first()
    shown = public or get_object_or_404(Picture.objects.visible_to(request.user), pk=pk)
    if width not in shown.widths:
        raise Http404
    return given_out(kept_at(shown.stem, width), public=bool(public), content_type="image/webp")
