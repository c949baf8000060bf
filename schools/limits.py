"""How often one visitor may add a school by hand: it is open to everybody, and Forum staff read each one."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MOST = 5
SECONDS = 60 * 60


def may_add_school(request: HttpRequest) -> bool:
    """Count one more try of this visitor's address; False from the sixth within an hour.

    The counts are kept by each server process, which is enough to stop a flood.
    """
    key = f"schools.add:{get_adapter().get_client_ip(request)}"
    cache.add(key, 0, SECONDS)
    return cache.incr(key) <= MOST
