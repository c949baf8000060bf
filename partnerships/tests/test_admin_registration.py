"""One registration on one page of the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member
from partnerships.actions.moderation import ask_for_change, refuse_change
from partnerships.tests.cast import confirmed_registration, line, live_registration, moderator, waiting_registration
from partnerships.tests.moderating import change, client_of, proposed_registration
from schools.models import Network
from schools.tests.factories import make_independent, make_network, make_school

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


def url_of(registration):
    return reverse("admin:partnerships_registration_change", args=[registration.pk])


def page_of(registration, client=None):
    response = (client or client_of()).get(url_of(registration))
    assert response.status_code == 200
    return response.content.decode()


def test_everything_stands_on_one_page():
    school = make_school(
        name="Netherholme School", domain="netherholme.example", networks=[make_network("Diocese of Wold", "diocese")]
    )
    waiting = waiting_registration(
        school,
        needs=[line("classics", "latin", sentence="Nobody here can teach Latin to those who ask for it.")],
        networks=["Wold Heads"],
    )
    page = page_of(waiting)
    for words in [
        waiting.reference,
        "Classics",
        "Latin",
        "Years 5 and 6",
        "Nobody here can teach Latin to those who ask for it.",
        "Our choir would welcome singers on Friday afternoons.",
        "15 miles",
        "We have a minibus",
        "Friday afternoons",
        "Curiosity",
        "Wold Heads",
        "Yes, they know and agree",
        waiting.lead.email,
        "Verified: Forum staff",
        "Tom Ridley",
        str(school.urn),
        "Diocese of Wold",
        "netherholme.example",
        "Community school",
        "Sent to Forum staff.",
        "hidden from other schools",
    ]:
        assert words in page, words


def test_an_unverified_sender_is_pointed_out():
    assert "Nobody has verified that the sender works at this school" in page_of(confirmed_registration())
    assert "Nobody has verified" not in page_of(waiting_registration())


def test_the_buttons_are_those_of_its_state():
    waiting, live, proposed = waiting_registration(), live_registration(), proposed_registration(miles=3)
    buttons = {"Approve<", "Ask for a change<", "Decline<", "Approve the changes<", "Refuse the changes<"}
    assert {b for b in buttons if b in page_of(waiting)} == {"Approve<", "Ask for a change<", "Decline<"}
    assert {b for b in buttons if b in page_of(live)} == set()
    assert {b for b in buttons if b in page_of(proposed)} == {"Approve the changes<", "Refuse the changes<"}


def test_ones_own_school_has_no_buttons_and_says_why():
    waiting = waiting_registration()
    page = page_of(waiting, client_of(make_member(waiting.school, user=make_forum())))
    assert "another moderator decides" in page
    assert "/decide/" not in page


def test_an_adviser_has_no_buttons():
    assert "/decide/" not in page_of(waiting_registration(), client_of(make_forum(role=ForumRole.ADVISER)))


def test_proposed_changes_are_a_readable_difference():
    live = live_registration(needs=[line(sentence="Our Year 5 pupils have no laboratory.")])
    change(live, needs=[line(sentence="Our Year 6 pupils have no laboratory.")], miles=30, deputy={"name": "Nia Thole"})
    page = page_of(live)
    assert '<del><span class="visually-hidden">Removed: </span>5<span' in page
    assert '<ins><span class="visually-hidden">Added: </span>6<span' in page
    assert '<ins><span class="visually-hidden">Added: </span>30<span' in page
    assert "Nia Thole" in page
    changed = [c.label for c in proposed_changes(live)]
    assert changed == ["What the school needs", "How far they can travel", "Second contact"]


def proposed_changes(registration):
    return client_of().get(url_of(registration)).context["changes"]


def test_likely_duplicates_are_pointed_out():
    first = live_registration(make_school(name="Tarnside School", postcode="YO1 1AA"))
    waiting = waiting_registration(make_independent(name="Tarnside School", postcode="YO9 9ZZ"))
    page = page_of(waiting)
    assert f'<a href="{url_of(first)}">Tarnside School, {first.reference}</a>' in page
    assert "A school of the same name." in page


def test_what_the_school_was_told_is_shown():
    waiting = waiting_registration()
    ask_for_change(registration=waiting, by=moderator(), words="Say how many pupils.")
    page = page_of(waiting)
    assert "Say how many pupils." in page
    assert "Forum staff asked for a change. Ruth Adeyemi." in page


def test_history_says_what_changed_and_who():
    live = proposed_registration(miles=30)
    refuse_change(registration=live, by=moderator(), words="Too far.")
    response = client_of().get(reverse("admin:partnerships_registration_history", args=[live.pk]))
    page = response.content.decode()
    assert "Ruth Adeyemi" in page
    assert "<strong>Staff words:</strong> nothing → Too far." in page
    assert "<strong>Proposed by:</strong> Amara Nwosu → nothing" in page
    assert "style=" not in page


def test_an_older_version_is_never_put_back():
    live = proposed_registration(miles=30)
    older = live.history.earliest()
    refuse_change(registration=live, by=moderator(), words="Too far.")
    address = reverse("admin:partnerships_registration_simple_history", args=[live.pk, older.pk])
    for answer in (client_of().get(address), client_of().post(address)):
        assert answer.url == reverse("admin:partnerships_registration_history", args=[live.pk])
    live.refresh_from_db()
    assert live.status == live.Status.LIVE
    assert live.staff_words == "Too far."


def test_a_script_is_only_words():
    waiting = waiting_registration(
        make_school(name=SCRIPT),
        needs=[line(sentence=SCRIPT)],
        networks=[SCRIPT],
        deputy={"name": SCRIPT, "job_title": SCRIPT},
    )
    assert Network.objects.filter(name=SCRIPT).exists()
    assert SCRIPT not in page_of(waiting)
    change_to = live_registration()
    change(change_to, offers=[line(sentence=SCRIPT)])
    assert SCRIPT not in page_of(change_to)


def test_as_many_queries_for_many_lines_as_for_few(django_assert_max_num_queries, django_assert_num_queries):
    few = waiting_registration(needs=[line()], offers=[])
    many = waiting_registration(
        needs=[line(sentence=f"Need {n}") for n in range(6)],
        offers=[line("music", "music", sentence=f"Offer {n}") for n in range(6)],
        values=["curiosity", "fairness", "ambition"],
        networks=["Wold Heads", "Tarn Heads"],
    )
    client = client_of()
    client.get(url_of(few))
    with django_assert_max_num_queries(45) as counted:
        client.get(url_of(few))
    with django_assert_num_queries(len(counted)):
        client.get(url_of(many))


@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999999", "x", "%00"])
def test_one_that_is_not_there(pk):
    assert client_of().get(f"/admin/partnerships/registration/{pk}/change/").status_code in (302, 404)


def test_nothing_is_written_from_the_page():
    waiting = waiting_registration()
    response = client_of().post(url_of(waiting), {"status": "live", "miles": 99})
    assert response.status_code == 403
    waiting.refresh_from_db()
    assert (waiting.status, waiting.miles) == ("waiting", 15)


def test_others_do_not_see_it():
    waiting = waiting_registration()
    assert Client().get(url_of(waiting)).status_code == 302
    teacher = Client()
    teacher.force_login(waiting.lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert teacher.get(url_of(waiting)).status_code in (302, 403, 404)
