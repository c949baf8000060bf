"""Choosing a case study for the front page."""

import pytest

from accounts.models import ForumRole
from accounts.tests.factories import make_forum
from casestudies.actions.moderation import (
    NotAModerator,
    NotPublic,
    OwnSchool,
    feature_edition,
    unfeature_edition,
    withdraw_case_study,
)
from casestudies.models import Edition
from casestudies.tests.cast import moderator, published, writer_of
from core.models import Event
from notifications.models import Message

pytestmark = pytest.mark.django_db


def test_the_latest_choice_comes_first_and_the_schools_are_told():
    first, second = published("One"), published("Two")
    for edition in (first, second, first):
        feature_edition(edition=edition, by=moderator())
    assert list(Edition.objects.featured()) == [second, first]
    assert Message.objects.filter(kind="case-study-featured").count() == 4
    assert Event.objects.of(first.case_study).filter(kind="case-study-featured").count() == 1


def test_it_is_taken_off_again():
    edition = feature_edition(edition=published(), by=moderator())
    for _ in range(2):
        assert unfeature_edition(edition=edition, by=moderator()).featured_at is None
    assert Event.objects.of(edition.case_study).filter(kind="case-study-unfeatured").count() == 1


@pytest.mark.parametrize("action", [feature_edition, unfeature_edition])
def test_only_by_a_moderator_without_a_part_in_it_and_of_what_is_public(action):
    edition = published()
    with pytest.raises(NotAModerator):
        action(edition=edition, by=make_forum(role=ForumRole.ADVISER))
    own = writer_of(edition.case_study)
    own.forum_role = ForumRole.MODERATOR
    own.save()
    with pytest.raises(OwnSchool):
        action(edition=edition, by=own)
    withdraw_case_study(case_study=edition.case_study, by=moderator(), words="Asked by the school.")
    with pytest.raises(NotPublic):
        action(edition=edition, by=moderator())
