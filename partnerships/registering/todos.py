"""What the dashboard says about registering interest."""

from collections.abc import Iterator

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.todos import Todo
from partnerships.actions.registration import CONFIRM_SALT, may_be_renewed
from partnerships.models import Draft, Registration
from partnerships.registering.steps import BY_NAME, CHECK, next_step

MOST = 10  # of a kind: nobody has more of these, but a page must not grow without end

Status = Registration.Status


def drafts_to_finish(user: User) -> Iterator[Todo]:
    """Each registration, or change to one, that this person began and has not sent."""
    drafts = Draft.objects.unfinished().filter(user=user).select_related("school", "changes")
    for draft in drafts.order_by("-saved_at")[:MOST]:
        step = next_step(draft.answers)
        todo = "Only sending is left." if step == CHECK else f"Next: {BY_NAME[step].short}."
        title = (
            f"Send your changes to {draft.school}’s registration" if draft.changes_id else f"Register {draft.school}"
        )
        yield Todo(
            title=title,
            sentence=f"{todo} Saved on {timezone.localtime(draft.saved_at):%-d %B}.",
            url=reverse("partnerships:register_go_on", args=[draft.pk]),
            button="Go on",
        )


def registrations_to_see_to(user: User) -> Iterator[Todo]:
    """Changes that Forum staff asked for, what waits for them, and what is to be renewed."""
    mine = Registration.objects.visible_to(user).exclude(status__in=[Status.WITHDRAWN, Status.DECLINED])
    for registration in mine.select_related("school").order_by("-created_at", "-pk")[:MOST]:
        yield from _of(registration)


def _of(registration: Registration) -> Iterator[Todo]:
    url, school = registration.get_absolute_url(), registration.school
    if registration.status == Status.CHANGES:
        yield Todo(
            title=f"Change {school}’s registration",
            sentence="Forum staff ask for a change before it can go live.",
            url=url,
            button="See what they ask",
            due=timezone.localdate(registration.decided_at),
        )
    elif registration.status == Status.WAITING:
        yield Todo(
            title=f"{school}’s registration is with Forum staff",
            sentence="They read it within 2 working days.",
            url=url,
            button="See the registration",
            since=timezone.localdate(registration.sent_at),
            waiting=True,
        )
    elif may_be_renewed(registration):
        lapsed = registration.status == Status.LAPSED
        yield Todo(
            title=f"Renew {school}’s registration",
            sentence=(
                "It has lapsed, so no school is matched with you."
                if lapsed
                else f"It stands until {registration.expires_on:%-d %B}. If it is still true, renewing takes a minute."
            ),
            url=url,
            button="Read and renew",
            due=registration.expires_on,
        )
    if registration.proposed_at is not None:
        yield Todo(
            title=f"Changes to {school}’s registration are with Forum staff",
            sentence="They read them within 2 working days. Until then it stays as it was.",
            url=url,
            button="See the changes",
            since=timezone.localdate(registration.proposed_at),
            waiting=True,
        )


def addresses_to_confirm(user: User) -> Iterator[Todo]:
    """Registrations sent with this person's address before they signed in with it, and never confirmed.

    Signing in has shown that the address is theirs, so the link needs no other e-mail.
    """
    unconfirmed = Registration.objects.filter(
        status=Status.UNCONFIRMED, contacts__kind="lead", contacts__email=user.email
    )
    for registration in unconfirmed.select_related("school").order_by("-created_at", "-pk")[:MOST]:
        yield Todo(
            title=f"Confirm {registration.school}’s registration",
            sentence="It goes to Forum staff once you confirm that you sent it.",
            url=reverse("partnerships:confirm", args=[signing.dumps(registration.reference, salt=CONFIRM_SALT)]),
            button="Confirm it",
            due=timezone.localdate(registration.created_at),
        )
