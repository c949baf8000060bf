"""A status changes only along its table."""

from types import SimpleNamespace

import pytest

from core.transitions import StatusNotAllowed, move

ALLOWED = {"draft": {"sent"}, "sent": {"approved", "declined"}}


def test_an_allowed_step_is_taken():
    thing = SimpleNamespace(status="draft")
    move(thing, "sent", allowed=ALLOWED, refusal="No.")
    assert thing.status == "sent"


@pytest.mark.parametrize(("now", "to"), [("draft", "approved"), ("approved", "sent"), ("unknown", "sent")])
def test_any_other_is_refused_with_the_sentence_and_changes_nothing(now, to):
    thing = SimpleNamespace(status=now)
    with pytest.raises(StatusNotAllowed, match=r"Send it first\."):
        move(thing, to, allowed=ALLOWED, refusal="Send it first.")
    assert thing.status == now
