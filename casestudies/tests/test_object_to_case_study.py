"""Asking for a change before one's school confirms: by the action, and from its page."""

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from casestudies.actions.confirming import (
    LONGEST_WORDS,
    NotNow,
    NotYours,
    WordsNeeded,
    confirm_case_study,
    object_to_case_study,
    send_case_study,
)
from casestudies.editions import content_of, fingerprint
from casestudies.models import CaseStudy
from casestudies.tests.cast import confirmed_case_study, partner_of, sent_case_study, writer_of
from core.models import Event
from notifications.models import Message
from schools.tests.factories import make_independent, make_school

pytestmark = pytest.mark.django_db
Status = CaseStudy.Status
WORDS = "Under cost: we paid for the coach."


def asked_of(case_study):
    return case_study.participants.order_by("pk")[1]


def object_to(case_study, *, words=WORDS, by=None):
    by = by or partner_of(case_study)
    return object_to_case_study(case_study=case_study, school=asked_of(case_study).school, words=words, by=by)


def test_the_text_goes_back_with_the_words():
    case_study = object_to(sent_case_study())
    assert case_study.status == Status.DRAFT
    assert asked_of(case_study).words == WORDS
    [letter] = Message.objects.filter(kind="case-study-change-wanted")
    assert letter.to == writer_of(case_study).email
    assert letter.subject.startswith("Thornmere School asks for a change in")
    assert WORDS in letter.text
    assert Event.objects.of(case_study).first().sentence == "Thornmere School asked for a change."


def test_sent_again_the_words_are_dealt_with():
    case_study = object_to(sent_case_study())
    send_case_study(case_study=case_study, by=writer_of(case_study))
    assert asked_of(case_study).words == ""


def test_a_school_that_had_confirmed_may_still_object_while_another_is_awaited():
    case_study = sent_case_study(others=[make_independent(), make_school()])
    seen = fingerprint(content_of(case_study))
    confirm_case_study(case_study=case_study, school=asked_of(case_study).school, by=partner_of(case_study), seen=seen)
    object_to(case_study)
    assert asked_of(case_study).confirmed_at is None


def test_the_same_words_again_change_nothing():
    case_study = object_to(sent_case_study())
    object_to(case_study)
    assert Message.objects.filter(kind="case-study-change-wanted").count() == 1


@pytest.mark.parametrize("words", ["", " \n\x00 ", "x" * (LONGEST_WORDS + 1)])
def test_words_are_needed(words):
    with pytest.raises(WordsNeeded):
        object_to(sent_case_study(), words=words)


def test_it_is_too_late_once_forum_staff_have_it():
    with pytest.raises(NotNow):
        object_to(confirmed_case_study())


def test_only_the_school_itself_objects():
    case_study = sent_case_study()
    for by in (writer_of(case_study), make_user()):
        with pytest.raises(NotYours):
            object_to(case_study, by=by)


def test_its_page(client):
    case_study = sent_case_study()
    url = reverse("casestudies:object", args=[case_study.pk])
    client.force_login(partner_of(case_study))
    posted = {"words": "", "school": asked_of(case_study).school.urn}
    assert "Enter what should change before you confirm" in client.post(url, posted).content.decode()
    assert "Shorten this to 2,000 characters" in client.post(url, {**posted, "words": "x" * 2001}).content.decode()
    assert client.post(url, {**posted, "words": "nul\x00"}).status_code == 200
    response = client.post(url, {**posted, "words": WORDS}, follow=True)
    assert "Sent. The schools that write it are told" in response.content.decode()
    assert CaseStudy.objects.get(pk=case_study.pk).status == Status.DRAFT
    assert "Nothing waits for you" in client.get(url, follow=True).content.decode()
    client.force_login(make_user())
    assert client.get(url).status_code == 404
