"""Who may do what with templates, memoranda, signatures and what is shared.

In the admin:

| | moderator | adviser | administrator |
| --- | --- | --- | --- |
| clauses, templates: read | yes | yes | yes |
| clauses, templates: add, change, publish, withdraw | yes | no | yes |
| what schools ask to share: read | yes | yes | yes |
| what schools ask to share: decide, withdraw | yes, never of a school of their own | no | as a moderator |

A draft is its schools' alone, and so is a signed MOU until they share it.
"""

import rules
from django.db.models import Q

from accounts.models import User
from accounts.rules import is_forum, is_moderator
from agreements.models import Mou, SharedMou
from partnerships.models import Partner, Partnership
from partnerships.rules import may_write

rules.add_perm("agreements", is_forum)
for name in ["clause", "template"]:
    rules.add_perm(f"agreements.view_{name}", is_forum)
    for act in ["add", "change", "delete"]:
        rules.add_perm(f"agreements.{act}_{name}", is_moderator)


def is_own_share(user: User, shared: SharedMou) -> bool:
    """Whether this person has a part in it: of a school of the partnership or waiting to be, or named by one."""
    partners = Partner.objects.filter(partnership=shared.version.mou.partnership_id)
    theirs = Q(school__in=user.memberships.current().values("school")) | Q(lead=user.pk) | Q(deputy=user.pk)
    named = Q(contacts__email__iexact=user.email)
    acted = shared.asked_by_id == user.pk or shared.consents.filter(by=user.pk).exists()
    return acted or partners.filter(theirs | named).exists()


@rules.predicate
def may_moderate_share(user: User, shared: SharedMou | None = None) -> bool:
    """Moderators and administrators, but never for a partnership of their own. Without one: in general."""
    return is_moderator(user) and (shared is None or not is_own_share(user, shared))


rules.add_perm("agreements.view_sharedmou", is_forum)
rules.add_perm("agreements.moderate_sharedmou", may_moderate_share)


def may_comment(user: User, mou: Mou) -> bool:
    """Beside a clause: who writes for a school, and who reads it and was mentioned in it."""
    if may_write(user, mou.partnership):
        return True
    reads = Partnership.objects.visible_to(user).filter(pk=mou.partnership_id).exists()
    return reads and mou.clauses.filter(comments__mentioned=user, comments__removed_at=None).exists()
