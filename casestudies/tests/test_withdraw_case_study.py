"""Forum staff withdraw what is published, or refuse what waits."""

import pytest

from accounts.models import ForumRole
from accounts.tests.factories import make_forum
from casestudies.actions.confirming import WordsNeeded
from casestudies.actions.moderation import AlreadyDecided, NotAModerator, OwnSchool, withdraw_case_study
from casestudies.models import CaseStudy, Edition
from casestudies.tests.cast import (
    confirmed_case_study,
    draft_case_study,
    moderator,
    partner_of,
    published,
    save,
    sent_case_study,
    writer_of,
)
from core.errors import Changed
from notifications.models import Message

pytestmark = pytest.mark.django_db
Status = CaseStudy.Status
WORDS = "A pupil can be recognised."


def withdraw(case_study, *, by=None, words=WORDS, seen=None):
    return withdraw_case_study(case_study=case_study, by=by or moderator(), words=words, seen=seen)


def test_nobody_reads_it_any_more_and_its_schools_are_told_why(client):
    edition = published()
    case_study = withdraw(edition.case_study)
    assert (case_study.status, case_study.staff_words) == (Status.WITHDRAWN, WORDS)
    assert not Edition.objects.public().exists()
    assert client.get(edition.get_absolute_url()).status_code == 410
    letters = Message.objects.filter(kind="case-study-withdrawn")
    assert {letter.to for letter in letters} == {writer_of(case_study).email, partner_of(case_study).email}
    assert all(letter.subject.startswith("Forum staff withdrew") and WORDS in letter.text for letter in letters)


def test_while_its_next_version_is_written_it_may_be_withdrawn_too():
    edition = published()
    save(edition.case_study, "licence", {"licence": "ogl-3.0"})
    assert withdraw(edition.case_study).status == Status.WITHDRAWN


def test_what_waits_is_not_published_at_all():
    case_study = withdraw(confirmed_case_study())
    assert case_study.status == Status.WITHDRAWN
    assert Message.objects.filter(subject__startswith="Forum staff will not publish").count() == 2


@pytest.mark.parametrize("make", [draft_case_study, sent_case_study])
def test_what_the_schools_still_have_is_theirs(make):
    with pytest.raises(AlreadyDecided):
        withdraw(make())


def test_pressing_twice_tells_once():
    case_study = published().case_study
    withdraw(case_study)
    withdraw(case_study)
    assert Message.objects.filter(kind="case-study-withdrawn").count() == 2


def test_a_reason_a_moderator_and_no_part_in_it():
    case_study = confirmed_case_study()
    with pytest.raises(WordsNeeded):
        withdraw(case_study, words="")
    with pytest.raises(NotAModerator):
        withdraw(case_study, by=make_forum(role=ForumRole.ADVISER))
    with pytest.raises(Changed):
        withdraw(case_study, seen="0" * 64)
    own = writer_of(case_study)
    own.forum_role = ForumRole.MODERATOR
    own.save()
    with pytest.raises(OwnSchool):
        withdraw(case_study, by=own)
