"""What a new user needs to walk the whole journey on one laptop: whom to be, the code, and the post."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from demo.people import FORUM, PASSWORD, TOTP_SECRET, at_schools, code_now
from demo.places import SCHOOLS
from notifications.models import Message

PER_PAGE = 10
NAMES = {place.urn: place.name for place in SCHOOLS}


@login_not_required
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Open to everybody: this app is there only where DEMO is on, and everything in it is made up."""
    post = Message.objects.exclude(to="").order_by("-created_at", "-pk")  # bare manager: the demo shows all its post
    if wanted := request.GET.get("to", "").replace("\x00", "")[:254]:
        post = post.filter(to__iexact=wanted)
    context = {
        "people": [(person, NAMES[person.urn]) for person in at_schools()],
        "forum": FORUM,
        "password": PASSWORD,
        "secret": TOTP_SECRET,
        "code": code_now(),
        "page": Paginator(post, PER_PAGE).get_page(request.GET.get("page")),
        "to": wanted,
    }
    return render(request, "demo/index.html", context)
