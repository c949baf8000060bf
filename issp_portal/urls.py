"""The addresses of the portal. Other people link to them: ARCHITECTURE, "Faces that stay put"."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from issp_portal.views import crawlers, errors, health, pages

STANDING = ["about", "contact", "help", "cookies", "accessibility", "terms"]

urlpatterns = [
    path("", pages.home, name="home"),
    path("search/", pages.search, name="search"),
    path("dashboard/", pages.dashboard, name="dashboard"),
    *(path(f"{name}/", pages.standing(name), name=name) for name in STANDING),
    path("privacy/", pages.privacy, name="privacy"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("sitemap.xml", crawlers.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", crawlers.sitemap_section, name="sitemap_section"),
    path("schools/", include("schools.urls")),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("partnerships.urls")),
    path("case-studies/", include("casestudies.urls")),
    path("", include("agreements.urls")),
    path("", include("editorial.urls")),
]
if settings.DEMO:
    urlpatterns += [path("demo/", include("demo.urls"))]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many_requests
handler500 = errors.server_error
