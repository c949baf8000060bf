"""The page /case-studies/: what it shows, what it says when there is nothing, what it makes of bad addresses."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.tests.factories import make_member
from casestudies.actions.moderation import feature_edition
from casestudies.models import Edition, Follow
from casestudies.tests.cast import draft_case_study, moderator, published
from casestudies.tests.test_finding import edition
from partnerships.models import ActivityType
from schools.tests.factories import make_school

ADDRESS = "/case-studies/"
LIVE = {"HTTP_HX_REQUEST": "true"}


def show(client, query="", **headers):
    response = client.get(f"{ADDRESS}?{query}", **headers)
    assert response.status_code == 200
    return response


def text_of(response):
    return response.content.decode()


def test_a_card_says_what_a_teacher_asks_first(client, db):
    made = published(title="The reading barge")
    feature_edition(edition=made, by=moderator())
    Edition.objects.update(replications=2, review_on="2020-01-01")
    page = text_of(show(client, "q=barge"))
    assert "1 case study" in page
    assert made.get_absolute_url() in page
    assert "£38 a pupil. Before and after. Copied twice" in page
    assert "Yorkshire and the Humber" in page
    assert "Featured by the Forum" in page
    assert "Not checked by its schools for two years" in page


def test_drafts_are_not_found(client, db):
    draft_case_study(title="A secret plan")
    page = text_of(show(client))
    assert "A secret plan" not in page
    assert "No case study is published yet" in page


def test_boxes_carry_counts_and_the_chosen_are_ticked_and_can_be_taken_away(client, db):
    edition("One", activities=["music"])
    edition("Two", activities=["drama"])
    page = text_of(show(client, "activity=music&cost=under-50&q=one"))
    assert 'value="music" checked' in page
    assert " (2 chosen)" in page
    assert 'href="?q=one&amp;cost=under-50"' in page  # the chip of the activity leads to the search without it
    assert "Under £50 a pupil" in page
    assert '<a class="govuk-link issp-s" href="?q=one">Clear filters</a>' in page


def test_an_entry_switched_off_stays_while_a_case_study_has_it(client, db):
    edition("One", activities=["music"])
    ActivityType.objects.filter(slug__in=["music", "drama"]).update(active=False)
    page = text_of(show(client))
    assert 'id="activity-music"' in page
    assert 'id="activity-drama"' not in page


def test_the_address_is_canonical_and_links_carry_nothing_that_was_made_up(client, db):
    for number in range(13):
        edition(f"Study {number}")
    page = text_of(show(client, "junk=1&stage=2&stage=99&region=&sort="))
    assert '<link rel="canonical" href="/case-studies/?stage=2">' in page
    assert 'href="?stage=2&amp;page=2"' in page
    assert "junk" not in page


def test_a_misspelling_is_told_and_exactly_that_can_be_searched_for(client, db):
    edition("Swimming lanes")
    page = text_of(show(client, "q=swiming&stage=2"))
    assert "Showing results for “swimming”" in page
    assert 'href="?q=swiming&amp;exactly=on&amp;stage=2"' in page
    assert "No case study has “swiming”" in text_of(show(client, "q=swiming&exactly=on"))


def test_an_empty_page_says_which_word_or_filter_to_drop(client, db):
    edition("Swimming lanes", region="london")
    edition("Latin by minibus", region="north-east")
    page = text_of(show(client, "q=swimming+latin"))
    assert "No case study has all of these words" in page
    assert 'href="?q=latin&amp;exactly=on">Search for “latin” alone</a> (1)' in page
    page = text_of(show(client, "q=swimming&region=north-east&stage=2"))
    assert 'href="?q=swimming&amp;stage=2">Without “North East”</a> (1)' in page
    assert "Without “Key stage 2”" not in page  # that alone would leave nothing still


def test_an_empty_page_says_how_far_the_nearest_is(client, db):
    make_school(town="Tarnside", easting=400_000, northing=400_000)
    edition("Far", schools=[make_school(town="Farrow", easting=400_000, northing=450_000)])
    page = text_of(show(client, "near=Tarnside&miles=10"))
    assert "The nearest is 31 miles away." in page
    assert 'href="?near=Tarnside">At any distance</a> (1)' in page
    assert "31 miles away" in text_of(show(client, "near=Tarnside"))


def test_somebody_signed_in_is_offered_their_own_school(client, db):
    school = make_school(name="Tarnside Primary School")
    make_school(name="Netherholme Primary School")
    client.force_login(make_member(school))
    page = text_of(show(client))
    assert f'href="?near={school.urn}">Near Tarnside Primary School</a>' in page
    assert "Near Netherholme" not in page
    page = text_of(show(client, f"near={school.urn}"))
    assert f'value="Tarnside Primary School (URN {school.urn})"' in page
    assert "Near Tarnside Primary School" in page


def test_htmx_gets_what_changes_and_the_address_to_show(client, db):
    edition("One")
    response = show(client, "stage=2&junk=1", **LIVE)
    page = text_of(response)
    assert "<html" not in page
    assert '<div id="results">' in page
    assert 'id="found-count" hx-swap-oob="innerHTML">1 case study<' in page
    assert 'id="options-stage-0" hx-swap-oob="innerHTML"' in page
    assert response["HX-Push-Url"] == "/case-studies/?stage=2"
    assert response["Cache-Control"] == "no-store"
    assert "autofocus" not in page


def test_the_heading_takes_the_focus_where_what_was_pressed_has_gone(client, db):
    edition("One")
    for headers in ({"HTTP_HX_BOOSTED": "true"}, {"HTTP_HX_TRIGGER": "show-results"}):
        assert 'tabindex="-1" autofocus' in text_of(show(client, **LIVE, **headers))


def test_a_whole_page_is_given_to_whoever_goes_back_and_caches_keep_the_two_apart(client, db):
    response = show(client, **LIVE, HTTP_HX_HISTORY_RESTORE_REQUEST="true")
    assert "<html" in text_of(response)
    assert "HX-Request" in show(client)["Vary"]


def test_nothing_that_is_typed_becomes_markup(client, db):
    edition("One")
    typed = "%3Cscript%3Ealert(1)%3C/script%3E"
    for query in (f"q={typed}", f"near={typed}", f"q={typed}&near={typed}&exactly=on"):
        for headers in ({}, LIVE):
            assert "<script>alert" not in text_of(show(client, query, **headers))


@pytest.mark.parametrize(
    "query",
    [
        "page=1000000000&miles=-1&near=nonsense&sort=up",
        "page=-1&miles=1e9&near=%00&q=%00",
        "q=" + "a" * 10_000,
        "q=" + "a+" * 500,
        "q=%22%22%22*%27%28%29%7C%26%21%3A%3C-%3E",
        "q=NEAR(a,b)+AND+OR+NOT+{title}+:+^x+-y",
        "q=%F0%9F%92%A9%E2%80%AE%C2%AD",
        "q=%ff%fe&near=%ff",
        "&".join(f"activity=a{n}&stage={n}" for n in range(400)),
        "near=999999999999999999999",
        "near=SW1A+1AA&miles=25",
        "near=(URN+123456)",
    ],
)
def test_any_address_gives_a_page(client, db, query):
    edition("One", words="a b c")
    show(client, query)
    show(client, query, **LIVE)


def test_a_page_too_many_is_the_last_one(client, db):
    for number in range(13):
        edition(f"Study {number}")
    page = text_of(show(client, "page=1000000000"))
    assert "page 2 of 2" in page
    assert "Study 0" in page


def test_it_answers_get_and_head_only(client, db):
    assert client.post(ADDRESS).status_code == 405
    assert client.head(ADDRESS).status_code == 200
    assert reverse("casestudies:search") == ADDRESS


def test_the_number_of_queries_does_not_grow(client, db):
    school = make_school(town="Tarnside")
    client.force_login(make_member(school))

    def queries(query):
        show(client, query)
        with CaptureQueriesContext(connection) as asked:
            show(client, query)
        return len(asked)

    searches = ["", "q=science&stage=2", "near=Tarnside&miles=25", "sort=replicated"]
    edition("Science", schools=[school])
    few = [queries(query) for query in searches]
    for number in range(14):
        edition(f"Science {number}", schools=[school], activities=["drama", "music"], copied=number)
    assert [queries(query) for query in searches] == few


# --- Following what the list is filtered by ---------------------------------------------------------------------------
FILTERED = "q=one&subject=music&activity=masterclasses&region=london&cost=under-50"


def follow_buttons(page):
    """[(where it posts to, the address to come back to, what it says)] of the page's buttons."""
    found = re.findall(r'form="follow" formaction="([^"]+)" name="next" value="([^"]+)">(.*?)</button>', page)
    return [(url, unescape(here), strip_tags(words)) for url, here, words in found]


def test_what_one_filters_by_is_followed_with_a_button(client, db):
    edition("One")
    client.force_login(make_member(make_school()))
    page = text_of(show(client, FILTERED))
    assert "Tell me of new ones like this" in page
    buttons = follow_buttons(page)
    assert [words.partition(": ")[0] for _, _, words in buttons] == ["Follow", "Follow", "Follow"]
    url, here, _ = next(button for button in buttons if button[0].endswith("/region/london/"))
    response = client.post(url, {"next": here}, follow=True)
    assert response.redirect_chain == [(here, 302)]
    assert {"q=one", "region=london", "cost=under-50"} <= set(here.partition("?")[2].split("&"))
    page = text_of(response)
    assert "You follow London. We write when there is something new." in page
    assert "Stop following: London, followed" in [words for _, _, words in follow_buttons(page)]
    assert Follow.objects.get().region == "london"


def test_the_buttons_belong_to_no_form_within_a_form(client, db):
    edition("One")
    client.force_login(make_member(make_school()))
    page = text_of(show(client, "region=london"))
    assert page.index("Tell me of new ones") < page.index("</form>", page.index('id="finding"'))
    assert page.index('<form id="follow" method="post"') > page.index("</form>", page.index('id="finding"'))
    in_place = text_of(show(client, "region=london", **LIVE))
    assert len(follow_buttons(in_place)) == 1 and "<form" not in in_place


def test_a_visitor_is_led_to_sign_in_and_back(client, db):
    edition("One")
    page = text_of(show(client, "region=london"))
    assert "/accounts/login/?next=/case-studies/%3Fregion%3Dlondon" in page
    assert not follow_buttons(page) and 'id="follow"' not in page


@pytest.mark.parametrize("query", ["", "q=one", "cost=under-50&stage=ks2&region=atlantis"])
def test_where_nothing_can_be_followed_nothing_is_offered(client, db, query):
    client.force_login(make_member(make_school()))
    page = text_of(show(client, query))
    assert "new ones like this" not in page


def test_following_asks_as_often_for_many_filters_as_for_few(client, db):
    client.force_login(make_member(make_school()))

    def asked(query):
        show(client, query)
        with CaptureQueriesContext(connection) as queries:
            show(client, query)
            return len(queries)

    many = "subject=music&subject=drama&activity=masterclasses&activity=music&region=london&region=south-east"
    assert asked("subject=music&activity=masterclasses&region=london") == asked(many)
    assert asked("region=london") == asked("") + 1
