"""The vocabulary of the outbox."""

from django.db import models
from django.utils import timezone


class MessageQuerySet(models.QuerySet):
    def due(self) -> "MessageQuerySet":
        """Waiting, and its time to try has come."""
        return self.filter(status="waiting", next_try_at__lte=timezone.now()).order_by("next_try_at", "pk")
