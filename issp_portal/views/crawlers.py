"""For search engines: what there is to read, and what to leave alone."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import views as sitemaps
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from issp_portal.sitemaps import SITEMAPS

# Pages of people, and searches: every combination of filters is an address of its own, and none is worth keeping.
LEFT_ALONE = [
    *["/accounts/", "/admin/", "/dashboard/", "/demo/", "/introductions/", "/partners/", "/partnerships/"],
    *["/register-interest/about/", "/register-interest/d/", "/register-interest/r/"],
    *["/case-studies/copies/", "/case-studies/following/", "/case-studies/yours/"],
    *["/search/", "/case-studies/?", "/schools/?"],
]


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in LEFT_ALONE)]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The list of the sitemaps."""
    return sitemaps.index(request, SITEMAPS, sitemap_url_name="sitemap_section")


@login_not_required
@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One of them; a long one has several pages (?p=2)."""
    return sitemaps.sitemap(request, SITEMAPS, section=section)
