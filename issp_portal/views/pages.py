"""The home page, the dashboard and the standing pages."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from casestudies.finding import MOST_CHARACTERS, Found, Search
from casestudies.models import Edition
from casestudies.reading import cover_of
from core.jobs import retention
from core.todos import todos_of
from editorial.models import Article
from partnerships.maps import national
from partnerships.models import Partnership, Registration
from schools.models import School
from schools.search import search as schools_called

NEWS = 3
CARDS = 3  # case studies on the home page: a row
FOUND_OF_EACH = 5  # case studies, and schools, that the header's search shows; each has a page with all of them
SHOWN_ON_DASHBOARD = 6  # partnerships, and registrations; nobody has more on their mind


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the portal is for, what to press, and what has come of it so far."""
    case_studies = Edition.objects.public().aggregate(number=Count("pk"), pupils=Sum("pupils"))
    shown = Edition.objects.public().best_first().prefetch_related("subjects")[:CARDS]
    england = national()
    figures = [
        (england.registered, "school registered" if england.registered == 1 else "schools registered"),
        (england.partnerships, "partnership begun" if england.partnerships == 1 else "partnerships begun"),
        (case_studies["pupils"] or 0, "pupils took part in what is written up here"),
    ]
    context = {
        "map": england,
        "figures": [figure for figure in figures if figure[0]],  # a nought is no figure to show off with
        "case_studies": case_studies["number"],
        "cards": [(edition, cover_of(edition)) for edition in shown],
        "news": Article.objects.newest()[:NEWS],
    }
    return render(request, "portal/home.html", context)


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What the header's box finds: the first case studies and the first schools, and the way to all of either."""
    typed = " ".join(request.GET.get("q", "").replace("\x00", " ")[:MOST_CHARACTERS].split())
    found = Found(Search(q=typed))
    editions = Edition.objects.public().in_bulk(found.in_order[:FOUND_OF_EACH])
    schools = School.objects.listed() if not typed else schools_called(typed, queryset=School.objects.listed()).schools
    context = {
        "q": typed,
        "case_studies": found.total,
        "editions": [editions[pk] for pk in found.in_order[:FOUND_OF_EACH] if pk in editions],
        "schools_in_all": schools.count(),
        "schools": schools[:FOUND_OF_EACH],
    }
    return render(request, "portal/search.html", context)


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
