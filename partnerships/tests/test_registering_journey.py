"""The whole way through the form, as a browser without JavaScript walks it."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from partnerships.models import Draft, Registration
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

SCIENCE = {
    "sentence": "Our Year 5 pupils have no laboratory.",
    "activity": "masterclasses",
    "subject": "science",
    "years": ["192"],
}
CHOIR = {"sentence": "Our choir welcomes singers.", "activity": "music", "subject": "", "years": ["192"]}
PAGES = {
    "partner": {"partners": "other", "miles": "15", "transport": "minibus", "capacity": "2"},
    "times": {"slots": ["4", "64"]},
    "values": {"values": ["curiosity", "fairness"], "networks": "Calderby Heads\n\ncalderby heads\nMusic Hub"},
    "lead": {
        "name": "Amara Nwosu",
        "job_title": "Year 5 teacher",
        "role": "co-ordinator",
        "email": "Amara@brackenfold.example",
        "phone": "",
    },
    "head": {"head": "agrees"},
    "deputy": {"name": "Tom Ridley", "job_title": "Deputy head", "email": "tom@brackenfold.example", "phone": ""},
}


def post(client, url, **data):
    """Post a form with the version that its page carries; follow nothing."""
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code, page.headers.get("Location"))
    found = re.search(r'name="version" value="(\d+)"', page.content.decode())
    return client.post(url, {**({"version": found[1]} if found else {}), **data})


def begin(client, school):
    """Answer the school step; the draft that it made."""
    response = post(client, reverse("partnerships:register_school"), school=str(school.urn))
    assert response.status_code == 302, response.content.decode()
    return Draft.objects.latest("created_at")


def fill(client, draft, *, pages=PAGES):
    """Answer every step after the school."""
    for name, data in [("needs", SCIENCE), ("offers", CHOIR)]:
        url = reverse("partnerships:register_line", args=[draft.pk, name, 1])
        assert post(client, url, **data).status_code == 302
    for name, data in pages.items():
        response = post(client, reverse("partnerships:register_step", args=[draft.pk, name]), **data)
        assert response.status_code == 302, (name, response.content.decode())
    return response


def send(client, draft):
    url = reverse("partnerships:register_step", args=[draft.pk, "check"])
    return post(client, url, may="on", shown="on")


def link_in(message) -> str:
    return re.search(r"https?://[^/]+(/\S+)", message.body)[1]


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
