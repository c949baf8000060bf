"""Comments beneath case studies for Forum staff: what was reported, and hiding it with a reason."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from casestudies.actions.talk import LONGEST_REASON, hide_comment, keep_comment, show_comment
from casestudies.models import Comment
from core.admin import ReadOnlyAdmin
from core.errors import ActionRefused


class HideForm(forms.Form):
    """Why a comment is hidden; its writer reads it."""

    because = forms.CharField(
        label="Why",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Its writer is told in these words. Say what to leave out next time.",
        error_messages={
            "required": "Enter why: its writer reads it",
            "max_length": f"Shorten this to {LONGEST_REASON} characters or fewer",
        },
    )


class FlaggedFilter(admin.SimpleListFilter):
    """What readers reported and nobody has looked at."""

    title = "reports"
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("flagged", "Reported, not looked at"), ("hidden", "Hidden")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "flagged":
            return queryset.filter(open_flags__gt=0)
        return queryset.filter(hidden_at__isnull=False) if self.value() == "hidden" else queryset


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    """To read; hiding, showing again and leaving as it is are actions with a button each."""

    list_display = ["at", "words", "school", "case_study", "reports", "hidden_at"]
    list_display_links = ["words"]
    list_filter = [FlaggedFilter]
    search_fields = ["text", "school__name", "case_study__title"]
    search_help_text = "Words of the comment, a school, or the title of a case study"
    ordering = ["-at", "-pk"]

    @admin.display(description="Comment")
    def words(self, comment: Comment) -> str:
        return str(comment) or "Taken back"

    @admin.display(description="Reports not looked at", ordering="open_flags")
    def reports(self, comment: Comment) -> int:
        return comment.open_flags  # type: ignore[attr-defined]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        counted = Count("flags", filter=Q(flags__handled_at=None))
        found = super().get_queryset(request).annotate(open_flags=counted)
        return found.select_related("school", "case_study__edition", "by", "hidden_by")

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site.admin_view
        return [
            path("<int:pk>/hide/", site(self.hide_view), name="casestudies_comment_hide"),
            path("<int:pk>/keep/", site(self.keep_view), name="casestudies_comment_keep"),
            path("<int:pk>/show/", site(self.show_view), name="casestudies_comment_show"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was said, where, and what readers reported about it."""
        comment = self.found(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied  # what people write is never edited by staff
        context = {
            **self._context(request, "A comment"),
            "comment": comment,
            "flags": comment.flags.select_related("by", "handled_by"),
            "may_hide": request.user.has_perm("casestudies.hide_comment"),
        }
        return TemplateResponse(request, "admin/casestudies/comment/page.html", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def hide_view(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Say why, then hide it."""
        comment = self._found_to_decide(request, pk)
        form = HideForm(request.POST if request.method == "POST" else None, label_suffix="")
        if form.is_valid():
            try:
                hide_comment(comment=comment, because=form.cleaned_data["because"], by=request.user)
            except ActionRefused as refused:
                form.add_error(None, str(refused))
            else:
                self.message_user(request, "Hidden. Its writer is being told why.", messages.SUCCESS)
                return HttpResponseRedirect(_page(comment))
        context = {**self._context(request, "Hide this comment"), "comment": comment, "form": form}
        return TemplateResponse(request, "admin/casestudies/comment/hide.html", context)

    @method_decorator(require_POST)
    def keep_view(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Looked at, and left."""
        return self._decide(request, pk, keep_comment, "Left as it is. The reports are dealt with.")

    @method_decorator(require_POST)
    def show_view(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Show a hidden one again."""
        return self._decide(request, pk, show_comment, "Shown again.")

    def _decide(self, request: SignedInRequest, pk: int, action: Any, done: str) -> HttpResponse:
        comment = self._found_to_decide(request, pk)
        try:
            action(comment=comment, by=request.user)
        except ActionRefused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(_page(comment))

    def _found_to_decide(self, request: SignedInRequest, pk: int) -> Comment:
        comment = self.found(request, str(pk))
        if not request.user.has_perm("casestudies.hide_comment"):
            raise PermissionDenied
        return comment

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts}


def _page(comment: Comment) -> str:
    return reverse("admin:casestudies_comment_change", args=[comment.pk])
