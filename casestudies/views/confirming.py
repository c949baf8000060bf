"""From a finished text to a published one, as the schools see it: send, confirm, take back, withdraw, still right."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from casestudies.actions import confirming as actions
from casestudies.confirming import invited_to, to_confirm, who_is_asked
from casestudies.editions import content_of, fingerprint
from casestudies.forms.confirming import ConfirmForSchoolForm, ObjectForm, SendForm, StillRightForm, WithdrawForm
from casestudies.models import CaseStudy, Participant
from casestudies.reading import reading_of
from casestudies.readout import Names, changes_between
from core.errors import ActionRefused
from core.queues import PROMISED_WORKING_DAYS


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Check once more: who is asked, what happens next."""
    case_study = get_object_or_404(CaseStudy.objects.written_by(request.user), pk=pk)
    form = SendForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            case_study = actions.send_case_study(case_study=case_study, by=request.user)
            messages.success(request, f"Sent. {_next(case_study)}")
            return redirect(case_study)
        actions.check_can_be_sent(case_study)
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect(case_study)
    context = {
        "form": form,
        "heading": "Send it",
        "caption": case_study.title,
        "back_url": case_study.get_absolute_url(),
        "case_study": case_study,
        "asked": who_is_asked(case_study, request.user),
        "days": PROMISED_WORKING_DAYS,
    }
    return render(request, "casestudies/confirming/send.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """What is new since the published edition, the whole as readers will see it, and "Confirm for" one's school."""
    case_study = CaseStudy.objects.visible_to(request.user).filter(pk=pk).first()
    if case_study is None:
        return _first_belong(request, pk)
    mine = to_confirm(case_study, request.user, urn=request.POST.get("school", ""))
    if mine is None:
        messages.info(request, f"Nothing waits for you in “{case_study}” now.")
        return redirect(case_study)
    if request.method == "POST":
        return _confirm(request, case_study, mine)
    content = content_of(case_study)
    edition = case_study.public_edition
    initial = {"school": mine.school.urn, "seen": fingerprint(content)}
    context = {
        "case_study": case_study,
        "mine": mine,
        "edition_before": edition,
        "changes": changes_between(edition.content, content, Names.read()) if edition else [],
        "reading": reading_of(content),
        "form": ConfirmForSchoolForm(initial=initial, school_name=mine.school.name),
    }
    return render(request, "casestudies/confirming/confirm.html", context)


def _confirm(request: SignedInRequest, case_study: CaseStudy, mine: Participant) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        case_study = actions.confirm_case_study(case_study=case_study, school=mine.school, by=request.user, seen=seen)
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect("casestudies:confirm", case_study.pk)
    messages.success(request, f"{mine.school} has confirmed it. {_next(case_study)}")
    if to_confirm(case_study, request.user) is not None:  # for another of their schools
        return redirect("casestudies:confirm", case_study.pk)
    return redirect(case_study)


def _first_belong(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody whose address was given for a school, who is not verified there yet: nothing of the text is shown."""
    invited = invited_to(request.user, pk)
    if invited is None:
        raise Http404
    waits = request.user.memberships.pending().at(invited.school).exists()
    return render(request, "casestudies/confirming/first_belong.html", {"school": invited.school, "waits": waits})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for a change before one's school confirms."""
    case_study = get_object_or_404(CaseStudy.objects.visible_to(request.user), pk=pk)
    mine = to_confirm(case_study, request.user, urn=request.POST.get("school", ""))
    if mine is None:
        messages.info(request, f"Nothing waits for you in “{case_study}” now.")
        return redirect(case_study)
    form = ObjectForm(request.POST if request.method == "POST" else None, initial={"school": mine.school.urn})
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            actions.object_to_case_study(case_study=case_study, school=mine.school, words=words, by=request.user)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Sent. The schools that write it are told, and ask you again when it is changed.")
            return redirect(case_study)
    context = {
        "form": form,
        "heading": "Ask for a change",
        "caption": case_study.title,
        "back_url": reverse("casestudies:confirm", args=[pk]),
        "lede": "What you write goes to the schools that write it. They change the text and send it to you again.",
    }
    return render(request, "form_page.html", context)


@require_POST
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take it back in order to change it."""
    case_study = get_object_or_404(CaseStudy.objects.written_by(request.user), pk=pk)
    try:
        actions.take_back(case_study=case_study, by=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "It is yours again. Change it, then send it as before.")
    return redirect(case_study)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a published case study out of everybody's sight, with a reason for the other schools."""
    case_study = get_object_or_404(CaseStudy.objects.visible_to(request.user).published(), pk=pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.withdraw_own_case_study(case_study=case_study, by=request.user, words=form.cleaned_data["words"])
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Withdrawn. Nobody else can read it now, and the other schools are told.")
            return redirect(case_study)
    context = {
        "form": form,
        "heading": "Withdraw it",
        "caption": case_study.title,
        "back_url": case_study.get_absolute_url(),
        "lede": "Nobody but its schools and Forum staff can read it from then on. Its address says that it was "
        "withdrawn. What you wrote is kept for two years, and you can bring it back.",
    }
    return render(request, "form_page.html", context)


@require_POST
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a draft again of one that was withdrawn."""
    case_study = get_object_or_404(CaseStudy.objects.written_by(request.user), pk=pk)
    try:
        actions.reopen_case_study(case_study=case_study, by=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "It is a draft again. Change it, then send it as before.")
    return redirect(case_study)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read what is published again, and say that it holds."""
    case_study = get_object_or_404(
        CaseStudy.objects.visible_to(request.user).published().select_related("edition"), pk=pk
    )
    form = StillRightForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            edition = actions.confirm_still_right(case_study=case_study, by=request.user)
        except ActionRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Thank you. We ask again in {edition.review_on:%B %Y}.")
        return redirect(case_study)
    context = {
        "form": form,
        "case_study": case_study,
        "edition": case_study.edition,
        "reading": reading_of(case_study.edition.content),
    }
    return render(request, "casestudies/confirming/still_right.html", context)


def _next(case_study: CaseStudy) -> str:
    """What happens now, in a sentence."""
    if case_study.status == CaseStudy.Status.FORUM:
        return f"Forum staff read it within {PROMISED_WORKING_DAYS} working days."
    waiting = case_study.participants.filter(confirmed_at=None).select_related("school")
    return f"Next, {', '.join(str(participant.school) for participant in waiting)} read it and confirm."
