"""Who may do what with registrations, introductions and partnerships."""

from accounts.models import User
from accounts.rules import belongs, is_moderator
from partnerships.models import Registration


def may_moderate(user: User, registration: Registration) -> bool:
    """Moderators, but never for a school of their own."""
    return is_moderator(user) and not belongs(user, registration)
