"""Every wording that Forum staff saw stays in the history, and whoever asks to be forgotten does not."""

import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import delete_account
from accounts.privacy import everything_about
from accounts.tests.factories import make_user
from partnerships.actions.moderation import approve_registration, ask_for_change, refuse_change
from partnerships.actions.registration import purge_unconfirmed
from partnerships.models import Registration
from partnerships.registering.privacy import purge_former_contacts
from partnerships.tests.cast import line, live_registration, moderator, unconfirmed_registration, waiting_registration
from partnerships.tests.moderating import change, client_of, proposed_registration

pytestmark = pytest.mark.django_db
FIRST = "Our choir would like a pianist for its concerts."
SECOND = "Our choir would like an accompanist for its concerts."
ADDRESS = "tom@brackenfold.example"


def history_page(registration):
    response = client_of().get(reverse("admin:partnerships_registration_history", args=[registration.pk]))
    assert response.status_code == 200
    return response.content.decode()


def kept_of(registration):
    """All that the history of a registration holds, as text."""
    return json.dumps(list(Registration.history.filter(id=registration.pk).values()), default=str)


def test_what_was_changed_while_it_waited_is_kept_in_both_wordings():
    waiting = waiting_registration(needs=[line("music", "music", sentence=FIRST)])
    change(waiting, needs=[line("music", "music", sentence=SECOND)])
    assert waiting.needs.get().sentence == SECOND
    versions = [version.said["needs"][0]["sentence"] for version in waiting.history.order_by("history_id")]
    assert (versions[0], versions[-1]) == (FIRST, SECOND)


def test_a_change_that_staff_asked_for_is_a_version_of_its_own():
    registration = ask_for_change(registration=waiting_registration(), by=moderator(), words="Say what for.")
    change(registration, offers=[])
    versions = [len(version.said["offers"]) for version in registration.history.order_by("history_id")]
    assert (versions[0], versions[-1]) == (1, 0)


def test_an_approved_change_to_one_step_keeps_the_others():
    live = proposed_registration(miles=30)
    approve_registration(registration=live, by=moderator())
    live.refresh_from_db()
    assert live.said["partner"]["miles"] == 30
    assert set(live.said) == {"needs", "offers", "partner", "times", "values", "lead", "head", "deputy"}


def test_a_step_that_a_change_leaves_out_stays_as_it_was():
    live = live_registration(deputy={"name": "Tom Ridley"})
    change(live, deputy={"name": "Wren Abara", "email": ADDRESS})
    person = make_user(email=ADDRESS)
    delete_account(user=person, by=person)  # takes the second contact out of what is proposed
    approve_registration(registration=live, by=moderator())
    live.refresh_from_db()
    assert live.said["deputy"]["name"] == live.contacts.get(kind="deputy").name == "Tom Ridley"


def test_telephone_numbers_are_not_kept():
    live = live_registration(lead={"phone": "01632 960199"})
    change(live, deputy={"phone": "01632 960198"})
    approve_registration(registration=live, by=moderator())
    assert "01632 960199" not in json.dumps(live.said)
    assert "960198" not in json.dumps(list(live.history.values("said")))


def test_the_page_shows_old_and_new_words():
    waiting = waiting_registration(needs=[line("music", "music", sentence=FIRST)], deputy={"name": "Tom Ridley"})
    change(waiting, needs=[line("music", "music", sentence=SECOND)], deputy={"name": "Wren Abara"}, miles=40)
    page = history_page(waiting)
    assert "<strong>Answers, what the school needs:</strong>" in page
    assert 'Removed: </span>a pianist<span class="visually-hidden">' in page
    assert 'Added: </span>an accompanist<span class="visually-hidden">' in page
    assert "Removed: </span>Tom Ridley<" in page
    assert "Added: </span>Wren Abara<" in page
    assert "<strong>Answers, how far they can travel:</strong>" in page
    assert "style=" not in page


def test_a_change_is_told_once_on_the_page():
    waiting = waiting_registration(values=["curiosity"])
    change(waiting, slots=0, transport="none", values={"values": ["fairness"]})
    page = history_page(waiting)
    assert page.count("Answers, transport:") == page.count("Answers, values:") == 1
    assert "Slots" not in page
    assert "<strong>Transport:</strong>" not in page
    assert "<strong>Values:</strong>" not in page


def test_a_change_is_one_version():
    waiting = waiting_registration(values=["curiosity"])
    before = waiting.history.count()
    change(waiting, values={"values": ["fairness"], "networks": ["Calderby Heads"]})
    assert waiting.history.count() == before + 1
    assert "Nothing of what is shown here" not in history_page(waiting)


def test_what_was_proposed_and_refused_is_shown():
    live = proposed_registration(needs=[line(sentence="We would like a telescope.")])
    refuse_change(registration=live, by=moderator(), words="Say for whom.")
    page = history_page(live)
    assert "<strong>Proposed answers, what the school needs:</strong>" in page
    assert "telescope" in page
    assert "Proposed answers, lead" not in page


def test_a_script_in_the_history_is_only_words():
    script = "<script>alert(1)</script>"
    waiting = waiting_registration()
    change(waiting, needs=[line(sentence=script)], deputy={"name": script})
    page = history_page(waiting)
    assert script not in page
    assert "alert" in page


def test_as_many_queries_for_many_versions_as_for_few(django_assert_num_queries, django_assert_max_num_queries):
    few, many = waiting_registration(), waiting_registration()
    for number in range(2):
        change(few, needs=[line(sentence=f"Wording {number}")])
    for number in range(8):
        change(many, needs=[line(sentence=f"Wording {number}")])
    client = client_of()
    addresses = [reverse("admin:partnerships_registration_history", args=[one.pk]) for one in (few, many)]
    client.get(addresses[0])
    with django_assert_max_num_queries(15) as queries:
        client.get(addresses[0])
    with django_assert_num_queries(len(queries)):
        client.get(addresses[1])


@pytest.mark.parametrize("kind", ["lead", "deputy"])
def test_whoever_deletes_their_account_is_in_no_version(kind):
    live = live_registration(deputy={"name": "Tom Ridley", "email": ADDRESS.upper()})
    change(live, needs=[line(sentence="We would like a telescope.")])
    person, name = (live.lead, live.lead.name) if kind == "lead" else (make_user(email=ADDRESS), "Tom Ridley")
    other = ADDRESS.upper() if kind == "lead" else live.lead.email
    address = person.email
    assert name in kept_of(live)
    delete_account(user=person, by=person)
    kept = kept_of(live)
    assert address not in kept.lower()
    assert name not in kept
    assert other in kept
    assert "telescope" in kept
    live.refresh_from_db()
    assert kind not in live.said
    assert "Proposed answers, lead" not in history_page(live)


def test_a_forgotten_contact_is_not_shown_as_a_change():
    waiting = waiting_registration(deputy={"email": ADDRESS})
    person = make_user(email=ADDRESS)
    delete_account(user=person, by=person)
    page = history_page(waiting)
    assert "Answers, second contact" not in page


def test_a_person_is_given_what_the_history_says_of_them():
    waiting = waiting_registration(deputy={"name": "Tom Ridley", "email": ADDRESS})
    change(waiting, deputy={"name": "Wren Abara", "email": "wren@brackenfold.example"})
    file = json.dumps(everything_about(make_user(email=ADDRESS)), default=str)
    assert "Tom Ridley" in file
    for somebody_else in ("Wren Abara", waiting.lead.email):
        assert somebody_else not in file


def test_former_contacts_are_forgotten_after_a_year_and_present_ones_stay():
    waiting = waiting_registration(deputy={"name": "Tom Ridley", "email": ADDRESS})
    change(waiting, deputy={"name": "Wren Abara", "email": "wren@brackenfold.example"})
    assert purge_former_contacts() == 0
    versions = waiting.history.filter(said__deputy__name="Tom Ridley")
    assert versions.exists()
    versions.update(history_date=timezone.now() - datetime.timedelta(days=366))
    assert purge_former_contacts() > 0
    assert "Tom Ridley" not in kept_of(waiting)
    assert "Wren Abara" in kept_of(waiting)
    assert "Answers, second contact" not in history_page(waiting)
    waiting.refresh_from_db()
    assert waiting.said["deputy"]["name"] == "Wren Abara"
    assert purge_former_contacts() == 0


def test_what_was_never_confirmed_leaves_no_answers_behind():
    never = unconfirmed_registration(deputy={"email": ADDRESS}, needs=[line(sentence="We would like a telescope.")])
    Registration.objects.filter(pk=never.pk).update(created_at=timezone.now() - datetime.timedelta(days=31))
    assert ADDRESS in kept_of(never)
    assert purge_unconfirmed() == 1
    kept = kept_of(never)
    assert ADDRESS not in kept
    assert "telescope" not in kept


def test_the_privacy_notice_says_when_former_contacts_go(client):
    assert "A contact of a registration who was replaced" in client.get(reverse("privacy")).content.decode()
