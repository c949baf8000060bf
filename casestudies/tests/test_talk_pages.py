"""The pages of questions and comments, and the admin's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member, make_user, sign_in
from casestudies.actions.talk import add_comment, flag_comment, hide_comment
from casestudies.models import Comment
from casestudies.tests.cast import published
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return published()


@pytest.fixture
def reader():
    return make_member(make_school(name="Saltmarsh Primary School"), name="Rowan Reader")


def page_of(edition):
    return reverse("casestudies:talk", args=[edition.slug])


def said(edition, by, text="How did you pay for the bus?"):
    return add_comment(case_study=edition.case_study, text=text, by=by)


def test_a_visitor_reads_and_is_asked_to_sign_in(client, edition, reader):
    said(edition, reader, "<script>alert(1)</script>")
    answer = client.get(page_of(edition))
    page = answer.content.decode()
    assert "Saltmarsh Primary School" in page and "Rowan" not in page
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page
    assert f"?next={page_of(edition)}" in page


def test_a_visitor_who_sends_keeps_what_was_typed(client, edition):
    answer = client.post(page_of(edition), {"text": "Who plans it?"})
    assert answer.status_code == 200 and "Who plans it?" in answer.content.decode()
    assert "Sign in to send this" in answer.content.decode() and not Comment.objects.exists()


def test_somebody_signed_in_asks_and_is_answered(client, edition, reader):
    sign_in(client, reader)
    assert client.post(page_of(edition), {"text": "Who plans it?"}).status_code == 302
    question = Comment.objects.get()
    sign_in(client, edition.case_study.begun_by)
    address = reverse("casestudies:answer", args=[edition.slug, question.pk])
    assert "Who plans it?" in client.get(address).content.decode()
    assert client.post(address, {"text": "We take turns."}).status_code == 302
    page = client.get(page_of(edition)).content.decode()
    assert page.index("Who plans it?") < page.index("We take turns.")


def test_too_many_words_stay_on_the_page(client, edition, reader):
    sign_in(client, reader)
    answer = client.post(page_of(edition), {"text": "x" * 2001})
    assert "2,000 characters or fewer" in answer.content.decode() and "x" * 2001 in answer.content.decode()


def test_a_refusal_stays_on_the_page(client, edition, reader, settings):
    settings.COMMENTS_A_DAY = 0
    sign_in(client, reader)
    answer = client.post(page_of(edition), {"text": "Who plans it?"})
    assert "comments today" in answer.content.decode() and "Who plans it?" in answer.content.decode()


def test_reporting(client, edition, reader):
    comment = said(edition, reader)
    sign_in(client, make_user())
    address = reverse("casestudies:flag", args=[edition.slug, comment.pk])
    assert "Enter what is wrong with it" in client.post(address, {"reason": ""}).content.decode()
    assert client.post(address, {"reason": "Rude."}).status_code == 302
    assert comment.flags.get().reason == "Rude."


def test_taking_back_is_for_its_writer(client, edition, reader):
    comment = said(edition, reader)
    address = reverse("casestudies:take_back_comment", args=[edition.slug, comment.pk])
    sign_in(client, make_user())
    assert client.get(address).status_code == 404 and client.post(address).status_code == 404
    sign_in(client, reader)
    assert client.get(address).status_code == 200 and Comment.objects.exists()
    assert client.post(address).status_code == 302 and not Comment.objects.exists()


def test_what_is_hidden_keeps_its_place_and_says_nothing(client, edition, reader):
    comment = said(edition, reader, "Ring Ms Tansy at home")
    hide_comment(comment=comment, because="It names a person.", by=make_forum())
    page = client.get(page_of(edition)).content.decode()
    assert "Forum staff have hidden this." in page and "Tansy" not in page
    sign_in(client, make_user())
    for name in ("answer", "flag"):
        assert client.get(reverse(f"casestudies:{name}", args=[edition.slug, comment.pk])).status_code == 404


def test_comments_of_another_case_study_are_not_here(client, edition, reader):
    other = published(title="Another one altogether")
    comment = said(other, reader)
    sign_in(client, reader)
    for name in ("answer", "flag", "take_back_comment"):
        assert client.get(reverse(f"casestudies:{name}", args=[edition.slug, comment.pk])).status_code == 404


def test_as_many_queries_for_many_as_for_one(client, edition, reader, django_assert_num_queries, settings):
    settings.COMMENTS_A_DAY = 100
    counts = []
    for number in range(2):
        for n in range(1 + 8 * number):
            question = said(edition, reader, f"Question {number} {n}")
            add_comment(case_study=edition.case_study, text=f"Answer {n}", by=reader, answers=question)
        client.get(page_of(edition))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(page_of(edition))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- The admin --------------------------------------------------------------------------------------------------------
def test_the_queue_leads_to_what_was_reported(client, edition, reader):
    comment = said(edition, reader)
    said(edition, reader, "Not reported")
    flag_comment(comment=comment, reason="Rude.", by=make_user())
    sign_in(client, make_forum())
    assert "Comments reported by readers" in client.get("/admin/").content.decode()
    page = client.get("/admin/casestudies/comment/?queue=flagged").content.decode()
    assert "How did you pay" in page and "Not reported" not in page
    page = client.get(f"/admin/casestudies/comment/{comment.pk}/change/").content.decode()
    assert "Rude." in page and "Hide it" in page and "Leave it" in page


def test_a_moderator_hides_shows_and_leaves(client, edition, reader):
    comment = said(edition, reader)
    flag_comment(comment=comment, reason="Rude.", by=make_user())
    sign_in(client, make_forum())
    base = f"/admin/casestudies/comment/{comment.pk}"
    assert "Enter why" in client.post(f"{base}/hide/", {"because": ""}).content.decode()
    client.post(f"{base}/hide/", {"because": "Kinder words."})
    comment.refresh_from_db()
    assert comment.hidden_because == "Kinder words."
    client.post(f"{base}/show/")
    comment.refresh_from_db()
    assert comment.hidden_at is None
    assert client.get(f"{base}/keep/").status_code == 405


def test_an_adviser_reads_and_decides_nothing(client, edition, reader):
    comment = said(edition, reader)
    sign_in(client, make_forum(role=ForumRole.ADVISER))
    base = f"/admin/casestudies/comment/{comment.pk}"
    assert "Hide it" not in client.get(f"{base}/change/").content.decode()
    for what in ("hide", "show", "keep"):
        assert client.post(f"{base}/{what}/", {"because": "No."}).status_code == 403
    comment.refresh_from_db()
    assert comment.hidden_at is None
