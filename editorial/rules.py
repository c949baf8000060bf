"""Who may do what with news, events, research and guidance in the admin: all of the Forum read, moderators and
administrators write (editorial/actions.py checks once more)."""

import rules

from accounts.rules import is_forum, is_moderator

rules.add_perm("editorial", is_forum)
for name in ["article", "forumevent", "researchreport", "guide"]:
    rules.add_perm(f"editorial.view_{name}", is_forum)
    for act in ["add", "change", "delete"]:
        rules.add_perm(f"editorial.{act}_{name}", is_moderator)
