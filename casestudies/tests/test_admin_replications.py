"""The list of copies for Forum staff."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ForumRole
from accounts.tests.factories import make_forum, make_member, sign_in
from casestudies.actions.replication import choose_partnership, give_up, save_plan
from casestudies.actions.writing import begin_case_study
from casestudies.models import Replication
from casestudies.replicating import EMPTY
from casestudies.tests.cast import member_of, published, sent_case_study
from casestudies.tests.copies import copied, tarnside
from partnerships.tests.introductions import opened_partnership
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db
LIST = reverse("admin:casestudies_replication_changelist")


def client_of(role=ForumRole.ADVISER):
    client = Client()
    sign_in(client, make_forum(role=role))
    return client


def page_of(copy):
    return reverse("admin:casestudies_replication_change", args=[copy.pk])


def listed(client, **asked):
    response = client.get(LIST, asked)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def partnered():
    """A copy that became a partnership."""
    partnership = opened_partnership()
    copy = copied(school=partnership.partners.order_by("pk").first().school)
    return choose_partnership(replication=copy, partnership=partnership, by=copy.begun_by)


@pytest.mark.parametrize("role", ForumRole)
def test_all_of_the_forum_read_who_copies_what_since_when_and_how_far(role):
    copy = copied()
    page = client_of(role).get(LIST).content.decode()
    for words in (copy.case_study.edition.title, "Tarnside Primary School", "Plan", "Yorkshire"):
        assert words in page
    assert client_of(role).get(page_of(copy)).status_code == 200


def test_a_plan_stays_its_schools():
    copy = copied()
    plan = {**EMPTY, "total": 98765, "funder": "The Friends of Tarnside"}
    save_plan(replication=copy, plan=plan, seen=0, by=copy.begun_by)
    client = client_of(ForumRole.ADMINISTRATOR)
    for address in (LIST, page_of(copy)):
        page = client.get(address).content.decode()
        assert "98765" not in page and "Friends of" not in page and "Agree the need" not in page


def test_nobody_writes_and_no_other_role_reads():
    copy = copied()
    client = client_of(ForumRole.ADMINISTRATOR)
    assert client.post(page_of(copy), {"ended_at_0": "2026-01-01"}).status_code == 403
    assert client.get(reverse("admin:casestudies_replication_add")).status_code == 403
    assert client.post(reverse("admin:casestudies_replication_delete", args=[copy.pk])).status_code == 403
    school_staff = Client()
    sign_in(school_staff, make_member(make_school()))
    assert school_staff.get(LIST).status_code == 302
    assert school_staff.get(page_of(copy)).status_code == 302
    assert Replication.objects.filter(pk=copy.pk, ended_at=None).exists()


def test_how_far_it_is_and_the_filter_of_it():
    plan = copied()
    far = partnered()
    over = copied(published(title="Another"), tarnside(name="Foxlow Primary School"))
    give_up(replication=over, by=over.begun_by)
    client = client_of()
    expected = {"plan": [plan], "partnership": [far], "ended": [over], "registration": [], "told": [], "nonsense": []}
    assert {stage: listed(client, stage=stage) for stage in expected} == expected
    assert listed(client) == [over, far, plan]


def test_a_sent_registration_counts():
    copy = partnered()
    registration = copy.partnership.introduction.asker
    Replication.objects.filter(pk=copy.pk).update(partnership=None, registration=registration)
    assert listed(client_of(), stage="registration") == [copy]


def test_the_schools_own_case_study_counts_once_the_forum_has_it():
    copy = partnered()
    own = begin_case_study(school=copy.school, by=member_of(copy.school), partnership=copy.partnership)
    client = client_of()
    assert listed(client, stage="partnership") == [copy]
    own.sent_at = copy.begun_at
    own.title = "The bus we share"
    own.save()
    assert listed(client, stage="told") == [copy]
    assert "The bus we share" in client.get(page_of(copy)).content.decode()


def test_region_words_and_date():
    copy, client = copied(), client_of()
    other = copied(published(title="The reading barge"), make_school(name="Foxlow", region="london", town="Hox"))
    assert listed(client, q="tarnside") == listed(client, q=str(copy.school.urn)) == [copy]
    assert listed(client, q="barge") == listed(client, school__region__exact="london") == [other]
    assert listed(client, begun_at__year=copy.begun_at.year) == [other, copy]
    assert listed(client, begun_at__year=2001) == []


def test_what_was_withdrawn_from_the_text_since_is_not_told():
    """The list names what is published, and not the title of a next version that its schools still write."""
    copy = copied()
    copy.case_study.title = "A title of the next version"
    copy.case_study.save()
    assert "A title of the next version" not in client_of().get(LIST).content.decode()


def test_the_list_costs_as_much_for_many_as_for_few(django_assert_max_num_queries):
    client = client_of()
    partnered()
    with django_assert_max_num_queries(60) as few:
        client.get(LIST)
    asked = len(few.captured_queries)
    for name in ("The bell tower", "The reading barge"):
        copied(published(title=name), make_school(name=f"School of {name}"))
    sent_case_study()
    with django_assert_max_num_queries(asked):
        client.get(LIST)
