"""The versions of a case study's text: each section as its schools saved it, and what was published of it."""

from itertools import pairwise
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from casestudies.editions import Content
from casestudies.models import Edition, Section
from casestudies.readout import Names, changes_between
from casestudies.writing.sections import SECTIONS
from core.admin import HistoryAdmin, ReadOnlyAdmin


class TextHistoryAdmin(HistoryAdmin, ReadOnlyAdmin):
    """The versions of something with a text; it has no page of its own but its history."""

    not_in_history: set[str] = set()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        case_study = self.found(request, object_id).case_study
        return redirect("admin:casestudies_casestudy_change", case_study.pk)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("admin:casestudies_casestudy_changelist")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        self.found(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(case_study__sent_at__isnull=False).select_related("case_study")

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Any, foreign_keys_are_objs: bool = True
    ) -> None:
        """The library's changes but for the text, which is shown as differences in the words of the form."""
        names = Names.read()
        for newer, older in pairwise(historical_records):
            delta = newer.diff_against(
                older, excluded_fields=self.not_in_history, foreign_keys_are_objs=foreign_keys_are_objs
            )
            helper = self.get_historical_record_context_helper(request, newer)
            newer.history_delta_changes = helper.context_for_delta_changes(delta)
            newer.texts = [
                (heading, change)
                for heading, changes in changes_between(self.content_of(older), self.content_of(newer), names)
                for change in changes
            ]

    def content_of(self, record: Any) -> Content:
        """The text of one version, in the shape of an edition's content."""
        raise NotImplementedError


@admin.register(Section)
class SectionAdmin(TextHistoryAdmin):
    """One section of a case study, version by version."""

    not_in_history = {"answers", "version", "changed_at", "changed_by"}

    def history_view_title(self, request: HttpRequest, obj: Section) -> str:
        headings = {part.name: part.heading for part in SECTIONS}
        return f"Versions of “{headings.get(obj.name, obj.name)}”: {obj.case_study}"

    def content_of(self, record: Any) -> Content:
        return {record.name: record.answers}


@admin.register(Edition)
class EditionAdmin(TextHistoryAdmin):
    """What was published, edition by edition and correction by correction."""

    not_in_history = {
        *{"content", "words", "title", "summary", "year_groups", "priority", "evidence", "licence", "pupils", "cost"},
        *{"has_kit", "slug", "case_study"},
    }

    def history_view_title(self, request: HttpRequest, obj: Edition) -> str:
        return f"What was published: {obj}"

    def content_of(self, record: Any) -> Content:
        return record.content
