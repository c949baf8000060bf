"""From a match to a partnership: asking, answering, taking back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from core.errors import ActionRefused
from partnerships.actions.introduction import (
    AlreadyBetween,
    WordsNotFit,
    accept_introduction,
    ask_for_introduction,
    check_may_ask,
    decline_introduction,
    nudge_introduction,
    withdraw_introduction,
)
from partnerships.candidates import match_between
from partnerships.forms.introducing import DeclineForm, NoteForm, WithdrawForm
from partnerships.introducing import Seen, answer_by_from_today, day_words, seen_by, sides_of
from partnerships.models import Introduction, Registration

PER_PAGE = 20


def introduction_for(request: SignedInRequest, pk: int) -> Introduction:
    """The introduction, if a school of this person's is one side of it; otherwise there is none (404)."""
    found = Introduction.objects.visible_to(request.user).select_related("asker__school", "asked__school")
    return get_object_or_404(found, pk=pk)


def asker_for(request: SignedInRequest, asked: Registration) -> Registration | None:
    """On whose behalf this person asks: the registration named by `for`, or the first of theirs that matches."""
    mine = Registration.objects.live().spoken_for_by(request.user).exclude(school=asked.school_id)
    mine = mine.select_related("school").order_by("pk")
    if request.GET.get("for"):
        return mine.filter(reference=request.GET["for"][:12].replace("\x00", "")).first()
    return next((one for one in mine if match_between(one, asked)), mine.first())


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, reference: str) -> HttpResponse:
    """Ask the school of this reference: why it fits, a note, who sees what, and what happens next."""
    asked = get_object_or_404(Registration.objects.live().select_related("school"), reference=reference)
    asker = asker_for(request, asked)
    if asker is None:
        return render(request, "partnerships/introducing/cannot_ask.html", {"asked": asked})
    form = NoteForm(request.POST if request.method == "POST" else None)
    try:
        match = check_may_ask(asker=asker, asked=asked, by=request.user)
        if form.is_valid():
            return _send(request, form, asker, asked)
    except AlreadyBetween as refused:
        messages.info(request, str(refused))
        return redirect(refused.introduction)
    except WordsNotFit as refused:
        form.add_error("note", str(refused))
    except ActionRefused as refused:
        context = {"asked": asked, "asker": asker, "refused": refused, "note": request.POST.get("note", "")}
        return render(request, "partnerships/introducing/cannot_ask.html", context)
    context = {
        "form": form,
        "heading": f"Ask to meet {asked.school}",
        "back_url": reverse("partnerships:matches"),
        "asker": asker,
        "asked": asked,
        "match": match,
        "answer_by": answer_by_from_today(),
    }
    return render(request, "partnerships/introducing/ask.html", context)


def _send(request: SignedInRequest, form: NoteForm, asker: Registration, asked: Registration) -> HttpResponse:
    introduction = ask_for_introduction(asker=asker, asked=asked, note=form.cleaned_data["note"], by=request.user)
    messages.success(request, f"Sent. {asked.school} has until {day_words(introduction.answer_by)} to answer.")
    return redirect(introduction)


@require_safe
def introductions(request: SignedInRequest) -> HttpResponse:
    """What I must answer, what I wait for, and the past."""
    found = Introduction.objects.visible_to(request.user).in_reading_order_of(request.user)
    found = found.select_related("asker__school", "asked__school", "partnership")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = seen_by(page.object_list, request.user)
    several = len({seen.mine.school_id for seen in rows}) > 1  # then each row says for which of my schools it is
    context = {"page": page, "rows": rows, "several": several}
    return render(request, "partnerships/introducing/introductions.html", context)


@require_safe
def introduction(request: SignedInRequest, pk: int) -> HttpResponse:
    """One introduction as this person's side sees it."""
    found = introduction_for(request, pk)
    seen = _seen(found, request.user)
    return render(request, "partnerships/introducing/introduction.html", {"introduction": found, "seen": seen})


@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """ "Yes, introduce us"."""
    found = introduction_for(request, pk)
    try:
        found = accept_introduction(introduction=found, by=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
        return redirect(found)
    seen = _seen(found, request.user)
    if seen.partnership is None:
        messages.success(
            request, f"Your yes is noted. {seen.other.school} has not answered yet; we write when it does."
        )
        return redirect(found)
    messages.success(request, f"You are introduced. Talk to {seen.other.school} within two weeks.")
    return redirect(seen.partnership)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """ "Not this time", with a kind word if one likes."""
    found = introduction_for(request, pk)
    seen = _seen(found, request.user)
    form = DeclineForm(request.POST if request.method == "POST" else None, other=seen.other.school)
    if form.is_valid():
        try:
            decline_introduction(introduction=found, by=request.user, reason=form.cleaned_data["reason"])
        except WordsNotFit as refused:
            form.add_error("reason", str(refused))
        except ActionRefused as refused:
            messages.error(request, str(refused))
            return redirect(found)
        else:
            messages.success(request, f"Sent. {seen.other.school} knows, and need not wait.")
            return redirect(found)
    elif not seen.can_answer:
        return redirect(found)
    return render(
        request,
        "form_page.html",
        {
            "form": form,
            "heading": f"Not this time, {seen.other.school}",
            "lede": "Saying no is fine, and saying it soon is kind: they can ask somebody else.",
            "back_url": found.get_absolute_url(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take our yes back while the other school has not answered."""
    found = introduction_for(request, pk)
    seen = _seen(found, request.user, answered=True)
    form = WithdrawForm(request.POST if request.method == "POST" else None, other=seen.other.school)
    if form.is_valid():
        try:
            withdraw_introduction(introduction=found, by=request.user, reason=form.cleaned_data["reason"])
        except WordsNotFit as refused:
            form.add_error("reason", str(refused))
        except ActionRefused as refused:
            messages.error(request, str(refused))
            return redirect(found)
        else:
            messages.success(request, f"Taken back. {seen.other.school} has been told.")
            return redirect(found)
    elif not seen.can_withdraw:
        return redirect(found)
    return render(
        request,
        "form_page.html",
        {
            "form": form,
            "heading": f"Take back the introduction to {seen.other.school}",
            "lede": f"{seen.other.school} is told that it need not answer any more.",
            "back_url": found.get_absolute_url(),
        },
    )


@require_POST
def nudge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send the other school a reminder by hand."""
    found = introduction_for(request, pk)
    try:
        nudge_introduction(introduction=found, by=request.user)
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Reminder sent.")
    return redirect(found)


def _seen(found: Introduction, user: User, *, answered: bool = False) -> Seen:
    """The side of this person; for somebody of both the one that must answer, or with `answered` the one that has."""
    sides = sides_of(found, user)
    return Seen(found, sides[-1] if answered else sides[0])
