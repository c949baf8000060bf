"""The outbox: a message is a row of the transaction that causes it, and is sent from there until it went."""

from django.db import models
from django.utils import timezone

from notifications.querysets import MessageQuerySet


class Message(models.Model):
    """One e-mail to one address."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Given up"

    kind = models.SlugField(max_length=60, help_text="The function of messages.py that wrote it")
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    stop_url = models.URLField(
        max_length=300,
        blank=True,
        help_text="Of a letter that somebody may stop: mail programs offer it as a button (RFC 8058, a POST)",
    )
    key = models.CharField(
        max_length=120,
        null=True,
        blank=True,
        unique=True,
        help_text="Where set, the same message is never written twice: reminders name what and when",
    )
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["status", "next_try_at"], name="message_due")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.to})"
