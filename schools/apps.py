from django.apps import AppConfig
from django.urls import reverse_lazy
from django.utils.text import format_lazy


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = "Schools (the national register)"

    def ready(self) -> None:
        from core import queues
        from schools import search
        from schools.models import School

        search.INDEX.declare()

        queues.register(
            label="Schools added by hand to check",
            url=format_lazy("{}?checked__exact=0", reverse_lazy("admin:schools_school_changelist")),
            count=lambda: queues.waiting_in(School.objects.filter(checked=False), "updated_at"),
            permission="schools.change_school",
        )
