"""Copies of case studies, for Forum staff: who copies what, since when and how far. A plan stays its school's own."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, CharField, QuerySet, Value, When
from django.http import HttpRequest

from casestudies.models import Replication
from core.admin import ReadOnlyAdmin

# Furthest first. A draft of the school's own case study is its own: it counts once Forum staff have it.
STAGES = {
    "ended": ("Given up", When(ended_at__isnull=False, then=Value("ended"))),
    "told": ("Own case study", When(told_in__sent_at__isnull=False, then=Value("told"))),
    "partnership": ("Partnership", When(partnership__isnull=False, then=Value("partnership"))),
    "registration": ("Registration sent", When(registration__isnull=False, then=Value("registration"))),
    "plan": ("Plan", None),
}


class StageFilter(admin.SimpleListFilter):
    title = "how far"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(stage, words) for stage, (words, _) in STAGES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(how_far=self.value()) if self.value() else queryset


@admin.register(Replication)
class ReplicationAdmin(ReadOnlyAdmin):
    """To read: what was planned, by whom and for how much is not shown."""

    list_display = ["published_title", "school", "region", "begun_at", "stage"]
    list_display_links = ["published_title"]
    list_filter = [StageFilter, "school__region"]
    list_select_related = ["case_study__edition", "school", "partnership", "told_in"]
    search_fields = ["case_study__edition__title", "school__name", "school__town", "=school__urn"]
    search_help_text = "Words of the published title, or a school’s name, town or URN"
    date_hierarchy = "begun_at"
    ordering = ["-begun_at", "-pk"]
    fields = ["published_title", "school", "region", "begun_at", "stage", "partnership", "own_case_study", "ended_at"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        whens = [when for _, when in STAGES.values() if when is not None]
        stage = Case(*whens, default=Value("plan"), output_field=CharField())
        return super().get_queryset(request).annotate(how_far=stage)

    @admin.display(description="Case study", ordering="case_study__edition__title")
    def published_title(self, copy: Replication) -> str:
        return copy.case_study.edition.title

    @admin.display(description="Region", ordering="school__region")
    def region(self, copy: Replication) -> str:
        return copy.school.get_region_display()

    @admin.display(description="How far")
    def stage(self, copy: Replication) -> str:
        return STAGES[copy.how_far][0]  # type: ignore[attr-defined]

    @admin.display(description="Own case study", empty_value="None yet")
    def own_case_study(self, copy: Replication) -> str | None:
        return str(copy.told_in) if copy.told_in and copy.told_in.sent_at else None
