"""The first step, which makes the draft, and what happens where the school is registered already."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Membership
from core.errors import ActionRefused
from partnerships.actions.draft import begin_draft
from partnerships.actions.registration import check_none_stands
from partnerships.forms.school import SchoolForm
from partnerships.models import Draft, Registration
from partnerships.registering.steps import Progress, steps_for
from partnerships.views.registering.drafts import address_to_go_on, drafts_of, hold, page_of, person
from schools.forms import added_schools
from schools.models import School
from schools.querysets import SchoolQuerySet


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_step(request: HttpRequest) -> HttpResponse:
    """Which school? `?urn=` chooses it beforehand."""
    return school_step(request, None)


def school_step(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    """Ask for the school of a new or an unfinished draft."""
    saved = draft.answers.get("school") if draft else None
    form = SchoolForm(
        request.POST if request.method == "POST" else None,
        draft=draft,
        user=request.user,
        saved=saved,
        suggested=_suggested(request, draft),
        added=added_schools(request),
    )
    if form.is_valid():
        return _begin(request, draft, form)
    place = Progress(number=1, steps=steps_for(draft))
    context = {"form": form, "heading": place.step.heading, **page_of(draft, place)}
    return render(request, "partnerships/registering/school.html", context)


def _begin(request: HttpRequest, draft: Draft | None, form: SchoolForm) -> HttpResponse:
    school = form.cleaned_data["school"]
    try:
        check_none_stands(school)
    except ActionRefused:
        return redirect("partnerships:register_join", school.urn)
    # Going back and pressing the button again goes on with the draft that is there.
    held = draft or drafts_of(request).unfinished().filter(changes=None, school=school).first()
    draft = begin_draft(school=school, answer=form.answer(), by=person(request), held=held)
    hold(request, draft)
    return redirect(address_to_go_on(draft))


def _choosable(request: HttpRequest) -> SchoolQuerySet:
    """Open schools of the register, and those that this visitor added by hand."""
    return School.objects.choosable(added_schools(request))  # bare manager: choosable says who sees what


def _suggested(request: HttpRequest, draft: Draft | None) -> School | None:
    """The school of the draft or of `?urn=`; otherwise the one where this person works."""
    if draft and draft.school:
        return draft.school
    choosable = _choosable(request)
    urn = request.GET.get("urn", "")
    if urn.isascii() and urn.isdigit() and len(urn) < 9:
        return choosable.filter(urn=int(urn)).first()
    if not request.user.is_authenticated:
        return None
    mine = Membership.objects.of(request.user).current().values("school_id")
    return choosable.filter(pk__in=mine).order_by("name", "urn").first()


@login_not_required
@never_cache
@require_safe
def join(request: HttpRequest, urn: int) -> HttpResponse:
    """The school is registered already: how to work on that registration with one's colleagues."""
    school = get_object_or_404(_choosable(request), urn=urn)
    if not Registration.objects.standing().filter(school=school).exists():  # bare manager: says only that one stands
        return redirect("partnerships:register_school")
    registration = Registration.objects.visible_to(request.user).standing().filter(school=school).first()
    waits = request.user.is_authenticated and Membership.objects.of(request.user).pending().at(school).exists()
    context = {"school": school, "registration": registration, "waits": waits}
    return render(request, "partnerships/registering/join.html", context)
