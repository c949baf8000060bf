"""What an accepted introduction opens, and who may change it: partnerships/actions/partnership.py."""

from dataclasses import replace

import pytest

from accounts.models import Role
from accounts.tests.factories import make_member, make_user
from core.errors import Changed
from core.models import Event
from partnerships.actions.introduction import accept_introduction
from partnerships.actions.partnership import (
    AnotherPerson,
    NotAgreed,
    NotPartner,
    Person,
    SamePerson,
    WordsNeeded,
    change_partnership,
    change_success,
    correct_person,
    open_partnership,
    short_name,
)
from partnerships.models import LineKind, Partnership
from partnerships.tests.cast import line
from partnerships.tests.introductions import (
    MUSIC,
    SCIENCE,
    asked_introduction,
    brackenfold,
    brokered_introduction,
    opened_partnership,
    thornmere,
)

pytestmark = pytest.mark.django_db


def test_it_is_forming_and_carries_the_need_and_both_schools_along():
    partnership = opened_partnership()
    asker, asked = partnership.introduction.asker, partnership.introduction.asked
    assert partnership.stage == Partnership.Stage.FORMING
    assert partnership.name == "Science: Brackenfold and Thornmere"
    assert partnership.need == SCIENCE["sentence"]
    for partner, registration in zip(partnership.partners.all(), (asker, asked), strict=True):
        assert (partner.school, partner.lead, partner.head) == (registration.school, registration.lead, "agrees")
        fields = ("kind", "name", "job_title", "email", "phone")
        assert set(partner.contacts.values_list(*fields)) == set(registration.contacts.values_list(*fields))
        needs, offers = ([str(one) for one in lines.all()] for lines in (registration.needs, registration.offers))
        assert [str(one) for one in partner.lines.filter(kind=LineKind.NEED)] == needs
        assert [str(one) for one in partner.lines.filter(kind=LineKind.OFFER)] == offers
    assert [event.kind for event in Event.objects.of(partnership)] == ["partnership-opened"]


def test_the_deputy_is_linked_where_they_have_an_account():
    asked = thornmere()
    deputy = make_user(email=asked.contacts.get(kind="deputy").email.upper())
    introduction = asked_introduction(asked=asked)
    accept_introduction(introduction=introduction, by=asked.lead)
    first, second = introduction.partnership.partners.all()
    assert second.deputy == deputy and first.deputy is None
    assert list(Partnership.objects.visible_to(deputy)) == [introduction.partnership]


def test_it_begins_with_the_first_need_that_the_other_can_meet():
    asker = brackenfold(needs=[line("careers", None, sentence="Careers talks for our Year 6."), SCIENCE])
    introduction = asked_introduction(asker, thornmere())
    accept_introduction(introduction=introduction, by=introduction.asked.lead)
    assert introduction.partnership.need == SCIENCE["sentence"]


def test_or_with_the_need_of_the_school_that_was_asked():
    asker = brackenfold(needs=[line("careers", None, sentence="Careers talks for our Year 6.")])
    introduction = asked_introduction(asker, thornmere())
    accept_introduction(introduction=introduction, by=introduction.asked.lead)
    assert introduction.partnership.need == MUSIC["sentence"]
    assert introduction.partnership.name == "Music: Brackenfold and Thornmere"


def test_it_opens_once_and_only_after_two_yeses():
    introduction = brokered_introduction()
    accept_introduction(introduction=introduction, by=introduction.asker.lead)
    with pytest.raises(NotAgreed):
        open_partnership(introduction=introduction, by=introduction.asker.lead)
    accept_introduction(introduction=introduction, by=introduction.asked.lead)
    introduction.refresh_from_db()
    assert open_partnership(introduction=introduction, by=introduction.asked.lead) == introduction.partnership


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Brackenfold Primary School", "Brackenfold"),
        ("Brackenfold Church of England Primary School", "Brackenfold"),
        ("St Oswin’s College", "St Oswin’s"),
        ("St Oswin’s Roman Catholic Voluntary Aided Infant and Nursery School", "St Oswin’s"),
        ("Kestrel Bank Academy", "Kestrel Bank"),
        ("The High School", "The High"),
        ("School", "School"),
    ],
)
def test_the_short_name_of_a_school(name, short):
    assert short_name(name) == short


def test_two_schools_of_one_name_are_told_apart_by_the_whole_of_it():
    asker = brackenfold()
    asker.school.name = "Thornmere Primary School"
    asker.school.save()
    introduction = asked_introduction(asker, thornmere())
    accept_introduction(introduction=introduction, by=introduction.asked.lead)
    assert introduction.partnership.name == "Science: Thornmere Primary School and Thornmere School"


# --- Changing it
def change(partnership, *, by=None, name="Wednesday science", need="A laboratory", aims="", version=0):
    by = by or partnership.introduction.asker.lead
    return change_partnership(partnership=partnership, name=name, need=need, aims=aims, version=version, by=by)


def test_people_of_both_schools_change_the_name_and_the_need():
    partnership = opened_partnership()
    change(partnership)
    changed = change(partnership, name="Science on Wednesdays", version=1, by=partnership.introduction.asked.lead)
    assert (changed.name, changed.need, changed.version) == ("Science on Wednesdays", "A laboratory", 2)
    sentences = [event.sentence for event in Event.objects.of(partnership)]
    assert sentences[:2] == ["Helen Castellane changed the name.", "Amara Nwosu changed the name and the need."]


def test_whoever_read_an_older_version_does_not_overwrite_the_newer():
    partnership = opened_partnership()
    change(partnership, name="Hers")
    with pytest.raises(Changed):
        change(partnership, name="His", by=partnership.introduction.asked.lead)
    partnership.refresh_from_db()
    assert partnership.name == "Hers"


def test_saving_the_same_twice_is_no_change():
    partnership = opened_partnership()
    change(partnership)
    assert change(partnership).version == 1
    assert len(Event.objects.of(partnership)) == 2


@pytest.mark.parametrize(
    "words", [{"name": " "}, {"need": "\x00"}, {"name": "x" * 151}, {"need": "x" * 1001}, {"aims": "x" * 2001}]
)
def test_a_name_and_a_need_of_a_fitting_length(words):
    with pytest.raises(WordsNeeded):
        change(opened_partnership(), **words)


def test_nobody_else_changes_it():
    partnership = opened_partnership()
    with pytest.raises(NotPartner):
        change(partnership, by=make_user())


def test_the_aims_are_one_a_line_however_they_were_typed():
    partnership = opened_partnership()
    changed = change(partnership, aims="- A fair test\r\n\r\n•  Year 9 explain  \n")
    assert changed.aims == "A fair test\nYear 9 explain"
    assert Event.objects.of(partnership)[0].sentence == "Amara Nwosu changed the name, the need and the aims."


# --- What a school says of itself
def say(partner, *, by, success="All three lead a practical", plan_link="Priority 2", version=0):
    return change_success(partner=partner, success=success, plan_link=plan_link, version=version, by=by)


def test_each_school_says_what_it_would_call_a_success():
    partnership = opened_partnership()
    partner = partnership.partners.last()
    for _ in range(2):
        changed = say(partner, by=partnership.introduction.asked.lead)
    assert (changed.success, changed.plan_link, changed.version) == ("All three lead a practical", "Priority 2", 1)
    assert Event.objects.of(partnership).filter(kind="success-changed").count() == 1


def test_of_two_colleagues_the_second_sees_the_first_s_words():
    partnership = opened_partnership()
    partner = partnership.partners.last()
    say(partner, by=partnership.introduction.asked.lead)
    with pytest.raises(Changed):
        say(partner, by=make_member(partner.school, role=Role.HEADTEACHER), success="Another")


def test_nobody_says_it_for_another_school():
    partnership = opened_partnership()
    for who in (partnership.introduction.asker.lead, make_member(partnership.partners.last().school, role=Role.STAFF)):
        with pytest.raises(NotPartner):
            say(partnership.partners.last(), by=who)


# --- How its people are reached
MARTIN = Person(name="Martin Oyelaran-Reed", job_title="Deputy head", email="m.reed@thornmere.example", phone="")


def correct(partner, *, by, kind="deputy", person=MARTIN):
    return correct_person(partner=partner, kind=kind, person=person, by=by)


def test_a_school_corrects_how_its_people_are_reached():
    partnership = opened_partnership()
    partner = partnership.partners.last()
    for _ in range(2):  # pressed twice
        correct(partner, by=partnership.introduction.asked.lead)
    contact = partner.contacts.get(kind="deputy")
    assert (contact.name, contact.email) == ("Martin Oyelaran-Reed", "m.reed@thornmere.example")
    events = Event.objects.of(partnership).filter(kind="people-changed")
    assert [event.sentence for event in events] == [
        "Thornmere School corrected how to reach its deputy lead."  # without a name
    ]


def test_a_correction_makes_nobody_the_lead_who_did_not_say_yes():
    partnership = opened_partnership()
    partner = partnership.partners.last()
    by = partnership.introduction.asked.lead
    somebody = make_user(email="somebody@thornmere.example")
    with pytest.raises(AnotherPerson, match="has this address"):
        correct(partner, by=by, person=replace(MARTIN, email=somebody.email))
    with pytest.raises(AnotherPerson, match="that of their account"):
        correct(partner, by=by, kind="lead")
    with pytest.raises(SamePerson):
        correct(partner, by=by, person=replace(MARTIN, email=by.email.upper()))
    partner.contacts.filter(kind="deputy").delete()
    with pytest.raises(AnotherPerson, match="Nobody is named"):
        correct(partner, by=by)


def test_nobody_corrects_the_other_school_s_people():
    partnership = opened_partnership()
    with pytest.raises(NotPartner):
        correct(partnership.partners.last(), by=partnership.introduction.asker.lead)
