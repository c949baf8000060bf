"""The clause library and the templates in the admin: kept, compared, published, withdrawn; and who may not."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, sign_in
from agreements.models import Clause, Template
from core.models import Event

pytestmark = pytest.mark.django_db


def client_of(role=ForumRole.MODERATOR):
    client = Client()
    sign_in(client, make_forum(role=role))
    return client


@pytest.fixture
def template():
    return Template.objects.get(slug="first-term")


def url(name, *args):
    return reverse(f"admin:agreements_{name}", args=args)


def clause_data(clause, **changes):
    names = ["heading", "text", "guidance", "order"]
    return {**{name: getattr(clause, name) for name in names}, "live": "on", **changes}


def template_data(template, **changes):
    """What the form of a template sends, with every clause as it is."""
    lines = list(template.clauses.order_by("order", "pk"))
    data = {"title": template.title, "summary": template.summary}
    data |= {"clauses-TOTAL_FORMS": len(lines), "clauses-INITIAL_FORMS": len(lines)}
    for n, line in enumerate(lines):
        data |= {
            f"clauses-{n}-id": line.pk,
            f"clauses-{n}-template": template.pk,
            f"clauses-{n}-clause": line.clause_id,
            f"clauses-{n}-order": line.order,
            f"clauses-{n}-text": line.text,
            f"clauses-{n}-guidance": line.guidance,
            **({f"clauses-{n}-required": "on"} if line.required else {}),
        }
    return {**data, **changes}


def test_a_clause_is_changed_with_its_event_and_history():
    clause, client = Clause.objects.get(slug="transport"), client_of()
    page = client.get(url("clause_change", clause.pk))
    assert "Regular visits, two schools" in page.text
    response = client.post(url("clause_change", clause.pk), clause_data(clause, text="Who rings? [who]"))
    assert response.status_code == 302
    clause.refresh_from_db()
    assert clause.text == "Who rings? [who]"
    assert Event.objects.of(clause).get().kind == "clause-kept"
    history = client.get(url("clause_history", clause.pk))
    assert "Who rings?" in history.text


def test_a_clause_is_added_and_its_name_and_kind_stay():
    client = client_of()
    data = {"heading": "Choirs", "slug": "choirs", "kind": "text", "text": "", "guidance": "Sing.", "order": 300}
    assert client.post(url("clause_add"), {**data, "live": "on"}).status_code == 302
    clause = Clause.objects.get(slug="choirs")
    client.post(url("clause_change", clause.pk), clause_data(clause, slug="other", kind="dates"))
    clause.refresh_from_db()
    assert (clause.slug, clause.kind) == ("choirs", "text")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "Half [open"}, "Close each square bracket"),
        ({"text": "[" + "x" * 81 + "]"}, "Close each square bracket"),
        ({"text": "x" * 20_001}, "Shorten this to 20,000"),
        ({"guidance": "x" * 5_001}, "Shorten this to 5,000"),
        ({"guidance": "Null \x00"}, "Null characters"),
        ({"heading": ""}, "required"),
    ],
)
def test_what_cannot_be_a_clause_is_said(changes, said):
    clause = Clause.objects.get(slug="transport")
    response = client_of().post(url("clause_change", clause.pk), clause_data(clause, **changes))
    assert response.status_code == 200
    assert said in response.text
    assert clause.text == Clause.objects.get(pk=clause.pk).text


def test_nothing_is_deleted(template):
    client = client_of(ForumRole.ADMINISTRATOR)
    assert client.post(url("clause_delete", Clause.objects.first().pk)).status_code == 403
    assert client.post(url("template_delete", template.pk)).status_code == 403


def test_a_template_is_changed_compared_and_published(template):
    client = client_of()
    assert "See what is new" not in client.get(url("template_change", template.pk)).text
    changes = {"clauses-1-text": "Other words <script>alert(1)</script>", "clauses-6-DELETE": "on"}
    response = client.post(url("template_change", template.pk), template_data(template, **changes))
    assert response.status_code == 302
    assert template.clauses.count() == 6
    assert template.versions.count() == 1
    assert "See what is new" in client.get(url("template_change", template.pk)).text
    page = client.get(url("template_publish", template.pk))
    assert "Publish version 2" in page.text
    assert "Other words &lt;script&gt;" in page.text
    assert "<script>alert" not in page.text
    assert "Status of this agreement" in page.text  # taken out
    assert template.versions.count() == 1
    client.post(url("template_publish", template.pk))
    assert template.versions.count() == 2
    versions = client.get(url("template_versions", template.pk)).text
    assert "Version 2" in versions
    assert "Version 1" in versions


def test_a_template_is_withdrawn_and_brought_back(template):
    client = client_of()
    assert "MOUs that began from it stay" in client.get(url("template_withdraw", template.pk)).text
    client.post(url("template_withdraw", template.pk))
    template.refresh_from_db()
    assert template.withdrawn_at is not None
    refused = client.post(url("template_publish", template.pk), follow=True)
    assert "Bring it back, then publish it" in refused.text
    assert client.get(url("template_restore", template.pk)).status_code == 405
    client.post(url("template_restore", template.pk))
    template.refresh_from_db()
    assert template.withdrawn_at is None


def test_an_adviser_reads_and_changes_nothing(template):
    client = client_of(ForumRole.ADVISER)
    for address in (
        url("clause_changelist"),
        url("template_changelist"),
        url("template_change", template.pk),
        url("clause_change", Clause.objects.first().pk),
        url("template_versions", template.pk),
    ):
        assert client.get(address).status_code == 200, address
    for name in ("template_publish", "template_withdraw", "template_restore"):
        assert client.post(url(name, template.pk)).status_code == 403
    assert client.post(url("template_change", template.pk), template_data(template)).status_code == 403
    assert client.post(url("clause_add"), {}).status_code == 403


@pytest.mark.parametrize("number", ["0", "9" * 18])
def test_a_template_that_is_not_there(number):
    client = client_of()
    for name in ("template_publish", "template_withdraw", "template_versions"):
        assert client.get(url(name, int(number))).status_code == 404


def test_a_longer_library_takes_no_more_queries(template, django_assert_num_queries, django_assert_max_num_queries):
    client = client_of()
    addresses = [url("clause_changelist"), url("template_changelist"), url("template_change", template.pk)]
    counts = []
    for address in addresses:
        with django_assert_max_num_queries(40) as counted:
            client.get(address)
        counts.append(len(counted))
    for n in range(12):
        clause = Clause.objects.create(slug=f"more-{n}", heading=f"More {n}", guidance="x", order=n)
        template.clauses.create(clause=clause, order=100 + n)
    for address, count in zip(addresses, counts, strict=True):
        with django_assert_num_queries(count):
            client.get(address)
