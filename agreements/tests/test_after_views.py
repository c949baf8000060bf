"""The pages of an MOU that was signed: who sees them, what they do, what they refuse"""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.tests.factories import make_member, make_user
from agreements.actions.after import begin_amendment, give_notice
from agreements.models import Mou, Notice
from agreements.tests.cast import chair_of, draft_mou, partners_of
from agreements.tests.signed import signed
from partnerships.models import Proposal
from schools.tests.factories import make_school

pytestmark = pytest.mark.django_db
PAGES = ["amend", "give_up", "renew", "notice", "end", "history"]
WRITTEN = ["give_up", "renew", "notice", "end"]


def at(name, mou, **more):
    return reverse(f"agreements:{name}", kwargs={"pk": mou.partnership_id, **more})


def day(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def three(name, date):
    return {f"{name}_0": date.day, f"{name}_1": date.month, f"{name}_2": date.year}


@pytest.fixture
def mou():
    return signed(ends_in=80, review_in=20)


@pytest.fixture
def amara(client, mou):
    lead = partners_of(mou.partnership)[0].lead
    client.force_login(lead)
    return lead


@pytest.mark.parametrize("name", PAGES)
def test_strangers_find_nothing_and_visitors_sign_in(client, mou, name):
    assert client.get(at(name, mou)).status_code == 302
    for stranger in (make_user(), make_member(make_school(name="Elsewhere"))):
        client.force_login(stranger)
        assert client.get(at(name, mou)).status_code == 404
        assert client.post(at(name, mou)).status_code == (405 if name == "history" else 404)


def test_those_who_do_not_write_read_and_no_more(client, mou):
    chair = chair_of(partners_of(mou.partnership)[0].school)
    client.force_login(chair)
    assert client.get(at("history", mou)).status_code == client.get(at("amend", mou)).status_code == 200
    assert client.post(at("amend", mou)).status_code == 404
    assert all(client.get(at(name, mou)).status_code == 404 for name in WRITTEN)
    text = client.get(mou.get_absolute_url()).content.decode()
    assert "What holds now" in text and "Give notice" not in text


@pytest.mark.parametrize("name", PAGES)
def test_before_anything_was_signed_there_is_nothing_to_amend(client, name):
    draft = draft_mou()
    client.force_login(partners_of(draft.partnership)[0].lead)
    assert client.get(at(name, draft)).status_code == (200 if name == "history" else 404)


def test_amend_begins_shows_what_changed_and_is_given_up(client, mou, amara):
    assert "holds, as it was signed, until" in client.get(at("amend", mou)).content.decode()
    assert client.post(at("amend", mou), follow=True).redirect_chain[-1][0] == mou.get_absolute_url()
    assert "Nothing is changed yet" in client.get(at("amend", mou)).content.decode()
    client.post(at("give_up", mou))
    mou.refresh_from_db()
    assert mou.status == Mou.Status.SIGNED


def test_renewing_keeps_what_was_typed_and_says_what_to_do(client, mou, amara):
    wrong = {**three("begins", day(100)), **three("review", day(90)), **three("ends", day(200))}
    text = client.post(at("renew", mou), wrong).content.decode()
    assert "<title>Error: Renew the MOU" in text and "Enter a day after the beginning and before the end" in text
    assert f'value="{day(200).year}"' in text
    client.post(at("renew", mou), {**wrong, **three("review", day(150))})
    mou.refresh_from_db()
    assert mou.status == Mou.Status.DRAFTING


def test_notice_is_asked_twice(client, mou, amara):
    typed = {"reason": "Wednesdays <b>are lost</b>.", "pupils": "They finish.", **three("ends_on", day(70))}
    check = client.post(at("notice", mou), typed)
    assert "Give notice for Brackenfold Primary School?" in check.content.decode()
    assert "Wednesdays &lt;b&gt;are lost&lt;/b&gt;." in check.content.decode() and not Notice.objects.exists()
    again = client.post(at("notice", mou), {**typed, "change": "yes"}).content.decode()
    assert "Wednesdays &lt;b&gt;are lost&lt;/b&gt;." in again and not Notice.objects.exists()
    client.post(at("notice", mou), {**typed, "give": "yes"})
    notice = Notice.objects.get()
    assert (notice.ends_on, notice.given_by) == (day(70), amara)
    assert "Take the notice back" in client.get(mou.get_absolute_url()).content.decode()
    client.post(at("take_back_notice", mou, notice=notice.pk))
    notice.refresh_from_db()
    assert notice.status == Notice.Status.WITHDRAWN


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"reason": ""}, "Enter why your school leaves"),
        ({"pupils": "x" * 2001}, "Shorten this to 2,000 characters or fewer"),
        ({"ends_on_2": "\x00"}, "Enter a real date"),
        ({"ends_on_2": "99999999999"}, "when the MOU ends anyway"),
        ({"reason": "a\x00b"}, "Take out the letter"),
    ],
)
@pytest.mark.parametrize("give", [{}, {"give": "yes"}])
def test_nothing_wrong_goes_through(client, mou, amara, changes, says, give):
    typed = {"reason": "Why", "pupils": "They finish.", **three("ends_on", day(70)), **changes, **give}
    response = client.post(at("notice", mou), typed)
    assert response.status_code == 200 and says in response.content.decode()
    assert not Notice.objects.exists()


def test_another_schools_notice_is_not_taken_back(client, mou):
    ours, theirs = partners_of(mou.partnership)
    notice = give_notice(mou=mou, school=ours.school, reason="x", pupils="y", ends_on=day(70), by=ours.lead)
    client.force_login(theirs.lead)
    assert "Take the notice back" not in client.get(mou.get_absolute_url()).content.decode()
    client.post(at("take_back_notice", mou, notice=notice.pk))
    notice.refresh_from_db()
    assert notice.status == Notice.Status.GIVEN
    assert client.get(at("take_back_notice", mou, notice=notice.pk)).status_code == 405
    assert client.post(at("take_back_notice", mou, notice=99_999)).status_code == 404


def test_ending_by_agreement_asks_the_others(client, mou, amara):
    assert "Enter why it should end" in client.post(at("end", mou), {"words": " "}).content.decode()
    response = client.post(at("end", mou), {"words": "We have done what we set out to do."})
    proposal = Proposal.objects.get()
    assert response.url == proposal.get_absolute_url() and proposal.kind == Proposal.Kind.END


def test_history_in_a_constant_number_of_queries(client, mou, amara, django_assert_max_num_queries):
    mou = begin_amendment(mou=mou, by=amara)
    with django_assert_max_num_queries(25):
        assert client.get(at("history", mou)).status_code == 200
    assert client.get(at("history", mou) + "?page=99999999999999").status_code == 200
