"""A registration's own page, for its school, and what can be done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import ActionRefused
from core.models import Event
from partnerships.actions import registration as actions
from partnerships.actions.draft import begin_changes
from partnerships.forms.registering import PlainForm
from partnerships.models import Draft, Registration
from partnerships.querysets import LIVE_LINES
from partnerships.registering.answers import answers_of
from partnerships.registering.summary import cards_of
from partnerships.rules import may_be_changed
from partnerships.views.registering.drafts import address_to_go_on

MOST_EVENTS = 50


def _visible_or_404(request: HttpRequest, reference: str) -> Registration:
    mine = Registration.objects.visible_to(request.user).select_related("school", "lead", "proposed_by")
    mine = mine.prefetch_related(*LIVE_LINES, "contacts", "lead__memberships")
    return get_object_or_404(mine, reference=reference)


@never_cache
@require_safe
def registration(request: HttpRequest, reference: str) -> HttpResponse:
    """Where it stands, what it says, what is waited for, what happened, and what can be done."""
    found = _visible_or_404(request, reference)
    answers = answers_of(found)
    context = {
        "registration": found,
        "school": found.school,
        "cards": cards_of(answers, found.school),
        "proposed_cards": cards_of(_changed_only(answers, found.proposed), found.school) if found.proposed else [],
        "draft": Draft.objects.visible_to(request.user).unfinished().filter(changes=found).first(),
        "events": Event.objects.of(found).filter(for_staff=False)[:MOST_EVENTS],
        "may_change": may_be_changed(found),
        "may_renew": actions.may_be_renewed(found),
        "may_withdraw": Registration.Status.WITHDRAWN
        in Registration.ALLOWED.get(Registration.Status(found.status), set()),
    }
    return render(request, "partnerships/registering/registration.html", context)


def _changed_only(answers: dict[str, Any], proposed: dict[str, Any]) -> dict[str, Any]:
    return {name: answer for name, answer in proposed.items() if answers.get(name) != answer}


@require_POST
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Open the answers for changing."""
    found = _visible_or_404(request, reference)
    if not may_be_changed(found):
        messages.warning(request, "This registration cannot be changed now.")
        return redirect(found)
    return redirect(address_to_go_on(begin_changes(registration=found, by=request.user)))


@require_POST
def pause(request: HttpRequest, reference: str) -> HttpResponse:
    return _act(request, reference, actions.pause_registration)


@require_POST
def resume(request: HttpRequest, reference: str) -> HttpResponse:
    return _act(request, reference, actions.resume_registration)


@require_POST
def renew(request: HttpRequest, reference: str) -> HttpResponse:
    return _act(
        request, reference, actions.renew_registration, "Renewed. Check that what you need and offer is still true."
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask once more, then end it."""
    found = _visible_or_404(request, reference)
    if request.method == "POST":
        return _act(request, reference, actions.withdraw_registration)
    context = {
        "form": PlainForm(button="Withdraw the registration", warning=True),
        "heading": f"Withdraw {found.school}’s registration?",
        "lede": "No school sees it or is matched with it any more, and it cannot be brought back. If you only need a "
        "rest, pause it instead.",
        "back_url": found.get_absolute_url(),
    }
    return render(request, "form_page.html", context)


def _act(request: HttpRequest, reference: str, action: Callable[..., Registration], done: str = "") -> HttpResponse:
    """Do it and go back to the registration. `done` is for what that page does not say of itself: where it stands."""
    found = _visible_or_404(request, reference)
    try:
        action(registration=found, by=request.user)
        if done:
            messages.success(request, done)
    except ActionRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect(found)
