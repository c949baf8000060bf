"""Who may do what with registrations, introductions and partnerships."""

from accounts.models import Membership, User
from accounts.rules import is_moderator
from partnerships.models import Registration


def is_own(user: User, registration: Registration) -> bool:
    """Whether this person has a part in it: at its school, verified or waiting to be, or named in it by address."""
    people = {registration.lead_id, registration.proposed_by_id}
    return (
        user.pk in people
        or Membership.objects.current().of(user).filter(school=registration.school_id).exists()
        or registration.contacts.filter(email__iexact=user.email).exists()
    )


def may_moderate(user: User, registration: Registration) -> bool:
    """Moderators and administrators, but never for a school of their own."""
    return is_moderator(user) and not is_own(user, registration)
