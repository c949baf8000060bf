from django.apps import AppConfig
from django.urls import reverse_lazy
from django.utils.text import format_lazy

from core.jobs import register_purge
from core.queues import register as register_queue
from core.queues import waiting_in


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Post (the outbox)"

    def ready(self) -> None:
        from notifications.models import Message
        from notifications.outbox import purge_sent

        register_purge(purge_sent, what="An e-mail that we sent you", after="90 days")
        register_queue(
            label="E-mails given up",
            url=format_lazy("{}?status__exact=failed", reverse_lazy("admin:notifications_message_changelist")),
            count=lambda: waiting_in(Message.objects.filter(status=Message.Status.FAILED), "created_at"),
            permission="notifications.view_message",
        )
