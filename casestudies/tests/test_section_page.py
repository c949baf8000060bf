"""The page of a section: saving, going on, the preview, two people at once, and everything that it refuses."""

import itertools

import pytest

from accounts.tests.factories import make_forum, make_member, make_user, sign_in
from casestudies.actions.moderation import ask_for_change
from casestudies.actions.writing import save_section
from casestudies.models import CaseStudy
from casestudies.tests.cast import confirmed_case_study, moderator, sent_case_study, writer_of
from casestudies.tests.writing import PAGES, address, begun, page, send, version_of, writer
from casestudies.writing.sections import BY_NAME, SECTIONS
from partnerships.models import ActivityType
from partnerships.tests.introductions import opened_partnership
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

FORMS = [part.name for part in SECTIONS if part.form]
HOSTILE = ["<script>alert(1)</script>", "x" * 10_000, "nul\0nul", "9" * 40, "-1", "' OR 1=1 --", "{{7*7}}", "\u202eabc"]


@pytest.fixture
def case_study(client):
    """One in which nobody has written, and its writer at the browser."""
    case_study = begun()
    sign_in(client, writer(case_study))
    return case_study


def answers_of(case_study, name):
    return case_study.sections.get(name=name).answers


def test_answers_are_kept_as_they_were_given(client, case_study):
    for name in FORMS:
        assert send(client, case_study, name, **PAGES[name]).status_code == 302, name
    assert answers_of(case_study, "story")["need"] == (
        "Our Year 5 pupils had never lit a **Bunsen burner**.\n\nNor had their teachers."
    )
    assert answers_of(case_study, "who") == {
        "activities": ["masterclasses", "laboratories"],
        "subjects": ["science"],
        "years": 192,
        "priority": "curriculum",
        "pupils": 56,
        "staff": 4,
    }
    assert answers_of(case_study, "running") == {**PAGES["running"], "lead_weeks": 14}
    assert answers_of(case_study, "cost") == {**PAGES["cost"], "total": 2128}
    assert answers_of(case_study, "evidence") == {**PAGES["evidence"], "sample": 51}
    assert answers_of(case_study, "licence") == {"licence": "cc-by-4.0"}
    case_study.refresh_from_db()
    assert case_study.title == PAGES["story"]["title"]


@pytest.mark.parametrize("name", FORMS)
def test_what_was_saved_is_in_the_form_again(client, case_study, name):
    send(client, case_study, name, **PAGES[name])
    html = page(client.get(address("section", case_study, name)))
    assert BY_NAME[name].heading in html or name == "licence"
    assert "No pupil is ever named" in html
    for value in PAGES[name].values():
        for one in value if isinstance(value, list) else [value]:
            assert one.lstrip("£").replace(",", "").split("\r\n")[0] in html.replace(",", "")


def test_save_and_continue_goes_to_the_next_that_is_not_done(client, case_study):
    assert send(client, case_study, "story", **PAGES["story"]).url == address("section", case_study, "who")
    assert send(client, case_study, "who", **PAGES["who"]).url == address("schools", case_study)
    # The section has a list of its own, which comes first.
    assert send(client, case_study, "running", **PAGES["running"]).url == address("items", case_study, "running")
    send(client, case_study, "evidence", **PAGES["evidence"])
    assert send(client, case_study, "cost", **PAGES["cost"]).url == address("items", case_study, "steps")
    assert send(client, case_study, "licence", **PAGES["licence"]).url == case_study.get_absolute_url()


def test_save_and_go_back_keeps_what_is_there_and_asks_for_nothing(client, case_study):
    response = send(client, case_study, "story", title="The reading barge", then="back")
    assert response.url == case_study.get_absolute_url()
    assert answers_of(case_study, "story") == {"title": "The reading barge", "summary": "", "need": "", "aims": ""}
    assert "Saved: what it is and why." in page(client.get(response.url))
    assert send(client, case_study, "who", then="back").status_code == 302
    empty = {"activities": [], "subjects": [], "years": None, "priority": "", "pupils": None, "staff": None}
    assert answers_of(case_study, "who") == empty
    assert page(client.get(address("section", case_study, "who")))
    assert send(client, case_study, "evidence", design="trial", then="back").status_code == 302


def test_going_back_still_refuses_what_cannot_be_kept(client, case_study):
    html = page(send(client, case_study, "story", title="x" * 121, then="back"))
    assert "Shorten this to 120 characters or fewer" in html and "x" * 121 in html
    assert not case_study.sections.exists()


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("story", {"title": ""}, "Enter a title"),
        ("story", {"title": "x" * 121}, "Shorten this to 120 characters or fewer"),
        ("story", {"summary": "x" * 301}, "Shorten this to 300 characters or fewer"),
        ("story", {"need": "x" * 3001}, "Shorten this to 3,000 characters or fewer"),
        ("story", {"aims": " "}, "Enter what you set out to do"),
        ("story", {"aims": "nul\0nul"}, "Take out the letter that cannot be shown"),
        ("who", {"activities": []}, "Select what you did together"),
        ("who", {"activities": ["no-such"]}, "Select from the list"),
        (
            "who",
            {"activities": ["masterclasses", "music", "drama", "dance", "ccf", "swimming"]},
            "Select 5 activities or fewer. You selected 6",
        ),
        ("who", {"subjects": ["no-such"]}, "Select subjects from the list"),
        ("who", {"years": []}, "Select the year groups, or that it was for staff or governors"),
        ("who", {"years": ["5"]}, "Select year groups from the list"),
        ("who", {"priority": ""}, "Select the priority that it serves most"),
        ("who", {"priority": "fun"}, "Select one from the list"),
        ("who", {"pupils": "many"}, "Enter a whole number in figures, like 12"),
        ("who", {"pupils": "-1"}, "Enter 0 or more"),
        ("who", {"pupils": "9" * 19}, "Enter 100,000 or fewer"),
        ("who", {"pupils": "9" * 5000}, "Enter 100,000 or fewer"),
        ("who", {"staff": "1.5"}, "Enter a whole number in figures"),
        ("running", {"how_often": ""}, "Enter how often you met"),
        ("running", {"lead_weeks": "261"}, "Enter 260 or fewer"),
        ("cost", {"total": ""}, "Enter what it cost in all"),
        ("cost", {"total": "free"}, "Enter a whole number in figures"),
        ("cost", {"funder": "x" * 201}, "Shorten this to 200 characters or fewer"),
        ("evidence", {"design": ""}, "Select how you know what changed"),
        ("evidence", {"measured": ""}, "Enter what you measured"),
        ("evidence", {"result": ""}, "Enter what the result was"),
        ("evidence", {"sample": "0"}, "Enter 1 or more"),
        ("lessons", {"wrong": ""}, "Enter what went wrong, or that nothing did"),
        ("lessons", {"conditions": "x" * 3001}, "Shorten this to 3,000 characters or fewer"),
        ("licence", {"licence": "all-mine"}, "Select one from the list"),
    ],
)
def test_what_it_refuses_it_says_and_keeps_what_was_typed(client, case_study, name, changes, words):
    html = page(send(client, case_study, name, **{**PAGES[name], **changes}))
    assert words in html and "<title>Error: " in html
    for value in changes.values():
        if isinstance(value, str) and value.strip() and value not in ("fun", "all-mine"):  # no such radio button
            assert value in html
    assert not case_study.sections.exists()


@pytest.mark.parametrize("name", FORMS)
def test_nonsense_does_no_harm(client, case_study, name):
    for value, then in itertools.product(HOSTILE, ["", "back", "preview"]):
        response = send(client, case_study, name, then=then, **dict.fromkeys(PAGES[name], value))
        assert response.status_code in (200, 302)
        assert b"<script>alert" not in response.content
        if response.status_code == 302:
            assert b"<script>alert" not in client.get(address("section", case_study, name)).content
            assert b"<script>alert" not in client.get(case_study.get_absolute_url()).content


def test_not_evaluated_asks_for_nothing_else(client, case_study):
    assert send(client, case_study, "evidence", design="none").status_code == 302
    assert answers_of(case_study, "evidence") == {"design": "none", "measured": "", "result": "", "sample": None}


def test_a_count_may_be_typed_as_people_do(client, case_study):
    for typed, kept in [("2,128", 2128), ("£ 2 128", 2128), ("0", 0)]:
        send(client, case_study, "cost", **{**PAGES["cost"], "total": typed})
        assert answers_of(case_study, "cost")["total"] == kept


def test_what_was_chosen_stays_after_it_left_the_list(client, case_study):
    send(client, case_study, "who", **PAGES["who"])
    ActivityType.objects.filter(slug="laboratories").update(active=False)
    assert 'value="laboratories"' in page(client.get(address("section", case_study, "who")))
    assert send(client, case_study, "who", **PAGES["who"], extra="1").status_code == 302


# --- Preview ----------------------------------------------------------------------------------------------------------
def test_the_preview_shows_the_text_as_it_will_read_and_saves_nothing(client, case_study):
    typed = {**PAGES["story"], "title": "", "aims": "- One\n- <b>Two</b>"}
    html = page(send(client, case_study, "story", then="preview", **typed))
    assert "How it will read" in html and "<strong>Bunsen burner</strong>" in html and "<li>One</li>" in html
    assert "&lt;b&gt;Two&lt;/b&gt;" in html and "<b>Two" not in html
    assert "never lit a **Bunsen burner**" in html  # and it is in the form still
    assert "<title>Error: " not in html
    assert not case_study.sections.exists()


def test_the_preview_does_not_hide_that_somebody_else_saved_meanwhile(client, case_study):
    html = page(send(client, case_study, "lessons", then="preview", seen=0, **PAGES["lessons"]))
    assert 'name="version" value="0"' in html
    theirs = {"wrong": "Theirs", "change": "", "conditions": ""}
    save_section(case_study=case_study, name="lessons", answers=theirs, seen=0, by=writer(case_study))
    html = page(send(client, case_study, "lessons", then="preview", seen=0, **PAGES["lessons"]))
    assert 'name="version" value="0"' in html
    assert send(client, case_study, "lessons", seen=0, **PAGES["lessons"]).status_code == 409


def test_where_nothing_is_long_there_is_nothing_to_preview(client, case_study):
    assert 'value="preview"' not in page(client.get(address("section", case_study, "running")))
    assert 'value="preview"' in page(client.get(address("section", case_study, "lessons")))


# --- Two people -------------------------------------------------------------------------------------------------------
def test_of_two_who_write_at_once_nobody_loses_a_word(client):
    case_study = begun(partnership=opened_partnership())
    colleague = make_member(case_study.participants.last().school)
    theirs = {"wrong": "We lost the key.", "change": "Two keys.", "conditions": "A cupboard."}
    save_section(case_study=case_study, name="lessons", answers=theirs, seen=0, by=colleague)
    sign_in(client, writer(case_study))
    response = send(client, case_study, "lessons", seen=0, **PAGES["lessons"])
    html = response.content.decode()
    assert response.status_code == 409 and "<title>Error: " in html
    for words in [*theirs.values(), *PAGES["lessons"].values(), "Somebody else saved this since you opened it"]:
        assert words in html
    assert 'name="version" value="1"' in html
    assert answers_of(case_study, "lessons") == theirs
    send(client, case_study, "lessons", seen=1, **PAGES["lessons"])
    assert answers_of(case_study, "lessons") == PAGES["lessons"]


def test_choices_are_shown_beside_one_another_in_words(client, case_study):
    send(client, case_study, "who", **PAGES["who"])
    html = send(client, case_study, "who", seen=0, **{**PAGES["who"], "pupils": "57"}).content.decode()
    for words in ("Lessons and masterclasses", "Years 5 and 6", "Curriculum"):
        assert f'<p class="issp-m0">{words}</p>' in html
    assert '<p class="issp-m0">56</p>' in html


@pytest.mark.parametrize("version", ["", "-1", "abc", "9" * 40, "1\0", "<script>alert(1)</script>"])
def test_a_version_of_our_own_making_overwrites_nothing(client, case_study, version):
    send(client, case_study, "lessons", **PAGES["lessons"])
    response = send(client, case_study, "lessons", seen=version, **{**PAGES["lessons"], "wrong": "Mine"})
    assert response.status_code == 409 and b"<script>alert" not in response.content
    assert answers_of(case_study, "lessons") == PAGES["lessons"]


def test_pressed_twice_it_is_saved_once(client, case_study):
    for _ in range(2):
        assert send(client, case_study, "lessons", seen=0, **PAGES["lessons"]).status_code == 302
    assert version_of(case_study, "lessons") == 1


# --- What staff said, and when it may be changed ----------------------------------------------------------------------
def test_what_forum_staff_asked_for_is_beside_the_section(client):
    case_study = confirmed_case_study()
    ask_for_change(
        case_study=case_study, by=moderator(), words="Nearly there.", sections={"cost": "Who paid for the coach?"}
    )
    sign_in(client, writer_of(case_study))
    assert "Who paid for the coach?" in page(client.get(address("section", case_study, "cost")))
    assert "Who paid for the coach?" not in page(client.get(address("section", case_study, "lessons")))


def test_what_is_being_read_is_not_opened_and_typing_is_not_lost(client):
    case_study = sent_case_study()
    sign_in(client, writer_of(case_study))
    response = client.get(address("section", case_study, "cost"))
    assert response.url == case_study.get_absolute_url()
    assert "take it back first" in page(client.get(response.url))
    html = page(send(client, case_study, "cost", **{**PAGES["cost"], "funder": "The parents"}))
    assert "take it back first" in html and "The parents" in html


# --- Who --------------------------------------------------------------------------------------------------------------
def test_another_s_case_study_is_not_there(client):
    case_study = begun()
    url = address("section", case_study, "story")
    assert client.get(url).url.startswith("/accounts/login/")
    for person in (make_user(), make_member(make_school()), make_forum()):
        sign_in(client, person)
        assert client.get(url).status_code == 404
        assert send(client, case_study, "story", **PAGES["story"]).status_code == 404
    assert not case_study.sections.exists()


def test_a_school_that_was_asked_to_confirm_does_not_write(client):
    case_study = sent_case_study()
    sign_in(client, make_member(case_study.participants.get(writes=False).school))
    assert client.get(case_study.get_absolute_url()).status_code == 200
    assert client.get(address("section", case_study, "story")).status_code == 404


@pytest.mark.parametrize("name", ["plot", "schools", "pictures", "files", "x" * 200])
def test_there_are_no_other_sections(client, case_study, name):
    assert client.get(address("section", case_study, name)).status_code == 404


@pytest.mark.parametrize("pk", ["0", "9" * 40, "abc", "1%00"])
def test_there_is_no_such_case_study(client, case_study, pk):
    assert client.get(f"/case-studies/yours/{pk}/s/story/").status_code == 404


def test_the_queries_do_not_grow(client, django_assert_max_num_queries):
    def queries(case_study):
        sign_in(client, writer(case_study))
        with django_assert_max_num_queries(30) as found:
            page(client.get(address("section", case_study, "who")))
        return len(found)

    few = begun()
    many = begun()
    sign_in(client, writer(many))
    for name in FORMS:
        send(client, many, name, **PAGES[name])
    assert queries(many) == queries(few)
    assert CaseStudy.objects.count() == 2
