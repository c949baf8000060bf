from django.apps import AppConfig

from core.jobs import register_purge


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Post (the outbox)"

    def ready(self) -> None:
        from notifications.outbox import purge_sent

        register_purge(purge_sent, what="An e-mail that we sent you", after="90 days")
