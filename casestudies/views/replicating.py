"""From a published case study to a school's own plan, and on to its registration and partnership."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from casestudies.actions import replication as actions
from casestudies.forms.replicating import PartnershipForm, PlanForm, ReplicateForm, StartForm
from casestudies.forms.writing import ConfirmForm
from casestudies.models import Edition, Replication
from casestudies.replicating import Choices, PlanPage, choices_of, earliest_start, next_due, rows_of
from casestudies.views.reading import not_public
from core.errors import ActionRefused, Changed
from core.models import Event
from partnerships import kit
from partnerships.models import Partnership
from partnerships.registering.steps import is_reachable

PER_PAGE = 20
RECENT = 8  # events on the page of a plan


def replication_for(request: SignedInRequest, pk: int) -> Replication:
    """The plan, if it is of a school of this person's; otherwise there is none (404)."""
    found = Replication.objects.visible_to(request.user)
    return get_object_or_404(found.select_related("school", "case_study__edition", "partnership"), pk=pk)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def replicate(request: HttpRequest, slug: str) -> HttpResponse:
    """What copying gives; for a visitor the kit and the way in, for somebody of a school the button."""
    edition = Edition.objects.public().to_read().filter(slug=slug).first()
    if edition is None:
        return not_public(request, slug)
    if not request.user.is_authenticated:
        if request.method == "POST":
            return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
        return _show_replicate(request, edition)
    choices = choices_of(edition, request.user)
    form = ReplicateForm(request.POST if request.method == "POST" else None, schools=choices.free)
    if request.method == "POST" and choices.copies and not choices.free:
        return redirect(choices.copies[0])  # pressed twice
    if choices.free and form.is_valid():
        try:
            begun = actions.replicate(edition=edition, school=form.chosen, by=request.user)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"This is {form.chosen}’s plan. Choose when the first session is.")
            return redirect(begun)
    return _show_replicate(request, edition, choices=choices, form=form)


def _show_replicate(
    request: HttpRequest, edition: Edition, *, choices: Choices | None = None, form: ReplicateForm | None = None
) -> HttpResponse:
    """`choices` are those of somebody signed in."""
    parts = kit.parts_of(edition.case_study.partnership)
    context = {"edition": edition, "parts": parts, "choices": choices, "form": form}
    return render(request, "casestudies/replicating/replicate.html", context)


@require_safe
def replications(request: SignedInRequest) -> HttpResponse:
    """What this person's schools copy, newest first, with what is next in each."""
    found = Replication.objects.visible_to(request.user).select_related("school", "case_study__edition", "partnership")
    page = Paginator(found.prefetch_related("steps"), PER_PAGE).get_page(request.GET.get("page"))
    lists = [(copy, rows_of(copy, list(copy.steps.all()))) for copy in page]
    rows = [(copy, sum(row.is_done for row in steps), len(steps), next_due(steps)) for copy, steps in lists]
    return render(request, "casestudies/replicating/replications.html", {"page": page, "rows": rows})


@never_cache
@require_safe
def replication(request: SignedInRequest, pk: int) -> HttpResponse:
    """The plan: its steps with their dates, who it takes, what it costs, and the way to a partner."""
    found = replication_for(request, pk)
    events = Event.objects.of(found).filter(for_staff=False)[:RECENT]
    context = {
        "replication": found,
        "plan": PlanPage(found, request.user),
        "parts": kit.parts_of(found.case_study.partnership),
        "partnerships": _partnerships_of(request, found).exists(),
        "events": events,
    }
    return render(request, "casestudies/replicating/replication.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    """The day of the first session."""
    found = replication_for(request, pk)
    suggested = earliest_start(list(found.steps.all()))
    data = request.POST if request.method == "POST" else None
    form = StartForm(data, suggested=suggested, initial={"starts_on": found.starts_on})
    if form.is_valid():
        try:
            actions.set_start(replication=found, starts_on=form.cleaned_data["starts_on"], by=request.user)
        except actions.GivenUp as refused:
            return _refused(request, found, refused)
        except ActionRefused as refused:
            form.add_error("starts_on", str(refused))
        else:
            messages.success(request, "Saved. The dates of the steps count back from it.")
            return redirect(found)
    context = {"form": form, "heading": "When is the first session?", "back_url": found.get_absolute_url()}
    return render(request, "form_page.html", context)


@require_POST
def step(request: SignedInRequest, pk: int, step_pk: int) -> HttpResponse:
    """Tick a step of the checklist, or take the tick away."""
    found = replication_for(request, pk)
    one = get_object_or_404(found.steps.select_related("replication"), pk=step_pk)
    try:
        actions.tick_step(step=one, done=request.POST.get("done") == "yes", by=request.user)
    except ActionRefused as refused:
        return _refused(request, found, refused)
    return redirect(f"{found.get_absolute_url()}#step-{one.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who it takes and what it costs; of two people at once the second sees the first one's words beside their own."""
    found = replication_for(request, pk)
    form = PlanForm(request.POST if request.method == "POST" else None, plan=found.plan, version=found.version)
    theirs = None
    if form.is_valid():
        try:
            actions.save_plan(replication=found, plan=form.plan, seen=form.cleaned_data["version"], by=request.user)
        except Changed as refused:
            form.add_error(None, str(refused))
            form.take_newer(found)
            theirs = PlanPage(found, request.user)
        except ActionRefused as refused:
            return _refused(request, found, refused)
        else:
            messages.success(request, "Saved.")
            return redirect(found)
    context = {
        "form": form,
        "heading": "Who it takes, and what it costs",
        "caption": found.case_study.edition.title,
        "lede": "The schools that did it took this. Change it until it is yours. Empty a role to leave it out.",
        "back_url": found.get_absolute_url(),
        "theirs": theirs,
    }
    return render(request, "casestudies/replicating/plan.html", context, status=409 if theirs else 200)


@require_POST
def registration(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open the school's registration with the need and an offer filled in."""
    found = replication_for(request, pk)
    try:
        draft = actions.begin_registration(replication=found, by=request.user)
    except ActionRefused as refused:
        return _refused(request, found, refused)
    if not is_reachable(draft, "needs"):
        return redirect("partnerships:register_go_on", draft.pk)
    messages.info(
        request,
        f"We filled in a need and an offer from “{found.case_study.edition.title}” where you had none of the kind. "
        "Change the words until they are yours, or take one out. You see everything again before you send it.",
    )
    return redirect("partnerships:register_step", draft.pk, "needs")


@require_http_methods(["GET", "HEAD", "POST"])
def partnership(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say by hand with which partnership it is done: one that was there before, or that began with another need."""
    found = replication_for(request, pk)
    form = PartnershipForm(
        request.POST if request.method == "POST" else None,
        partnerships=list(_partnerships_of(request, found)),
        initial={"partnership": str(found.partnership_id or "")},
    )
    if form.is_valid():
        try:
            actions.choose_partnership(replication=found, partnership=form.chosen, by=request.user)
        except ActionRefused as refused:
            return _refused(request, found, refused)
        messages.success(request, f"Saved. You do this as “{form.chosen}”.")
        return redirect(found)
    if not form.partnerships:
        return redirect(found)
    context = {"form": form, "heading": "With which partnership do you do this?", "back_url": found.get_absolute_url()}
    return render(request, "form_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then end the plan."""
    found = replication_for(request, pk)
    title = found.case_study.edition.title
    if request.method == "POST":
        try:
            actions.give_up(replication=found, by=request.user)
        except ActionRefused as refused:
            return _refused(request, found, refused)
        messages.success(request, f"{found.school} no longer copies “{title}”. You can begin again whenever you like.")
        return redirect("casestudies:replications")
    if found.ended_at:
        return redirect(found)
    context = {
        "form": ConfirmForm(button="Give this up"),
        "heading": "Give this plan up?",
        "caption": title,
        "lede": "It no longer counts as a copy, and its page is deleted after a year. A registration or partnership "
        "that came of it stays. You can begin again from the case study.",
        "back_url": found.get_absolute_url(),
    }
    return render(request, "form_page.html", context)


def _partnerships_of(request: SignedInRequest, found: Replication) -> QuerySet[Partnership]:
    """Partnerships of the plan's school that this person sees, without the one that is copied."""
    mine = Partnership.objects.visible_to(request.user).with_school([found.school])
    return mine.exclude(pk=found.case_study.partnership_id)[:PER_PAGE]


def _refused(request: SignedInRequest, found: Replication, refused: ActionRefused) -> HttpResponse:
    messages.error(request, str(refused))
    return redirect(found)
