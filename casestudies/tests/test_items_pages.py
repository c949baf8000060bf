"""The lists of a section: its steps, the roles that run it, quotes. A page a thing, and a page that lists them."""

import re

import pytest

from accounts.tests.factories import make_member, make_user, sign_in
from casestudies.actions.writing import add_item, change_item, remove_item
from casestudies.tests.cast import sent_case_study, writer_of
from casestudies.tests.writing import PAGES, THINGS, address, begun, page, send, send_thing, version_of, writer
from partnerships.tests.introductions import opened_partnership
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

HOSTILE = ["<script>alert(1)</script>", "x" * 10_000, "nul\0nul", "9" * 40, "-1", "' OR 1=1 --"]
KEY = {"running": "staffing", "steps": "steps", "quotes": "quotes"}


@pytest.fixture
def case_study(client):
    """One in which nobody has written, and its writer at the browser."""
    case_study = begun()
    sign_in(client, writer(case_study))
    return case_study


def things(case_study, name):
    return case_study.sections.get(name=name).answers[KEY[name]]


def titles(case_study):
    return [step["title"] for step in things(case_study, "steps")]


def add_steps(case_study, *names):
    for name in names:
        step = {"title": name, "weeks_before": None, "text": ""}
        seen = version_of(case_study, "steps")
        add_item(case_study=case_study, name="steps", item=step, seen=seen, by=writer(case_study))


def test_a_thing_of_each_list_is_kept_as_it_was_given(client, case_study):
    for name, data in THINGS.items():
        assert send_thing(client, case_study, name, **data).url == address("items", case_study, name)
    assert things(case_study, "steps") == [{**THINGS["steps"], "weeks_before": 12}]
    assert things(case_study, "quotes") == [{**THINGS["quotes"], "consent": True}]
    role = {"role": "Technician", "from": "independent", "hours": 24, "does": "Sets up"}
    assert things(case_study, "running") == [role]
    for name, data in THINGS.items():
        html = page(client.get(address("items", case_study, name)))
        assert all(value in html for word, value in data.items() if word not in ("consent", "sector"))
        html = page(client.get(address("item", case_study, name, 1)))
        assert all(value in html for value in data.values())


def test_save_and_add_another(client, case_study):
    response = send_thing(client, case_study, "steps", then="another", **THINGS["steps"])
    assert response.url == address("add_item", case_study, "steps")
    assert "Step 2" in page(client.get(response.url))


def test_the_list_says_how_many_are_wanted_and_leads_on(client, case_study):
    url = address("items", case_study, "steps")
    assert "Add at least 2." in page(client.get(url))
    add_steps(case_study, "One")
    assert "Add at least 1 more." in page(client.get(url))
    add_steps(case_study, "Two")
    html = page(client.get(url))
    assert "Add at least" not in html and address("section", case_study, "evidence") in html
    assert "Add at least" not in page(client.get(address("items", case_study, "quotes")))


def test_a_section_that_is_a_list_alone_has_no_other_page(client, case_study):
    assert client.get(address("section", case_study, "steps")).url == address("items", case_study, "steps")


@pytest.mark.parametrize(
    ("name", "changes", "words"),
    [
        ("steps", {"title": ""}, "Enter what is done in this step"),
        ("steps", {"title": "x" * 121}, "Shorten this to 120 characters or fewer"),
        ("steps", {"weeks_before": "soon"}, "Enter a whole number in figures"),
        ("steps", {"weeks_before": "-2"}, "Enter 0 or more"),
        ("steps", {"text": "x" * 2001}, "Shorten this to 2,000 characters or fewer"),
        ("running", {"role": ""}, "Enter a role"),
        ("running", {"sector": ""}, "Select which school they are from"),
        ("running", {"sector": "moon"}, "Select one from the list"),
        ("running", {"hours": ""}, "Enter how many hours it takes them in all"),
        ("running", {"does": "x" * 201}, "Shorten this to 200 characters or fewer"),
        ("quotes", {"words": ""}, "Enter what they said"),
        ("quotes", {"words": "x" * 401}, "Shorten this to 400 characters or fewer"),
        ("quotes", {"who": ""}, "Enter who said it, without a name"),
        ("quotes", {"consent": ""}, "Confirm that they agreed, or leave the quote out"),
    ],
)
def test_what_it_refuses_it_says_and_keeps_what_was_typed(client, case_study, name, changes, words):
    html = page(send_thing(client, case_study, name, **{**THINGS[name], **changes}))
    assert words in html and "<title>Error: " in html
    for value in changes.values():
        assert value in html or value == "moon"
    assert not case_study.sections.exists()


@pytest.mark.parametrize("name", list(THINGS))
def test_nonsense_does_no_harm(client, case_study, name):
    for value in HOSTILE:
        response = send_thing(client, case_study, name, **dict.fromkeys(THINGS[name], value))
        assert response.status_code in (200, 302)
        assert b"<script>alert" not in response.content
        assert b"<script>alert" not in client.get(address("items", case_study, name)).content


def test_the_form_of_a_section_leaves_its_list(client, case_study):
    send_thing(client, case_study, "running", **THINGS["running"])
    send(client, case_study, "running", **PAGES["running"])
    assert len(things(case_study, "running")) == 1
    assert case_study.sections.get(name="running").answers["how_long"] == "Eight afternoons"


def test_the_preview_of_a_step(client, case_study):
    html = page(send_thing(client, case_study, "steps", then="preview", title="", text="**Side** by side"))
    assert "<strong>Side</strong>" in html and "<title>Error: " not in html
    assert not case_study.sections.exists()


def test_changing_moving_and_removing(client, case_study):
    add_steps(case_study, "One", "Two")
    send_thing(client, case_study, "steps", 2, title="Second")
    client.post(address("move_item", case_study, "steps", 2), {"version": 3, "to": 1})
    assert titles(case_study) == ["Second", "One"]
    url = address("remove_item", case_study, "steps", 1)
    html = page(client.get(url))
    assert "Remove step 1?" in html and "Second" in html
    assert titles(case_study) == ["Second", "One"]
    assert client.post(url, {"version": 4}).url == address("items", case_study, "steps")
    assert titles(case_study) == ["One"]


def buttons(client, case_study):
    """What each step offers: its place, the word and the place to which the button sends it."""
    html = page(client.get(address("items", case_study, "steps")))
    found = re.findall(r'name="to" value="(\d)">Move (\w+)<span class="govuk-visually-hidden"> step (\d)</span>', html)
    return [(int(number), where, int(to)) for to, where, number in found]


def test_each_but_the_first_moves_up_and_each_but_the_last_down(client, case_study):
    add_steps(case_study, "One")
    assert buttons(client, case_study) == []
    add_steps(case_study, "Two", "Three")
    assert buttons(client, case_study) == [(1, "down", 2), (2, "up", 1), (2, "down", 3), (3, "up", 2)]
    response = client.post(address("move_item", case_study, "steps", 1), {"version": 3, "to": 2})
    assert response.url == address("items", case_study, "steps")
    assert titles(case_study) == ["Two", "One", "Three"]


@pytest.mark.parametrize("to", ["", "0", "3", "-1", "x", "9" * 40])
def test_to_no_place_nothing_moves(client, case_study, to):
    add_steps(case_study, "One", "Two")
    client.post(address("move_item", case_study, "steps", 1), {"version": 2, "to": to})
    assert titles(case_study) == ["One", "Two"]
    assert version_of(case_study, "steps") == 2


def test_pressed_twice_it_happens_once(client, case_study):
    for _ in range(2):
        send_thing(client, case_study, "steps", seen=0, **THINGS["steps"])
    assert len(titles(case_study)) == 1
    add_steps(case_study, "Two", "Three")
    for _ in range(2):
        client.post(address("move_item", case_study, "steps", 3), {"version": 3, "to": 2})
    assert titles(case_study) == ["Fix the dates", "Three", "Two"]
    for _ in range(2):
        client.post(address("remove_item", case_study, "steps", 1), {"version": 4})
    assert titles(case_study) == ["Three", "Two"]


def test_nothing_is_moved_or_removed_by_looking(client, case_study):
    add_steps(case_study, "One", "Two")
    assert client.get(address("move_item", case_study, "steps", 2)).status_code == 405
    client.get(address("remove_item", case_study, "steps", 2))
    assert titles(case_study) == ["One", "Two"]


def test_of_two_who_change_a_step_nobody_loses_a_word(client):
    case_study = begun(partnership=opened_partnership())
    colleague = make_member(case_study.participants.last().school)
    add_steps(case_study, "One", "Two")
    theirs = {"title": "Theirs", "weeks_before": 3, "text": "Their words"}
    change_item(case_study=case_study, name="steps", number=1, item=theirs, seen=2, by=colleague)
    sign_in(client, writer(case_study))
    response = send_thing(client, case_study, "steps", 1, seen=2, title="Mine", text="My words")
    html = response.content.decode()
    assert response.status_code == 409 and "<title>Error: " in html
    assert all(words in html for words in ("Theirs", "Their words", "Mine", "My words", 'name="version" value="3"'))
    send_thing(client, case_study, "steps", 1, seen=3, title="Mine", text="My words")
    assert titles(case_study) == ["Mine", "Two"]


def test_what_somebody_else_removed_meanwhile_is_kept_as_the_last(client, case_study):
    add_steps(case_study, "One", "Two")
    remove_item(case_study=case_study, name="steps", number=2, seen=2, by=writer(case_study))
    assert send_thing(client, case_study, "steps", 2, seen=2, title="Two, longer").status_code == 302
    assert titles(case_study) == ["One", "Two, longer"]


def test_a_full_list_says_so_and_keeps_what_was_typed(client, case_study):
    for _ in range(6):
        send_thing(client, case_study, "quotes", **{**THINGS["quotes"], "who": f"Pupil {_}"})
    assert "That is as many as we take." in page(client.get(address("items", case_study, "quotes")))
    html = page(send_thing(client, case_study, "quotes", **{**THINGS["quotes"], "words": "One more."}))
    assert "That is as many as we take." in html and "One more." in html


@pytest.mark.parametrize("number", [0, 3, 10**9])
def test_there_is_no_such_thing(client, case_study, number):
    add_steps(case_study, "One", "Two")
    assert client.get(address("item", case_study, "steps", number)).status_code == 404
    assert client.get(address("remove_item", case_study, "steps", number)).status_code == 404
    for name in ("move_item", "remove_item"):
        assert client.post(address(name, case_study, "steps", number), {"version": 2}).status_code == 302
    assert titles(case_study) == ["One", "Two"]


@pytest.mark.parametrize("name", ["story", "schools", "plot"])
def test_other_sections_have_no_list(client, case_study, name):
    assert client.get(address("items", case_study, name)).status_code == 404
    assert client.get(address("add_item", case_study, name)).status_code == 404
    assert send_thing(client, case_study, name, **THINGS["steps"], seen=0).status_code == 404


def test_another_s_list_is_not_there(client):
    case_study = begun()
    add_steps(case_study, "One", "Two")
    for person in (make_user(), make_member(make_school())):
        sign_in(client, person)
        for name in ("items", "add_item"):
            assert client.get(address(name, case_study, "steps")).status_code == 404
        for name in ("item", "remove_item"):
            assert client.get(address(name, case_study, "steps", 1)).status_code == 404
        for name in ("item", "move_item", "remove_item"):
            response = client.post(address(name, case_study, "steps", 2), {"version": 2, **THINGS["steps"]})
            assert response.status_code == 404
    assert titles(case_study) == ["One", "Two"]


def test_what_is_being_read_is_not_opened(client):
    case_study = sent_case_study()
    sign_in(client, writer_of(case_study))
    for name in ("items", "add_item"):
        assert client.get(address(name, case_study, "steps")).url == case_study.get_absolute_url()
    assert client.get(address("item", case_study, "steps", 1)).url == case_study.get_absolute_url()
    html = page(send_thing(client, case_study, "steps", 1, title="Mine", text="My words"))
    assert "take it back first" in html and "My words" in html


def test_the_queries_do_not_grow_with_the_list(client, case_study, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(30) as found:
            page(client.get(address("items", case_study, "steps")))
        return len(found)

    add_steps(case_study, "One", "Two")
    few = queries()
    add_steps(case_study, *(f"Step {n}" for n in range(10)))
    assert queries() == few
