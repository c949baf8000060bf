"""Changes to registrations, for the tests of what Forum staff decide; and Forum staff signed in."""

from typing import Any

from django.test import Client

from accounts.models import User
from accounts.tests.factories import sign_in
from partnerships.actions.draft import begin_changes
from partnerships.actions.registration import send_changes
from partnerships.models import Registration
from partnerships.tests.cast import live_registration, moderator

STEP_OF = {"miles": "partner", "transport": "partner", "capacity": "partner", "slots": "times", "networks": "values"}


def change(registration: Registration, **answers: Any) -> Registration:
    """The school sends changed answers; each word replaces one part, as in cast.make_answers."""
    draft = begin_changes(registration=registration, by=registration.lead)
    for word, value in answers.items():
        step = STEP_OF.get(word, word)
        if isinstance(value, dict):
            draft.answers[step] |= value
        elif step in ("needs", "offers"):
            draft.answers[step] = value
        else:
            draft.answers[step][word] = value
    draft.save()
    return send_changes(draft=draft, by=registration.lead)


def proposed_registration(**answers: Any) -> Registration:
    """A live registration to which its school has proposed these changes."""
    return change(live_registration(), **answers)


def client_of(user: User | None = None) -> Client:
    """A browser in which this person of the Forum (a moderator, unless given) is signed in, second factor and all."""
    client = Client()
    sign_in(client, user or moderator())
    return client
