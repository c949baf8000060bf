"""The pages of the form: one thing a page, saved at each."""

from contextlib import suppress
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import ActionRefused, Changed
from partnerships.actions.draft import save_step
from partnerships.models import Draft
from partnerships.registering.answers import MOST_LINES
from partnerships.registering.steps import CHECK, Progress, is_reachable, progress_of
from partnerships.registering.summary import lines_in_words, rows_of_step
from partnerships.views.registering.check import check
from partnerships.views.registering.drafts import (
    address_of_step,
    address_to_go_on,
    draft_or_404,
    page_of,
    person,
    seen_version,
)
from partnerships.views.registering.school import school_step


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: object, name: str) -> HttpResponse:
    """A step of a draft, wherever the address leads: too far ahead goes to the first unanswered step."""
    draft = draft_or_404(request, pk)
    place = progress_of(draft, name)
    if place is None:
        raise Http404
    if draft.sent_at:
        return redirect("partnerships:register_received", draft.pk)
    if not is_reachable(draft, name):
        return redirect(address_to_go_on(draft))
    if name == "school":
        return school_step(request, draft)
    if name == CHECK:
        return check(request, draft, place)
    if place.step.has_lines:
        return _lines(request, draft, place)
    return _simple(request, draft, place)


def _simple(request: HttpRequest, draft: Draft, place: Progress) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = place.step.form(data, draft=draft, user=request.user, saved=draft.answers.get(place.step.name))
    if form.is_valid():
        return _save(request, draft, place, form, answer=form.answer())
    return _show(request, draft, place, form)


def _lines(request: HttpRequest, draft: Draft, place: Progress) -> HttpResponse:
    """The needs or offers so far; the first is asked for at once."""
    name = place.step.name
    if name not in draft.answers:
        return redirect("partnerships:register_line", draft.pk, name, 1)
    rows = lines_in_words(name, draft.answers[name])
    context = {
        "rows": rows,
        "room": len(rows) < MOST_LINES,
        "next_number": len(rows) + 1,
        "go_on_url": address_to_go_on(draft),
        **page_of(draft, place),
    }
    return render(request, "partnerships/registering/lines.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, pk: object, name: str, number: int) -> HttpResponse:
    """One need or offer: the next free number adds one."""
    draft, place = _draft_with_lines(request, pk, name)
    if draft.sent_at or not is_reachable(draft, name):
        return redirect("partnerships:register_step", draft.pk, name)
    lines = draft.answers.get(name, [])
    if number < 1 or number > min(len(lines) + 1, MOST_LINES):
        raise Http404
    data = request.POST if request.method == "POST" else None
    saved = lines[number - 1] if number <= len(lines) else None
    form = place.step.form(data, draft=draft, user=request.user, saved=saved)
    if form.is_valid():
        changed = [*lines[: number - 1], form.answer(), *lines[number:]]
        return _save(request, draft, place, form, answer=changed, then=address_of_step(draft, name))
    return _show(request, draft, place, form, number=number, lines=lines)


@login_not_required
@require_POST
def remove_line(request: HttpRequest, pk: object, name: str, number: int) -> HttpResponse:
    """Take a need or an offer out. Pressed twice, the second finds another page and removes nothing."""
    draft, _ = _draft_with_lines(request, pk, name)
    lines = draft.answers.get(name, [])
    seen = seen_version(request)
    if 1 <= number <= len(lines) and seen >= draft.versions.get(name, 0) and not draft.sent_at:
        left = [*lines[: number - 1], *lines[number:]]
        with suppress(ActionRefused):  # raced by another window; the next page shows what stands
            save_step(draft=draft, step=name, answer=left or None, seen=seen, by=person(request))
    return redirect("partnerships:register_step", draft.pk, name)


@login_not_required
@require_POST
def not_sure(request: HttpRequest, pk: object) -> HttpResponse:
    """ "We are not sure yet what we can offer": an answer too."""
    draft = draft_or_404(request, pk)
    if not draft.sent_at and not draft.answers.get("offers"):
        with suppress(ActionRefused):  # raced by another window; the next page shows what stands
            save_step(draft=draft, step="offers", answer=[], seen=draft.version, by=person(request))
        draft.refresh_from_db()
    return redirect(address_to_go_on(draft))


@login_not_required
@never_cache
@require_safe
def go_on(request: HttpRequest, pk: object) -> HttpResponse:
    """The draft's own address: wherever it stands now."""
    draft = draft_or_404(request, pk)
    if draft.sent_at:
        return redirect("partnerships:register_received", draft.pk)
    return redirect(address_to_go_on(draft))


def _draft_with_lines(request: HttpRequest, pk: object, name: str) -> tuple[Draft, Progress]:
    draft = draft_or_404(request, pk)
    place = progress_of(draft, name)
    if place is None or not place.step.has_lines:
        raise Http404
    return draft, place


def _save(
    request: HttpRequest, draft: Draft, place: Progress, form: Any, *, answer: Any, then: str = ""
) -> HttpResponse:
    """Save and go on, to `then` or the first unanswered step; or show what another window saved beside this."""
    try:
        draft = save_step(
            draft=draft, step=place.step.name, answer=answer, seen=seen_version(request), by=person(request)
        )
    except Changed as refusal:
        draft.refresh_from_db()
        rows = rows_of_step(place.step.name, draft.answers, draft.school)
        return _show(request, draft, place, form, refusal=refusal, saved_rows=rows, status=409)
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, draft, place, form)
    return redirect(then or address_to_go_on(draft))


def _show(
    request: HttpRequest, draft: Draft, place: Progress, form: Any, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {"form": form, "heading": place.step.heading, "lede": place.step.lede, **page_of(draft, place)}
    return render(request, place.step.template, context, status=status)
