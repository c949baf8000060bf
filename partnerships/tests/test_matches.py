"""/partners/: the page of matches, its filters, and what is pressed on it."""

import pytest
from django.urls import reverse

from accounts.models import Role
from accounts.tests.factories import make_member, make_pending, make_user, sign_in
from core.models import Event
from partnerships.actions.introduction import (
    accept_introduction,
    ask_for_introduction,
    decline_introduction,
    withdraw_introduction,
)
from partnerships.actions.registration import pause_registration, withdraw_registration
from partnerships.models import Dismissal, Introduction
from partnerships.tests.cast import line, live_registration, unconfirmed_registration, waiting_registration
from partnerships.tests.test_candidates import HOME, YEARS_7_9, brackenfold, thornmere
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db
URL = "/partners/"


@pytest.fixture
def mine():
    return brackenfold()


@pytest.fixture
def visit(client, mine):
    """GET the page as the lead of `mine`; the decoded page."""
    sign_in(client, mine.lead)

    def get(query="", status=200):
        response = client.get(URL + query)
        assert response.status_code == status
        return response.content.decode()

    return get


class TestMatches:
    def test_each_match_with_its_reasons(self, visit):
        thornmere(offers=[line(sentence="Two laboratories and a technician.")])
        page = visit()
        assert '<h1 class="govuk-heading-xl govuk-!-margin-bottom-2">1 school matches yours</h1>' in page
        assert "Thornmere School" in page
        assert "4 miles" in page
        assert "Two laboratories and a technician." in page
        assert "They offer what you need: science (lessons and masterclasses) for Years 5 and 6" in page
        assert "For Brackenfold Primary School: Lessons and masterclasses, Science, Years 5 and 6." in page

    def test_asking_leads_to_the_introduction_for_this_registration(self, visit, mine):
        theirs = thornmere()
        assert f"{reverse('partnerships:ask', args=[theirs.reference])}?for={mine.reference}" in visit()

    def test_no_person_of_the_other_school_is_on_the_page(self, visit):
        theirs = thornmere(lead={"name": "Helen Castellane", "phone": "01632 960222"})
        page = visit()
        for contact in theirs.contacts.all():
            assert contact.name not in page.replace("Amara", "")
            assert contact.email not in page
        assert "Helen" not in page
        assert "960222" not in page

    def test_what_a_school_wrote_cannot_become_markup(self, visit):
        thornmere(offers=[line(sentence="<script>alert(1)</script>")])
        page = visit()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page

    def test_the_map_numbers_the_matches_as_the_list_does(self, visit):
        thornmere(9), thornmere(2)
        page = visit()
        assert page.count('class="issp-map__pintext ') == 2
        assert "The outer ring is 10 miles away." in page

    def test_more_farther_away_are_offered(self, visit):
        thornmere(4), thornmere(22, miles=25)
        assert 'href="?miles=25">Show 1 more, up to 25 miles away</a>' in visit()
        assert "2 schools match yours" in visit("?miles=25")


class TestFilters:
    @pytest.fixture(autouse=True)
    def three_schools(self, mine):
        thornmere(2, school={"name": "Science School"}, needs=[line("drama", None)])
        thornmere(3, school={"name": "Music School"}, offers=[])
        thornmere(9, school={"name": "Both Ways School"})

    def listed(self, page):
        names = ["Science School", "Music School", "Both Ways School"]
        return sorted((name for name in names if f">{name}</a></h2>" in page), key=page.index)

    def test_best_first_and_nearest_first(self, visit):
        assert self.listed(visit()) == ["Both Ways School", "Science School", "Music School"]
        assert self.listed(visit("?sort=nearest")) == ["Science School", "Music School", "Both Ways School"]

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("?activity=masterclasses", ["Both Ways School", "Science School"]),
            ("?activity=masterclasses&activity=music", ["Both Ways School", "Science School", "Music School"]),
            ("?subject=music", ["Both Ways School", "Music School"]),
            ("?both=1", ["Both Ways School"]),
            ("?miles=5", ["Science School", "Music School"]),
            ("?activity=music&miles=5", ["Music School"]),
        ],
    )
    def test_each_filter(self, visit, query, names):
        assert self.listed(visit(query)) == names

    def test_filters_that_leave_none_say_so_and_offer_all(self, visit):
        page = visit("?both=1&miles=5")
        assert "None of your matches fits these filters" in page
        assert "Show all matches" in page

    @pytest.mark.parametrize(
        "query",
        [
            "?miles=99999999999",
            "?miles=-1",
            "?miles=%00",
            "?activity=<script>&subject=%00&sort=up&both=",
            "?page=9" + "9" * 5000,
            "?page=-3",
            "?page=x",
            "?dismissed=R-XXXXXXXX",
            "?activity=" + "a" * 10_000,
        ],
    )
    def test_words_that_mean_nothing_are_passed_over(self, visit, query):
        assert len(self.listed(visit(query))) == 3


def test_pages_of_ten(visit):
    for miles in range(1, 13):
        thornmere(miles)
    page = visit()
    assert "12 schools match yours" in page
    assert page.count('class="issp-match"') == 10
    assert visit("?page=2").count('class="issp-match"') == 2
    assert '<span class="issp-match__no" aria-hidden="true">11</span>' in visit("?page=2")


def test_the_number_of_queries_does_not_grow(client, mine, django_assert_max_num_queries):
    thornmere()
    sign_in(client, mine.lead)
    client.get(URL)
    with django_assert_max_num_queries(60) as few:
        client.get(URL)
    for miles in (2, 3, 5, 6):
        theirs = thornmere(miles)
        ask_for_introduction(asker=theirs, asked=mine, note="Could we meet?", by=theirs.lead)
    with django_assert_max_num_queries(len(few)):
        client.get(URL)


class TestNone:
    def test_how_far_to_look(self, visit):
        thornmere(22, miles=25)
        page = visit()
        assert "No school matches yours yet" in page
        assert "No match within 15 miles yet" in page
        assert "1 school fits within 25 miles." in page
        assert 'href="?miles=25"' in page

    def test_other_years_and_what_the_nearest_needs(self, visit):
        thornmere(offers=[line(years=YEARS_7_9)], needs=[line("swimming", None)])
        page = visit()
        assert "1 school near you offers science (lessons and masterclasses), for other year groups" in page
        assert "It needs swimming for Years 5 and 6." in page

    def test_nobody_at_all(self, visit):
        assert "Nobody of the other sector within reach has registered so far." in visit()

    def test_a_school_without_a_place(self, visit, mine):
        mine.school.easting = mine.school.northing = None
        mine.school.save()
        page = visit()
        assert "We do not know where your school is" in page
        assert '<svg class="issp-map__svg"' not in page


class TestWhoSeesWhat:
    def test_logged_out_people_sign_in_first(self, client):
        response = client.get(URL)
        assert response.status_code == 302
        assert response.url.startswith(reverse("account_login"))

    def test_without_a_school_the_page_says_how_to_begin(self, client):
        sign_in(client, make_user())
        page = client.get(URL).content.decode()
        assert "Matches begin with your registration" in page
        assert reverse("partnerships:register") in page

    def test_who_is_not_verified_yet_sees_no_match(self, client, mine):
        thornmere()
        sign_in(client, make_pending(mine.school).user)
        page = client.get(URL).content.decode()
        assert "Your matches wait for your school" in page
        assert "Thornmere" not in page

    def test_a_colleague_sees_them_too(self, client, mine):
        thornmere()
        sign_in(client, make_member(mine.school, role=Role.STAFF))
        assert b"1 school matches yours" in client.get(URL).content

    def test_another_school_of_the_address_is_not_found(self, visit):
        theirs = thornmere()
        visit(f"?school={theirs.school.urn}", status=404)
        visit("?school=%00", status=404)
        visit("?school=" + "9" * 5000, status=404)

    def test_a_person_of_two_schools_chooses(self, client, mine):
        second = live_registration(make_school(name="Tarnside Primary School", **HOME))
        make_member(second.school, user=mine.lead)
        sign_in(client, mine.lead)
        first_page = client.get(f"{URL}?school={mine.school.urn}").content.decode()
        assert "For Brackenfold Primary School" in first_page
        assert f'href="/partners/?school={second.school.urn}">Matches of Tarnside Primary School</a>' in first_page
        assert "For Tarnside Primary School" in client.get(f"{URL}?school={second.school.urn}").content.decode()


class TestNotLive:
    @pytest.mark.parametrize(
        ("make", "heading"),
        [
            (waiting_registration, "Forum staff are reading your registration"),
            (unconfirmed_registration, "Confirm your e-mail address first"),
        ],
    )
    def test_before_it_is_live(self, client, make, heading):
        school = make_school()
        make(school)
        sign_in(client, make_member(school))
        assert heading in client.get(URL).content.decode()

    def test_paused(self, visit, mine):
        thornmere()
        pause_registration(registration=mine, by=mine.lead)
        page = visit()
        assert "Your registration is paused" in page
        assert "Thornmere" not in page

    def test_ended(self, visit, mine):
        withdraw_registration(registration=mine, by=mine.lead)
        assert "Your registration is no longer live" in visit()


class TestStates:
    def test_asked(self, visit, mine):
        theirs = thornmere()
        one = ask_for_introduction(asker=mine, asked=theirs, note="Could we meet?", by=mine.lead)
        page = visit()
        assert "They have until" in page
        assert one.get_absolute_url() in page
        assert "Ask for an introduction" not in page
        assert "Not for us" not in page

    def test_asked_by_them(self, visit, mine):
        theirs = thornmere()
        ask_for_introduction(asker=theirs, asked=mine, note="Could we meet?", by=theirs.lead)
        assert "They would like to meet you." in visit()

    def test_accepted(self, visit, mine):
        theirs = thornmere()
        one = ask_for_introduction(asker=mine, asked=theirs, note="Could we meet?", by=mine.lead)
        accept_introduction(introduction=one, by=theirs.lead)
        page = visit()
        assert "You both said yes." in page
        assert Introduction.objects.get().partnership.get_absolute_url() in page

    def test_declined(self, visit, mine):
        theirs = thornmere()
        one = ask_for_introduction(asker=mine, asked=theirs, note="Could we meet?", by=mine.lead)
        decline_introduction(introduction=one, by=theirs.lead)
        page = visit()
        assert "Declined" in page
        assert "Ask for an introduction" not in page

    def test_taken_back_may_be_asked_again(self, visit, mine):
        theirs = thornmere()
        one = ask_for_introduction(asker=mine, asked=theirs, note="Could we meet?", by=mine.lead)
        withdraw_introduction(introduction=one, by=mine.lead)
        page = visit()
        assert "Withdrawn" in page
        assert "Ask for an introduction" in page


class TestNotForUs:
    @pytest.fixture
    def theirs(self):
        return thornmere()

    def url(self, name, mine, theirs):
        return reverse(f"partnerships:{name}", args=[mine.reference, theirs.reference])

    def test_it_is_left_out_and_can_be_undone(self, client, visit, mine, theirs):
        visit()
        back = {"back": "both=1&evil=http%3A%2F%2Felsewhere.example"}
        response = client.post(self.url("not_for_us", mine, theirs), back)
        assert response.url == f"/partners/?both=1&school={mine.school.urn}&dismissed={theirs.reference}"
        page = client.get(response.url).content.decode()
        assert "Thornmere School is no longer shown to you" in page
        assert "Schools you said no to (1)" in page
        assert Dismissal.objects.get().by == mine.lead
        response = client.post(self.url("show_again", mine, theirs), follow=True)
        assert "Thornmere School is shown to you again where it fits." in response.content.decode()
        assert "1 school matches yours" in response.content.decode()

    def test_pressed_twice_it_happens_once(self, client, visit, mine, theirs):
        for name in ("not_for_us", "not_for_us", "show_again", "show_again"):
            assert client.post(self.url(name, mine, theirs)).status_code == 302
        kinds = list(Event.objects.of(mine).values_list("kind", flat=True))
        assert (kinds.count("match-dismissed"), kinds.count("match-restored")) == (1, 1)

    def test_nothing_happens_on_get(self, client, visit, mine, theirs):
        visit()
        assert client.get(self.url("not_for_us", mine, theirs)).status_code == 405
        assert not Dismissal.objects.exists()

    def test_a_stranger_cannot(self, client, mine, theirs):
        sign_in(client, theirs.lead)
        assert client.post(self.url("not_for_us", mine, theirs)).status_code == 404
        assert client.post(self.url("show_again", mine, theirs)).status_code == 404
        assert not Dismissal.objects.exists()

    def test_an_unknown_school_is_not_found(self, client, visit, mine):
        for reference in ("R-XXXXXXXX", "x" * 5000):
            response = client.post(f"/partners/{mine.reference}/not-for-us/{reference}/")
            assert response.status_code == 404

    def test_while_paused_it_says_why_not(self, client, visit, mine, theirs):
        pause_registration(registration=mine, by=mine.lead)
        response = client.post(self.url("not_for_us", mine, theirs), follow=True)
        assert "registration is not live" in response.content.decode()
        assert not Dismissal.objects.exists()


class TestTellMe:
    def test_it_is_switched_off_and_on(self, client, visit, mine):
        url = reverse("partnerships:tell_me", args=[mine.reference])
        assert "Stop writing to us" in visit()
        page = client.post(url, {"on": "no"}, follow=True).content.decode()
        assert "We no longer write of new matches." in page
        assert "Write to us again" in page
        mine.refresh_from_db()
        assert mine.tell_me is False
        client.post(url, {"on": "yes"})
        mine.refresh_from_db()
        assert mine.tell_me is True
        assert mine.history.first().history_user == mine.lead

    def test_a_stranger_cannot(self, client, mine):
        sign_in(client, thornmere().lead)
        assert client.post(reverse("partnerships:tell_me", args=[mine.reference]), {"on": "no"}).status_code == 404
        mine.refresh_from_db()
        assert mine.tell_me is True


class TestDashboard:
    def test_matches_without_a_word_from_us_are_there_to_look_at(self, client, mine):
        theirs = thornmere()
        sign_in(client, mine.lead)
        assert "1 school matches Brackenfold Primary School" in client.get(reverse("dashboard")).content.decode()
        ask_for_introduction(asker=mine, asked=theirs, note="Could we meet?", by=mine.lead)
        assert "1 school matches Brackenfold" not in client.get(reverse("dashboard")).content.decode()
