"""The home page, the dashboard and the standing pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from core.todos import todos_of


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """What needs me, in order; what I wait for and since when."""
    mine, waiting = todos_of(request.user)
    return render(request, "portal/dashboard.html", {"mine": mine, "waiting": waiting})


def standing(name: str):  # type: ignore[no-untyped-def]
    """A standing page: text in templates/portal/<name>.html, open to everybody."""
    return login_not_required(
        TemplateView.as_view(template_name=f"portal/{name}.html", http_method_names=["get", "head"])
    )
