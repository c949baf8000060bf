"""Case studies in the admin: the queue, one on one page, deciding, correcting, the history."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member, make_user, sign_in
from casestudies.actions.confirming import send_case_study, take_back
from casestudies.actions.moderation import ask_for_change, feature_edition, publish_case_study
from casestudies.editions import content_of, fingerprint
from casestudies.models import CaseStudy, Edition
from casestudies.tests.cast import (
    confirm_all,
    confirmed_case_study,
    draft_case_study,
    moderator,
    partner_of,
    published,
    save,
    sent_case_study,
    writer_of,
)
from notifications.models import Message

pytestmark = pytest.mark.django_db
Status = CaseStudy.Status
QUEUE = "/admin/casestudies/casestudy/"


def client_of(user=None):
    """A browser in which this person of the Forum (a moderator, unless given) is signed in, second factor and all."""
    client = Client()
    sign_in(client, user or moderator())
    return client


def page_of(case_study):
    return reverse("admin:casestudies_casestudy_change", args=[case_study.pk])


def url_of(case_study, name):
    return reverse("admin:casestudies_casestudy_decide", args=[case_study.pk, name])


def seen_of(case_study):
    return fingerprint(content_of(case_study))


def press(case_study, name, *, client=None, **posted):
    return (client or client_of()).post(url_of(case_study, name), {"seen": seen_of(case_study), **posted}, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def status_of(case_study):
    return CaseStudy.objects.get(pk=case_study.pk).status


def rows(response):
    return list(response.context["cl"].queryset)


def next_version(edition, **who):
    """The next version at Forum staff, with other words in the section “who”."""
    save(edition.case_study, "who", {**edition.content["who"], "pupils": 60, **who})
    save(edition.case_study, "lessons", {**edition.content["lessons"], "wrong": "We lost three sessions to exams."})
    send_case_study(case_study=edition.case_study, by=writer_of(edition.case_study))
    return confirm_all(edition.case_study)


# --- The queue --------------------------------------------------------------------------------------------------------
def test_the_first_page_counts_what_waits():
    confirmed_case_study()
    page = client_of().get("/admin/").content.decode()
    assert re.search(r"Case studies to read</a></th>\s*<td class=\"portal-number\">1</td>", page)


def test_the_queue_begins_with_whoever_waited_longest():
    second, first = confirmed_case_study(title="Second"), confirmed_case_study(title="First")
    CaseStudy.objects.filter(pk=first.pk).update(sent_at=timezone.now() - datetime.timedelta(days=9))
    published()
    response = client_of().get(QUEUE)
    assert rows(response) == [first, second]
    assert ": late</strong>" in response.content.decode()


def test_each_filter_has_its_own():
    waiting, edition, draft = confirmed_case_study(), published(), confirmed_case_study()
    take_back(case_study=draft, by=writer_of(draft))
    renewed = next_version(published())
    feature_edition(edition=edition, by=moderator())
    client = client_of()
    expected = {
        "first": {waiting},
        "next": {renewed},
        "public": {edition.case_study, renewed},
        "featured": {edition.case_study},
        "old": set(),
        "schools": {draft},
        "withdrawn": set(),
        "all": {waiting, edition.case_study, draft, renewed},
        "nonsense": set(),
    }
    for value, found in expected.items():
        assert set(rows(client.get(QUEUE, {"queue": value}))) == found, value
    assert set(rows(client.get(QUEUE, {"region": "london"}))) == set()
    assert set(rows(client.get(QUEUE, {"q": "thornmere", "queue": "all"}))) == expected["all"]


def test_a_draft_that_was_never_sent_to_the_forum_is_its_schools_alone():
    client = client_of()
    for case_study in (draft_case_study(), sent_case_study()):
        assert rows(client.get(QUEUE, {"queue": "all"})) == []
        section = case_study.sections.first()
        for path in (
            page_of(case_study),
            url_of(case_study, "publish"),
            reverse("admin:casestudies_casestudy_history", args=[case_study.pk]),
            reverse("admin:casestudies_casestudy_reader", args=[case_study.pk]),
            reverse("admin:casestudies_section_history", args=[section.pk]),
        ):
            assert client.get(path).status_code == 404, path


def test_the_list_costs_as_much_for_many_as_for_few(django_assert_max_num_queries):
    client = client_of()
    confirmed_case_study()
    with django_assert_max_num_queries(60) as few:
        client.get(QUEUE)
    for _ in range(3):
        confirmed_case_study()
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(QUEUE)


# --- One case study ---------------------------------------------------------------------------------------------------
def test_the_page_shows_the_whole_text_and_the_facts_of_its_schools():
    case_study = confirmed_case_study()
    page = client_of().get(page_of(case_study)).content.decode()
    for words in (
        "<strong>Bunsen burner</strong>",
        "Brackenfold Primary School",
        "Thornmere School",
        "It would be the first edition.",
        f"?seen={seen_of(case_study)}",
        "Do not publish",
    ):
        assert words in page
    assert client_of().get(reverse("admin:casestudies_casestudy_reader", args=[case_study.pk])).status_code == 200


def test_the_page_of_a_next_version_shows_what_differs():
    case_study = next_version(published())
    page = client_of().get(page_of(case_study)).content.decode()
    assert "What differs from edition 1" in page
    assert '<del><span class="visually-hidden">Removed: </span>56' in page
    assert '<ins><span class="visually-hidden">Added: </span>60' in page
    assert "exams" in page


def test_a_case_study_that_came_back_shows_what_was_asked_for():
    case_study = confirmed_case_study()
    ask_for_change(case_study=case_study, by=moderator(), words="Who paid?", sections={"cost": "And the coach?"})
    send_case_study(case_study=case_study, by=writer_of(case_study))
    confirm_all(case_study)
    page = client_of().get(page_of(case_study)).content.decode()
    assert "Who paid?" in page
    assert "And the coach?" in page


def test_nothing_is_changed_by_the_form_of_the_admin():
    case_study = confirmed_case_study()
    assert client_of().post(page_of(case_study), {"title": "Mine"}).status_code == 403


@pytest.mark.parametrize("pk", ["0", "999999999999", "x"])
def test_unknown_ones_are_not_found(pk):
    response = client_of().get(f"{QUEUE}{pk}/change/")
    assert response.status_code in (302, 404)  # the admin leads from an id that is none to its list


# --- Deciding ---------------------------------------------------------------------------------------------------------
def test_the_confirm_page_changes_nothing_and_the_button_publishes():
    case_study = confirmed_case_study()
    client = client_of()
    response = client.get(url_of(case_study, "publish"), {"seen": seen_of(case_study)})
    assert f'name="seen" value="{seen_of(case_study)}"' in response.content.decode()
    assert status_of(case_study) == Status.FORUM
    assert "Its schools are being told" in said(press(case_study, "publish", client=client))
    assert status_of(case_study) == Status.PUBLISHED


def test_after_a_decision_comes_the_next_in_the_queue_but_not_ones_own():
    first, own, last = (confirmed_case_study(title=title) for title in ("First", "Own", "Last"))
    make_member(own.participants.first().school, user=moderator())
    response = press(first, "publish")
    assert response.redirect_chain[-1][0] == page_of(last)
    response = press(last, "publish")
    assert "Nothing else waits for you." in said(response)
    assert "Your own: another moderator decides" in response.content.decode()


def test_words_beside_sections_reach_them():
    case_study = confirmed_case_study()
    client = client_of()
    page = client.get(url_of(case_study, "ask"), {"seen": seen_of(case_study)}).content.decode()
    assert "What should change in “What it cost”?" in page
    press(case_study, "ask", client=client, words="", cost="Who paid for the coach?", steps="")
    assert case_study.sections.get(name="cost").staff_words == "Who paid for the coach?"
    assert status_of(case_study) == Status.CHANGES


@pytest.mark.parametrize(
    ("name", "posted", "error"),
    [
        ("ask", {}, "Enter what should change, here or beside a section"),
        ("ask", {"cost": "x" * 2001}, "Shorten this to 2,000 characters or fewer"),
        ("ask", {"words": "nul\x00"}, "Take out the letter that cannot be shown"),
        ("withdraw", {"words": " "}, "Enter what to tell the schools"),
    ],
)
def test_words_that_do_not_fit_are_kept_and_refused(name, posted, error):
    case_study = confirmed_case_study()
    response = press(case_study, name, **posted)
    assert error in response.content.decode()
    assert "<title>Error:" in response.content.decode()
    assert status_of(case_study) == Status.FORUM


def test_a_text_that_changed_is_not_decided_about_and_the_words_are_kept():
    case_study = confirmed_case_study()
    client = client_of()
    stale = seen_of(case_study)
    take_back(case_study=case_study, by=writer_of(case_study))
    save(case_study, "licence", {"licence": "ogl-3.0"})
    send_case_study(case_study=case_study, by=writer_of(case_study))
    confirm_all(case_study)
    response = client.post(url_of(case_study, "ask"), {"seen": stale, "words": "Who paid?"}, follow=True)
    assert "The text has changed since you opened it." in said(response)
    assert "What you had written is kept" in response.content.decode()
    assert "Who paid?" in client.get(url_of(case_study, "ask"), {"seen": seen_of(case_study)}).content.decode()
    assert status_of(case_study) == Status.FORUM


def test_what_another_decided_is_told():
    case_study = confirmed_case_study()
    seen = seen_of(case_study)
    publish_case_study(case_study=case_study, by=make_forum(name="Ann"))
    response = client_of().post(url_of(case_study, "publish"), {"seen": seen}, follow=True)
    assert "cannot be decided" in said(response)
    response = client_of().get(url_of(case_study, "ask"), {"seen": seen}, follow=True)
    assert "cannot be decided" in said(response)


def test_featuring_and_withdrawing_what_is_published():
    edition = published()
    client = client_of()
    assert client.get(url_of(edition.case_study, "feature")).status_code == 200
    assert "on the front page now" in said(press(edition.case_study, "feature", client=client))
    assert Edition.objects.featured().get() == edition
    press(edition.case_study, "unfeature", client=client)
    assert not Edition.objects.featured().exists()
    press(edition.case_study, "withdraw", client=client, words="A pupil can be recognised.")
    assert not Edition.objects.public().exists()
    assert client.get(page_of(edition.case_study)).status_code == 200


def test_who_may_do_what():
    case_study, edition = confirmed_case_study(), published()
    adviser = client_of(make_forum(role=ForumRole.ADVISER))
    assert adviser.get(page_of(case_study)).status_code == 200
    assert "portal-buttons" not in adviser.get(page_of(case_study)).content.decode()
    correct = reverse("admin:casestudies_casestudy_correct", args=[edition.case_study_id])
    for path in (url_of(case_study, "publish"), url_of(edition.case_study, "feature"), correct):
        assert adviser.get(path).status_code == 403
        assert adviser.post(path, {"seen": seen_of(case_study)}).status_code == 403
    outsider = Client()
    outsider.force_login(make_user())
    assert outsider.get(page_of(case_study)).status_code == 302
    assert Client().get(page_of(case_study)).status_code == 302
    own = make_forum()
    make_member(partner_of(case_study).memberships.first().school, user=own)
    page = client_of(own).get(page_of(case_study)).content.decode()
    assert "You have a part in this case study" in page
    assert "portal-button" not in page
    assert "You have a part" in said(press(case_study, "publish", client=client_of(own)))
    assert status_of(case_study) == Status.FORUM


# --- Correcting -------------------------------------------------------------------------------------------------------
def correct(edition, *, client=None, seen=None, **changes):
    url = reverse("admin:casestudies_casestudy_correct", args=[edition.case_study_id])
    client = client or client_of()
    form = client.get(url).context["form"]
    posted = {name: field.initial or "" for name, field in form.fields.items()}
    posted = {name: words.replace("\n", "\r\n") for name, words in posted.items()}  # as a browser sends them
    posted |= {"seen": fingerprint(edition.content) if seen is None else seen, "reason": "A surname.", **changes}
    return client.post(url, posted, follow=True)


def test_only_what_was_changed_is_corrected_and_told():
    edition = published()
    response = correct(edition, **{"steps.steps.1.title": "Fix the dates"})
    assert "as you left it" in said(response)
    edition.refresh_from_db()
    assert edition.content["steps"]["steps"][1]["title"] == "Fix the dates"
    assert edition.content["story"]["need"].count("\n") == 2
    assert "in: Step 2, what is done. Their reason:" in Message.objects.filter(kind="case-study-corrected")[0].text


def test_a_correction_without_a_reason_or_with_a_gap_is_refused_with_what_was_typed():
    edition = published()
    page = correct(edition, reason="", **{"story.title": ""}).content.decode()
    assert "Enter why it is corrected" in page
    assert "a correction leaves no gap" in page
    page = correct(edition, **{"story.title": "x" * 121}).content.decode()
    assert "Shorten this to 120 characters or fewer" in page
    edition.refresh_from_db()
    assert edition.history.count() == 1


def test_two_who_correct_at_once_see_both():
    edition = published()
    correct(edition, **{"story.title": "Hers"})
    stale = fingerprint(edition.content)
    page = correct(edition, seen=stale, **{"story.title": "His"}).content.decode()
    assert "It was corrected or published anew since you opened it." in page
    assert "Published now:" in page
    assert ">\nHis</textarea>" in page


# --- History ----------------------------------------------------------------------------------------------------------
def test_every_version_and_what_changed_in_it_can_be_read():
    edition = published()
    next_version(edition)
    client = client_of()
    lessons = edition.case_study.sections.get(name="lessons")
    page = client.get(reverse("admin:casestudies_section_history", args=[lessons.pk])).content.decode()
    assert "<del>" in page
    assert "exams" in page
    publish_case_study(case_study=edition.case_study, by=moderator())
    page = client.get(reverse("admin:casestudies_edition_history", args=[edition.pk])).content.decode()
    assert "exams" in page
    page = client.get(reverse("admin:casestudies_casestudy_history", args=[edition.case_study_id])).content.decode()
    assert "Published" in page
    for name, pk in (("section", lessons.pk), ("edition", edition.pk)):
        there = client.get(reverse(f"admin:casestudies_{name}_change", args=[pk]))
        assert there.url == page_of(edition.case_study)
        assert client.get(reverse(f"admin:casestudies_{name}_changelist")).url == QUEUE
