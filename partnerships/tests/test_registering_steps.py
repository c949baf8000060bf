"""Every step of the form: what it takes, what it refuses and with which words, and that it survives anything."""

import pytest
from django.urls import reverse

from partnerships.models import Draft, Registration
from partnerships.registering.steps import STEPS
from partnerships.tests.cast import line, make_draft
from partnerships.tests.registering import CHOIR, PAGES, SCIENCE, begin, fill, held, post
from schools.models import Status
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

FIELDS = {name: list(data) for name, data in PAGES.items()}
HOSTILE = [
    "<script>alert(1)</script>",
    "x" * 10_000,
    "nul\0nul",
    "999999999999999999999",
    "-1",
    "' OR 1=1 --",
    "{{7*7}}",
]


def step_url(draft, name):
    return reverse("partnerships:register_step", args=[draft.pk, name])


def line_url(draft, name, number):
    return reverse("partnerships:register_line", args=[draft.pk, name, number])


@pytest.fixture
def draft(client):
    """A draft of this browser, every step answered with what PAGES says."""
    return held(
        client,
        make_draft(
            make_school(),
            needs=[line(sentence=SCIENCE["sentence"])],
            networks=["Calderby Heads", "Music Hub"],
            lead={"email": PAGES["lead"]["email"]},
            deputy={"email": PAGES["deputy"]["email"]},
        ),
    )


def test_answers_are_kept_as_they_were_given(client):
    draft = begin(client, make_school())
    fill(client, draft)
    draft.refresh_from_db()
    assert draft.answers["needs"] == [
        {"activity": "masterclasses", "subject": "science", "years": 192, "sentence": SCIENCE["sentence"]}
    ]
    assert draft.answers["offers"][0]["subject"] is None
    assert draft.answers["partner"] == {"partners": "other", "miles": 15, "transport": "minibus", "capacity": 2}
    assert draft.answers["times"] == {"slots": 4 | 64}
    assert draft.answers["values"] == {"values": ["curiosity", "fairness"], "networks": ["Calderby Heads", "Music Hub"]}
    assert draft.answers["lead"]["email"] == "amara@brackenfold.example"
    assert draft.answers["deputy"]["name"] == "Tom Ridley"


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("partner", {"miles": ""}, "Enter how far you could travel, in miles"),
        ("partner", {"miles": "far"}, "Enter the miles as a whole number, like 15"),
        ("partner", {"miles": "0"}, "Enter 1 mile or more"),
        ("partner", {"miles": "5000"}, "Enter 200 miles or fewer"),
        ("partner", {"transport": ""}, "Select how pupils would get there"),
        ("partner", {"capacity": "99"}, "Select a number from 1 to 5"),
        ("times", {"slots": []}, "Select when you could meet, or that you do not know yet"),
        ("times", {"slots": ["3"]}, "Select times from the week shown"),
        ("values", {"values": []}, "Select at least one value"),
        (
            "values",
            {"values": ["curiosity", "fairness", "kindness", "courage", "faith", "honesty"]},
            "5 values or fewer",
        ),
        ("values", {"values": ["no-such-value"]}, "Select values from the list"),
        ("values", {"networks": "\n".join(f"Group {n}" for n in range(11))}, "Enter 10 groups or fewer"),
        ("values", {"networks": "x" * 201}, "Shorten each name to 200 characters or fewer"),
        ("lead", {"name": " "}, "Enter your name"),
        ("lead", {"role": "caretaker"}, "Select one from the list"),
        ("lead", {"email": "amara"}, "Enter an e-mail address in the form name@school.sch.uk"),
        ("head", {"head": ""}, "Select whether your headteacher supports this"),
        ("deputy", {"email": "AMARA@brackenfold.example"}, "Enter an address other than yours"),
        ("deputy", {"job_title": ""}, "Enter the job title of the second contact"),
    ],
)
def test_what_a_step_refuses_it_says_and_keeps_what_was_typed(client, draft, name, changes, words):
    before = draft.answers[name]
    response = post(client, step_url(draft, name), **{**PAGES[name], **changes})
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page.replace("&#x27;", "'")
    assert "<title>Error: " in page
    for value in [v for v in changes.values() if isinstance(v, str) and v.strip() and name != "head"]:
        if value not in {"99", "caretaker"}:  # choices that no radio button carries
            assert value in page
    draft.refresh_from_db()
    assert draft.answers[name] == before


@pytest.mark.parametrize("name", ["needs", "offers"])
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sentence": ""}, "in a sentence or two"),
        ({"sentence": "x" * 401}, "Shorten this to 400 characters or fewer"),
        ({"activity": ""}, "Select what comes closest"),
        ({"activity": "no-such"}, "Select what comes closest from the list"),
        ({"subject": "no-such"}, "Select a subject from the list"),
        ({"years": []}, "Select at least one year group, or staff or governors"),
        ({"years": ["1234567"]}, "Select year groups from the list"),
    ],
)
def test_what_a_line_refuses(client, draft, name, changes, words):
    response = post(client, line_url(draft, name, 1), **{**SCIENCE, **changes})
    assert response.status_code == 200
    assert words in response.content.decode()


@pytest.mark.parametrize("name", FIELDS)
def test_hostile_typing_is_refused_or_shown_as_text(client, draft, name):
    for field in FIELDS[name]:
        for value in HOSTILE:
            data = {**PAGES[name], field: value, "version": "99"}
            response = client.post(step_url(draft, name), data)
            assert response.status_code in (200, 302), (field, value[:40])
            assert b"<script>alert" not in response.content
        for page in (client.get(step_url(draft, name)), client.get(step_url(draft, "check"))):
            assert b"<script>alert" not in page.content


def test_hostile_lines(client, draft):
    for field in ["sentence", "activity", "subject", "years"]:
        for value in HOSTILE:
            data = {**SCIENCE, field: value, "version": "99"}
            assert client.post(line_url(draft, "needs", 1), data).status_code in (200, 302), (field, value[:40])
        assert b"<script>alert" not in client.get(step_url(draft, "needs")).content
        assert b"<script>alert" not in client.get(step_url(draft, "check")).content


@pytest.mark.parametrize("value", [*HOSTILE, ""])
def test_hostile_schools(client, value):
    response = client.post(reverse("partnerships:register_school"), {"school": value, "school-choice": value})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert not Draft.objects.exists()
    assert client.get(reverse("partnerships:register_school"), {"urn": value}).status_code == 200


def test_a_version_that_is_no_number_counts_as_the_oldest(client, draft):
    post(client, step_url(draft, "partner"), **{**PAGES["partner"], "miles": "25"})
    data = {**PAGES["partner"], "miles": "20", "version": "nine\0"}
    assert client.post(step_url(draft, "partner"), data).status_code == 409


def test_a_second_need_is_added_changed_and_removed(client, draft):
    second = {**SCIENCE, "sentence": "We would like a choir.", "activity": "music", "subject": "music"}
    assert post(client, line_url(draft, "needs", 2), **second).url == step_url(draft, "needs")
    assert "We would like a choir." in client.get(step_url(draft, "needs")).content.decode()
    post(client, line_url(draft, "needs", 2), **{**second, "sentence": "We would like an orchestra."})
    draft.refresh_from_db()
    assert [n["sentence"] for n in draft.answers["needs"]] == [SCIENCE["sentence"], "We would like an orchestra."]
    remove = reverse("partnerships:register_remove", args=[draft.pk, "needs", 1])
    seen = {"version": draft.version}
    client.post(remove, seen)
    client.post(remove, seen)  # pressed twice: the second line, now first, stays
    draft.refresh_from_db()
    assert [n["sentence"] for n in draft.answers["needs"]] == ["We would like an orchestra."]


def test_without_its_last_need_the_step_is_to_be_answered_again(client, draft):
    client.post(reverse("partnerships:register_remove", args=[draft.pk, "needs", 1]), {"version": draft.version})
    assert client.get(step_url(draft, "check")).url == step_url(draft, "needs")
    assert client.get(step_url(draft, "needs")).url == line_url(draft, "needs", 1)


@pytest.mark.parametrize("number", [0, 3, 7, 10**17])
def test_a_line_that_cannot_be_is_not_found(client, draft, number):
    assert client.get(line_url(draft, "needs", number)).status_code == 404


def test_not_sure_yet_is_an_answer(client):
    draft = begin(client, make_school())
    post(client, line_url(draft, "needs", 1), **SCIENCE)
    response = client.post(reverse("partnerships:register_not_sure", args=[draft.pk]))
    assert response.url == step_url(draft, "partner")
    assert "not sure yet" in client.get(step_url(draft, "offers")).content.decode()


def test_a_later_step_by_its_address_leads_to_the_first_unanswered(client):
    draft = begin(client, make_school())
    for name in ["offers", "values", "deputy", "check"]:
        assert client.get(step_url(draft, name)).url == step_url(draft, "needs")
    assert client.get(line_url(draft, "offers", 1)).url == step_url(draft, "offers")


def test_an_unknown_step_is_not_found(client, draft):
    assert client.get(step_url(draft, "salary")).status_code == 404


def test_every_step_offers_what_was_answered(client, draft):
    for step in STEPS[3:-1]:
        page = client.get(step_url(draft, step.name)).content.decode()
        assert f"Step {STEPS.index(step) + 1} of {len(STEPS)}" in page
    assert 'value="15"' in client.get(step_url(draft, "partner")).content.decode()
    assert "Calderby Heads\nMusic Hub" in client.get(step_url(draft, "values")).content.decode()


def test_a_headteacher_is_not_asked_whether_the_headteacher_agrees(client):
    draft = begin(client, make_school())
    pages = {name: data for name, data in PAGES.items() if name != "head"}
    fill(client, draft, pages={**pages, "lead": {**PAGES["lead"], "role": "headteacher"}})
    draft.refresh_from_db()
    assert draft.answers["head"] == {"head": "agrees"}
    assert client.get(step_url(draft, "head")).status_code == 404
    assert "of 9" in client.get(step_url(draft, "check")).content.decode()
    post(client, step_url(draft, "lead"), **PAGES["lead"])
    assert client.get(step_url(draft, "check")).url == step_url(draft, "head")


def test_the_lead_may_not_become_the_second_contact_afterwards(client, draft):
    post(client, step_url(draft, "lead"), **{**PAGES["lead"], "email": PAGES["deputy"]["email"]})
    assert client.get(step_url(draft, "check")).url == step_url(draft, "deputy")


def test_needs_are_for_the_year_groups_that_the_school_teaches(client):
    draft = begin(client, make_school(low_age=4, high_age=7))
    page = client.get(line_url(draft, "needs", 1)).content.decode()
    assert "Years 1 and 2" in page
    assert "Years 10 and 11" not in page


def test_a_school_whose_sector_is_unknown_is_asked(client):
    school = make_school(sector="other")
    url = reverse("partnerships:register_school")
    asked = client.post(url, {"school": str(school.urn)})
    assert "Select state or independent" in asked.content.decode()
    assert client.post(url, {"school": str(school.urn), "sector": "independent"}).status_code == 302
    assert Draft.objects.get().answers["school"] == {"urn": school.urn, "sector": "independent"}


def test_a_known_sector_cannot_be_chosen_otherwise(client):
    school = make_school()
    client.post(reverse("partnerships:register_school"), {"school": str(school.urn), "sector": "independent"})
    assert Draft.objects.get().answers["school"]["sector"] == "state"


def test_a_closed_school_is_not_taken(client):
    school = make_school(status=Status.CLOSED)
    assert client.post(reverse("partnerships:register_school"), {"school": str(school.urn)}).status_code == 200
    assert not Draft.objects.exists()


def test_what_the_lists_no_longer_hold_is_asked_again(client, draft):
    draft.answers["needs"][0]["activity"] = "gone-since"
    draft.save()
    assert client.get(step_url(draft, "check")).url == step_url(draft, "needs")
    assert post(client, line_url(draft, "needs", 1), **SCIENCE).url == step_url(draft, "needs")


def test_going_back_and_pressing_again_makes_no_second_draft(client):
    school = make_school()
    first, second = begin(client, school), begin(client, school)
    assert first == second
    assert Draft.objects.count() == 1


def test_consent_is_needed(client, draft):
    response = post(client, step_url(draft, "check"), may="on")
    assert "Confirm that you agree to what is shown to whom" in response.content.decode()
    assert not Registration.objects.exists()


def test_names_in_the_consent_are_text(client, draft):
    post(client, step_url(draft, "deputy"), **{**PAGES["deputy"], "name": "<b>Tom</b>"})
    assert "<b>Tom</b>" not in client.get(step_url(draft, "check")).content.decode()


def test_pages_take_the_same_number_of_queries_however_many_lines(client, django_assert_num_queries):
    school = make_school()
    few, many = make_draft(school), make_draft(school, needs=[line()] * 6, offers=[line()] * 6)
    held(client, few, many)
    with django_assert_num_queries(15):
        client.get(step_url(few, "check"))
    with django_assert_num_queries(15):
        assert client.get(step_url(many, "check")).status_code == 200


def test_the_browser_is_told_to_keep_no_copy(client, draft):
    assert "no-store" in client.get(step_url(draft, "lead"))["Cache-Control"]


def test_offers_are_declared_with_the_same_fields(client, draft):
    assert post(client, line_url(draft, "offers", 1), **CHOIR).status_code == 302
