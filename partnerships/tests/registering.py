"""Walking the registration form in tests, as a browser without JavaScript does."""

import re

from django.urls import reverse

from partnerships.models import Draft
from partnerships.views.registering.drafts import HELD

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


def held(client, *drafts):
    """Let this browser open drafts that nobody owns, as if it had begun them; the first of them."""
    session = client.session
    session[HELD] = [str(draft.pk) for draft in drafts]
    session.save()
    return drafts[0]
