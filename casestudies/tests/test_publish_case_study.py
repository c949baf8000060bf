"""Publishing: the first edition, and the next in its place."""

import pytest
from django.utils import timezone

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member, make_pending
from casestudies.actions.confirming import send_case_study, take_back
from casestudies.actions.moderation import AlreadyDecided, NotAModerator, OwnSchool, publish_case_study
from casestudies.editions import content_of, fingerprint
from casestudies.models import CaseStudy, Edition
from casestudies.tests.cast import (
    confirm_all,
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
from core.models import Event
from notifications.models import Message

pytestmark = pytest.mark.django_db
Status = CaseStudy.Status


def publish(case_study, *, by=None, seen=None):
    return publish_case_study(case_study=case_study, by=by or moderator(), seen=seen)


def next_version(edition):
    """The next version, with another licence, at Forum staff."""
    save(edition.case_study, "licence", {"licence": "ogl-3.0"})
    send_case_study(case_study=edition.case_study, by=writer_of(edition.case_study))
    return confirm_all(edition.case_study)


def test_everybody_can_read_what_the_schools_confirmed(client):
    case_study = confirmed_case_study(title="The reading barge")
    content = content_of(case_study)
    edition = publish(case_study, seen=fingerprint(content))
    case_study.refresh_from_db()
    assert (case_study.status, case_study.decided_by) == (Status.PUBLISHED, moderator())
    assert (edition.slug, edition.number, edition.content) == ("the-reading-barge", 1, content)
    assert client.get(edition.get_absolute_url()).status_code == 200
    letters = Message.objects.filter(kind="case-study-published")
    assert {letter.to for letter in letters} == {writer_of(case_study).email, partner_of(case_study).email}
    assert "http" in letters[0].text
    assert Event.objects.of(case_study).first().sentence == "Forum staff published it."


def test_before_nobody_reads_a_word(client):
    case_study = confirmed_case_study(title="The reading barge")
    assert client.get("/case-studies/the-reading-barge/").status_code == 404
    assert not Edition.objects.filter(case_study=case_study).exists()


def test_the_next_edition_takes_the_place_of_the_last_at_the_same_address():
    first = published("The reading barge")
    case_study = next_version(first)
    first.refresh_from_db()
    assert first.content["licence"] == {"licence": "cc-by-4.0"}
    second = publish(case_study)
    assert (second.pk, second.slug, second.number) == (first.pk, "the-reading-barge", 2)
    assert second.licence == "ogl-3.0"
    assert second.published_at == first.published_at
    assert second.edition_at > first.edition_at
    assert [version.number for version in second.history.order_by("history_id")] == [1, 2]


def test_lists_follow_the_next_edition():
    first = published()
    save(first.case_study, "who", {**first.content["who"], "activities": ["music"], "subjects": []})
    send_case_study(case_study=first.case_study, by=writer_of(first.case_study))
    second = publish(confirm_all(first.case_study))
    assert [activity.slug for activity in second.activities.all()] == ["music"]
    assert not second.subjects.exists()


def test_pressing_twice_publishes_once():
    case_study = confirmed_case_study()
    seen = fingerprint(content_of(case_study))
    first, second = publish(case_study, seen=seen), publish(case_study, seen=seen)
    assert (first.pk, first.number) == (second.pk, second.number) == (first.pk, 1)
    assert Message.objects.filter(kind="case-study-published").count() == 2


def test_what_another_decided_is_told():
    case_study = confirmed_case_study()
    publish(case_study)
    with pytest.raises(AlreadyDecided, match="Ruth Adeyemi decided last"):
        publish(case_study, by=make_forum(name="Ann"))


@pytest.mark.parametrize("make", [draft_case_study, sent_case_study])
def test_what_not_every_school_confirmed_is_not_published(make):
    with pytest.raises(AlreadyDecided):
        publish(make())


def test_what_was_taken_back_is_not_published():
    case_study = confirmed_case_study()
    take_back(case_study=case_study, by=writer_of(case_study))
    with pytest.raises(AlreadyDecided, match="no longer waits"):
        publish(case_study)


def test_a_text_that_nobody_read_is_not_published():
    case_study = confirmed_case_study()
    with pytest.raises(Changed):
        publish(case_study, seen="0" * 64)


def test_only_moderators():
    case_study = confirmed_case_study()
    for by in (make_forum(role=ForumRole.ADVISER), writer_of(case_study)):
        with pytest.raises(NotAModerator):
            publish(case_study, by=by)
    assert publish(case_study, by=make_forum(role=ForumRole.ADMINISTRATOR)).number == 1


def test_never_by_somebody_of_a_school_that_it_names():
    case_study = confirmed_case_study()
    schools = [participant.school for participant in case_study.participants.order_by("pk")]
    member = make_forum()
    make_member(schools[1], user=member)
    waiting = make_forum()
    make_pending(schools[0], user=waiting)
    named = make_forum(email="office@tarnedge.example")
    case_study.participants.filter(school=schools[1]).update(email=named.email)
    wrote = writer_of(case_study)
    wrote.forum_role = ForumRole.MODERATOR
    wrote.save()
    for by in (member, waiting, named, wrote):
        with pytest.raises(OwnSchool):
            publish(case_study, by=by)


def test_it_is_asked_about_in_two_years_from_each_edition():
    first = published()
    Edition.objects.update(review_on=timezone.localdate())
    assert publish(next_version(first)).review_on.year == timezone.localdate().year + 2
