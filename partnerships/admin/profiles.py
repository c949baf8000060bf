"""What schools say of themselves, to read."""

from django.contrib import admin

from core.admin import HistoryAdmin, ReadOnlyAdmin
from partnerships.models import Profile


@admin.register(Profile)
class ProfileAdmin(HistoryAdmin, ReadOnlyAdmin):
    list_display = ["school", "about", "updated_at"]
    list_filter = ["school__sector", "school__region"]
    list_select_related = ["school"]
    search_fields = ["school__name", "school__urn", "about"]
    search_help_text = "A school’s name or URN, or words of what it says"
    ordering = ["-updated_at", "-pk"]
    fields = ["school", "about", "updated_at"]
    readonly_fields = fields
