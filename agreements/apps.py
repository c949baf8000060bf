from django.apps import AppConfig
from django.urls import reverse_lazy


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "Memoranda of understanding"

    def ready(self) -> None:
        """What the MOU adds to other rooms: each journey has its own function."""
        self._register_drafting()
        self._register_signing()
        self._register_after()
        self._register_copies()
        self._register_sharing()

    def _register_drafting(self) -> None:
        """The tab, what a draft asks for on the dashboard, whom the clock reminds, and schools that come or go."""
        from accounts import privacy as files
        from agreements import privacy, todos, workspace
        from agreements.actions import drafting
        from core import todos as dashboard
        from core.jobs import register_reminder
        from partnerships import listeners
        from partnerships.workspace import register_card, register_tab

        register_tab(workspace.tab_of)
        register_card(workspace.card_of)
        dashboard.register(todos.drafts_to_go_on_with)
        register_reminder(drafting.nudge_waiting_sides)
        listeners.on_partner_joined(drafting.partner_joined)
        listeners.on_partner_left(drafting.partner_left)
        files.register("memoranda of understanding", privacy.drafts_of, forget=privacy.forget_in_drafts)

    def _register_after(self) -> None:
        """Dates, notices and the end: by the clock, on the dashboard, and what happens to the partnership."""
        from accounts import privacy as files
        from agreements import privacy, todos
        from agreements.actions import after
        from core import todos as dashboard
        from core.jobs import register_reminder
        from partnerships import listeners

        register_reminder(after.carry_out_notices)
        register_reminder(after.end_what_is_over)
        register_reminder(after.remind_of_dates)
        for provider in (todos.mous_to_review, todos.mous_to_renew, todos.notices_given):
            dashboard.register(provider)
        listeners.on_partner_joined(after.follow_schools)
        listeners.on_partner_left(after.follow_schools)
        listeners.on_partnership_ended(after.follow_partnership_ended)
        files.register("notices you gave", privacy.notices_of, forget=privacy.forget_in_notices)

    def _register_signing(self) -> None:
        """Who is to sign, on the dashboard and by the clock, and what was signed in a person's file."""
        from accounts import privacy as files
        from agreements import privacy, todos
        from agreements.actions import signing
        from core import todos as dashboard
        from core.jobs import register_reminder

        for provider in (
            todos.mous_to_send,
            todos.signatures_to_give,
            todos.signatories_to_name,
            todos.signatures_waited_for,
        ):
            dashboard.register(provider)
        register_reminder(signing.expire_versions)
        register_reminder(signing.remind_signatories)
        files.register("signatures", privacy.signatures_of, forget=privacy.forget_signatures)

    def _register_sharing(self) -> None:
        """What waits for Forum staff and for the schools, and the MOU's part in the kit of a partnership."""
        from accounts import privacy as files
        from agreements import kit, privacy, queues, todos
        from core import todos as dashboard
        from core.queues import register as register_queue
        from partnerships import kit as kits

        register_queue(
            label="MOUs to read before they are shared",
            url=reverse_lazy("admin:agreements_sharedmou_changelist"),
            count=queues.mous_to_share,
            permission="agreements.view_sharedmou",
        )
        dashboard.register(todos.mous_to_agree_to_share)
        kits.register(kit.HOLDER)
        files.register("MOUs that are shared as examples", privacy.shared_of, forget=privacy.forget_in_shared)

    def _register_copies(self) -> None:
        """The signed PDF, where it could not be made at once or was stored in vain."""
        from agreements import copies
        from agreements.actions import keeping
        from core.jobs import register_purge, register_reminder

        register_reminder(copies.make_missing_copies)
        register_purge(copies.purge_stray_copies, what="PDFs of signed MOUs that were made twice", after="A day")
        register_purge(
            keeping.purge_ended_mous,
            what="A signed memorandum of understanding, with who signed it",
            after="6 years after it ended; one that its schools share stays until they take it back",
        )
