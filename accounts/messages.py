"""Every e-mail about people and their schools, a function each.

Allauth's own mails, about signing in, are in templates/account/email and templates/mfa/email.
"""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Invitation, Membership, User
from notifications import outbox
from schools.models import School


def day(moment: datetime.datetime | datetime.date) -> str:
    """ "22 November 2026", in UK time."""
    if isinstance(moment, datetime.datetime):
        moment = timezone.localtime(moment).date()
    return f"{moment.day} {moment:%B %Y}"


def _link(name: str, *args: object) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _post(kind: str, to: str, subject: str, *paragraphs: str, why: str, key: str | None = None) -> None:
    text = "\n\n".join([*paragraphs, f"ISSP Portal\n{why}"]) + "\n"
    outbox.post(kind=kind, to=to, subject=subject, text=text, key=key)


def colleague_asks(membership: Membership, to: User) -> None:
    """To colleagues who can tell: somebody says that they work here."""
    who, school = membership.user, membership.school
    as_what = (membership.asked_role and membership.get_asked_role_display()) or membership.get_role_display()
    _post(
        "colleague-asks",
        to.email,
        f"{who} asks to join {school}",
        f"{who} ({who.email}) says they work at {school}, as {as_what.lower()}. Say whether that is right. Until "
        f"somebody at the school or the Forum does, they see nothing of the school’s.",
        _link("accounts:team", school.urn),
        why=f"You have this e-mail because you are verified at {school}.",
    )


def colleague_joined(membership: Membership, to: User) -> None:
    """To colleagues who can tell: somebody joined by their school address."""
    who, school = membership.user, membership.school
    _post(
        "colleague-joined",
        to.email,
        f"{who} joined {school}",
        f"{who} ({who.email}) joined {school} with an address at the school’s own domain. If they do not work there, "
        f"remove them on the team page.",
        _link("accounts:team", school.urn),
        why=f"You have this e-mail because you are verified at {school}.",
    )


def forum_asked(membership: Membership, to: User) -> None:
    """To each moderator: somebody waits, at a school that has nobody verified to ask."""
    _post(
        "forum-asked-to-verify",
        to.email,
        f"{membership.user} waits to be verified at {membership.school}",
        f"{membership.user} says they work at {membership.school}, where nobody is verified yet. Check with the "
        f"school, then verify or refuse them.",
        _link("admin:accounts_membership_changelist") + "?waits=pending",
        why="You have this e-mail because you moderate for the Forum.",
    )


def verified(membership: Membership) -> None:
    school = membership.school
    waiting = (
        f" Somebody who leads the school’s team, or the Forum, still has to confirm that you are its "
        f"{membership.get_asked_role_display().lower()}."
        if membership.asked_role
        else ""
    )
    _post(
        "membership-verified",
        membership.user.email,
        f"You are verified at {school}",
        f"You can now act for {school} in the portal.{waiting} Your dashboard shows what to do next.",
        _link("dashboard"),
        why=f"You have this e-mail because you asked to join {school}.",
    )


def refused(membership: Membership, reason: str) -> None:
    school = membership.school
    _post(
        "membership-refused",
        membership.user.email,
        f"You were not verified at {school}",
        f"Your wish to join {school} was not agreed. The reason given: {reason}",
        "If that is a mistake, speak to the school, then ask again from your account.",
        _link("accounts:account"),
        why=f"You have this e-mail because you asked to join {school}.",
    )


def role_changed(membership: Membership) -> None:
    school = membership.school
    _post(
        "role-changed",
        membership.user.email,
        f"You are now {membership.get_role_display().lower()} at {school}",
        f"Your role at {school} in the portal is now: {membership.get_role_display()}. If that is wrong, change it "
        f"with whoever leads the school’s team.",
        _link("accounts:account"),
        why=f"You have this e-mail because you belong to {school}.",
    )


def removed(membership: Membership) -> None:
    school = membership.school
    _post(
        "membership-removed",
        membership.user.email,
        f"You no longer belong to {school} in the portal",
        f"You can no longer act for {school}. Your account stays. If this is a mistake, speak to the school or tell "
        f"the Forum.",
        _link("contact"),
        why=f"You have this e-mail because you belonged to {school}.",
    )


def school_stranded(membership: Membership, to: User) -> None:
    """To each moderator: the last verified person of a school has gone."""
    school = membership.school
    _post(
        "school-stranded",
        to.email,
        f"{school} has nobody left in the portal",
        f"The last verified person at {school} has left. What the school registered stays as it is, and nobody there "
        f"can act on it. Find the school a new contact.",
        _link("admin:accounts_membership_changelist") + "?waits=stranded",
        why="You have this e-mail because you moderate for the Forum.",
    )


def invitation(invited: Invitation) -> None:
    school, by = invited.school, invited.invited_by
    _post(
        "invitation",
        invited.email,
        f"{by} invites you to join {school}",
        f"{by} asks you to join {school} in the ISSP Portal, as {invited.get_role_display().lower()}. Answer by "
        f"{day(invited.expires_at)}.",
        _link("accounts:invitation", invited.token),
        why=f"You have this e-mail because {by} gave us your address. If you do not answer, we delete it.",
    )


def invitation_accepted(invited: Invitation, membership: Membership) -> None:
    _post(
        "invitation-accepted",
        invited.invited_by.email,
        f"{membership.user} joined {invited.school}",
        f"{membership.user} accepted your invitation and can now act for {invited.school}.",
        _link("accounts:team", invited.school.urn),
        why="You have this e-mail because you invited them.",
    )


def account_unused(user: User, deleted_on: datetime.date) -> None:
    """A month before an account that nobody uses is deleted."""
    _post(
        "account-unused",
        user.email,
        f"Sign in by {day(deleted_on)} to keep your account",
        f"Nobody has signed in to your account for almost two years. We delete unused accounts, so sign in by "
        f"{day(deleted_on)} to keep it.",
        _link("account_login"),
        why="You have this e-mail because you have an account. If you do nothing, we delete it and your details.",
        key=f"account-unused-{user.pk}-{deleted_on:%Y-%m-%d}",
    )


def forum_role_set(user: User) -> None:
    """Somebody was given a role in the Forum, or lost it."""
    if user.forum_role:
        said = (
            f"You are now {user.get_forum_role_display().lower()} of the Forum in the portal. When you next sign in we "
            f"help you to set up a second factor."
        )
    else:
        said = "You no longer have a role in the Forum. Your account stays."
    _post(
        "forum-role",
        user.email,
        "Your role in the Forum has changed",
        said,
        _link("account_login"),
        why="You have this e-mail because an administrator of the Forum changed your account.",
    )


def second_factor_removed(user: User) -> None:
    _post(
        "second-factor-removed",
        user.email,
        "Your second factor was removed",
        "An administrator of the Forum removed the second factor of your account, because somebody told them that it "
        "was lost. If that was not you, tell the Forum at once.",
        _link("contact"),
        why="You have this e-mail because it concerns how you sign in. We always send it.",
    )


def account_deleted(address: str) -> None:
    _post(
        "account-deleted",
        address,
        "Your account is deleted",
        "Your name, address and telephone number are gone from the portal. What your schools registered or agreed "
        "stays with them, without your name. Only beneath an agreement that you signed does it stay.",
        why="You have this e-mail because the account with this address was deleted. It is the last one.",
    )


MOST_ASKED = 10  # people written to about one colleague; everybody at the school sees it on the dashboard


def people_to_ask(school: School, *, but: User) -> list[User]:
    """Whom to write to at a school about a colleague: who leads its team, or everybody verified where nobody does."""
    team = Membership.objects.verified().at(school).exclude(user=but)
    asked = team.leading() if team.leading().exists() else team
    people = User.objects.filter(pk__in=asked.values("user_id"), is_active=True)
    return list(people.order_by("pk")[:MOST_ASKED])
