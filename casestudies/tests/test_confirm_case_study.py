"""Confirming as a school: by the action, and from its page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actions import end_membership
from accounts.models import Membership
from accounts.tests.factories import make_forum, make_member, make_pending, make_user
from casestudies.actions.confirming import (
    NotNow,
    NotYours,
    confirm_case_study,
    reopen_case_study,
    send_case_study,
    take_back,
)
from casestudies.actions.moderation import withdraw_case_study
from casestudies.actions.writing import begin_case_study, name_schools
from casestudies.editions import content_of, fingerprint
from casestudies.models import CaseStudy
from casestudies.tests.cast import (
    ANSWERS,
    draft_case_study,
    member_of,
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
from schools.tests.factories import make_independent, make_school

pytestmark = pytest.mark.django_db
Status = CaseStudy.Status


def asked_of(case_study, number=1):
    return case_study.participants.order_by("pk")[number]


def confirm(case_study, *, by=None, school=None, seen=None):
    school = school or asked_of(case_study).school
    seen = fingerprint(content_of(case_study)) if seen is None else seen
    return confirm_case_study(case_study=case_study, school=school, by=by or member_of(school), seen=seen)


def test_the_last_school_hands_it_to_the_forum():
    case_study = confirm(sent_case_study())
    assert case_study.status == Status.FORUM
    assert case_study.sent_at is not None
    assert asked_of(case_study).confirmed_by == partner_of(case_study)
    letters = Message.objects.filter(kind="case-study-with-forum")
    assert {letter.to for letter in letters} == {writer_of(case_study).email, partner_of(case_study).email}
    assert Event.objects.of(case_study).first().sentence == "Thornmere School confirmed it."


def test_the_address_that_was_given_is_not_kept_and_the_next_version_asks_its_people():
    case_study = confirm(sent_case_study())
    assert asked_of(case_study).email == ""
    take_back(case_study=case_study, by=writer_of(case_study))
    save(case_study, "licence", {"licence": "ogl-3.0"})
    send_case_study(case_study=case_study, by=writer_of(case_study))
    assert Message.objects.filter(kind="case-study-to-confirm", to=partner_of(case_study).email).count() == 2


def test_of_three_schools_each_confirms_as_itself():
    others = [make_independent(name="Thornmere School"), make_school(name="Foxlow Primary School")]
    case_study = sent_case_study(others=others)
    assert confirm(case_study).status == Status.PARTNERS
    [letter] = Message.objects.filter(kind="case-study-confirmed")
    assert letter.to == writer_of(case_study).email
    assert "Still to confirm: Foxlow Primary School" in letter.text
    with pytest.raises(NotYours):
        confirm(case_study, school=others[1], by=member_of(others[0]))
    assert confirm(case_study, school=others[1]).status == Status.FORUM


def test_confirming_twice_changes_nothing():
    case_study = confirm(sent_case_study())
    letters = Message.objects.count()
    assert confirm(case_study).status == Status.FORUM
    assert Message.objects.count() == letters


def test_a_text_that_is_no_longer_what_was_read_is_not_confirmed():
    case_study = sent_case_study()
    with pytest.raises(Changed):
        confirm(case_study, seen="0" * 64)
    assert asked_of(case_study).confirmed_at is None


def test_an_empty_fingerprint_confirms_nothing():
    case_study = sent_case_study()
    with pytest.raises(Changed):
        confirm(case_study, seen="")


def test_what_was_taken_back_is_not_confirmed():
    case_study = sent_case_study()
    take_back(case_study=case_study, by=writer_of(case_study))
    with pytest.raises(NotNow):
        confirm(case_study)


def test_only_somebody_verified_at_the_school_confirms_for_it():
    case_study = sent_case_study()
    school = asked_of(case_study).school
    gone = make_member(school)
    end_membership(membership=Membership.objects.get(user=gone, school=school), by=gone)
    outsiders = [writer_of(case_study), make_user(), make_pending(school).user, make_forum(), gone]
    for by in outsiders:
        with pytest.raises(NotYours):
            confirm(case_study, by=by)


def test_a_named_school_confirms_only_once_it_was_asked():
    case_study = draft_case_study()
    with pytest.raises(NotYours):
        confirm(case_study)


# --- Its page ---------------------------------------------------------------------------------------------------------
def url_of(case_study):
    return reverse("casestudies:confirm", args=[case_study.pk])


def posted(case_study, **changes):
    return {"school": asked_of(case_study).school.urn, "seen": fingerprint(content_of(case_study)), **changes}


def test_the_page_shows_the_whole_text_and_the_button_confirms(client):
    case_study = sent_case_study()
    client.force_login(partner_of(case_study))
    page = client.get(url_of(case_study)).content.decode()
    assert "Bunsen burner" in page
    assert "Confirm for Thornmere School" in page
    assert fingerprint(content_of(case_study)) in page
    response = client.post(url_of(case_study), posted(case_study), follow=True)
    assert "Thornmere School has confirmed it. Forum staff read it within 2 working days." in response.content.decode()
    assert CaseStudy.objects.get(pk=case_study.pk).status == Status.FORUM


def next_version(**sections):
    """Of a published case study, sent again with other answers in these sections."""
    case_study = published().case_study
    for name, answers in sections.items():
        save(case_study, name, {**ANSWERS[name], **answers})
    return send_case_study(case_study=case_study, by=writer_of(case_study))


def test_a_next_version_shows_what_is_new_and_then_the_whole(client):
    case_study = next_version(cost={"total": 2500}, evidence={"measured": "Confidence, seven questions"})
    client.force_login(partner_of(case_study))
    response = client.get(url_of(case_study))
    found = [(heading, [change.label for change in changes]) for heading, changes in response.context["changes"]]
    assert found == [("What it cost", ["In all"]), ("What changed, and how you know", ["What was measured"])]
    page = response.content.decode()
    assert "Removed: </span>six<span" in page
    assert "Added: </span>seven<span" in page
    assert page.index("What is new") < page.index("The whole, as others will read it") < page.index("Bunsen burner")


def test_the_queries_do_not_grow_with_what_changed(client, django_assert_num_queries):
    one = next_version(cost={"total": 2500})
    client.force_login(partner_of(one))
    client.get(url_of(one))
    with CaptureQueriesContext(connection) as few:
        client.get(url_of(one))
    asked = len(few)
    other = next_version(story={"title": "Another"}, who={"pupils": 60, "staff": 5})
    client.force_login(partner_of(other))
    client.get(url_of(other))
    with django_assert_num_queries(asked):
        client.get(url_of(other))


def test_a_first_version_has_nothing_to_compare_with(client):
    case_study = sent_case_study()
    client.force_login(partner_of(case_study))
    assert "What is new" not in client.get(url_of(case_study)).content.decode()


def test_what_was_withdrawn_is_nothing_to_compare_with(client):
    edition = published()
    case_study = withdraw_case_study(case_study=edition.case_study, by=moderator(), words="Ask the museum first.")
    by = writer_of(case_study)
    reopen_case_study(case_study=case_study, by=by)
    save(case_study, "cost", {**ANSWERS["cost"], "total": 2500})
    send_case_study(case_study=case_study, by=by)
    client.force_login(partner_of(case_study))
    page = client.get(url_of(case_study)).content.decode()
    assert "What is new" not in page and "£2,500" in page


def test_a_second_press_is_told_that_nothing_waits(client):
    case_study = sent_case_study()
    client.force_login(partner_of(case_study))
    client.post(url_of(case_study), posted(case_study))
    response = client.post(url_of(case_study), posted(case_study), follow=True)
    assert "Nothing waits for you" in response.content.decode()


def test_who_speaks_for_two_schools_confirms_for_each(client):
    others = [make_independent(name="Thornmere School"), make_school(name="Foxlow Primary School")]
    case_study = sent_case_study(others=others)
    user = member_of(others[0])
    make_member(others[1], user=user)
    client.force_login(user)
    response = client.post(url_of(case_study), posted(case_study), follow=True)
    assert "Confirm for Foxlow Primary School" in response.content.decode()
    client.post(url_of(case_study), posted(case_study, school=others[1].urn))
    assert CaseStudy.objects.get(pk=case_study.pk).status == Status.FORUM


def test_a_changed_text_is_shown_again(client):
    case_study = sent_case_study()
    client.force_login(partner_of(case_study))
    before = posted(case_study)
    take_back(case_study=case_study, by=writer_of(case_study))
    save(case_study, "licence", {"licence": "ogl-3.0"})
    send_case_study(case_study=case_study, by=writer_of(case_study))
    response = client.post(url_of(case_study), before, follow=True)
    assert "The text has changed since you opened it." in response.content.decode()
    assert asked_of(case_study).confirmed_at is None


@pytest.mark.parametrize("school", ["", "x", "900199", "9" * 40, "٣", "-1"])
def test_a_school_that_is_not_ones_own_is_not_confirmed(client, school):
    case_study = sent_case_study(others=[make_independent()])
    client.force_login(partner_of(case_study))
    response = client.post(url_of(case_study), posted(case_study, school=school))
    assert response.status_code == 302
    expected = Status.FORUM if not school else Status.PARTNERS  # an empty one means the school that is asked
    assert CaseStudy.objects.get(pk=case_study.pk).status == expected


def test_others_find_nothing(client):
    case_study = sent_case_study()
    assert client.get(url_of(case_study)).status_code == 302
    pending = make_pending(asked_of(case_study).school).user
    for user in (make_user(), make_member(make_school()), pending):
        client.force_login(user)
        assert client.get(url_of(case_study)).status_code == 404
        assert client.post(url_of(case_study), posted(case_study)).status_code == 404


def test_a_draft_is_not_there_for_a_school_that_it_names(client):
    case_study = draft_case_study()
    client.force_login(partner_of(case_study))
    assert client.get(url_of(case_study)).status_code == 404


# --- Somebody whose address was given, and who does not belong to the school yet --------------------------------------
@pytest.fixture
def unknown_school():
    """(the case study, the school of which nobody has an account)."""
    school, other = make_school(), make_independent(name="Tarn Edge School")
    by = make_member(school)
    case_study = begin_case_study(school=school, by=by)
    name_schools(case_study=case_study, schools=[(other, "office@tarnedge.example")], by=by)
    for name, answers in ANSWERS.items():
        save(case_study, name, answers, by=by)
    return send_case_study(case_study=case_study, by=by), other


def test_they_are_told_to_join_the_school_and_see_nothing_of_the_text(client, unknown_school):
    case_study, school = unknown_school
    client.force_login(make_user(email="office@tarnedge.example"))
    response = client.get(url_of(case_study))
    page = response.content.decode()
    assert response.status_code == 200
    assert reverse("accounts:join", args=[school.urn]) in page
    assert "Bunsen" not in page
    assert case_study.title not in page
    client.post(url_of(case_study), posted(case_study))
    assert CaseStudy.objects.get(pk=case_study.pk).status == Status.PARTNERS


def test_while_they_wait_to_be_verified_they_are_told_so(client, unknown_school):
    case_study, school = unknown_school
    user = make_pending(school, user=make_user(email="office@tarnedge.example")).user
    client.force_login(user)
    assert "You are not verified at Tarn Edge School yet" in client.get(url_of(case_study)).content.decode()


def test_once_verified_they_confirm(client, unknown_school):
    case_study, school = unknown_school
    client.force_login(make_member(school, user=make_user(email="office@tarnedge.example")))
    client.post(url_of(case_study), posted(case_study))
    assert CaseStudy.objects.get(pk=case_study.pk).status == Status.FORUM
