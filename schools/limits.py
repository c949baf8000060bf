"""How often one visitor may add a school by hand: it is open to everybody, and Forum staff read each one."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

MOST = 5
SECONDS = 60 * 60


def may_add_school(request: HttpRequest) -> bool:
    """Count one more school from this visitor's network address; False from the sixth within an hour."""
    key = f"schools.add:{get_adapter().get_client_ip(request)}"
    now = time.time()
    lately = [moment for moment in cache.get(key, []) if moment > now - SECONDS]
    if len(lately) >= MOST:
        return False
    cache.set(key, [*lately, now], SECONDS)
    return True
