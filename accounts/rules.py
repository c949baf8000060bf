"""Who may do what with people and schools. Other apps build their rules from these predicates."""

from typing import Any

import rules

from accounts.models import CONFIRMED, ForumRole, Membership, Role, User
from schools.models import School


@rules.predicate
def is_forum(user: User) -> bool:
    """Anybody of the Forum."""
    return user.is_authenticated and user.is_active and bool(user.forum_role)


@rules.predicate
def is_moderator(user: User) -> bool:
    """May moderate: moderators and administrators."""
    return is_forum(user) and user.forum_role in (ForumRole.MODERATOR, ForumRole.ADMINISTRATOR)


@rules.predicate
def is_adviser(user: User) -> bool:
    """May broker introductions: advisers, moderators and administrators."""
    return is_forum(user)


@rules.predicate
def is_administrator(user: User) -> bool:
    return is_forum(user) and user.forum_role == ForumRole.ADMINISTRATOR


def school_of(thing: Any) -> School:
    """The school a thing hangs on: itself, or its `school`."""
    return thing if isinstance(thing, School) else thing.school


@rules.predicate
def belongs(user: User, thing: Any) -> bool:
    """Verified at the thing's school."""
    return user.is_authenticated and Membership.objects.verified().of(user).at(school_of(thing)).exists()


@rules.predicate
def is_head(user: User, thing: Any) -> bool:
    return (
        user.is_authenticated
        and Membership.objects.verified().of(user).at(school_of(thing)).filter(role=Role.HEADTEACHER).exists()
    )


# What Forum staff may open in the admin of the lower floors, which cannot know the Forum's roles. Actions check for
# themselves once more; a permission opens a page, it decides nothing.
rules.add_perm("core", is_forum)
rules.add_perm("core.view_event", is_forum)
rules.add_perm("notifications", is_moderator)
rules.add_perm("notifications.view_message", is_moderator)
rules.add_perm("notifications.change_message", is_moderator)  # "try again" only
rules.add_perm("notifications.read_message", is_administrator)  # the words themselves: they may name people


@rules.predicate
def leads(user: User, thing: Any) -> bool:
    """Manages the school's team: its headteacher, chair or co-ordinator; anybody verified where it has none."""
    if not user.is_authenticated:
        return False
    team = Membership.objects.verified().at(school_of(thing))
    return team.leading().of(user).exists() or (team.of(user).exists() and not team.leading().exists())


def may_verify(user: User, membership: Membership) -> bool:
    """A verified colleague or a moderator, but never for oneself."""
    return user.pk != membership.user_id and (is_moderator(user) or belongs(user, membership))


def may_manage(user: User, membership: Membership) -> bool:
    """May change a colleague's role or remove them: who leads the team, or a moderator. Never one's own role."""
    return user.pk != membership.user_id and (is_moderator(user) or leads(user, membership))


def may_give_role(user: User, school: School, role: str) -> bool:
    """Headteacher and chair are given by Forum staff, or by somebody who verifiably leads the school's team.

    They sign for the school, so it is not enough to say so of oneself, nor to be the only person there.
    """
    if role not in CONFIRMED or is_moderator(user):
        return True
    return user.is_authenticated and Membership.objects.verified().at(school).leading().of(user).exists()


# In the admin: the Forum sees people; moderators decide who belongs where; administrators say who is of the Forum.
rules.add_perm("accounts", is_forum)
rules.add_perm("accounts.view_user", is_forum)
rules.add_perm("accounts.add_user", is_administrator)
rules.add_perm("accounts.change_user", is_administrator)
rules.add_perm("accounts.view_membership", is_forum)
rules.add_perm("accounts.change_membership", is_moderator)
rules.add_perm("accounts.view_invitation", is_forum)
