from django.apps import AppConfig
from django.urls import reverse_lazy
from django.utils.text import format_lazy

from core.queues import register as register_queue


class CaseStudiesConfig(AppConfig):
    name = "casestudies"
    verbose_name = "Case studies"

    def ready(self) -> None:
        self._register_media()
        self._register_writing()
        self._register_confirming()
        self._register_talk()
        self._register_finding()
        self._register_reading()
        self._register_replicating()

    def _register_writing(self) -> None:
        """What writing adds to the dashboard and to a partnership's workspace, and what it holds about people."""
        from accounts import privacy as files
        from casestudies import privacy, todos, workspace
        from core import todos as dashboard
        from partnerships.workspace import register_tab

        dashboard.register(todos.case_studies_to_finish)
        dashboard.register(todos.case_studies_to_change)
        register_tab(workspace.tab_of)
        files.register("case studies", privacy.case_studies_of, forget=privacy.forget_in_case_studies)

    def _register_confirming(self) -> None:
        """What schools and Forum staff have to see to on the way to a published case study, and later."""
        from accounts import privacy as files
        from casestudies import privacy, queues, todos
        from casestudies.actions import confirming
        from core import todos as dashboard
        from core.jobs import register_purge, register_reminder

        for provider in (
            todos.case_studies_to_confirm,
            todos.case_studies_objected_to,
            todos.case_studies_waited_for,
            todos.case_studies_to_review,
        ):
            dashboard.register(provider)
        register_queue(
            label="Case studies to read",
            url=reverse_lazy("admin:casestudies_casestudy_changelist"),
            count=queues.new_case_studies,
            permission="casestudies.view_casestudy",
        )
        files.register("case studies you confirmed", privacy.confirmations_of, forget=privacy.forget_in_confirmations)
        register_reminder(confirming.remind_of_reviews)
        register_purge(
            confirming.purge_unpublished,
            what="A case study that is not published (a draft, or one that was withdrawn)",
            after="2 years without a change",
        )

    def _register_finding(self) -> None:
        """The index of case studies, for `manage.py rebuild_search`."""
        from casestudies import finding

        finding.INDEX.declare()

    def _register_reading(self) -> None:
        """A school's published case studies on its page and in the list of schools; others in the briefs for heads."""
        from casestudies import briefs, public
        from partnerships.briefs import register_cases
        from schools import pages

        pages.register_section(public.section_of)
        pages.register_lines(public.lines_of)
        register_cases(briefs.cases_about)

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

    def _register_replicating(self) -> None:
        """Plans of schools that copy a case study: what they hear of partnerships, where they show, and their end."""
        from accounts import privacy as files
        from casestudies import privacy, todos, workspace
        from casestudies.actions import replication
        from core import todos as dashboard
        from core.jobs import register_purge, register_reminder
        from partnerships import listeners
        from partnerships.workspace import register_tab

        register_tab(workspace.plan_tab_of)
        listeners.on_registration_sent(replication.follow_registration)
        listeners.on_partnership_opened(replication.follow_partnership)
        dashboard.register(todos.steps_due)
        files.register("case studies you copy", privacy.copies_of)
        register_reminder(replication.remind_of_steps)
        register_purge(
            replication.purge_ended,
            what="The plan of a school that gave up copying a case study",
            after="A year after it was given up",
        )

    def _register_media(self) -> None:
        """What the clock does with pictures and files, and what they say of who added them."""
        from accounts import privacy as files
        from casestudies import privacy
        from casestudies.actions.media import purge_removed_media, purge_stray_media
        from core.jobs import register_purge

        files.register("pictures and files of case studies", privacy.media_of, forget=privacy.forget_in_media)
        register_purge(
            purge_removed_media,
            what="A picture or file taken out of a case study",
            after="30 days, once no published version shows it",
        )
        register_purge(purge_stray_media, what="Pictures and files of a case study that was deleted", after="A day")
