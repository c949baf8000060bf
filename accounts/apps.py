from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed
        from allauth.mfa.signals import authenticator_added

        from accounts import jobs, queues, todos
        from accounts.actions import confirmed_address
        from accounts.second_factor import confirming_proves, first_factor_passes
        from core import queues as core_queues
        from core.jobs import register_purge, register_reminder
        from core.todos import register

        email_confirmed.connect(confirmed_address)
        email_confirmed.connect(confirming_proves)
        authenticator_added.connect(first_factor_passes)
        for provider in (
            todos.colleagues_who_wait,
            todos.no_school_yet,
            todos.my_own_wait,
            todos.missing_second_factor,
        ):
            register(provider)
        register_reminder(jobs.warn_unused)
        register_purge(jobs.purge_unconfirmed, what="A sign-up whose address was never confirmed", after="30 days")
        register_purge(jobs.purge_invitations, what="An invitation to join a school", after="30 days after it ended")
        register_purge(jobs.purge_unused, what="An account that nobody uses", after="2 years, a month after a warning")
        register_purge(jobs.purge_sessions, what="A sign-in that has run out", after="The next night")
        for queue in queues.QUEUES:
            core_queues.register(**queue)
