"""Events: what is coming, and what is over, by school year."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.tests.factories import make_forum, sign_in
from editorial.models import ForumEvent
from editorial.tests.factories import make

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def at(*moment):
    return datetime.datetime(*moment, tzinfo=LONDON)


def later(**much):
    return timezone.now() + datetime.timedelta(**much)


def test_without_events_there_is_a_way_on(client):
    assert b"Nothing is planned yet" in client.get("/events/").content


def test_what_is_coming_comes_next_first(client):
    make(ForumEvent, title="In a month", starts_at=later(days=30))
    make(ForumEvent, title="Tomorrow", starts_at=later(days=1), place="Online")
    make(ForumEvent, title="On now", starts_at=later(hours=-1), ends_at=later(hours=1))
    make(ForumEvent, title="Over", starts_at=later(hours=-3), ends_at=later(hours=-1))
    make(ForumEvent, title="Unready", published=False)

    page = client.get("/events/").content.decode()

    assert page.index("On now") < page.index("Tomorrow") < page.index("In a month")
    assert "Over</a>" not in page
    assert "Unready" not in page
    assert "Online" in page


def test_past_events_are_kept_by_school_year(client):
    make(ForumEvent, title="Last of the summer", starts_at=at(2025, 8, 31, 23, 30))
    make(ForumEvent, title="First of the year", starts_at=at(2025, 9, 1, 0, 30))
    make(ForumEvent, title="Spring", starts_at=at(2026, 3, 4, 16, 0))
    make(ForumEvent, title="Unready", starts_at=at(2020, 3, 4, 16, 0), published=False)

    page = client.get("/events/past/2025/").content.decode()

    assert "Events of 2025 to 2026" in page
    assert page.index("Spring") < page.index("First of the year")
    assert "Last of the summer" not in page
    assert "Last of the summer" in client.get("/events/past/2024/").content.decode()
    listed = client.get("/events/").content.decode()
    assert "/events/past/2025/" in listed
    assert "/events/past/2019/" not in listed


@pytest.mark.parametrize("year", ["2019", "1000", "2999", "0", "99999", "abc", "-1"])
def test_a_year_without_events_is_not_found(client, year):
    make(ForumEvent, starts_at=at(2025, 10, 1, 12, 0))

    assert client.get(f"/events/past/{year}/").status_code == 404


def test_an_event_says_when_and_where(client):
    event = make(
        ForumEvent,
        title="Coordinators’ evening",
        starts_at=at(2099, 7, 3, 18, 30),
        ends_at=at(2099, 7, 3, 20, 0),
        place="Calderby Town Hall",
        link="https://book.example/1",
    )

    page = client.get(event.get_absolute_url()).content.decode()

    assert "Friday 3 July 2099, 6:30pm" in page
    assert "8pm" in page
    assert page.count("3 July") == 1
    assert "Calderby Town Hall" in page
    assert 'href="https://book.example/1"' in page


def test_one_that_is_over_is_not_booked_any_more(client):
    event = make(ForumEvent, starts_at=at(2026, 3, 4, 16, 0), link="https://book.example/1")

    page = client.get(event.get_absolute_url()).content.decode()

    assert "book.example" not in page
    assert "/events/past/2025/" in page


def test_drafts_are_there_for_forum_staff_alone(client):
    draft = make(ForumEvent, published=False)
    assert client.get(draft.get_absolute_url()).status_code == 404

    sign_in(client, make_forum())
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_it_asks_as_much_for_many_as_for_one(client):
    make(ForumEvent)
    make(ForumEvent, starts_at=at(2026, 3, 4, 16, 0))
    client.get("/events/")
    counts = []
    for _ in range(2):
        for address in ("/events/", "/events/past/2025/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        for month in range(1, 9):
            make(ForumEvent)
            make(ForumEvent, starts_at=at(2026, month, 4, 16, 0))

    assert counts[:2] == counts[2:]
