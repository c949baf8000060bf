"""The tab of the MOU in a partnership's workspace."""

from typing import Any

from django.urls import reverse

from agreements.drafts import waits_for
from agreements.models import Mou, MouClause
from partnerships.models import Partnership
from partnerships.workspace import Tab


def tab_of(partnership: Partnership, user: Any) -> Tab:
    """To the draft, with how many clauses wait for this person; before there is one, to its beginning."""
    return Tab(text="MOU", url=reverse("agreements:mou", args=[partnership.pk]), count=_waiting(partnership, user))


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
