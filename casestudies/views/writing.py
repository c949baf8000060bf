"""The case studies of a person's schools: the list, begin, the overview, the preview, throwing one away."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from accounts.querysets import schools_of
from accounts.requests import SignedInRequest
from casestudies.actions import writing as actions
from casestudies.editions import content_of
from casestudies.forms.writing import BeginForm, ConfirmForm
from casestudies.models import CaseStudy
from casestudies.reading import reading_of
from casestudies.writing.progress import done_words, standing_of, tasks_of
from core.errors import ActionRefused
from partnerships.models import Partnership

PER_PAGE = 20
MOST_PARTNERSHIPS = 50  # offered to begin with; nobody has more

WHOLE = ["sections", "participants__school", "pictures", "attachments"]


@never_cache
@require_safe
def yours(request: SignedInRequest) -> HttpResponse:
    """The case studies that this person's schools write, and those that they were asked to confirm."""
    found = CaseStudy.objects.visible_to(request.user).select_related("edition").prefetch_related(*WHOLE)
    partnership = number_in(request.GET.get("partnership", ""))
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
    partnerships = Partnership.objects.visible_to(request.user).with_school(schools).with_present()
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        schools=schools,
        partnerships=list(partnerships[:MOST_PARTNERSHIPS]),
        initial={"about": f"partnership-{number_in(request.GET.get('partnership', ''))}"},
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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once more, then delete a case study that was never published."""
    case_study = written_or_404(request, pk)
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


def _seen_or_404(request: SignedInRequest, pk: int) -> CaseStudy:
    found = CaseStudy.objects.visible_to(request.user).select_related("edition", "partnership")
    return get_object_or_404(found.prefetch_related(*WHOLE), pk=pk)


def written_or_404(request: SignedInRequest, pk: int) -> CaseStudy:
    """The case study, if this person may change its text in some state; otherwise there is none."""
    return get_object_or_404(CaseStudy.objects.written_by(request.user).prefetch_related(*WHOLE), pk=pk)


def _mine(request: SignedInRequest) -> set[int]:
    """Ids of the schools where this person is verified."""
    return set(schools_of(request.user).values_list("pk", flat=True))


def number_in(text: str, otherwise: int = 0) -> int:
    """A number that somebody sent in an address or a hidden field; `otherwise` where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
