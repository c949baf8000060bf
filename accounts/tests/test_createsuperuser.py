"""manage.py createsuperuser"""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command

from accounts.models import ForumRole, User

pytestmark = pytest.mark.django_db


def test_the_first_administrator_can_sign_in_at_once(client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "three small words")
    call_command("createsuperuser", "--noinput", "--email", "ruth@forum.example", "--name", "Ruth Adeyemi", verbosity=0)
    user = User.objects.get()
    assert user.forum_role == ForumRole.ADMINISTRATOR and not user.is_superuser
    assert EmailAddress.objects.get(user=user).verified
    client.post("/accounts/login/?with=password", {"login": "ruth@forum.example", "password": "three small words"})
    assert client.get("/admin/").url.startswith("/accounts/second-factor/")
