"""From the plan to a registration, a partnership and a case study of its own; each knows where it came from."""

import pytest

from accounts.tests.factories import make_member
from casestudies.actions.replication import (
    GivenUp,
    NotInPartnership,
    NotOfSchool,
    begin_registration,
    choose_partnership,
    give_up,
)
from casestudies.actions.writing import begin_case_study
from casestudies.models import Replication
from casestudies.tests.cast import member_of, published
from casestudies.tests.copies import copied, tarnside
from casestudies.workspace import plan_tab_of
from core.models import Event
from core.tests.at_once import at_once
from partnerships import kit
from partnerships.actions.draft import begin_changes, discard_draft, save_step
from partnerships.actions.introduction import accept_introduction, ask_for_introduction
from partnerships.actions.moderation import approve_registration
from partnerships.actions.registration import send_changes, send_registration
from partnerships.models import Draft, Partnership
from partnerships.tests.cast import line, live_registration, make_answers, moderator
from partnerships.tests.introductions import opened_partnership, thornmere
from schools.models import Sector
from schools.tests.factories import make_independent, make_school
from schools.year_groups import YearGroups

pytestmark = pytest.mark.django_db
NEED = "Our Year 5 pupils had never lit a Bunsen burner. Two of our three teachers avoided practicals."


@pytest.fixture
def copy():
    return copied()


def finish(draft):
    """Answer every step but the needs and offers."""
    answers = make_answers(draft.school)
    answers = {name: answer for name, answer in answers.items() if name not in draft.answers}
    Draft.objects.filter(pk=draft.pk).update(answers=draft.answers | answers)
    draft.refresh_from_db()
    return draft


def registered(copy):
    """The registration of the plan's school, prepared from the plan, sent and approved."""
    draft = finish(begin_registration(replication=copy, by=copy.begun_by))
    registration = send_registration(draft=draft, by=copy.begun_by)
    return approve_registration(registration=registration, by=moderator())


def met(registration, **partner):
    """The partnership with a school that offers science."""
    other = thornmere(make_independent(name="Saltmarsh School", easting=413_000, northing=428_400), **partner)
    asked = ask_for_introduction(asker=registration, asked=other, note="May we meet?", by=registration.lead)
    return accept_introduction(introduction=asked, by=other.lead).partnership


class TestRegistration:
    def test_the_need_and_an_offer_are_filled_in(self, copy):
        draft = begin_registration(replication=copy, by=copy.begun_by)
        upper = int(YearGroups.Y5 | YearGroups.Y6)
        about = {"activity": "masterclasses", "subject": "science", "years": upper}
        assert draft.answers["school"] == {"urn": copy.school.urn, "sector": "state"}
        assert draft.answers["needs"] == [{**about, "sentence": NEED}]
        (offer,) = draft.answers["offers"]
        assert {name: offer[name] for name in about} == about
        assert offer["sentence"] == (
            "We could do our part as in “Wednesday science in one shared laboratory”. "
            "Year 5 teacher: Plans and leads the last four"
        )
        assert draft.user == copy.begun_by
        copy.refresh_from_db()
        assert copy.draft == draft and copy.registration is None

    def test_pressed_twice_it_goes_on_with_the_same_and_puts_nothing_back(self, copy):
        draft = begin_registration(replication=copy, by=copy.begun_by)
        own = line("drama", None, sentence="We would rather act.")
        save_step(draft=draft, step="needs", answer=[own], seen=draft.version, by=copy.begun_by)
        again = begin_registration(replication=copy, by=copy.begun_by)
        assert again == draft and again.answers["needs"] == [own]
        assert Event.objects.of(copy).filter(kind="replication-registering").count() == 1

    def test_a_draft_that_was_begun_already_is_gone_on_with(self, copy):
        own = line("drama", None, sentence="We would like to act.")
        draft = Draft.objects.create(
            user=copy.begun_by, school=copy.school, answers={**make_answers(copy.school), "needs": [own]}
        )
        again = begin_registration(replication=copy, by=copy.begun_by)
        assert again == draft
        assert [need["sentence"] for need in again.answers["needs"]] == [own["sentence"], NEED]

    def test_a_live_registration_is_changed_and_nothing_it_says_is_lost(self):
        registration = live_registration(tarnside(), needs=[line("drama", None, sentence="Ours.")])
        copy = copied(school=registration.school)
        draft = begin_registration(replication=copy, by=copy.begun_by)
        assert draft.changes == registration
        assert [need["sentence"] for need in draft.answers["needs"]] == ["Ours.", NEED]
        send_changes(draft=draft, by=copy.begun_by)
        copy.refresh_from_db()
        assert copy.registration == registration
        registration.refresh_from_db()
        assert registration.proposed["needs"][1]["sentence"] == NEED

    def test_a_school_whose_sector_is_not_known_is_asked_for_it_first(self):
        copy = copied(school=tarnside(sector=Sector.OTHER))
        draft = begin_registration(replication=copy, by=copy.begun_by)
        assert "school" not in draft.answers and draft.school == copy.school and draft.answers["needs"]

    def test_a_long_need_is_cut_at_a_sentence(self):
        long = "They lack it. " * 60
        copy = copied(published(story={"need": f"**First.** {long}"}))
        (need,) = begin_registration(replication=copy, by=copy.begun_by).answers["needs"]
        assert len(need["sentence"]) <= 400 and need["sentence"].endswith("They lack it.")
        assert need["sentence"].startswith("First. They")

    def test_years_that_the_school_does_not_teach_are_left_out_of_the_need(self):
        years = int(YearGroups.Y5 | YearGroups.Y9)
        copy = copied(published(who={"years": years}))
        draft = begin_registration(replication=copy, by=copy.begun_by)
        assert draft.answers["needs"][0]["years"] == int(YearGroups.Y5)
        assert draft.answers["offers"][0]["years"] == years

    def test_only_for_people_of_the_school_and_plans_that_go_on(self, copy):
        with pytest.raises(NotOfSchool):
            begin_registration(replication=copy, by=make_member(make_school()))
        give_up(replication=copy, by=copy.begun_by)
        with pytest.raises(GivenUp):
            begin_registration(replication=copy, by=copy.begun_by)
        assert not Draft.objects.filter(school=copy.school).exists()

    def test_what_is_sent_is_linked(self, copy):
        registration = registered(copy)
        copy.refresh_from_db()
        assert copy.registration == registration
        assert Event.objects.of(copy).first().kind == "replication-registered"

    def test_later_changes_of_that_registration_are_no_news_to_the_plan(self, copy):
        registration = registered(copy)
        changes = begin_changes(registration=registration, by=copy.begun_by)
        send_changes(draft=changes, by=copy.begun_by)
        assert Event.objects.of(copy).filter(kind="replication-registered").count() == 1

    def test_a_colleague_who_sends_first_links_it_too(self, copy):
        colleague = make_member(copy.school)
        first = begin_registration(replication=copy, by=colleague)
        begin_registration(replication=copy, by=copy.begun_by)
        registration = send_registration(draft=finish(first), by=colleague)
        copy.refresh_from_db()
        assert copy.registration == registration

    def test_a_plan_from_which_nothing_was_prepared_is_not_linked(self, copy):
        other = copied(published(title="Another one", who={"activities": ["dance"]}), copy.school)
        registration = registered(copy)
        other.refresh_from_db()
        assert registration and other.registration is None

    def test_a_draft_thrown_away_leaves_the_plan(self, copy):
        discard_draft(draft=begin_registration(replication=copy, by=copy.begun_by))
        copy.refresh_from_db()
        assert copy.draft is None


class TestPartnership:
    def test_what_opens_for_it_is_linked_and_begins_with_the_kit(self, monkeypatch):
        carried = []

        class Memoranda:
            def parts_of(self, partnership):
                return []

            def carry(self, *, source, to):
                carried.append((source, to))

        monkeypatch.setattr(kit, "_holders", [Memoranda()])
        source = opened_partnership()
        copy = copied(published(partnership=source))
        partnership = met(registered(copy))
        copy.refresh_from_db()
        assert copy.partnership == partnership and carried == [(source, partnership)]
        assert Event.objects.of(copy).first().kind == "replication-partnered"

    def test_what_opens_for_another_need_is_not(self, copy):
        registration = live_registration(copy.school, needs=[line("dance", None)], offers=[line("music", "music")])
        Replication.objects.filter(pk=copy.pk).update(registration=registration)
        partnership = met(registration, offers=[line("dance", None)], needs=[line("drama", None)])
        copy.refresh_from_db()
        assert partnership and copy.partnership is None

    def test_nor_for_a_plan_that_was_given_up(self, copy):
        registration = registered(copy)
        give_up(replication=copy, by=copy.begun_by)
        met(registration)
        copy.refresh_from_db()
        assert copy.partnership is None

    def test_it_can_be_chosen_by_hand(self, copy):
        registration = live_registration(copy.school, needs=[line("dance", None)], offers=[])
        partnership = met(registration, offers=[line("dance", None)])
        for _ in range(2):
            chosen = choose_partnership(replication=copy, partnership=partnership, by=copy.begun_by)
        assert chosen.partnership == partnership
        assert Event.objects.of(copy).filter(kind="replication-partnered").count() == 1

    def test_but_only_among_the_schools_own_and_never_the_one_that_is_copied(self):
        source = opened_partnership()
        copy = copied(published(partnership=source))
        with pytest.raises(NotInPartnership, match="Choose a partnership of Tarnside"):
            choose_partnership(replication=copy, partnership=source, by=copy.begun_by)
        source.partners.create(school=copy.school)
        with pytest.raises(NotInPartnership, match="wrote the case study"):
            choose_partnership(replication=copy, partnership=source, by=copy.begun_by)

    def test_the_partnerships_pages_lead_the_school_to_its_plan(self, copy):
        partnership = met(registered(copy))
        other = partnership.partners.exclude(school=copy.school).get()
        assert plan_tab_of(partnership, copy.begun_by).url == copy.get_absolute_url()
        assert plan_tab_of(partnership, member_of(other.school)) is None
        give_up(replication=copy, by=copy.begun_by)
        assert plan_tab_of(partnership, copy.begun_by) is None

    def test_its_own_case_study_knows_where_it_came_from(self, copy):
        partnership = met(registered(copy))
        own = begin_case_study(school=copy.school, by=copy.begun_by, partnership=partnership)
        copy.refresh_from_db()
        assert copy.told_in == own
        assert list(own.copied_from.all()) == [copy]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_plan_given_up_while_its_registration_is_sent():
    copy = copied()
    draft = finish(begin_registration(replication=copy, by=copy.begun_by))
    colleague = make_member(copy.school)
    at_once(
        lambda: send_registration(draft=draft, by=copy.begun_by),
        lambda: give_up(replication=copy, by=copy.begun_by),
        lambda: begin_registration(replication=copy, by=colleague),
        lambda: begin_registration(replication=copy, by=copy.begun_by),
    )
    copy.refresh_from_db()
    assert copy.ended_at is not None and Partnership.objects.count() == 0
    assert member_of(copy.school)
