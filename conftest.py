"""What every test stands on: nothing leaves this machine, and no test sees what another left in memory."""

import ipaddress
import socket
from collections.abc import Iterator

import pytest
from django.core.cache import cache

_connect = socket.socket.connect


def _connect_here(sock: socket.socket, address: object) -> None:
    """Sockets reach this machine only; a name is looked up before it comes here, so an address is what we see."""
    if sock.family in (socket.AF_INET, socket.AF_INET6):
        host = address[0]  # type: ignore[index]
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise OSError(f"A test tried to reach {host}. Tests reach 127.0.0.1 only.")
    _connect(sock, address)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _connect_here)


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Rate limits are counted in the cache: each test starts from none."""
    cache.clear()
    yield
    cache.clear()
