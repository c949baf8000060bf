"""Introductions for Forum staff: who waits, who was left waiting, and bringing two schools together."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from core import working_days
from core.admin import HistoryAdmin, ReadOnlyAdmin
from core.errors import ActionRefused
from core.models import Event
from partnerships.actions.introduction import LONGEST_WORDS, broker_introduction, withdraw_introduction
from partnerships.candidates import match_between
from partnerships.introducing import what_happened
from partnerships.models import Introduction, Registration

Status = Introduction.Status


class BrokerForm(forms.Form):
    """Two live registrations, each by its reference or its school's URN, and the Forum's note to both."""

    first = forms.CharField(
        label="First school", max_length=20, help_text="Its reference, for example R-ABCDEFGH, or its URN"
    )
    second = forms.CharField(label="Second school", max_length=20, help_text="Its reference or its URN")
    note = forms.CharField(
        label="Note to both schools",
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Why you think that they should meet. No names, e-mail addresses or telephone numbers.",
        error_messages={
            "required": "Enter a note to both schools",
            "max_length": f"Shorten the note to {LONGEST_WORDS} characters or fewer",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name in ("first", "second"):
            self.fields[name].error_messages |= {
                "required": f"Enter the reference or the URN of the {name} school",
                "max_length": f"Enter the reference or the URN of the {name} school, no more",
            }

    def clean_first(self) -> Registration:
        return self._live("first")

    def clean_second(self) -> Registration:
        return self._live("second")

    def _live(self, name: str) -> Registration:
        typed = self.cleaned_data[name].strip().upper()
        named = Q(school__urn=int(typed)) if typed.isascii() and typed.isdigit() else Q(reference=typed)
        found = Registration.objects.live().select_related("school").filter(named).order_by("-academic_year").first()
        if found is None:
            raise forms.ValidationError("No live registration has this reference or URN. Look it up in Registrations")
        return found


class WaitFilter(admin.SimpleListFilter):
    """Who was left waiting: lapsed lately, and not introduced since."""

    title = "wait"
    parameter_name = "wait"
    LEFT = "left"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(self.LEFT, "Left waiting"), ("open", "Waiting for an answer")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == self.LEFT:
            return queryset.filter(pk__in=Introduction.objects.left_waiting().order_by().values("pk"))
        return queryset.filter(status=Status.ASKED) if self.value() == "open" else queryset


@admin.register(Introduction)
class IntroductionAdmin(HistoryAdmin, ReadOnlyAdmin):
    """To read; what Forum staff do about it are actions with a page of their own."""

    list_display = ["schools", "status", "waited", "answer_by", "how", "asked_at"]
    list_display_links = ["schools"]
    list_filter = [WaitFilter, "status", "brokered", "asker__sector"]
    search_fields = [
        "asker__school__name",
        "asked__school__name",
        "asker__school__urn",
        "asked__school__urn",
        "asker__reference",
        "asked__reference",
    ]
    search_help_text = "A school’s name or URN, or the reference of a registration"
    ordering = ["-asked_at", "-pk"]
    change_list_template = "admin/partnerships/introduction/change_list.html"

    @admin.display(description="Schools")
    def schools(self, introduction: Introduction) -> str:
        return f"{introduction.asker.school} → {introduction.asked.school}"

    @admin.display(description="Waited", ordering="asked_at")
    def waited(self, introduction: Introduction) -> str:
        """How long an open one waits, in working days."""
        return working_days.words(introduction.asked_at) if introduction.status == Status.ASKED else ""

    @admin.display(description="How", ordering="brokered")
    def how(self, introduction: Introduction) -> str:
        return "Suggested by the Forum" if introduction.brokered else "Asked by the school"

    # --- One introduction ---------------------------------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site.admin_view
        return [
            path("broker/", site(self.broker_view), name="partnerships_introduction_broker"),
            path("<int:pk>/take-back/", site(self.take_back_view), name="partnerships_introduction_take_back"),
            *super().get_urls(),
        ]

    def has_broker_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("partnerships.broker_introduction")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_broker": self.has_broker_permission(request)})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Both schools, the note, the reasons, what happened, and what Forum staff may do."""
        introduction = self._found(request, object_id)
        if request.method not in ("GET", "HEAD"):
            raise PermissionDenied  # what schools write is never edited by staff
        ended = introduction.status in (Status.DECLINED, Status.WITHDRAWN, Status.LAPSED)
        context = {
            **self._context(request, str(introduction)),
            "introduction": introduction,
            "outcome": what_happened(introduction),
            "events": Event.objects.of(introduction).select_related("by")[:50],
            "sides": [introduction.asker, introduction.asked],
            "reasons": introduction.why.get("asker", {}).get("reasons", []),
            "may_broker": ended and self.has_broker_permission(request),
            "may_take_back": introduction.brokered
            and introduction.status == Status.ASKED
            and self.has_broker_permission(request),
        }
        return TemplateResponse(request, "admin/partnerships/introduction/page.html", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def broker_view(self, request: SignedInRequest) -> HttpResponse:
        """Name two schools and write a note; see how they fit; then bring them together."""
        if not self.has_broker_permission(request):
            raise PermissionDenied
        named = {name: request.GET.get(name, "")[:20] for name in ("first", "second")}
        form = BrokerForm(request.POST if request.method == "POST" else None, initial=named)
        confirming = False
        if form.is_valid() and "change" not in request.POST:
            confirming = True
            if "confirmed" in request.POST:
                try:
                    introduction = broker_introduction(**form.cleaned_data, by=request.user)
                except ActionRefused as refused:
                    form.add_error(None, str(refused))
                    confirming = False
                else:
                    self.message_user(request, "Both schools are being asked by e-mail.", messages.SUCCESS)
                    return HttpResponseRedirect(_page(introduction))
        context = {
            **self._context(request, "Bring two schools together"),
            "form": form,
            "confirming": confirming,
            "match": match_between(form.cleaned_data["first"], form.cleaned_data["second"]) if confirming else None,
        }
        return TemplateResponse(request, "admin/partnerships/introduction/broker.html", context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def take_back_view(self, request: SignedInRequest, pk: int) -> HttpResponse:
        """Take back what the Forum suggested, while nobody or only one school has answered."""
        introduction = self._found(request, str(pk))
        if not self.has_broker_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            try:
                withdraw_introduction(introduction=introduction, by=request.user)
            except ActionRefused as refused:
                self.message_user(request, str(refused), messages.ERROR)
            else:
                self.message_user(request, "Taken back. Both schools are being told.", messages.SUCCESS)
            return HttpResponseRedirect(_page(introduction))
        context = {**self._context(request, f"Take back: {introduction}"), "introduction": introduction}
        return TemplateResponse(request, "admin/partnerships/introduction/take_back.html", context)

    def _found(self, request: HttpRequest, object_id: str) -> Introduction:
        introduction = self.get_object(request, object_id)
        if not self.has_view_permission(request, introduction):
            raise PermissionDenied
        if introduction is None:
            raise Http404
        return introduction

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        people = ["asked_by", "brokered_by", "closed_by", "asker_agreed_by", "asked_agreed_by"]
        return super().get_queryset(request).select_related("asker__school", "asked__school", *people)

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts}


def _page(introduction: Introduction) -> str:
    return reverse("admin:partnerships_introduction_change", args=[introduction.pk])
