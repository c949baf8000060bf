"""Is a partnership right for us? Questions and advice on one address; nothing is stored."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.forms.self_check import SelfCheckForm
from partnerships.self_check import advise


@login_not_required
@require_safe
def self_check(request: HttpRequest) -> HttpResponse:
    """The questions; once all are answered, what to do next, in an address that can be sent to a colleague."""
    form = SelfCheckForm(request.GET if request.GET.get("done") else None)
    if form.is_valid():
        answers = form.cleaned_data
        context = {"advice": advise(answers["wishes"], answers), "again": request.GET.urlencode()}
        return render(request, "partnerships/registering/self_check_advice.html", context)
    return render(request, "partnerships/registering/self_check.html", {"form": form})
