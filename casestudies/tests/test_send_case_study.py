"""Sending a case study: by the action, and from its page."""

import pytest
from django.urls import reverse

from accounts.tests.factories import make_member, make_pending, make_user
from casestudies.actions.confirming import NotNow, NotYours, Unfinished, send_case_study, take_back
from casestudies.actions.writing import begin_case_study, name_schools
from casestudies.models import CaseStudy
from casestudies.tests.cast import (
    ANSWERS,
    confirmed_case_study,
    draft_case_study,
    partner_of,
    published,
    save,
    sent_case_study,
    writer_of,
)
from core.models import Event
from notifications.models import Message
from partnerships.tests.introductions import opened_partnership
from schools.tests.factories import make_independent, make_school

pytestmark = pytest.mark.django_db
Status = CaseStudy.Status


def participants_of(case_study):
    return list(case_study.participants.order_by("pk"))


def send(case_study, by=None):
    return send_case_study(case_study=case_study, by=by or writer_of(case_study))


def test_the_sender_confirms_for_their_school_and_the_other_is_asked():
    case_study = draft_case_study()
    sent = send(case_study)
    mine, other = participants_of(sent)
    assert sent.status == Status.PARTNERS
    assert mine.confirmed_by == writer_of(case_study)
    assert (other.confirmed_at, other.asked_at is not None) == (None, True)
    letter = Message.objects.get(kind="case-study-to-confirm")
    assert letter.to == partner_of(case_study).email
    assert letter.subject.startswith("Brackenfold Primary School asks Thornmere School to confirm")
    assert f"/case-studies/yours/{case_study.pk}/confirm/" in letter.text
    assert "sign up" not in letter.text
    assert Event.objects.of(case_study).first().kind == "case-study-sent"


def test_a_school_without_anybody_is_asked_at_the_address_that_was_given():
    school, other = make_school(), make_independent(name="Tarn Edge School")
    by = make_member(school)
    case_study = begin_case_study(school=school, by=by)
    name_schools(case_study=case_study, schools=[(other, "office@tarnedge.example")], by=by)
    for name, answers in ANSWERS.items():
        save(case_study, name, answers, by=by)
    send(case_study)
    letter = Message.objects.get(kind="case-study-to-confirm")
    assert letter.to == "office@tarnedge.example"
    assert "sign up with this address" in letter.text
    assert "Tarn Edge School" in letter.text


def test_somebody_of_both_schools_sends_it_straight_to_the_forum():
    case_study = draft_case_study()
    by = writer_of(case_study)
    make_member(participants_of(case_study)[1].school, user=by)
    assert send(case_study).status == Status.FORUM
    assert not Message.objects.filter(kind="case-study-to-confirm").exists()
    assert Message.objects.filter(kind="case-study-with-forum").exists()


def test_either_school_of_a_partnership_sends_it():
    case_study = draft_case_study(partnership=opened_partnership())
    assert send(case_study, by=partner_of(case_study)).status == Status.PARTNERS
    assert [bool(participant.confirmed_at) for participant in participants_of(case_study)] == [False, True]


@pytest.mark.parametrize("make", [sent_case_study, confirmed_case_study])
def test_sending_what_is_on_its_way_changes_nothing(make):
    case_study = make()
    letters = Message.objects.count()
    assert send(case_study).status == case_study.status
    assert Message.objects.count() == letters


def test_what_is_missing_is_named():
    case_study = draft_case_study(lessons={"wrong": ""})
    with pytest.raises(Unfinished, match="what you learnt"):
        send(case_study)
    assert CaseStudy.objects.get(pk=case_study.pk).status == Status.DRAFT


def test_what_is_published_is_sent_again_only_once_it_is_changed():
    edition = published()
    with pytest.raises(NotNow, match="Change something first"):
        send(edition.case_study)
    save(edition.case_study, "licence", {"licence": "ogl-3.0"})
    assert send(edition.case_study).status == Status.PARTNERS
    edition.refresh_from_db()
    assert edition.content["licence"] == {"licence": "cc-by-4.0"}


def test_a_school_that_confirmed_this_very_text_is_not_asked_again():
    case_study = confirmed_case_study()
    take_back(case_study=case_study, by=writer_of(case_study))
    assert send(case_study).status == Status.FORUM
    take_back(case_study=case_study, by=writer_of(case_study))
    save(case_study, "licence", {"licence": "ogl-3.0"})
    assert send(case_study).status == Status.PARTNERS
    assert participants_of(case_study)[1].confirmed_at is None


def test_only_a_writing_school_sends():
    case_study = draft_case_study()
    school = participants_of(case_study)[0].school
    for by in (partner_of(case_study), make_user(), make_pending(school).user):
        with pytest.raises(NotYours):
            send(case_study, by=by)


# --- Its page ---------------------------------------------------------------------------------------------------------
def url_of(case_study):
    return reverse("casestudies:send", args=[case_study.pk])


def test_the_page_says_who_is_asked_and_the_button_sends(client):
    case_study = draft_case_study()
    client.force_login(writer_of(case_study))
    page = client.get(url_of(case_study)).content.decode()
    assert "Brackenfold Primary School confirms it" in page
    assert "Thornmere School reads it" in page
    assert CaseStudy.objects.get(pk=case_study.pk).status == Status.DRAFT
    response = client.post(url_of(case_study), follow=True)
    assert "Sent. Next, Thornmere School read it and confirm." in response.content.decode()
    assert CaseStudy.objects.get(pk=case_study.pk).status == Status.PARTNERS


def test_the_page_of_an_unfinished_one_leads_back_with_what_is_missing(client):
    case_study = draft_case_study(lessons={"wrong": ""})
    client.force_login(writer_of(case_study))
    for response in (client.get(url_of(case_study), follow=True), client.post(url_of(case_study), follow=True)):
        assert response.redirect_chain[-1][0] == case_study.get_absolute_url()
        assert "Finish these sections first: what you learnt." in response.content.decode()


def test_others_find_nothing(client):
    case_study = draft_case_study()
    assert client.get(url_of(case_study)).status_code == 302
    for user in (partner_of(case_study), make_user(), make_member(make_school())):
        client.force_login(user)
        assert client.get(url_of(case_study)).status_code == 404
        assert client.post(url_of(case_study)).status_code == 404
