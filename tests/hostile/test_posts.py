"""Every write without its token, and every write pressed twice."""

from typing import Any

import pytest
from django.apps import apps

from tests.cast import Cast
from tests.hostile.visiting import Visitor, fault_of

pytestmark = pytest.mark.django_db

# What may grow by a second press: the record of what was done, letters that were asked for again, and Django's own.
RECORDS = {"sessions.Session", "core.Event", "notifications.Message", "admin.LogEntry"}

# A mail program's own button posts there, and has no token: the signed address lets it in, and all it can do is stop
# letters to one person (RFC 8058; casestudies/tests/test_following.py).
WITHOUT_TOKEN = {"casestudies:stop"}


def rows_of_tables(*, but: frozenset[str] = frozenset()) -> dict[str, int]:
    """How many rows each model has."""
    models = [model for model in apps.get_models() if model._meta.managed and model._meta.label not in but]
    return {model._meta.label: model._base_manager.count() for model in models}


@pytest.mark.parametrize("role", ["nobody", "own_school", "moderator", "administrator"])
def test_without_its_token_nothing_changes(role):
    visitor = Visitor(Cast(), role, enforce_csrf_checks=True)
    before, wrong = rows_of_tables(), []
    for name, address in visitor.addresses("POST"):
        if name in WITHOUT_TOKEN:
            continue
        response = visitor.post(address, {"confirm": "on", "on": "yes"})
        if response.status_code != 403 or b"That form was open too long" not in response.content:
            wrong.append(f"{name}: {response.status_code}")
    assert wrong == []
    assert rows_of_tables() == before


@pytest.mark.parametrize("role", ["nobody", "own_school", "moderator", "administrator"])
def test_pressed_twice(role):
    visitor = Visitor(Cast(), role)
    wrong = []
    for where, form in visitor.forms():
        with visitor.taken_back():
            first = visitor.post(form.address, form.filled())
            once = rows_without_records()
            second = visitor.post(form.address, form.filled())
            twice = rows_without_records()
        if fault := fault_of(first) or fault_of(second):
            wrong.append(f"{where}: {fault}")
        more = {label: twice[label] - once[label] for label in twice if twice[label] > once[label]}
        if more:
            wrong.append(f"{where}: the second press added {more}")
    assert wrong == []


def rows_without_records() -> dict[str, Any]:
    history = {model._meta.label for model in apps.get_models() if model.__name__.startswith("Historical")}
    return rows_of_tables(but=frozenset(RECORDS | history))
