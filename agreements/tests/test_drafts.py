"""What a draft says, what the portal fills in, and how far it is."""

import datetime

import pytest

from accounts.tests.factories import make_member
from agreements.actions.drafting import begin_mou, leave_out_clause
from agreements.drafts import content_of, parties_of, progress_of, turns_of
from agreements.filling import dates_from
from agreements.models import TemplateVersion
from agreements.tests.cast import (
    agree_fully,
    agreed_mou,
    chair_of,
    clause,
    draft_mou,
    fill_in,
    head_of,
    make_template_version,
    partners_of,
)
from agreements.texts import blanks_of
from partnerships.models import Partner, PartnerContact
from partnerships.tests.introductions import opened_partnership

pytestmark = pytest.mark.django_db


def test_the_parties_are_worked_out_anew_each_time():
    mou = draft_mou()
    school = partners_of(mou.partnership)[0].school
    before = parties_of(mou.partnership)
    assert [party["name"] for party in before] == ["Brackenfold Primary School", "Thornmere School"]
    assert {"urn": school.urn, "sector": "State", "address": "Mill Lane, Calderby, HX9 4QT"}.items() <= before[
        0
    ].items()
    assert [one["role"] for one in before[0]["people"]] == ["Lead", "Deputy lead"]
    head_of(school)
    chair_of(school)
    people = parties_of(mou.partnership)[0]["people"]
    assert [one["role"] for one in people] == ["Headteacher", "Chair of governors", "Lead", "Deputy lead"]
    assert people[0]["name"] == "Priya Raman"


def test_whoever_is_not_verified_as_head_is_no_party():
    mou = draft_mou()
    make_member(partners_of(mou.partnership)[0].school, name="Somebody Else")
    assert "Somebody Else" not in str(parties_of(mou.partnership))


def test_a_school_that_left_is_no_party():
    mou = draft_mou()
    Partner.objects.filter(school__name="Thornmere School").update(left_at=datetime.datetime.now(datetime.UTC))
    assert [party["name"] for party in parties_of(mou.partnership)] == ["Brackenfold Primary School"]


def test_one_person_twice_is_named_once():
    mou = draft_mou()
    partner = partners_of(mou.partnership)[0]
    lead = PartnerContact.objects.get(partner=partner, kind="lead")
    PartnerContact.objects.filter(partner=partner, kind="deputy").update(email=lead.email.upper())
    assert [one["role"] for one in parties_of(mou.partnership)[0]["people"]] == ["Lead"]


def test_the_content_has_the_standing_clauses_numbered_by_their_place():
    mou = draft_mou()
    leave_out_clause(clause=mou.clauses.get(slug="leaving-people"), by=mou.begun_by)
    content = content_of(mou)
    assert [one["number"] for one in content["clauses"]] == [1, 2, 3, 4, 5]
    assert "leaving-people" not in {one["slug"] for one in content["clauses"]}
    assert content["number"] == 1 and content["title"] == mou.partnership.name


def test_nobody_signs_an_optional_clause_that_is_not_agreed():
    mou = draft_mou()
    for each in mou.clauses.filter(required=True):
        agree_fully(each)
    progress = progress_of(mou)
    assert progress.is_ready and [one.slug for one in progress.undecided] == ["leaving-people"]
    assert "leaving-people" in {one["slug"] for one in content_of(mou)["clauses"]}
    assert "leaving-people" not in {one["slug"] for one in content_of(mou, to_sign=True)["clauses"]}


def test_progress_counts_states_and_what_is_left():
    mou = draft_mou()
    assert (progress_of(mou).open, progress_of(mou).total, progress_of(mou).is_ready) == (6, 6, False)
    fill_in(mou.clauses.get(slug="transport"), by=mou.begun_by)
    agree_fully(mou.clauses.get(slug="aims"))
    progress = progress_of(mou)
    assert (progress.agreed, progress.discussion, progress.open) == (1, 1, 4)
    assert [one.slug for one in progress.left] == ["parties", "gives", "transport", "dates"]


def test_everything_agreed_is_ready():
    assert progress_of(agreed_mou()).is_ready


def test_it_is_with_the_school_that_did_not_act_last():
    mou = draft_mou()
    one, other = partners_of(mou.partnership)
    assert turns_of(mou).with_sides == [other]
    fill_in(mou.clauses.get(slug="transport"), by=other.lead)
    mou.refresh_from_db()
    turns = turns_of(mou)
    assert turns.with_sides == [one] and turns.waiting == {one.pk: 1, other.pk: 0}


# --- Filled in --------------------------------------------------------------------------------------------------------
def begun_with(text, *, partnership=None, kind="text"):
    """The content of a clause with this text, begun by the first school."""
    partnership = partnership or opened_partnership()
    template = make_template_version([clause("one", "One", kind, text=text)])
    mou = begin_mou(partnership=partnership, template=template, by=partners_of(partnership)[0].lead)
    return mou.clauses.get(slug="one").content


def test_blanks_that_the_portal_knows_are_filled_in():
    said = begun_with("Between [the schools]. We began with a need: [the need] Nobody knows [how long].")["text"]
    assert said == (
        "Between Brackenfold Primary School and Thornmere School. We began with a need: Our Year 5 pupils have no "
        "laboratory for practical science. Nobody knows [how long]."
    )


def test_several_values_alone_in_a_line_are_a_list():
    partnership = opened_partnership()
    partnership.aims = "Every pupil lights a burner\n- Teachers plan together\n\n"
    partnership.save()
    said = begun_with("We want:\n\n- [the aims]\n\nThat is: [the aims].", partnership=partnership)["text"]
    assert said == (
        "We want:\n\n- Every pupil lights a burner\n- Teachers plan together\n\n"
        "That is: Every pupil lights a burner; Teachers plan together."
    )


def test_what_is_not_known_stays_a_blank():
    said = begun_with("- [the aims]\n- [success]\n- [plans]")["text"]
    assert blanks_of(said) == ["the aims", "success", "plans"]


def test_each_school_says_what_it_calls_a_success():
    partnership = opened_partnership()
    Partner.objects.filter(school__name="Thornmere School").update(success="Our pupils teach\nStaff learn phonics")
    said = begun_with("- [success]", partnership=partnership)["text"]
    assert said == "- Thornmere School: Our pupils teach; Staff learn phonics"


def test_brackets_in_a_schools_own_words_are_no_blanks():
    partnership = opened_partnership()
    partnership.need = "Pupils [and staff] have no laboratory"
    partnership.save()
    assert begun_with("[the need].", partnership=partnership)["text"] == "Pupils (and staff) have no laboratory."


def test_the_first_rows_are_what_the_schools_offer_each_other():
    rows = begun_with("", kind="gives")["rows"]
    assert [row["urn"] for row in rows] == [one["urn"] for one in parties_of(Partner.objects.first().partnership)]
    assert rows[0]["gives"] == rows[1]["gets"] == ["Music, choirs and orchestras, Years 5 and 6"]
    assert rows[1]["gives"] == rows[0]["gets"] == ["Lessons and masterclasses, Science, Years 5 and 6"]


@pytest.mark.parametrize(
    ("today", "begins", "ends"),
    [
        ((2026, 11, 22), (2026, 12, 1), (2027, 8, 31)),
        ((2026, 12, 30), (2027, 1, 4), (2027, 8, 31)),
        ((2027, 5, 3), (2027, 9, 1), (2028, 8, 31)),
        ((2027, 7, 31), (2027, 9, 1), (2028, 8, 31)),
        ((2027, 8, 31), (2027, 9, 1), (2028, 8, 31)),
        ((2027, 1, 31), (2027, 2, 1), (2027, 8, 31)),
    ],
)
def test_dates_to_begin_with(today, begins, ends):
    got = dates_from(datetime.date(*today))
    assert (got[0], got[2]) == (datetime.date(*begins), datetime.date(*ends))
    assert got[0] < got[1] < got[2]


def test_every_template_of_the_library_begins_with_less_to_fill_in():
    partnership = opened_partnership()
    version = TemplateVersion.objects.get(template__slug="three-or-more")
    mou = begin_mou(partnership=partnership, template=version, by=partners_of(partnership)[0].lead)
    texts = " ".join(one.content["text"] for one in mou.clauses.all())
    assert "[the schools]" not in texts and "[the need]" not in texts and "[activities]" not in texts
    assert {one.kind for one in mou.clauses.all()} == {"text", "parties", "gives", "dates"}


@pytest.mark.parametrize("clauses", [1, 40])
def test_a_number_of_clauses_costs_no_more_queries(django_assert_num_queries, clauses):
    many = [clause(f"c{number}", "One more", text="Words.") for number in range(clauses)]
    mou = draft_mou(template=make_template_version(many))
    mou.refresh_from_db()
    with django_assert_num_queries(7):
        content_of(mou)
