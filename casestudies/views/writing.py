"""Writing a case study: mine, begin, the overview, its sections, the preview, throwing it away."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from accounts.querysets import schools_of
from accounts.requests import SignedInRequest
from casestudies.actions import writing as actions
from casestudies.editions import content_of
from casestudies.forms.writing import BeginForm, ConfirmForm, NameSchoolForm, SectionForm
from casestudies.models import CaseStudy, Participant
from casestudies.reading import reading_of
from casestudies.writing.progress import done_words, next_address, standing_of, tasks_of
from casestudies.writing.sections import BY_NAME, Items, Part, answers_of, section_of
from casestudies.writing.summary import rows_of_part
from core.errors import ActionRefused, Changed
from partnerships.models import Partnership
from schools.forms import added_schools

PER_PAGE = 20
MOST_PARTNERSHIPS = 50  # offered to begin with; nobody has more
LATER, PREVIEW = "back", "preview"  # of the button pressed: save to go on later, show without saving

WHOLE = ["sections", "participants__school", "pictures", "attachments"]


@never_cache
@require_safe
def yours(request: SignedInRequest) -> HttpResponse:
    """The case studies that this person's schools write, and those that they were asked to confirm."""
    found = CaseStudy.objects.visible_to(request.user).select_related("edition").prefetch_related(*WHOLE)
    partnership = _number(request.GET.get("partnership", ""))
    if partnership:
        found = found.filter(partnership=partnership)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    mine = _mine(request)
    rows = [(case_study, standing_of(case_study, mine)) for case_study in page]
    begin_url = reverse("casestudies:begin") + (f"?{urlencode({'partnership': partnership})}" if partnership else "")
    context = {"page": page, "rows": rows, "begin_url": begin_url, "of_one": bool(partnership)}
    return render(request, "casestudies/writing/yours.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: SignedInRequest) -> HttpResponse:
    """Which work is it about? `?partnership=` chooses it beforehand. Somebody not verified is told what is needed."""
    schools = list(schools_of(request.user).order_by("name", "urn"))
    if not schools:
        waits = Membership.objects.of(request.user).pending().select_related("school").first()
        return render(request, "casestudies/writing/not_yet.html", {"waits": waits})
    partnerships = Partnership.objects.visible_to(request.user).filter(partners__school__in=schools).distinct()
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        schools=schools,
        partnerships=list(partnerships.prefetch_related("partners__school")[:MOST_PARTNERSHIPS]),
        initial={"about": f"partnership-{_number(request.GET.get('partnership', ''))}"},
    )
    if form.is_valid():
        school, partnership = form.chosen
        try:
            return redirect(actions.begin_case_study(school=school, partnership=partnership, by=request.user))
        except ActionRefused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "heading": form.fields["about"].label, "back_url": reverse("casestudies:yours")}
    return render(request, "casestudies/writing/begin.html", context)


@never_cache
@require_safe
def writing(request: SignedInRequest, pk: int) -> HttpResponse:
    """The overview: what is done, what is missing, what Forum staff asked for, what happens next."""
    case_study = _seen_or_404(request, pk)
    standing = standing_of(case_study, _mine(request))
    tasks = tasks_of(case_study) if standing.may_write else []
    context = {
        "case_study": case_study,
        "standing": standing,
        "tasks": tasks,
        "done_words": done_words(tasks),
        "participants": case_study.participants.all(),
    }
    return render(request, "casestudies/writing/overview.html", context)


@never_cache
@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The whole as readers will see it."""
    case_study = _seen_or_404(request, pk)
    context = {
        "case_study": case_study,
        "standing": standing_of(case_study, _mine(request)),
        "reading": reading_of(content_of(case_study)),
    }
    return render(request, "casestudies/writing/preview.html", context)


# --- Sections ---------------------------------------------------------------------------------------------------------
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
        case_study = _written_or_404(request, case_study.pk)
    context = {"form": form, "heading": part.heading, **_page_of(request, case_study, part, form, refused)}
    return render(request, "casestudies/writing/section.html", context, status=409 if refused else 200)


def _go_on(request: SignedInRequest, case_study: CaseStudy, part: Part) -> HttpResponse:
    """After saving: back to the overview, to the section's own list, or to the next that is not complete."""
    if request.POST.get("then") == LATER:
        messages.success(request, f"Saved: {part.short}.")
        return redirect(case_study)
    case_study = _written_or_404(request, case_study.pk)
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
    heading = f"{kind.each.capitalize()} {number}"
    context = {"form": form, "heading": heading, "adding": True, **_page_of(request, case_study, part, form)}
    return render(request, "casestudies/writing/item.html", _of_list(context, case_study, part, kind))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: SignedInRequest, pk: int, name: str, number: int) -> HttpResponse:
    """Change one thing of a section's list."""
    case_study, part, kind = _list_or_404(request, pk, name)
    if request.method != "POST" and not case_study.is_writable:
        return _not_now(request, case_study)
    there = answers_of(case_study, name).get(kind.key, [])
    if request.method != "POST" and not 1 <= number <= len(there):
        raise Http404
    saved = there[number - 1] if 1 <= number <= len(there) else None
    form = kind.form(request.POST if request.method == "POST" else None, answers=saved, partial=_wants_preview(request))
    refused: ActionRefused | None = None
    if not _wants_preview(request) and form.is_valid():
        try:
            actions.change_item(
                case_study=case_study,
                name=name,
                number=number,
                item=form.answers(),
                seen=_version(request),
                by=request.user,
            )
        except actions.ItemGone:
            return add_item(request, pk, name)  # removed by somebody else meanwhile: what was typed here is kept
        except Changed as changed:
            refused = changed
            case_study = _written_or_404(request, pk)
        except ActionRefused as other:
            form.add_error(None, str(other))
        else:
            return redirect("casestudies:items", pk, name)
    heading = f"{kind.each.capitalize()} {number}"
    context = {"form": form, "heading": heading, **_page_of(request, case_study, part, form, refused)}
    template = "casestudies/writing/item.html"
    return render(request, template, _of_list(context, case_study, part, kind), status=409 if refused else 200)


@require_POST
def move_item(request: SignedInRequest, pk: int, name: str, number: int) -> HttpResponse:
    """One place up."""
    case_study, _, _ = _list_or_404(request, pk, name)
    try:
        actions.move_item(case_study=case_study, name=name, number=number, seen=_version(request), by=request.user)
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
        "heading": f"Remove {kind.each} {number}?",
        "thing": there[number - 1],
        **_page_of(request, case_study, part),
    }
    return render(request, "casestudies/writing/remove_item.html", _of_list(context, case_study, part, kind))


# --- Schools ----------------------------------------------------------------------------------------------------------
@never_cache
@require_safe
def schools(request: SignedInRequest, pk: int) -> HttpResponse:
    """The schools that it names: those of the partnership, or as the writers name them."""
    case_study = _written_or_404(request, pk)
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
    case_study = _written_or_404(request, pk)
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
    case_study = _written_or_404(request, pk)
    kept = [(one.school, one.email) for one in _others(case_study) if one.school.urn != urn]
    try:
        actions.name_schools(case_study=case_study, schools=kept, by=request.user)
    except ActionRefused as refused:
        messages.warning(request, str(refused))
    return redirect("casestudies:schools", pk)


def _others(case_study: CaseStudy) -> list[Participant]:
    return [one for one in case_study.participants.all() if not one.writes]


# --- Throw away -------------------------------------------------------------------------------------------------------
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then delete a case study that was never published."""
    case_study = _written_or_404(request, pk)
    if request.method == "POST":
        try:
            actions.discard_case_study(case_study=case_study, by=request.user)
        except ActionRefused as refused:
            messages.warning(request, str(refused))
            return redirect(case_study)
        messages.success(request, "Deleted.")
        return redirect("casestudies:yours")
    if not standing_of(case_study, _mine(request)).may_discard:
        messages.warning(request, "A case study that was sent or published cannot be deleted.")
        return redirect(case_study)
    context = {
        "form": ConfirmForm(button="Delete it"),
        "heading": "Delete this case study?",
        "caption": str(case_study),
        "lede": "Everything that was written goes, for your colleagues and the other schools too. It cannot be brought "
        "back.",
        "back_url": case_study.get_absolute_url(),
    }
    return render(request, "form_page.html", context)


# --- What they share --------------------------------------------------------------------------------------------------
def _seen_or_404(request: SignedInRequest, pk: int) -> CaseStudy:
    found = CaseStudy.objects.visible_to(request.user).select_related("edition", "partnership")
    return get_object_or_404(found.prefetch_related(*WHOLE), pk=pk)


def _written_or_404(request: SignedInRequest, pk: int) -> CaseStudy:
    return get_object_or_404(CaseStudy.objects.written_by(request.user).prefetch_related(*WHOLE), pk=pk)


def _part_or_404(request: SignedInRequest, pk: int, name: str) -> tuple[CaseStudy, Part]:
    part = BY_NAME.get(name)
    if part is None or not part.has_answers:
        raise Http404
    return _written_or_404(request, pk), part


def _list_or_404(request: SignedInRequest, pk: int, name: str) -> tuple[CaseStudy, Part, Items]:
    case_study, part = _part_or_404(request, pk, name)
    if part.items is None:
        raise Http404
    return case_study, part, part.items


def _mine(request: SignedInRequest) -> set[int]:
    """Ids of the schools where this person is verified."""
    return set(schools_of(request.user).values_list("pk", flat=True))


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


def _of_list(context: dict[str, Any], case_study: CaseStudy, part: Part, kind: Items) -> dict[str, Any]:
    """The same of a page of one thing of a list: the way back is the list."""
    back_url = reverse("casestudies:items", args=[case_study.pk, part.name])
    return {**context, "kind": kind, "back_url": back_url, "lede": ""}


def _wants_preview(request: HttpRequest) -> bool:
    return request.POST.get("then") == PREVIEW


def _version(request: HttpRequest) -> int:
    """The section's version when the page was opened; -1, which none has, where the hidden field was tampered with."""
    return _number(request.POST.get("version", ""), otherwise=-1)


def _number(text: str, otherwise: int = 0) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
