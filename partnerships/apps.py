from django.apps import AppConfig
from django.urls import reverse_lazy
from django.utils.text import format_lazy

from core.queues import register as register_queue


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Interest, matching and partnerships"

    def ready(self) -> None:
        self._register_queues()

    def _register_queues(self) -> None:
        """What waits for Forum staff, on the admin's first page."""
        from partnerships import queues

        registrations = reverse_lazy("admin:partnerships_registration_changelist")
        register_queue(
            label="New registrations",
            url=format_lazy("{}?queue=waiting", registrations),
            count=queues.new_registrations,
            permission="partnerships.view_registration",
        )
        register_queue(
            label="Changes to live registrations",
            url=format_lazy("{}?queue=proposed", registrations),
            count=queues.proposed_changes,
            permission="partnerships.view_registration",
        )
