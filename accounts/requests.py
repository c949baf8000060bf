"""A request of somebody signed in, for views that LoginRequiredMiddleware keeps from everybody else, and where it
leads back to."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User


class SignedInRequest(HttpRequest):
    """For annotations only: Django makes plain requests, and the middleware sees to it that `user` is a person."""

    user: User


def way_back(request: HttpRequest) -> str:
    """The page of ours that `next` names, in the form or the address, to go back to once this is done; "" where it
    names none of ours."""
    there = request.POST.get("next", "") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(there, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return there if ours and there.startswith("/") else ""
