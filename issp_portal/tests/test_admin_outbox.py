"""The outbox in the admin."""

import pytest
from django.urls import reverse

from accounts.models import ForumRole
from accounts.tests.factories import make_forum
from core.models import Event
from notifications.actions import NotGivenUp, try_again
from notifications.models import Message
from partnerships.tests.cast import moderator
from partnerships.tests.moderating import client_of

pytestmark = pytest.mark.django_db
URL = "/admin/notifications/message/"
LETTER = {"kind": "test", "to": "amara@school.example", "subject": "A letter", "text": "Dear Amara\n\nHello.\n"}


def letter(**changes):
    return Message.objects.create(**LETTER | {"status": Message.Status.FAILED, "attempts": 10} | changes)


def page_of(message, role):
    url = reverse("admin:notifications_message_change", args=[message.pk])
    return client_of(make_forum(role=role)).get(url)


def test_given_up_ones_can_be_tried_again():
    given_up, sent = letter(), letter(status=Message.Status.SENT)
    client = client_of()
    assert client.get(URL, {"status__exact": "failed"}).context["cl"].result_count == 1
    data = {"action": "try_these_again", "_selected_action": [given_up.pk, sent.pk]}
    response = client.post(URL, data, follow=True)
    said = " ".join(str(message) for message in response.context["messages"])
    assert "1 will be tried again" in said
    assert "was not given up: it is “Sent”" in said
    given_up.refresh_from_db()
    assert (given_up.status, given_up.attempts) == (Message.Status.WAITING, 0)
    assert given_up in Message.objects.due()
    assert Event.objects.of(given_up).get().by == moderator()


def test_only_what_was_given_up_is_tried_again():
    with pytest.raises(NotGivenUp):
        try_again(message=letter(status=Message.Status.WAITING), by=moderator())


def test_the_words_are_for_administrators():
    message = letter()
    assert b"Hello." in page_of(message, ForumRole.ADMINISTRATOR).content
    assert b"Hello." not in page_of(message, ForumRole.MODERATOR).content
    assert page_of(message, ForumRole.ADVISER).status_code == 403


@pytest.mark.parametrize(
    "secret",
    ["1234-5678", "12345678", "dGhpcy1pcy1hLXNlY3JldC10b2tlbg", "R-ABCDEFGH:1vMkQq:Zk3nq8yEoAGmGmRpJz0DqYw"],
)
def test_codes_and_links_that_act_as_somebody_are_hidden(secret):
    page = page_of(
        letter(text=f"Go on here:\n\nhttp://portal.example/x/{secret}/\n\nWords stay."), ForumRole.ADMINISTRATOR
    )
    content = page.content.decode()
    assert secret not in content
    assert "Words stay." in content
    assert "(hidden)" in content


def test_references_and_plain_links_stay():
    text = "reference R-ABCDEFGH: http://portal.example/register-interest/r/R-ABCDEFGH/ and +44 1632 960101"
    assert text in page_of(letter(text=text), ForumRole.ADMINISTRATOR).content.decode()


def test_nothing_is_written_or_deleted():
    message = letter()
    url = reverse("admin:notifications_message_change", args=[message.pk])
    client = client_of(make_forum(role=ForumRole.ADMINISTRATOR))
    assert client.post(url, {"to": "thief@elsewhere.example"}).status_code == 403
    assert client.post(reverse("admin:notifications_message_delete", args=[message.pk])).status_code == 403
    assert client.get(reverse("admin:notifications_message_add")).status_code == 403
    message.refresh_from_db()
    assert message.to == LETTER["to"]


def test_as_many_queries_for_many_as_for_few(django_assert_max_num_queries, django_assert_num_queries):
    client = client_of()
    letter()
    client.get(URL)
    with django_assert_max_num_queries(15) as few:
        client.get(URL)
    for _ in range(9):
        letter()
    with django_assert_num_queries(len(few)):
        client.get(URL)
