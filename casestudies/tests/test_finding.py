"""What a search finds, counts and orders: casestudies/finding.py over a small shelf of published case studies."""

import datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casestudies.actions.moderation import withdraw_case_study
from casestudies.facets import choices, cost_band, facets_of, scale_of
from casestudies.finding import INDEX, Found, Search, place_near
from casestudies.models import CaseStudy, Edition
from casestudies.shelf import shelf
from casestudies.tests.cast import moderator, published
from schools.tests.factories import make_independent, make_school
from schools.year_groups import YearGroups


def edition(title, *, summary="", words="", region="london", schools=(), **who):
    """A published edition by its columns alone: what search reads, without the way there."""
    cost, design, files = who.pop("cost", 100), who.pop("design", "after"), who.pop("files", [])
    copied = who.pop("copied", 0)
    content = {
        "who": {"activities": ["music"], "subjects": [], "years": int(YearGroups.Y5), "pupils": 10, **who},
        "cost": {"total": cost},
        "evidence": {"design": design},
        "schools": [{"urn": 1, "name": "A school", "region": region}],
        "files": files,
    }
    number = Edition.objects.count() + 1
    at = timezone.make_aware(datetime.datetime(2026, 1, 1)) + datetime.timedelta(days=number)
    made = Edition.objects.create(
        case_study=CaseStudy.objects.create(title=title, status=CaseStudy.Status.PUBLISHED),
        slug=f"case-study-{number}",
        content=content,
        title=title,
        summary=summary,
        words=words,
        facets=facets_of(content),
        published_at=at,
        edition_at=at,
        review_on=datetime.date(2028, 1, 1),
        replications=copied,
    )
    made.schools.set(schools)
    return made


def known():
    return {
        name: {option.value: option.label for heading in headings for option in heading.options}
        for name, headings in choices().items()
    }


def asked(query):
    return Search.of(QueryDict(query), known())


def found(query):
    return Found(asked(query))


def titles(query):
    """The titles that a search finds, in its order."""
    answer = found(query)
    rows = Edition.objects.in_bulk(answer.in_order)
    return [rows[pk].title for pk in answer.in_order]


# --- The address ------------------------------------------------------------------------------------------------------
def test_an_address_is_always_written_the_same_way(db):
    search = asked("page=2&stage=3&region=&q=++swimming++pool+&stage=2&cost=under-50&stage=2&miles=25&near=Leeds")
    assert search.address() == "?q=swimming+pool&stage=2&stage=3&cost=under-50&near=Leeds&miles=25&page=2"
    assert asked(search.address()[1:]) == search
    assert asked("").address() == "?"


@pytest.mark.parametrize(
    "query",
    [
        "activity=nothing&stage=99&region=atlantis&colour=blue",
        "miles=-1",
        "miles=25",
        "sort=backwards&page=first&exactly=maybe&kit=on",
        "page=-4&page=0",
        "&".join(f"subject=x{n}" for n in range(500)),
    ],
)
def test_what_is_unknown_counts_for_nothing(db, query):
    assert asked(query) == Search()


def test_the_last_page_is_asked_for_where_a_page_is_too_many(db):
    assert asked("page=1" + "0" * 5000).page == 100_000_000


def test_what_was_typed_is_cut_and_cleaned(db):
    assert asked("q=" + "a" * 10_000).q == "a" * 200
    assert asked("q=a%00b").q == "a b"


def test_a_chosen_value_can_be_taken_back(db):
    search = asked("stage=2&stage=3&cost=nothing&page=4")
    assert search.without("stage", "2").address() == "?stage=3&cost=nothing"
    assert search.without("cost", "nothing").address() == "?stage=2&stage=3"
    assert search.but_group("stage").address() == "?cost=nothing"


# --- Words ------------------------------------------------------------------------------------------------------------
@pytest.fixture
def three(db):
    edition("Reading partners on Fridays", summary="Older pupils read", words="A science teacher looked in")
    edition("A shared laboratory", summary="Science on Wednesdays", words="Bunsen burners")
    edition("Wednesday science", summary="Two schools, one room", words="Swimming was moved")


def test_a_title_counts_for_more_than_a_summary_and_a_summary_for_more_than_the_rest(three):
    assert titles("q=science") == ["Wednesday science", "A shared laboratory", "Reading partners on Fridays"]


def test_endings_phrases_and_beginnings(three):
    assert titles("q=readings") == ["Reading partners on Fridays"]
    assert titles("q=%22wednesday+science%22") == ["Wednesday science"]
    assert titles("q=%22science+wednesday%22") == []
    assert titles("q=labor*") == ["A shared laboratory"]
    assert titles("q=swimmi*") == ["Wednesday science"]


def test_an_unfinished_word_finds_what_begins_so(three):
    answer = found("q=labora")
    assert answer.total == 1
    assert answer.words.instead == ""


def test_a_misspelt_word_is_understood_and_said(three):
    assert titles("q=sceince+wedensday")[0] == "Wednesday science"
    assert found("q=sceince").words.instead == "science"
    assert found("q=csience").words.instead == "science"
    assert found("q=scince+%22bunsen+burners%22").words.instead == 'science "bunsen burners"'


@pytest.mark.parametrize("typed", ["wcience", "cience", "sscience", "sciance", "WCIENCE"])
def test_a_slip_in_the_first_letter_is_understood_as_one_later_on(three, typed):
    assert found(f"q={typed}").words.instead == "science"


def test_of_two_words_the_one_most_like_it_is_meant(db):
    edition("Husky dogs", summary="Once", words="A basic course in music")
    assert found("q=husic").words.instead == "music"
    assert found("q=huskey").words.instead == "husky"
    assert found("q=vasic").words.instead == "basic"


def test_one_slip_in_the_first_letter_is_nearer_than_two_later_on(db):
    edition("Rowing boats", summary="Once", words="Lowering the nets")
    assert found("q=rowering").words.instead == "lowering"
    assert found("q=rowinq").words.instead == "rowing"


def test_of_a_short_word_one_letter_is_too_much(db):
    edition("The bus", summary="Once", words="And nothing else")
    assert found("q=cus").words.instead == ""


def test_exactly_what_was_typed_can_be_searched_for(three):
    assert found("q=sceince&exactly=on").total == 0
    assert found("q=science&exactly=on").total == 3


def test_a_correction_that_leads_nowhere_is_not_made(three):
    answer = found("q=sceince+zzqxv")
    assert (answer.total, answer.words.instead) == (0, "")


def test_words_that_say_nothing_are_passed_over(three):
    assert titles("q=the+science+of") == titles("q=science")
    assert found("q=the").total == 3
    assert found("q=" + "*%22%27!%28").total == 3


def test_what_is_withdrawn_is_found_no_more_and_corrects_nothing(three):
    Edition.objects.filter(title="A shared laboratory").update(withdrawn_at=timezone.now())
    assert titles("q=laboratory") == []
    assert found("q=labratory").words.instead == ""
    assert "A shared laboratory" not in titles("")


# --- Filters and their counts -----------------------------------------------------------------------------------------
@pytest.fixture
def filed(db):
    edition("One", activities=["music", "drama"], years=int(YearGroups.Y5), region="london", cost=0, pupils=20)
    edition("Two", activities=["drama"], years=int(YearGroups.Y5 | YearGroups.Y7), region="london", pupils=200)
    edition("Three", activities=["music"], years=int(YearGroups.Y8), region="north-east", cost=9000, pupils=90)


def counts(query, name):
    return {value: n for value, n in found(query).count(name, known()[name]).items() if n}


def test_values_of_one_filter_widen_and_filters_narrow(filed):
    assert titles("activity=music") == ["Three", "One"]
    assert titles("activity=music&activity=drama") == ["Three", "Two", "One"]
    assert titles("activity=music&region=london") == ["One"]
    assert titles("activity=music&region=london&stage=3") == []


def test_a_count_is_what_one_would_see_with_the_other_filters(filed):
    assert counts("", "stage") == {"2": 2, "3": 2}
    assert counts("activity=music", "stage") == {"2": 1, "3": 1}
    # Its own choice does not narrow a filter: another value would be added.
    assert counts("stage=2", "stage") == {"2": 2, "3": 2}
    assert counts("stage=2", "region") == {"london": 2}
    assert counts("stage=2&region=north-east", "stage") == {"3": 1}


@pytest.mark.parametrize("name", ["stage", "phase", "activity", "region", "cost", "scale", "evidence"])
def test_every_count_is_what_is_then_found(filed, name):
    for value, count in counts("stage=2", name).items():
        others = "" if name == "stage" else "stage=2&"
        assert found(f"{others}{name}={value}").total == count


def test_zero_is_counted_too(filed):
    assert found("").count("region", known()["region"])["south-west"] == 0


def test_words_narrow_the_counts(filed):
    assert counts("q=three", "activity") == {"music": 1}


@pytest.mark.parametrize(
    ("total", "pupils", "band"),
    [
        (0, 0, "nothing"),
        (0, 30, "nothing"),
        (None, 30, "not-said"),
        (500, 0, "not-said"),
        (1484, 30, "under-50"),
        (1485, 30, "50-to-150"),  # £49.50 is shown as £50
        (4500, 30, "50-to-150"),
        (4530, 30, "over-150"),
    ],
)
def test_cost_bands_follow_the_pounds_that_are_shown(total, pupils, band):
    assert cost_band(total, pupils) == band


@pytest.mark.parametrize(("pupils", "scale"), [(1, "to-30"), (30, "to-30"), (31, "31-to-100"), (301, "over-300")])
def test_scales(pupils, scale):
    assert scale_of(pupils) == scale


def test_an_empty_text_is_filed_under_what_is_known():
    assert facets_of({}) == "evidence:none cost:not-said"


# --- Places -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def far_and_near(db):
    here = make_school(name="Tarnside Primary School", town="Tarnside", easting=400_000, northing=400_000)
    far = make_independent(name="Farrow College", town="Farrow", easting=400_000, northing=450_000)
    edition("Far", schools=[far])
    edition("Near and far", schools=[far, here])
    edition("Nowhere")
    return here


def test_near_a_town_a_school_or_a_number(far_and_near):
    for near in ("Tarnside", "tarnside+primary+school", str(far_and_near.urn), f"x+%28URN+{far_and_near.urn}%29"):
        assert titles(f"near={near}&miles=25") == ["Near and far"]
        assert titles(f"near={near}") == ["Near and far", "Far", "Nowhere"]
    assert titles("near=Tarnside&sort=newest")[0] == "Nowhere"


def test_miles_are_to_the_nearest_school(far_and_near):
    answer = found("near=Tarnside")
    near, far = answer.in_order[:2]
    assert answer.miles_to(near) == 0
    assert round(answer.miles_to(far)) == 31
    assert answer.miles_to(answer.in_order[2]) is None


@pytest.mark.parametrize("near", ["zzqxv", "999999", "%00", "%22%27", "-1", "x" * 5000, "１２３４５６"])
def test_a_place_that_nobody_knows_measures_nothing(far_and_near, near):
    answer = found(f"near={near}&miles=25&sort=nearest")
    assert answer.place is None
    assert answer.total == 3


def test_a_school_that_was_not_checked_is_no_place(db):
    hidden = make_school(checked=False)
    assert place_near(str(hidden.urn)) is None


# --- Order ------------------------------------------------------------------------------------------------------------
def test_orders(db):
    edition("Old and copied", copied=7)
    edition("Old")
    edition("New", copied=1)
    assert titles("") == ["New", "Old", "Old and copied"]
    assert titles("sort=replicated") == ["Old and copied", "New", "Old"]
    assert titles("sort=relevance") == titles("sort=nearest") == titles("")


# --- What is kept in memory -------------------------------------------------------------------------------------------
def test_the_shelf_is_read_again_only_after_a_change(filed):
    shelf()
    with CaptureQueriesContext(connection) as queries:
        shelf()
    assert len(queries) == 1
    kept = shelf()
    Edition.objects.update(replications=3)
    assert shelf() is kept
    Edition.objects.filter(title="One").update(withdrawn_at=timezone.now())
    assert len(shelf().pks) == 2


def test_case_studies_are_found_as_soon_as_they_are_published_and_no_longer_than_they_are_public(db):
    made = published(title="Reading barge", who={"activities": ["reading-partners"]})
    assert titles("q=barge&activity=reading-partners&stage=2&cost=under-50&evidence=before-after") == ["Reading barge"]
    withdraw_case_study(case_study=made.case_study, by=moderator(), words="Asked by the school.")
    assert titles("q=barge") == titles("activity=reading-partners") == []


def test_the_index_is_the_one_that_the_migration_made(three):
    assert INDEX.words("bunsen") == {"bunsen": 1}
    Edition.objects.filter(words="Bunsen burners").update(words="Microscopes")
    assert titles("q=bunsen") == []
    assert titles("q=microscope") == ["A shared laboratory"]


# --- How many questions the database is asked -------------------------------------------------------------------------
@pytest.mark.parametrize("query", ["", "q=science&stage=2", "q=sceince", "q=zzqxv", "near=Tarnside&miles=25"])
def test_the_number_of_queries_does_not_grow(far_and_near, query):
    edition("Science")

    def queries():
        shelf()
        with CaptureQueriesContext(connection) as asked_for:
            answer = found(query)
            answer.count("stage", known()["stage"])
            _ = answer.in_order
        return len(asked_for)

    few = queries()
    for number in range(20):
        edition(f"Science {number}", words="one more word")
    assert queries() == few
