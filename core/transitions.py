"""A status changes only along an explicit table, under a lock."""

from collections.abc import Mapping, Set
from typing import Any, TypeVar, cast

from django.db import models

from core.errors import ActionRefused

M = TypeVar("M", bound=models.Model)


class StatusNotAllowed(ActionRefused):
    """The object is no longer in a state from which this may happen."""


def lock(instance: M) -> M:
    """The same row, locked and read afresh. Call inside a transaction, before reading its status.

    On SQLite the transaction itself is the lock (transaction_mode IMMEDIATE in settings).
    """
    model = cast("type[M]", instance._meta.model)  # not type(): request.user is a lazy object around the person
    return model._base_manager.select_for_update(of=("self",)).get(pk=instance.pk)


def move(
    instance: models.Model, to: str, *, allowed: Mapping[Any, Set[Any]], refusal: str, field: str = "status"
) -> None:
    """Set `instance.status` to `to` (not saved) if `allowed` lists it after the present status.

    `field` is where the model keeps it. Raises StatusNotAllowed with the sentence `refusal`.
    """
    if to not in allowed.get(getattr(instance, field), frozenset()):
        raise StatusNotAllowed(refusal)
    setattr(instance, field, to)
