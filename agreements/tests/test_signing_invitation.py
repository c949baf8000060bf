"""A chair of governors without an account: named by their school, let in by a personal link that works once."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import change_role
from accounts.models import Membership, Role, User
from accounts.tests.factories import make_member, make_user, sign_in
from agreements.actions.signing import (
    NotNow,
    NotYours,
    OncePerPerson,
    invite_signatory,
    recall,
    remind,
    remind_signatories,
)
from agreements.models import Signatory, Version
from agreements.tests.cast import agreed_mou, chair_of, head_of, partners_of, sent_version, sign_as_holder
from core.errors import ActionRefused
from notifications.models import Message
from partnerships.tests.cast import moderator
from tests.browsing import code_in

pytestmark = pytest.mark.django_db
DANA = "dana@brackenfold.example"


@pytest.fixture
def chair():
    """The row of the first school's chair, whom the portal does not know."""
    mou = agreed_mou()
    school = partners_of(mou.partnership)[0].school
    membership = Membership.objects.verified().of(chair_of(school)).get()
    change_role(membership=membership, role=Role.STAFF, by=moderator())
    return (
        sent_version(mou)
        .signatories.select_related("school", "version__mou__partnership")
        .get(school=school, role=Role.CHAIR)
    )


@pytest.fixture
def amara(chair):
    return partners_of(chair.version.mou.partnership)[0].lead


def invited(chair, amara, email=DANA, name="Dana Ives"):
    """Invited; the path of the link in the latest letter."""
    invite_signatory(signatory=chair, name=name, email=email, by=amara)
    return path_of(email)


def path_of(email):
    text = Message.objects.filter(kind="mou-invited-to-sign", to=email).latest("pk").text
    return re.search(r"^https?://[^/]+(/sign/\S+)$", text, re.MULTILINE)[1]


def test_the_whole_way_from_the_link_to_the_signature(client, chair, amara):
    link = invited(chair, amara)
    page = client.get(link).content.decode()
    assert "Dana Ives" in page and "Chair of governors, Brackenfold Primary School" in page and "2. Aims" in page
    assert not User.objects.filter(email=DANA).exists(), "A mail filter that follows the link does nothing"
    sign_page = client.post(link)
    assert sign_page.status_code == 302 and sign_page.url.endswith("/mou/v/1/sign/")
    dana = User.objects.get(email=DANA)
    assert dana.name == "Dana Ives" and Membership.objects.verified().of(dana).get().role == Role.CHAIR
    assert Signatory.objects.get(pk=chair.pk).status == Signatory.Status.WAITING
    client.post(sign_page.url, {"send_code": "1"})
    code = code_in(Message.objects.get(kind="proof-code", to=DANA).text)
    client.post(sign_page.url, {"authority": "on", "given": code, "seen": chair.version.fingerprint})
    signed = Signatory.objects.get(pk=chair.pk)
    assert (signed.status, signed.how, signed.user) == ("signed", "mail", dana)
    assert (signed.email, signed.token) == ("", ""), "What the link needed is not kept"


def test_the_link_works_once(client, chair, amara):
    link = invited(chair, amara)
    client.post(link)
    client.logout()
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 410 and "This link no longer works" in answer.content.decode()
    assert client.get(reverse("dashboard")).status_code == 302, "Nobody is signed in by it"


def test_the_token_itself_is_not_kept(chair, amara):
    token = invited(chair, amara).split("/")[2]
    row = Signatory.objects.get(pk=chair.pk)
    assert len(row.token) == 64 and token not in str(vars(row))


def test_the_link_runs_out(client, chair, amara):
    link = invited(chair, amara)
    Signatory.objects.filter(pk=chair.pk).update(token_expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(link).status_code == 410 and client.post(link).status_code == 410
    assert not User.objects.filter(email=DANA).exists()


def test_the_link_ends_with_the_version(client, chair, amara):
    link = invited(chair, amara)
    recall(version=chair.version, reason="The dates clash.", by=amara)
    assert client.get(link).status_code == 410
    assert not Signatory.objects.exclude(email="").exists(), "The address is not kept"
    assert Message.objects.filter(kind="mou-recalled", to=DANA).exists(), "They are told first"


def test_a_new_link_to_another_address_ends_the_old_one(client, chair, amara):
    old = invited(chair, amara)
    new = invited(chair, amara, email="owen@brackenfold.example", name="Owen Tarrant")
    assert client.get(old).status_code == 410 and client.get(new).status_code == 200
    assert chair.school.invitations.open().get().email == "owen@brackenfold.example"


def test_a_reminder_brings_a_new_link(client, chair, amara):
    old = invited(chair, amara)
    Signatory.objects.filter(pk=chair.pk).update(invited_at=timezone.now() - datetime.timedelta(days=4))
    remind(signatory=chair, by=amara)
    assert path_of(DANA) != old and client.get(old).status_code == 410 and client.get(path_of(DANA)).status_code == 200
    Version.objects.update(sign_by=timezone.localdate() + datetime.timedelta(days=6))
    assert remind_signatories() == 4 and client.get(path_of(DANA)).status_code == 200
    assert remind_signatories() == 0 and client.get(path_of(DANA)).status_code == 200, "A letter that went works on"


def test_a_school_that_named_nobody_is_reminded_to(chair, amara):
    Version.objects.update(sign_by=timezone.localdate() + datetime.timedelta(days=6))
    remind_signatories()
    assert Message.objects.filter(kind="mou-name-signatory", to=amara.email).count() == 1


def test_somebody_else_who_is_signed_in_is_told_whose_link_it_is(client, chair, amara):
    link = invited(chair, amara)
    sign_in(client, make_user(name="Rosa Lindley"))
    for answer in (client.get(link), client.post(link)):
        page = answer.content.decode()
        assert answer.status_code == 403 and "This link is for another address" in page and DANA not in page


def test_an_address_with_an_account_signs_in_first(client, chair, amara):
    dana = make_user(email=DANA, name="Dana Ives")
    link = invited(chair, amara)
    answer = client.post(link)
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
    sign_in(client, dana)
    assert client.post(link).url.endswith("/sign/")
    assert Membership.objects.verified().of(dana).get().role == Role.CHAIR


@pytest.mark.parametrize("token", ["nonsense", "x" * 5000, "%F0%9F%99%82", "0" * 64])
def test_links_that_never_were(client, token):
    assert client.get(f"/sign/{token}/").status_code == 410
    assert client.post(f"/sign/{token}/").status_code == 410


def test_only_its_own_school_names_who_signs(client, chair, amara):
    helen = partners_of(chair.version.mou.partnership)[1].lead
    reader = make_member(chair.school, role=Role.STAFF, name="Rosa Lindley")
    for person in (helen, reader):
        with pytest.raises(NotYours, match="names who signs for it"):
            invite_signatory(signatory=chair, name="Dana Ives", email=DANA, by=person)
    url = reverse("agreements:invite", args=[chair.version.mou.partnership_id, 1, chair.pk])
    sign_in(client, helen)
    assert "names who signs for it" in client.post(url, {"name": "Dana Ives", "email": DANA}).content.decode()
    sign_in(client, amara)
    for wrong in ({"name": "", "email": ""}, {"name": "Dana\x00", "email": DANA}, {"name": "D", "email": "x" * 300}):
        assert client.post(url, wrong).status_code == 200
    assert client.post(url, {"name": "Dana Ives", "email": DANA}).status_code == 302
    assert Message.objects.filter(kind="mou-invited-to-sign", to=DANA).count() == 1


def test_who_belongs_to_the_school_already_needs_the_role_and_no_link(chair, amara):
    winston = Membership.objects.verified().at(chair.school).get(user__name="Winston Clarke").user
    with pytest.raises(NotNow, match="already belongs to Brackenfold Primary School, as staff"):
        invite_signatory(signatory=chair, name="Winston Clarke", email=winston.email, by=amara)
    head = chair.version.signatories.select_related("school", "version__mou").get(
        school=chair.school, role="headteacher"
    )
    with pytest.raises(NotNow, match="Priya Raman is headteacher of Brackenfold"):
        invite_signatory(signatory=head, name="Dana Ives", email=DANA, by=amara)


def test_one_address_is_not_invited_in_two_roles(chair, amara):
    invited(chair, amara)
    membership = Membership.objects.verified().of(head_of(chair.school)).get()
    change_role(membership=membership, role=Role.STAFF, by=moderator())
    head = chair.version.signatories.select_related("school", "version__mou").get(
        school=chair.school, role="headteacher"
    )
    with pytest.raises(OncePerPerson, match="nobody signs twice"):
        invite_signatory(signatory=head, name="Dana Ives", email=DANA, by=amara)


def test_a_lead_who_may_not_give_the_role_is_told_who_may(chair, amara):
    change_role(membership=Membership.objects.verified().of(amara).get(), role=Role.STAFF, by=moderator())
    with pytest.raises(ActionRefused, match="can invite a headteacher or chair"):
        invite_signatory(signatory=chair, name="Dana Ives", email=DANA, by=amara)
    assert not Message.objects.filter(to=DANA).exists()


def test_what_is_signed_while_the_invitation_is_out_ends_it(chair, amara, client):
    link = invited(chair, amara)
    make_member(chair.school, role=Role.CHAIR, name="Owen Tarrant")
    row = Signatory.objects.select_related("school", "version__mou__partnership").get(pk=chair.pk)
    sign_as_holder(row)
    assert client.get(link).status_code == 410
