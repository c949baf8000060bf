"""Correcting what is published, with a reason."""

import pytest

from accounts.models import ForumRole
from accounts.tests.factories import make_forum
from casestudies.actions.confirming import WordsNeeded, send_case_study
from casestudies.actions.moderation import (
    NotAModerator,
    NotPublic,
    OwnSchool,
    correct_edition,
    publish_case_study,
    withdraw_case_study,
)
from casestudies.editions import content_of, fingerprint
from casestudies.models import CaseStudy, Edition
from casestudies.rules import is_own
from casestudies.tests.cast import confirm_all, draft_case_study, moderator, published, save, writer_of
from core.errors import Changed
from core.models import Event
from notifications.models import Message

pytestmark = pytest.mark.django_db
REASON = "A surname stood in the second step."
STEP = "steps.steps.1.title"


def correct(edition, *, changes=None, by=None, reason=REASON, seen=None):
    changes = {STEP: "Fix the dates"} if changes is None else changes
    return correct_edition(edition=edition, by=by or moderator(), reason=reason, changes=changes, seen=seen)


def test_the_words_are_changed_and_found_and_its_schools_are_told():
    before = published("The reading barge")
    edition = correct(before, changes={STEP: "Fix the dates", "story.title": "The reading boat"})
    assert edition.content["steps"]["steps"][1]["title"] == "Fix the dates"
    assert (edition.title, edition.number, edition.slug) == ("The reading boat", 1, "the-reading-barge")
    assert "Fix the dates" in edition.words
    assert "Fix all eight dates" not in edition.words
    assert edition.edition_at == before.edition_at
    letters = Message.objects.filter(kind="case-study-corrected")
    assert letters.count() == 2
    assert REASON in letters[0].text
    assert "Title; Step 2, what is done" in letters[0].text
    assert REASON in Event.objects.of(edition.case_study).first().sentence
    assert edition.history.count() == 2


def test_the_working_text_follows_so_that_the_next_edition_does_not_undo_it():
    edition = correct(published(), changes={STEP: "Fix the dates", "story.title": "The reading boat"})
    case_study = CaseStudy.objects.get(pk=edition.case_study_id)
    assert case_study.title == "The reading boat"
    assert content_of(case_study) == edition.content
    save(case_study, "licence", {"licence": "ogl-3.0"})
    send_case_study(case_study=case_study, by=writer_of(case_study))
    again = publish_case_study(case_study=confirm_all(case_study), by=moderator())
    assert again.content["steps"]["steps"][1]["title"] == "Fix the dates"


def test_the_words_of_a_picture_are_corrected_where_the_schools_keep_them_too():
    case_study = draft_case_study()
    picture = case_study.pictures.create(
        alt="Ava Smith at the sink", file="x.webp", width=800, height=600, widths=[800]
    )
    edition = publish_case_study(case_study=confirm_all(sent(case_study)), by=moderator())
    correct(edition, changes={"pictures.0.alt": "A pupil at the sink"})
    picture.refresh_from_db()
    assert picture.alt == "A pupil at the sink"
    assert "Ava" not in Edition.objects.get().words


def sent(case_study):
    return send_case_study(case_study=case_study, by=writer_of(case_study))


def test_what_the_schools_have_rewritten_since_stays_theirs():
    edition = published()
    case_study = edition.case_study
    steps = [{"title": "Meet", "weeks_before": 9, "text": ""}, {"title": "Agree", "weeks_before": 8, "text": ""}]
    save(case_study, "steps", {"steps": steps})
    correct(edition, changes={STEP: "Fix the dates", "lessons.wrong": "Two sessions were lost."})
    content = content_of(case_study)
    assert content["steps"]["steps"] == steps
    assert content["lessons"]["wrong"] == "Two sessions were lost."


def test_who_confirmed_the_text_that_waits_has_confirmed_it_corrected():
    edition = published()
    case_study = edition.case_study
    save(case_study, "licence", {"licence": "ogl-3.0"})
    send_case_study(case_study=case_study, by=writer_of(case_study))
    confirm_all(case_study)
    correct(edition)
    text = fingerprint(content_of(case_study))
    assert {participant.confirmed_text for participant in case_study.participants.all()} == {text}
    assert publish_case_study(case_study=case_study, by=moderator(), seen=text).number == 2


def test_a_section_that_somebody_has_open_is_not_overwritten():
    edition = published()
    version = edition.case_study.sections.get(name="steps").version
    correct(edition)
    assert edition.case_study.sections.get(name="steps").version == version + 1


def test_who_corrects_may_decide_about_it_later():
    edition = correct(published())
    assert not is_own(moderator(), edition.case_study)


def test_nothing_changed_tells_nobody():
    edition = published()
    words = {"lessons.wrong": f"{edition.content['lessons']['wrong']}\r\n", "no.such.text": "?"}
    correct(edition, changes=words)
    correct(correct(edition))
    assert Message.objects.filter(kind="case-study-corrected").count() == 2


@pytest.mark.parametrize(
    "changes", [{STEP: " \x00"}, {STEP: "x" * 121}, {"story.summary": "x" * 301}], ids=["gap", "title", "summary"]
)
def test_a_correction_keeps_to_the_limits(changes):
    edition = published()
    with pytest.raises(WordsNeeded):
        correct(edition, changes=changes)
    edition.refresh_from_db()
    assert edition.history.count() == 1


def test_reason_reading_and_standing_are_needed():
    edition = published()
    with pytest.raises(WordsNeeded):
        correct(edition, reason="")
    with pytest.raises(Changed):
        correct(edition, seen="0" * 64)
    with pytest.raises(NotAModerator):
        correct(edition, by=make_forum(role=ForumRole.ADVISER))
    own = writer_of(edition.case_study)
    own.forum_role = ForumRole.MODERATOR
    own.save()
    with pytest.raises(OwnSchool):
        correct(edition, by=own)
    withdraw_case_study(case_study=edition.case_study, by=moderator(), words="Asked by the school.")
    with pytest.raises(NotPublic):
        correct(edition)
