"""What the admin pages of every app share, and the list of events."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from core.models import Event


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that the admin shows and never writes: they change through actions."""

    show_facets = admin.ShowFacets.NEVER  # a count beside each filter costs a query each
    show_full_result_count = False
    list_per_page = 50
    list_select_related: Any = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class HistoryAdmin(SimpleHistoryAdmin):
    """With a page of what changed, when and by whom. Nothing is put back from it: that would pass the actions by."""

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """Everything that happened, newest first."""

    list_display = ["at", "sentence", "about", "by", "kind"]
    list_display_links = ["at"]
    list_filter = ["kind", "subject_type", "for_staff"]
    list_select_related = ["by", "subject_type"]
    search_fields = ["sentence", "by__name", "by__email", "=subject_id"]
    search_help_text = "Words of the sentence, the person’s name or address, or the number of what it is about"
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["at", "sentence", "about", "kind", "by", "for_staff"]
    readonly_fields = fields

    @admin.display(description="About")
    def about(self, event: Event) -> str:
        return f"{event.subject_type.name} {event.subject_id}"
