"""What writing case studies adds elsewhere: the dashboard, a partnership's workspace, what is held about a person."""

import pytest
from django.urls import reverse

from accounts.privacy import everything_about, forget
from accounts.tests.factories import make_member, make_user, sign_in
from casestudies.actions.moderation import ask_for_change
from casestudies.models import CaseStudy, Section
from casestudies.tests.cast import confirmed_case_study, draft_case_study, moderator, sent_case_study, writer_of
from casestudies.tests.writing import PAGES, begun, page, send, writer
from casestudies.todos import case_studies_to_change, case_studies_to_finish
from partnerships.tests.introductions import opened_partnership
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


# --- The dashboard ----------------------------------------------------------------------------------------------------
def test_a_draft_is_finished_by_whoever_began_it_or_wrote_in_it(client):
    case_study = begun(partnership=opened_partnership())
    person = writer(case_study)
    (todo,) = case_studies_to_finish(person)
    assert todo.title == f"Finish “{case_study}”" and "Next: what it is and why." in todo.sentence
    sign_in(client, person)
    assert todo.title in page(client.get(reverse("dashboard")))
    colleague = make_member(case_study.participants.last().school)
    assert not list(case_studies_to_finish(colleague))
    sign_in(client, colleague)
    send(client, case_study, "lessons", **PAGES["lessons"])
    assert len(list(case_studies_to_finish(colleague))) == 1


def test_when_all_is_there_only_sending_is_left():
    case_study = draft_case_study(title="The reading barge")
    (todo,) = case_studies_to_finish(writer_of(case_study))
    assert todo.title == "Send “The reading barge”" and "Everything is there" in todo.sentence


def test_what_was_sent_is_nothing_to_finish():
    case_study = sent_case_study()
    assert not list(case_studies_to_finish(writer_of(case_study)))


def test_what_forum_staff_ask_for_is_to_do_for_everybody_who_may_write(client):
    case_study = confirmed_case_study(title="The reading barge")
    ask_for_change(case_study=case_study, by=moderator(), words="Who paid?", sections={})
    colleague = make_member(case_study.participants.get(writes=True).school)
    for person in (writer_of(case_study), colleague):
        (todo,) = case_studies_to_change(person)
        assert todo.title == "Change “The reading barge”" and todo.url == case_study.get_absolute_url()
    assert not list(case_studies_to_change(make_member(make_school())))
    assert not list(case_studies_to_change(moderator()))


# --- The workspace of a partnership -----------------------------------------------------------------------------------
def test_the_workspace_leads_to_the_partnership_s_case_study(client):
    partnership = opened_partnership()
    person = make_member(partnership.partners.first().school)
    sign_in(client, person)
    html = page(client.get(partnership.get_absolute_url()))
    assert "Case study" in html and f"{reverse('casestudies:begin')}?partnership={partnership.pk}" in html
    case_study = begun(by=person, partnership=partnership)
    html = page(client.get(partnership.get_absolute_url()))
    url = f"{reverse('casestudies:yours')}?partnership={partnership.pk}"
    assert url in html and str(case_study) in page(client.get(url))


def test_it_takes_the_same_queries_however_many_there_are(client, django_assert_max_num_queries):
    partnership = opened_partnership()
    person = make_member(partnership.partners.first().school)
    sign_in(client, person)

    def queries():
        with django_assert_max_num_queries(60) as found:
            page(client.get(partnership.get_absolute_url()))
        return len(found)

    begun(by=person, partnership=partnership)
    few = queries()
    for _ in range(3):
        send(client, CaseStudy.objects.first(), "lessons", **PAGES["lessons"])
        begun(by=person, partnership=partnership)
    assert CaseStudy.objects.count() > 1 and queries() == few


# --- What is held about a person --------------------------------------------------------------------------------------
def test_what_somebody_wrote_is_in_their_file(client):
    case_study = begun()
    person = writer(case_study)
    sign_in(client, person)
    send(client, case_study, "story", **PAGES["story"])
    held = everything_about(person)["case studies"]
    assert [one["title"] for one in held["begun"]] == [PAGES["story"]["title"]]
    (written,) = held["written"]
    assert written["section"] == "What it is, and why you did it" and written["answers"]["title"] in str(held["begun"])
    other = everything_about(make_user())["case studies"]
    assert not any(other.values())


def test_whoever_is_named_to_confirm_finds_it_in_their_file_and_can_be_forgotten():
    case_study = draft_case_study()
    email = case_study.participants.get(writes=False).email
    person = make_user(email=email)
    (named,) = everything_about(person)["case studies"]["naming you as who can confirm"]
    assert named["school"] == "Thornmere School"
    forget(person)
    assert case_study.participants.get(writes=False).email == ""


def test_the_text_stays_and_its_writer_is_forgotten():
    case_study = draft_case_study()
    person = writer_of(case_study)
    forget(person)
    assert Section.objects.filter(case_study=case_study).count() == 8
    assert not Section.history.filter(changed_by_id=person.pk).exists()
    assert not CaseStudy.history.filter(begun_by_id=person.pk).exists()
