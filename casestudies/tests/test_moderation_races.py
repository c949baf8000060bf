"""Two people at once, in threads with connections of their own, on the database that is under test."""

import pytest

from accounts.tests.factories import make_forum
from casestudies.actions.confirming import (
    confirm_case_study,
    object_to_case_study,
    send_case_study,
    take_back,
    withdraw_own_case_study,
)
from casestudies.actions.moderation import ask_for_change, correct_edition, publish_case_study
from casestudies.editions import content_of, fingerprint
from casestudies.models import CaseStudy, Edition
from casestudies.tests.cast import (
    confirmed_case_study,
    draft_case_study,
    moderator,
    partner_of,
    published,
    sent_case_study,
    writer_of,
)
from core.errors import ActionRefused
from core.tests.at_once import at_once
from notifications.models import Message

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
Status = CaseStudy.Status


def refused(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, ActionRefused)]


def letters(kind):
    return Message.objects.filter(kind=kind).count()


def by_two_moderators(case_study):
    """The calls of two moderators who both read this text."""
    seen = fingerprint(content_of(case_study))
    return [{"case_study": case_study, "by": make_forum(name=name), "seen": seen} for name in ("Ann", "Ben")]


@pytest.mark.parametrize("round_", range(3))
def test_of_two_moderators_one_decides_and_the_other_is_told(round_):
    case_study = confirmed_case_study()
    ann, ben = by_two_moderators(case_study)
    outcomes = at_once(lambda: publish_case_study(**ann), lambda: ask_for_change(**ben, words="Who paid?"))
    assert len(refused(outcomes)) == 1
    case_study.refresh_from_db()
    winner = "Ann" if case_study.status == Status.PUBLISHED else "Ben"
    assert case_study.decided_by.name == winner
    assert f"{winner} decided last" in str(refused(outcomes)[0])
    assert Edition.objects.count() == letters("case-study-published") / 2 == (winner == "Ann")


def test_two_presses_publish_once():
    ann, _ = by_two_moderators(confirmed_case_study())
    first, second = at_once(lambda: publish_case_study(**ann), lambda: publish_case_study(**ann))
    assert (first.number, second.number) == (1, 1)
    assert letters("case-study-published") == 2


@pytest.mark.parametrize("round_", range(3))
def test_publishing_while_it_is_taken_back_has_one_outcome(round_):
    case_study = confirmed_case_study()
    ann, _ = by_two_moderators(case_study)
    outcomes = at_once(
        lambda: publish_case_study(**ann), lambda: take_back(case_study=case_study, by=writer_of(case_study))
    )
    assert len(refused(outcomes)) == 1
    case_study.refresh_from_db()
    assert (case_study.status == Status.PUBLISHED) is Edition.objects.filter(case_study=case_study).exists()


def test_two_of_one_title_published_at_once_get_an_address_each():
    first, second = confirmed_case_study(title="The reading barge"), confirmed_case_study(title="The reading barge")
    editions = at_once(
        lambda: publish_case_study(case_study=first, by=moderator()),
        lambda: publish_case_study(case_study=second, by=moderator()),
    )
    assert {edition.slug for edition in editions} == {"the-reading-barge", "the-reading-barge-2"}


def test_two_presses_confirm_once():
    case_study = sent_case_study()
    school, by = case_study.participants.order_by("pk")[1].school, partner_of(case_study)
    seen = fingerprint(content_of(case_study))
    outcomes = at_once(
        *[lambda: confirm_case_study(case_study=case_study, school=school, by=by, seen=seen) for _ in range(2)]
    )
    assert [outcome.status for outcome in outcomes] == [Status.FORUM] * 2
    assert letters("case-study-with-forum") == 2


def test_confirming_while_it_is_taken_back_has_one_outcome():
    case_study = sent_case_study()
    school, by = case_study.participants.order_by("pk")[1].school, partner_of(case_study)
    seen = fingerprint(content_of(case_study))
    writer = writer_of(case_study)
    at_once(
        lambda: confirm_case_study(case_study=case_study, school=school, by=by, seen=seen),
        lambda: take_back(case_study=case_study, by=writer),
    )
    case_study.refresh_from_db()
    assert case_study.status == Status.DRAFT  # taken back before it was confirmed, or from Forum staff after


def test_confirming_and_objecting_have_one_outcome():
    case_study = sent_case_study()
    school, by = case_study.participants.order_by("pk")[1].school, partner_of(case_study)
    seen = fingerprint(content_of(case_study))
    outcomes = at_once(
        lambda: confirm_case_study(case_study=case_study, school=school, by=by, seen=seen),
        lambda: object_to_case_study(case_study=case_study, school=school, words="We paid.", by=by),
    )
    assert len(refused(outcomes)) == 1
    case_study.refresh_from_db()
    confirmed = case_study.participants.get(school=school).confirmed_at is not None
    assert case_study.status == (Status.FORUM if confirmed else Status.DRAFT)


def test_two_presses_send_once():
    case_study = draft_case_study()
    writer = writer_of(case_study)
    at_once(*[lambda: send_case_study(case_study=case_study, by=writer) for _ in range(2)])
    assert letters("case-study-to-confirm") == 1


def test_a_correction_and_a_withdrawal_leave_nothing_public():
    edition = published()
    case_study = edition.case_study
    person, writer = moderator(), writer_of(case_study)
    at_once(
        lambda: correct_edition(edition=edition, by=person, reason="A name.", changes={"story.title": "The barge"}),
        lambda: withdraw_own_case_study(case_study=case_study, by=writer, words="We no longer run it."),
    )
    assert not Edition.objects.public().exists()
