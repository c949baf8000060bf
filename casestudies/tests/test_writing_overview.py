"""My case studies, the overview of one, its preview, its schools, and throwing it away."""

import pytest
from django.urls import reverse

from accounts.tests.factories import make_forum, make_member, make_user, sign_in
from casestudies.actions.confirming import object_to_case_study
from casestudies.actions.moderation import ask_for_change
from casestudies.actions.writing import SchoolsNotTaken, WasPublished, discard_case_study, name_schools, save_section
from casestudies.models import CaseStudy, Section
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
from casestudies.tests.writing import PAGES, address, begun, page, send, writer
from casestudies.writing.sections import SECTIONS, missing
from core.models import Event
from partnerships.tests.introductions import opened_partnership
from schools.models import Status
from schools.tests.factories import make_independent, make_school

pytestmark = pytest.mark.django_db

YOURS = reverse("casestudies:yours")


def tasks_in(response):
    return {task.part.name: task.state for task in response.context["tasks"]}


# --- The overview -----------------------------------------------------------------------------------------------------
def test_every_section_is_a_task_with_how_far_it_is(client):
    case_study = begun(partnership=opened_partnership())
    sign_in(client, writer(case_study))
    send(client, case_study, "lessons", **PAGES["lessons"])
    response = client.get(case_study.get_absolute_url())
    html = page(response)
    assert tasks_in(response) == {
        "story": "begun",
        "who": "begun",
        "schools": "done",
        "running": "empty",
        "cost": "empty",
        "steps": "empty",
        "evidence": "empty",
        "lessons": "done",
        "quotes": "optional",
        "pictures": "optional",
        "files": "optional",
        "licence": "empty",
    }
    for part in SECTIONS:
        assert part.heading in html
    assert "Still to write: what it is and why, what it is about, how it runs" in html
    assert "Send it" not in html and "Delete this case study" in html


def test_when_all_is_there_it_can_be_sent(client):
    case_study = draft_case_study()
    assert missing(case_study) == []
    sign_in(client, writer_of(case_study))
    html = page(client.get(case_study.get_absolute_url()))
    assert "Everything is there." in html and reverse("casestudies:send", args=[case_study.pk]) in html


@pytest.mark.parametrize("part", [part for part in SECTIONS if not part.optional], ids=lambda part: part.name)
def test_without_one_section_it_is_missing(part):
    case_study = draft_case_study()
    if part.name == "schools":
        case_study.participants.filter(writes=False).delete()
    else:
        case_study.sections.filter(name=part.name).delete()
    assert missing(case_study) == [part]


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("story", {"need": ""}),
        ("who", {"years": None}),
        ("who", {"pupils": None}),
        ("running", {"staffing": []}),
        ("running", {"how_long": ""}),
        ("steps", {"steps": [{"title": "One", "weeks_before": None, "text": ""}]}),
        ("evidence", {"result": ""}),
        ("cost", {"total": None}),
    ],
)
def test_a_gap_in_a_section_is_missing(name, changes):
    assert [part.name for part in missing(draft_case_study(**{name: changes}))] == [name]


def test_no_pupils_and_no_cost_are_answers():
    assert missing(draft_case_study(who={"pupils": 0, "years": 0}, cost={"total": 0})) == []


def test_what_forum_staff_ask_for_is_beside_the_section_until_it_is_changed(client):
    case_study = confirmed_case_study()
    ask_for_change(case_study=case_study, by=moderator(), words="Nearly there.", sections={"cost": "Who paid?"})
    person = writer_of(case_study)
    sign_in(client, person)
    response = client.get(case_study.get_absolute_url())
    html = page(response)
    assert "Nearly there." in html and "Forum staff: Who paid?" in html
    assert "confirmed on" not in html  # that was another text
    assert tasks_in(response)["cost"] == "change"
    answers = {**case_study.sections.get(name="cost").answers, "funder": "The parents"}
    save_section(case_study=case_study, name="cost", answers=answers, seen=1, by=person)
    assert tasks_in(client.get(case_study.get_absolute_url()))["cost"] == "done"


def test_what_a_partner_asks_for_is_said(client):
    case_study = sent_case_study()
    partner = case_study.participants.get(writes=False).school
    object_to_case_study(
        case_study=case_study, school=partner, words="It was nine afternoons.", by=partner_of(case_study)
    )
    sign_in(client, writer_of(case_study))
    html = page(client.get(case_study.get_absolute_url()))
    assert "Thornmere School asks for a change" in html and "It was nine afternoons." in html


def test_who_acts_next_is_said_in_every_state(client):
    case_study = sent_case_study()
    sign_in(client, writer_of(case_study))
    html = page(client.get(case_study.get_absolute_url()))
    assert "Waiting for Thornmere School to read and confirm it." in html and "Take it back to change it" in html
    assert address("section", case_study, "story") not in html
    sign_in(client, partner_of(case_study))
    html = page(client.get(case_study.get_absolute_url()))
    assert reverse("casestudies:confirm", args=[case_study.pk]) in html and "Take it back" not in html
    other = confirmed_case_study()
    sign_in(client, writer_of(other))
    html = page(client.get(other.get_absolute_url()))
    assert "Forum staff read it within 2 working days" in html and html.count("confirmed on") == 2
    edition = published()
    sign_in(client, writer_of(edition.case_study))
    html = page(client.get(edition.case_study.get_absolute_url()))
    assert "Everybody can read it." in html and edition.get_absolute_url() in html
    save(edition.case_study, "licence", {"licence": "ogl-3.0"})
    html = page(client.get(edition.case_study.get_absolute_url()))
    assert "stays as it is until the new version is approved" in html and "Delete this case study" not in html


@pytest.mark.parametrize("name", ["writing", "preview", "discard", "schools", "name_school"])
def test_another_s_case_study_is_not_there(client, name):
    case_study = begun()
    url = address(name, case_study)
    assert client.get(url).url.startswith("/accounts/login/")
    for person in (make_user(), make_member(make_school()), make_forum()):
        sign_in(client, person)
        assert client.get(url).status_code == 404
        assert client.post(url, {}).status_code in (404, 405)
    assert CaseStudy.objects.exists()


def test_a_school_that_is_not_asked_yet_does_not_see_it(client):
    case_study = draft_case_study()
    sign_in(client, partner_of(case_study))
    assert client.get(case_study.get_absolute_url()).status_code == 404
    assert "You have no case studies" in page(client.get(YOURS))


# --- Mine -------------------------------------------------------------------------------------------------------------
def test_the_list_shows_what_is_missing_and_who_acts(client):
    case_study = draft_case_study(title="The reading barge")
    person = writer_of(case_study)
    begun(by=person)
    sign_in(client, person)
    html = page(client.get(YOURS))
    assert "The reading barge" in html and "A case study without a title" in html
    assert "Everything is there." in html and "Still to write:" in html


def test_without_any_the_list_invites(client):
    sign_in(client, make_member(make_school()))
    html = page(client.get(YOURS))
    assert "You have no case studies" in html and reverse("casestudies:begin") in html


def test_the_list_of_one_partnership(client):
    partnership = opened_partnership()
    case_study = begun(partnership=partnership)
    sign_in(client, writer(case_study))
    assert str(case_study) in page(client.get(YOURS, {"partnership": partnership.pk}))
    assert "You have no case studies" in page(client.get(YOURS, {"partnership": partnership.pk + 1}))
    for nonsense in ("<script>alert(1)</script>", "9" * 40, "-1", "a\0b"):
        response = client.get(YOURS, {"partnership": nonsense, "page": nonsense})
        assert response.status_code == 200 and b"<script>alert" not in response.content


def test_the_list_is_paged_and_takes_the_same_queries(client, django_assert_max_num_queries):
    person = make_member(make_school())
    sign_in(client, person)

    def another():
        case_study = begun(by=person)
        save_section(case_study=case_study, name="licence", answers={"licence": "ogl-3.0"}, seen=0, by=person)

    def queries():
        with django_assert_max_num_queries(30) as found:
            page(client.get(YOURS))
        return len(found)

    another()
    few = queries()
    for _ in range(21):
        another()
    assert queries() == few
    assert page(client.get(YOURS, {"page": 2})).count("A case study without a title") == 2
    assert client.get(YOURS, {"page": "9" * 40}).status_code == 200


# --- Preview ----------------------------------------------------------------------------------------------------------
def test_the_preview_is_what_readers_will_see(client):
    case_study = draft_case_study(title="The reading barge")
    sign_in(client, writer_of(case_study))
    html = page(client.get(address("preview", case_study)))
    assert "This is a preview" in html and "<strong>Bunsen burner</strong>" in html and "noindex" in html


def test_the_preview_of_next_to_nothing(client):
    case_study = begun()
    sign_in(client, writer(case_study))
    assert "A case study without a title" in page(client.get(address("preview", case_study)))
    for name in ("story", "who", "running", "evidence"):
        send(client, case_study, name, then="back")
        assert client.get(address("preview", case_study)).status_code == 200


# --- Schools ----------------------------------------------------------------------------------------------------------
def test_the_schools_of_a_partnership_are_shown_and_not_asked_for(client):
    case_study = begun(partnership=opened_partnership())
    sign_in(client, writer(case_study))
    html = page(client.get(address("schools", case_study)))
    assert "Thornmere School" in html and "There is nothing to fill in" in html
    assert client.get(address("name_school", case_study)).url == address("schools", case_study)
    client.post(address("name_school", case_study), {"school": str(make_school().urn), "email": "a@b.example"})
    client.post(reverse("casestudies:remove_school", args=[case_study.pk, case_study.participants.last().school.urn]))
    assert case_study.participants.count() == 2
    with pytest.raises(SchoolsNotTaken):
        name_schools(case_study=case_study, schools=[], by=writer(case_study))


def test_older_work_names_its_schools(client):
    case_study = begun()
    sign_in(client, writer(case_study))
    assert "Name at least one other school" in page(client.get(address("schools", case_study)))
    other = make_independent(name="Thornmere School")
    url = address("name_school", case_study)
    response = client.post(url, {"school": str(other.urn), "email": "Head@Thornmere.example"})
    assert response.url == address("schools", case_study)
    named = case_study.participants.get(school=other)
    assert (named.email, named.writes, named.asked_at) == ("head@thornmere.example", False, None)
    assert "Name at least one other school" not in page(client.get(response.url))
    client.post(url, {"school": str(other.urn), "email": "office@thornmere.example"})  # another address
    named.refresh_from_db()
    assert (named.email, case_study.participants.count()) == ("office@thornmere.example", 2)
    remove = reverse("casestudies:remove_school", args=[case_study.pk, other.urn])
    assert client.get(remove).status_code == 405
    for _ in range(2):
        assert client.post(remove).url == address("schools", case_study)
    assert case_study.participants.count() == 1


def test_a_name_that_several_schools_have_is_chosen_from_a_list_without_a_script(client):
    case_study = begun()
    sign_in(client, writer(case_study))
    make_independent(name="Thornmere School")
    wanted = make_independent(name="Thornmere School", town="Elsewhere")
    url = address("name_school", case_study)
    typed = {"school": "Thornmere", "email": "head@thornmere.example"}
    html = page(client.post(url, typed))
    assert "Select the school from the list" in html and "head@thornmere.example" in html
    assert "Select the school</legend>" in html
    client.post(url, {**typed, "school-searched": "Thornmere", "school-choice": str(wanted.urn)})
    assert case_study.participants.filter(school=wanted).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"school": ""}, "Enter the name, town, postcode or URN of the school"),
        ({"school": "Nowhere at all"}, "No school matches"),
        ({"school": "<script>alert(1)</script>"}, "No school matches"),
        ({"school": "x" * 10_000}, "No school matches"),
        ({"email": ""}, "Enter an e-mail address"),
        ({"email": "head"}, "Enter an e-mail address in the form"),
        ({"email": "a@b.example\r\nBcc: all@schools.example"}, "Enter an e-mail address in the form"),
        ({"email": "x" * 300 + "@b.example"}, "Enter an e-mail address"),
        ({"email": "a\0@b.example"}, "Enter an e-mail address"),
    ],
)
def test_a_school_that_cannot_be_named(client, changes, words):
    case_study = begun()
    sign_in(client, writer(case_study))
    typed = {"school": str(make_school().urn), "email": "head@thornmere.example", **changes}
    html = page(client.post(address("name_school", case_study), typed))
    assert words in html and "<title>Error: " in html and "<script>alert" not in html
    assert case_study.participants.count() == 1


def test_a_closed_school_is_not_named(client):
    case_study = begun()
    sign_in(client, writer(case_study))
    closed = make_school(status=Status.CLOSED)
    page(client.post(address("name_school", case_study), {"school": str(closed.urn), "email": "a@b.example"}))
    assert case_study.participants.count() == 1


def test_its_own_school_stays_a_writer():
    case_study = begun()
    own = case_study.participants.get().school
    name_schools(case_study=case_study, schools=[(own, "a@b.example")], by=writer(case_study))
    assert [(one.writes, one.email) for one in case_study.participants.all()] == [(True, "")]


def test_the_list_of_schools_does_not_grow_without_end():
    case_study = begun()
    many = [(make_school(), "a@b.example") for _ in range(11)]
    with pytest.raises(SchoolsNotTaken):
        name_schools(case_study=case_study, schools=many, by=writer(case_study))
    name_schools(case_study=case_study, schools=many[:10], by=writer(case_study))
    assert case_study.participants.count() == 11


def test_another_s_schools_are_not_ours_to_name(client):
    case_study = draft_case_study()
    sign_in(client, make_member(make_school()))
    other = case_study.participants.get(writes=False).school
    assert client.post(reverse("casestudies:remove_school", args=[case_study.pk, other.urn])).status_code == 404
    assert case_study.participants.count() == 2


# --- Throwing it away -------------------------------------------------------------------------------------------------
def test_it_is_thrown_away_after_asking(client):
    case_study = draft_case_study()
    sign_in(client, writer_of(case_study))
    url = address("discard", case_study)
    assert "Delete this case study?" in page(client.get(url))
    assert CaseStudy.objects.exists()
    response = client.post(url)
    assert response.url == YOURS and "Deleted." in page(client.get(YOURS))
    assert not CaseStudy.objects.exists() and not Section.objects.exists()
    assert not Section.history.exists() and not CaseStudy.history.exists()
    assert Event.objects.filter(kind="case-study-discarded").count() == 1
    assert client.post(url).status_code == 404


def test_what_was_published_is_never_thrown_away(client):
    edition = published()
    case_study, person = edition.case_study, writer_of(edition.case_study)
    save(case_study, "licence", {"licence": "ogl-3.0"})
    with pytest.raises(WasPublished):
        discard_case_study(case_study=case_study, by=person)
    sign_in(client, person)
    url = address("discard", case_study)
    assert client.get(url).url == case_study.get_absolute_url()
    assert "cannot be deleted" in page(client.post(url, follow=True))
    edition.refresh_from_db()


def test_what_was_sent_is_taken_back_before_it_is_thrown_away(client):
    case_study = sent_case_study()
    sign_in(client, writer_of(case_study))
    assert "take it back first" in page(client.post(address("discard", case_study), follow=True))
    assert CaseStudy.objects.exists()
