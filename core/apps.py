from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        from django.urls import register_converter

        from core import converters, queues, todos

        register_converter(converters.KeyConverter, "key")
        todos.register(queues.to_see_to)
