"""The lists that Forum staff keep: what partnerships do, in which subjects, out of which values."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from partnerships.models import ActivityGroup, ActivityType, Need, Offer, PartnershipLine, Registration, Subject, Value

LINES = (Need, Offer, PartnershipLine)


class RowForm(forms.ModelForm):
    """A row that is edited in the list: its inputs have no label there, so each says whose it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{field.label} of {self.instance}"


class ListEntryAdmin(admin.ModelAdmin):
    """Name, order and whether forms offer it, edited in the list itself. What was used is switched off, not deleted."""

    list_display: Sequence[str] = ["name", "order", "active", "used"]
    list_editable = ["order", "active"]
    list_filter: Sequence[str] = ["active"]
    list_per_page = 100
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    search_fields = ["name"]
    search_help_text = "A word of the name"
    prepopulated_fields = {"slug": ["name"]}
    fields: Sequence[str] = ["name", "slug", "order", "active"]

    def in_use(self) -> Q:
        """The condition on entries that something refers to; their deletion would take it along, or fail."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(is_used=self.in_use())

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type[forms.ModelForm]:
        return super().get_changelist_form(request, form=RowForm, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        # Addresses and answers kept under the slug would no longer find it.
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Sequence[str]]:
        return {} if obj else dict(self.prepopulated_fields)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        used = obj is not None and self.get_queryset(request).filter(pk=obj.pk, is_used=True).exists()
        return super().has_delete_permission(request, obj) and not used

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without deleting in bulk: it would take what is in use along with what is not."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    @admin.display(description="Used", boolean=True, ordering="is_used")
    def used(self, entry: Any) -> bool:
        return bool(entry.is_used)


def _lines_of(field: str) -> Q:
    condition = Q()
    for model in LINES:
        condition |= Q(Exists(model.objects.filter(**{field: OuterRef("pk")})))
    return condition


@admin.register(ActivityGroup)
class ActivityGroupAdmin(ListEntryAdmin):
    def in_use(self) -> Q:
        return Q(Exists(ActivityType.objects.filter(group=OuterRef("pk"))))


@admin.register(ActivityType)
class ActivityTypeAdmin(ListEntryAdmin):
    list_display = ["name", "group", "mixes_ages", "order", "active", "used"]
    list_filter = ["active", "group", "mixes_ages"]
    list_select_related = ["group"]
    fields = ["group", *ListEntryAdmin.fields, "mixes_ages"]

    def in_use(self) -> Q:
        return _lines_of("activity")


@admin.register(Subject)
class SubjectAdmin(ListEntryAdmin):
    def in_use(self) -> Q:
        return _lines_of("subject")


@admin.register(Value)
class ValueAdmin(ListEntryAdmin):
    def in_use(self) -> Q:
        return Q(Exists(Registration.values.through.objects.filter(value=OuterRef("pk"))))
