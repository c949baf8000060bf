from django.apps import AppConfig
from django.urls import reverse_lazy
from django.utils.text import format_lazy

from core.queues import register as register_queue


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Case studies"

    def ready(self) -> None:
        self._register_talk()
        self._register_reading()

    def _register_reading(self) -> None:
        """A school's published case studies, on its page and in the list of schools."""
        from casestudies import public
        from schools import pages

        pages.register_section(public.section_of)
        pages.register_lines(public.lines_of)

    def _register_talk(self) -> None:
        """Comments and flags, and the digest of what people follow."""
        from accounts import privacy as files
        from casestudies import privacy, queues
        from casestudies.actions.following import send_digests
        from core.jobs import register_reminder

        register_queue(
            label="Comments reported by readers",
            url=format_lazy("{}?queue=flagged", reverse_lazy("admin:casestudies_comment_changelist")),
            count=queues.flagged_comments,
            permission="casestudies.view_comment",
        )
        files.register("comments beneath case studies", privacy.comments_of, forget=privacy.forget_in_talk)
        files.register("what you follow", privacy.follows_of, forget=privacy.forget_follows)
        register_reminder(send_digests)
