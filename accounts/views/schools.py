"""Joining a school, and leaving it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.forms.people import ChooseSchoolForm, JoinForm, LeaveForm
from accounts.models import Membership, Role
from accounts.querysets import schools_at_address
from accounts.requests import SignedInRequest, way_back
from core.errors import ActionRefused
from schools.forms import added_schools
from schools.models import School


@require_http_methods(["GET", "POST"])
def choose(request: SignedInRequest) -> HttpResponse:
    """Which school? First those at the domain of one's own address, then any other by the picker."""
    form = ChooseSchoolForm(request.POST or None, added=added_schools(request))
    back = way_back(request)
    if form.is_valid():
        join_url = reverse("accounts:join", args=[form.cleaned_data["school"].urn])
        return redirect(f"{join_url}?{urlencode({'next': back})}" if back else join_url)
    context = {"form": form, "heading": "Which school do you work at?", "back": back}
    context["back_url"] = back or reverse("accounts:account")
    at_address = schools_at_address(request.user)[:20]
    return render(request, "accounts/choose_school.html", {**context, "at_address": at_address})


@require_http_methods(["GET", "POST"])
def join(request: SignedInRequest, urn: int) -> HttpResponse:
    """As what do I work at this school?"""
    school = get_object_or_404(School.objects.choosable(added_schools(request)), urn=urn)
    if Membership.objects.current().of(request.user).at(school).exists():
        messages.info(request, f"You have asked to join {school} already.")
        return redirect("accounts:account")
    form = JoinForm(request.POST or None, initial={"role": Role.COORDINATOR})
    if form.is_valid():
        try:
            membership = actions.join_school(user=request.user, school=school, by=request.user, **form.cleaned_data)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _said(membership))
            return redirect(way_back(request) or "accounts:account")
    context = {"form": form, "heading": f"Your role at {school}", "back_url": reverse("accounts:choose_school")}
    return render(request, "accounts/join.html", {**context, "school": school})


@require_http_methods(["GET", "POST"])
def leave(request: SignedInRequest, urn: int) -> HttpResponse:
    """Leave a school, or take back the wish to join it."""
    membership = get_object_or_404(Membership.objects.current().of(request.user), school__urn=urn)
    last = actions.is_last(membership)
    waits = membership.status == Membership.Status.PENDING
    form = LeaveForm(
        request.POST if request.method == "POST" else None,
        last=last,
        button="Stop waiting" if waits else "Leave the school",
    )
    if form.is_valid():
        try:
            actions.end_membership(membership=membership, by=request.user, last_understood=last)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"You no longer belong to {membership.school}.")
            return redirect("accounts:account")
    heading = f"Stop waiting to join {membership.school}" if waits else f"Leave {membership.school}"
    context = {"form": form, "heading": heading, "back_url": reverse("accounts:account")}
    return render(request, "accounts/leave.html", {**context, "last": last, "membership": membership, "waits": waits})


def _said(membership: Membership) -> str:
    if membership.status != Membership.Status.VERIFIED:
        return (
            f"We have asked who can tell whether you work at {membership.school}. You can prepare and save meanwhile."
        )
    if membership.asked_role:
        return (
            f"You belong to {membership.school}. Somebody who leads its team, or the Forum, still confirms that you "
            f"are its {membership.get_asked_role_display().lower()}."
        )
    return f"You belong to {membership.school}."
