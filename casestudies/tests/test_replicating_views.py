"""The pages of copying a case study: who sees what, and that nothing typed is lost."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.privacy import everything_about, forget
from accounts.tests.factories import make_member, make_pending, make_user, sign_in
from casestudies.actions.moderation import withdraw_case_study
from casestudies.actions.replication import begin_registration, give_up, save_plan, set_start, tick_step
from casestudies.models import Replication
from casestudies.tests.cast import member_of, moderator, published
from casestudies.tests.copies import HOME, copied, tarnside
from casestudies.todos import steps_due
from partnerships import kit
from partnerships.actions.moderation import approve_registration
from partnerships.actions.registration import send_registration
from partnerships.models import Draft
from partnerships.tests.cast import line, live_registration, make_answers
from partnerships.tests.introductions import opened_partnership, thornmere
from schools.tests.factories import make_independent, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def copy(client):
    """The plan of Tarnside; whoever began it is signed in."""
    copy = copied()
    sign_in(client, copy.begun_by)
    return copy


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def at(copy, name=""):
    return reverse(f"casestudies:replication{name and '_'}{name}", args=[copy.pk])


def filled(form):
    """What a browser sends of this form, untouched."""
    return {name: "" if (value := form[name].value()) is None else value for name in form.fields}


class TestReplicate:
    def address(self, edition):
        return reverse("casestudies:replicate", args=[edition.slug])

    def test_a_visitor_gets_the_kit_first_and_comes_back_after_signing_in(self, client):
        edition = published()
        text = page(client, self.address(edition))
        assert reverse("casestudies:kit", args=[edition.slug]) in text
        for name in ("account_login", "account_signup"):
            assert f"{reverse(name)}?next={self.address(edition)}" in text
        answer = client.post(self.address(edition))
        assert answer.url == f"{reverse('account_login')}?next=%2Fcase-studies%2F{edition.slug}%2Freplicate%2F"
        assert not Replication.objects.exists()

    def test_somebody_of_a_school_presses_once_or_twice_and_has_one_plan(self, client):
        edition, school = published(), tarnside()
        sign_in(client, member_of(school))
        assert "Replicate this at Tarnside Primary School" in page(client, self.address(edition))
        answers = [client.post(self.address(edition)) for _ in range(2)]
        copy = Replication.objects.get()
        assert [answer.url for answer in answers] == [copy.get_absolute_url()] * 2
        assert "Open the plan of Tarnside Primary School" in page(client, self.address(edition))

    def test_of_several_schools_one_is_chosen(self, client):
        edition, user = published(), make_user()
        for school in (first := tarnside(), make_school(name="Netherholme Primary School")):
            make_member(school, user=user)
        sign_in(client, user)
        assert "For which school?" in page(client, self.address(edition))
        refused = client.post(self.address(edition), {}).content.decode()
        assert "Select the school that will copy this" in refused and "<title>Error: " in refused
        other = make_school()
        assert client.post(self.address(edition), {"school": other.urn}).status_code == 200
        client.post(self.address(edition), {"school": first.urn})
        assert Replication.objects.get().school == first

    def test_somebody_who_waits_is_told_for_what(self, client):
        edition, school = published(), tarnside()
        sign_in(client, make_pending(school).user)
        text = page(client, self.address(edition))
        assert "We are checking that you work there" in text and "Tarnside Primary School" in text
        assert reverse("casestudies:kit", args=[edition.slug]) in text
        assert client.post(self.address(edition)).status_code == 200 and not Replication.objects.exists()

    def test_somebody_of_no_school_is_asked_where_they_work(self, client):
        edition = published()
        sign_in(client, make_user())
        assert f"{reverse('accounts:choose_school')}?next={self.address(edition)}" in page(
            client, self.address(edition)
        )
        assert client.post(self.address(edition)).status_code == 200 and not Replication.objects.exists()

    def test_a_school_that_is_named_reads_why_not(self, client):
        edition = published()
        sign_in(client, edition.case_study.begun_by)
        assert "is named in this case study, so it cannot copy it" in page(client, self.address(edition))
        assert client.post(self.address(edition)).status_code == 200 and not Replication.objects.exists()

    def test_what_is_not_public_is_not_there(self, client):
        edition = published()
        assert page(client, reverse("casestudies:replicate", args=["no-such-thing"]), 404)
        withdraw_case_study(case_study=edition.case_study, by=moderator(), words="The schools asked for it.")
        assert page(client, self.address(edition), 410)
        assert client.post(self.address(edition)).status_code == 410

    def test_the_kit_of_its_partnership_is_named(self, client, monkeypatch):
        class Memoranda:
            def parts_of(self, partnership):
                yield kit.Part(title="Their memorandum", sentence="12 clauses.", url="/mou/1/")

        monkeypatch.setattr(kit, "_holders", [Memoranda()])
        edition = published(partnership=opened_partnership())
        assert "Their memorandum: 12 clauses." in page(client, self.address(edition))
        copy = copied(edition)
        sign_in(client, copy.begun_by)
        assert '<a class="govuk-link" href="/mou/1/">Their memorandum</a>' in page(client, at(copy))


class TestList:
    def test_only_my_schools_plans_with_what_is_next(self, client, copy):
        other = copied(copy.case_study.edition, make_school(name="Netherholme Primary School"))
        set_start(replication=copy, starts_on=timezone.localdate() + datetime.timedelta(weeks=14), by=copy.begun_by)
        text = page(client, reverse("casestudies:replications"))
        assert "Tarnside Primary School. 0 of 3 steps done. Next: Agree the need." in text
        assert "Netherholme" not in text and at(other) not in text

    def test_none_yet(self, client):
        sign_in(client, make_user())
        assert "Nothing copied yet" in page(client, reverse("casestudies:replications"))
        assert "Nothing copied yet" in page(client, reverse("casestudies:replications") + "?page=1000000000000")

    def test_many_take_as_many_queries_as_one(self, client, copy, django_assert_max_num_queries):
        def queries():
            with django_assert_max_num_queries(40) as taken:
                page(client, reverse("casestudies:replications"))
            return len(taken)

        queries()
        one = queries()
        for number in range(3):
            copied(published(title=f"Another {number}"), copy.school)
        assert queries() == one


@pytest.mark.parametrize("name", ["", "start", "plan", "give_up", "partnership", "registration"])
def test_others_plans_are_not_there(client, copy, name):
    sign_in(client, make_member(make_school()))
    assert client.get(at(copy, name)).status_code in (404, 405)
    if name:
        assert client.post(at(copy, name)).status_code == 404
    client.logout()
    assert client.post(at(copy, name)).url.startswith("/accounts/login/")


class TestPage:
    def test_everything_carried_over_stands_there(self, client, copy):
        text = page(client, at(copy))
        for words in (
            "No start date yet",
            "14 weeks before",
            "Both heads in one room, for an hour.",
            "Science technician",
            "The partner school",
            "Hours in all: our school 31, the partner school 24.",
            "£2,128",
            "Register interest with this need",
            "No school within your reach has said yet",
            "Tarnside Primary School began to copy",
        ):
            assert words in text

    def test_with_a_start_date_each_step_has_its_day_and_lateness(self, client, copy):
        set_start(replication=copy, starts_on=datetime.date(2027, 3, 8), by=copy.begun_by)
        text = page(client, at(copy))
        assert "14 weeks before: by Monday 30 November 2026" in text

    def test_what_people_wrote_runs_nowhere(self, client):
        edition = published(
            story={"title": "<b>Bold</b> science"},
            steps={
                "steps": [{"title": "<script>x</script>", "weeks_before": 2, "text": "<script>alert(1)</script>"}] * 2
            },
        )
        copy = copied(edition)
        sign_in(client, copy.begun_by)
        text = page(client, at(copy))
        assert "<script>x" not in text and "<script>alert" not in text and "<b>Bold" not in text

    def test_schools_near_are_named_and_nobody_of_them(self, client, copy):
        near = make_independent(name="Saltmarsh School", **{**HOME, "easting": HOME["easting"] + 3_000})
        theirs = thornmere(near)
        text = page(client, at(copy))
        assert near.get_absolute_url() in text and "1.9 miles" in text
        assert "Offers: science (lessons and masterclasses) for Years 5 and 6." in text
        for contact in theirs.contacts.all():
            assert contact.name not in text and contact.email not in text

    def test_many_near_take_as_many_queries_as_one(self, client, copy, django_assert_max_num_queries):
        def queries():
            with django_assert_max_num_queries(60) as taken:
                page(client, at(copy))
            return len(taken)

        thornmere(make_independent(name="School 0"))
        queries()
        one = queries()
        for number in range(1, 8):
            thornmere(make_independent(name=f"School {number}"))
        text = page(client, at(copy))
        assert "3 more schools within your reach" in text
        assert queries() == one

    def test_a_live_registration_leads_to_the_matches(self, client, copy):
        draft = begin_registration(replication=copy, by=copy.begun_by)
        assert "You have begun to register interest" in page(client, at(copy))
        Draft.objects.filter(pk=draft.pk).update(answers=make_answers(copy.school) | draft.answers)
        registration = send_registration(draft=draft, by=copy.begun_by)
        assert "(with forum staff) seeks a partner for it" in page(client, at(copy))
        approve_registration(registration=registration, by=moderator())
        assert f"/partners/?school={copy.school.urn}" in page(client, at(copy))

    def test_of_a_withdrawn_case_study_the_plan_stays(self, client, copy):
        withdraw_case_study(case_study=copy.case_study, by=moderator(), words="The schools asked for it.")
        text = page(client, at(copy))
        assert "It has been withdrawn" in text and "Agree the need" in text
        assert reverse("casestudies:kit", args=[copy.case_study.edition.slug]) not in text

    def test_what_was_given_up_offers_to_begin_again_and_no_button(self, client, copy):
        give_up(replication=copy, by=copy.begun_by)
        text = page(client, at(copy))
        assert "Begin again" in text and f"{at(copy)}steps/" not in text and at(copy, "plan") not in text


class TestStart:
    def test_a_date_is_saved(self, client, copy):
        day = timezone.localdate() + datetime.timedelta(days=120)
        parts = {"starts_on_0": day.day, "starts_on_1": day.month, "starts_on_2": day.year}
        assert client.post(at(copy, "start"), parts).url == at(copy)
        copy.refresh_from_db()
        assert copy.starts_on == day
        assert f'value="{day.year}"' in page(client, at(copy, "start"))

    @pytest.mark.parametrize(
        ("parts", "error"),
        [
            (("", "", ""), "Enter the day, month and year of the first session"),
            (("4", "", "2027"), "Enter a real date"),
            (("31", "2", "2027"), "Enter a real date"),
            (("a", "<script>", "\x00"), "Enter a real date"),
            (("9" * 5000, "1", "2027"), "Enter a real date"),
            (("1", "1", "27"), "Enter a date that is at most a year ago"),
            (("1", "1", "9999"), "Enter a date that is at most a year ago"),
            (("²", "1", "2027"), "Enter a real date"),
        ],
    )
    def test_what_is_no_date_is_answered_with_what_to_enter(self, client, copy, parts, error):
        answer = client.post(at(copy, "start"), {f"starts_on_{n}": part for n, part in enumerate(parts)})
        text = answer.content.decode()
        assert answer.status_code == 200 and error in text and "<title>Error: " in text

    def test_an_empty_post_is_too(self, client, copy):
        assert "Enter the day, month and year" in client.post(at(copy, "start")).content.decode()


class TestSteps:
    def address(self, copy, step):
        return reverse("casestudies:replication_step", args=[copy.pk, step.pk])

    def test_ticked_and_unticked(self, client, copy):
        step = copy.steps.first()
        answer = client.post(self.address(copy, step), {"done": "yes"})
        assert answer.url == f"{at(copy)}#step-{step.pk}"
        text = page(client, at(copy))
        assert "1 of 3 done" in text and "Not done after all" in text
        client.post(self.address(copy, step), {"done": "no"})
        assert "0 of 3 done" in page(client, at(copy))

    def test_a_step_of_another_plan_is_not_there(self, client, copy):
        other = copied(copy.case_study.edition, make_school(name="Netherholme Primary School"))
        step = other.steps.first()
        assert client.post(self.address(copy, step), {"done": "yes"}).status_code == 404
        assert client.post(self.address(other, step), {"done": "yes"}).status_code == 404
        assert client.get(self.address(copy, copy.steps.first())).status_code == 405

    def test_after_giving_up_it_says_so(self, client, copy):
        give_up(replication=copy, by=copy.begun_by)
        answer = client.post(self.address(copy, copy.steps.first()), {"done": "yes"}, follow=True)
        assert "Your school gave this up" in answer.content.decode()


class TestPlan:
    def form(self, client, copy):
        return filled(client.get(at(copy, "plan")).context["form"])

    def test_saving_what_is_there_changes_nothing(self, client, copy):
        before = copy.plan
        client.post(at(copy, "plan"), self.form(client, copy))
        copy.refresh_from_db()
        assert copy.plan == before and copy.version == 0

    def test_roles_are_changed_left_out_and_added(self, client, copy):
        data = self.form(client, copy)
        data |= {"hours_1": "30", "role_2": "", "role_3": "Driver", "from_3": "ours", "hours_3": "8", "total": "£1,900"}
        assert client.post(at(copy, "plan"), data).url == at(copy)
        copy.refresh_from_db()
        assert [(row["role"], row["from"], row["hours"]) for row in copy.plan["staffing"]] == [
            ("Science technician", "theirs", 30),
            ("Driver", "ours", 8),
        ]
        assert copy.plan["total"] == 1900

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"role_3": "", "hours_3": "8"}, "Enter the role, or empty the rest of the row"),
            ({"hours_1": "many"}, "Enter a whole number in figures"),
            ({"total": "-1"}, "Enter 0 or more"),
            ({"total": "9" * 30}, "or fewer"),
            ({"from_1": "mars"}, "Select one from the list"),
            ({"transport": "x" * 10_000}, "Shorten this to 2,000 characters or fewer"),
            ({"role_1": "x\x00y"}, "Take out the letter that cannot be shown"),
        ],
    )
    def test_what_cannot_be_is_refused_and_kept(self, client, copy, changes, error):
        answer = client.post(at(copy, "plan"), {**self.form(client, copy), **changes})
        assert answer.status_code == 200 and error in answer.content.decode()
        copy.refresh_from_db()
        assert copy.version == 0

    def test_a_broken_version_is_no_error_of_ours(self, client, copy):
        for version in ("", "x", "-1", "9" * 20):
            assert client.post(at(copy, "plan"), {**self.form(client, copy), "version": version}).status_code == 200

    def test_of_two_colleagues_the_second_sees_both_and_may_save_over(self, client, copy):
        data = {**self.form(client, copy), "funder": "We pay half"}
        theirs = {**copy.plan, "funder": "The Forum pays"}
        save_plan(replication=copy, plan=theirs, seen=0, by=make_member(copy.school))
        answer = client.post(at(copy, "plan"), data)
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "What is saved now" in text and "The Forum pays" in text and 'value="We pay half"' in text
        again = filled(answer.context["form"])
        assert client.post(at(copy, "plan"), again).url == at(copy)
        copy.refresh_from_db()
        assert copy.plan["funder"] == "We pay half" and copy.version == 2


class TestRegistration:
    def test_it_opens_the_needs_filled_in(self, client, copy):
        answer = client.post(at(copy, "registration"), follow=True)
        text = answer.content.decode()
        draft = Draft.objects.get(user=copy.begun_by)
        assert answer.redirect_chain[-1][0] == reverse("partnerships:register_step", args=[draft.pk, "needs"])
        assert "Our Year 5 pupils had never lit a Bunsen burner." in text
        assert "We filled in a need and an offer from" in text

    def test_with_a_registration_it_is_added_to_it(self, client):
        registration = live_registration(tarnside(), needs=[line("drama", None)])
        copy = copied(school=registration.school)
        sign_in(client, copy.begun_by)
        assert "Add this need to your registration" in page(client, at(copy))
        client.post(at(copy, "registration"))
        assert Draft.objects.unfinished().get().changes == registration
        assert "You have begun to add it to your registration" in page(client, at(copy))

    def test_nothing_happens_by_looking(self, client, copy):
        assert client.get(at(copy, "registration")).status_code == 405


class TestPartnership:
    def test_one_of_ours_is_chosen(self, client, copy):
        partnership = opened_partnership()
        partnership.partners.create(school=copy.school)
        assert "Say which partnership" in page(client, at(copy))
        assert "Select the partnership" in client.post(at(copy, "partnership"), {}).content.decode()
        assert client.post(at(copy, "partnership"), {"partnership": partnership.pk}).url == at(copy)
        assert f'You do this as <a class="govuk-link" href="{partnership.get_absolute_url()}">' in page(
            client, at(copy)
        )

    def test_another_schools_is_no_choice(self, client, copy):
        ours, theirs = opened_partnership(), opened_partnership()
        ours.partners.create(school=copy.school)
        answer = client.post(at(copy, "partnership"), {"partnership": theirs.pk})
        assert answer.status_code == 200 and theirs.name not in answer.content.decode().replace(ours.name, "")
        copy.refresh_from_db()
        assert copy.partnership is None

    def test_without_any_there_is_nothing_to_choose(self, client, copy):
        assert "Say which partnership" not in page(client, at(copy))
        assert client.get(at(copy, "partnership")).url == at(copy)


class TestGiveUp:
    def test_it_asks_once_more(self, client, copy):
        assert "Give this plan up?" in page(client, at(copy, "give_up"))
        copy.refresh_from_db()
        assert copy.ended_at is None
        answers = [client.post(at(copy, "give_up")) for _ in range(2)]
        assert [answer.url for answer in answers] == [reverse("casestudies:replications")] * 2
        assert client.get(at(copy, "give_up")).url == at(copy)
        assert "Given up" in page(client, reverse("casestudies:replications"))


def test_the_dashboard_names_the_step_that_is_due(client, copy):
    assert "Choose when “Wednesday science in one shared laboratory” starts" in page(client, reverse("dashboard"))
    starts_on = timezone.localdate() + datetime.timedelta(weeks=14)
    set_start(replication=copy, starts_on=starts_on, by=copy.begun_by)
    text = page(client, reverse("dashboard"))
    assert "Agree the need" in text and "Choose when" not in text
    for step in copy.steps.all():
        tick_step(step=step, done=True, by=copy.begun_by)
    assert "Agree the need" not in page(client, reverse("dashboard"))


def test_many_plans_take_the_dashboard_as_many_queries_as_one(copy, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(list(steps_due(copy.begun_by))) == 1
    for number in range(3):
        copied(published(title=f"Another {number}"), copy.school)
    with django_assert_num_queries(2):
        assert len(list(steps_due(copy.begun_by))) == 4


def test_my_data_holds_what_i_copied_and_ticked(client, copy):
    step = tick_step(step=copy.steps.first(), done=True, by=copy.begun_by)
    held = everything_about(copy.begun_by)["case studies you copy"]
    assert [one["school__name"] for one in held["begun"]] == ["Tarnside Primary School"]
    assert [one["title"] for one in held["steps done"]] == ["Agree the need"]
    user = copy.begun_by
    forget(user)
    user.delete()
    copy.refresh_from_db()
    step.refresh_from_db()
    assert copy.begun_by is None and step.done_by is None and step.done_at
