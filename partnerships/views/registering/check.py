"""Check your answers, send them, and the page after sending."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.errors import ActionRefused
from partnerships.actions.registration import (
    CONFIRM_DAYS,
    AlreadyStanding,
    send_changes,
    send_confirmation,
    send_registration,
)
from partnerships.forms.registering import ConsentForm
from partnerships.models import Draft, Registration
from partnerships.models.registration import academic_year_of
from partnerships.registering.steps import Progress
from partnerships.registering.summary import cards_of
from partnerships.views.registering.drafts import address_to_go_on, draft_or_404, page_of, person, seen_version


def check(request: HttpRequest, draft: Draft, place: Progress) -> HttpResponse:
    """Everything at a glance, each with a link to change it; then the consents and the button that sends."""
    form = ConsentForm(request.POST if request.method == "POST" else None, draft=draft)
    if form.is_valid():
        if seen_version(request) == draft.version:
            return _send(request, draft, place, form)
        form.add_error(None, "Something was changed in another window. Read your answers again before you send them")
    return _show(request, draft, place, form)


def _send(request: HttpRequest, draft: Draft, place: Progress, form: ConsentForm) -> HttpResponse:
    try:
        if draft.changes is not None and request.user.is_authenticated:
            send_changes(draft=draft, by=request.user)
        else:
            send_registration(draft=draft, by=person(request))
    except AlreadyStanding as refusal:
        return redirect("partnerships:register_join", refusal.standing.school.urn)
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, draft, place, form)
    return redirect("partnerships:register_received", draft.pk)


def _show(request: HttpRequest, draft: Draft, place: Progress, form: ConsentForm) -> HttpResponse:
    changing = draft.changes
    context = {
        "form": form,
        "heading": "Check your changes before you send them" if changing else place.step.heading,
        "cards": cards_of(draft.answers, draft.school),
        "confirms": not request.user.is_authenticated,
        "at_once": changing is not None
        and changing.status in (Registration.Status.WAITING, Registration.Status.CHANGES),
        "year_ends": (changing.academic_year if changing else academic_year_of(timezone.localdate())) + 1,
        **page_of(draft, place),
    }
    return render(request, "partnerships/registering/check.html", context)


@login_not_required
@never_cache
@require_safe
def received(request: HttpRequest, pk: object) -> HttpResponse:
    """The reference and what happens next. It says the same whether or not the address has an account."""
    draft = draft_or_404(request, pk)
    if draft.changes is not None and draft.sent_at:
        messages.success(request, "Sent. Forum staff read your changes within 2 working days.")
        return redirect(draft.changes.get_absolute_url())
    if draft.registration is None:
        return redirect(address_to_go_on(draft))
    context = {
        "draft": draft,
        "registration": draft.registration,
        "unconfirmed": draft.registration.status == Registration.Status.UNCONFIRMED,
        "email": draft.answers["lead"]["email"],
        "days": CONFIRM_DAYS,
    }
    return render(request, "partnerships/registering/received.html", context)


@login_not_required
@require_POST
def send_again(request: HttpRequest, pk: object) -> HttpResponse:
    """E-mail the confirmation link again, to the address in the registration and no other."""
    draft = draft_or_404(request, pk)
    if draft.registration is not None:
        try:
            send_confirmation(registration=draft.registration)
            messages.success(request, f"Sent again to {draft.answers['lead']['email']}. Look among your junk mail too.")
        except ActionRefused as refusal:
            messages.warning(request, str(refusal))
    return redirect("partnerships:register_received", draft.pk)
