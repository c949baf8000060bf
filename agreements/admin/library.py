"""The clause library and the templates, kept by moderators and administrators of the Forum."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, ForeignKey, Func, OuterRef, QuerySet, Subquery
from django.forms import BaseModelFormSet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from agreements.actions import library as actions
from agreements.forms.library import ClauseForm, TemplateClauseForm, TemplateForm
from agreements.library import changes_between, content_of_template, latest_version
from agreements.models import Clause, Template, TemplateClause
from core.admin import HistoryAdmin
from core.errors import ActionRefused
from core.models import Event

MOST_EVENTS = 50


class LibraryAdmin(HistoryAdmin):
    """What clauses and templates have in common: nothing is deleted, in bulk or alone, for MOUs lead back to it."""

    list_per_page = 100
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else dict(self.prepopulated_fields)


@admin.register(Clause)
class ClauseAdmin(LibraryAdmin):
    """A clause: its words, the guidance beside them, its place, and where it is used."""

    form = ClauseForm
    list_display = ["heading", "kind", "order", "live", "templates"]
    list_filter = ["live", "kind"]
    search_fields = ["heading", "text", "guidance"]
    search_help_text = "Words of the heading, the text or the guidance"
    prepopulated_fields = {"slug": ["heading"]}
    fields = ["heading", "slug", "kind", "text", "guidance", "order", "live"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        uses = TemplateClause.objects.filter(clause=OuterRef("pk")).order_by()
        counted = uses.annotate(number=Func(F("pk"), function="COUNT")).values("number")
        return super().get_queryset(request).annotate(used=Subquery(counted))

    def get_readonly_fields(self, request: HttpRequest, obj: Clause | None = None) -> list[str]:
        """Its name and kind stay: MOUs and versions are told apart by them."""
        return ["slug", "kind", "used_in"] if obj else []

    def get_fields(self, request: HttpRequest, obj: Clause | None = None) -> list[str]:
        return [*self.fields, *(["used_in"] if obj else [])]

    def save_model(self, request: SignedInRequest, obj: Clause, form: Any, change: bool) -> None:
        actions.keep_clause(clause=obj, by=request.user)

    @admin.display(description="In templates", ordering="used")
    def templates(self, clause: Any) -> int:
        return clause.used

    @admin.display(description="Used in")
    def used_in(self, clause: Clause) -> SafeString | str:
        uses = TemplateClause.objects.filter(clause=clause).select_related("template").order_by("template__title")
        links = (
            (
                reverse("admin:agreements_template_change", args=[use.template_id]),
                use.template.title,
                " (with words of its own)" if use.text else "",
            )
            for use in uses
        )
        listed = format_html_join("", '<li><a href="{}">{}</a>{}</li>', links)
        if not listed:
            return "No template. An MOU has a copy of its own, which does not change with this one."
        return format_html(
            '<ul class="portal-links">{}</ul><p>They follow when they are published again. MOUs that have begun keep '
            "the words that they had.</p>",
            listed,
        )


class TemplateClauseInline(admin.StackedInline):
    """The clauses of a template, in order. What is left empty is as in the library."""

    model = TemplateClause
    form = TemplateClauseForm
    fields = [("order", "clause", "required"), "text", "guidance"]
    extra = 0
    verbose_name = "clause"
    verbose_name_plural = "clauses: what is left empty is as in the library"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("clause", "template").order_by("order", "pk")

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """The clauses are read once, not once a row."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None:
            field.choices = list(field.choices)
        return field

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("agreements.view_template")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("agreements.change_template")

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Template)
class TemplateAdmin(LibraryAdmin):
    """A template as staff edit it. Schools see what is published, and may begin from it until it is withdrawn."""

    form = TemplateForm
    inlines = [TemplateClauseInline]
    list_display = ["title", "number_of_clauses", "published", "offered"]
    search_fields = ["title", "summary"]
    search_help_text = "Words of the title or the summary"
    prepopulated_fields = {"slug": ["title"]}
    fields = ["title", "slug", "summary"]
    change_form_template = "admin/agreements/template/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        counted = super().get_queryset(request).annotate(of_clauses=Count("clauses", distinct=True))
        return counted.prefetch_related("versions")

    def get_readonly_fields(self, request: HttpRequest, obj: Template | None = None) -> list[str]:
        """Other people link to an address, so it is given once."""
        return ["slug"] if obj else []

    def save_model(self, request: SignedInRequest, obj: Template, form: Any, change: bool) -> None:
        actions.keep_template(template=obj, by=request.user)

    def save_formset(self, request: SignedInRequest, form: Any, formset: BaseModelFormSet, change: bool) -> None:
        kept = formset.save(commit=False)
        actions.keep_template_clauses(
            template=form.instance, kept=kept, removed=formset.deleted_objects, by=request.user
        )

    @admin.display(description="Clauses", ordering="of_clauses")
    def number_of_clauses(self, template: Any) -> int:
        return template.of_clauses

    @admin.display(description="Published")
    def published(self, template: Template) -> str:
        versions = template.versions.all()
        return f"Version {versions[0].number}, {versions[0].published_at:%-d %B %Y}" if versions else "Not yet"

    @admin.display(description="Offered", boolean=True, ordering="withdrawn_at")
    def offered(self, template: Template) -> bool:
        return template.withdrawn_at is None and bool(template.versions.all())

    # --- What is decided about one ------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site.admin_view
        return [
            path("<int:pk>/publish/", site(self.publish_view), name="agreements_template_publish"),
            path("<int:pk>/withdraw/", site(self.withdraw_view), name="agreements_template_withdraw"),
            path("<int:pk>/bring-back/", site(self.restore_view), name="agreements_template_restore"),
            path("<int:pk>/versions/", site(self.versions_view), name="agreements_template_versions"),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """With what is not published yet, and the buttons."""
        template = kwargs.get("obj")
        if template is not None:
            latest = latest_version(template)
            context |= {
                "template": template,
                "latest": latest,
                "unpublished": latest is None or latest.content != content_of_template(template),
                "may_publish": self.has_change_permission(request, template),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def publish_view(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """What would change for schools (GET), and the publication (POST)."""
        template = self._found_to_change(request, pk)
        latest = latest_version(template)
        if request.method == "POST":
            return self._act(request, template, actions.publish_template, "“{}” is published: schools begin from it.")
        context = {
            **self._context(request, template, f"Publish: {template}"),
            "latest": latest,
            "changes": changes_between(latest.content if latest else None, content_of_template(template)),
        }
        return TemplateResponse(request, "admin/agreements/template/publish.html", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def withdraw_view(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Say what it means, then withdraw it."""
        template = self._found_to_change(request, pk)
        if request.method == "POST":
            return self._act(request, template, actions.withdraw_template, "“{}” is offered to nobody any more.")
        context = self._context(request, template, f"Withdraw: {template}")
        return TemplateResponse(request, "admin/agreements/template/withdraw.html", context)

    @method_decorator(require_http_methods(["POST"]))
    def restore_view(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Offer it again."""
        template = self._found_to_change(request, pk)
        return self._act(request, template, actions.restore_template, "“{}” is offered again.")

    @method_decorator(require_safe)
    def versions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What schools have been able to begin from, newest first, each with what was new in it."""
        template = self._found(request, pk)
        versions = list(template.versions.select_related("published_by").order_by("-number"))
        before = [*versions[1:], None]
        context = {
            **self._context(request, template, f"Versions: {template}"),
            "versions": [
                (version, changes_between(earlier.content, version.content) if earlier else [])
                for version, earlier in zip(versions, before, strict=True)
            ],
            "events": Event.objects.of(template).select_related("by")[:MOST_EVENTS],
        }
        return TemplateResponse(request, "admin/agreements/template/versions.html", context)

    def _act(self, request: SignedInRequest, template: Template, action: Any, done: str) -> HttpResponse:
        try:
            action(template=template, by=request.user)
        except ActionRefused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.message_user(request, done.format(template), messages.SUCCESS)
        return HttpResponseRedirect(_page(template))

    def _found(self, request: HttpRequest, pk: int) -> Template:
        template = self.get_object(request, str(pk))
        if not self.has_view_permission(request, template):
            raise PermissionDenied
        if template is None:
            raise Http404
        return template

    def _found_to_change(self, request: HttpRequest, pk: int) -> Template:
        template = self._found(request, pk)
        if not self.has_change_permission(request, template):
            raise PermissionDenied
        return template

    def _context(self, request: HttpRequest, template: Template, title: str) -> dict[str, Any]:
        site = self.admin_site.each_context(request)
        return {**site, "title": title, "opts": self.opts, "template": template, "page_url": _page(template)}


def _page(template: Template) -> str:
    return reverse("admin:agreements_template_change", args=[template.pk])
