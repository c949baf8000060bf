"""Asking for a change, with words beside sections."""

import pytest

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member
from casestudies.actions.confirming import LONGEST_WORDS, WordsNeeded, send_case_study
from casestudies.actions.moderation import AlreadyDecided, NotAModerator, OwnSchool, ask_for_change, publish_case_study
from casestudies.editions import content_of, fingerprint
from casestudies.models import CaseStudy
from casestudies.tests.cast import (
    confirm_all,
    confirmed_case_study,
    draft_case_study,
    moderator,
    partner_of,
    published,
    save,
    writer_of,
)
from core.errors import Changed
from notifications.models import Message

pytestmark = pytest.mark.django_db
Status = CaseStudy.Status
WORDS = "Say who paid for the coach."


def ask(case_study, *, by=None, words=WORDS, sections=None, seen=None):
    return ask_for_change(case_study=case_study, by=by or moderator(), words=words, sections=sections, seen=seen)


def beside(case_study):
    return {section.name: section.staff_words for section in case_study.sections.all() if section.staff_words}


def test_words_stand_beside_their_sections_and_are_mailed():
    case_study = ask(confirmed_case_study(), sections={"cost": "Who paid?", "quotes": "Ask a pupil.", "steps": " "})
    assert (case_study.status, case_study.staff_words) == (Status.CHANGES, WORDS)
    assert beside(case_study) == {"cost": "Who paid?", "quotes": "Ask a pupil."}
    [letter] = Message.objects.filter(kind="case-study-change-asked-for")
    assert letter.to == writer_of(case_study).email
    for words in (WORDS, "What it cost: Who paid?", "What people said: Ask a pupil."):
        assert words in letter.text


def test_a_section_left_as_it_was_is_older_than_the_decision():
    case_study = ask(confirmed_case_study(), sections={"cost": "Who paid?", "quotes": "Ask a pupil."})
    assert all(section.changed_at < case_study.decided_at for section in case_study.sections.all())


def test_words_beside_one_section_are_enough_and_none_are_not():
    assert ask(confirmed_case_study(), words="", sections={"cost": "Who paid?"}).status == Status.CHANGES
    for sections in (None, {}, {"cost": "\x00 "}, {"no-such-section": "Who paid?"}):
        with pytest.raises(WordsNeeded):
            ask(confirmed_case_study(), words=" ", sections=sections)


@pytest.mark.parametrize("given", [{"words": "x" * (LONGEST_WORDS + 1)}, {"sections": {"cost": "x" * 2001}}])
def test_words_have_an_end(given):
    with pytest.raises(WordsNeeded, match="Shorten"):
        ask(confirmed_case_study(), **given)


def test_sent_again_and_published_nothing_is_left_of_them():
    case_study = ask(confirmed_case_study(), sections={"cost": "Who paid?"})
    save(case_study, "cost", {**content_of(case_study)["cost"], "funder": "Each school half, the coach too"})
    send_case_study(case_study=case_study, by=writer_of(case_study))
    assert beside(case_study) == {"cost": "Who paid?"}  # the moderator compares it with what came back
    publish_case_study(case_study=confirm_all(case_study), by=moderator())
    case_study.refresh_from_db()
    assert (beside(case_study), case_study.staff_words) == ({}, "")


def test_the_words_asked_last_are_the_ones_that_stand():
    case_study = ask(confirmed_case_study(), sections={"cost": "Who paid?"})
    send_case_study(case_study=case_study, by=writer_of(case_study))
    ask(confirm_all(case_study), words="", sections={"steps": "Number the dates."})
    case_study.refresh_from_db()
    assert (beside(case_study), case_study.staff_words) == ({"steps": "Number the dates."}, "")


def test_what_is_published_stays_while_a_change_in_the_next_is_asked_for():
    edition = published()
    save(edition.case_study, "licence", {"licence": "ogl-3.0"})
    send_case_study(case_study=edition.case_study, by=writer_of(edition.case_study))
    ask(confirm_all(edition.case_study))
    edition.refresh_from_db()
    assert (edition.withdrawn_at, edition.licence) == (None, "cc-by-4.0")


def test_pressing_twice_tells_the_schools_once():
    case_study = confirmed_case_study()
    for _ in range(2):
        ask(case_study, sections={"cost": "Who paid?"}, seen=fingerprint(content_of(case_study)))
    assert Message.objects.filter(kind="case-study-change-asked-for").count() == 1


def test_only_of_what_waits_and_was_read_by_a_moderator_without_a_part_in_it():
    case_study = confirmed_case_study()
    with pytest.raises(Changed):
        ask(case_study, seen="0" * 64)
    with pytest.raises(NotAModerator):
        ask(case_study, by=make_forum(role=ForumRole.ADVISER))
    own = make_forum()
    make_member(partner_of(case_study).memberships.first().school, user=own)
    with pytest.raises(OwnSchool):
        ask(case_study, by=own)
    with pytest.raises(AlreadyDecided):
        ask(draft_case_study())
