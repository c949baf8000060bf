"""The whole way through the form, as a browser without JavaScript walks it."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from partnerships.models import Registration
from partnerships.tests.registering import begin, fill, link_in, send
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


def test_from_the_first_page_to_forum_staff_without_an_account(client, django_capture_on_commit_callbacks):
    school = make_school()
    assert client.get(reverse("partnerships:register")).status_code == 200
    draft = begin(client, school)
    last = fill(client, draft)
    assert last.url == reverse("partnerships:register_step", args=[draft.pk, "check"])
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(client, draft)
    registration = Registration.objects.get()
    page = client.get(sent.url).content.decode()
    assert registration.status == Registration.Status.UNCONFIRMED
    assert registration.reference in page
    assert "amara@brackenfold.example" in page
    assert [m.to for m in mail.outbox] == [["amara@brackenfold.example"]]

    url = link_in(mail.outbox[0])
    opened = client.get(url)
    assert "Confirm and send" in opened.content.decode()
    registration.refresh_from_db()
    assert registration.status == Registration.Status.UNCONFIRMED  # a mail scanner that opens links confirms nothing
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
    registration.refresh_from_db()
    assert registration.status == Registration.Status.WAITING
    assert registration.lead == User.objects.get(email="amara@brackenfold.example")
    assert {a for m in mail.outbox[1:] for a in m.to} >= {"amara@brackenfold.example", "tom@brackenfold.example"}
    assert client.get(registration.get_absolute_url()).status_code == 200  # signed in by the first confirmation
    assert "Your address is confirmed" in client.get(url).content.decode()
    assert sorted(n.name for n in registration.networks.all()) == ["Calderby Heads", "Music Hub"]
