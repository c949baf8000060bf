"""What the admin pages of every app share, and the list of events."""

import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from simple_history.admin import SimpleHistoryAdmin
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper

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

    def found(self, request: HttpRequest, object_id: str) -> Any:
        """The row with this key, for a page of it. Raises PermissionDenied, Http404."""
        row = self.get_object(request, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if row is None:
            raise Http404
        return row


class ChangeInWords(HistoricalRecordContextHelper):
    """Old and new values of a changed field as people say them."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        value = super().prepare_delta_change_value(change, value)
        field = self.model._meta.get_field(change.field)
        if isinstance(value, DeletedObject):  # what a link that led nowhere, or to a row that has gone, comes as
            return "nothing" if value.pk is None else f"{value.model._meta.verbose_name} since deleted"
        if value is None or value in ("", []):
            return "nothing"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, dict):
            return "answers"  # read as a difference on the page itself, or after a decision in its words
        if isinstance(value, datetime.datetime):
            return date_format(timezone.localtime(value), "j F Y, H:i")
        return dict(getattr(field, "flatchoices", [])).get(value, value) if isinstance(value, str) else value


class HistoryAdmin(SimpleHistoryAdmin):
    """With a page of what changed, when and by whom. Nothing is put back from it: that would pass the actions by.

    A record may be given `texts`, a list of (heading, change), each change with its label and the pieces of text
    `before` and `after`, which the page shows as differences.
    """

    def get_historical_record_context_helper(self, request: HttpRequest, historical_record: Any) -> ChangeInWords:
        return ChangeInWords(self.model, historical_record)

    def get_history_queryset(
        self, request: HttpRequest, history_manager: Any, pk_name: str, object_id: Any
    ) -> models.QuerySet:
        """The records of one object. The library looks up whatever the address says: what is no key is not found."""
        try:
            key = self.opts.pk.to_python(object_id)
        except ValidationError as error:
            raise Http404 from error
        return super().get_history_queryset(request, history_manager, pk_name, key)

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """An older version has no page of its own: the library's saves that version on a POST of whoever may look."""
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", object_id)


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
