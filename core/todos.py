"""What the dashboard shows: each app registers a function that lists what needs a person, or what they wait for."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Todo:
    """One line of the dashboard.

    `due` orders what needs me (earliest first; None comes last). `since` is shown for what I wait for.
    `waiting` is True where somebody else must act next.
    """

    title: str
    sentence: str
    url: str
    button: str
    due: datetime.date | None = None
    since: datetime.date | None = None
    waiting: bool = False


Provider = Callable[[Any], Iterable[Todo]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a provider: a function of a user that yields Todos. Called from AppConfig.ready(); usable as a decorator."""
    _providers.append(provider)
    return provider


def todos_of(user: Any) -> tuple[list[Todo], list[Todo]]:
    """(what needs this person, by due date; what they wait for, longest first)."""
    far = datetime.date.max
    found = [todo for provider in _providers for todo in provider(user)]
    mine = sorted((t for t in found if not t.waiting), key=lambda t: t.due or far)
    waiting = sorted((t for t in found if t.waiting), key=lambda t: t.since or far)
    return mine, waiting
