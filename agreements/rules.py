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

from accounts.rules import is_forum, is_moderator

rules.add_perm("agreements", is_forum)
for name in ["clause", "template"]:
    rules.add_perm(f"agreements.view_{name}", is_forum)
    for act in ["add", "change", "delete"]:
        rules.add_perm(f"agreements.{act}_{name}", is_moderator)
rules.add_perm("agreements.view_sharedmou", is_forum)
