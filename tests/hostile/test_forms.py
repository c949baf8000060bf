"""Nonsense in forms, in every form that a page of the portal shows: an error beside the field, or kept and escaped."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from tests.cast import Cast
from tests.hostile.visiting import LONG, SCRIPT, TEXTS, Form, Visitor, a_file, fault_of

pytestmark = pytest.mark.django_db

ROLES = ["nobody", "own_school", "moderator", "administrator"]


def forms_met_first_by(role: str, **options: Any) -> Iterator[tuple[Visitor, str, Form]]:
    """Every form that a page shows this person and none of those before them: each form is tried by one person."""
    cast = Cast()
    tried = {form.key for before in ROLES[: ROLES.index(role)] for _, form in Visitor(cast, before).forms()}
    visitor = Visitor(cast, role, **options)
    for where, form in visitor.forms():
        if form.key not in tried:
            yield visitor, where, form


@pytest.mark.parametrize("role", ROLES)
def test_nonsense_in_each_field(role):
    faults, shown = [], set()
    for visitor, where, form in forms_met_first_by(role):
        for what, answers in nonsense_for(form):
            with visitor.taken_back():
                response = visitor.post(form.address, answers)
                fault = fault_of(response)
                # Where it leads: once a form and a page, and always where what was sent is shown again.
                if not fault and response.status_code == 302:
                    page = (form.key, urlsplit(response.url).path)
                    if page not in shown or "everywhere" in what or "free text" in what:
                        fault = fault_of(visitor.client.get(response.url))
                        shown.add(page)
            if fault:
                faults.append(f"{where}, {what}: {fault}")
    assert faults == []


def nonsense_for(form: Form) -> Iterator[tuple[str, dict[str, Any]]]:
    """(what it is, answers): a script, a wrong choice or nothing in one field; other nonsense in all at once."""
    good = form.filled()
    yield "as it should be", good
    yield "nothing at all", {}
    yield "a field of our own making", {**good, "is_staff": "1", "status": "live", "by": "1", "\x00": "\x00"}
    yield "each sent twice", {name: [value, "' OR 1=1 --"] for name, value in good.items()}
    for what, words in TEXTS.items():
        yield f"{what} everywhere", dict.fromkeys(good, words)
        yield f"{what} in free text", {name: words if form.inputs[name].is_free else good[name] for name in good}
    for name, found in form.inputs.items():
        if re.match(r"form-[1-9]", name):
            continue  # the rows of a list in the admin are alike: the first is tried
        yield f"{name}: a script", {**good, name: SCRIPT}
        if not found.is_free:
            yield f"{name}: a huge number", {**good, name: "9" * 40}
            yield f"{name}: NUL", {**good, name: "1\x00"}


def forms_that_are_read(role: str) -> Iterator[tuple[Visitor, str, Form]]:
    """Without the button that a mail program presses too (RFC 8058): its view reads nothing of what it is sent.

    Tokens are checked, which reads the whole body, as it does in use.
    """
    for visitor, where, form in forms_met_first_by(role, enforce_csrf_checks=True):
        if not getattr(resolve(urlsplit(form.address).path).func, "csrf_exempt", False):
            yield visitor, where, form


@pytest.mark.parametrize("role", ROLES)
def test_a_program_is_taken_nowhere_and_a_file_only_where_one_is_asked_for(role):
    faults = []
    for visitor, where, form in forms_that_are_read(role):
        asked = [name for name, found in form.inputs.items() if found.kind == "file"]
        name = next(iter([*asked, *form.inputs]), "file")
        with visitor.taken_back():
            response = visitor.post(form.address, {**form.filled(), name: a_file()}, as_upload=True)
        if response.status_code != (200 if asked else 413):
            faults.append(f"{where}, {name}: {response.status_code}")
    assert faults == []


@pytest.mark.parametrize("role", ROLES)
def test_more_than_we_take_is_refused(role):
    faults = []
    for visitor, where, form in forms_that_are_read(role):
        with visitor.taken_back():
            response = visitor.post(form.address, {**form.filled(), "more": LONG * 200})
        if response.status_code != 413:
            faults.append(f"{where}: {response.status_code}")
    assert faults == []
