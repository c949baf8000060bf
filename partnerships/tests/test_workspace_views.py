"""The list of partnerships and the pages of one."""

import pytest
from django.urls import reverse

from accounts.actions import end_membership
from accounts.models import Role
from accounts.tests.factories import make_member, make_user, sign_in
from core import events
from partnerships import workspace
from partnerships.actions.introduction import accept_introduction
from partnerships.actions.partnership import change_partnership
from partnerships.actions.proposal import step_down
from partnerships.models import Partnership
from partnerships.tests.introductions import (
    MUSIC,
    SCIENCE,
    adviser,
    asked_introduction,
    brackenfold,
    opened_partnership,
    thornmere,
)

pytestmark = pytest.mark.django_db


def page(response):
    assert response.status_code == 200
    return response.content.decode()


def url_of(name, partnership):
    return reverse(f"partnerships:{name}", args=[partnership.pk])


def people_url(partnership, n=0):
    return reverse("partnerships:people", args=[partnership.pk, partnership.partners.all()[n].pk])


def test_the_overview_shows_both_schools_what_each_gives_and_gets_and_the_next_step(client):
    partnership = opened_partnership()
    for registration in (partnership.introduction.asker, partnership.introduction.asked):
        sign_in(client, registration.lead)
        html = page(client.get(partnership.get_absolute_url()))
        for words in (
            "Next: talk within two weeks",
            "Helen Castellane",
            "Tom Ridley",
            "The headteacher agrees",
            "/guides/agreeing/",
        ):
            assert words in html
    first, second = client.get(partnership.get_absolute_url()).context["cards"]
    assert [line.sentence for line in first.gives] == [MUSIC["sentence"]] == [line.sentence for line in second.gets]
    assert [line.sentence for line in first.gets] == [SCIENCE["sentence"]] == [line.sentence for line in second.gives]
    assert "Brackenfold Primary School asked for an introduction." in html


@pytest.mark.parametrize("name", ["partnership", "change_partnership", "timeline"])
def test_nobody_else_sees_it(client, name):
    partnership = opened_partnership()
    url = url_of(name, partnership)
    assert client.get(url).status_code == 302
    for outsider in (make_user(), brackenfold().lead, adviser()):
        sign_in(client, outsider)
        assert client.get(url).status_code == 404


def test_a_lead_who_left_the_school_sees_it_no_longer(client):
    partnership = opened_partnership()
    lead = partnership.introduction.asked.lead
    make_member(partnership.introduction.asked.school)
    end_membership(membership=lead.memberships.get(), by=lead)
    sign_in(client, lead)
    assert client.get(partnership.get_absolute_url()).status_code == 404
    assert "No partnership yet" in page(client.get(reverse("partnerships:partnerships")))


def test_where_one_person_carries_it_all_the_page_says_so(client):
    partnership = opened_partnership()
    asked = partnership.introduction.asked
    sign_in(client, asked.lead)
    assert "has no deputy lead" not in page(client.get(partnership.get_absolute_url()))
    head = make_member(asked.school, role=Role.HEADTEACHER)
    step_down(partner=partnership.partners.last(), kind="deputy", by=head)
    html = page(client.get(partnership.get_absolute_url()))
    assert "Thornmere School has no deputy lead" in html and "Name a deputy lead" in html
    sign_in(client, partnership.introduction.asker.lead)
    html = page(client.get(partnership.get_absolute_url()))
    assert "Thornmere School has no deputy lead" in html and "Name a deputy lead" not in html


def test_one_sided_help_is_said_plainly(client):
    asked = thornmere(offers=[])
    introduction = asked_introduction(brackenfold(), asked)
    accept_introduction(introduction=introduction, by=asked.lead)
    sign_in(client, asked.lead)
    html = page(client.get(introduction.partnership.get_absolute_url()))
    assert "Nothing yet: agree it when you talk" in html


def test_changing_the_name_and_the_need(client):
    partnership = opened_partnership()
    sign_in(client, partnership.introduction.asker.lead)
    url = url_of("change_partnership", partnership)
    assert partnership.name in page(client.get(url))
    response = client.post(
        url, {"name": "Wednesday science", "need": "A laboratory", "aims": "A fair test", "version": 0}, follow=True
    )
    assert "Saved." in page(response) and "Wednesday science" in response.content.decode()


def test_of_two_who_change_it_nobody_loses_a_word(client):
    partnership = opened_partnership()
    sign_in(client, partnership.introduction.asker.lead)
    url = url_of("change_partnership", partnership)
    change_partnership(
        partnership=partnership,
        name="Hers",
        need="Her need",
        aims="Her aim",
        version=0,
        by=partnership.introduction.asked.lead,
    )
    mine = {"name": "Mine", "need": "My need", "version": 0}
    html = page(client.post(url, mine))
    assert "<title>Error: " in html and "Somebody else has changed this" in html
    assert "Her need" in html and 'value="Mine"' in html and 'name="version" value="1"' in html
    client.post(url, mine | {"version": 1})
    partnership.refresh_from_db()
    assert (partnership.name, partnership.version) == ("Mine", 2)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"name": ""}, "Enter a name for the partnership"),
        ({"need": ""}, "Enter the need, in a sentence or two"),
        ({"name": "x" * 10_000}, "Shorten the name"),
        ({"need": "x" * 10_000}, "Shorten the need"),
        ({"version": "soon"}, "Error: "),
        ({"version": 10**30}, "Error: "),
    ],
)
def test_what_cannot_be_saved_is_kept(client, data, error):
    partnership = opened_partnership()
    sign_in(client, partnership.introduction.asker.lead)
    typed = {"name": "Wednesday science", "need": "A laboratory", "aims": "A fair test", "version": 0} | data
    html = page(client.post(url_of("change_partnership", partnership), typed))
    assert error in html and (typed["need"][:50] in html)
    partnership.refresh_from_db()
    assert partnership.version == 0


def test_the_other_school_s_people_are_not_ours_to_name(client):
    partnership = opened_partnership()
    sign_in(client, partnership.introduction.asker.lead)
    assert client.get(people_url(partnership, 1)).status_code == 404
    elsewhere = reverse("partnerships:people", args=[partnership.pk, opened_partnership().partners.first().pk])
    assert client.get(elsewhere).status_code == 404


def test_the_timeline_is_paged_and_without_what_only_the_forum_sees(client):
    partnership = opened_partnership()
    for n in range(25):
        events.record(of=partnership, kind="note", sentence=f"Sentence {n}.")
    events.record(of=partnership, kind="note", sentence="For the Forum.", for_staff=True)
    sign_in(client, partnership.introduction.asker.lead)
    overview = page(client.get(partnership.get_absolute_url()))
    assert "See everything (28)" in overview and "For the Forum." not in overview
    url = url_of("timeline", partnership)
    assert "Sentence 24." in page(client.get(url)) and "For the Forum." not in page(client.get(url))
    assert "asked for an introduction" in page(client.get(url, {"page": 2}))


def test_tabs_are_shown_once_there_is_a_second(client, monkeypatch):
    partnership = opened_partnership()
    sign_in(client, partnership.introduction.asker.lead)
    monkeypatch.setattr(workspace, "_providers", [])
    assert "issp-sidenav" not in page(client.get(partnership.get_absolute_url()))
    workspace.register_tab(lambda partnership, user: workspace.Tab(text="MOU", url="/partnerships/mou/", count=2))
    workspace.register_tab(lambda partnership, user: None)
    html = page(client.get(partnership.get_absolute_url()))
    assert "issp-sidenav" in html and "MOU" in html and html.count('aria-current="page"') >= 1


def test_the_list_takes_the_same_queries_however_long(client, django_assert_max_num_queries):
    school = brackenfold().school
    me = make_member(school)
    sign_in(client, me)
    url = reverse("partnerships:partnerships")

    def count():
        with django_assert_max_num_queries(30) as found:
            page(client.get(url))
        return len(found)

    mine = school.registrations.get()
    for n in range(5):
        introduction = asked_introduction(asked=mine, asker=thornmere())
        accept_introduction(introduction=introduction, by=mine.lead)
        if n == 0:
            few = count()
    assert count() == few and Partnership.objects.count() == 5
    assert all(partnership.name in page(client.get(url)) for partnership in Partnership.objects.all())


def test_the_overview_takes_the_same_queries_however_many_lines(client, django_assert_max_num_queries):
    def count(partnership):
        sign_in(client, partnership.introduction.asker.lead)
        client.get(partnership.get_absolute_url())
        with django_assert_max_num_queries(40) as found:
            page(client.get(partnership.get_absolute_url()))
        return len(found)

    small = count(opened_partnership())
    introduction = asked_introduction(brackenfold(needs=[SCIENCE, MUSIC], offers=[MUSIC, SCIENCE]), thornmere())
    accept_introduction(introduction=introduction, by=introduction.asked.lead)
    assert count(introduction.partnership) == small
