"""Everything that changes who people are and where they belong."""

import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Q, Value
from django.db.models.functions import Replace
from django.utils import timezone

from accounts import domains, messages, privacy, rules
from accounts.models import CONFIRMED, Invitation, Membership, Role, User
from core.errors import ActionRefused
from core.events import record
from core.models import Event
from core.transitions import lock, move
from schools.models import School

INVITATION_DAYS = 14
MOST_OPEN_INVITATIONS = 20  # a school; more at once is a mistake or a mischief


class NotYours(ActionRefused):
    """This person may not do this here."""


class LastPerson(ActionRefused):
    """The school would have nobody verified left, and whoever asked has not said that they know."""


class InvitationSpent(ActionRefused):
    """The invitation was used, withdrawn, or is out of date."""


class WrongPerson(ActionRefused):
    """The invitation is for another address."""


@transaction.atomic
def confirmed_user(*, email: str, name: str = "", phone: str = "") -> User:
    """The account of an address whose owner just proved it is theirs (by following a link that we sent).

    Made where there is none. `name` and `phone` fill only what is empty. An account that never confirmed the address
    may have been made by somebody else, so what they set up to sign in with is removed.
    """
    email = email.strip().lower()
    owned = EmailAddress.objects.filter(email=email, verified=True).values("user")
    people = User.objects.select_for_update()
    user = people.filter(pk__in=owned).first() or people.filter(email=email).first()
    if user is None:
        try:
            with transaction.atomic():
                user = User.objects.create_user(email, name=name[:100], phone=phone[:30])
        except IntegrityError:  # somebody followed the same link at the same moment
            user = people.get(email=email)
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        user.set_unusable_password()
        Authenticator.objects.filter(user=user).delete()
    user.name, user.phone = user.name or name[:100], user.phone or phone[:30]
    user.save(update_fields=["name", "phone", "password"])
    has_primary = EmailAddress.objects.filter(user=user, primary=True).exclude(email=email).exists()
    EmailAddress.objects.update_or_create(
        user=user,
        email=email,
        defaults={"verified": True},
        create_defaults={"verified": True, "primary": not has_primary},
    )
    verify_by_address(user=user)
    return user


@transaction.atomic
def change_details(*, user: User, name: str, phone: str) -> User:
    """A person's own name and telephone number."""
    user = lock(user)
    user.name, user.phone = name, phone
    user.save(update_fields=["name", "phone"])
    record(of=user, kind="details-changed", sentence="Changed their name or telephone number.", by=user, for_staff=True)
    return user


@transaction.atomic
def join_school(*, user: User, school: School, role: str, job_title: str = "", by: User | None) -> Membership:
    """Say that a person works at a school: verified at once by their address, otherwise colleagues or the Forum decide.

    Somebody who left, was removed or refused before needs a person to let them in again. Doing it twice changes only
    the job title and, while it waits, the role.
    """
    school = lock(school)
    membership, created = Membership.objects.select_for_update(of=("self",)).get_or_create(
        user=user, school=school, defaults={"role": role, "job_title": job_title}
    )
    membership.job_title = job_title or membership.job_title
    if not created and membership.status == Membership.Status.VERIFIED:
        membership.save(update_fields=["job_title"])
        return membership
    asks = created or membership.status != Membership.Status.PENDING
    membership.role, membership.asked_role = role, ""
    if membership.status != Membership.Status.PENDING:
        move(membership, Membership.Status.PENDING, allowed=Membership.ALLOWED, refusal="You cannot ask to join again.")
        membership.needs_person, membership.how, membership.verified_by, membership.verified_at = True, "", None, None
    membership.save()
    if not membership.needs_person and _address_proves(user, school):
        return _verify(membership, by=None, how=Membership.How.DOMAIN)
    if asks:
        record(of=membership, kind="membership-asked", sentence=f"{user} asked to join {school}.", by=by)
        colleagues = messages.people_to_ask(school, but=user)
        for colleague in colleagues:
            messages.colleague_asks(membership, colleague)
        for moderator in [] if colleagues else User.objects.moderators().exclude(pk=user.pk):
            messages.forum_asked(membership, moderator)
    return membership


@transaction.atomic
def verify_by_address(*, user: User) -> list[Membership]:
    """Verify what waits only for a confirmed address at the school's domain. Called when an address is confirmed."""
    waiting = Membership.objects.pending().of(user).filter(needs_person=False).select_related("school")
    verified = []
    for found in waiting:
        membership = lock(found)
        if membership.status == Membership.Status.PENDING and _address_proves(user, membership.school):
            verified.append(_verify(membership, by=None, how=Membership.How.DOMAIN))
    return verified


def confirmed_address(request: object, email_address: EmailAddress, **kwargs: object) -> None:
    """Allauth's signal: somebody confirmed an address. It may be all that they were waiting for."""
    verify_by_address(user=email_address.user)


@transaction.atomic
def verify_membership(*, membership: Membership, by: User, how: str = Membership.How.COLLEAGUE) -> Membership:
    """Say that somebody does work at the school. `how` is a Membership.How: a colleague or the Forum.

    A headteacher's or chair's role is confirmed with it where `by` may give it, and waits otherwise.
    Raises NotYours, or StatusNotAllowed where somebody refused them meanwhile.
    """
    membership = lock(membership)
    if not rules.may_verify(by, membership):
        raise NotYours("Only a verified colleague or Forum staff can verify somebody, and nobody themselves.")
    if membership.status == Membership.Status.VERIFIED:
        return membership
    return _verify(membership, by=by, how=how)


@transaction.atomic
def refuse_membership(*, membership: Membership, by: User, reason: str) -> Membership:
    """Say that somebody does not work at the school. They are told the reason.

    Raises NotYours, or StatusNotAllowed where somebody verified them meanwhile.
    """
    membership = lock(membership)
    if not rules.may_verify(by, membership):
        raise NotYours("Only a verified colleague or Forum staff can refuse somebody.")
    if membership.status == Membership.Status.REFUSED:
        return membership
    who, school = membership.user, membership.school
    move(
        membership,
        Membership.Status.REFUSED,
        allowed=Membership.ALLOWED,
        refusal=f"{who} is no longer waiting to be verified. The team page shows where they stand now.",
    )
    membership.save(update_fields=["status"])
    record(of=membership, kind="membership-refused", sentence=f"{by} refused {who} at {school}: {reason}", by=by)
    messages.refused(membership, reason)
    return membership


@transaction.atomic
def change_role(*, membership: Membership, role: str, by: User) -> Membership:
    """Give a verified colleague another role, or confirm the one they asked for. Raises NotYours, ActionRefused."""
    membership = lock(membership)
    if not rules.may_manage(by, membership) or not rules.may_give_role(by, membership.school, role):
        raise NotYours("Only the headteacher, chair or co-ordinator of the school, or Forum staff, can give this role.")
    if membership.status != Membership.Status.VERIFIED:
        raise ActionRefused(f"{membership.user} is not verified at {membership.school}. Verify them first.")
    if membership.role == role and not membership.asked_role:
        return membership
    membership.role, membership.asked_role = role, ""
    membership.save(update_fields=["role", "asked_role"])
    record(
        of=membership,
        kind="role-changed",
        sentence=f"{by} made {membership.user} {membership.get_role_display().lower()} at {membership.school}.",
        by=by,
    )
    messages.role_changed(membership)
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, by: User, last_understood: bool = False) -> Membership:
    """Leave a school, or remove a colleague. The last verified person goes only with `last_understood`, and then the
    Forum is told. Raises NotYours, LastPerson, StatusNotAllowed."""
    school = lock(membership.school)  # first the school: two last people who leave at once go one after the other
    membership = lock(membership)
    own = membership.user_id == by.pk
    if not own and not rules.may_manage(by, membership):
        raise NotYours("Only whoever leads the school’s team, or Forum staff, can remove somebody.")
    if membership.status == Membership.Status.ENDED:
        return membership
    last = is_last(membership)
    if last and not last_understood:
        raise LastPerson(f"Nobody else is verified at {school}. Say that you understand this before it is done.")
    _end(membership, by=by)
    if not own:
        messages.removed(membership)
    if last:
        _tell_forum_stranded(membership, by=by)
    return membership


def is_last(membership: Membership) -> bool:
    """Whether this is the only verified person of the school."""
    others = Membership.objects.verified().at(membership.school).exclude(pk=membership.pk)
    return membership.status == Membership.Status.VERIFIED and not others.exists()


@transaction.atomic
def invite_colleague(*, school: School, email: str, role: str, by: User, tell: bool = True) -> Invitation:
    """Ask a colleague by e-mail to join the school. Inviting the same address again sends the open one once more,
    for a full time. With `tell=False` the caller writes to them, with a link of its own. Raises NotYours,
    ActionRefused."""
    school, email = lock(school), email.strip().lower()
    if not rules.belongs(by, school):
        raise NotYours(f"Only somebody verified at {school} can invite a colleague.")
    if not rules.may_give_role(by, school, role):
        raise NotYours("Only the headteacher, chair or co-ordinator of the school can invite a headteacher or chair.")
    if Membership.objects.verified().at(school).filter(user__email=email).exists():
        raise ActionRefused(f"{email} already belongs to {school}.")
    now = timezone.now()
    waiting = school.invitations.open()
    invited = waiting.filter(email=email).first()
    if invited is None:
        if waiting.count() >= MOST_OPEN_INVITATIONS:
            raise ActionRefused(
                f"{MOST_OPEN_INVITATIONS} invitations are open already. Withdraw one, or wait for an answer."
            )
        invited = Invitation(school=school, email=email)
    invited.role, invited.invited_by = role, by
    invited.expires_at = now + datetime.timedelta(days=INVITATION_DAYS)
    invited.save()
    record(
        of=school, kind="colleague-invited", sentence=f"{by} invited a colleague to {school}.", by=by, for_staff=True
    )
    if tell:
        messages.invitation(invited)
    return invited


@transaction.atomic
def cancel_invitation(*, invitation: Invitation, by: User) -> Invitation:
    """Withdraw an invitation that is not yet used. Raises NotYours, InvitationSpent."""
    invitation = lock(invitation)
    if not rules.belongs(by, invitation):
        raise NotYours(f"Only somebody verified at {invitation.school} can withdraw an invitation.")
    if invitation.cancelled_at:
        return invitation
    if invitation.accepted_at:
        raise InvitationSpent(f"{invitation.email} has already accepted.")
    invitation.cancelled_at = timezone.now()
    invitation.save(update_fields=["cancelled_at"])
    record(
        of=invitation.school,
        kind="invitation-withdrawn",
        sentence=f"{by} withdrew an invitation to {invitation.school}.",
        by=by,
        for_staff=True,
    )
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User) -> Membership:
    """Join the school that one was invited to: verified by the colleague who asked, if they are still there.

    `user` must own the invited address, confirmed. Raises InvitationSpent, WrongPerson.
    """
    school = lock(invitation.school)  # before the invitation, as invite_colleague does
    invitation = lock(invitation)
    if not EmailAddress.objects.filter(user=user, email=invitation.email, verified=True).exists():
        raise WrongPerson(f"This invitation is for {invitation.email}. Sign in with that address to accept it.")
    membership, _ = Membership.objects.select_for_update(of=("self",)).get_or_create(
        user=user, school=school, defaults={"role": invitation.role}
    )
    if invitation.accepted_at and membership.status == Membership.Status.VERIFIED:
        return membership
    if not invitation.is_open:
        raise InvitationSpent(
            "This invitation was used, withdrawn or is out of date. Ask your colleague for a new one."
        )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    inviter = invitation.invited_by
    if membership.status == Membership.Status.VERIFIED:
        return membership
    if not rules.belongs(inviter, school):
        return join_school(user=user, school=school, role=invitation.role, by=user)
    if membership.status != Membership.Status.PENDING:
        move(membership, Membership.Status.PENDING, allowed=Membership.ALLOWED, refusal="You cannot join again.")
    membership.role = invitation.role
    membership = _verify(membership, by=inviter, how=Membership.How.COLLEAGUE)
    messages.invitation_accepted(invitation, membership)
    return membership


@transaction.atomic
def set_forum_role(*, user: User, role: str, by: User) -> User:
    """Give somebody a role in the Forum, another one, or (role "") none. Only an administrator may, and not to
    themselves: there is always one left. Raises NotYours."""
    user = lock(user)
    if not rules.is_administrator(by) or user.pk == by.pk:
        raise NotYours("Only another administrator can give or take this role.")
    if user.forum_role == role:
        return user
    user.forum_role = role
    user.save(update_fields=["forum_role"])
    said = (
        f"{by} made {user} {user.get_forum_role_display().lower()} of the Forum."
        if role
        else (f"{by} ended the role of {user} in the Forum.")
    )
    record(of=user, kind="forum-role-set", sentence=said, by=by, for_staff=True)
    messages.forum_role_set(user)
    return user


@transaction.atomic
def remove_second_factor(*, user: User, by: User) -> User:
    """Take away the second factor of somebody who has lost it, and whom an administrator has spoken to.

    They are told, and Forum staff must set up a new one at their next sign-in. Raises NotYours.
    """
    user = lock(user)
    if not rules.is_administrator(by) or user.pk == by.pk:
        raise NotYours("Only another administrator can remove a second factor.")
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if removed:
        record(
            of=user,
            kind="second-factor-removed",
            sentence=f"{by} removed the second factor of {user}.",
            by=by,
            for_staff=True,
        )
        messages.second_factor_removed(user)
    return user


@transaction.atomic
def delete_account(*, user: User, by: User | None) -> User:
    """Erase a person: name, address, number and means of signing in go, memberships end, what the schools did stays.

    `by` is the person, or None where the account was unused for too long. Schools that lose their last person are
    told to the Forum. Doing it twice changes nothing.
    """
    memberships = list(Membership.objects.current().of(user).select_related("school").order_by("school_id"))
    for found in memberships:  # schools before people, as everywhere here
        lock(found.school)
    user = lock(user)
    address, name = user.email, user.name
    if address.endswith(f"@{ERASED_DOMAIN}"):
        return user
    for found in memberships:
        membership = lock(found)
        last = is_last(membership)
        _end(membership, by=by)
        if last:
            _tell_forum_stranded(membership, by=by)
    Invitation.objects.open().filter(invited_by=user).update(cancelled_at=timezone.now())
    Invitation.objects.filter(email=address).delete()
    privacy.forget(user)
    messages.account_deleted(address)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.name, user.phone, user.forum_role, user.is_active = "", "", "", False
    user.email = f"erased-{user.pk}@{ERASED_DOMAIN}"
    user.set_unusable_password()
    user.save()
    user.history.all().delete()  # the history holds the name and the address too
    _forget_in_events(user, name)
    record(of=user, kind="account-deleted", sentence="A person’s account was deleted.", by=None, for_staff=True)
    return user


ERASED_DOMAIN = "erased.invalid"


def _address_proves(user: User, school: School) -> bool:
    """Whether one of the person's confirmed addresses is at the school's own domain."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return any(domains.proves(address, school.domain) for address in addresses)


def _verify(membership: Membership, *, by: User | None, how: str) -> Membership:
    """Verify a locked, pending membership; settle the role; tell everybody concerned."""
    who, school = membership.user, membership.school
    move(
        membership,
        Membership.Status.VERIFIED,
        allowed=Membership.ALLOWED,
        refusal=f"{who} is no longer waiting to be verified. The team page shows where they stand now.",
    )
    if membership.role in CONFIRMED and (by is None or not rules.may_give_role(by, school, membership.role)):
        membership.asked_role, membership.role = membership.role, Role.STAFF
    membership.how, membership.verified_by, membership.verified_at = how, by, timezone.now()
    membership.save()
    said = f"{by} verified {who} at {school}." if by else f"{who} joined {school} by an address at its own domain."
    record(of=membership, kind="membership-verified", sentence=said, by=by or who)
    if by:
        messages.verified(membership)
    else:
        for colleague in messages.people_to_ask(school, but=who):
            messages.colleague_joined(membership, colleague)
    return membership


def _end(membership: Membership, *, by: User | None) -> None:
    who, school = membership.user, membership.school
    move(
        membership,
        Membership.Status.ENDED,
        allowed=Membership.ALLOWED,
        refusal=f"{who} does not belong to {school} any more.",
    )
    membership.needs_person, membership.asked_role = True, ""
    membership.save(update_fields=["status", "needs_person", "asked_role"])
    said = f"Somebody left {school}." if by in (None, who) else f"{by} removed a colleague from {school}."
    record(of=membership, kind="membership-ended", sentence=said, by=by)


def _forget_in_events(user: User, name: str) -> None:
    """What happened stays told, without who: the link to the person goes, and their name in the sentence."""
    memberships = Membership.objects.of(user)
    kind = ContentType.objects.get_for_model(Membership)
    theirs = Event.objects.filter(Q(by=user) | Q(subject_type=kind, subject_id__in=memberships.values("pk")))
    if name:
        theirs.update(sentence=Replace("sentence", Value(name), Value("Somebody")))
    Event.objects.filter(by=user).update(by=None)


def _tell_forum_stranded(membership: Membership, *, by: User | None) -> None:
    record(
        of=membership.school,
        kind="school-stranded",
        sentence=f"The last verified person at {membership.school} has left.",
        by=by,
        for_staff=True,
    )
    for moderator in User.objects.moderators().exclude(pk=membership.user_id):
        messages.school_stranded(membership, moderator)
