"""Answering an invitation by its link."""

from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.models import Invitation, User
from core.errors import ActionRefused


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Join the school that one was invited to. The link itself shows that the address is theirs.

    Where the address has an account its owner signs in first; where it has none, the answer makes it.
    """
    invited = get_object_or_404(Invitation.objects.select_related("school", "invited_by"), token=token)
    if not invited.is_open:
        return render(request, "accounts/invitation_spent.html", {"invitation": invited}, status=410)
    if request.user.is_authenticated and not _owns(request.user, invited.email):
        return render(request, "accounts/invitation_other.html", {"invitation": invited}, status=403)
    if request.method == "GET":
        return render(request, "accounts/invitation.html", {"invitation": invited})
    known = EmailAddress.objects.filter(email=invited.email, verified=True).exists()
    if known and not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    return _accept(request, invited)


def _accept(request: HttpRequest, invited: Invitation) -> HttpResponse:
    newcomer = not isinstance(request.user, User)
    user = request.user if isinstance(request.user, User) else actions.confirmed_user(email=invited.email)
    try:
        membership = actions.accept_invitation(invitation=invited, user=user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(request.path)
    messages.success(request, f"You belong to {membership.school}.")
    there = reverse("accounts:details" if newcomer or not user.name else "dashboard")
    return perform_login(request, user, email_verification="none", redirect_url=there) if newcomer else redirect(there)


def _owns(user: User, address: str) -> bool:
    return EmailAddress.objects.filter(user=user, email=address, verified=True).exists()
