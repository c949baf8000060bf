from django.apps import AppConfig
from django.urls import reverse_lazy


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = "News, events, research and guidance"

    def ready(self) -> None:
        """Guidance that templates of any app link to, and what the clock does."""
        from core import guidance
        from core.jobs import register_purge
        from editorial.actions import purge_stray_pictures
        from editorial.moments import MOMENTS

        for slug, title in MOMENTS.items():
            guidance.register(slug, title=title, url=reverse_lazy("editorial:guide", args=[slug]))
        register_purge(
            purge_stray_pictures, what="A picture of news, events or guidance that was taken away", after="A day"
        )
