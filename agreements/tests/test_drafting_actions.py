"""Settling an MOU clause by clause: who may do what, when, and what the others hear of it."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import Role
from accounts.tests.factories import make_member, make_user
from agreements.actions import drafting
from agreements.actions.drafting import (
    NotDrafting,
    NotWriter,
    add_clause,
    agree_clause,
    begin_mou,
    change_clause,
    comment,
    leave_out_clause,
    move_clause,
    nudge_waiting_sides,
    put_back_clause,
    reopen_clause,
    take_back_comment,
)
from agreements.models import Clause, ClauseText, Mou, MouClause, SharedMou, Template
from agreements.tests.cast import (
    agree_fully,
    agreed_mou,
    clause,
    draft_mou,
    fill_in,
    head_of,
    make_template_version,
    partners_of,
)
from core.errors import Changed
from core.models import Event
from notifications.models import Message
from partnerships.models import Partner
from partnerships.tests.introductions import opened_partnership
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db
State = MouClause.State


@pytest.fixture
def mou():
    return draft_mou()


@pytest.fixture
def sides(mou):
    """(the first partner, the second)."""
    return partners_of(mou.partnership)


def one(mou, slug="transport"):
    return mou.clauses.get(slug=slug)


def letters(kind):
    return Message.objects.filter(kind=kind)


def said(mou):
    """The kinds of events in the partnership's timeline, the newest first."""
    return [event.kind for event in Event.objects.of(mou.partnership)]


# --- Begin ------------------------------------------------------------------------------------------------------------
def test_beginning_copies_the_template_and_tells_the_other_school(mou, sides):
    assert [each.slug for each in mou.clauses.all()] == [
        "parties", "aims", "gives", "transport", "leaving-people", "dates",
    ]  # fmt: skip
    assert {each.state for each in mou.clauses.all()} == {State.OPEN}
    assert ClauseText.objects.filter(clause__mou=mou, number=1).count() == 6
    assert mou.begun_from == "the template “For a first year”" and said(mou)[0] == "mou-begun"
    assert set(letters("mou-begun").values_list("to", flat=True)) == {
        contact.email for contact in sides[1].contacts.all()
    }


def test_a_template_that_changes_later_changes_nothing(mou):
    template = Template.objects.get(slug="for-a-first-year")
    newer = make_template_version([clause("aims", "Other aims", text="Quite other words.")])
    assert newer.template == template and one(mou, "aims").heading == "Aims"


def test_a_partnership_has_one_mou_however_often_it_is_begun(mou, sides):
    again = begin_mou(partnership=mou.partnership, by=sides[1].lead)
    assert again == mou and Mou.objects.count() == 1 and again.template == mou.template


def test_blank_begins_with_what_no_mou_should_lack():
    partnership = opened_partnership()
    mou = begin_mou(partnership=partnership, by=partners_of(partnership)[0].lead)
    assert [each.slug for each in mou.clauses.all()] == ["parties", "status", "aims", "contributions", "duration"]
    assert all(each.required for each in mou.clauses.all()) and mou.template is None


def test_without_library_parties_and_dates_are_there_all_the_same():
    Clause.objects.update(live=False)
    partnership = opened_partnership()
    mou = begin_mou(partnership=partnership, by=partners_of(partnership)[0].lead)
    assert [each.kind for each in mou.clauses.all()] == ["parties", "dates"]


def test_a_shared_mou_is_adapted_with_its_words_and_rows():
    done = agreed_mou()
    clauses = [
        clause("aims", "Their aims", text="Every pupil lights a burner."),
        {**clause("gives", "Gives", "gives"), "rows": [{"school": "School A", "gives": ["Coach"], "gets": ["Room"]}]},
    ]
    version = done.versions.create(
        number=1,
        content={},
        fingerprint="0" * 64,
        begins_on="2027-01-04",
        review_on="2027-06-30",
        ends_on="2027-08-31",
        sign_by="2026-12-20",
    )
    shared = SharedMou.objects.create(
        version=version, slug="theirs", title="Theirs", summary="Science", content={"clauses": clauses}, fingerprint="1"
    )
    other = opened_partnership()
    mou = begin_mou(partnership=other, shared=shared, by=partners_of(other)[0].lead)
    assert [each.slug for each in mou.clauses.all()] == ["parties", "aims", "gives", "dates"]
    assert one(mou, "aims").content == {"text": "Every pupil lights a burner."} and mou.adapted == shared
    rows = one(mou, "gives").content["rows"]
    assert (rows[0]["gives"], rows[0]["gets"], len(rows)) == (["Coach"], ["Room"], 2)


def test_only_who_writes_begins():
    partnership = opened_partnership()
    reader = make_member(partners_of(partnership)[0].school, role=Role.STAFF)
    for stranger in (reader, make_user(), make_member(make_school())):
        with pytest.raises(NotWriter):
            begin_mou(partnership=partnership, by=stranger)
    assert not Mou.objects.exists()


# --- Change, agree, reopen --------------------------------------------------------------------------------------------
def test_a_change_makes_a_text_and_puts_the_clause_under_discussion(mou, sides):
    each = fill_in(one(mou), by=sides[1].lead)
    assert (each.state, each.version, each.changed_by) == (State.DISCUSSION, 2, sides[1].lead)
    text = each.texts.first()
    assert (text.number, text.school, text.content) == (2, sides[1].school, each.content)
    mou.refresh_from_db()
    assert mou.moved_by_school == sides[1].school and said(mou)[0] == "clause-changed"


def test_what_is_there_already_changes_nothing(mou, sides):
    each = fill_in(one(mou), by=sides[0].lead)
    fill_in(each, by=sides[0].lead)
    change_clause(clause=each, content=each.content, version=1, by=sides[1].lead)  # even with an old version
    assert each.texts.count() == 2


def test_the_second_of_two_people_is_told_and_overwrites_nothing(mou, sides):
    each = one(mou)
    change_clause(clause=each, content={"text": "First"}, version=1, by=sides[0].lead)
    with pytest.raises(Changed, match="Somebody else has changed this clause"):
        change_clause(clause=each, content={"text": "Second"}, version=1, by=sides[1].lead)
    assert one(mou).content == {"text": "First"}


def test_a_clause_is_agreed_when_every_school_agrees(mou, sides):
    each = fill_in(one(mou), by=sides[0].lead)
    each = agree_clause(clause=each, partner=sides[0], version=2, by=sides[0].lead)
    assert each.state == State.DISCUSSION and each.agreements.count() == 1
    each = agree_clause(clause=each, partner=sides[1], version=2, by=sides[1].lead)
    assert each.state == State.AGREED and said(mou)[0] == "clause-agreed"
    agree_clause(clause=each, partner=sides[1], version=2, by=sides[1].lead)
    assert each.agreements.count() == 2 and said(mou).count("clause-agreed") == 1
    assert each.texts.first().agreed == sorted(side.school.urn for side in sides)


def test_the_headteacher_agrees_for_the_school_as_well(mou, sides):
    each = fill_in(one(mou), by=sides[0].lead)
    agree_clause(clause=each, partner=sides[1], version=2, by=head_of(sides[1].school))
    assert each.agreements.get().partner == sides[1]


def test_nobody_agrees_for_another_school(mou, sides):
    each = fill_in(one(mou), by=sides[0].lead)
    with pytest.raises(NotWriter, match="Thornmere School can agree"):
        agree_clause(clause=each, partner=sides[1], version=2, by=sides[0].lead)


def test_nobody_agrees_to_blanks_or_to_a_text_they_did_not_read(mou, sides):
    each = one(mou)
    with pytest.raises(drafting.NotComplete):
        agree_clause(clause=each, partner=sides[0], version=1, by=sides[0].lead)
    each = fill_in(each, by=sides[0].lead)
    with pytest.raises(Changed, match="was changed since you opened it"):
        agree_clause(clause=each, partner=sides[1], version=1, by=sides[1].lead)
    assert not each.agreements.exists()


def test_a_change_of_what_was_agreed_opens_it_again_and_says_so(mou, sides):
    each = agree_fully(one(mou))
    Message.objects.all().delete()
    each = change_clause(clause=each, content={"text": "Otherwise."}, version=each.version, by=sides[0].lead)
    assert each.state == State.DISCUSSION and not each.agreements.exists() and each.texts.first().reopened
    assert "so it is open again" in Event.objects.of(mou.partnership)[0].sentence
    letter = letters("mou-reopened").first()
    assert letter.subject == "Brackenfold Primary School changed “Transport”, which had been agreed"
    assert "Amara" not in letter.text and f"/partnerships/{mou.partnership_id}/mou/#transport" in letter.text
    assert letters("mou-reopened").count() == 2  # the lead and the deputy lead of the other school, nobody else


def test_saving_can_agree_in_one_go_unless_blanks_remain(mou, sides):
    each = change_clause(clause=one(mou), content={"text": "We walk."}, version=1, by=sides[0].lead, agree=True)
    assert each.agreements.get().partner == sides[0]
    each = change_clause(clause=each, content={"text": "We walk [where]."}, version=2, by=sides[0].lead, agree=True)
    assert not each.agreements.exists()


def test_reopening_keeps_the_text_and_takes_every_agreement_back(mou, sides):
    each = agree_fully(one(mou))
    each = reopen_clause(clause=each, by=sides[1].lead)
    assert (each.state, each.version, each.agreements.count()) == (State.DISCUSSION, 2, 0)
    reopen_clause(clause=each, by=sides[1].lead)
    assert said(mou).count("clause-reopened") == 1


def test_a_school_takes_back_only_its_own_agreement_while_others_have_not_agreed(mou, sides):
    each = fill_in(one(mou), by=sides[0].lead)
    agree_clause(clause=each, partner=sides[0], version=2, by=sides[0].lead)
    reopen_clause(clause=each, by=sides[1].lead)
    assert each.agreements.count() == 1
    reopen_clause(clause=each, by=sides[0].lead)
    assert each.agreements.count() == 0


def test_the_others_get_one_letter_a_day_about_work_on_the_draft(mou, sides):
    for slug in ("aims", "transport", "gives"):
        change_clause(
            clause=one(mou, slug), content={**one(mou, slug).content, "text": "New."}, version=1, by=sides[0].lead
        )
    assert letters("mou-moved").count() == 2
    assert set(letters("mou-moved").values_list("to", flat=True)) == {
        contact.email for contact in sides[1].contacts.all()
    }


@pytest.mark.parametrize("status", [Mou.Status.SIGNING, Mou.Status.SIGNED, Mou.Status.ENDED])
def test_nothing_changes_while_it_is_not_a_draft(mou, sides, status):
    lead, each, other = sides[0].lead, fill_in(one(mou), by=sides[0].lead), one(mou, "leaving-people")
    Mou.objects.update(status=status)
    for act in (
        lambda: change_clause(clause=each, content={"text": "x"}, version=2, by=lead),
        lambda: agree_clause(clause=each, partner=sides[0], version=2, by=lead),
        lambda: reopen_clause(clause=each, by=lead),
        lambda: comment(clause=each, words="x", mentioned=[], by=lead),
        lambda: add_clause(mou=mou, heading="x", text="x", by=lead),
        lambda: leave_out_clause(clause=other, by=lead),
        lambda: put_back_clause(clause=other, by=lead),
        lambda: move_clause(clause=each, up=True, version=0, by=lead),
    ):
        with pytest.raises(NotDrafting):
            act()


def test_who_only_reads_or_is_a_stranger_changes_nothing(mou, sides):
    each, other = one(mou), one(mou, "leaving-people")
    former = sides[0].lead
    Partner.objects.filter(pk=sides[0].pk).update(lead=make_member(sides[0].school))
    sides[0].contacts.filter(email=former.email).delete()
    for by in (make_member(sides[0].school, role=Role.STAFF), make_user(), former):
        for act in (
            lambda by=by: change_clause(clause=each, content={"text": "x"}, version=1, by=by),
            lambda by=by: agree_clause(clause=each, partner=sides[0], version=1, by=by),
            lambda by=by: reopen_clause(clause=each, by=by),
            lambda by=by: comment(clause=each, words="x", mentioned=[], by=by),
            lambda by=by: add_clause(mou=mou, heading="x", text="x", by=by),
            lambda by=by: leave_out_clause(clause=other, by=by),
            lambda by=by: put_back_clause(clause=other, by=by),
            lambda by=by: move_clause(clause=each, up=True, version=0, by=by),
        ):
            with pytest.raises(NotWriter):
                act()


# --- Shapes -----------------------------------------------------------------------------------------------------------
def test_rows_are_of_schools_of_the_partnership_and_of_a_sane_size(mou, sides):
    urn = sides[0].school.urn
    row = {"urn": urn, "gives": [" a\x00 ", ""], "gets": ["b"], "by": ""}
    each = change_clause(clause=one(mou, "gives"), content={"text": "", "rows": [row]}, version=1, by=sides[0].lead)
    assert each.content == {"text": "", "rows": [{"urn": urn, "gives": ["a"], "gets": ["b"], "by": ""}]}
    for rows in ([{**row, "urn": 1}], [row] * 41, [{**row, "gives": ["x" * 301]}], [{**row, "gets": ["x"] * 21}]):
        with pytest.raises(drafting.WordsNeeded):
            change_clause(clause=each, content={"text": "", "rows": rows}, version=2, by=sides[0].lead)


def test_dates_are_in_order(mou, sides):
    dates = {"text": "", "begins": "2027-09-01", "review": "2027-06-30", "ends": "2028-08-31"}
    with pytest.raises(drafting.WordsNeeded, match="in order"):
        change_clause(clause=one(mou, "dates"), content=dates, version=1, by=sides[0].lead)


def test_a_text_of_sixty_pages_is_refused_with_a_sentence(mou, sides):
    with pytest.raises(drafting.WordsNeeded, match="20,000 characters"):
        change_clause(clause=one(mou), content={"text": "x" * 20_001}, version=1, by=sides[0].lead)


# --- Comments ---------------------------------------------------------------------------------------------------------
def test_a_comment_is_seen_by_all_and_mails_whom_it_mentions(mou, sides):
    outsider = make_member(make_school())
    made = comment(
        clause=one(mou), words="Until when?", mentioned=[sides[1].lead, outsider, sides[0].lead], by=sides[0].lead
    )
    assert list(made.mentioned.all()) == [sides[1].lead] and made.school == sides[0].school
    letter = letters("mou-mentioned").get()
    assert letter.to == sides[1].lead.email and "Until when?" in letter.text
    assert one(mou).state == State.DISCUSSION and one(mou).version == 1


def test_the_same_words_pressed_twice_are_said_once(mou, sides):
    for _ in range(2):
        comment(clause=one(mou), words=" Until when? ", mentioned=[sides[1].lead], by=sides[0].lead)
    assert one(mou).comments.count() == 1 and letters("mou-mentioned").count() == 1


def test_a_comment_leaves_an_agreed_clause_agreed(mou, sides):
    each = agree_fully(one(mou))
    comment(clause=each, words="Good.", mentioned=[], by=sides[0].lead)
    assert one(mou).state == State.AGREED


def test_who_was_mentioned_may_answer(mou, sides):
    bursar = make_member(sides[1].school, role=Role.STAFF, name="Ben Bursar")
    comment(clause=one(mou), words="What does a coach cost?", mentioned=[bursar], by=sides[0].lead)
    answer = comment(clause=one(mou), words="£300", mentioned=[], by=bursar)
    assert answer.school == sides[1].school


def test_only_who_wrote_a_comment_takes_it_back_and_its_words_go(mou, sides):
    made = comment(clause=one(mou), words="Too dear.", mentioned=[sides[1].lead], by=sides[0].lead)
    with pytest.raises(NotWriter):
        take_back_comment(comment=made, by=sides[1].lead)
    for _ in range(2):
        made = take_back_comment(comment=made, by=sides[0].lead)
    assert made.removed_at and made.words == "" and not made.mentioned.exists()


# --- Which clauses there are ------------------------------------------------------------------------------------------
def test_clauses_are_added_from_the_library_and_of_our_own(mou, sides):
    money = add_clause(mou=mou, clause=Clause.objects.get(slug="money"), by=sides[0].lead)
    assert (money.required, money.state) == (False, State.OPEN) and money.guidance
    assert add_clause(mou=mou, clause=Clause.objects.get(slug="money"), by=sides[1].lead) == money
    own = add_clause(mou=mou, heading="The  goat", text="Both feed it.", by=sides[1].lead)
    assert (own.slug, own.heading) == ("own-1", "The goat")
    assert add_clause(mou=mou, heading="The goat", text="Both feed it.", by=sides[1].lead) == own
    assert add_clause(mou=mou, heading="The goat", text="Who milks it?", by=sides[1].lead).slug == "own-2"
    assert [each.slug for each in mou.clauses.standing()][-3:] == ["money", "own-1", "own-2"]


def test_an_own_clause_takes_a_new_heading_and_others_keep_theirs(mou, sides):
    own = add_clause(mou=mou, heading="The goat", text="Both feed it.", by=sides[0].lead)
    own = change_clause(clause=own, heading="The cow", content=own.content, version=1, by=sides[0].lead)
    assert own.heading == "The cow" and own.version == 2
    fixed = change_clause(clause=one(mou), heading="Coaches", content={"text": "x"}, version=1, by=sides[0].lead)
    assert fixed.heading == "Transport"


def test_there_is_an_end_to_adding(mou, sides, monkeypatch):
    monkeypatch.setattr(drafting, "MOST_CLAUSES", 6)
    with pytest.raises(drafting.TooMany):
        add_clause(mou=mou, heading="One more", text="", by=sides[0].lead)


def test_an_optional_clause_is_left_out_and_put_back_with_its_words(mou, sides):
    each = agree_fully(one(mou, "leaving-people"))
    for _ in range(2):
        each = leave_out_clause(clause=each, by=sides[1].lead)
    assert each not in mou.clauses.standing() and said(mou).count("clause-left-out") == 1
    with pytest.raises(drafting.ClauseGone):
        change_clause(clause=each, content={"text": "x"}, version=each.version, by=sides[0].lead)
    for _ in range(2):
        each = put_back_clause(clause=each, by=sides[0].lead)
    assert each.content == {"text": "The deputy takes over for a fortnight."} and each.state == State.DISCUSSION
    assert not each.agreements.exists() and said(mou).count("clause-put-back") == 1


def test_a_required_clause_stays(mou, sides):
    with pytest.raises(drafting.NotOptional, match="cannot be left out"):
        leave_out_clause(clause=one(mou), by=sides[0].lead)


def test_a_clause_moves_up_and_down_once_a_press(mou, sides):
    move_clause(clause=one(mou, "dates"), up=True, version=0, by=sides[0].lead)
    order = [each.slug for each in mou.clauses.standing()]
    assert order[-2:] == ["dates", "leaving-people"]
    with pytest.raises(Changed):
        move_clause(clause=one(mou, "dates"), up=True, version=0, by=sides[0].lead)
    move_clause(clause=one(mou, "dates"), up=False, version=1, by=sides[0].lead)
    move_clause(clause=one(mou, "dates"), up=False, version=2, by=sides[0].lead)  # the last stays where it is
    assert [each.slug for each in mou.clauses.standing()][-1] == "dates"


# --- By the clock, and when a school comes or goes --------------------------------------------------------------------
def later(**past):
    Mou.objects.update(**{column: timezone.now() - datetime.timedelta(days=days) for column, days in past.items()})


def test_after_a_fortnight_with_one_side_that_side_is_reminded_once(mou, sides):
    assert nudge_waiting_sides() == 0
    later(moved_at=14)
    assert nudge_waiting_sides() == 1 and nudge_waiting_sides() == 0
    assert set(letters("mou-nudge").values_list("to", flat=True)) == {
        contact.email for contact in sides[1].contacts.all()
    }
    later(moved_at=28, nudged_at=14)
    Message.objects.update(key=None)  # that of another day
    assert nudge_waiting_sides() == 1


def test_nobody_is_reminded_of_what_is_ready_signed_or_over(mou, sides):
    later(moved_at=30)
    Mou.objects.update(status=Mou.Status.SIGNED)
    assert nudge_waiting_sides() == 0
    Mou.objects.update(status=Mou.Status.DRAFTING)
    type(mou.partnership).objects.update(stage="ended")
    assert nudge_waiting_sides() == 0
    type(mou.partnership).objects.update(stage="forming")
    for each in mou.clauses.all():
        agree_fully(each)
    later(moved_at=30)
    assert nudge_waiting_sides() == 0


def test_a_school_that_leaves_agrees_to_nothing_and_loses_its_rows(mou, sides):
    transport, gives = agree_fully(one(mou)), agree_fully(one(mou, "gives"))
    Partner.objects.filter(pk=sides[1].pk).update(left_at=timezone.now())
    drafting.partner_left(sides[1])
    transport.refresh_from_db()
    gives.refresh_from_db()
    assert [each.partner for each in transport.agreements.all()] == [sides[0]]
    assert gives.state == State.DISCUSSION and not gives.agreements.exists()
    assert [row["urn"] for row in gives.content["rows"]] == [sides[0].school.urn]
    assert gives.texts.first().by is None and gives.texts.count() == gives.version


def test_a_school_that_joins_is_asked_to_agree_to_everything(mou, sides):
    transport, gives = agree_fully(one(mou)), agree_fully(one(mou, "gives"))
    third = Partner.objects.create(partnership=mou.partnership, school=make_school(name="Netherholme School"))
    drafting.partner_joined(third)
    transport.refresh_from_db()
    gives.refresh_from_db()
    assert transport.state == State.DISCUSSION and transport.agreements.count() == 2
    assert gives.content["rows"][-1] == {"urn": third.school.urn, "gives": [], "gets": [], "by": ""}
    assert one(mou, "aims").state == State.OPEN


def test_without_an_mou_schools_come_and_go_freely():
    drafting.partner_left(partners_of(opened_partnership())[0])
    assert not Mou.objects.exists()
