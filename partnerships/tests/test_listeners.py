"""What upper apps are told of, and that what they refuse has not happened."""

import pytest

from partnerships import listeners
from partnerships.actions.draft import begin_changes
from partnerships.actions.introduction import accept_introduction
from partnerships.actions.partnership import open_partnership
from partnerships.actions.registration import send_changes, send_registration
from partnerships.models import Partnership, Registration
from partnerships.tests.cast import live_registration, make_draft
from partnerships.tests.introductions import asked_introduction
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What was told, in order; nobody else listens."""
    heard = []
    monkeypatch.setattr(listeners, "_on_sent", [])
    monkeypatch.setattr(listeners, "_on_opened", [])
    listeners.on_registration_sent(lambda draft, registration: heard.append((draft.pk, registration.pk)))
    listeners.on_partnership_opened(lambda partnership: heard.append(partnership.partners.count()))
    return heard


def test_a_registration_that_is_sent_is_told_once(told):
    draft = make_draft()
    registration = send_registration(draft=draft)
    send_registration(draft=draft)
    assert told == [(draft.pk, registration.pk)]


def test_changes_that_are_sent_are_told_once(told):
    registration = live_registration()
    told.clear()
    draft = begin_changes(registration=registration, by=registration.lead)
    for _ in range(2):
        send_changes(draft=draft, by=registration.lead)
    assert told == [(draft.pk, registration.pk)]


def test_a_partnership_that_opens_is_told_once_with_its_partners(told):
    introduction = asked_introduction()
    told.clear()
    introduction = accept_introduction(introduction=introduction, by=introduction.asked.lead)
    open_partnership(introduction=introduction, by=introduction.asked.lead)
    assert told == [2]


def test_a_function_is_added_once(monkeypatch):
    monkeypatch.setattr(listeners, "_on_opened", [])
    monkeypatch.setattr(listeners, "_on_sent", [])
    for add, kept in [(listeners.on_partnership_opened, "_on_opened"), (listeners.on_registration_sent, "_on_sent")]:
        add(print), add(print)
        assert getattr(listeners, kept) == [print]


def test_nothing_has_happened_where_a_listener_fails(monkeypatch):
    def fail(*_):
        raise RuntimeError("No")

    monkeypatch.setattr(listeners, "_on_sent", [fail])
    monkeypatch.setattr(listeners, "_on_opened", [fail])
    with pytest.raises(RuntimeError):
        send_registration(draft=make_draft(make_school()))
    assert not Registration.objects.exists()
    monkeypatch.setattr(listeners, "_on_sent", [])
    introduction = asked_introduction()
    with pytest.raises(RuntimeError):
        accept_introduction(introduction=introduction, by=introduction.asked.lead)
    assert not Partnership.objects.exists()
