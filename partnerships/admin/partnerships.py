"""Partnerships for Forum staff, to read: who works with whom, and since when."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.admin import HistoryAdmin, ReadOnlyAdmin
from partnerships.models import Partnership
from partnerships.workspace import timeline_of

SHOWN = ("name", "need", "stage", "schools", "people", "introduction", "created_at", "what_happened")


@admin.register(Partnership)
class PartnershipAdmin(HistoryAdmin, ReadOnlyAdmin):
    list_display = ["name", "schools", "stage", "created_at"]
    list_filter = ["stage", "partners__school__region"]
    search_fields = ["name", "partners__school__name", "partners__school__urn"]
    search_help_text = "A partnership’s name, or a school’s name or URN"
    ordering = ["-created_at", "-pk"]
    fields = SHOWN
    readonly_fields = SHOWN

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("partners__school", "partners__contacts")

    @admin.display(description="Schools")
    def schools(self, partnership: Any) -> str:
        return " and ".join(str(partner.school) for partner in partnership.partners.all())

    @admin.display(description="People")
    def people(self, partnership: Any) -> SafeString:
        rows = [
            (partner.school, contact.get_kind_display(), contact, contact.email)
            for partner in partnership.partners.all()
            for contact in partner.contacts.all()
        ]
        return format_html_join("", "<div>{}: {}: {}, {}</div>", rows)

    @admin.display(description="What happened")
    def what_happened(self, partnership: Partnership) -> SafeString:
        rows = [(f"{event.at:%-d %B %Y}", event.sentence) for event in timeline_of(partnership)[:50]]
        return format_html_join("", "<div>{}: {}</div>", rows)
