"""Where a partnership stands: forming, agreed, running, embedding, ended. It moves by these functions only.

"Agreed" comes of itself when the last head and chair sign the MOU. Schools that agreed on paper may say so by hand: one
school's word is enough, because nothing hangs on it but the words on the page, and the others are told at once. To end
a partnership takes the word of every school (partnerships/actions/proposal.py).
"""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import events
from core.errors import ActionRefused
from core.transitions import lock, move
from partnerships import listeners
from partnerships.messages import stage as messages
from partnerships.models import Partnership, Proposal
from partnerships.rules import may_write

Stage = Partnership.Stage

# What the timeline says, by the stage that was reached.
SENTENCES = {
    Stage.RUNNING: "{} started the programme: the partnership is running.",
    Stage.EMBEDDING: "{} marked the partnership as embedding: it is part of how the schools work.",
}


class NotWriter(ActionRefused):
    """Only leads, deputy leads and headteachers move a partnership on."""


@transaction.atomic
def mark_agreed(*, partnership: Partnership, by: User | None) -> Partnership:
    """The MOU has been signed by every school: forming becomes agreed. In any other stage nothing happens.

    Called by the action that completes the MOU, which has checked who signs; it tells the schools itself.
    """
    partnership = lock(partnership)
    if partnership.stage == Stage.FORMING:
        _move(partnership, Stage.AGREED, by)
        _record(partnership, "The schools have agreed: every head and chair of governors has signed.", by)
    return partnership


@transaction.atomic
def agree_on_paper(*, partnership: Partnership, by: User) -> Partnership:
    """Say that the schools have agreed outside the portal. The others are told. Saying it twice changes nothing.

    Raises NotWriter, core.transitions.StatusNotAllowed.
    """
    partnership, schools = _open_for(partnership, by)
    if partnership.stage == Stage.AGREED:
        return partnership
    _move(partnership, Stage.AGREED, by)
    _record(partnership, f"{schools} said that the schools have agreed on paper.", by)
    messages.agreed_on_paper(partnership, by, schools)
    return partnership


@transaction.atomic
def start_running(*, partnership: Partnership, by: User) -> Partnership:
    """The first sessions begin, or begin again after it had been embedding. Twice changes nothing.

    Raises NotWriter, core.transitions.StatusNotAllowed.
    """
    return _go_to(Stage.RUNNING, partnership, by)


@transaction.atomic
def mark_embedding(*, partnership: Partnership, by: User) -> Partnership:
    """It has become part of how the schools work. Twice changes nothing.

    Raises NotWriter, core.transitions.StatusNotAllowed.
    """
    return _go_to(Stage.EMBEDDING, partnership, by)


@transaction.atomic
def end_partnership(*, partnership: Partnership, by: User | None, why: str) -> Partnership:
    """End it, and with it every open proposal. `why` is a sentence for the timeline and the letters.

    Called by the action to which every school has said yes, or after which only one school is left: it has checked
    who may. Twice changes nothing.
    """
    partnership = lock(partnership)
    if partnership.stage == Stage.ENDED:
        return partnership
    _move(partnership, Stage.ENDED, by)
    for proposal in partnership.proposals.open().select_for_update(of=("self",)).order_by("pk"):
        move(proposal, Proposal.Status.OVERTAKEN, allowed=Proposal.ALLOWED, refusal="It is closed already.")
        proposal.closed_at = timezone.now()
        proposal.save(update_fields=["status", "closed_at"])
    _record(partnership, f"The partnership ended. {why}", by)
    messages.ended(partnership, why)
    listeners.tell_of_ended(partnership)
    return partnership


def schools_that_write(partnership: Partnership, by: User) -> str:
    """The school, or schools, for which this person writes here, as the subject of a sentence."""
    found = partnership.partners.written_for_by(by).select_related("school")
    return " and ".join(str(partner.school) for partner in found)


def _go_to(stage: Partnership.Stage, partnership: Partnership, by: User) -> Partnership:
    partnership, schools = _open_for(partnership, by)
    if partnership.stage == stage:
        return partnership  # pressed twice, or a colleague was quicker
    _move(partnership, stage, by)
    _record(partnership, SENTENCES[stage].format(schools), by)
    messages.moved(partnership, by, schools)
    return partnership


def _open_for(partnership: Partnership, by: User) -> tuple[Partnership, str]:
    partnership = lock(partnership)
    if not may_write(by, partnership):
        raise NotWriter("Only the leads, deputy leads and headteachers can move it on. Ask one of them.")
    return partnership, schools_that_write(partnership, by)


def _move(partnership: Partnership, to: Partnership.Stage, by: User | None) -> None:
    refusal = (
        "The partnership has ended, so it stays as it is."
        if partnership.stage == Stage.ENDED
        else f"It stands at “{partnership.get_stage_display()}” now, and cannot become “{to.label}” from there."
    )
    move(partnership, to, allowed=Partnership.ALLOWED, refusal=refusal, field="stage")
    partnership._history_user = by
    partnership.save(update_fields=["stage"])


def _record(partnership: Partnership, sentence: str, by: User | None) -> None:
    events.record(of=partnership, kind=f"partnership-{partnership.stage}", sentence=sentence, by=by)
