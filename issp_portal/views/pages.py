"""The home page, the dashboard and the standing pages."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core.jobs import retention
from core.todos import todos_of
from partnerships.maps import national
from partnerships.models import Partnership, Registration

SHOWN_ON_DASHBOARD = 6  # partnerships, and registrations; nobody has more on their mind


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"map": national()})


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """What needs me, in order; what I wait for and since when."""
    mine, waiting = todos_of(request.user)
    schools = [m.school for m in request.user.memberships.verified().select_related("school")]
    partners = Partnership.objects.visible_to(request.user).prefetch_related("partners__school")[:SHOWN_ON_DASHBOARD]
    # Those with Forum staff are above already, among what the person waits for or is asked to change.
    registrations = Registration.objects.visible_to(request.user).filter(status__in=["live", "paused"])
    context = {
        "mine": mine,
        "waiting": waiting,
        "schools": schools,
        "partners": partners,
        "registrations": registrations.select_related("school")[:SHOWN_ON_DASHBOARD],
        "greeting": greeting(),
    }
    return render(request, "portal/dashboard.html", context)


def greeting() -> str:
    """By the clock in the United Kingdom."""
    hour = timezone.localtime().hour
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"


def standing(name: str) -> Callable[..., HttpResponse]:
    """A standing page: text in templates/portal/<name>.html, open to everybody."""
    view = TemplateView.as_view(template_name=f"portal/{name}.html", http_method_names=["get", "head"])
    return login_not_required(view)


privacy = login_not_required(
    TemplateView.as_view(
        template_name="portal/privacy.html", http_method_names=["get", "head"], extra_context={"retention": retention}
    )
)
