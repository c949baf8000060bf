"""Django's admin, with the portal's own sign-in in front of it."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from accounts import second_factor
from accounts.middleware import where_to_pass
from core.models import Event
from core.queues import queues_for

KEY = re.compile(r"[0-9]{1,18}")  # of a row in a list: Django looks up whatever was ticked


class PortalAdminSite(admin.AdminSite):
    site_header = "ISSP Portal: Forum staff"
    site_title = "ISSP Portal"
    index_title = "What waits for Forum staff"
    site_url = "/"
    # Libraries register these; here people confirm their own addresses and factors, and rules.py knows no groups.
    not_by_hand: ClassVar = {"auth.Group", "account.EmailAddress", "mfa.Authenticator"}
    enable_nav_sidebar = False  # a wide queue needs the room, and the first page lists everything

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        kept = [model for model in models if model._meta.label not in self.not_by_hand]
        super().register(kept, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Forum staff, in a session that has passed a second factor."""
        return super().has_permission(request) and second_factor.passed(request)

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        """Every page of the admin passes here: an address that no filter could mean is refused, not looked up.

        PostgreSQL has no NUL in its texts, and Django's list filters do not look for one, nor for a year
        beyond counting.
        """

        @wraps(view)
        def readable(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if "%00" in request.META.get("QUERY_STRING", ""):
                raise BadRequest("NUL in the address")
            if not all(KEY.fullmatch(key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
                raise BadRequest("A row was ticked that no list has")
            try:
                return view(request, *args, **kwargs)
            except OverflowError as error:
                raise BadRequest("A number in the address that no date holds") from error

        return super().admin_view(readable, cacheable)

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal's own sign-in instead of the admin's: by code, password or passkey, with limits.

        Somebody signed in who is not of the Forum is told so; Forum staff are asked for their second factor.
        """
        there = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()}):
            there = resolve_url("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(there)
        if not super().has_permission(request):
            raise PermissionDenied
        if not second_factor.passed(request):
            return HttpResponseRedirect(where_to_pass(request, there))
        return HttpResponseRedirect(there)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The first page: what waits, then what this person did last, then the usual lists."""
        mine = Event.objects.filter(by=request.user.pk).select_related("subject_type").order_by("-at", "-pk")[:8]
        return super().index(request, {"queues": queues_for(request.user), "mine": mine, **(extra_context or {})})
