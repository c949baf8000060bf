"""add_comment, take_back_comment, flag_comment, hide_comment, show_comment, keep_comment."""

import pytest

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member, make_user
from casestudies.actions.moderation import withdraw_case_study
from casestudies.actions.talk import (
    NotAModerator,
    NotPublic,
    NotYours,
    TooFast,
    WordsNotFit,
    add_comment,
    flag_comment,
    hide_comment,
    keep_comment,
    show_comment,
    take_back_comment,
)
from casestudies.models import Comment
from casestudies.tests.cast import published
from core.models import Event
from notifications.models import Message
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return published()


@pytest.fixture
def reader():
    return make_member(make_school(name="Saltmarsh Primary School"), name="Rowan Reader")


def say(edition, by, text="How did you pay for the bus?", **more):
    return add_comment(case_study=edition.case_study, text=text, by=by, **more)


def letters(kind):
    return Message.objects.filter(kind=kind)


def test_a_question_is_kept_recorded_and_told_to_the_authors(edition, reader):
    comment = say(edition, reader)
    assert (comment.text, str(comment.school)) == ("How did you pay for the bus?", "Saltmarsh Primary School")
    event = Event.objects.of(edition.case_study).first()
    assert event.kind == "comment-added" and event.by == reader
    (letter,) = letters("comment-added")
    assert letter.to == edition.case_study.begun_by.email
    assert "How did you pay for the bus?" in letter.text and f"/case-studies/{edition.slug}/questions/" in letter.text
    assert "Rowan" not in letter.text + letter.subject and reader.email not in letter.text


def test_whoever_has_no_school_is_a_reader(edition):
    comment = say(edition, make_user())
    assert comment.school is None
    assert letters("comment-added").get().subject.startswith("A reader asked")


def test_an_answer_is_told_to_who_asked_and_not_to_who_answers(edition, reader):
    question = say(edition, reader)
    Message.objects.all().delete()
    author = edition.case_study.begun_by
    say(edition, author, "The parents’ association did.", answers=question)
    assert [letter.to for letter in letters("comment-added")] == [reader.email]


def test_an_answer_to_an_answer_stands_beside_it(edition, reader):
    question = say(edition, reader)
    first = say(edition, edition.case_study.begun_by, "Half each.", answers=question)
    second = say(edition, reader, "Thank you.", answers=first)
    assert second.answers == question


def test_pressed_twice_it_is_said_once(edition, reader):
    assert say(edition, reader) == say(edition, reader)
    assert Comment.objects.count() == 1 and letters("comment-added").count() == 1


def test_nobody_floods_a_case_study(edition, reader, settings):
    settings.COMMENTS_A_DAY = 2
    say(edition, reader, "One")
    say(edition, reader, "Two")
    with pytest.raises(TooFast, match="2 comments today"):
        say(edition, reader, "Three")
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("", "Enter your question"), (" \x00\n", "Enter your question"), ("x" * 2001, "2,000 characters or fewer")],
)
def test_words_that_do_not_fit_are_refused(edition, reader, text, refusal):
    with pytest.raises(WordsNotFit, match=refusal):
        say(edition, reader, text)
    assert not Comment.objects.exists()


def test_nothing_is_said_beneath_what_was_withdrawn(edition, reader):
    withdraw_case_study(case_study=edition.case_study, by=make_forum(), words="It names a pupil.")
    edition.case_study.refresh_from_db()
    with pytest.raises(NotPublic):
        say(edition, reader)


def test_its_writer_takes_it_back(edition, reader):
    comment = say(edition, reader)
    with pytest.raises(NotYours):
        take_back_comment(comment=comment, by=make_user())
    take_back_comment(comment=comment, by=reader)
    assert not Comment.objects.exists()


def test_what_others_answered_stays_when_a_question_is_taken_back(edition, reader):
    question = say(edition, reader)
    answer = say(edition, edition.case_study.begun_by, "Half each.", answers=question)
    take_back_comment(comment=question, by=reader)
    question.refresh_from_db()
    assert (question.text, question.by, question.school) == ("", None, None)
    assert Comment.objects.filter(pk=answer.pk).exists()


def test_a_flag_is_one_a_person(edition, reader):
    comment = say(edition, reader)
    other = make_user()
    assert flag_comment(comment=comment, reason="Rude.", by=other) == flag_comment(
        comment=comment, reason="Very rude.", by=other
    )
    assert comment.flags.get().reason == "Rude."


def test_hiding_tells_the_writer_why_and_deals_with_the_flags(edition, reader):
    comment = say(edition, reader)
    flag = flag_comment(comment=comment, reason="Rude.", by=make_user())
    moderator = make_forum()
    hide_comment(comment=comment, because="Name no colleague.", by=moderator)
    comment.refresh_from_db()
    flag.refresh_from_db()
    assert comment.hidden_at and comment.hidden_by == moderator and flag.handled_by == moderator
    (letter,) = letters("comment-hidden")
    assert letter.to == reader.email and "Name no colleague." in letter.text
    with pytest.raises(NotPublic):
        say(edition, make_user(), "What did it say?", answers=comment)
    show_comment(comment=comment, by=moderator)
    assert Comment.objects.shown().filter(pk=comment.pk).exists()


def test_a_flagged_comment_may_be_left(edition, reader):
    comment = say(edition, reader)
    flag = flag_comment(comment=comment, reason="Dull.", by=make_user())
    keep_comment(comment=comment, by=make_forum())
    flag.refresh_from_db()
    comment.refresh_from_db()
    assert flag.handled_at and comment.hidden_at is None


def test_only_moderators_hide_and_not_for_a_school_of_their_own(edition, reader):
    comment = say(edition, reader)
    own = make_forum()
    make_member(edition.schools.first(), user=own)
    for nobody in (reader, make_forum(role=ForumRole.ADVISER), own):
        with pytest.raises(NotAModerator):
            hide_comment(comment=comment, because="Why not.", by=nobody)
    comment.refresh_from_db()
    assert comment.hidden_at is None
