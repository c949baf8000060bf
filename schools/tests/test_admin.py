"""The register in the admin, by its ModelAdmins; the sign-in in front of it is tested where it lives."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore

from core import queues
from schools.actions import add_school
from schools.models import LocalAuthority, Network, School
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def by_hand():
    return add_school(name="Ysgol Bryn", sector="state", region="wales", town="Aber", low_age=4, high_age=11)


@pytest.fixture
def request_of(rf):
    def make(role):
        request = rf.get("/admin/")
        email = f"{role or 'teacher'}@mail.example"
        request.user = get_user_model().objects.create_user(email, forum_role=role)
        request.session = SessionStore()
        request._messages = FallbackStorage(request)
        return request

    return make


def schools_admin():
    return admin.site._registry[School]


@pytest.mark.parametrize(
    ("role", "views", "checks"),
    [("", False, False), ("adviser", True, False), ("moderator", True, True), ("administrator", True, True)],
)
def test_who_may_read_and_check(request_of, role, views, checks):
    request = request_of(role)
    assert schools_admin().has_view_permission(request) is views
    assert schools_admin().has_change_permission(request) is checks
    assert ("mark_as_checked" in schools_admin().get_actions(request)) is checks


def test_nobody_changes_adds_or_deletes_what_the_register_says(request_of):
    request = request_of("administrator")
    school = make_school()
    assert not schools_admin().has_change_permission(request, school)
    assert schools_admin().has_change_permission(request, by_hand())
    assert not schools_admin().has_add_permission(request)
    assert not schools_admin().has_delete_permission(request)
    authorities = admin.site._registry[LocalAuthority]
    assert not authorities.has_change_permission(request)
    assert admin.site._registry[Network].has_change_permission(request)


def test_the_search_is_the_lists_own(request_of):
    school = make_school(name="St Mary's Church of England School")
    found, _ = schools_admin().get_search_results(request_of("adviser"), School.objects.all(), "st marys c of e")
    assert list(found) == [school]


def test_marking_as_checked_refuses_the_registers_schools_in_words(request_of):
    request = request_of("moderator")
    waiting, register = by_hand(), make_school(name="Thornmere School")
    schools_admin().mark_as_checked(request, School.objects.filter(pk__in=[waiting.pk, register.pk]))
    waiting.refresh_from_db()
    assert waiting.checked
    said = [str(message) for message in request._messages]
    assert sorted(said) == [
        "Thornmere School comes from the national register, and needs no check.",
        "Ysgol Bryn is shown to everybody.",
    ]


def test_the_queue_counts_what_waits(request_of):
    user = request_of("moderator").user

    def lines():
        return {line.label: line.number for line in queues.queues_for(user)}

    assert lines()["Schools added by hand to check"] == 0
    by_hand()
    assert lines()["Schools added by hand to check"] == 1


def test_pages_of_a_school_and_what_happened_to_it(request_of):
    school = by_hand()
    for role in ("adviser", "moderator"):
        request = request_of(role)
        for shown in (school, make_school()):
            response = schools_admin().change_view(request, str(shown.pk))
            response.render()
            assert response.status_code == 200
    assert "Ysgol Bryn was added by hand" in schools_admin().events(school)


def test_the_list_asks_as_much_for_many_as_for_few(
    request_of, django_assert_num_queries, django_assert_max_num_queries
):
    request = request_of("moderator")

    def show():
        response = schools_admin().changelist_view(request)
        response.render()

    make_school()
    show()  # what Django remembers between requests is asked for now
    with django_assert_max_num_queries(20) as few:
        show()
    for _ in range(10):
        make_school()
    with django_assert_num_queries(len(few)):
        show()


@pytest.mark.parametrize("role", ["adviser", "moderator", "administrator"])
def test_the_register_has_its_place_on_the_first_page_and_a_page_of_its_own(request_of, role):
    request = request_of(role)
    assert "schools" in {app["app_label"] for app in admin.site.get_app_list(request)}
    (register,) = admin.site.get_app_list(request, "schools")
    assert {model["object_name"] for model in register["models"]} == {"School", "Network", "LocalAuthority"}
