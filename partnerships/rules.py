"""Who may do what with registrations, introductions and partnerships.

In the admin:

| | moderator | adviser | administrator |
| --- | --- | --- | --- |
| registrations, profiles: read, with their history | yes | yes | yes |
| registrations: approve, ask for a change, decline | yes, never a school of their own | no | as a moderator |
| introductions, partnerships: read, with their history | yes | yes | yes |
| introductions: bring two together, take that back | yes, never a school of their own | as a moderator | as both |
| lists (activities, subjects, values): read | yes | yes | yes |
| lists: add, change, switch off, delete what nobody used | yes | no | yes |
"""

import rules
from django.db.models import Q

from accounts.models import User
from accounts.rules import is_adviser, is_forum, is_moderator
from partnerships.models import Contact, Partnership, Registration


def own(user: User) -> Q:
    """The condition on registrations in which this person has a part.

    That is: at a school where they are verified or wait to be, sent or changed by them, or naming their address.
    """
    return (
        Q(school__in=user.memberships.current().values("school_id"))
        | Q(lead=user.pk)
        | Q(proposed_by=user.pk)
        | Q(pk__in=Contact.objects.filter(email__iexact=user.email).values("registration_id"))
    )


def is_own(user: User, registration: Registration) -> bool:
    """Whether this person has a part in it, as `own` says."""
    return Registration.objects.filter(own(user), pk=registration.pk).exists()


@rules.predicate
def may_moderate(user: User, registration: Registration | None = None) -> bool:
    """Moderators and administrators, but never for a school of their own. Without a registration: in general."""
    return is_moderator(user) and (registration is None or not is_own(user, registration))


rules.add_perm("partnerships", is_forum)
rules.add_perm("partnerships.view_registration", is_forum)
rules.add_perm("partnerships.moderate_registration", may_moderate)
rules.add_perm("partnerships.view_profile", is_forum)
rules.add_perm("partnerships.view_introduction", is_forum)
rules.add_perm("partnerships.broker_introduction", is_adviser)
rules.add_perm("partnerships.view_partnership", is_forum)
for name in ["activitygroup", "activitytype", "subject", "value"]:
    rules.add_perm(f"partnerships.view_{name}", is_forum)
    for act in ["add", "change", "delete"]:
        rules.add_perm(f"partnerships.{act}_{name}", is_moderator)


def may_be_changed(registration: Registration) -> bool:
    """Whether its school may change its answers in the state it is in. Who sees it at all: `visible_to`."""
    status = Registration.Status
    return registration.status in (status.WAITING, status.CHANGES, status.LIVE, status.PAUSED)


def may_speak_for(user: User, registration: Registration) -> bool:
    """May ask for introductions and answer them on behalf of its school: verified there, or the lead it names."""
    return Registration.objects.spoken_for_by(user).filter(pk=registration.pk).exists()


def may_write(user: User, partnership: Partnership) -> bool:
    """May change what a partnership says, plans and agrees: leads and deputy leads, and the headteachers.

    Every verified person of its schools reads it: `Partnership.objects.visible_to`.
    """
    return Partnership.objects.written_by(user).filter(pk=partnership.pk).exists()
