"""Before and around the form: the first page, going on later, on another device, or not at all."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import ActionRefused
from partnerships.actions.draft import RESUME_DAYS, discard_draft, draft_of_token, send_resume_link
from partnerships.forms.registering import PlainForm, ResumeForm
from partnerships.registering.steps import STEPS
from partnerships.views.registering.drafts import address_to_go_on, draft_or_404, drafts_of, hold


@login_not_required
@never_cache
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """What registering is, what it takes, and the way in; or back to where this visitor left off."""
    draft = drafts_of(request).unfinished().filter(changes=None).first()
    context = {"draft": draft, "steps": STEPS, "urn": request.GET.get("urn", "")}
    return render(request, "partnerships/registering/start.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest, pk: object) -> HttpResponse:
    """Finish later: signed in, it is on the dashboard; otherwise a link goes to an e-mail address."""
    draft = draft_or_404(request, pk)
    if draft.sent_at:
        return redirect("partnerships:register_received", draft.pk)
    if request.user.is_authenticated and draft.user_id:
        messages.success(request, "Saved. Go on from here whenever you like, on any device.")
        return redirect("dashboard")
    form = ResumeForm(request.POST if request.method == "POST" else None, initial={"email": draft.email})
    if form.is_valid():
        try:
            send_resume_link(draft=draft, email=form.cleaned_data["email"])
        except ActionRefused as refusal:
            form.add_error("email", str(refusal))
        else:
            context = {"draft": draft, "email": form.cleaned_data["email"], "days": RESUME_DAYS}
            return render(request, "partnerships/registering/link_sent.html", context)
    context = {
        "form": form,
        "heading": "Where shall we send your link?",
        "lede": f"Your answers are saved. With the link you can go on from any device within {RESUME_DAYS} days.",
        "back_url": address_to_go_on(draft),
    }
    return render(request, "form_page.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest, token: str) -> HttpResponse:
    """The link to go on. Opening it changes nothing (mail scanners open links too); the button lets this browser in."""
    draft = draft_of_token(token)
    if draft is None:
        return render(request, "partnerships/registering/link_dead.html", status=410)
    if request.method == "POST":
        hold(request, draft)
        if draft.user_id and draft.user_id != request.user.pk:
            return redirect(f"{reverse('account_login')}?next={address_to_go_on(draft)}")
        return redirect(address_to_go_on(draft))
    context = {
        "form": PlainForm(button="Go on"),
        "heading": f"Go on with {draft.school}’s registration",
        "lede": "Your answers are saved. On a shared computer, close the browser when you have finished.",
    }
    return render(request, "form_page.html", context)


@login_not_required
@require_POST
def discard(request: HttpRequest, pk: object) -> HttpResponse:
    """Delete an unfinished draft."""
    draft = drafts_of(request).unfinished().filter(pk=pk).first()
    if draft is not None:
        discard_draft(draft=draft)
        messages.success(request, "Deleted. None of those answers are kept.")
    return redirect("partnerships:register")
