"""Which drafts this visitor may open (their own, or those that their browser began or opened by a link), and what
every page of a draft shows."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import User
from partnerships.models import Draft
from partnerships.querysets import DraftQuerySet
from partnerships.registering.steps import CHECK, Progress, next_step

HELD = "drafts"  # key in the session: ids of drafts, newest last
MOST_HELD = 5


def hold(request: HttpRequest, draft: Draft) -> None:
    """Let this browser open a draft that nobody owns yet."""
    if draft.user_id is None:
        ids = [pk for pk in request.session.get(HELD, []) if pk != str(draft.pk)]
        request.session[HELD] = [*ids, str(draft.pk)][-MOST_HELD:]


def drafts_of(request: HttpRequest) -> DraftQuerySet:
    """The drafts this visitor may open, sent ones too."""
    drafts = Draft.objects.visible_to(request.user, held=request.session.get(HELD, []))
    return drafts.select_related("school", "registration__school", "changes__school")


def draft_or_404(request: HttpRequest, pk: object) -> Draft:
    return get_object_or_404(drafts_of(request), pk=pk)


def address_of_step(draft: Draft, name: str) -> str:
    return reverse("partnerships:register_step", args=[draft.pk, name])


def address_to_go_on(draft: Draft) -> str:
    """Where the draft goes on: its first unanswered step, or the check."""
    return address_of_step(draft, next_step(draft.answers))


def person(request: HttpRequest) -> User | None:
    """The signed-in person, for an action's `by`."""
    return None if isinstance(request.user, AnonymousUser) else request.user


def seen_version(request: HttpRequest) -> int:
    """The draft's version when the page was opened; 0, the strictest, where the hidden field was tampered with."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def page_of(draft: Draft | None, place: Progress) -> dict[str, Any]:
    """What every page of the form shows besides its question: progress, the way back, when it was last saved."""
    if draft is None:
        return {"draft": None, "place": place, "back_url": reverse("partnerships:register")}
    back = reverse("partnerships:register")
    if next_step(draft.answers) == CHECK and place.step.name != CHECK:
        back = address_of_step(draft, CHECK)
    elif draft.changes is not None:
        back = draft.changes.get_absolute_url()
    elif place.before is not None:
        back = address_of_step(draft, place.before.name)
    return {"draft": draft, "place": place, "back_url": back}
