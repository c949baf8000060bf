"""Several people at the same moment, for the tests of what may happen only once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

from core.errors import ActionRefused

MOST_SECONDS = 30


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Begin these together, each in a thread and on connections of its own: what each returned, in order.

    A refusal is an outcome like another, and is returned. Any other error, or one that takes too long, fails the test.
    """
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            gate.wait(MOST_SECONDS)
            return call()
        except ActionRefused as refusal:
            return refusal
        finally:
            connections.close_all()

    threads = ThreadPoolExecutor(len(calls))
    try:
        return [outcome.result(MOST_SECONDS) for outcome in [threads.submit(run, call) for call in calls]]
    finally:
        threads.shutdown(wait=False)
