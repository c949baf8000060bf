"""What Forum staff do with the outbox."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from core import events
from core.errors import ActionRefused
from core.transitions import lock
from notifications.models import Message

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class NotGivenUp(ActionRefused):
    """It went, or it is still being tried."""


@transaction.atomic
def try_again(*, message: Message, by: "AbstractBaseUser") -> Message:
    """Put a message that was given up back among those due, as if it had never been tried. Raises NotGivenUp.

    The next round of `manage.py send_outbox` sends it: a mail server that is still down must not hold up the admin.
    """
    message = lock(message)
    if message.status != Message.Status.FAILED:
        raise NotGivenUp(f"“{message.subject}” was not given up: it is “{message.get_status_display()}”.")
    message.status, message.attempts, message.next_try_at = Message.Status.WAITING, 0, timezone.now()
    message.save(update_fields=["status", "attempts", "next_try_at"])
    events.record(of=message, kind="message-retried", sentence="To be tried again.", by=by, for_staff=True)
    return message
