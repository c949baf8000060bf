"""The MOU in a partnership's workspace: its tab, and a card beside the overview."""

from typing import Any

from django.urls import reverse

from agreements.drafts import day_words, progress_of, waits_for
from agreements.models import Mou, MouClause
from partnerships.models import Partnership
from partnerships.workspace import Card, Tab


def tab_of(partnership: Partnership, user: Any) -> Tab:
    """To the draft, with how many clauses wait for this person; before there is one, to its beginning."""
    return Tab(text="MOU", url=reverse("agreements:mou", args=[partnership.pk]), count=_waiting(partnership, user))


def card_of(partnership: Partnership, user: Any) -> Card:
    """How far the MOU is, or that there is none yet."""
    url = reverse("agreements:mou", args=[partnership.pk])
    mou = Mou.objects.visible_to(user).select_related("in_force").filter(partnership=partnership).first()
    if mou is None:
        sentence = "Not begun. It says what each school gives and gets, and both heads and chairs sign it."
        return Card(title="MOU", sentence=sentence, url=url, link="Begin the MOU")
    held = _held(partnership, mou)
    if mou.status != Mou.Status.DRAFTING:
        return Card(title="MOU", sentence=held or f"{mou.get_status_display()}.", url=url, link="See the MOU")
    progress = progress_of(mou)
    sentence = f"{progress.agreed} of {progress.total} clauses agreed, {progress.open} not yet addressed."
    sentence = f"{held} Of the next, {sentence}" if held else sentence
    return Card(title="MOU", sentence=sentence, url=url, link="Go on with the MOU")


def _held(partnership: Partnership, mou: Mou) -> str:
    """What holds, or held last and what next; "" where nothing was signed."""
    version = mou.in_force
    if version is None:
        return ""
    ends = day_words(version.ends_on)
    if version.status != version.Status.ENDED:
        return f"Version {version.number} holds until {ends}. You review it by {day_words(version.review_on)}."
    if partnership.stage == Partnership.Stage.ENDED or mou.status != Mou.Status.ENDED:
        return f"Version {version.number} has ended."
    return f"It ended on {ends}. Renew it, or end the partnership."


def _waiting(partnership: Partnership, user: Any) -> int:
    """Clauses under discussion that wait for a school for which this person writes."""
    sides = list(partnership.partners.written_for_by(user))
    if not sides:
        return 0
    moving = MouClause.objects.standing().filter(
        mou__partnership=partnership, mou__status=Mou.Status.DRAFTING, state=MouClause.State.DISCUSSION
    )
    clauses = moving.defer("content", "guidance").prefetch_related("agreements")
    return sum(any(waits_for(clause, side) for side in sides) for clause in clauses)
