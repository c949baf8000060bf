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

from accounts.models import User
from accounts.rules import is_forum, is_moderator
from agreements.models import Mou
from partnerships.models import Partnership
from partnerships.rules import may_write

rules.add_perm("agreements", is_forum)
for name in ["clause", "template"]:
    rules.add_perm(f"agreements.view_{name}", is_forum)
    for act in ["add", "change", "delete"]:
        rules.add_perm(f"agreements.{act}_{name}", is_moderator)
rules.add_perm("agreements.view_sharedmou", is_forum)


def may_comment(user: User, mou: Mou) -> bool:
    """Beside a clause: who writes for a school, and who reads it and was mentioned in it."""
    if may_write(user, mou.partnership):
        return True
    reads = Partnership.objects.visible_to(user).filter(pk=mou.partnership_id).exists()
    return reads and mou.clauses.filter(comments__mentioned=user, comments__removed_at=None).exists()
