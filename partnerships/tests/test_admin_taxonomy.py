"""The lists that Forum staff keep, in the admin."""

import pytest
from django.urls import reverse

from accounts.models import ForumRole
from accounts.tests.factories import make_forum
from partnerships.models import ActivityGroup, ActivityType, Subject, Value
from partnerships.tests.cast import live_registration
from partnerships.tests.moderating import client_of

pytestmark = pytest.mark.django_db
LISTS = [ActivityGroup, ActivityType, Subject, Value]


def url_of(model, page="changelist", *args):
    return reverse(f"admin:partnerships_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", LISTS)
def test_moderators_change_them_and_advisers_read_them(model):
    client, adviser = client_of(), client_of(make_forum(role=ForumRole.ADVISER))
    entry = model.objects.first()
    assert client.get(url_of(model)).status_code == adviser.get(url_of(model)).status_code == 200
    assert client.get(url_of(model, "add")).status_code == 200
    assert adviser.get(url_of(model, "add")).status_code == 403
    assert adviser.post(url_of(model, "change", entry.pk), {"name": "Mine"}).status_code == 403
    data = {"name": "Renamed entry", "order": 3, "group": getattr(entry, "group_id", "")}
    assert client.post(url_of(model, "change", entry.pk), data).status_code == 302
    changed = model.objects.get(pk=entry.pk)
    assert (changed.name, changed.order, changed.active, changed.slug) == ("Renamed entry", 3, False, entry.slug)


def test_a_new_entry_is_offered_in_forms():
    client_of().post(url_of(Subject, "add"), {"name": "Astronomy", "slug": "astronomy", "order": 5, "active": "on"})
    assert Subject.objects.offered().filter(slug="astronomy").exists()


@pytest.mark.parametrize(
    ("model", "slug"),
    [(ActivityGroup, "academic"), (ActivityType, "masterclasses"), (Subject, "science"), (Value, "curiosity")],
)
def test_what_is_in_use_is_switched_off_not_deleted(model, slug):
    live_registration()
    entry = model.objects.get(slug=slug)
    client = client_of()
    assert client.post(url_of(model, "delete", entry.pk), {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    client.post(url_of(model), data)
    assert model.objects.filter(pk=entry.pk).exists()
    switched = {"name": entry.name, "order": entry.order, "group": getattr(entry, "group_id", "")}
    client.post(url_of(model, "change", entry.pk), switched)
    assert not model.objects.offered().filter(pk=entry.pk).exists()


@pytest.mark.parametrize("model", [Subject, Value, ActivityType])
def test_what_nobody_used_may_be_deleted(model):
    entry = model.objects.last()
    assert client_of().post(url_of(model, "delete", entry.pk), {"post": "yes"}).status_code == 302
    assert not model.objects.filter(pk=entry.pk).exists()


def test_order_and_use_are_edited_in_the_list():
    first, second = Value.objects.all()[:2]
    count = Value.objects.count()
    data = {"form-TOTAL_FORMS": count, "form-INITIAL_FORMS": count, "_save": "Save"}
    for number, value in enumerate(Value.objects.all()):
        data |= {f"form-{number}-id": value.pk, f"form-{number}-order": 500 if value == first else 5}
        if value != second:
            data[f"form-{number}-active"] = "on"
    client_of().post(url_of(Value), data)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.order, first.active, second.order, second.active) == (500, True, 5, False)


def test_the_same_name_twice_is_refused():
    response = client_of().post(url_of(Subject, "add"), {"name": "Science", "slug": "science-2", "order": 1})
    assert response.status_code == 200
    assert "already exists" in response.content.decode()
    assert not Subject.objects.filter(slug="science-2").exists()


@pytest.mark.parametrize("model", LISTS)
def test_as_many_queries_for_many_as_for_few(model, django_assert_max_num_queries):
    client = client_of()
    client.get(url_of(model))
    with django_assert_max_num_queries(15):
        client.get(url_of(model))
