"""Nonsense in addresses, at every address that can be read: never a 5xx, never a script that runs."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.urls import resolve

from tests.cast import Cast, rows
from tests.hostile.visiting import LONG, SCRIPT, Visitor, fault_of

pytestmark = pytest.mark.django_db

# As they stand in an address, after "word=".
VALUES = [quote(SCRIPT), "'%25_%5C*", "a%00b", LONG, "9" * 40, "-1", "abc", "%FF%ED%A0%80%zz", "2030-99-99"]
# As a part of a path. Those that no address takes are not found, which is an answer as well.
PARTS = [quote(SCRIPT, safe=""), "'", "a%00b", "9" * 8, "9" * 40, LONG, "%FF%FE", "R-9999999999"]
PARTS += ["00000000-0000-0000-0000-000000000000"]


@pytest.mark.parametrize("role", ["nobody", "own_school", "moderator"])
def test_words_of_an_address(role):
    visitor = Visitor(Cast(), role)
    faults = []
    for name, page in visitor.pages():
        words = page.words.union(*(form.inputs for form in page.forms if form.method == "get"))
        if page.address.startswith("/admin/"):  # which looks no further after the first word that means nothing
            queries = [f"{word}={value}" for word in sorted(words) for value in VALUES]
        else:
            queries = ["&".join(f"{word}={value}" for word in sorted(words)) for value in VALUES]
        addresses = [f"{page.address}?{query}" for query in queries]
        addresses += [f"{page.address}?{'&'.join(f'{word}=1&{word}={quote(SCRIPT)}' for word in words)}"]
        addresses += [f"{page.address}?{quote(SCRIPT)}={quote(SCRIPT)}&%00=%00&next={quote(SCRIPT)}"]
        for address in addresses:
            if fault := fault_of(visitor.get(address)):
                faults.append(f"{name} {address[:200]}: {fault}")
    assert faults == []


@pytest.mark.parametrize("role", ["own_school", "moderator"])
def test_parts_of_a_path(role):
    visitor = Visitor(Cast(), role)
    faults = []
    for method, address in sorted(set(paths_with_nonsense(visitor.cast))):
        with visitor.taken_back():
            response = visitor.client.get(address) if method == "GET" else visitor.post(address)
        if fault := fault_of(response):
            faults.append(f"{method} {address[:200]}: {fault}")
    assert faults == []


def paths_with_nonsense(cast: Cast) -> Iterator[tuple[str, str]]:
    """(method, path): every address that takes an argument, with each of PARTS in the place of each argument."""
    for method, name, _ in rows():
        path = cast.address(name)
        route, parts = resolve(path).route.split("/"), path.strip("/").split("/")
        for place, piece in enumerate(route):
            if piece.startswith("<"):
                for part in PARTS:
                    yield method, "/" + "/".join([*parts[:place], part, *parts[place + 1 :]]) + "/"
