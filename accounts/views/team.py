"""A school's team: who belongs, who waits, who is invited. For verified people of the school; others get a 404."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import actions, rules
from accounts.forms.people import InviteForm, LeaveForm, ReasonForm, RoleForm
from accounts.models import Invitation, Membership, Role
from accounts.querysets import schools_of
from accounts.requests import SignedInRequest
from core.errors import ActionRefused
from schools.models import School

MEMBERS_A_PAGE = 50


def _school(request: SignedInRequest, urn: int) -> School:
    return get_object_or_404(schools_of(request.user), urn=urn)


def _membership(request: SignedInRequest, urn: int, pk: int) -> Membership:
    """A colleague's current membership at my school."""
    colleagues = Membership.objects.current().at(_school(request, urn)).select_related("user", "school")
    return get_object_or_404(colleagues.exclude(user=request.user), pk=pk)


def _back(school: School) -> str:
    return reverse("accounts:team", args=[school.urn])


@require_safe
def team(request: SignedInRequest, urn: int) -> HttpResponse:
    school = _school(request, urn)
    people = Membership.objects.at(school).select_related("user")
    verified = people.verified().order_by("user__name", "user__email", "pk")
    context = {
        "school": school,
        "page": Paginator(verified, MEMBERS_A_PAGE).get_page(request.GET.get("page")),
        "pending": people.pending().order_by("created_at", "pk")[:MEMBERS_A_PAGE],
        "invitations": school.invitations.open().select_related("invited_by").order_by("created_at", "pk"),
        "manages": rules.leads(request.user, school),
        "alone": verified.count() == 1,
    }
    return render(request, "accounts/team.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: SignedInRequest, urn: int) -> HttpResponse:
    school = _school(request, urn)
    form = InviteForm(request.POST or None, initial={"role": Role.STAFF})
    if form.is_valid():
        try:
            invited = actions.invite_colleague(school=school, by=request.user, **form.cleaned_data)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"We have invited {invited.email}. The link works for 14 days.")
            return redirect(_back(school))
    context = {"form": form, "heading": "Invite a colleague", "caption": school.name, "back_url": _back(school)}
    return render(request, "form_page.html", context)


@require_POST
def withdraw(request: SignedInRequest, urn: int, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    school = _school(request, urn)
    invitation = get_object_or_404(Invitation.objects.filter(school=school), pk=pk)
    try:
        actions.cancel_invitation(invitation=invitation, by=request.user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The invitation to {invitation.email} is withdrawn.")
    return redirect(_back(school))


@require_POST
def verify(request: SignedInRequest, urn: int, pk: int) -> HttpResponse:
    membership = _membership(request, urn, pk)
    try:
        membership = actions.verify_membership(membership=membership, by=request.user)
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{membership.user} now belongs to {membership.school}.")
    return redirect(_back(membership.school))


@require_http_methods(["GET", "POST"])
def refuse(request: SignedInRequest, urn: int, pk: int) -> HttpResponse:
    membership = _membership(request, urn, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.refuse_membership(membership=membership, by=request.user, reason=form.cleaned_data["reason"])
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{membership.user} is refused, and told why.")
            return redirect(_back(membership.school))
    heading = f"Refuse {membership.user}"
    context = {
        "form": form,
        "heading": heading,
        "caption": membership.school.name,
        "back_url": _back(membership.school),
    }
    return render(request, "form_page.html", context)


@require_http_methods(["GET", "POST"])
def role(request: SignedInRequest, urn: int, pk: int) -> HttpResponse:
    membership = _membership(request, urn, pk)
    form = RoleForm(request.POST or None, initial={"role": membership.asked_role or membership.role})
    if form.is_valid():
        try:
            actions.change_role(membership=membership, role=form.cleaned_data["role"], by=request.user)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"The role of {membership.user} is saved.")
            return redirect(_back(membership.school))
    heading = f"Role of {membership.user}"
    context = {
        "form": form,
        "heading": heading,
        "caption": membership.school.name,
        "back_url": _back(membership.school),
    }
    return render(request, "form_page.html", context)


@require_http_methods(["GET", "POST"])
def remove(request: SignedInRequest, urn: int, pk: int) -> HttpResponse:
    membership = _membership(request, urn, pk)
    form = LeaveForm(request.POST if request.method == "POST" else None, last=False, button="Remove from the school")
    if form.is_valid():
        try:
            actions.end_membership(membership=membership, by=request.user)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{membership.user} no longer belongs to {membership.school}.")
            return redirect(_back(membership.school))
    context = {
        "form": form,
        "heading": f"Remove {membership.user}",
        "caption": membership.school.name,
        "back_url": _back(membership.school),
        "lede": f"They can no longer act for {membership.school}, and are told so. Their account stays.",
    }
    return render(request, "form_page.html", context)
