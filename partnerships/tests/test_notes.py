"""Notes of a partnership: seen by all its schools, or by one; and what is private is seen by nobody else, anywhere."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ForumRole
from accounts.privacy import everything_about
from accounts.tests.factories import make_forum, make_member, make_user, sign_in
from core.errors import Changed
from core.models import Event
from notifications.models import Message
from partnerships.actions import work as actions
from partnerships.models import Note, Partner
from partnerships.tests.introductions import brackenfold, opened_partnership
from partnerships.tests.working import colleague, note, sides
from partnerships.work import work_of

pytestmark = pytest.mark.django_db
SECRET = "Check the budget code for the coach with Sandra."


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
    keys = [thing.partnership_id, thing.pk] if isinstance(thing, Note) else [thing.partnership_id]
    return reverse(f"partnerships:{name}", args=keys + list(args))


def html_of(response):
    assert response.status_code == 200
    return response.content.decode()


# --- Writing
def test_who_will_see_it_is_asked_before_the_words(writer, ours):
    html = html_of(writer.get(address("add_note", ours)))
    assert html.index("Who will see it?") < html.index("<textarea")
    assert "Only Brackenfold Primary School" in html
    assert "Thornmere School cannot see it, nor can Forum staff." in html
    assert "Only Thornmere School" not in html and "checked" not in html
    assert "checked" in html_of(writer.get(address("add_note", ours), {"for": ours.pk}))


def test_a_note_for_all_and_one_for_us(client, writer, ours, theirs):
    url = address("add_note", ours)
    html = html_of(writer.post(url, {"who": "all", "words": "Dates are fixed."}, follow=True))
    assert "Everybody of the partnership’s schools sees this." in html
    html = html_of(writer.post(url, {"who": ours.pk, "words": SECRET}, follow=True))
    assert "Private, Brackenfold only" in html and "Thornmere School cannot see this." in html
    sign_in(client, theirs.lead)
    html = html_of(client.get(address("notes", ours)))
    assert "Dates are fixed." in html and "Amara Nwosu, Brackenfold Primary School" in html
    assert SECRET not in html and "Private," not in html


def test_for_the_other_school_nobody_writes(writer, ours, theirs):
    html = html_of(writer.post(address("add_note", ours), {"who": theirs.pk, "words": "X"}))
    assert "Select one from the list" in html and not Note.objects.exists()
    with pytest.raises(actions.NotWriter):
        actions.add_note(partner=theirs, words="X", private=True, by=ours.lead)


def test_somebody_of_two_of_the_schools_chooses_which(client, ours, theirs):
    head = make_member(ours.school, role="headteacher", name="Una Both")
    make_member(theirs.school, role="headteacher", user=head)
    sign_in(client, head)
    html = html_of(client.get(address("add_note", ours)))
    assert "Only Brackenfold Primary School" in html and "Only Thornmere School" in html
    client.post(address("add_note", ours), {"who": theirs.pk, "words": SECRET})
    assert Note.objects.get().only == theirs
    sign_in(client, ours.lead)
    assert SECRET not in html_of(client.get(address("notes", ours)))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"words": "X"}, "Select who will see it"),
        ({"who": "all"}, "Enter the note"),
        ({"who": "all", "words": "   "}, "Enter the note"),
        ({"who": "all", "words": "x" * 10_000}, "Shorten this to 3,000 characters"),
        ({"who": "all", "words": "a\x00b"}, "Take out the letter that cannot be shown"),
        ({"who": "9" * 40, "words": "X"}, "Select one from the list"),
    ],
)
def test_what_cannot_be_saved_is_kept_in_the_form(writer, ours, data, error):
    html = html_of(writer.post(address("add_note", ours), data))
    assert "<title>Error: " in html and error in html and not Note.objects.exists()
    if len(data.get("words", "").strip()) == 1:
        assert "X</textarea>" in html


def test_pressed_twice_it_is_kept_once(writer, ours):
    for _ in range(2):
        writer.post(address("add_note", ours), {"who": "all", "words": "Once."})
    assert Note.objects.count() == 1


def test_there_is_a_most_for_each_school(ours, theirs, monkeypatch):
    monkeypatch.setattr(actions, "MOST_NOTES", 1)
    note(ours, private=True)
    with pytest.raises(actions.TooMany):
        note(ours, words="Another")
    note(theirs)


def test_script_stays_words(writer, ours):
    note(ours, words="<script>alert(1)</script>\nsecond line")
    html = html_of(writer.get(address("notes", ours)))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>second line" in html


# --- Changing and removing
def test_of_two_who_change_it_nobody_loses_a_word(writer, ours):
    one = note(ours, words="First")
    head = make_member(ours.school, role="headteacher", name="Priya Raman")
    actions.change_note(note=one, words="Hers", version=0, by=head)
    url = address("change_note", one)
    html = html_of(writer.post(url, {"words": "Mine", "version": 0}))
    assert "Somebody else changed this note" in html and "Hers" in html and "Mine</textarea>" in html
    assert 'name="version" value="1"' in html
    writer.post(url, {"words": "Mine", "version": 1})
    one.refresh_from_db()
    assert (one.words, one.version) == ("Mine", 2)


def test_who_sees_a_note_is_said_where_it_is_changed(writer, ours):
    html = html_of(writer.get(address("change_note", note(ours, private=True, words=SECRET))))
    assert "Private, Brackenfold only" in html and SECRET in html


def test_another_school_s_note_is_not_ours_to_change(writer, ours, theirs):
    shared, hidden = note(theirs, words="Shared"), note(theirs, words=SECRET, private=True)
    for one in (shared, hidden):
        assert writer.get(address("change_note", one)).status_code == 404
        assert writer.post(address("remove_note", one)).status_code == 404
        for act in (
            lambda one=one: actions.change_note(note=one, words="X", version=0, by=ours.lead),
            lambda one=one: actions.remove_note(note=one, by=ours.lead),
            lambda one=one: actions.restore_note(note=one, by=ours.lead),
        ):
            with pytest.raises(actions.NotWriter):
                act()


def test_removing_can_be_undone_for_a_month(writer, ours):
    one = note(ours)
    response = writer.post(address("remove_note", one))
    html = html_of(writer.get(response.url))
    assert "Removed: “Ask about the budget code.”" in html and address("restore_note", one) in html
    assert writer.get(address("change_note", one)).status_code == 404
    with pytest.raises(actions.NoLongerThere):
        actions.change_note(note=one, words="X", version=0, by=ours.lead)
    writer.post(address("restore_note", one))
    assert Note.objects.standing().get() == one
    actions.remove_note(note=one, by=ours.lead)
    assert actions.purge_removed_work() == 0
    Note.objects.update(removed_at=timezone.now() - datetime.timedelta(days=31))
    assert actions.purge_removed_work() == 1


def test_what_another_school_removed_is_not_offered_to_us(client, ours, theirs):
    one = note(theirs, words=SECRET, private=True)
    actions.remove_note(note=one, by=theirs.lead)
    sign_in(client, ours.lead)
    assert SECRET not in html_of(client.get(address("notes", ours), {"removed": one.pk}))


# --- Nowhere does it leak
def test_a_private_note_is_nowhere_the_other_school_looks(client, ours, theirs):
    one = note(ours, words=SECRET, private=True)
    actions.change_note(note=one, words=SECRET + " Soon.", version=0, by=ours.lead)
    assert not Event.objects.filter(sentence__contains="note").exists()
    assert not Message.objects.filter(text__contains="Sandra").exists()
    sign_in(client, theirs.lead)
    pages = [ours.partnership.get_absolute_url(), reverse("dashboard")]
    pages += [address(name, ours) for name in ("notes", "tasks", "files", "timeline", "partnership_brief")]
    for page in pages:
        assert "Sandra" not in html_of(client.get(page)), page
    assert all(private.note is None for private in work_of(ours.partnership, theirs.lead).private_notes)
    assert "Sandra" not in str(everything_about(theirs.lead))
    assert "Sandra" in str(everything_about(ours.lead))


def test_forum_staff_see_it_neither_in_the_admin_nor_here(client, ours):
    note(ours, words=SECRET, private=True)
    admin = reverse("admin:partnerships_partnership_change", args=[ours.partnership_id])
    for role in ForumRole:
        sign_in(client, make_forum(role=role))
        assert "Sandra" not in html_of(client.get(admin))
        assert client.get(address("notes", ours)).status_code == 404


def test_one_who_is_of_the_forum_and_of_the_other_school_sees_no_more(client, ours, theirs):
    note(ours, words=SECRET, private=True)
    both = make_forum(role=ForumRole.ADMINISTRATOR)
    make_member(theirs.school, user=both)
    sign_in(client, both)
    assert SECRET not in html_of(client.get(address("notes", ours)))


def test_a_school_that_left_sees_nothing_and_its_private_notes_stay_its_own(client, ours, theirs):
    note(theirs, words=SECRET, private=True)
    note(theirs, words="For all.")
    Partner.objects.filter(pk=theirs.pk).update(left_at=timezone.now())
    sign_in(client, theirs.lead)
    assert client.get(address("notes", ours)).status_code == 404
    sign_in(client, ours.lead)
    html = html_of(client.get(address("notes", ours)))
    assert "For all." in html and SECRET not in html


def test_nobody_else_finds_the_pages(client, ours):
    one = note(ours)
    pages = [address("notes", ours), address("add_note", ours), address("change_note", one)]
    assert client.get(pages[0]).status_code == 302
    for outsider in (make_user(), brackenfold().lead, make_forum()):
        sign_in(client, outsider)
        assert [client.get(page).status_code for page in pages] == [404] * 3
        assert client.post(address("remove_note", one)).status_code == 404
        assert client.post(address("restore_note", one)).status_code == 404


def test_a_colleague_reads_their_school_s_private_notes_and_does_not_write(client, ours):
    one = note(ours, words=SECRET, private=True)
    sign_in(client, colleague(ours))
    html = html_of(client.get(address("notes", ours)))
    assert SECRET in html and "Add a note" not in html and address("change_note", one) not in html
    assert client.get(address("add_note", ours)).status_code == 404
    assert client.get(address("change_note", one)).status_code == 404


# --- The first page
def test_the_first_page_shows_the_newest_private_note_of_each_own_school(ours, theirs):
    (empty,) = work_of(ours.partnership, ours.lead).private_notes
    assert empty.note is None and empty.url.endswith(f"/notes/add/?for={ours.pk}")
    note(ours, words="Older", private=True)
    note(ours, words=SECRET, private=True)
    note(ours, words="For all")
    (mine,) = work_of(ours.partnership, ours.lead).private_notes
    assert (mine.title, mine.note.words, mine.others) == (
        "Private note, Brackenfold only",
        SECRET,
        "Thornmere School",
    )
    assert work_of(ours.partnership, colleague(theirs)).private_notes == []


# --- Cost
def test_the_page_costs_the_same_however_many(writer, ours, theirs, django_assert_max_num_queries):
    def count():
        writer.get(address("notes", ours))
        with django_assert_max_num_queries(40) as seen:
            writer.get(address("notes", ours))
        return len(seen)

    note(ours)
    few = count()
    for n in range(20):
        note(theirs if n % 2 else ours, words=f"Note {n}", private=n % 4 == 0)
    assert count() == few


def test_changing_needs_the_version_that_was_read(ours):
    with pytest.raises(Changed):
        actions.change_note(note=note(ours), words="X", version=3, by=ours.lead)
