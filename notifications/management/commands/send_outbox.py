"""manage.py send_outbox"""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from notifications.outbox import send_due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Send every message of the outbox that is waiting and whose time to try has come, oldest first. Safe to run "
        "twice at once: each message is claimed before it is sent. A message that fails is tried again after longer "
        "and longer pauses, about two days in all."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=int, metavar="SECONDS", help="Go on until stopped, looking again after so many seconds"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["every"]:
            self.go_on(options["every"])
        else:
            self.stdout.write(f"{send_due()} sent")

    def go_on(self, seconds: int) -> None:
        """Until TERM or Ctrl-C, which let the message in hand be finished: otherwise it would be sent again later."""
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            try:
                sent = send_due(limit=1)
            except DatabaseError:  # a database that restarts, or is busy: look again later
                logger.exception("The outbox could not be read")
                sent = 0
            close_old_connections()
            if not sent:
                stopped.wait(seconds)
