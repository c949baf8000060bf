"""What an accepted introduction opens, and who may change it: partnerships/actions/partnership.py."""

import pytest

from accounts.tests.factories import make_member, make_user
from core.errors import Changed
from core.models import Event
from partnerships.actions.introduction import accept_introduction
from partnerships.actions.partnership import (
    NotAgreed,
    NotPartner,
    Person,
    SamePerson,
    WordsNeeded,
    change_partnership,
    change_people,
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
def change(partnership, *, by=None, name="Wednesday science", need="A laboratory", version=0):
    by = by or partnership.introduction.asker.lead
    return change_partnership(partnership=partnership, name=name, need=need, version=version, by=by)


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


@pytest.mark.parametrize("words", [{"name": " "}, {"need": "\x00"}, {"name": "x" * 151}, {"need": "x" * 1001}])
def test_a_name_and_a_need_of_a_fitting_length(words):
    with pytest.raises(WordsNeeded):
        change(opened_partnership(), **words)


def test_nobody_else_changes_it():
    partnership = opened_partnership()
    with pytest.raises(NotPartner):
        change(partnership, by=make_user())


# --- Its people
HELEN = Person(name="Helen Castellane", job_title="Head of science", email="helen.new@thornmere.example", phone="")
MARTIN = Person(name="Martin Oyelaran", job_title="Head", email="martin@thornmere.example", phone="01632 960202")


def test_a_school_names_its_own_people():
    partnership = opened_partnership()
    partner = partnership.partners.last()
    account = make_user(email="martin@thornmere.example")
    by = make_member(partner.school)
    for _ in range(2):  # pressed twice
        changed = change_people(partner=partner, lead=HELEN, deputy=MARTIN, by=by)
    assert changed.deputy == account
    assert [str(c) for c in changed.contacts.all()] == ["Helen Castellane, Head of science", "Martin Oyelaran, Head"]
    events = [event for event in Event.objects.of(partnership) if event.kind == "people-changed"]
    assert [event.sentence for event in events] == ["Thornmere School changed who carries the partnership there."]
    assert change_people(partner=partner, lead=HELEN, deputy=None, by=by).contacts.count() == 1


def test_two_people_carry_it_not_one_twice():
    partner = opened_partnership().partners.last()
    with pytest.raises(SamePerson):
        change_people(partner=partner, lead=HELEN, deputy=HELEN, by=make_member(partner.school))


def test_nobody_names_the_other_school_s_people():
    partnership = opened_partnership()
    with pytest.raises(NotPartner):
        change_people(
            partner=partnership.partners.last(), lead=HELEN, deputy=MARTIN, by=partnership.introduction.asker.lead
        )
