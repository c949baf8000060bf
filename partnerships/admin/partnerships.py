"""Partnerships for Forum staff, to read: who works with whom, and since when."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.admin import HistoryAdmin, ReadOnlyAdmin
from partnerships.models import Partner, Partnership
from partnerships.proposing import title_of, what_happened
from partnerships.workspace import timeline_of

SHOWN = (
    "name",
    "need",
    "aims",
    "stage",
    "schools",
    "left",
    "people",
    "success",
    "asked",
    "introduction",
    "created_at",
    "what_happened",
)
MOST_ASKED = 50


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
        return ", ".join(str(partner.school) for partner in _present(partnership))

    @admin.display(description="Schools that left")
    def left(self, partnership: Any) -> SafeString:
        gone = [partner for partner in partnership.partners.all() if partner.left_at is not None]
        rows = [(partner.school, date_format(timezone.localtime(partner.left_at), "j F Y")) for partner in gone]
        return format_html_join("", "<div>{}, on {}</div>", rows)

    @admin.display(description="People")
    def people(self, partnership: Any) -> SafeString:
        rows = [
            (partner.school, contact.get_kind_display(), contact, contact.email)
            for partner in _present(partnership)
            for contact in partner.contacts.all()
        ]
        return format_html_join("", "<div>{}: {}: {}, {}</div>", rows)

    @admin.display(description="Success for each")
    def success(self, partnership: Any) -> SafeString:
        rows = [(p.school, p.success or "not said", p.plan_link or "not said") for p in _present(partnership)]
        return format_html_join("", "<div>{}: {}. In its development plan: {}</div>", rows)

    @admin.display(description="Asked for: who joins, leaves, carries it")
    def asked(self, partnership: Partnership) -> SafeString:
        found = partnership.proposals.with_all().order_by("-asked_at", "-pk")[:MOST_ASKED]
        return format_html_join("", "<div>{}. {}</div>", [(title_of(one), what_happened(one)) for one in found])

    @admin.display(description="What happened")
    def what_happened(self, partnership: Partnership) -> SafeString:
        rows = [(f"{event.at:%-d %B %Y}", event.sentence) for event in timeline_of(partnership)[:50]]
        return format_html_join("", "<div>{}: {}</div>", rows)


def _present(partnership: Any) -> list[Partner]:
    """The schools that have not left, of the prefetched ones."""
    return [partner for partner in partnership.partners.all() if partner.left_at is None]
