"""What every test stands on: nothing leaves this machine, and no test sees what another left behind."""

import ipaddress
import socket
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

_connect = socket.socket.connect

# A property holds or it does not: how long an example takes on a busy machine says nothing about it.
hypothesis_settings.register_profile("portal", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("portal")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What migrations wrote (the lists of activities and subjects) is put back after a test that commits.

    Such a test ends by emptying every table; without this, the next one would find no activity to choose.
    """
    for item in items:
        if commits(item) and "django_db_serialized_rollback" not in item.fixturenames:
            item.fixturenames.insert(0, "django_db_serialized_rollback")


def commits(item: pytest.Item) -> bool:
    """Whether the test commits to the database instead of being rolled back."""
    marker = item.get_closest_marker("django_db")
    marked = marker is not None and bool(marker.kwargs.get("transaction"))
    return marked or not {"transactional_db", "live_server"}.isdisjoint(item.fixturenames)


class Migrated:
    """What migrations wrote, taken as soon as the test database stands.

    Django keeps it on the connection, and Playwright gives the tests after it a connection of their own.
    """

    contents = ""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    Migrated.contents = getattr(connection, "_test_serialized_contents", "")


@pytest.fixture(autouse=True)
def empty_cache(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rate limits are counted in the cache, a table that no model has: emptying the others leaves it as it was."""
    if not commits(request.node):
        yield
        return
    request.getfixturevalue("django_db_setup")
    if Migrated.contents:
        connection._test_serialized_contents = Migrated.contents  # type: ignore[attr-defined]
    request.getfixturevalue("transactional_db")
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _connect_here)


def _connect_here(sock: socket.socket, address: object) -> None:
    """Sockets reach this machine only; a name is looked up before it comes here, so an address is what we see."""
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        host = address[0]  # type: ignore[index]
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise OSError(f"A test tried to reach {host}. Tests reach 127.0.0.1 only.")
    _connect(sock, address)  # type: ignore[arg-type]
