"""Tasks of a partnership: who adds, ticks and sees them, and when somebody is reminded."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import end_membership
from accounts.tests.factories import make_forum, make_member, make_user, sign_in
from core.errors import Changed
from core.models import Event
from core.todos import todos_of
from notifications.models import Message
from partnerships.actions import work as actions
from partnerships.models import Partner, Partnership, Task
from partnerships.tests.introductions import brackenfold, opened_partnership
from partnerships.tests.working import colleague, day, sides, task
from partnerships.work import people_of, present_in, tasks_tab, work_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return sides(opened_partnership())[0]


@pytest.fixture
def theirs(ours):
    return sides(ours.partnership)[1]


@pytest.fixture
def writer(client, ours):
    sign_in(client, ours.lead)
    return client


def address(name, thing, *args):
    keys = [thing.partnership_id, thing.pk] if isinstance(thing, Task) else [thing.partnership_id]
    return reverse(f"partnerships:{name}", args=keys + list(args))


def html_of(response):
    assert response.status_code == 200
    return response.content.decode()


def typed(partner, user=None, when=None, **changes):
    when = when or day(10)
    return {
        "title": "Send the dates",
        "owner": f"{partner.pk}-{(user or partner.lead).pk}",
        "due_on_0": when.day,
        "due_on_1": when.month,
        "due_on_2": when.year,
        **changes,
    }


def events_of(partnership):
    return list(Event.objects.of(partnership).values_list("kind", flat=True))


# --- Adding
def test_a_task_is_added_for_somebody_of_the_other_school(writer, ours, theirs):
    html = html_of(writer.get(address("add_task", ours)))
    in_a_fortnight = day(14)
    assert f'name="due_on_0" value="{in_a_fortnight.day}"' in html and "Helen Castellane (lead)" in html
    html = html_of(writer.post(address("add_task", ours), typed(theirs), follow=True))
    assert "Task added." in html and "Helen Castellane, Thornmere School, by" in html
    added = Task.objects.get()
    assert (added.partner, added.owner, added.due_on, added.added_by) == (theirs, theirs.lead, day(10), ours.lead)
    assert events_of(ours.partnership)[0] == "task-added"


def test_pressed_twice_it_is_added_once(writer, ours):
    for _ in range(2):
        writer.post(address("add_task", ours), typed(ours))
    assert Task.objects.count() == 1 and events_of(ours.partnership).count("task-added") == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"title": ""}, "Enter what is to do"),
        ({"title": "x" * 10_000}, "Shorten this to 150 characters"),
        ({"title": "a\x00b"}, "Take out the letter that cannot be shown"),
        ({"owner": ""}, "Choose who sees to it"),
        ({"owner": "1-999999"}, "Choose somebody from the list"),
        ({"owner": "9" * 40}, "Choose somebody from the list"),
        ({"due_on_0": ""}, "Enter"),
        ({"due_on_0": "31", "due_on_1": "2"}, "Enter a real date"),
        ({"due_on_2": "9" * 30}, "Enter a day within the next five years"),
        ({"due_on_2": "1926"}, "Enter a day within the next five years"),
    ],
)
def test_what_cannot_be_added_is_kept_in_the_form(writer, ours, change, error):
    html = html_of(writer.post(address("add_task", ours), typed(ours, **change)))
    assert "<title>Error: " in html and error in html
    assert not Task.objects.exists()
    if "title" not in change:
        assert 'value="Send the dates"' in html


def test_those_to_choose_from_are_the_leads_and_everybody_verified_by_name_only(writer, ours, theirs):
    nameless = make_member(theirs.school, name="", email="secret@thornmere.example")
    colleague(theirs)
    make_user(email="stranger@mail.example", name="A Stranger")
    people = people_of(present_in(ours.partnership))
    assert [person.name for person in people if person.partner == ours] == ["Amara Nwosu"]
    assert sorted(person.name for person in people if person.partner == theirs) == [
        "Helen Castellane",
        "Priya Raman",
        "Somebody at Thornmere School who gave no name",
    ]
    task(theirs, owner=nameless)
    for name in ("add_task", "tasks"):
        html = html_of(writer.get(address(name, ours)))
        assert "secret@" not in html and "@thornmere.example" not in html
        assert "Somebody at Thornmere School who gave no name" in html


def test_somebody_of_neither_school_is_refused(ours):
    with pytest.raises(actions.NotInPartnership):
        task(ours, owner=make_user())


def test_there_is_a_most(ours, monkeypatch):
    monkeypatch.setattr(actions, "MOST_TASKS", 2)
    task(ours, title="One")
    done = task(ours, title="Two")
    with pytest.raises(actions.TooMany):
        task(ours, title="Three")
    actions.finish_task(task=done, by=ours.lead)
    task(ours, title="Three")


# --- Changing
def test_what_is_there_is_changed_without_an_event(writer, ours, theirs):
    one = task(ours)
    url = address("change_task", one)
    assert 'value="Send the dates"' in html_of(writer.get(url))
    before = events_of(ours.partnership)
    writer.post(url, typed(theirs, title="Send the dates today", version=0))
    one.refresh_from_db()
    assert (one.title, one.partner, one.version) == ("Send the dates today", theirs, 1)
    assert events_of(ours.partnership) == before


def test_of_two_who_change_it_nobody_loses_a_word(writer, ours, theirs):
    one = task(ours)
    url = address("change_task", one)
    actions.change_task(
        task=one, title="Hers", partner=theirs, owner=theirs.lead, due_on=day(3), version=0, by=theirs.lead
    )
    html = html_of(writer.post(url, typed(ours, title="Mine", version=0)))
    assert "Somebody else changed this task" in html and "Hers" in html and 'value="Mine"' in html
    assert 'name="version" value="1"' in html
    writer.post(url, typed(ours, title="Mine", version=1))
    one.refresh_from_db()
    assert (one.title, one.version) == ("Mine", 2)


@pytest.mark.parametrize("version", ["", "soon", "-1", 10**30])
def test_a_bad_version_is_no_crash(writer, ours, version):
    one = task(ours)
    assert "<title>Error: " in html_of(
        writer.post(address("change_task", one), typed(ours, title="X", version=version))
    )


def test_one_that_was_ticked_or_removed_meanwhile_is_not_changed(writer, ours):
    one = task(ours)
    actions.finish_task(task=one, by=ours.lead)
    html = html_of(writer.post(address("change_task", one), typed(ours, title="Other", version=0)))
    assert "Somebody ticked this task meanwhile" in html
    actions.remove_task(task=one, by=ours.lead)
    assert writer.get(address("change_task", one)).status_code == 404


# --- Ticking, removing, undoing
def test_ticking_can_be_undone_and_is_told_once(writer, ours):
    one = task(ours)
    for _ in range(2):
        response = writer.post(address("task_done", one), {"back": "show=mine&page=1&evil=1"})
    assert response.url == f"{address('tasks', ours)}?show=mine&page=1&done={one.pk}"
    html = html_of(writer.get(response.url))
    assert "Done: “Send the dates”" in html and "Nothing waits for you." in html
    assert events_of(ours.partnership).count("task-done") == 1
    assert "Send the dates" in html_of(writer.get(address("tasks", ours), {"show": "done"}))
    writer.post(address("task_not_done", one))
    one.refresh_from_db()
    assert one.done_at is None and one.done_by is None


def test_removing_can_be_undone(writer, ours):
    one = task(ours)
    response = writer.post(address("remove_task", one))
    assert "Removed: “Send the dates”" in html_of(writer.get(response.url))
    assert not Task.objects.standing().exists()
    writer.post(address("restore_task", one))
    assert Task.objects.standing().get() == one


@pytest.mark.parametrize("word", ["done", "removed"])
@pytest.mark.parametrize("key", ["1", "x", "9" * 40, "\x00", ""])
def test_an_undo_in_the_address_shows_only_what_there_is(writer, ours, word, key):
    html = html_of(writer.get(address("tasks", ours), {word: key, "page": "9" * 30, "show": "evil"}))
    assert "Undo" not in html


def test_nothing_changes_on_get(writer, ours):
    one = task(ours)
    for name in ("task_done", "task_not_done", "remove_task", "restore_task"):
        assert writer.get(address(name, one)).status_code == 405


# --- Who may
def test_a_colleague_reads_and_ticks_their_own_only(client, ours):
    other = colleague(ours)
    own, lead_s = task(ours, owner=other, title="Theirs to tick"), task(ours)
    sign_in(client, other)
    html = html_of(client.get(address("tasks", ours)))
    assert "Add a task" not in html and "Theirs to tick" in html
    assert address("task_done", own) in html and address("task_done", lead_s) not in html
    assert client.get(address("add_task", ours)).status_code == 404
    assert client.get(address("change_task", own)).status_code == 404
    client.post(address("task_done", own))
    client.post(address("task_done", lead_s))
    client.post(address("remove_task", own))
    assert list(Task.objects.done()) == [own] and Task.objects.standing().count() == 2


def test_the_head_writes_without_being_the_lead(client, ours):
    sign_in(client, make_member(ours.school, role="headteacher"))
    assert client.get(address("add_task", ours)).status_code == 200


def test_nobody_else_finds_it(client, ours):
    one = task(ours)
    pages = [address(name, ours) for name in ("tasks", "add_task")] + [address("change_task", one)]
    posts = [address(name, one) for name in ("task_done", "task_not_done", "remove_task", "restore_task")]
    assert client.get(pages[0]).status_code == 302
    for outsider in (make_user(), brackenfold().lead, make_forum()):
        sign_in(client, outsider)
        assert [client.get(page).status_code for page in pages] == [404] * 3
        assert [client.post(post).status_code for post in posts] == [404] * 4


def test_another_partnership_s_task_is_not_found_here(writer, ours):
    theirs = task(sides(opened_partnership())[0])
    url = reverse("partnerships:task_done", args=[ours.partnership_id, theirs.pk])
    assert writer.post(url).status_code == 404


def test_who_has_left_no_longer_sees_to_it(client, ours):
    other = colleague(ours)
    one = task(ours, owner=other)
    end_membership(membership=other.memberships.get(), by=other)
    sign_in(client, ours.lead)
    assert "Nobody at Brackenfold Primary School: choose who sees to it" in html_of(client.get(address("tasks", ours)))
    with pytest.raises(actions.NotWriter):
        actions.finish_task(task=one, by=other)


# --- The list
def test_what_is_late_says_so_in_words_and_colour(writer, ours):
    for days in (-4, -1, 0, 3, 20):
        task(ours, days=days, title=f"Due in {days}")
    html = html_of(writer.get(address("tasks", ours)))
    for words in ('red">4 days late', 'red">1 day late', 'yellow">Due today', f"Due {day(3):%A}", 'grey">To do'):
        assert words in html
    assert [row.task.title for row in work_of(ours.partnership, ours.lead).tasks] == [
        f"Due in {days}" for days in (-4, -1, 0, 3, 20)
    ]


def test_mine_and_done_are_lists_of_their_own(writer, ours, theirs):
    task(ours, title="Mine to do")
    task(theirs, title="Hers to do")
    actions.finish_task(task=task(ours, title="Long done"), by=ours.lead)
    todo, mine, done = (html_of(writer.get(address("tasks", ours), {"show": show})) for show in ("", "mine", "done"))
    assert "Mine to do" in todo and "Hers to do" in todo and "Long done" not in todo
    assert "Mine to do" in mine and "Hers to do" not in mine
    assert "Long done" in done and "Mine to do" not in done and "To do (2)" in done and "Done (1)" in done


def test_two_hundred_are_paged(writer, ours):
    for n in range(30):
        task(ours, title=f"Task {n}")
    assert "Task 29" not in html_of(writer.get(address("tasks", ours)))
    assert "Task 29" in html_of(writer.get(address("tasks", ours), {"page": 2}))


# --- Tab, dashboard, reminder
def test_the_tab_counts_what_is_due_for_me_within_a_week(ours, theirs):
    task(ours, days=-3, title="Late")
    task(ours, days=7, title="Soon")
    task(ours, days=8, title="Later")
    task(theirs, days=1, title="Hers")
    assert tasks_tab(ours.partnership, ours.lead).count == 2
    mine, _ = todos_of(ours.lead)
    assert {"Late", "Soon"} <= {todo.title for todo in mine}
    assert not {"Later", "Hers"} & {todo.title for todo in mine}
    assert "3 days late" in next(todo.sentence for todo in mine if todo.title == "Late")


def test_whoever_sees_to_it_is_reminded_once(ours, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: datetime.date(2026, 11, 18))  # a Wednesday
    *_, later = (task(ours, days=days, title=f"In {days}") for days in (-2, 1, 2))
    assert actions.remind_of_tasks() == 2
    assert actions.remind_of_tasks() == 0
    letters = Message.objects.filter(kind="task-due").order_by("pk")
    assert [letter.subject for letter in letters] == ["Late: In -2", "Due: In 1"]
    assert {letter.to for letter in letters} == {ours.lead.email}
    assert "“In 1” is due on 19 November." in letters[1].text and "/tasks/" in letters[1].text
    actions.finish_task(task=later, by=ours.lead)
    Task.objects.filter(pk=later.pk).update(due_on=day(0))
    assert actions.remind_of_tasks() == 0


def test_before_a_weekend_what_is_due_on_monday_is_reminded_of(ours, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: datetime.date(2026, 11, 20))  # a Friday
    task(ours, days=3)
    assert actions.remind_of_tasks() == 1


def test_another_day_or_owner_is_reminded_of_anew(ours, theirs):
    one = task(ours, days=1)
    assert actions.remind_of_tasks() == 1
    kept = {"title": one.title, "version": 0, "by": ours.lead}
    actions.change_task(task=one, partner=theirs, owner=theirs.lead, due_on=day(0), **kept)
    assert actions.remind_of_tasks() == 1
    assert Message.objects.filter(kind="task-due").order_by("pk").last().to == theirs.lead.email


def test_nobody_is_reminded_who_left_nor_of_what_has_ended(ours):
    other = colleague(ours)
    task(ours, owner=other, days=0)
    end_membership(membership=other.memberships.get(), by=other)
    assert actions.remind_of_tasks() == 0
    task(ours, days=0)
    Partnership.objects.update(stage="ended")
    assert actions.remind_of_tasks() == 0
    assert tasks_tab(ours.partnership, ours.lead).count == 0


def test_removed_ones_are_deleted_after_a_month(ours):
    one, stays = task(ours, title="Gone"), task(ours)
    actions.remove_task(task=one, by=ours.lead)
    assert actions.purge_removed_work() == 0
    Task.objects.filter(pk=one.pk).update(removed_at=timezone.now() - datetime.timedelta(days=31))
    assert actions.purge_removed_work() == 1
    assert list(Task.objects.all()) == [stays]


def test_a_school_that_left_is_no_longer_given_tasks(ours, theirs):
    Partner.objects.filter(pk=theirs.pk).update(left_at=timezone.now())
    assert {person.partner for person in people_of(present_in(ours.partnership))} == {ours}
    with pytest.raises(actions.NotInPartnership):
        actions.add_task(
            partnership=ours.partnership, title="X", partner=theirs, owner=theirs.lead, due_on=day(1), by=ours.lead
        )


def test_changing_needs_the_version_that_was_read(ours):
    one = task(ours)
    with pytest.raises(Changed):
        actions.change_task(task=one, title="X", partner=ours, owner=ours.lead, due_on=day(1), version=7, by=ours.lead)


# --- Cost
def test_the_pages_cost_the_same_however_many_tasks_and_people(client, ours, theirs, django_assert_max_num_queries):
    sign_in(client, ours.lead)

    def count():
        found = 0
        for url in (address("tasks", ours), address("add_task", ours), ours.partnership.get_absolute_url()):
            client.get(url)
            with django_assert_max_num_queries(60) as seen:
                client.get(url)
            found += len(seen)
        return found

    task(ours, title="First")
    task(theirs, title="Second")
    few = count()
    for n in range(20):
        task(theirs if n % 2 else ours, title=f"Task {n}", owner=colleague(theirs if n % 2 else ours, name=f"Pat {n}"))
    assert count() == few
