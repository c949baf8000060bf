"""manage.py createsuperuser"""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.management.commands import createsuperuser

from accounts.models import User


class Command(createsuperuser.Command):
    help = (
        "Make the first administrator of the Forum. Asks for an e-mail address, a name and a password. The address "
        "counts as confirmed, so that they can sign in at once; the portal then leads them to a second factor."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        before = set(User.objects.values_list("pk", flat=True))
        super().handle(*args, **options)
        for user in User.objects.exclude(pk__in=before):
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
