"""The sections of a case study: a page each, a page for each thing of a list, and the schools."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from casestudies.actions import writing as actions
from casestudies.forms.writing import ConfirmForm, NameSchoolForm, SectionForm
from casestudies.models import CaseStudy, Participant
from casestudies.views.writing import number_in, written_or_404
from casestudies.writing.progress import next_address
from casestudies.writing.sections import BY_NAME, Items, Part, answers_of, section_of
from casestudies.writing.summary import rows_of_part
from core.errors import ActionRefused, Changed
from schools.forms import added_schools

LATER, PREVIEW = "back", "preview"  # of the button pressed: save to go on later, show without saving


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """One section: saved and on to the next, saved to go on later, or shown as it will read."""
    case_study, part = _part_or_404(request, pk, name)
    if part.form is None:
        return redirect("casestudies:items", pk, name)
    if request.method != "POST" and not case_study.is_writable:
        return _not_now(request, case_study)
    form = part.form(
        request.POST if request.method == "POST" else None,
        answers=answers_of(case_study, name),
        partial=request.POST.get("then") in (LATER, PREVIEW),
    )
    if request.POST.get("then") != PREVIEW and form.is_valid():
        # What is in the section's list is another page's.
        answers = {**answers_of(case_study, name), **form.answers()}
        try:
            actions.save_section(
                case_study=case_study, name=name, answers=answers, seen=_version(request), by=request.user
            )
        except Changed as refused:
            return _show_section(request, case_study, part, form, refused=refused)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            return _go_on(request, case_study, part)
    return _show_section(request, case_study, part, form)


def _show_section(
    request: SignedInRequest, case_study: CaseStudy, part: Part, form: SectionForm, refused: Changed | None = None
) -> HttpResponse:
    if refused:
        case_study = written_or_404(request, case_study.pk)
    context = {"form": form, "heading": part.heading, **_page_of(request, case_study, part, form, refused)}
    return render(request, "casestudies/writing/section.html", context, status=409 if refused else 200)


def _go_on(request: SignedInRequest, case_study: CaseStudy, part: Part) -> HttpResponse:
    """After saving: back to the overview, to the section's own list, or to the next that is not complete."""
    if request.POST.get("then") == LATER:
        messages.success(request, f"Saved: {part.short}.")
        return redirect(case_study)
    case_study = written_or_404(request, case_study.pk)
    if part.items and part.lacks_items(answers_of(case_study, part.name)):
        return redirect("casestudies:items", case_study.pk, part.name)
    return redirect(next_address(case_study, part.name))


@never_cache
@require_safe
def items(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """The list of a section: its steps, its roles, its quotes."""
    case_study, part, kind = _list_or_404(request, pk, name)
    if not case_study.is_writable:
        return _not_now(request, case_study)
    there = answers_of(case_study, name).get(kind.key, [])
    context = {
        "heading": kind.heading,
        "kind": kind,
        "things": there,
        "room": len(there) < kind.most,
        "still": max(kind.fewest - len(there), 0),
        "go_on_url": next_address(case_study, name),
        **_page_of(request, case_study, part),
    }
    return render(request, "casestudies/writing/items.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    """Another step, role or quote."""
    case_study, part, kind = _list_or_404(request, pk, name)
    if request.method != "POST" and not case_study.is_writable:
        return _not_now(request, case_study)
    form = kind.form(request.POST if request.method == "POST" else None, partial=_wants_preview(request))
    if not _wants_preview(request) and form.is_valid():
        try:
            actions.add_item(
                case_study=case_study, name=name, item=form.answers(), seen=_version(request), by=request.user
            )
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            again = request.POST.get("then") == "another"
            return redirect("casestudies:add_item" if again else "casestudies:items", pk, name)
    number = len(answers_of(case_study, name).get(kind.key, [])) + 1
    return _show_item(request, case_study, part, kind, form, number=number, adding=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: SignedInRequest, pk: int, name: str, number: int) -> HttpResponse:
    """Change one thing of a section's list."""
    case_study, part, kind = _list_or_404(request, pk, name)
    if request.method == "POST":
        return _change_item(request, case_study, part, kind, number)
    if not case_study.is_writable:
        return _not_now(request, case_study)
    there = answers_of(case_study, name).get(kind.key, [])
    if not 1 <= number <= len(there):
        raise Http404
    return _show_item(request, case_study, part, kind, kind.form(answers=there[number - 1]), number=number)


def _change_item(request: SignedInRequest, case_study: CaseStudy, part: Part, kind: Items, number: int) -> HttpResponse:
    form = kind.form(request.POST, partial=_wants_preview(request))
    if _wants_preview(request) or not form.is_valid():
        return _show_item(request, case_study, part, kind, form, number=number)
    thing, seen = form.answers(), _version(request)
    try:
        actions.change_item(
            case_study=case_study, name=part.name, number=number, item=thing, seen=seen, by=request.user
        )
    except actions.ItemGone:
        return add_item(request, case_study.pk, part.name)  # somebody else removed it: what was typed here is kept
    except Changed as refused:
        newer = written_or_404(request, case_study.pk)
        return _show_item(request, newer, part, kind, form, number=number, refused=refused)
    except ActionRefused as refused:
        form.add_error(None, str(refused))
        return _show_item(request, case_study, part, kind, form, number=number)
    return redirect("casestudies:items", case_study.pk, part.name)


def _show_item(
    request: SignedInRequest,
    case_study: CaseStudy,
    part: Part,
    kind: Items,
    form: SectionForm,
    *,
    number: int,
    adding: bool = False,
    refused: Changed | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "adding": adding,
        **_page_of_item(request, case_study, part, form, refused),
        "heading": f"{kind.each.capitalize()} {number}",
    }
    return render(request, "casestudies/writing/item.html", context, status=409 if refused else 200)


@require_POST
def move_item(request: SignedInRequest, pk: int, name: str, number: int) -> HttpResponse:
    """One place up or down."""
    case_study, _, _ = _list_or_404(request, pk, name)
    to, seen = number_in(request.POST.get("to", ""), otherwise=0), _version(request)
    try:
        actions.move_item(case_study=case_study, name=name, number=number, to=to, seen=seen, by=request.user)
    except ActionRefused as refused:
        messages.warning(request, str(refused))
    return redirect("casestudies:items", pk, name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove_item(request: SignedInRequest, pk: int, name: str, number: int) -> HttpResponse:
    """Ask once more, then take it out."""
    case_study, part, kind = _list_or_404(request, pk, name)
    if request.method == "POST":
        try:
            actions.remove_item(
                case_study=case_study, name=name, number=number, seen=_version(request), by=request.user
            )
            messages.success(request, "Removed.")
        except ActionRefused as refused:
            messages.warning(request, str(refused))
        return redirect("casestudies:items", pk, name)
    there = answers_of(case_study, name).get(kind.key, [])
    if not 1 <= number <= len(there):
        raise Http404
    context = {
        "form": ConfirmForm(button=f"Remove this {kind.each}"),
        "thing": there[number - 1],
        **_page_of_item(request, case_study, part),
        "heading": f"Remove {kind.each} {number}?",
    }
    return render(request, "casestudies/writing/remove_item.html", context)


# --- Schools ----------------------------------------------------------------------------------------------------------
@never_cache
@require_safe
def schools(request: SignedInRequest, pk: int) -> HttpResponse:
    """The schools that it names: those of the partnership, or as the writers name them."""
    case_study = written_or_404(request, pk)
    if not case_study.is_writable:
        return _not_now(request, case_study)
    part = BY_NAME["schools"]
    context = {
        "heading": part.heading,
        "participants": case_study.participants.all(),
        "lacks_some": not part.is_complete(case_study),
        "go_on_url": next_address(case_study, "schools"),
        **_page_of(request, case_study, part),
    }
    return render(request, "casestudies/writing/schools.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def name_school(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name another school of older work; one that is named already gets the new address."""
    case_study = written_or_404(request, pk)
    if request.method != "POST" and not case_study.is_writable:
        return _not_now(request, case_study)
    if case_study.partnership_id:
        return redirect("casestudies:schools", pk)
    form = NameSchoolForm(request.POST if request.method == "POST" else None, added=added_schools(request))
    if form.is_valid():
        school, email = form.cleaned_data["school"], form.cleaned_data["email"]
        try:
            others = [(one.school, one.email) for one in _others(case_study) if one.school != school]
            actions.name_schools(case_study=case_study, schools=[*others, (school, email)], by=request.user)
        except ActionRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("casestudies:schools", pk)
    context = {
        "form": form,
        "heading": "Name another school",
        "caption": str(case_study),
        "back_url": reverse("casestudies:schools", args=[pk]),
    }
    return render(request, "casestudies/writing/name_school.html", context)


@require_POST
def remove_school(request: SignedInRequest, pk: int, urn: int) -> HttpResponse:
    """Take a school of older work out. It is named again as quickly, so nobody is asked twice."""
    case_study = written_or_404(request, pk)
    kept = [(one.school, one.email) for one in _others(case_study) if one.school.urn != urn]
    try:
        actions.name_schools(case_study=case_study, schools=kept, by=request.user)
    except ActionRefused as refused:
        messages.warning(request, str(refused))
    return redirect("casestudies:schools", pk)


def _others(case_study: CaseStudy) -> list[Participant]:
    return [one for one in case_study.participants.all() if not one.writes]


# --- What they share --------------------------------------------------------------------------------------------------
def _part_or_404(request: SignedInRequest, pk: int, name: str) -> tuple[CaseStudy, Part]:
    part = BY_NAME.get(name)
    if part is None or not part.has_answers:
        raise Http404
    return written_or_404(request, pk), part


def _list_or_404(request: SignedInRequest, pk: int, name: str) -> tuple[CaseStudy, Part, Items]:
    case_study, part = _part_or_404(request, pk, name)
    if part.items is None:
        raise Http404
    return case_study, part, part.items


def _not_now(request: HttpRequest, case_study: CaseStudy) -> HttpResponse:
    """A page that changes the text, while the text must stay as it is."""
    messages.warning(request, actions.why_not_now(case_study))
    return redirect(case_study)


def _page_of(
    request: HttpRequest,
    case_study: CaseStudy,
    part: Part,
    form: SectionForm | None = None,
    refused: ActionRefused | None = None,
) -> dict[str, Any]:
    """What every page of a section shows besides its question."""
    saved = section_of(case_study, part.name)
    version = saved.version if saved else 0
    if request.method == "POST" and not refused:
        version = _version(request)  # refused or previewed, it is still the one that this person had read
    previewed = form.preview() if form is not None and _wants_preview(request) else []
    return {
        "case_study": case_study,
        "part": part,
        "lede": part.lede,
        "caption": str(case_study),
        "back_url": case_study.get_absolute_url(),
        "version": version,
        "staff_words": saved.staff_words if saved and case_study.status == CaseStudy.Status.CHANGES else "",
        "previewed": previewed,
        "refused": refused,
        "saved_rows": rows_of_part(part, saved.answers if saved else {}) if refused else [],
    }


def _page_of_item(
    request: HttpRequest,
    case_study: CaseStudy,
    part: Part,
    form: SectionForm | None = None,
    refused: ActionRefused | None = None,
) -> dict[str, Any]:
    """The same of a page of one thing of a list: the way back is the list."""
    back_url = reverse("casestudies:items", args=[case_study.pk, part.name])
    return {**_page_of(request, case_study, part, form, refused), "kind": part.items, "back_url": back_url, "lede": ""}


def _wants_preview(request: HttpRequest) -> bool:
    return request.POST.get("then") == PREVIEW


def _version(request: HttpRequest) -> int:
    """The section's version when the page was opened; -1, which none has, where the hidden field was tampered with."""
    return number_in(request.POST.get("version", ""), otherwise=-1)
