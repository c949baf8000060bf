"""News, events, research and guidance, kept by moderators and administrators of the Forum."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.admin import HistoryAdmin
from core.markdown import render
from core.uploads import takes_file
from editorial.actions import delete_entry, keep_entry
from editorial.forms import EntryForm
from editorial.models import Article, Entry, ForumEvent, Guide, ResearchReport


class EntryAdmin(HistoryAdmin):
    """What it says, the picture, whether everybody reads it; below, how it reads."""

    form = EntryForm
    list_display: Sequence[str] = ["title", "byline", "readable", "changed_at"]
    list_filter: Sequence[Any] = [("published_at", admin.EmptyFieldListFilter)]
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    search_fields = ["title", "summary", "body"]
    search_help_text = "Words of the title, the summary or the text"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    facts: Sequence[str] = []

    def get_fieldsets(self, request: HttpRequest, obj: Entry | None = None) -> list[Any]:
        """Without what this person could not set: an adviser has the rows to read and no form."""
        may_write = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        seen = ["seen"] if may_write and obj else []
        picture = ["new_picture", "picture_alt", "without_picture"] if may_write else ["picture_alt"]
        return [
            (None, {"fields": ["title", "slug", *self.facts, "summary", "body", "author", *seen]}),
            (
                "A picture",
                {"fields": ["as_shown", *picture] if obj else [name for name in picture if "out" not in name]},
            ),
            ("Who can read it", {"fields": ["published" if may_write else "readable"]}),
            *([("As it reads", {"fields": ["as_read"]})] if obj else []),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Entry | None = None) -> list[str]:
        """Other people link to an address, so it is given once."""
        return ["as_shown", "as_read", "readable", *(["slug"] if obj else [])]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Entry | None = None) -> dict[str, Sequence[str]]:
        return {} if obj else {"slug": ["title"]}

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing is deleted in bulk."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    @takes_file
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return super().add_view(request, form_url, extra_context)

    @takes_file
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return super().change_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Entry, form: EntryForm, change: bool) -> None:
        keep_entry(
            entry=obj,
            published=form.cleaned_data["published"],
            picture=form.cleaned_data["new_picture"],
            without_picture=form.cleaned_data.get("without_picture", False),
            by=request.user,
        )

    def delete_model(self, request: HttpRequest, obj: Entry) -> None:
        delete_entry(entry=obj, by=request.user)

    @admin.display(description="Everybody reads it", boolean=True, ordering="published_at")
    def readable(self, entry: Entry) -> bool:
        return entry.is_published

    @admin.display(description="Author", ordering="author")
    def byline(self, entry: Entry) -> str:
        return entry.byline

    @admin.display(description="Now")
    def as_shown(self, entry: Entry) -> SafeString | str:
        if entry.picture is None:
            return "No picture"
        width = min(entry.picture.widths)
        return format_html('<img src="{}" alt="{}" width="{}">', entry.picture.at(width), entry.picture_alt, width)

    @admin.display(description="The text as it was saved")
    def as_read(self, entry: Entry) -> SafeString:
        return format_html('<div class="portal-read">{}</div>', render(entry.body))


@admin.register(Article)
class ArticleAdmin(EntryAdmin):
    list_display = ["title", "dated", "byline", "readable", "changed_at"]
    date_hierarchy = "dated"
    facts = ["dated"]


@admin.register(ForumEvent)
class ForumEventAdmin(EntryAdmin):
    list_display = ["title", "starts_at", "place", "readable", "changed_at"]
    date_hierarchy = "starts_at"
    facts = ["starts_at", "ends_at", "place", "link"]


@admin.register(ResearchReport)
class ResearchReportAdmin(EntryAdmin):
    list_display = ["title", "publisher", "released", "readable", "changed_at"]
    facts = ["publisher", "released", "kind", "licence", "link"]


@admin.register(Guide)
class GuideAdmin(EntryAdmin):
    list_display = ["title", "order", "readable", "changed_at"]
    facts = ["order"]

    def has_delete_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        """What forms link to stays."""
        return super().has_delete_permission(request, obj) and not (obj and obj.is_linked)
