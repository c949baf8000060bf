"""Writing a message, and sending what was written.

`post` is called inside the transaction of the action that causes the message, so that either both happen or neither.
The message is tried once straight after the commit, and again by `manage.py send_outbox` until it went or was given up.
"""

import datetime
import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from notifications.models import Message

logger = logging.getLogger(__name__)

# Minutes to wait after each failed try: about two days in all, so a mail server may be down over a weekend.
PAUSES = [1, 2, 5, 15, 60, 180, 360, 720, 1440]
# A message found "being sent" for longer than this belonged to a process that was killed.
STUCK_AFTER = datetime.timedelta(minutes=10)
# How long a message that went is kept, to answer "did you write to me?". The privacy notice says so.
KEPT_FOR = datetime.timedelta(days=90)


def post(*, kind: str, to: str, subject: str, text: str, key: str | None = None, stop_url: str = "") -> Message | None:
    """Write one e-mail to the outbox and try it after the commit.

    With a `key` that was used before nothing is written and None is returned: a reminder that ran twice. `stop_url`
    is where a mail program may POST to stop letters of this kind to this person (RFC 8058).
    """
    subject = " ".join(subject.split())[:200]  # a line break here would be a second header
    fields = {"kind": kind, "to": to, "subject": subject, "text": text, "stop_url": stop_url}
    if key is not None:
        message, created = Message.objects.get_or_create(key=key, defaults=fields)
        if not created:
            return None
    else:
        message = Message.objects.create(**fields)
    transaction.on_commit(lambda: send([message.pk]), robust=True)
    return message


def send(ids: Sequence[int]) -> int:
    """Try these messages if they are still due; the number that went. Two processes never send the same one."""
    sent = 0
    for pk in ids:
        # The claim counts the try before it is made: a message that kills its sender is given up one day, too.
        claimed = (
            Message.objects.due()
            .filter(pk=pk)
            .update(status=Message.Status.SENDING, attempts=F("attempts") + 1, next_try_at=timezone.now())
        )
        if claimed:
            sent += _deliver(Message.objects.get(pk=pk))
    return sent


def send_due(*, limit: int = 500) -> int:
    """Try at most `limit` of what is due, oldest first; the number that went."""
    stuck = Message.objects.filter(status=Message.Status.SENDING, next_try_at__lte=timezone.now() - STUCK_AFTER)
    stuck.filter(attempts__gt=len(PAUSES)).update(status=Message.Status.FAILED)
    stuck.update(status=Message.Status.WAITING)
    return send(list(Message.objects.due().values_list("pk", flat=True)[:limit]))


def purge_sent() -> int:
    """Delete messages sent more than 90 days ago.

    Of those with a key the key stays, so that a reminder cannot go twice; the address and the words do not.
    """
    old = Message.objects.filter(status=Message.Status.SENT, sent_at__lt=timezone.now() - KEPT_FOR)
    emptied = old.filter(key__isnull=False).exclude(to="").update(to="", subject="", text="", stop_url="")
    deleted, _ = old.filter(key__isnull=True).delete()
    return emptied + deleted


def _deliver(message: Message) -> bool:
    headers = {}
    if message.stop_url:
        headers = {"List-Unsubscribe": f"<{message.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    try:
        EmailMessage(message.subject, message.text, to=[message.to], headers=headers).send()
    except Exception as error:  # whatever a mail server or its absence raises, the message stays in the outbox
        # The kind of error only: a mail server's answer repeats the address, and logs hold no personal data.
        logger.warning("Message %s was not sent: %s", message.pk, type(error).__name__)
        message.error = str(error)[:500]
        if message.attempts > len(PAUSES):
            message.status = Message.Status.FAILED
        else:
            message.status = Message.Status.WAITING
            message.next_try_at = timezone.now() + datetime.timedelta(minutes=PAUSES[message.attempts - 1])
    else:
        message.status, message.sent_at, message.error = Message.Status.SENT, timezone.now(), ""
    message.save(update_fields=["status", "error", "next_try_at", "sent_at"])
    return message.status == Message.Status.SENT
