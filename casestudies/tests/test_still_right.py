"""Two years on: its schools are asked whether it still holds, and say so."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_user
from casestudies.actions.confirming import NotNow, NotYours, confirm_still_right, remind_of_reviews
from casestudies.actions.moderation import withdraw_case_study
from casestudies.editions import review_after
from casestudies.models import Edition
from casestudies.tests.cast import moderator, partner_of, published, sent_case_study, writer_of
from notifications.models import Message

pytestmark = pytest.mark.django_db


def due_in(days):
    """A published case study that counts as old in so many days."""
    edition = published()
    edition.review_on = timezone.localdate() + datetime.timedelta(days=days)
    edition.save(update_fields=["review_on"])
    return edition


def test_it_is_asked_about_again_in_two_years_and_is_no_longer_old():
    edition = due_in(-3)
    assert edition.is_old
    edition = confirm_still_right(case_study=edition.case_study, by=partner_of(edition.case_study))
    assert edition.review_on == review_after(timezone.localdate())
    assert not edition.is_old
    [letter] = Message.objects.filter(kind="case-study-still-right")
    assert letter.to == writer_of(edition.case_study).email
    assert letter.subject.startswith("Thornmere School says that")


def test_said_twice_or_too_early_it_changes_nothing():
    edition = due_in(61)
    assert confirm_still_right(case_study=edition.case_study, by=writer_of(edition.case_study)) == edition
    edition.refresh_from_db()
    assert edition.review_on == timezone.localdate() + datetime.timedelta(days=61)
    edition = due_in(60)
    for _ in range(2):
        confirm_still_right(case_study=edition.case_study, by=writer_of(edition.case_study))
    assert Message.objects.filter(kind="case-study-still-right").count() == 1


def test_only_of_what_is_published_and_by_its_schools():
    edition = due_in(0)
    for by in (make_user(), moderator()):
        with pytest.raises(NotYours):
            confirm_still_right(case_study=edition.case_study, by=by)
    case_study = sent_case_study()
    with pytest.raises(NotNow):
        confirm_still_right(case_study=case_study, by=writer_of(case_study))


@pytest.mark.parametrize(("days", "letters"), [(61, 0), (60, 2), (1, 2), (0, 2), (-30, 2), (-180, 0)], ids=str)
def test_schools_are_asked_sixty_days_before_and_at_the_date_even_where_a_day_was_missed(days, letters):
    due_in(days)
    assert remind_of_reviews() == letters
    assert remind_of_reviews() == 0
    assert Message.objects.filter(kind="case-study-review").count() == letters


def test_both_letters_go():
    edition = due_in(60)
    remind_of_reviews()
    assert {letter.subject for letter in letters_of()} == {f"Does “{edition}” still hold?"}
    later = edition.review_on
    Edition.objects.update(review_on=timezone.localdate())
    assert remind_of_reviews() == 2
    assert f"“{edition}” is now shown as old" in {letter.subject for letter in letters_of()}
    assert later > timezone.localdate()


def letters_of():
    return list(Message.objects.filter(kind="case-study-review"))


def test_nobody_is_asked_about_what_was_withdrawn():
    edition = due_in(0)
    withdraw_case_study(case_study=edition.case_study, by=moderator(), words="Asked by the school.")
    assert remind_of_reviews() == 0


def test_its_page(client):
    edition = due_in(10)
    url = reverse("casestudies:still_right", args=[edition.case_study_id])
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    client.force_login(partner_of(edition.case_study))
    assert "Bunsen burner" in client.get(url).content.decode()
    edition.refresh_from_db()
    assert edition.is_asked_about
    assert "Thank you. We ask again in" in client.post(url, follow=True).content.decode()
    edition.refresh_from_db()
    assert not edition.is_asked_about
    assert "It still holds" not in client.get(url).content.decode()
