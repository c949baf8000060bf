"""What somebody sees who has just signed in."""

import pytest
from django.urls import reverse

from accounts.tests.factories import make_user
from partnerships.actions.registration import pause_registration, withdraw_registration
from partnerships.tests.cast import waiting_registration
from partnerships.tests.moderating import client_of
from partnerships.tests.test_candidates import brackenfold

pytestmark = pytest.mark.django_db
URL = reverse("dashboard")


def page(client):
    return client.get(URL).content.decode()


def test_a_registration_that_stands_can_be_found_again(client):
    mine = brackenfold()
    client.force_login(mine.lead)
    html = page(client)
    assert f'href="{mine.get_absolute_url()}"' in html
    assert f"<strong>Live.</strong> Until 31 August {mine.expires_on.year}." in html
    assert "Begin with one real need" not in html


def test_a_paused_one_says_what_that_means_not_a_day_it_might_end(client):
    mine = brackenfold()
    pause_registration(registration=mine, by=mine.lead)
    client.force_login(mine.lead)
    html = page(client)
    assert "<strong>Paused.</strong> No school is matched with you until you start it again." in html


def test_one_that_was_withdrawn_is_not_listed(client):
    mine = brackenfold()
    withdraw_registration(registration=mine, by=mine.lead)
    client.force_login(mine.lead)
    assert mine.reference not in page(client)


def test_nobody_sees_anothers(client):
    theirs = brackenfold()
    client.force_login(make_user())
    assert theirs.reference not in page(client)


def test_forum_staff_are_told_what_waits_for_them():
    waiting_registration()
    client = client_of()
    html = page(client)
    assert "New registrations: 1" in html
    assert "?queue=waiting" in html
    assert "Begin with one real need" not in html


def test_forum_staff_for_whom_nothing_waits_are_not_asked_to_register():
    html = page(client_of())
    assert "Nothing needs you today" in html
    assert "Begin with one real need" not in html
