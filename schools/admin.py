"""The register for Forum staff: to read, and to check what was added by hand."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

from core.errors import ActionRefused
from core.models import Event
from schools.actions import correct_school, mark_checked
from schools.models import LocalAuthority, Network, School, SchoolLink
from schools.search import search


class ReadOnly:
    """What the register says is changed by importing it, not here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SuccessorInline(ReadOnly, admin.TabularInline):
    model = SchoolLink
    fk_name = "school"
    verbose_name_plural = "followed by"
    fields = ["successor", "kind", "since"]


class PredecessorInline(ReadOnly, admin.TabularInline):
    model = SchoolLink
    fk_name = "successor"
    verbose_name_plural = "follows"
    fields = ["school", "kind", "since"]


@admin.register(School)
class SchoolAdmin(admin.ModelAdmin):
    list_display = ["name", "urn", "sector", "status", "town", "local_authority", "origin", "checked"]
    list_filter = ["checked", "origin", "sector", "status", "phase", "region"]
    list_select_related = ["local_authority"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["urn"]
    search_help_text = "Name, town, postcode or URN, as on the list of schools"
    actions = ["mark_as_checked"]
    inlines = [SuccessorInline, PredecessorInline]
    ordering = ["name", "urn"]
    # Facts of a school added by hand may be put right; the register's own come from the register.
    by_hand = [
        "name",
        "sector",
        "status",
        "phase",
        "low_age",
        "high_age",
        "street",
        "town",
        "county",
        "postcode",
        "region",
        "website",
    ]
    shown: list[Any] = [
        "urn",
        "page",
        "origin",
        "checked",
        *by_hand,
        "type_name",
        "gender",
        "religious_character",
        "admissions",
        "boarders",
        "sixth_form",
        "pupils",
        "locality",
        "address3",
        "telephone",
        "local_authority",
        "easting",
        "northing",
        "place_is_approximate",
        "opened",
        "closed",
        "networks",
        "domain",
        "updated_at",
        "events",
    ]
    fields = shown

    def get_readonly_fields(self, request: HttpRequest, obj: School | None = None) -> list[Any]:
        editable = self.by_hand if obj and obj.origin == School.Origin.HAND else []
        return [name for name in self.shown if name not in editable]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[School], search_term: str
    ) -> tuple[QuerySet[School], bool]:
        """The same search as the public list, so that a slip of the pen finds the school here too."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=search(search_term, queryset=School.objects.all()).schools.values("pk")), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: School | None = None) -> bool:
        by_hand = obj is None or obj.origin == School.Origin.HAND
        return by_hand and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: School | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: School, form: Any, change: bool) -> None:
        correct_school(school=obj, by=request.user, changed=form.changed_data)

    @admin.display(description="page on the portal")
    def page(self, obj: School) -> str:
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), obj.get_absolute_url())

    @admin.display(description="what happened")
    def events(self, obj: School) -> str:
        """The latest twenty events of the school, newest first."""
        lines = [(date_format(localtime(event.at), "j F Y, H:i"), event) for event in Event.objects.of(obj)[:20]]
        return format_html_join(mark_safe("<br>"), "{}: {}", lines) or "Nothing yet"

    @admin.action(description="Mark as checked: show to everybody", permissions=["change"])
    def mark_as_checked(self, request: HttpRequest, queryset: QuerySet[School]) -> None:
        for school in queryset:
            try:
                mark_checked(school=school, by=request.user)
            except ActionRefused as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
            else:
                self.message_user(request, f"{school.name} is shown to everybody.", messages.SUCCESS)


@admin.register(Network)
class NetworkAdmin(admin.ModelAdmin):
    list_display = ["name", "kind", "number_of_schools"]
    list_filter = ["kind"]
    search_fields = ["name"]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Network]:
        return super().get_queryset(request).annotate(number=Count("schools"))

    @admin.display(description="schools", ordering="number")
    def number_of_schools(self, obj: Any) -> int:
        return obj.number


@admin.register(LocalAuthority)
class LocalAuthorityAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["name", "code"]
    search_fields = ["name", "code"]
    list_per_page = 100
