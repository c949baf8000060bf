"""Beginning a case study: of a partnership, of older work; who may; what is carried along."""

import pytest
from django.urls import reverse

from accounts.tests.factories import make_forum, make_member, make_pending, make_user, sign_in
from casestudies.actions.writing import NotWriter, begin_case_study, save_section
from casestudies.models import CaseStudy, Replication
from casestudies.tests.writing import begun, page, writer
from core.models import Event
from partnerships.actions.introduction import accept_introduction, ask_for_introduction
from partnerships.models import Partnership
from partnerships.tests.cast import line
from partnerships.tests.introductions import SCIENCE, brackenfold, opened_partnership, thornmere
from schools.tests.factories import make_independent, make_school
from schools.year_groups import YearGroups

pytestmark = pytest.mark.django_db

URL = reverse("casestudies:begin")


def test_of_a_partnership_nothing_is_typed_twice():
    partnership = opened_partnership()
    case_study = begun(partnership=partnership)
    assert (case_study.title, case_study.status) == (partnership.name, CaseStudy.Status.DRAFT)
    answers = {section.name: section.answers for section in case_study.sections.all()}
    assert answers["story"] == {"title": partnership.name, "summary": "", "need": SCIENCE["sentence"], "aims": ""}
    years = int(YearGroups.Y5 | YearGroups.Y6)
    about = {"activities": ["masterclasses", "music"], "subjects": ["science", "music"], "years": years}
    assert answers["who"] == {**about, "priority": "", "pupils": None, "staff": None}
    assert all(one.writes for one in case_study.participants.all())
    assert {one.school for one in case_study.participants.all()} == {one.school for one in partnership.partners.all()}
    assert [event.kind for event in Event.objects.of(case_study)] == ["case-study-begun"]


def test_what_nobody_can_meet_is_not_what_it_is_about():
    asker = brackenfold(needs=[SCIENCE, line("ccf", None)])
    introduction = ask_for_introduction(asker=asker, asked=thornmere(), note="May we meet?", by=asker.lead)
    accept_introduction(introduction=introduction, by=introduction.asked.lead)
    case_study = begun(partnership=introduction.partnership)
    assert case_study.sections.get(name="who").answers["activities"] == ["masterclasses", "music"]


def test_a_long_name_is_shortened_at_a_word():
    partnership = opened_partnership()
    Partnership.objects.update(name="Wednesday science " * 8)
    partnership.refresh_from_db()
    case_study = begun(partnership=partnership)
    assert case_study.title == ("Wednesday science " * 8)[:120].rsplit(" ", 1)[0]
    assert len(case_study.title) <= 120


def test_of_older_work_it_begins_empty_with_the_one_school():
    case_study = begun()
    assert not case_study.sections.exists()
    assert [one.writes for one in case_study.participants.all()] == [True]


def test_only_verified_people_of_the_school_begin_one():
    school = make_school()
    for person in (make_user(), make_member(make_school()), make_pending(school).user, make_forum()):
        with pytest.raises(NotWriter):
            begin_case_study(school=school, by=person)


def test_a_school_that_is_not_in_the_partnership_cannot_write_about_it():
    school = make_school()
    with pytest.raises(NotWriter):
        begin_case_study(school=school, by=make_member(school), partnership=opened_partnership())


def test_pressed_twice_it_is_one():
    first = begun()
    assert begun(by=writer(first)) == first
    partnership = opened_partnership()
    second = begun(partnership=partnership)
    assert begun(by=writer(second), partnership=partnership) == second
    assert CaseStudy.objects.count() == 2


def test_once_something_is_written_the_next_is_a_new_one():
    first = begun()
    save_section(case_study=first, name="licence", answers={"licence": "ogl-3.0"}, seen=0, by=writer(first))
    assert begun(by=writer(first)) != first


def test_a_colleague_begins_their_own():
    first = begun()
    colleague = make_member(first.participants.get().school)
    assert begun(by=colleague) != first


def test_the_case_study_of_a_copy_is_told_to_be_one():
    partnership = opened_partnership()
    copied = begun()
    school = partnership.partners.first().school
    copy = Replication.objects.create(case_study=copied, school=school, partnership=partnership)
    case_study = begun(partnership=partnership)
    copy.refresh_from_db()
    assert copy.told_in == case_study


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_page_offers_partnerships_and_other_work_and_begins_what_is_chosen(client):
    partnership = opened_partnership()
    school = partnership.partners.first().school
    person = make_member(school)
    sign_in(client, person)
    html = page(client.get(URL))
    assert partnership.name in html and f"Other work of {school}" in html
    response = client.post(URL, {"about": f"partnership-{partnership.pk}"})
    case_study = CaseStudy.objects.get()
    assert response.url == case_study.get_absolute_url()
    assert (case_study.partnership, case_study.begun_by) == (partnership, person)
    client.post(URL, {"about": f"school-{school.urn}"})
    assert CaseStudy.objects.filter(partnership=None).count() == 1


def test_it_is_chosen_beforehand_where_the_address_says_so(client):
    partnership = opened_partnership()
    sign_in(client, make_member(partnership.partners.first().school))
    html = page(client.get(URL, {"partnership": partnership.pk}))
    assert html.count(" checked") == 1
    assert page(client.get(URL, {"partnership": "9" * 40})).count(" checked") == 0


def test_somebody_at_two_schools_chooses(client):
    person = make_member(make_school(name="Tarnside Primary School"))
    other = make_independent()
    make_member(other, user=person)
    sign_in(client, person)
    html = page(client.get(URL))
    assert "Other work of Tarnside Primary School" in html and "Other work of Thornmere School" in html
    client.post(URL, {"about": f"school-{other.urn}"})
    assert CaseStudy.objects.get().participants.get().school == other


@pytest.mark.parametrize("about", ["", "school-1", "partnership-1", "<script>alert(1)</script>", "a\0b", "9" * 40])
def test_what_is_not_offered_cannot_be_chosen(client, about):
    opened_partnership()
    sign_in(client, make_member(make_school()))
    html = page(client.post(URL, {"about": about}))
    assert "<title>Error: " in html and "<script>alert" not in html
    assert not CaseStudy.objects.exists()


def test_another_s_partnership_is_not_offered(client):
    partnership = opened_partnership()
    sign_in(client, make_member(make_school()))
    assert partnership.name not in page(client.get(URL))
    client.post(URL, {"about": f"partnership-{partnership.pk}"})
    assert not CaseStudy.objects.exists()


def test_somebody_who_is_not_verified_is_told_what_is_needed(client):
    sign_in(client, make_user())
    assert "Say which school you are at first" in page(client.get(URL))
    waits = make_pending(make_school(name="Tarnside Primary School"))
    sign_in(client, waits.user)
    assert "Tarnside Primary School has not verified you yet" in page(client.get(URL))
    assert client.post(URL, {"about": f"school-{waits.school.urn}"}).status_code == 200
    assert not CaseStudy.objects.exists()


def test_a_visitor_signs_in_first(client):
    assert client.get(URL).url.startswith("/accounts/login/")


def test_the_queries_do_not_grow_with_the_partnerships(client, django_assert_max_num_queries):
    asker = brackenfold(capacity=5)
    person = asker.lead

    def queries():
        sign_in(client, person)
        with django_assert_max_num_queries(30) as found:
            page(client.get(URL))
        return len(found)

    def another():
        introduction = ask_for_introduction(asker=asker, asked=thornmere(make_independent()), note="Hello", by=person)
        accept_introduction(introduction=introduction, by=introduction.asked.lead)

    another()
    few = queries()
    another()
    another()
    assert queries() == few
