"""manage.py send_outbox"""

import signal
import threading
import time
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError

from notifications.management.commands import send_outbox
from notifications.models import Message

LETTER = {"kind": "welcome", "to": "helen@thornmere.example", "subject": "Welcome", "text": "Hello"}


@pytest.mark.django_db(transaction=True)
def test_once_sends_what_waits_and_says_how_many():
    Message.objects.create(**LETTER)
    said = StringIO()
    call_command("send_outbox", stdout=said)
    assert said.getvalue() == "1 sent\n"
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_every_goes_on_until_it_is_told_to_stop(monkeypatch):
    """It outlives a database that does not answer, sends everything, and ends at TERM."""
    monkeypatch.setattr(signal, "signal", lambda number, handler: stoppers.append(handler))
    stoppers = []
    troubles = [OperationalError("the database is restarting")]
    really = send_outbox.send_due

    def send_due(**options):
        if troubles:
            raise troubles.pop()
        return really(**options)

    monkeypatch.setattr(send_outbox, "send_due", send_due)
    for _ in range(3):
        Message.objects.create(**LETTER)

    def stop_when_all_went():
        deadline = time.monotonic() + 20
        while len(mail.outbox) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        stoppers[0](signal.SIGTERM, None)

    watcher = threading.Thread(target=stop_when_all_went)
    watcher.start()
    call_command("send_outbox", every=1)
    watcher.join()
    assert len(mail.outbox) == 3
