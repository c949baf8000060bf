"""Django's admin, with the portal's own sign-in in front of it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse

from core.models import Event
from core.queues import queues_for


class PortalAdminSite(admin.AdminSite):
    site_header = "ISSP Portal: Forum staff"
    site_title = "ISSP Portal"
    index_title = "What waits for Forum staff"
    site_url = "/"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The first page: what waits, then what this person did last, then the usual lists."""
        mine = Event.objects.filter(by=request.user.pk).select_related("subject_type").order_by("-at", "-pk")[:8]
        return super().index(request, {"queues": queues_for(request.user), "mine": mine, **(extra_context or {})})
