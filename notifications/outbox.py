"""Writing a message, and sending what was written.

`post` is called inside the transaction of the action that causes the message, so that either both happen or neither.
The message is tried once straight after the commit, and again by `manage.py send_outbox` until it went or was given up.
"""

import datetime
import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from notifications.models import Message

logger = logging.getLogger(__name__)

# Minutes to wait after each failed try: about two days in all, so a mail server may be down over a weekend's work.
PAUSES = [1, 2, 5, 15, 60, 180, 360, 720, 1440]
# A message found "being sent" for longer than this belonged to a process that was killed.
STUCK_AFTER = datetime.timedelta(minutes=10)


def post(*, kind: str, to: str, subject: str, text: str, key: str | None = None) -> Message | None:
    """Write one e-mail to the outbox and try it after the commit.

    With a `key` that was used before nothing is written and None is returned: a reminder that ran twice.
    """
    subject = " ".join(subject.split())[:200]  # a line break here would be a second header
    if key is not None:
        message, created = Message.objects.get_or_create(
            key=key, defaults={"kind": kind, "to": to, "subject": subject, "text": text}
        )
        if not created:
            return None
    else:
        message = Message.objects.create(kind=kind, to=to, subject=subject, text=text)
    transaction.on_commit(lambda: send([message.pk]), robust=True)
    return message


def send(ids: Sequence[int]) -> int:
    """Try these messages if they are still due; the number that went. Two processes never send the same one."""
    sent = 0
    for pk in ids:
        claimed = Message.objects.due().filter(pk=pk).update(status=Message.Status.SENDING, next_try_at=timezone.now())
        if claimed:
            sent += _deliver(Message.objects.get(pk=pk))
    return sent


def send_due(*, limit: int = 500) -> int:
    """Try everything that is due, oldest first; the number that went."""
    Message.objects.filter(status=Message.Status.SENDING, next_try_at__lte=timezone.now() - STUCK_AFTER).update(
        status=Message.Status.WAITING
    )
    return send(list(Message.objects.due().values_list("pk", flat=True)[:limit]))


def _deliver(message: Message) -> bool:
    message.attempts += 1
    try:
        EmailMessage(message.subject, message.text, to=[message.to]).send()
    except Exception as error:  # whatever a mail server or its absence raises, the message stays in the outbox
        logger.warning("Message %s was not sent: %s", message.pk, error)
        message.error = str(error)[:500]
        if message.attempts > len(PAUSES):
            message.status = Message.Status.FAILED
        else:
            message.status = Message.Status.WAITING
            message.next_try_at = timezone.now() + datetime.timedelta(minutes=PAUSES[message.attempts - 1])
    else:
        message.status, message.sent_at, message.error = Message.Status.SENT, timezone.now(), ""
    message.save(update_fields=["attempts", "status", "error", "next_try_at", "sent_at"])
    return message.status == Message.Status.SENT
