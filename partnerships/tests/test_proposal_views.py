"""The pages on who joins a partnership, leaves it and carries it, and what they add to dashboard, file and admin."""

import pytest
from django.core import signing
from django.urls import reverse

from accounts.actions import delete_account, end_membership
from accounts.models import Role
from accounts.privacy import everything_about
from accounts.tests.factories import make_forum, make_member, make_user, sign_in
from core.todos import todos_of
from notifications.models import Message
from partnerships.actions.proposal import answer_proposal, propose_leaving, propose_person, withdraw_proposal
from partnerships.actions.stage import end_partnership
from partnerships.messages.proposals import JOIN_SALT
from partnerships.models import Partnership, Proposal
from partnerships.tests.introductions import opened_partnership
from partnerships.tests.proposing import WHY, asked_to_join, first, newcomer, second, three_schools
from schools.forms import choice_words

pytestmark = pytest.mark.django_db
BAD = ["<script>alert(1)</script>", "x" * 10_000, "\x00", "…" * 1001]


@pytest.fixture
def partnership():
    return opened_partnership()


@pytest.fixture
def amara(client, partnership):
    lead = first(partnership).lead
    sign_in(client, lead)
    return lead


def page(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def url(name, partnership, *more):
    return reverse(f"partnerships:{name}", args=[partnership.pk, *more])


def post_of(name, partnership, kind="lead", n=0):
    partner = (first, second)[n](partnership)
    return url(name, partnership, partner.pk, kind)


# --- The stage
def test_the_stage_moves_by_a_button_after_a_page_that_says_what_it_means(client, partnership, amara):
    html = page(client.get(partnership.get_absolute_url()))
    there = url("stage", partnership, "agreed")
    assert there in html and "We have agreed on paper" in html
    assert "cannot be undone" in page(client.get(there))
    assert Partnership.objects.get().stage == "forming"  # nothing on GET
    assert "Start running" in page(client.post(there, follow=True))
    assert client.get(there).status_code == 302  # it is done
    assert "cannot become" in page(client.post(url("stage", partnership, "embedding"), follow=True))


@pytest.mark.parametrize("to", ["ended", "forming", "nonsense"])
def test_no_other_stage_has_a_page(client, partnership, amara, to):
    assert client.post(url("stage", partnership, to)).status_code == 404


def test_who_only_reads_sees_no_button_and_moves_nothing(client, partnership):
    sign_in(client, make_member(first(partnership).school, role=Role.STAFF))
    html = page(client.get(partnership.get_absolute_url()))
    for name in ("stage/agreed", "/change/", "/schools/add/", "/end/", "/leave/", "/success/"):
        assert name not in html
    for name in ("add_school", "end_partnership"):
        assert "Ask one of them" in page(client.get(url(name, partnership), follow=True))
    assert "Ask one of them" in page(client.post(url("stage", partnership, "agreed"), follow=True))
    assert client.get(url("stage", partnership, "agreed")).status_code == 302
    assert Partnership.objects.get().stage == "forming"


def test_what_has_ended_is_read_and_not_changed(client, partnership, amara):
    end_partnership(partnership=partnership, by=amara, why="Every school said yes.")
    html = page(client.get(partnership.get_absolute_url()))
    assert "This partnership has ended" in html and "/change/" not in html and "/people/" not in html
    refused = page(client.post(url("change_partnership", partnership), {"name": "N", "need": "N", "version": 0}))
    assert "Ask one of them" in refused
    for name in ("end_partnership", "add_school"):
        assert "nothing in it changes" in page(client.post(url(name, partnership), {"words": "Why"}, follow=True))
    assert not Proposal.objects.exists()


# --- Success
def test_each_school_writes_its_own_and_all_read_it(client, partnership, amara):
    there = url("success", partnership, first(partnership).pk)
    typed = {"success": "All lead a practical\nNobody waits", "plan_link": "Priority 2, https://plan.example/2"}
    html = page(client.post(there, typed | {"version": 0}, follow=True))
    assert "<li>Nobody waits</li>" in html and 'href="https://plan.example/2"' in html
    assert client.get(url("success", partnership, second(partnership).pk)).status_code == 404
    sign_in(client, second(partnership).lead)
    html = page(client.get(partnership.get_absolute_url()))
    assert "<li>Nobody waits</li>" in html and there not in html


def test_of_two_colleagues_both_texts_are_shown(client, partnership, amara):
    there = url("success", partnership, first(partnership).pk)
    client.post(there, {"success": "Hers", "plan_link": "", "version": 0})
    html = page(client.post(there, {"success": "Mine", "plan_link": "", "version": 0}))
    assert "<title>Error: " in html and "Hers" in html and "Mine" in html and 'name="version" value="1"' in html


@pytest.mark.parametrize("words", BAD)
def test_hostile_words_are_shown_as_typed_or_refused(client, partnership, amara, words):
    there = url("success", partnership, first(partnership).pk)
    for field in ("success", "plan_link"):
        html = page(client.post(there, {"success": "", "plan_link": "", field: words, "version": 0}, follow=True))
        assert "<script>alert" not in html


# --- People
def test_the_page_of_our_people_and_what_can_be_done(client, partnership, amara):
    html = page(client.get(url("people", partnership, first(partnership).pk)))
    for words in ("Amara Nwosu", "Tom Ridley", "Ask somebody else to be deputy lead", "Step down without a successor"):
        assert words in html
    assert "as lead</span>" in html and "as deputy lead</span>" not in html  # hers to step down from, not Tom's


def test_who_only_reads_sees_the_people_and_no_link(client, partnership):
    sign_in(client, make_member(first(partnership).school, role=Role.STAFF))
    html = page(client.get(url("people", partnership, first(partnership).pk)))
    assert "changes this" in html and "/ask/" not in html and "/correct/" not in html and "/step-down/" not in html


def test_correcting_details(client, partnership, amara):
    there = post_of("correct_person", partnership, "deputy")
    typed = {"name": "Tom Ridley-Shaw", "job_title": "Deputy", "email": "t@brackenfold.example", "phone": ""}
    assert "Tom Ridley-Shaw" in page(client.post(there, typed, follow=True))
    html = page(client.get(post_of("correct_person", partnership)))
    assert "disabled" in html and "they change it there" in html
    client.post(post_of("correct_person", partnership), typed | {"email": "other@brackenfold.example"})
    assert first(partnership).contacts.get(kind="lead").email == amara.email


@pytest.mark.parametrize("field", ["name", "job_title", "email", "phone"])
@pytest.mark.parametrize("words", BAD)
def test_no_detail_breaks_the_page(client, partnership, amara, field, words):
    typed = {"name": "Tom", "job_title": "Deputy", "email": "t@brackenfold.example", "phone": ""}
    html = page(client.post(post_of("correct_person", partnership, "deputy"), typed | {field: words}, follow=True))
    assert "<script>alert" not in html


def test_asking_a_colleague_to_be_lead(client, partnership, amara):
    nadia = make_member(first(partnership).school, role=Role.STAFF, name="Nadia Orme")
    there = post_of("ask_person", partnership)
    html = page(client.get(there))
    assert "Nadia Orme" in html and "Amara Nwosu</label>" not in html and "/team/invite/" in html
    assert "Select who is to carry it" in page(client.post(there, {"job_title": "Teacher"}))
    assert "Select one from the list" in page(client.post(there, {"user": second(partnership).lead.pk}))
    html = page(client.post(there, {"user": nadia.pk, "job_title": "Teacher"}, follow=True))
    assert "Asked." in html and "Nadia Orme as lead of" in html
    sign_in(client, nadia)
    proposal = Proposal.objects.get()
    titles = [todo.title for todo in todos_of(nadia)[0]]
    assert "Nadia Orme as lead of Brackenfold Primary School: yes or no?" in titles
    assert [todo.title for todo in todos_of(amara)[1]] == [
        "Nadia Orme as lead of Brackenfold Primary School: not answered yet"
    ]
    assert "the other schools see your name (Nadia Orme)" in page(client.get(proposal.get_absolute_url()))
    answer = {"school": proposal.school_id, "yes": "yes", "words": ""}
    assert "Your yes is noted." in page(client.post(proposal.get_absolute_url(), answer, follow=True))
    assert first(partnership).lead == nadia
    again = page(client.post(proposal.get_absolute_url(), answer, follow=True))
    assert "This was confirmed on" in again


def test_stepping_down_warns_first(client, partnership, amara):
    there = post_of("step_down", partnership)
    assert "better to ask somebody first" in page(client.get(there))
    assert first(partnership).lead == amara
    client.post(there)
    assert first(partnership).lead is None
    assert client.get(there).status_code in (302, 404)


@pytest.mark.parametrize("name", ["correct_person", "ask_person", "step_down"])
def test_posts_that_are_not_ours_or_not_there(client, partnership, amara, name):
    for there in (post_of(name, partnership, n=1), post_of(name, partnership, "captain")):
        assert client.get(there).status_code == 404 and client.post(there).status_code == 404


# --- A school joins
def join(client, partnership, school, **typed):
    typed = {"school": choice_words(school), "words": WHY, "email": ""} | typed
    return client.post(url("add_school", partnership), typed, follow=True)


def test_a_school_joins_page_by_page(client, partnership, amara):
    school, head = newcomer()
    html = page(join(client, partnership, school))
    assert "Calderby Academy joins" in html and "waits for Thornmere School" in html and WHY in html
    proposal = Proposal.objects.get()
    there = proposal.get_absolute_url()
    sign_in(client, head)
    assert client.get(there).status_code == 404
    sign_in(client, second(partnership).lead)
    assert there in page(client.get(partnership.get_absolute_url()))
    client.post(there, {"school": second(partnership).school.pk, "yes": "yes", "words": ""})
    sign_in(client, head)
    html = page(client.get(there))
    assert "What it is about" in html and partnership.need in html
    for word in ("Amara", "Helen", "Tom Ridley", "@brackenfold", "@thornmere", "01632"):
        assert word not in html
    assert client.get(partnership.get_absolute_url()).status_code == 404
    html = page(client.post(there, {"school": school.pk, "yes": "yes", "words": ""}, follow=True))
    assert "Amara Nwosu" in html and "Priya Raman" in html  # the overview, with everybody
    assert "joined without a registration" in html


def test_nothing_of_the_newcomer_is_shown_before_it_says_yes(client, partnership, amara):
    school, head = newcomer()
    end_membership(membership=head.memberships.get(), by=head, last_understood=True)
    assert "Nobody at Calderby Academy has an account yet" in page(join(client, partnership, school))
    html = page(join(client, partnership, school, email="office@calderby.example"))
    assert "office@calderby.example" not in html
    sign_in(client, second(partnership).lead)
    for there in (Proposal.objects.get().get_absolute_url(), url("proposals", partnership)):
        assert "office@calderby.example" not in page(client.get(there))


def test_the_link_of_the_letter_leads_to_an_account_and_lets_nobody_in(client, partnership, amara):
    school, head = newcomer()
    end_membership(membership=head.memberships.get(), by=head, last_understood=True)
    join(client, partnership, school, email="office@calderby.example")
    proposal = Proposal.objects.get()
    token = signing.dumps(proposal.pk, salt=JOIN_SALT)
    there = reverse("partnerships:join_link", args=[token])
    client.logout()
    assert "no longer works" in page(client.get(there), 410)  # Thornmere has not said yes yet
    answer_proposal(proposal=proposal, school=second(partnership).school, yes=True, by=second(partnership).lead)
    assert f"/partnerships/join/{token.split(':')[0]}" in Message.objects.get(kind="proposal-newcomer").text
    html = page(client.get(there))
    assert "Sign in or make an account" in html and "Amara" not in html
    office = make_user(email="office@calderby.example")
    sign_in(client, office)
    assert f"/accounts/join/{school.urn}/" in page(client.get(there))
    make_member(school, role=Role.STAFF, user=office)
    assert client.get(there).url == proposal.get_absolute_url()
    withdraw_proposal(proposal=proposal, by=amara)
    assert client.get(there).status_code == 410
    assert client.get(reverse("partnerships:join_link", args=["x" * 300])).status_code == 410


@pytest.mark.parametrize("words", [*BAD, "", "Ring 01632 960101"])
def test_nothing_typed_is_lost_when_a_school_cannot_be_asked(client, partnership, amara, words):
    school, _ = newcomer()
    html = page(join(client, partnership, school, words=words))
    assert "<script>alert(" not in html and ("Calderby Academy" in html)


# --- A school leaves, and the end
def test_a_school_leaves_page_by_page(client, partnership, amara):
    partner = first(partnership)
    there = url("leave_partnership", partnership, partner.pk)
    assert "invite your headteacher" in page(client.get(there))
    head = make_member(partner.school, role=Role.HEADTEACHER, name="Joan Reeve")
    html = page(client.get(there))
    assert "Joan Reeve" in html and "so the partnership ends" in html
    assert "Enter why" in page(client.post(there, {"words": ""}))
    proposal_page = page(client.post(there, {"words": "Our head has changed."}, follow=True))
    assert "A second person of it confirms" in proposal_page and "Take it back" in proposal_page
    proposal = Proposal.objects.get()
    sign_in(client, second(partnership).lead)
    assert client.get(proposal.get_absolute_url()).status_code == 404
    assert "School leaves" not in page(client.get(url("proposals", partnership)))
    sign_in(client, head)
    answer = {"school": partner.school.pk, "yes": "yes", "words": ""}
    html = page(client.post(proposal.get_absolute_url(), answer, follow=True))
    assert "Your yes is noted" in html
    assert client.get(partnership.get_absolute_url()).status_code == 404
    html = page(client.get(partnership.introduction.get_absolute_url()))
    assert "has since left" in html and "Helen" not in html  # nor does the introduction show her still
    sign_in(client, second(partnership).lead)
    html = page(client.get(partnership.get_absolute_url()))
    assert "Brackenfold Primary School left on" in html and "Amara" not in html.split("What has happened")[0]
    assert "Amara" not in page(client.get(partnership.introduction.get_absolute_url())).split("<main")[1]


def test_the_end_is_asked_by_one_and_confirmed_by_the_others(client, partnership, amara):
    html = page(client.post(url("end_partnership", partnership), {"words": "It has run its course."}, follow=True))
    assert "waits for Thornmere School" in html
    proposal = Proposal.objects.get()
    assert client.post(url("withdraw_proposal", partnership, proposal.pk)).status_code == 302
    proposal.refresh_from_db()
    assert proposal.status == "withdrawn"


@pytest.mark.parametrize("name", ["proposals", "add_school", "end_partnership"])
def test_nobody_else_sees_the_pages(client, partnership, name):
    there = url(name, partnership)
    assert client.get(there).status_code == 302
    for who in (make_user(), make_forum()):
        sign_in(client, who)
        assert client.get(there).status_code == 404


def test_another_s_proposal_is_not_there(client, partnership, amara):
    other = opened_partnership()
    school, _ = newcomer()
    theirs = asked_to_join(other, school)
    for there in (
        theirs.get_absolute_url(),
        url("proposal", partnership, theirs.pk),
        url("proposal", partnership, 10**9),
    ):
        assert client.get(there).status_code == 404 and client.post(there).status_code == 404
    assert client.post(url("withdraw_proposal", other, theirs.pk)).status_code == 404


def test_an_answer_that_is_none(client, partnership, amara):
    school, _ = newcomer()
    proposal = asked_to_join(partnership, school)
    sign_in(client, second(partnership).lead)
    for typed in (
        {},
        {"yes": "maybe", "school": "x"},
        {"yes": "yes", "school": school.pk},
        {"yes": "yes", "school": 10**30},
    ):
        assert "<title>Error: " in page(client.post(proposal.get_absolute_url(), typed))
    assert not proposal.answers.filter(school=second(partnership).school).exists()


# --- Three schools
def test_every_page_reads_well_with_three_schools(client):
    partnership, head = three_schools()
    sign_in(client, head)
    html = page(client.get(partnership.get_absolute_url()))
    for words in (
        "Success for Calderby Academy",
        "Calderby Academy has no deputy lead",
        "Amara Nwosu",
        "Helen Castellane",
    ):
        assert words in html
    assert "both schools" not in html.lower() and "the other school " not in html.lower()
    html = page(client.get(reverse("partnerships:partnerships")))
    assert "Brackenfold Primary School, Thornmere School and Calderby Academy" in html


# --- Constant work
def test_the_overview_and_the_list_take_the_same_queries_however_many_were_asked(client, django_assert_max_num_queries):
    partnership, _ = three_schools()
    lead = first(partnership).lead
    sign_in(client, lead)
    pages = [partnership.get_absolute_url(), url("proposals", partnership), reverse("dashboard")]

    def count():
        found = []
        for there in pages:
            client.get(there)
            with django_assert_max_num_queries(70) as queries:
                page(client.get(there))
            found.append(len(queries))
        return found

    school, _ = newcomer()
    asked_to_join(partnership, school)
    few = count()
    for _ in range(3):
        asked_to_join(partnership, newcomer()[0])
    assert count() == few


# --- The file of a person, and the admin
def test_the_file_holds_what_the_person_asked_and_answered_and_forgets_it(partnership):
    amara, nadia = first(partnership).lead, make_member(first(partnership).school, name="Nadia Orme")
    proposal = propose_person(partner=first(partnership), kind="deputy", user=nadia, job_title="Teacher", by=amara)
    assert everything_about(amara)["proposals"]["asked"][0]["by you"] is True
    assert everything_about(nadia)["proposals"]["asked"][0]["job title"] == "Teacher"
    delete_account(user=nadia, by=nadia)
    proposal.refresh_from_db()
    assert (proposal.user, proposal.job_title, proposal.status) == (None, "", "overtaken")
    assert everything_about(make_user())["proposals"] == {"asked": [], "answered": []}


def test_the_forum_reads_who_left_and_what_was_asked(client):
    partnership, head = three_schools()
    partner = partnership.partners.get(lead=head)
    chair = make_member(partner.school, role=Role.CHAIR)
    proposal = propose_leaving(partner=partner, words="Too far.", by=head)
    answer_proposal(proposal=proposal, school=partner.school, yes=True, by=chair)
    sign_in(client, make_forum())
    html = page(client.get(reverse("admin:partnerships_partnership_change", args=[partnership.pk])))
    for words in ("Calderby Academy, on", "Calderby Academy leaves. This was confirmed on", "Calderby Academy joins."):
        assert words in html
    listed = page(client.get(reverse("admin:partnerships_partnership_changelist")))
    assert "Brackenfold Primary School, Thornmere School</td>" in listed
