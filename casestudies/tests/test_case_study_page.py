"""/case-studies/<slug>/: what the public reads."""

import datetime
import json
import re

import pytest
from django.utils import timezone

from accounts.tests.factories import make_member, make_user, sign_in
from casestudies.actions.confirming import confirm_still_right
from casestudies.actions.moderation import feature_edition, publish_case_study, withdraw_case_study
from casestudies.actions.replication import give_up, replicate
from casestudies.actions.talk import add_comment
from casestudies.models import CaseStudy, Edition, Replication
from casestudies.tests.cast import (
    confirm_all,
    draft_case_study,
    moderator,
    published,
    save,
    send_case_study,
    sent_case_study,
    writer_of,
)
from schools.models import Region
from schools.tests.factories import make_authority, make_independent, make_school

pytestmark = pytest.mark.django_db


def page_of(client, edition, status=200):
    answer = client.get(edition.get_absolute_url())
    assert answer.status_code == status
    return answer.content.decode()


def copied(edition, *places):
    """Copied once by a school of each of these local authorities."""
    for place in places:
        school = make_school(local_authority=make_authority(place) if place else None)
        replicate(edition=edition, school=school, by=make_member(school))
    edition.refresh_from_db()


def next_edition(edition, **sections):
    """Another edition of the same case study, with these sections changed."""
    for name, answers in sections.items():
        before = edition.case_study.sections.get(name=name).answers
        save(edition.case_study, name, {**before, **answers})
    case_study = CaseStudy.objects.get(pk=edition.case_study_id)
    confirm_all(send_case_study(case_study=case_study, by=writer_of(case_study)))
    return publish_case_study(case_study=case_study, by=moderator())


def test_a_visitor_reads_all_of_it(client):
    edition = published()
    page = page_of(client, edition)
    assert page.count("<h1") == 1
    assert f"<title>{edition.title} - ISSP Portal</title>" in page
    for words in [
        "56 pupils in Years 5 and 6, and 4 staff",
        "£2,128, or £38 a pupil",
        "<strong>Bunsen burner</strong>",
        "Put both calendars side by side.",
        "12 weeks before",
        "The week it begins",
        "Sets up the experiments",
        "Each school half",
        "Before and after",
        "nobody can say that the partnership caused it",
        "Book the coach for the whole year in June.",
        "The schools are ten minutes apart at most.",
        "Brackenfold Primary School",
        "Thornmere School",
    ]:
        assert words in page


def test_the_schools_are_linked_with_their_sector(client):
    edition = published()
    page = page_of(client, edition)
    for school in edition.schools.all():
        assert f'href="{school.get_absolute_url()}">{school.name}</a>' in page
        assert f"issp-sector--{school.sector}" in page


def test_nobody_of_a_school_is_named(client):
    edition = published()
    page = page_of(client, edition)
    for participant in edition.case_study.participants.all():
        people = participant.school.memberships.all()
        assert people
        assert not [m for m in people if m.user.email in page or m.user.name in page]


def test_what_is_not_published_is_not_there(client):
    assert client.get("/case-studies/no-such-thing/").status_code == 404
    draft, sent = draft_case_study(), sent_case_study(title="Sent and not read yet")
    assert not Edition.objects.filter(case_study__in=[draft, sent]).exists()
    assert client.get("/case-studies/wednesday-science-in-one-shared-laboratory/").status_code == 404
    assert client.get("/case-studies/sent-and-not-read-yet/").status_code == 404


def test_it_stays_as_it_is_while_the_next_edition_is_written(client):
    edition = published()
    before = edition.case_study.sections.get(name="lessons").answers
    save(edition.case_study, "lessons", {**before, "wrong": "Nobody had the keys."})
    page = page_of(client, edition)
    assert "Nobody had the keys." not in page and before["wrong"] in page
    assert "edition 2" not in page


def test_the_next_edition_takes_its_place_at_the_same_address(client):
    edition = published()
    newer = next_edition(edition, lessons={"wrong": "Nobody had the keys."})
    page = page_of(client, edition)
    assert newer.slug == edition.slug
    assert "Nobody had the keys." in page and "This is edition 2" in page and "Edition 2. ISSP Portal" in page


@pytest.mark.parametrize("where", ["", "kit/"])
def test_withdrawn_it_is_gone_and_says_so(client, where):
    edition = published(title="The reading barge")
    withdraw_case_study(case_study=edition.case_study, by=moderator(), words="A school asked us to.")
    answer = client.get(edition.get_absolute_url() + where)
    page = answer.content.decode()
    assert answer.status_code == 410
    assert "This case study was withdrawn" in page
    assert "reading barge" not in page.lower() and "A school asked us to" not in page and "Thornmere" not in page


def test_nothing_is_sent_to_it(client):
    assert client.post(published().get_absolute_url()).status_code == 405


# --- Where it was copied ----------------------------------------------------------------------------------------------
def test_nobody_has_copied_it_yet(client):
    page = page_of(client, published())
    assert "Nobody has copied it yet. Be the first." in page and "Where it was copied" not in page


def test_it_says_how_often_and_where_it_was_copied(client):
    edition = published()
    copied(edition, "Devon")
    assert "Copied once, in Devon." in page_of(client, edition)
    copied(edition, "Kent", "Kent", "Norfolk", "Cumbria", "Leeds")
    page = page_of(client, edition)
    assert "Copied 6 times, in Kent, Cumbria, Devon and 2 other places." in page
    assert "Kent (2), Cumbria, Devon, Leeds, Norfolk" in page


def test_the_schools_that_copy_it_are_not_named(client):
    edition = published()
    school = make_school(name="Saltmarsh Primary School", town="Saltmarsh", local_authority=make_authority("Devon"))
    replicate(edition=edition, school=school, by=make_member(school))
    page = page_of(client, edition)
    assert "Devon" in page and "Saltmarsh" not in page


def test_a_school_without_an_authority_counts_by_its_town_or_region(client):
    edition = published()
    for town, region in [("Llanfer", Region.OUTSIDE), ("", Region.LONDON)]:
        school = make_school(local_authority=None, town=town, region=region)
        replicate(edition=edition, school=school, by=make_member(school))
    assert "Llanfer, London" in page_of(client, edition)


def test_what_was_given_up_no_longer_counts(client):
    edition = published()
    copied(edition, "Devon", "Kent")
    in_kent = Replication.objects.get(school__local_authority__name="Kent")
    give_up(replication=in_kent, by=in_kent.begun_by)
    assert "Copied once, in Devon." in page_of(client, edition)


def test_a_copy_that_was_told_is_linked(client):
    edition, told = published(), published(title="Friday science by the sea", others=[make_independent()])
    copied(edition, "Devon")
    Replication.objects.update(told_in=told.case_study)
    page = page_of(client, edition)
    assert "How it went there" in page and f'href="{told.get_absolute_url()}">Friday science by the sea</a>' in page
    withdraw_case_study(case_study=told.case_study, by=moderator(), words="It was not so.")
    assert "Friday science by the sea" not in page_of(client, edition)


# --- About this page --------------------------------------------------------------------------------------------------
def test_how_to_cite_it_and_what_one_may_do_with_it(client, settings):
    settings.SITE_URL = "https://portal.example"
    edition = published()
    page = page_of(client, edition)
    address = f"https://portal.example/case-studies/{edition.slug}/"
    year = timezone.localdate().year
    cited = f"Brackenfold Primary School and Thornmere School ({year}). {edition.title}. ISSP Portal. {address}"
    assert cited in page
    assert 'rel="license noopener" href="https://creativecommons.org/licenses/by/4.0/"' in page


def test_the_open_government_licence(client):
    page = page_of(client, published(licence={"licence": "ogl-3.0"}))
    assert "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/" in page and "OGL v3" in page


def test_one_that_its_schools_have_not_looked_at_for_two_years_says_so(client):
    edition = published()
    assert "This may have changed" not in page_of(client, edition)
    Edition.objects.update(review_on=datetime.date(2026, 3, 1))
    page = page_of(client, edition)
    assert "This may have changed" in page and "Not checked by its schools since March 2024" in page
    confirm_still_right(case_study=edition.case_study, by=writer_of(edition.case_study))
    assert "This may have changed" not in page_of(client, edition)


def test_featured_by_the_forum(client):
    edition = published()
    assert "Featured by the Forum" not in page_of(client, edition)
    feature_edition(edition=edition, by=moderator())
    assert "Featured by the Forum" in page_of(client, edition)


# --- Like this one ----------------------------------------------------------------------------------------------------
def about(title, activities, subjects=("science",), **more):
    who = {"activities": list(activities), "subjects": list(subjects)}
    schools = {"school": make_school(), "others": [make_independent()]}
    return published(title=title, who=who, **schools, **more)


def test_those_that_share_most_come_first_then_the_newest(client):
    edition = about("The one", ["masterclasses", "stem"])
    both = about("Both activities", ["masterclasses", "stem"], ["music"])
    older = about("One activity", ["stem"], ["music"])
    newer = about("The other activity", ["masterclasses"], ["music"])
    about("Same subject", ["drama"])
    about("Something else", ["drama"], ["music"])
    page = page_of(client, edition)
    titles = re.findall(r'issp-case__title"><a[^>]*>([^<]*)', page)
    assert titles == [both.title, newer.title, older.title]
    assert "Something else" not in page


def test_a_subject_is_enough_and_counts_less_than_an_activity(client):
    edition = about("The one", ["stem"], ["physics"])
    activity = about("Same activity", ["stem"], ["music"])
    subject = about("Same subject, and newer", ["drama"], ["physics"])
    both = about("Both", ["stem"], ["physics"])
    about("Something else", ["drama"], ["music"])
    page = page_of(client, edition)
    assert re.findall(r'issp-case__title"><a[^>]*>([^<]*)', page) == [both.title, activity.title, subject.title]


def test_what_was_withdrawn_is_like_nothing(client):
    edition, other = about("The one", ["stem"]), about("The other", ["stem"])
    assert "The other" in page_of(client, edition)
    withdraw_case_study(case_study=other.case_study, by=moderator(), words="It was not so.")
    page = page_of(client, edition)
    assert "The other" not in page and "Like this one" not in page


# --- What machines read -----------------------------------------------------------------------------------------------
def data_of(page):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def test_search_engines_and_social_media_are_told_what_it_is(client, settings):
    settings.SITE_URL = "https://portal.example"
    edition = published()
    page = page_of(client, edition)
    address = f"https://portal.example/case-studies/{edition.slug}/"
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta property="og:url" content="{address}">' in page
    assert f'<meta property="og:title" content="{edition.title}">' in page
    assert '<meta name="twitter:card" content="summary">' in page
    data = data_of(page)
    assert data["@type"] == ["Article", "LearningResource"]
    assert (data["headline"], data["url"]) == (edition.title, address)
    assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert [one["name"] for one in data["author"]] == ["Brackenfold Primary School", "Thornmere School"]


def test_a_title_cannot_break_out_of_the_data(client):
    title = '</script><script>alert("1")</script><!-- & \u2028'
    edition = published(title=title)
    page = page_of(client, edition)
    assert "<script>alert" not in page and "<!--" not in page
    assert data_of(page)["headline"] == edition.title


def test_feeds_are_announced(client):
    page = page_of(client, published())
    for path in ["feed/", "feed/activity/masterclasses/", "feed/subject/science/"]:
        assert re.search(rf'<link rel="alternate" type="application/atom\+xml"[^>]* href="/case-studies/{path}">', page)


# --- For whoever reads it ---------------------------------------------------------------------------------------------
def test_somebody_signed_in_may_follow_it(client):
    edition = published()
    assert "Follow: " not in page_of(client, edition)
    sign_in(client, make_user())
    assert "Follow: " in page_of(client, edition)


def test_it_is_read_in_as_many_queries_however_much_there_is(client, django_assert_num_queries):
    def grow(number):
        about(f"Another {number}", ["stem"])
        add_comment(case_study=edition.case_study, text=f"How {number}?", by=make_user())
        copied(edition, "Devon", "Kent")
        page_of(client, edition)  # the shelf is filled anew after a publication, once a process

    edition = about("The one", ["stem"])
    grow(0)
    with django_assert_num_queries(11):
        page_of(client, edition)
    for number in range(1, 5):
        grow(number)
    steps = [{"title": f"Step {n}", "weeks_before": n, "text": "More."} for n in range(20)]
    edition = next_edition(edition, steps={"steps": steps})
    page_of(client, edition)
    with django_assert_num_queries(11):
        page_of(client, edition)
