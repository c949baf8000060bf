from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from core import queues, todos

        todos.register(queues.to_see_to)
