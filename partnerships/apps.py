from django.apps import AppConfig
from django.urls import reverse_lazy
from django.utils.text import format_lazy

from core.queues import register as register_queue


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = "Interest, matching and partnerships"

    def ready(self) -> None:
        self._register_registrations()
        self._register_introductions()
        self._register_proposals()
        self._register_matching()
        self._register_work()
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
        register_queue(
            label="Schools left waiting for an answer",
            url=format_lazy("{}?wait=left", reverse_lazy("admin:partnerships_introduction_changelist")),
            count=queues.left_waiting,
            permission="partnerships.view_introduction",
        )

    def _register_registrations(self) -> None:
        """What registering interest adds to the dashboard, to schools' pages, to privacy, and what the clock does."""
        from accounts import privacy
        from core import todos as dashboard
        from core.jobs import register_purge, register_reminder
        from partnerships import public
        from partnerships.actions import draft, registration
        from partnerships.registering import todos
        from partnerships.registering.privacy import forget_in_registrations, purge_former_contacts, registrations_of
        from schools import pages

        for provider in (todos.drafts_to_finish, todos.registrations_to_see_to, todos.addresses_to_confirm):
            dashboard.register(provider)
        pages.register_section(public.section_of)
        pages.register_lines(public.lines_of)
        pages.register_open_filter(public.only_open)
        privacy.register("registrations of interest", registrations_of, forget=forget_in_registrations)
        register_reminder(registration.remind_to_renew)
        register_reminder(registration.lapse_registrations)
        register_purge(
            draft.purge_drafts, what="An unfinished registration of interest", after="90 days without a change"
        )
        register_purge(
            registration.purge_unconfirmed,
            what="A registration of interest whose e-mail address was not confirmed",
            after="30 days",
        )
        register_purge(
            purge_former_contacts,
            what="A contact of a registration who was replaced",
            after="A year after they were last named",
        )

    def _register_introductions(self) -> None:
        """What introductions and partnerships add to the dashboard, and what the clock does with them."""
        from accounts import privacy as files
        from core import todos as dashboard
        from core.jobs import register_purge, register_reminder
        from partnerships import privacy, todos
        from partnerships.actions import introduction

        for provider in (todos.introductions_to_answer, todos.introductions_waited_for, todos.partnerships_to_begin):
            dashboard.register(provider)
        files.register("introductions", privacy.introductions_of)
        files.register("partnerships", privacy.partnerships_of, forget=privacy.forget_in_partnerships)
        register_reminder(introduction.remind_of_introductions)
        register_reminder(introduction.lapse_introductions)
        register_purge(
            introduction.purge_introduction_words,
            what="The note and the reason of an introduction that was declined, taken back or not answered",
            after="A year after it ended",
        )

    def _register_proposals(self) -> None:
        """Who joins a partnership, leaves it and carries it: on the dashboard, by the clock, and what is kept."""
        from accounts import privacy as files
        from core import todos as dashboard
        from core.jobs import register_purge, register_reminder
        from partnerships import privacy, todos
        from partnerships.actions import proposal

        dashboard.register(todos.proposals_to_answer)
        dashboard.register(todos.proposals_waited_for)
        files.register("proposals", privacy.proposals_of, forget=privacy.forget_in_proposals)
        register_reminder(proposal.remind_of_proposals)
        register_reminder(proposal.lapse_proposals)
        register_purge(
            proposal.purge_proposal_words,
            what="What was written when a school was asked to join or leave a partnership",
            after="A year after it was answered",
        )
        register_purge(
            proposal.purge_what_left_schools_kept,
            what="The notes and files that a school kept to itself in a partnership which it has left",
            after="A year after it left",
        )

    def _register_matching(self) -> None:
        """New matches, on the dashboard and by letter."""
        from core import todos as dashboard
        from core.jobs import register_reminder
        from partnerships import todos
        from partnerships.actions import matching

        dashboard.register(todos.matches_to_look_at)
        register_reminder(matching.tell_of_matches)

    def _register_work(self) -> None:
        """Tasks, notes and files of partnerships: their tabs, what is due, what they hold of people, their end."""
        from accounts import privacy as files
        from core import todos as dashboard
        from core.jobs import register_purge, register_reminder
        from partnerships import privacy, todos, workspace
        from partnerships import work as pages
        from partnerships.actions import work

        for tab in (pages.tasks_tab, pages.notes_tab, pages.files_tab):
            workspace.register_tab(tab)
        dashboard.register(todos.tasks_due)
        files.register("tasks, notes and files of partnerships", privacy.work_of, forget=privacy.forget_in_work)
        register_reminder(work.remind_of_tasks)
        register_purge(work.purge_removed_work, what="A task, note or file taken out of a partnership", after="30 days")
        register_purge(work.purge_stray_files, what="Files of a partnership that was deleted", after="A day")
