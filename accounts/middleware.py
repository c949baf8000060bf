"""Forum staff act only behind a second factor."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from accounts.second_factor import has_factor, passed

# What somebody needs in order to get through: signing in and out, and setting up or giving the second factor.
OPEN = ("account_", "mfa_")


class SecondFactorMiddleware:
    """Sends Forum staff whose session has passed no second factor to set one up, or to give it, before any other page.

    Pages open to everybody stay open. The admin asks again itself (issp_portal/admin_site.py).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        needs_none = (
            name == "accounts:second_factor" or name.startswith(OPEN) or not getattr(view, "login_required", True)
        )
        if needs_none or not request.user.is_authenticated or not request.user.is_staff or passed(request):
            return None
        return HttpResponseRedirect(where_to_pass(request, request.get_full_path()))


def where_to_pass(request: HttpRequest, there: str) -> str:
    """The page that asks for the second factor, or helps to set one up, on the way to `there`."""
    name = "mfa_reauthenticate" if has_factor(cast(User, request.user)) else "accounts:second_factor"
    return f"{reverse(name)}?{urlencode({'next': there})}"
