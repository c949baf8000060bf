from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "Memoranda of understanding"

    def ready(self) -> None:
        """What the MOU adds to other rooms: each journey has its own function."""
