"""Two people at once, in threads with connections of their own, on the database that is under test."""

import pytest

from accounts.tests.factories import make_forum
from core.errors import ActionRefused
from core.tests.at_once import at_once
from notifications.models import Message
from partnerships.actions.moderation import approve_registration, decline_registration, refuse_change, version_of
from partnerships.actions.registration import withdraw_registration
from partnerships.models import Registration
from partnerships.tests.cast import waiting_registration
from partnerships.tests.moderating import proposed_registration

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def decided_by(registration):
    """The calls of two moderators who both read this state of it."""
    seen = version_of(registration)
    return [{"registration": registration, "by": make_forum(name=name), "seen": seen} for name in ("Ann", "Ben")]


@pytest.mark.parametrize("round_", range(3))
def test_of_two_who_approve_and_decline_one_decides_and_the_other_is_told(round_):
    waiting = waiting_registration()
    ann, ben = decided_by(waiting)
    outcomes = at_once(
        lambda: approve_registration(**ann), lambda: decline_registration(**ben, words="Not a school that we know.")
    )
    refusals = [outcome for outcome in outcomes if isinstance(outcome, ActionRefused)]
    assert len(refusals) == 1
    waiting.refresh_from_db()
    winner = "Ann" if waiting.status == Registration.Status.LIVE else "Ben"
    assert waiting.decided_by.name == winner
    assert f"{winner} decided" in str(refusals[0])
    kinds = Message.objects.filter(kind__in=["registration-approved", "registration-declined"])
    assert kinds.count() == 2  # one letter to each contact, of the decision that stands
    assert kinds.values("kind").distinct().count() == 1


def test_of_two_who_approve_one_tells_the_school():
    ann, ben = decided_by(waiting_registration())
    outcomes = at_once(lambda: approve_registration(**ann), lambda: approve_registration(**ben))
    assert sum(isinstance(outcome, ActionRefused) for outcome in outcomes) == 1
    assert Message.objects.filter(kind="registration-approved").count() == 2


def test_one_person_who_presses_twice_at_once_tells_the_school_once():
    ann, _ = decided_by(waiting_registration())
    outcomes = at_once(lambda: approve_registration(**ann), lambda: approve_registration(**ann))
    assert [outcome.status for outcome in outcomes] == [Registration.Status.LIVE] * 2
    assert Message.objects.filter(kind="registration-approved").count() == 2


def test_a_change_is_approved_or_refused_but_not_both():
    proposed = proposed_registration(miles=30)
    ann, ben = decided_by(proposed)
    outcomes = at_once(
        lambda: approve_registration(**ann), lambda: refuse_change(**ben, words="Thirty miles is too far.")
    )
    assert sum(isinstance(outcome, ActionRefused) for outcome in outcomes) == 1
    proposed.refresh_from_db()
    assert proposed.proposed is None
    approved = Message.objects.filter(kind="change-approved").exists()
    assert proposed.miles == (30 if approved else 15)
    assert Message.objects.filter(kind="change-refused").exists() is not approved


def test_a_school_that_withdraws_while_it_is_approved_ends_withdrawn_or_is_live_first():
    waiting = waiting_registration()
    ann, _ = decided_by(waiting)
    outcomes = at_once(
        lambda: approve_registration(**ann),
        lambda: withdraw_registration(registration=waiting, by=waiting.lead),
    )
    waiting.refresh_from_db()
    assert waiting.status == Registration.Status.WITHDRAWN
    # Approved first and withdrawn after, or withdrawn first and the moderator told.
    told = Message.objects.filter(kind="registration-approved").exists()
    assert isinstance(outcomes[0], ActionRefused) is not told
