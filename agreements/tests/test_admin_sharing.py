"""The queue of MOUs that schools ask to share, and what Forum staff decide about one."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member, sign_in
from agreements.models import SharedMou
from agreements.queues import mous_to_share
from agreements.tests.cast import partners_of
from agreements.tests.sharing import agreed_share, asked_mou, moderator, public_mou, signed_version

pytestmark = pytest.mark.django_db
QUEUE = "/admin/agreements/sharedmou/"


def client_of(user=None):
    client = Client()
    sign_in(client, user or moderator())
    return client


def decide(shared, name):
    return reverse("admin:agreements_sharedmou_decide", args=[shared.pk, name])


def page_of(shared):
    return reverse("admin:agreements_sharedmou_change", args=[shared.pk])


def test_what_every_school_agreed_to_waits_and_nothing_before():
    version = signed_version()
    asked = asked_mou(version)
    client = client_of()
    assert mous_to_share().number == 0
    assert asked.title not in client.get(QUEUE).text
    assert client.get(page_of(asked)).status_code in (302, 404)
    agreed_share(version)
    assert mous_to_share().number == 1
    assert asked.title in client.get(QUEUE).text
    assert "MOUs to read before they are shared" in client.get("/admin/").text


def test_it_is_read_without_names_and_shared():
    shared = agreed_share(signed_version(), also=["the coach"])
    client = client_of()
    text = client.get(page_of(shared)).text
    read = text.partition("The text as others would read it")[2].partition("Its schools")[0]
    assert "The lead at " in read
    for word in ("Nwosu", "Castellane", "Brackenfold", "01632"):
        assert word not in read, word
    assert "the coach" not in text
    confirm = client.get(decide(shared, "share"), {"seen": shared.fingerprint})
    assert shared.fingerprint in confirm.text
    response = client.post(decide(shared, "share"), {"seen": shared.fingerprint}, follow=True)
    assert "is shared" in response.text
    assert SharedMou.objects.public().get() == shared


def test_another_text_than_the_one_read_is_not_shared():
    version = signed_version()
    shared = agreed_share(version)
    response = client_of().post(decide(shared, "share"), {"seen": "0" * 64}, follow=True)
    assert "The schools changed the text" in response.text
    assert not SharedMou.objects.public().exists()


def test_it_is_refused_with_words_and_never_without():
    shared = agreed_share(signed_version())
    client = client_of()
    empty = client.post(decide(shared, "refuse"), {"words": " "})
    assert "Enter what to tell the schools" in empty.text
    long = client.post(decide(shared, "refuse"), {"words": "x" * 2001})
    assert "Shorten this to 2,000" in long.text
    client.post(decide(shared, "refuse"), {"words": "The coach <b>is known</b>."})
    shared.refresh_from_db()
    assert (shared.status, shared.staff_words) == ("refused", "The coach <b>is known</b>.")
    assert "The coach &lt;b&gt;is known" in client.get(page_of(shared)).text


def test_what_is_shared_is_withdrawn():
    shared = public_mou(signed_version())
    client = client_of()
    assert shared.title in client.get(QUEUE, {"queue": "shared"}).text
    client.post(decide(shared, "withdraw"), {"words": "A pupil is named."})
    assert not SharedMou.objects.public().exists()
    refused = client.post(decide(shared, "withdraw"), {"words": "Again."})
    assert "there is nothing to withdraw" in refused.text
    assert "Again." in refused.text  # what was typed is kept


def test_who_has_a_part_in_it_reads_and_does_not_decide():
    version = signed_version()
    shared = agreed_share(version)
    own = make_forum(role=ForumRole.MODERATOR)
    make_member(partners_of(version.mou.partnership)[1].school, user=own)
    client = client_of(own)
    text = client.get(page_of(shared)).text
    assert "another moderator decides" in text
    assert "Share it" not in text
    response = client.post(decide(shared, "share"), {"seen": shared.fingerprint}, follow=True)
    assert "Only moderators who have no part" in response.text


def test_an_adviser_reads_and_cannot_decide():
    shared = agreed_share(signed_version())
    client = client_of(make_forum(role=ForumRole.ADVISER))
    assert client.get(page_of(shared)).status_code == 200
    assert client.post(decide(shared, "share"), {"seen": shared.fingerprint}).status_code == 403
    assert client.post(page_of(shared), {"title": "Other"}).status_code == 403


def test_what_is_not_there():
    shared = agreed_share(signed_version())
    client = client_of()
    assert client.get(decide(shared, "delete")).status_code == 404
    assert client.get(QUEUE, {"queue": "nonsense"}).status_code == 200
