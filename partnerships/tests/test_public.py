"""What everybody may read of a registration on a school's page and in the list of schools."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import make_member, sign_in
from partnerships.actions.profile import describe_school
from partnerships.actions.registration import pause_registration
from partnerships.models import Profile
from partnerships.models.line import own_subject
from partnerships.public import lines_of, only_open
from partnerships.tests.cast import line, live_registration, waiting_registration
from schools.models import School
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

LATIN = line("classics", "latin", sentence="We would like Latin for Year 5.")
CHOIR = line("music", "music", sentence="Our choir welcomes singers.")


def page_of(client, school):
    return client.get(school.get_absolute_url()).content.decode()


def test_a_live_registration_shows_needs_offers_values_and_groups(client):
    registration = live_registration(needs=[LATIN], offers=[CHOIR], values=["kindness"], networks=["Calderby Heads"])
    page = page_of(client, registration.school)
    for words in ["We would like Latin for Year 5.", "Our choir welcomes singers.", "Kindness", "Calderby Heads"]:
        assert words in page


def test_no_person_is_named(client):
    registration = live_registration()
    page = page_of(client, registration.school)
    for contact in registration.contacts.all():
        for detail in filter(None, [contact.name, contact.email, contact.phone]):
            assert detail not in page
    assert registration.reference not in page


@pytest.mark.parametrize("make", ["waiting", "paused"])
def test_what_is_not_live_is_not_shown(client, make):
    if make == "waiting":
        registration = waiting_registration(needs=[LATIN])
    else:
        registration = live_registration(needs=[LATIN])
        pause_registration(registration=registration, by=registration.lead)
    assert "We would like Latin" not in page_of(client, registration.school)
    assert lines_of([registration.school]) == {}
    assert not only_open(School.objects.all()).exists()


def test_the_list_says_in_a_line_what_is_offered_and_sought():
    registration = live_registration(needs=[LATIN], offers=[CHOIR])
    said = lines_of([registration.school])[registration.school_id]
    assert said.say == "Offers: Music, choirs and orchestras. Seeks: Classics (Latin)."
    assert said.tag == "Open to partners"
    assert list(only_open(School.objects.all())) == [registration.school]


def test_a_subject_is_named_where_the_activity_does_not_begin_with_it():
    shown = {("classics", "latin"): "Classics (Latin)", ("drama", "drama"): "Drama", ("humanities", None): "Humanities"}
    registration = live_registration(needs=[line(*of) for of in shown], offers=[])
    said = lines_of([registration.school])[registration.school_id]
    assert said.say == f"Seeks: {', '.join(shown.values())}."
    assert own_subject("Partners in reading", "Art") == "Art"
    page = page_of(Client(), registration.school)
    assert "Drama, Years" in page and "Drama, Drama" not in page


def test_the_lines_of_many_schools_take_as_many_queries_as_of_one(django_assert_num_queries):
    registrations = [live_registration() for _ in range(4)]
    schools = [registration.school for registration in registrations]
    with django_assert_num_queries(9) as counted:
        lines_of(schools[:1])
    with django_assert_num_queries(len(counted)):
        assert len(lines_of(schools)) == 4


def test_a_verified_person_describes_the_school(client):
    school = make_school()
    person = make_member(school)
    sign_in(client, person)
    assert "Describe your school" in page_of(client, school)
    url = reverse("partnerships:profile", args=[school.urn])
    assert client.post(url, {"about": "We have a <b>pond</b>."}).url == school.get_absolute_url()
    page = page_of(client, school)
    assert "We have a &lt;b&gt;pond&lt;/b&gt;." in page
    assert Profile.objects.get().history.first().history_user == person


@pytest.mark.parametrize("about", ["x" * 1501, "nul\0nul"])
def test_a_description_that_cannot_be_kept_is_refused(client, about):
    school = make_school()
    sign_in(client, make_member(school))
    response = client.post(reverse("partnerships:profile", args=[school.urn]), {"about": about})
    assert response.status_code == 200
    assert "<title>Error: " in response.content.decode()
    assert not Profile.objects.exists()


def test_others_cannot_describe_it(client):
    school = make_school()
    sign_in(client, make_member(make_school()))
    assert client.get(reverse("partnerships:profile", args=[school.urn])).status_code == 404
    assert client.post(reverse("partnerships:profile", args=[school.urn]), {"about": "Ours."}).status_code == 404


def test_describing_it_the_same_again_is_no_event():
    school = make_school()
    person = make_member(school)
    for _ in range(2):
        profile = describe_school(school=school, about="A pond.", by=person)
    assert profile.history.count() == 2  # made, then described


def test_it_offers_each_reader_the_step_that_is_theirs(client):
    registration, elsewhere = live_registration(), live_registration()
    register, matches = f'href="{reverse("partnerships:register")}">', f'href="{reverse("partnerships:matches")}">'
    join = reverse("accounts:join", args=[registration.school.urn])
    main = page_of(client, registration.school).split("<main")[1]
    assert register in main
    assert join in main
    assert "Register interest for this school" not in main, "it has"
    client.force_login(elsewhere.lead)
    main = page_of(client, registration.school).split("<main")[1]
    assert matches in main
    assert register not in main
    client.force_login(registration.lead)
    main = page_of(client, registration.school).split("<main")[1]
    assert join not in main
    assert "Is this a school for yours?" not in main
