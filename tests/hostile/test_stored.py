"""A script in every text that the database holds, however it came there: no page lets it run."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from casestudies.models import Edition, Replication, Section
from partnerships.models import Draft, Registration
from schools.models import School
from tests.cast import Cast, rows
from tests.hostile.visiting import SCRIPT, PageReader, Visitor, fault_of
from tests.test_permissions import ROLES, in_words

pytestmark = pytest.mark.django_db

SHAPED = (models.SlugField, models.EmailField, models.URLField)
OURS = ["accounts", "casestudies", "core", "editorial", "notifications", "partnerships", "schools"]
# Nobody types what is kept there: a password's hash (another would sign its owner out), a fingerprint, filters.
WORKED_OUT = {"password", "confirmed_text", "facets"}
# Columns of answers as JSON, and the words in them that are typed; choices, slugs and addresses stay.
ANSWERS = [(Draft, "answers"), (Registration, "proposed"), (Registration, "said")]
ANSWERS += [(Section, "answers"), (Edition, "content"), (Replication, "plan")]
TYPED = {"sentence", "networks", "name", "job_title", "phone"}
TYPED |= {"title", "summary", "need", "aims", "how_often", "how_long", "role", "does", "funder", "in_kind", "transport"}
TYPED |= {"text", "measured", "result", "wrong", "change", "conditions", "words", "who", "alt", "town"}


def free_texts(model: type[models.Model]) -> Iterator[models.Field]:
    """The columns in which people write what they like, or the register does."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.CharField | models.TextField) or isinstance(field, SHAPED):
            continue
        if field.name in WORKED_OUT:
            continue
        long_enough = field.max_length is None or field.max_length >= len(SCRIPT)
        if long_enough and not (field.choices or field.unique or field.primary_key):
            yield field


def write_scripts_everywhere() -> None:
    for label in OURS:
        for model in apps.get_app_config(label).get_models(include_auto_created=False):
            texts = {field.name: SCRIPT for field in free_texts(model)}
            if texts:
                model._base_manager.update(**texts)
    School.objects.update(website="javascript://a.example/%0Aalert(1)")
    for model, column in ANSWERS:
        for row in model._base_manager.all():
            setattr(row, column, with_scripts(getattr(row, column)))
            row.save(update_fields=[column])


def with_scripts(answers: Any, word: str = "") -> Any:
    """Answers with a script in each text that is typed."""
    if isinstance(answers, dict):
        return {key: with_scripts(value, key) for key, value in answers.items()}
    if isinstance(answers, list):
        return [with_scripts(value, word) for value in answers]
    return SCRIPT if word in TYPED and isinstance(answers, str) else answers


@pytest.mark.parametrize("role", ["nobody", "other_school", "own_school", "moderator", "administrator"])
def test_no_page_lets_a_stored_script_run(role):
    visitor = Visitor(Cast(), role)
    write_scripts_everywhere()
    faults, shown = [], 0
    due = {name: answers[ROLES.index(role)] for method, name, answers in rows() if method == "GET"}
    for name, address in visitor.addresses():
        response = visitor.get(address)
        if (got := in_words(response)) != due[name]:
            faults.append(f"{name}: {got}, not {due[name]}: the page was not tried")
        if fault := fault_of(response):
            faults.append(f"{name}: {fault}")
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            continue
        page = response.content.decode()
        shown += "&lt;script&gt;alert" in page
        faults += [f"{name}: {link}" for link in PageReader(address, page).links if link.startswith("javascript:")]
    assert faults == []
    assert shown, "No page shows what was stored, so nothing was tried"
