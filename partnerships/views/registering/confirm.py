"""The link in the confirmation e-mail: a page with one button, so that opening it changes nothing."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from core.errors import ActionRefused
from partnerships.actions.registration import (
    confirm_registration,
    registration_of_token,
    send_confirmation,
)
from partnerships.models import Registration
from partnerships.registering.answers import answers_of
from partnerships.registering.summary import cards_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is confirmed, and confirm it. A link that is used, old or wrong says so and what to do."""
    registration = registration_of_token(token)
    if registration is None:
        old = registration_of_token(token, expired_too=True)
        again = old is not None and old.status == Registration.Status.UNCONFIRMED
        context = {"token": token, "can_send_again": again}
        return render(request, "partnerships/registering/confirm_dead.html", context, status=410)
    if request.method == "POST" and registration.status == Registration.Status.UNCONFIRMED:
        registration = confirm_registration(registration=registration)
        _sign_in_first_time(request, registration.lead)
        return redirect("partnerships:confirm", token)
    context = {
        "registration": registration,
        "unconfirmed": registration.status == Registration.Status.UNCONFIRMED,
        "superseded": registration.status == Registration.Status.WITHDRAWN,
        "mine": request.user.is_authenticated and registration.lead_id == request.user.pk,
        "cards": cards_of(answers_of(registration), registration.school),
    }
    return render(request, "partnerships/registering/confirm.html", context)


def _sign_in_first_time(request: HttpRequest, user: User | None) -> None:
    """Save a new person the trouble of a code: they have just shown that the address is theirs.

    Only where nobody has ever signed in to the account, so the link is never a second way into one that is in use,
    nor round a second factor.
    """
    if user is None or request.user.is_authenticated:
        return
    if user.last_login is None and user.is_active and not user.is_staff:
        login(request, user, backend=BACKEND)


@login_not_required
@require_POST
def confirm_again(request: HttpRequest, token: str) -> HttpResponse:
    """A new link for an old one, to the same address."""
    registration = registration_of_token(token, expired_too=True)
    if registration is None:
        raise Http404
    try:
        send_confirmation(registration=registration)
        messages.success(request, "Sent. The new link is in the same mailbox as the old one.")
    except ActionRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect("partnerships:confirm", token)
