"""What apps on higher floors do at the moment when something happens here, inside the action's own transaction.

A function is added in AppConfig.ready() and called by the action: if it raises, nothing has happened at all. It writes
only rows of its own app.
"""

from collections.abc import Callable

from partnerships.models import Draft, Partner, Partnership, Registration

OnSent = Callable[[Draft, Registration], None]
OnOpened = Callable[[Partnership], None]
OnPartner = Callable[[Partner], None]
_on_sent: list[OnSent] = []
_on_opened: list[OnOpened] = []
_on_joined: list[OnPartner] = []
_on_left: list[OnPartner] = []
_on_ended: list[OnOpened] = []


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


def on_partner_joined(function: OnPartner) -> OnPartner:
    """Add a function of a school that has just joined a partnership that is open already."""
    if function not in _on_joined:
        _on_joined.append(function)
    return function


def on_partner_left(function: OnPartner) -> OnPartner:
    """Add a function of a school that has just left: `left_at` is set, and its people see the partnership no more."""
    if function not in _on_left:
        _on_left.append(function)
    return function


def on_partnership_ended(function: OnOpened) -> OnOpened:
    """Add a function of a partnership that has just ended."""
    if function not in _on_ended:
        _on_ended.append(function)
    return function


def tell_of_sent(draft: Draft, registration: Registration) -> None:
    """Called once by the action that sends a registration, or changes to one."""
    for function in _on_sent:
        function(draft, registration)


def tell_of_opened(partnership: Partnership) -> None:
    """Called once by the action that opens a partnership."""
    for function in _on_opened:
        function(partnership)


def tell_of_joined(partner: Partner) -> None:
    """Called once by the action with which a school joins."""
    for function in _on_joined:
        function(partner)


def tell_of_left(partner: Partner) -> None:
    """Called once by the action with which a school leaves, before the partnership of a last school ends."""
    for function in _on_left:
        function(partner)


def tell_of_ended(partnership: Partnership) -> None:
    """Called once by the action that ends a partnership."""
    for function in _on_ended:
        function(partnership)
