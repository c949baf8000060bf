"""The pages of a draft: who sees them, what they do, what they refuse, and that nobody's typing is lost."""

import html

import pytest
from django.urls import reverse

from accounts.models import Role
from accounts.tests.factories import make_forum, make_member, make_user, sign_in
from agreements.actions.drafting import add_clause, change_clause, comment, leave_out_clause
from agreements.models import Clause, Mou, MouClause
from agreements.tests.cast import (
    agree_fully,
    agreed_mou,
    clause,
    draft_mou,
    fill_in,
    make_template_version,
    partners_of,
)
from partnerships.models import Partner
from partnerships.tests.introductions import opened_partnership
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db

HOSTILE = ["<script>alert(1)</script>", "x" * 10_000, "nul\0nul", "9" * 40, "-1", "' OR 1=1 --", "{{7*7}}", "\u202eabc"]
OF_A_CLAUSE = ["clause", "change", "agree", "reopen", "comment", "leave_out", "put_back", "move", "clause_versions"]
POSTED = {"agree", "reopen", "comment", "put_back", "move"}


@pytest.fixture
def mou():
    return draft_mou()


@pytest.fixture
def sides(mou):
    return partners_of(mou.partnership)


@pytest.fixture
def lead(client, sides):
    """The first school's lead, signed in."""
    sign_in(client, sides[0].lead)
    return sides[0].lead


def url(name, mou, slug="transport"):
    return reverse(f"agreements:{name}", args=[mou.partnership_id, *([slug] if name in OF_A_CLAUSE else [])])


def one(mou, slug="transport"):
    return mou.clauses.get(slug=slug)


def words(response):
    return html.unescape(response.content.decode())


# --- Who --------------------------------------------------------------------------------------------------------------
def test_strangers_find_nothing(client, mou, sides):
    former = sides[0].lead
    former.memberships.get().delete()
    Partner.objects.filter(pk=sides[0].pk).update(lead=None)
    for user in (make_user(), make_member(make_school()), make_forum(), former):
        sign_in(client, user)
        for name in ["mou", "begin", "print", "add_clause", *OF_A_CLAUSE]:
            answer = client.post(url(name, mou)) if name in POSTED else client.get(url(name, mou))
            assert answer.status_code == 404, (user, name)
    client.logout()
    assert client.get(url("mou", mou)).status_code == 302


def test_who_only_reads_sees_the_draft_and_no_button(client, mou, sides):
    sign_in(client, make_member(sides[1].school, role=Role.STAFF))
    page = words(client.get(url("mou", mou)))
    assert "1. Parties" in page and 'method="post" action="/partnerships' not in page and "Fill in" not in page
    for name in ["clause", "clause_versions", "print"]:
        assert client.get(url(name, mou)).status_code == 200
    for name in ["change", "leave_out", "add_clause", "begin"]:
        assert client.get(url(name, mou)).status_code == 404
    for name in ["agree", "reopen", "put_back", "move", "change", "leave_out"]:
        assert client.post(url(name, mou)).status_code == 404
    client.post(url("comment", mou), {"words": "Hello"})
    assert not one(mou).comments.exists()


def test_nothing_changes_on_a_get(client, mou, lead):
    for name in POSTED:
        assert client.get(url(name, mou)).status_code == 405
    for name in ["change", "leave_out", "clause", "clause_versions"]:
        assert client.get(url(name, mou, "leaving-people")).status_code == 200
    assert set(mou.clauses.values_list("version", "removed_at")) == {(1, None)}


# --- Begin ------------------------------------------------------------------------------------------------------------
def test_before_there_is_one_the_tab_leads_to_its_beginning(client):
    partnership = opened_partnership()
    sign_in(client, partners_of(partnership)[0].lead)
    page = words(client.get(reverse("agreements:mou", args=[partnership.pk])))
    assert "You have no MOU yet" in page and reverse("agreements:begin", args=[partnership.pk]) in page


def test_begin_from_a_template_that_the_address_chose(client):
    partnership = opened_partnership()
    sign_in(client, partners_of(partnership)[0].lead)
    address = reverse("agreements:begin", args=[partnership.pk])
    assert 'value="template:first-term"' in words(client.get(f"{address}?from=template:first-term"))
    assert client.get(f"{address}?from=template:first-term").context["form"]["source"].value() == "template:first-term"
    answer = client.post(address, {"source": "template:first-term"})
    assert answer.url == reverse("agreements:mou", args=[partnership.pk])
    assert Mou.objects.get().template.template.slug == "first-term"
    assert client.get(address).status_code == 302  # one a partnership
    client.post(address, {"source": "blank"})
    assert Mou.objects.count() == 1


@pytest.mark.parametrize("source", ["", "template:none", "shared:none", "blank:x", *HOSTILE])
def test_begin_from_nothing_that_is_offered(client, source):
    partnership = opened_partnership()
    sign_in(client, partners_of(partnership)[0].lead)
    page = client.post(reverse("agreements:begin", args=[partnership.pk]), {"source": source})
    assert page.status_code == 200 and "Error: " in words(page) and not Mou.objects.exists()


# --- The page of all --------------------------------------------------------------------------------------------------
def test_the_page_says_how_far_it_is_and_what_is_left(client, mou, sides, lead):
    agree_fully(one(mou, "aims"))
    fill_in(one(mou), by=sides[1].lead)
    page = words(client.get(url("mou", mou)))
    assert "1 of 6 clauses agreed" in page and "1 under discussion, 4 not yet addressed." in page
    assert "Waiting for your school:" in page and "What is left before it can be signed (4)" in page
    assert "Thornmere School has not agreed yet" in page and "Fill in" in page


def test_what_is_new_to_the_readers_school_is_marked_in_words(client, mou, sides):
    each = agree_fully(one(mou))
    old = each.content["text"]
    change_clause(clause=each, content={"text": old.replace("half", "a third")}, version=each.version, by=sides[1].lead)
    sign_in(client, sides[0].lead)
    page = words(client.get(url("mou", mou)))
    assert '<del><span class="govuk-visually-hidden">Removed: </span> half</del>' in page
    assert '<ins><span class="govuk-visually-hidden">Added: </span> a third</ins>' in page
    assert "It had been agreed, so it is open again." in page
    sign_in(client, sides[1].lead)  # who wrote it knows it
    assert "<ins>" not in words(client.get(url("mou", mou)))


def test_when_everything_is_agreed_it_can_be_sent(client):
    mou = agreed_mou()
    sign_in(client, partners_of(mou.partnership)[0].lead)
    page = words(client.get(url("mou", mou)))
    assert "Every required clause is agreed" in page and reverse("agreements:send", args=[mou.partnership_id]) in page


@pytest.mark.parametrize("clauses", [2, 40])
def test_any_number_of_clauses_takes_the_same_number_of_queries(client, django_assert_num_queries, clauses):
    many = [clause(f"c{number}", "One", text="Words [one].") for number in range(clauses)]
    mou = draft_mou(template=make_template_version(many))
    one_side, other = partners_of(mou.partnership)
    for each in mou.clauses.all():
        if each.kind == "text":
            fill_in(each, by=other.lead)
            comment(clause=each, words="Why?", mentioned=[], by=one_side.lead)
            comment(clause=each, words="Because.", mentioned=[], by=other.lead)
    sign_in(client, one_side.lead)
    client.get(url("mou", mou))
    with django_assert_num_queries(25):
        client.get(url("mou", mou))


# --- Change -----------------------------------------------------------------------------------------------------------
def test_changing_and_agreeing_in_one_go(client, mou, lead, sides):
    answer = client.post(url("change", mou), {"text": "We walk.", "version": 1, "then": "agree"})
    assert answer.url == url("mou", mou) + "#transport"
    assert one(mou).content == {"text": "We walk."} and one(mou).agreements.get().partner == sides[0]


def test_before_a_change_of_what_is_agreed_the_page_says_what_happens(client, mou, lead):
    agree_fully(one(mou))
    assert "All schools have agreed to this clause" in words(client.get(url("change", mou)))


def test_of_two_people_the_second_sees_both_texts_and_loses_nothing(client, mou, lead, sides):
    change_clause(clause=one(mou), content={"text": "Theirs, sooner."}, version=1, by=sides[1].lead)
    page = client.post(url("change", mou), {"text": "Mine, later.", "version": 1})
    text = words(page)
    assert page.status_code == 409 and "Theirs, sooner." in text and "Mine, later." in text
    assert page.context["version"] == 2 and "Error: " in text
    client.post(url("change", mou), {"text": "Mine, later.", "version": 2})
    assert one(mou).content == {"text": "Mine, later."} and one(mou).texts.count() == 3


def rows(mou, **changes):
    """What the form about the table sends, as it is."""
    sent = {"text": "", "version": 1, "row": []}
    for number, row in enumerate(one(mou, "gives").content["rows"], start=1):
        sent["row"].append(number)
        year, month, day = row["by"].split("-")
        sent |= {
            f"school-{number}": row["urn"],
            f"gives-{number}": "\n".join(row["gives"]),
            f"gets-{number}": "\n".join(row["gets"]),
            f"by-{number}_0": int(day),
            f"by-{number}_1": int(month),
            f"by-{number}_2": year,
        }
    return {**sent, **changes}


def test_the_table_is_changed_row_by_row(client, mou, lead):
    page = words(client.get(url("change", mou, "gives")))
    assert "Row 1" in page and "Take row 2 out" in page and "Add a row" in page
    sent = rows(mou, **{"gives-1": "- Two staff\n\nA room "})
    assert client.post(url("change", mou, "gives"), sent).status_code == 302
    assert one(mou, "gives").content["rows"][0]["gives"] == ["Two staff", "A room"]
    assert one(mou, "gives").content["rows"][0]["by"] == "2026-12-01" or one(mou, "gives").content["rows"][0]["by"]


def test_a_row_more_and_a_row_less_keep_what_was_typed_and_save_nothing(client, mou, lead):
    more = client.post(url("change", mou, "gives"), rows(mou, act="add", **{"gives-1": "Typed just now"}))
    assert "Row 3" in words(more) and "Typed just now" in words(more) and "Error: " not in words(more)
    less = client.post(url("change", mou, "gives"), rows(mou, act="remove-1", **{"gives-2": "Typed just now"}))
    assert "Row 2" not in words(less) and "Typed just now" in words(less)
    assert one(mou, "gives").version == 1
    sent = rows(mou)
    sent["row"] = [2]
    client.post(url("change", mou, "gives"), sent)
    assert len(one(mou, "gives").content["rows"]) == 1


@pytest.mark.parametrize("bad", ["0", "x", "-1", "9" * 40, "١"])
def test_rows_that_nobody_could_have_sent_are_no_fault_of_ours(client, mou, lead, bad):
    for sent in (rows(mou, row=bad), rows(mou, act=f"remove-{bad}"), rows(mou, **{"school-1": bad}), {"row": bad}):
        assert client.post(url("change", mou, "gives"), sent).status_code in (200, 302, 409)


def test_dates_are_three_fields_and_in_order(client, mou, lead):
    page = words(client.get(url("change", mou, "dates")))
    assert "When does it begin?" in page and "When do you review it?" in page
    dates = {"begins_0": 1, "begins_1": 9, "begins_2": 2027, "ends_0": 31, "ends_1": 8, "ends_2": 2028}
    wrong = client.post(
        url("change", mou, "dates"), {**dates, "review_0": 1, "review_1": 9, "review_2": 2027, "version": 1, "text": ""}
    )
    assert "Enter a date after 1 September 2027" in words(wrong)
    right = {**dates, "review_0": 30, "review_1": 6, "review_2": 2028, "version": 1, "text": "So be it."}
    assert client.post(url("change", mou, "dates"), right).status_code == 302
    assert one(mou, "dates").content == {
        "text": "So be it.", "begins": "2027-09-01", "review": "2028-06-30", "ends": "2028-08-31",
    }  # fmt: skip


def test_what_cannot_be_changed_now_says_why(client, mou, lead):
    Mou.objects.update(status=Mou.Status.SIGNING)
    answer = client.get(url("change", mou), follow=True)
    assert "recall it first" in words(answer)
    refused = client.post(url("change", mou), {"text": "Typed at length", "version": 1})
    assert "recall it first" in words(refused) and "Typed at length" in words(refused)


# --- Agree, reopen, comment -------------------------------------------------------------------------------------------
def test_agreeing_to_a_text_that_changed_meanwhile_is_refused_with_a_sentence(client, mou, lead, sides):
    fill_in(one(mou), by=sides[1].lead)
    page = client.post(url("agree", mou), {"version": 1}, follow=True)
    assert "was changed since you opened it" in words(page) and not one(mou).agreements.exists()
    client.post(url("agree", mou), {"version": 2})
    assert one(mou).agreements.get().partner == sides[0]
    client.post(url("reopen", mou))
    assert not one(mou).agreements.exists()


def test_comments_mention_by_tick_and_by_at(client, mou, lead, sides):
    bursar = make_member(sides[1].school, role=Role.STAFF, name="Ben Oduya")
    page = words(client.get(url("clause", mou)))
    assert "Helen Castellane" in page and "Ben Oduya" in page
    client.post(url("comment", mou), {"words": "@Ben Oduya, what is it?", "mentioned": [str(sides[1].lead.pk)]})
    assert set(one(mou).comments.get().mentioned.all()) == {bursar, sides[1].lead}
    assert "@Ben Oduya, what is it?" in words(client.get(url("mou", mou)))


def test_nobody_outside_the_partnership_can_be_mentioned(client, mou, lead):
    outsider = make_member(make_school(), name="Outside Person")
    page = client.post(url("comment", mou), {"words": "@Outside Person", "mentioned": [str(outsider.pk)]})
    assert "Select people from the list" in words(page) and "@Outside Person" in words(page)
    assert not one(mou).comments.exists()


def test_a_comment_is_taken_back_by_who_wrote_it_only(client, mou, lead, sides):
    mine = comment(clause=one(mou), words="Mine", mentioned=[], by=lead)
    theirs = comment(clause=one(mou), words="Theirs", mentioned=[], by=sides[1].lead)
    assert client.post(url("comment", mou), {"take-back": theirs.pk}).status_code == 404
    client.post(url("comment", mou), {"take-back": mine.pk})
    page = words(client.get(url("clause", mou)))
    assert "Theirs" in page and "Mine" not in page


def test_an_empty_comment_says_what_to_do(client, mou, lead):
    assert "Enter a comment" in words(client.post(url("comment", mou), {"words": "  "}))


# --- Which clauses there are ------------------------------------------------------------------------------------------
def test_add_from_the_library_our_own_and_what_was_left_out(client, mou, lead):
    leave_out_clause(clause=one(mou, "leaving-people"), by=lead)
    page = words(client.get(url("add_clause", mou)))
    assert "Put it back" in page and "Money and resources" in page and 'value="aims"' not in page
    client.post(url("add_clause", mou), {"library-clause": "money"})
    client.post(url("add_clause", mou), {"what": "own", "heading": "The goat", "text": "Both feed it."})
    assert {"money", "own-1"} <= {each.slug for each in mou.clauses.standing()}
    client.post(url("put_back", mou, "leaving-people"))
    assert one(mou, "leaving-people").removed_at is None
    for sent in ({}, {"library-clause": "none"}, {"what": "own"}, {"what": "own", "heading": "x" * 101}):
        assert "Error: " in words(client.post(url("add_clause", mou), sent))


def test_leaving_out_asks_first_and_a_required_clause_stays(client, mou, lead):
    assert "Leave out “If somebody leaves”?" in words(client.get(url("leave_out", mou, "leaving-people")))
    client.post(url("leave_out", mou, "leaving-people"))
    assert one(mou, "leaving-people").removed_at
    assert "This clause is left out" in words(client.get(url("clause", mou, "leaving-people")))
    assert "is required" in words(client.post(url("leave_out", mou), follow=True))


def test_moving_up_and_down(client, mou, lead):
    client.post(url("move", mou, "dates"), {"to": "up", "version": 0})
    assert [each.slug for each in mou.clauses.standing()][-1] == "leaving-people"
    client.post(url("move", mou, "dates"), {"to": "down", "version": 1})
    assert [each.slug for each in mou.clauses.standing()][-1] == "dates"
    assert "was changed since" in words(client.post(url("move", mou, "dates"), {"to": "up", "version": 0}, follow=True))


# --- Versions ---------------------------------------------------------------------------------------------------------
def test_any_two_texts_are_compared_and_an_old_one_restored(client, mou, lead, sides):
    each = change_clause(clause=one(mou), content={"text": "Each pays half."}, version=1, by=lead)
    each = change_clause(clause=each, content={"text": "Each pays a third."}, version=2, by=sides[1].lead)
    page = words(client.get(url("clause_versions", mou) + "?old=2&new=3"))
    assert "From text 2 to text 3" in page and "Removed: </span> half</del>" in page and "Helen Castellane" in page
    client.post(url("clause_versions", mou), {"number": 2, "version": 3})
    each.refresh_from_db()
    assert each.content == {"text": "Each pays half."} and each.version == 4
    stale = client.post(url("clause_versions", mou), {"number": 1, "version": 3}, follow=True)
    assert "Somebody else has changed this clause" in words(stale)
    assert client.post(url("clause_versions", mou), {"number": 99, "version": 4}).status_code == 404


@pytest.mark.parametrize("bad", ["0", "99", "x", "-1", "9" * 40, "1\0", "١"])
def test_a_number_of_a_text_that_there_is_not(client, mou, lead, bad):
    assert client.get(url("clause_versions", mou), {"old": bad, "new": bad}).status_code == 200


# --- Paper ------------------------------------------------------------------------------------------------------------
def test_the_draft_prints_with_every_clause_and_says_that_it_is_one(client, mou, lead):
    page = words(client.get(url("print", mou)))
    assert page.count("issp-draftmark") == 1 and "Nobody has signed this" in page
    assert all(f"{place}. " in page for place in range(1, 7)) and "[Which school]" in page


# --- Hostile ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", [*HOSTILE, "#set page(fill: red)", "😀" * 500, "a\r\nb", "</p></ins>"])
def test_whatever_is_typed_comes_out_as_typed_or_is_refused(client, mou, lead, text):
    own = add_clause(mou=mou, heading="Ours", text="", by=lead)
    answer = client.post(url("change", mou, own.slug), {"heading": text[:100], "text": text, "version": 1})
    assert answer.status_code in (200, 302)
    client.post(url("comment", mou), {"words": text[:2000]})
    for name in ["mou", "clause", "clause_versions", "print", "change"]:
        page = client.get(url(name, mou, own.slug))
        assert page.status_code == 200 and "<script>alert" not in page.content.decode()
    if answer.status_code == 302:
        assert MouClause.objects.get(pk=own.pk).content["text"] == text.replace("\r\n", "\n").strip()


@pytest.mark.parametrize("slug", ["none", "own-99", "parties-"])
def test_a_clause_that_there_is_not(client, mou, lead, slug):
    for name in OF_A_CLAUSE:
        answer = client.post(url(name, mou, slug)) if name in POSTED else client.get(url(name, mou, slug))
        assert answer.status_code == 404


def test_the_library_may_be_empty(client, mou, lead):
    Clause.objects.update(live=False)
    assert "A clause of your own" in words(client.get(url("add_clause", mou)))
