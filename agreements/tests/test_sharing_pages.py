"""The pages on which schools ask, agree and take back; who sees them; the dashboard, the kit and a person's file."""

import pytest
from django.urls import reverse

from accounts import privacy
from accounts.models import Role
from accounts.tests.factories import make_member, make_user, sign_in
from agreements.actions.drafting import begin_mou
from agreements.library import to_begin_from
from agreements.models import Forerunner, SharedMou, TemplateVersion
from agreements.sharing import schools_asked
from agreements.tests.cast import agreed_mou, chair_of, head_of, partners_of
from agreements.tests.sharing import SUMMARY, TITLE, asked_mou, lead_of, moderator, public_mou, signed_version
from agreements.todos import mous_to_agree_to_share
from partnerships import kit
from partnerships.tests.introductions import opened_partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return signed_version()


def address(version, name="share"):
    return reverse(f"agreements:{name}", args=[version.mou.partnership_id])


# --- Asking -----------------------------------------------------------------------------------------------------------
def test_the_lead_sees_what_is_taken_out_looks_again_and_asks(client, version):
    client.force_login(lead_of(version))
    text = client.get(address(version)).text
    assert "Amara Nwosu<span" in text
    assert "The lead at [School A]" in text
    given = {"title": TITLE, "summary": SUMMARY, "also": "the coach\n\nthe coach "}
    looked = client.post(address(version), {**given, "look": "yes"})
    assert "Not asked yet" in looked.text
    assert "[left out]" in looked.text
    assert TITLE in looked.text
    assert not SharedMou.objects.exists()
    asked = client.post(address(version), given, follow=True)
    assert "The other schools read it now" in asked.text
    assert SharedMou.objects.get().also == ["the coach"]
    assert "Thornmere School has not agreed yet" in asked.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Enter what it is called"),
        ({"summary": "x" * 401}, "Shorten this to 400"),
        ({"title": "Brackenfold"}, "Leave names of people and schools out"),
        ({"also": "\n".join("abcdefgh" for _ in range(41))}, "Enter at most 40 lines"),
        ({"also": "x" * 101}, "Enter at most 40 lines"),
        ({"title": "a\x00b"}, "Take out the letter"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(client, version, changes, said):
    client.force_login(lead_of(version))
    given = {"title": TITLE, "summary": SUMMARY, "also": "the coach", **changes}
    response = client.post(address(version), given)
    assert response.status_code == 200
    assert said in response.text
    assert "<title>Error: " in response.text
    assert not SharedMou.objects.exists()


def test_hostile_words_come_out_as_typed(client):
    version = signed_version(text="<script>alert(1)</script> <b onclick=x>Amara</b>")
    client.force_login(lead_of(version))
    text = client.get(address(version)).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text
    client.post(address(version), {"title": "<i>x</i>", "summary": "<img src=x>", "also": "<u>"})
    page = client.get(address(version)).text
    assert "<i>x</i>" not in page
    assert "<img src=x>" not in page


def test_who_may_see_and_ask(client, version):
    school = partners_of(version.mou.partnership)[0].school
    may_read = [make_member(school, role=Role.STAFF), chair_of(school)]
    for user in [make_user(), moderator(), head_of(opened_partnership().partners.first().school)]:
        sign_in(client, user)
        for name in ("share", "share_agree", "share_take_back"):
            assert client.post(address(version, name)).status_code == 404, name
        assert client.get(address(version)).status_code == 404
    for user in may_read:
        client.force_login(user)
        assert client.get(address(version)).status_code == 200
        assert client.post(address(version), {"title": TITLE, "summary": SUMMARY}).status_code == 404
    client.logout()
    assert client.get(address(version)).status_code == 302


def test_what_is_not_signed_has_no_such_page(client):
    mou = agreed_mou()
    client.force_login(partners_of(mou.partnership)[0].lead)
    assert client.get(reverse("agreements:share", args=[mou.partnership_id])).status_code == 404
    assert client.get(reverse("agreements:share", args=[10**17])).status_code == 404


# --- Agreeing, taking back --------------------------------------------------------------------------------------------
def test_the_other_school_agrees(client, version):
    shared = asked_mou(version)
    school = schools_asked(version)[1]
    client.force_login(head_of(school))
    assert f"Agree for {school}" in client.get(address(version)).text
    refused = client.post(address(version, "share_agree"), {"school": school.urn, "seen": "0" * 64}, follow=True)
    assert "The text was changed" in refused.text
    done = client.post(address(version, "share_agree"), {"school": school.urn, "seen": shared.fingerprint}, follow=True)
    assert "Forum staff read it" in done.text
    assert SharedMou.objects.get().status == SharedMou.Status.FORUM


@pytest.mark.parametrize("urn", ["", "x", "9" * 40, "0", "²"])
def test_a_school_of_somebody_else_s_is_not_found(client, version, urn):
    asked_mou(version)
    client.force_login(lead_of(version, 1))
    for name in ("share_agree", "share_take_back"):
        assert client.post(address(version, name), {"school": urn, "seen": ""}).status_code == 404
    other = schools_asked(version)[0]
    assert client.post(address(version, "share_agree"), {"school": other.urn}).status_code == 404


def test_it_is_taken_back_from_the_page_and_gone_at_once(client, version):
    shared = public_mou(version)
    assert client.get(shared.get_absolute_url()).status_code == 200
    school = schools_asked(version)[1]
    client.force_login(lead_of(version, 1))
    done = client.post(address(version, "share_take_back"), {"school": school.urn}, follow=True)
    assert "Taken back" in done.text
    assert "One of your schools took it back" in done.text
    assert client.get(shared.get_absolute_url()).status_code == 404
    assert client.get(reverse("agreements:shared_file", args=[shared.slug, f"{shared.slug}.pdf"])).status_code == 404


def test_nothing_changes_on_get(client, version):
    asked_mou(version)
    client.force_login(lead_of(version))
    for name in ("share_agree", "share_take_back"):
        assert client.get(address(version, name)).status_code == 405


# --- Around it --------------------------------------------------------------------------------------------------------
def test_the_dashboard_of_the_other_school_asks_until_it_answered(version, django_assert_num_queries):
    asked_mou(version)
    for user, number in ((lead_of(version), 0), (lead_of(version, 1), 1), (head_of(schools_asked(version)[1]), 1)):
        with django_assert_num_queries(1):
            assert len(list(mous_to_agree_to_share(user))) == number


def test_a_kit_has_the_mou_while_it_is_shared(client, version):
    partnership = version.mou.partnership
    assert kit.parts_of(partnership) == []
    shared = public_mou(version)
    part = kit.parts_of(partnership)[0]
    assert (part.title, part.url) == ("Their memorandum of understanding", shared.get_absolute_url())


def test_who_copies_the_work_is_offered_the_mou_first(client, version):
    copying = opened_partnership()
    kit.carry(source=version.mou.partnership, to=copying)
    kit.carry(source=version.mou.partnership, to=copying)
    assert Forerunner.objects.count() == 1
    assert {each.kind for each in to_begin_from(copying)} == {"templates"}
    shared = public_mou(version)
    assert next(each.slug for each in to_begin_from(copying)) == shared.slug
    assert shared.slug not in [each.slug for each in to_begin_from(opened_partnership())]
    asked = to_begin_from(opened_partnership(), f"shared:{shared.slug}")
    assert asked[0].slug == shared.slug
    client.force_login(partners_of(copying)[0].lead)
    page = client.get(reverse("agreements:begin", args=[copying.pk]))
    assert shared.title in page.text


def test_how_often_it_was_adapted_is_said(client, version):
    shared = public_mou(version)
    partnership = opened_partnership()
    begin_mou(partnership=partnership, by=partners_of(partnership)[0].lead, shared=shared)
    assert "Adapted once" in client.get(shared.get_absolute_url()).text
    assert "Adapted once" in client.get(reverse("agreements:templates")).text


def test_a_person_s_file_and_what_is_forgotten(version):
    shared = public_mou(version, also=["the coach"])
    lead = lead_of(version)
    held = privacy.everything_about(lead)["MOUs that are shared as examples"]
    assert held["asked"][0]["also"] == ["the coach"]
    assert len(held["agreed"]) == 1
    assert privacy.everything_about(moderator())["MOUs that are shared as examples"]["decided last"]
    published = TemplateVersion.objects.first()
    TemplateVersion.objects.filter(pk=published.pk).update(published_by=lead)
    for person in (lead, moderator()):
        privacy.forget(person)
    shared.refresh_from_db()
    published.refresh_from_db()
    assert (shared.asked_by, shared.decided_by, published.published_by) == (None, None, None)
    assert not shared.consents.filter(by=lead).exists()
    assert shared.consents.count() == 2
    assert not SharedMou.history.exclude(asked_by=None, decided_by=None).exists()
    assert "also" not in {field.name for field in SharedMou.history.model._meta.fields}
