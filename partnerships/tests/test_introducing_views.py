"""The pages of introductions: asking, the list, one introduction, answering."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_member, make_user, sign_in
from core.todos import todos_of
from partnerships.actions.introduction import (
    accept_introduction,
    decline_introduction,
    lapse_introductions,
    withdraw_introduction,
)
from partnerships.actions.registration import pause_registration
from partnerships.models import Introduction
from partnerships.tests.introductions import (
    NOTE,
    SCIENCE,
    adviser,
    asked_introduction,
    brackenfold,
    brokered_introduction,
    thornmere,
)
from schools.tests.factories import make_independent

pytestmark = pytest.mark.django_db
Status = Introduction.Status


def ask_url(asked):
    return reverse("partnerships:ask", args=[asked.reference])


def page(response):
    assert response.status_code == 200
    return response.content.decode()


# --- Asking
def test_the_page_says_why_who_sees_what_and_by_when(client):
    asker, asked = brackenfold(), thornmere()
    sign_in(client, asker.lead)
    html = page(client.get(ask_url(asked)))
    assert "Ask to meet Thornmere School" in html and SCIENCE["sentence"] in html
    assert "Who sees what" in html and "What happens next" in html
    assert not Introduction.objects.exists()


def test_asking_sends_the_note_and_shows_the_introduction(client):
    asker, asked = brackenfold(), thornmere()
    sign_in(client, asker.lead)
    response = client.post(ask_url(asked), {"note": NOTE}, follow=True)
    introduction = Introduction.objects.get()
    assert response.redirect_chain == [(introduction.get_absolute_url(), 302)]
    assert "Sent. Thornmere School has until" in page(response) and NOTE in response.content.decode()


@pytest.mark.parametrize(
    ("note", "error"),
    [
        ("", "Enter a note to them"),
        ("x" * 10_000, "1000 characters"),
        ("a\x00b", "Take out the letter that cannot be shown"),
        ("I am Amara", "Take the name Amara out"),
    ],
)
def test_a_note_that_cannot_go_is_kept_with_what_to_do(client, note, error):
    asker, asked = brackenfold(), thornmere()
    sign_in(client, asker.lead)
    html = page(client.post(ask_url(asked), {"note": note}))
    assert "<title>Error: " in html and error in html
    assert note.replace("\x00", "") in html.replace("\x00", "") and not Introduction.objects.exists()


def test_a_script_in_the_note_is_shown_as_text(client):
    asker, asked = brackenfold(), thornmere()
    sign_in(client, asker.lead)
    client.post(ask_url(asked), {"note": "<script>alert(1)</script>"})
    sign_in(client, asked.lead)
    html = page(client.get(Introduction.objects.get().get_absolute_url()))
    assert "<script>alert" not in html and "&lt;script&gt;alert(1)" in html


def test_where_the_other_school_has_asked_the_page_leads_there(client):
    introduction = asked_introduction()
    sign_in(client, introduction.asked.lead)
    response = client.get(ask_url(introduction.asker), follow=True)
    assert response.redirect_chain == [(introduction.get_absolute_url(), 302)]
    assert "has already asked that you meet" in page(response) and "Yes, introduce us" in response.content.decode()
    client.post(ask_url(introduction.asker), {"note": NOTE})
    assert Introduction.objects.count() == 1


def test_what_cannot_be_asked_is_said_and_the_note_is_not_lost(client, settings):
    settings.INTRODUCTIONS_OPEN_AT_ONCE = 0
    asker, asked = brackenfold(), thornmere()
    sign_in(client, asker.lead)
    assert "You already wait for 0 schools" in page(client.get(ask_url(asked)))
    assert NOTE in page(client.post(ask_url(asked), {"note": NOTE}))


def test_somebody_without_a_live_registration_is_led_to_one(client):
    sign_in(client, make_user())
    assert "Register interest" in page(client.get(ask_url(thornmere())))


def test_only_live_registrations_have_the_page(client):
    asker, asked = brackenfold(), thornmere()
    pause_registration(registration=asked, by=asked.lead)
    sign_in(client, asker.lead)
    unknown = [f"/introductions/ask/{reference}/" for reference in ("R-NOSUCH", "R-%00", "x", "R-" + "A" * 5000)]
    for url in (ask_url(asked), *unknown, ask_url(asked) + "?for=%00"):
        assert client.get(url).status_code == 404


def test_a_school_that_does_not_match_is_not_asked(client):
    far = thornmere(make_independent(name="Farholme School", easting=100_000, northing=50_000))
    sign_in(client, brackenfold().lead)
    assert "does not match" in page(client.post(ask_url(far), {"note": NOTE}))
    assert not Introduction.objects.exists()


def test_somebody_of_two_schools_asks_for_the_one_that_matches_or_is_named(client):
    asked, near = thornmere(), brackenfold()
    far = thornmere(make_independent(name="Farholme School", easting=100_000, northing=50_000), lead_user=near.lead)
    sign_in(client, near.lead)
    assert "Ask to meet" in page(client.get(ask_url(asked)))
    assert "does not match" in page(client.get(f"{ask_url(asked)}?for={far.reference}"))
    other = f"{ask_url(asked)}?for={thornmere().reference}"
    assert "Yours has no live registration" in page(client.get(other))


# --- One introduction
def test_each_side_sees_what_it_can_do(client):
    introduction = asked_introduction()
    sign_in(client, introduction.asked.lead)
    theirs = page(client.get(introduction.get_absolute_url()))
    sign_in(client, introduction.asker.lead)
    ours = page(client.get(introduction.get_absolute_url()))
    assert "Yes, introduce us" in theirs and "Not this time" in theirs and "Take it back" not in theirs
    assert "Yes, introduce us" not in ours and "Take it back" in ours and "You can send a reminder from" in ours


@pytest.mark.parametrize("name", ["introduction", "accept", "decline", "withdraw", "nudge"])
def test_nobody_else_sees_an_introduction(client, name):
    introduction = asked_introduction()
    url = reverse(f"partnerships:{name}", args=[introduction.pk])
    assert client.post(url).status_code == 302 and "/accounts/" in client.post(url).url
    for outsider in (make_user(), brackenfold().lead, adviser()):
        sign_in(client, outsider)
        method = client.get if name == "introduction" else client.post
        assert method(url).status_code == 404
    introduction.refresh_from_db()
    assert introduction.status == Status.ASKED


@pytest.mark.parametrize("name", ["introduction", "accept", "decline", "withdraw", "nudge"])
@pytest.mark.parametrize("pk", [0, 999_999, 10**17])
def test_an_unknown_number_is_not_found(client, name, pk):
    sign_in(client, brackenfold().lead)
    url = reverse(f"partnerships:{name}", args=[pk])
    assert (client.get if name == "introduction" else client.post)(url).status_code == 404


def test_nothing_changes_on_get(client):
    introduction = asked_introduction()
    sign_in(client, introduction.asked.lead)
    for name in ("accept", "nudge"):
        assert client.get(reverse(f"partnerships:{name}", args=[introduction.pk])).status_code == 405
    client.get(reverse("partnerships:decline", args=[introduction.pk]))
    introduction.refresh_from_db()
    assert introduction.status == Status.ASKED


def test_a_yes_leads_to_the_partnership_and_a_second_one_too(client):
    introduction = asked_introduction()
    sign_in(client, introduction.asked.lead)
    url = reverse("partnerships:accept", args=[introduction.pk])
    first, second = client.post(url), client.post(url)
    introduction.refresh_from_db()
    assert first.url == second.url == introduction.partnership.get_absolute_url()
    assert "Open the partnership" in page(client.get(introduction.get_absolute_url()))


def test_a_yes_to_the_forum_waits_for_the_other_school(client):
    introduction = brokered_introduction()
    sign_in(client, introduction.asker.lead)
    response = client.post(reverse("partnerships:accept", args=[introduction.pk]), follow=True)
    assert "Your yes is noted" in page(response) and "has until" in response.content.decode()


def test_not_this_time_with_a_reason(client):
    introduction = asked_introduction()
    sign_in(client, introduction.asked.lead)
    url = reverse("partnerships:decline", args=[introduction.pk])
    assert "Saying no is fine" in page(client.get(url))
    refused = page(client.post(url, {"reason": "Ask Helen"}))
    assert "Take the name Helen out" in refused and "Ask Helen</textarea>" in refused
    response = client.post(url, {"reason": "This year is full."}, follow=True)
    assert "Thornmere School said “not this time”" in page(response)
    sign_in(client, introduction.asker.lead)
    theirs = page(client.get(introduction.get_absolute_url()))
    assert "This year is full." in theirs and "not about you" in theirs


def test_taking_back(client):
    introduction = asked_introduction()
    sign_in(client, introduction.asker.lead)
    url = reverse("partnerships:withdraw", args=[introduction.pk])
    assert "need not answer" in page(client.get(url))
    assert "Taken back." in page(client.post(url, {"reason": ""}, follow=True))
    introduction.refresh_from_db()
    assert introduction.status == Status.WITHDRAWN


def test_a_reminder_by_hand(client):
    introduction = asked_introduction()
    url = reverse("partnerships:nudge", args=[introduction.pk])
    sign_in(client, introduction.asker.lead)
    assert "less than 5 days ago" in page(client.post(url, follow=True))
    Introduction.objects.update(asked_at=timezone.now() - datetime.timedelta(days=6))
    assert "Send a reminder" in page(client.get(introduction.get_absolute_url()))
    assert "Reminder sent" in page(client.post(url, follow=True))


@pytest.mark.parametrize("action", ["decline", "withdraw", "lapse"])
def test_the_slower_of_two_is_told_what_happened(client, action):
    introduction = asked_introduction()
    if action == "lapse":
        Introduction.objects.update(answer_by=timezone.localdate() - datetime.timedelta(days=1))
        lapse_introductions()
    elif action == "decline":
        decline_introduction(introduction=introduction, by=make_member(introduction.asked.school))
    else:
        withdraw_introduction(introduction=introduction, by=introduction.asker.lead)
    said = {"decline": "said “not this time” on", "withdraw": "took the introduction back on", "lapse": "has lapsed"}
    sign_in(client, introduction.asked.lead)
    response = client.post(reverse("partnerships:accept", args=[introduction.pk]), follow=True)
    assert said[action] in page(response) and "There is a problem" not in response.content.decode()
    decline = reverse("partnerships:decline", args=[introduction.pk])
    assert client.get(decline).url == introduction.get_absolute_url()


# --- The list
def test_the_list_is_in_the_order_of_what_needs_me(client):
    mine = thornmere()
    to_answer = asked_introduction(asked=mine)
    waiting = asked_introduction(asker=mine, asked=brackenfold())
    past = asked_introduction(asked=mine)
    decline_introduction(introduction=past, by=mine.lead)
    sign_in(client, mine.lead)
    response = client.get(reverse("partnerships:introductions"))
    assert [seen.introduction for seen in response.context["rows"]] == [to_answer, waiting, past]
    assert [seen.introduction.part for seen in response.context["rows"]] == ["answer", "wait", "past"]
    html = page(response)
    assert html.index("For you to answer") < html.index("Waiting for the other school") < html.index("Past")


def test_an_empty_list_says_what_to_do(client):
    sign_in(client, make_user())
    assert "No introductions yet" in page(client.get(reverse("partnerships:introductions")))


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "x", "-1"])
def test_any_page_number_shows_a_page(client, number):
    sign_in(client, asked_introduction().asker.lead)
    assert "Thornmere School" in page(client.get(reverse("partnerships:introductions"), {"page": number}))


def test_the_list_takes_the_same_queries_however_long(client, django_assert_max_num_queries):
    mine = thornmere()
    sign_in(client, mine.lead)
    url = reverse("partnerships:introductions")

    def count():
        with django_assert_max_num_queries(30) as found:
            page(client.get(url))
        return len(found)

    for n in range(2):
        introduction = asked_introduction(asked=mine)
        if n == 0:
            accept_introduction(introduction=introduction, by=mine.lead)
    few = count()
    for n in range(4):
        introduction = asked_introduction(asked=mine)
        if n % 2:
            accept_introduction(introduction=introduction, by=mine.lead)
    assert count() == few


# --- The dashboard
def test_the_dashboard_says_what_needs_me_and_what_i_wait_for():
    introduction = asked_introduction()
    asker, asked = introduction.asker.lead, introduction.asked.lead
    mine, _ = todos_of(asked)
    assert ("Brackenfold Primary School would like to meet you", introduction.answer_by) in [
        (todo.title, todo.due) for todo in mine
    ]
    _, waiting = todos_of(asker)
    assert "Thornmere School has not answered yet" in [todo.title for todo in waiting]
    accept_introduction(introduction=introduction, by=asked)
    for person in (asker, asked):
        mine, waiting = todos_of(person)
        assert any(todo.title.startswith("Talk about ") for todo in mine)
        assert not any("has not answered" in todo.title for todo in waiting)
