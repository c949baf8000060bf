"""The outbox: nothing is lost, nothing goes twice, and a mail server that is down harms nobody."""

import datetime

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from core.tests.at_once import at_once
from notifications import outbox
from notifications.models import Message

pytestmark = pytest.mark.django_db(transaction=True)

LETTER = {"kind": "registration-received", "to": "amara@brackenfold.example", "subject": "We have it", "text": "Thanks"}


class MailServerDown(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError("no mail server for amara@brackenfold.example")


@pytest.fixture
def server_down(settings):
    settings.EMAIL_BACKEND = "notifications.tests.test_outbox.MailServerDown"
    return settings


def later(message, **ago):
    """As if the message had been due this long ago."""
    Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now() - datetime.timedelta(**ago))


def test_a_message_goes_straight_after_the_commit():
    with transaction.atomic():
        message = outbox.post(**LETTER)
        assert mail.outbox == []
    assert [(m.to, m.subject, m.body) for m in mail.outbox] == [([LETTER["to"]], "We have it", "Thanks")]
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Message.Status.SENT, 1)
    assert message.sent_at is not None


def test_a_transaction_that_fails_leaves_no_message_and_sends_none():
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.post(**LETTER)
        raise RuntimeError
    assert Message.objects.count() == 0
    assert mail.outbox == []


def test_a_line_break_in_a_subject_is_no_second_header():
    outbox.post(**{**LETTER, "subject": "Hello\nBcc: everybody@school.example"})
    assert mail.outbox[0].subject == "Hello Bcc: everybody@school.example"


def test_the_same_key_is_written_once():
    assert outbox.post(**LETTER, key="reminder-1-2026-11-22") is not None
    assert outbox.post(**LETTER, key="reminder-1-2026-11-22") is None
    assert outbox.post(**LETTER, key="reminder-1-2026-11-23") is not None
    assert len(mail.outbox) == Message.objects.count() == 2


def test_two_messages_without_a_key_are_two():
    outbox.post(**LETTER)
    outbox.post(**LETTER)
    assert len(mail.outbox) == 2


def test_a_mail_server_that_is_down_keeps_the_message_and_the_person_goes_on(server_down, caplog):
    message = outbox.post(**LETTER)  # does not raise
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Message.Status.WAITING, 1)
    assert "no mail server" in message.error
    assert message.next_try_at > timezone.now() + datetime.timedelta(seconds=50)
    assert "ConnectionRefusedError" in caplog.text
    assert "amara" not in caplog.text


def test_it_is_not_tried_again_before_its_pause_is_over(server_down):
    message = outbox.post(**LETTER)
    server_down.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.send_due() == 0
    later(message, seconds=1)
    assert outbox.send_due() == 1
    assert len(mail.outbox) == 1


def test_pauses_grow_and_then_it_is_given_up(server_down):
    message = outbox.post(**LETTER)
    waits = []
    while message.status != Message.Status.FAILED:
        message.refresh_from_db()
        waits.append((message.next_try_at - timezone.now()).total_seconds())
        later(message, seconds=1)
        outbox.send_due()
        message.refresh_from_db()
    assert message.attempts == len(outbox.PAUSES) + 1
    assert waits == sorted(waits)
    later(message, days=30)
    assert outbox.send_due() == 0


def test_a_message_whose_sender_was_killed_is_sent_again():
    message = Message.objects.create(**LETTER, status=Message.Status.SENDING, attempts=1)
    assert outbox.send_due() == 0  # its sender may still be at it
    later(message, minutes=11)
    assert outbox.send_due() == 1
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Message.Status.SENT, 2)


def test_a_message_that_kills_every_sender_is_given_up_at_last():
    message = Message.objects.create(**LETTER, status=Message.Status.SENDING, attempts=len(outbox.PAUSES) + 1)
    later(message, minutes=11)
    assert outbox.send_due() == 0
    message.refresh_from_db()
    assert message.status == Message.Status.FAILED


def test_oldest_first_and_no_more_than_the_limit():
    for number in range(3):
        later(Message.objects.create(**{**LETTER, "subject": str(number)}), minutes=10 - number)
    assert outbox.send_due(limit=2) == 2
    assert [m.subject for m in mail.outbox] == ["0", "1"]


def test_two_senders_at_once_send_each_message_once():
    Message.objects.bulk_create(Message(**{**LETTER, "subject": str(n)}) for n in range(30))
    counts = at_once(outbox.send_due, outbox.send_due)
    assert sum(counts) == 30
    assert sorted(int(m.subject) for m in mail.outbox) == list(range(30))
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


def test_what_was_sent_long_ago_is_purged_and_a_key_still_guards():
    outbox.post(**LETTER)
    outbox.post(**LETTER, key="reminder-1")
    waiting = Message.objects.create(**LETTER)
    Message.objects.filter(status="sent").update(sent_at=timezone.now() - datetime.timedelta(days=91))
    assert outbox.purge_sent() == 2
    assert outbox.purge_sent() == 0
    kept = Message.objects.get(key="reminder-1")
    assert (kept.to, kept.subject, kept.text) == ("", "", "")
    assert outbox.post(**LETTER, key="reminder-1") is None
    assert Message.objects.filter(pk=waiting.pk).exists()


def test_what_was_sent_lately_is_kept():
    outbox.post(**LETTER)
    assert outbox.purge_sent() == 0
    assert Message.objects.count() == 1


def test_a_letter_that_may_be_stopped_offers_it_to_mail_programs():
    outbox.post(**LETTER)
    outbox.post(**LETTER, stop_url="https://portal.example/stop/abc/")
    plain, stoppable = mail.outbox
    assert "List-Unsubscribe" not in plain.extra_headers
    assert stoppable.extra_headers == {
        "List-Unsubscribe": "<https://portal.example/stop/abc/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
