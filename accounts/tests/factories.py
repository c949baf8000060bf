"""The people of every test: made, like everything else, through actions."""

import itertools
import time

from accounts.actions import change_role, confirmed_user, join_school, verify_membership
from accounts.models import ForumRole, Membership, Role, User
from schools.models import School

_numbers = itertools.count(1)


def make_user(*, email: str = "", name: str = "Amara Okonjo", phone: str = "", password: str = "") -> User:
    """A person with a confirmed address, at no school. Without `email` each call makes somebody else."""
    user = confirmed_user(email=email or f"person{next(_numbers)}@mail.example", name=name, phone=phone)
    if password:
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


def make_forum(*, role: str = ForumRole.MODERATOR, email: str = "", name: str = "Ruth Adeyemi") -> User:
    """Somebody of the Forum. Sign them in with `sign_in` where a second factor is wanted."""
    user = make_user(email=email or f"forum{next(_numbers)}@forum.example", name=name)
    user.forum_role = role
    user.save(update_fields=["forum_role"])
    return user


def make_pending(school: School, *, role: str = Role.STAFF, user: User | None = None, **changes: str) -> Membership:
    """Somebody who waits to be verified at the school."""
    return join_school(user=user or make_user(**changes), school=school, role=role, by=None)


def make_member(school: School, *, role: str = Role.COORDINATOR, user: User | None = None, **changes: str) -> User:
    """Somebody verified at the school, in this role; `changes` go to make_user."""
    membership = make_pending(school, role=role, user=user, **changes)
    verify_membership(membership=membership, by=_checker(), how=Membership.How.FORUM)
    change_role(membership=membership, role=role, by=_checker())  # where their address let them in as staff already
    return membership.user


def _checker() -> User:
    """The Forum's moderator who verifies the people of tests."""
    found = User.objects.filter(email="checker@forum.example").first()
    return found or make_forum(email="checker@forum.example", name="Checker of the Forum")


def sign_in(client, user: User, *, second_factor: bool = True, seconds_ago: int = 0) -> None:
    """Sign a person in on a test client as the portal does: by a code, and Forum staff by a second factor too."""
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    records = [{"method": "code", "at": time.time() - seconds_ago}]
    if second_factor and user.is_staff:
        records.append({"method": "mfa", "type": "totp", "at": time.time() - seconds_ago, "reauthenticated": True})
    session = client.session
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
