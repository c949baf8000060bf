"""What a partnership has made that another may begin with: its MOU, its programme, its evaluation plan.

A case study shows the parts of its partnership's kit, and who copies it takes them along. The apps that hold them stand
on higher floors: each adds one holder with `register` in AppConfig.ready().
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from partnerships.models import Partnership


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing of a kit: "Their memorandum of understanding", a sentence on it, and where anybody may read it."""

    title: str
    sentence: str
    url: str = ""


class Holder(Protocol):
    """An app's part in the kits of partnerships."""

    def parts_of(self, partnership: Partnership) -> Iterable[Part]:
        """What this partnership lets others copy; nothing that its schools keep to themselves."""

    def carry(self, *, source: Partnership, to: Partnership) -> None:
        """Let `to`, which has just opened, begin with the parts of `source`. Called inside the action's transaction."""


_holders: list[Holder] = []


def register(holder: Holder) -> Holder:
    """Add a holder. Called from AppConfig.ready()."""
    if holder not in _holders:
        _holders.append(holder)
    return holder


def parts_of(partnership: Partnership | None) -> list[Part]:
    """Everything of its kit, in the order of registration; nothing for older work, which has no partnership here."""
    return [] if partnership is None else [part for holder in _holders for part in holder.parts_of(partnership)]


def carry(*, source: Partnership, to: Partnership) -> None:
    """Let a new partnership begin with the kit of the one that it copies."""
    for holder in _holders:
        holder.carry(source=source, to=to)
