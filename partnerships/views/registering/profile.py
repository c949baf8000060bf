"""What a school says of itself on its public page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from partnerships.actions.profile import describe_school
from partnerships.forms.registering import ProfileForm
from partnerships.querysets import schools_of
from schools.models import School


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, urn: int) -> HttpResponse:
    """For people verified at the school; to everybody else the page is not there."""
    mine = School.objects.listed().filter(pk__in=schools_of(request.user)).select_related("profile")
    school = get_object_or_404(mine, urn=urn)
    written = getattr(school, "profile", None)
    form = ProfileForm(
        request.POST if request.method == "POST" else None, initial={"about": written.about if written else ""}
    )
    if form.is_valid():
        describe_school(school=school, about=form.cleaned_data["about"], by=request.user)
        messages.success(request, "Saved. This is how other schools see yours.")
        return redirect(school)
    context = {"form": form, "heading": f"About {school}", "back_url": school.get_absolute_url()}
    return render(request, "form_page.html", context)
