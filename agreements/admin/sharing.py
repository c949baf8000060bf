"""MOUs that schools ask to share: the queue, one to be read without names, and what Forum staff decide about it.

An MOU is here once every one of its schools has agreed. What they signed, and what they left out, stays theirs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from agreements.actions import sharing as actions
from agreements.forms.sharing import ReasonForm
from agreements.models import SharedMou
from agreements.rules import is_own_share, may_moderate_share
from agreements.sharing import schools_asked
from core import working_days
from core.admin import HistoryAdmin, ReadOnlyAdmin
from core.errors import ActionRefused
from core.models import Event

Status = SharedMou.Status
MOST_EVENTS = 50


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A button of the page: its confirm page, and the action behind it."""

    name: str
    button: str
    next: str
    done: str
    action: Callable[..., Any]
    asks: str = ""


SHARE = Decision(
    name="share",
    button="Share it",
    next="Everybody can read it and begin an MOU from it at once. Its schools are told by e-mail.",
    done="“{}” is shared. Its schools are being told.",
    action=actions.share_mou,
)
REFUSE = Decision(
    name="refuse",
    button="Do not share it",
    next="Its schools are mailed your words. They can change what is left out, and ask again.",
    done="“{}” is not shared. Its schools are being told.",
    action=actions.refuse_share,
    asks="Why is it not shared, and what would have to change?",
)
WITHDRAW = Decision(
    name="withdraw",
    button="Withdraw it",
    next="Nobody can read it from then on. What somebody adapted stays theirs. Its schools are mailed your reason.",
    done="“{}” is withdrawn. Its schools are being told.",
    action=actions.withdraw_share,
    asks="Why is it withdrawn?",
)
DECISIONS = {Status.FORUM: [SHARE, REFUSE], Status.SHARED: [WITHDRAW]}
KNOWN = {decision.name: decision for decision in (SHARE, REFUSE, WITHDRAW)}


class QueueFilter(admin.SimpleListFilter):
    """What waits, unless something else is asked for."""

    title = "state"
    parameter_name = "queue"
    ALL = "all"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        others = [(value, label) for value, label in Status.choices if value not in (Status.FORUM, Status.PARTNERS)]
        return [*others, (self.ALL, "All")]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "Waiting for Forum staff",
        }
        for value, words in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": words,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == self.ALL:
            return queryset
        return queryset.filter(status=self.value() or Status.FORUM)


@admin.register(SharedMou)
class SharedMouAdmin(HistoryAdmin, ReadOnlyAdmin):
    """To read and decide; the text is its schools' own."""

    list_display = ["title", "schools", "waits", "status", "decided_at"]
    list_display_links = ["title"]
    list_filter = [QueueFilter]
    list_select_related = ["version"]
    search_fields = ["title", "summary"]
    search_help_text = "Words of the title or the summary"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(sent_at__isnull=False)

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """The queue begins with whoever has waited longest; every other list with the newest."""
        return ["-sent_at", "-pk"] if QueueFilter.parameter_name in request.GET else ["sent_at", "pk"]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "MOUs to be shared", **(extra_context or {})})

    @admin.display(description="Schools")
    def schools(self, shared: SharedMou) -> str:
        return ", ".join(party["name"] for party in shared.version.content["parties"])

    @admin.display(description="Waiting", ordering="sent_at")
    def waits(self, shared: SharedMou) -> str:
        return _wait(shared)

    # --- One --------------------------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site.admin_view
        return [
            path("<int:pk>/decide/<slug:name>/", site(self.decide_view), name="agreements_sharedmou_decide"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The text as others would read it, who has agreed, and the buttons."""
        shared = self._found(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied  # what schools wrote is not edited by staff
        partnership = shared.version.mou.partnership
        context = {
            **self._context(request, shared, str(shared)),
            "own": is_own_share(request.user, shared),
            "wait": _wait(shared),
            "schools": schools_asked(shared.version),
            "consents": shared.consents.select_related("school", "by"),
            "decisions": DECISIONS.get(Status(shared.status), []) if may_moderate_share(request.user, shared) else [],
            "partnership": partnership,
            "events": Event.objects.of(partnership)
            .filter(kind__startswith="mou-share")
            .select_related("by")[:MOST_EVENTS],
        }
        return TemplateResponse(request, "admin/agreements/sharedmou/page.html", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def decide_view(self, request: SignedInRequest, pk: int, name: str) -> HttpResponse:
        """The confirm page of one decision (GET), and the decision (POST)."""
        shared = self._found(request, str(pk))
        if not request.user.has_perm("agreements.moderate_sharedmou"):
            raise PermissionDenied
        decision = KNOWN.get(name)
        if decision is None:
            raise Http404
        form = ReasonForm(request.POST if request.method == "POST" else None, asks=decision.asks)
        if request.method == "POST" and (not decision.asks or form.is_valid()):
            given = {"words": form.cleaned_data["words"]} if decision.asks else {"seen": request.POST.get("seen", "")}
            try:
                decision.action(shared=shared, by=request.user, **given)
            except ActionRefused as refused:
                form.add_error(None, str(refused)) if decision.asks else None
                self.message_user(request, str(refused), messages.ERROR)
            else:
                self.message_user(request, decision.done.format(shared), messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:agreements_sharedmou_changelist"))
            if not decision.asks:
                return HttpResponseRedirect(_page(shared))
        context = {
            **self._context(request, shared, f"{decision.button}: {shared}"),
            "decision": decision,
            "form": form if decision.asks else None,
            "seen": request.GET.get("seen", "")[:64],
        }
        return TemplateResponse(request, "admin/agreements/sharedmou/decide.html", context)

    def _found(self, request: HttpRequest, object_id: str) -> SharedMou:
        shared = self.get_object(request, object_id)
        if not self.has_view_permission(request, shared):
            raise PermissionDenied
        if shared is None:
            raise Http404
        return shared

    def _context(self, request: HttpRequest, shared: SharedMou, title: str) -> dict[str, Any]:
        site = self.admin_site.each_context(request)
        return {**site, "title": title, "opts": self.opts, "shared": shared, "page_url": _page(shared)}


def _wait(shared: SharedMou) -> str:
    return working_days.words(shared.sent_at) if shared.sent_at and shared.status == Status.FORUM else ""


def _page(shared: SharedMou) -> str:
    return reverse("admin:agreements_sharedmou_change", args=[shared.pk])
