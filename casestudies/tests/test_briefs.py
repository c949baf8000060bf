"""The case studies that the Forum's brief for heads points to."""

import pytest
from django.urls import reverse

from accounts.tests.factories import sign_in
from casestudies.tests.cast import published
from partnerships.tests.introductions import brackenfold, thornmere
from partnerships.tests.test_brief import main_of, read, text_of


@pytest.mark.django_db
def test_case_studies_about_the_same_are_named(client):
    edition = published()
    own, other = brackenfold(), thornmere()
    activity, subject = edition.activities.first(), edition.subjects.first()
    own.needs.update(activity=activity, subject=subject)
    other.offers.update(activity=activity, subject=subject)
    sign_in(client, own.lead)
    brief = reverse("partnerships:match_brief", args=[own.reference, other.reference])
    assert edition.title in main_of(client.get(brief)) and edition.get_absolute_url() in main_of(client.get(brief))
    made = read(client.get(reverse("partnerships:match_brief_pdf", args=[own.reference, other.reference])))
    assert edition.title in text_of(made)
    edition.withdrawn_at = edition.published_at
    edition.save()
    assert edition.title not in main_of(client.get(brief))
