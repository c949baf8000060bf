"""What apps on higher floors do at the moment when something happens here, inside the action's own transaction.

A function is added in AppConfig.ready() and called by the action: if it raises, nothing has happened at all. It writes
only rows of its own app.
"""

from collections.abc import Callable

from partnerships.models import Draft, Partnership, Registration

OnSent = Callable[[Draft, Registration], None]
OnOpened = Callable[[Partnership], None]
_on_sent: list[OnSent] = []
_on_opened: list[OnOpened] = []


def on_registration_sent(function: OnSent) -> OnSent:
    """Add a function of a draft and the registration that it became, or that it changes."""
    if function not in _on_sent:
        _on_sent.append(function)
    return function


def on_partnership_opened(function: OnOpened) -> OnOpened:
    """Add a function of a partnership that has just opened, with its partners and their lines."""
    if function not in _on_opened:
        _on_opened.append(function)
    return function


def tell_of_sent(draft: Draft, registration: Registration) -> None:
    """Called once by the action that sends a registration, or changes to one."""
    for function in _on_sent:
        function(draft, registration)


def tell_of_opened(partnership: Partnership) -> None:
    """Called once by the action that opens a partnership."""
    for function in _on_opened:
        function(partnership)
