"""Every address of the portal against every role, in one table: tests/permissions.txt.

A row is a method, the name of an address, and what each role is answered: a status; "in", a redirect to the sign-in
page; or "->", a redirect to anywhere else, because it was done or because this person has nothing to do there. An
address that is not in the table fails, and so does a row whose address is gone.

The people are those of tests/cast.py.
"""

from collections.abc import Iterator
from copy import copy

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.tests.factories import sign_in
from tests.cast import Cast, rows

ROLES = ["nobody", "no_school", "other_school", "own_school", "head", "adviser", "moderator", "administrator"]


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """Names of all addresses, "namespace:name". Those without a name are redirects that Django's admin keeps."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, ":".join(part for part in (namespace, entry.namespace) if part))
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{namespace}:{entry.name}" if namespace else entry.name


def test_every_address_is_in_the_table_and_every_row_is_an_address():
    known, listed = set(addresses(get_resolver())), {name for _, name, _ in rows()}
    assert known - listed == set(), "These addresses have no row in tests/permissions.txt"
    assert listed - known == set(), "These rows of tests/permissions.txt have no address"


def test_every_row_has_an_answer_for_every_role():
    assert [name for _, name, answers in rows() if len(answers) != len(ROLES)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_answered_as_the_table_says(role, client):
    cast = Cast()
    person = cast.people[role]
    if person is not None:
        sign_in(client, person)
    cookies = copy(client.cookies)
    wrong = []
    for method, name, answers in rows():
        client.cookies = copy(cookies)  # the row before may have signed this person out
        with transaction.atomic():
            response = client.generic(method, cast.address(name))
            transaction.set_rollback(True)
        got, due = in_words(response), answers[ROLES.index(role)]
        if got != due:
            wrong.append(f"{method} {name}: {got}, not {due}")
    assert wrong == []


def in_words(response) -> str:
    """An answer in the words of the table."""
    if response.status_code in (301, 302):
        return "in" if response.url.startswith(("/accounts/login/", "/accounts/reauthenticate/")) else "->"
    return str(response.status_code)
