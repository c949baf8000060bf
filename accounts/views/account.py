"""My account: who I am, where I belong, how I sign in, what is kept of me, and how to go."""

from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import actions, privacy, second_factor
from accounts.forms.people import DeleteForm, DetailsForm
from accounts.models import Membership
from accounts.requests import SignedInRequest


@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    """Everything about me on one page, with what waits for somebody else and since when."""
    memberships = Membership.objects.current().of(request.user).select_related("school").order_by("created_at")
    context = {"memberships": memberships, "has_factor": second_factor.has_factor(request.user)}
    return render(request, "accounts/account.html", context)


@require_http_methods(["GET", "POST"])
def details(request: SignedInRequest) -> HttpResponse:
    user = request.user
    form = DetailsForm(request.POST or None, initial={"name": user.name, "phone": user.phone})
    if form.is_valid():
        actions.change_details(user=user, **form.cleaned_data)
        messages.success(request, "Your details are saved.")
        return redirect("accounts:account")
    context = {"form": form, "heading": "Your name and telephone number", "back_url": reverse("accounts:account")}
    return render(request, "form_page.html", context)


@require_safe
def choose_second_factor(request: SignedInRequest) -> HttpResponse:
    """Where Forum staff are led until they have a second factor; others may come too."""
    if second_factor.has_factor(request.user):
        return redirect("mfa_index")
    return render(request, "accounts/second_factor.html")


@never_cache
@require_safe
def my_data(request: SignedInRequest) -> HttpResponse:
    """Everything that is held about me, as a file."""
    response = JsonResponse(
        privacy.everything_about(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    response["Content-Disposition"] = 'attachment; filename="my-data-issp-portal.json"'
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def delete(request: SignedInRequest) -> HttpResponse:
    """Delete my account, by somebody who proved lately that it is theirs."""
    if not second_factor.proved_lately(request):
        if get_reauthentication_flows(request.user):
            raise ReauthenticationRequired
        return render(request, "accounts/sign_in_again.html")
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.delete_account(user=request.user, by=request.user)
        logout(request)
        messages.success(request, "Your account is deleted.")
        return redirect("account_login")
    last_at = [
        m.school for m in Membership.objects.verified().of(request.user).select_related("school") if actions.is_last(m)
    ]
    context = {
        "form": form,
        "heading": "Delete your account",
        "back_url": reverse("accounts:account"),
        "last_at": last_at,
    }
    return render(request, "accounts/delete.html", context)
