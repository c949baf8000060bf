"""What every page needs: the places of the menu, and how to reach the Forum."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

VISITOR = [
    ("Register interest", "partnerships:register"),
    ("Is it right for us?", "partnerships:self_check"),
    ("Schools", "schools:search"),
    ("Case studies", "casestudies:search"),
]
SIGNED_IN = [
    ("Dashboard", "dashboard"),
    ("Matches", "partnerships:matches"),
    ("Partnerships", "partnerships:partnerships"),
    ("Schools", "schools:search"),
    ("Case studies", "casestudies:search"),
]
FORUM = [("Moderation", "admin:index")]


@dataclass(frozen=True)
class MenuItem:
    text: str
    url: str
    active: bool
    exact: bool


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The menu for this visitor, the present place marked by the longest address that begins this one."""
    user = getattr(request, "user", None)
    places = VISITOR
    if user is not None and user.is_authenticated:
        places = SIGNED_IN + (FORUM if user.is_staff else [])
    addresses = [(text, reverse(name)) for text, name in places]
    here = max((url for _, url in addresses if request.path.startswith(url)), key=len, default="")
    items = [MenuItem(text, url, active=url == here, exact=url == request.path) for text, url in addresses]
    return {"navigation": items, "demo": settings.DEMO, "contact_email": settings.CONTACT_EMAIL}
