"""Who may do what with the register in the admin. People are a floor above, so the rules read their attributes."""

from typing import Any

import rules


@rules.predicate
def is_forum(user: Any) -> bool:
    """Anybody of the Forum: reads the register."""
    return bool(user.is_active and user.is_staff)


@rules.predicate
def is_moderator(user: Any) -> bool:
    """Moderators and administrators: check schools that were added by hand."""
    return is_forum(user) and getattr(user, "forum_role", "") in ("moderator", "administrator")


rules.add_perm("schools", is_forum)  # its own page in the admin, and its place on the first
for model in ("school", "network", "localauthority", "schoollink"):
    rules.add_perm(f"schools.view_{model}", is_forum)
rules.add_perm("schools.change_school", is_moderator)
for action in ("add", "change", "delete"):
    rules.add_perm(f"schools.{action}_network", is_moderator)
