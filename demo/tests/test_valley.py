"""What the demo shows a new user. Loaded once for this file, and rolled back after it."""

from collections import Counter

import pytest
from django.core import mail
from django.db import transaction

from accounts.models import Membership, Role, User
from agreements.models import Mou, SharedMou
from demo.interest import INTERESTS
from demo.loading import load_demo
from demo.people import PEOPLE, sign_ins
from demo.places import SCHOOLS
from notifications.models import Message
from partnerships.candidates import find_partners
from partnerships.models import Introduction, Note, Partnership, Registration, Task
from schools.models import School

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("valley")]


@pytest.fixture(scope="module")
def valley(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        yield
        transaction.set_rollback(True)


def test_loads_a_valley_of_schools_of_both_sectors():
    assert School.objects.count() == len(SCHOOLS) == 40
    assert {school.sector for school in School.objects.all()} == {"state", "independent"}
    assert all(school.easting and school.local_authority and school.region for school in School.objects.all())
    brackenfold = School.objects.get(urn=900114)
    assert (brackenfold.name, brackenfold.domain) == ("Brackenfold Primary School", "brackenfold.example")


def test_everything_in_it_is_fictional():
    assert all(900_101 <= urn <= 900_999 for urn in School.objects.values_list("urn", flat=True))
    assert all(email.endswith(".example") for email in User.objects.values_list("email", flat=True))
    assert all(domain.endswith(".example") for domain in School.objects.values_list("domain", flat=True))
    assert (
        School.objects.values("domain").distinct().count() == School.objects.values("postcode").distinct().count() == 40
    )


def test_registrations_stand_in_every_state():
    assert Registration.objects.count() == len(INTERESTS)
    found = {registration.school.urn: registration.status for registration in Registration.objects.all()}
    assert found == {interest.urn: interest.state for interest in INTERESTS}
    assert set(found.values()) == {"live", "waiting", "changes", "paused", "lapsed", "unconfirmed"}


def test_introductions_stand_in_every_state_and_two_are_partnerships():
    assert set(Introduction.objects.values_list("status", flat=True)) == set(Introduction.Status.values)
    assert Introduction.objects.filter(brokered=True, status="asked").exists()
    assert Partnership.objects.count() == 2


def test_a_new_user_can_walk_the_journey_between_brackenfold_and_thornmere():
    brackenfold, thornmere = (Registration.objects.live().get(school__urn=urn) for urn in (900114, 900115))
    assert find_partners(brackenfold)[0].registration == thornmere
    assert not Introduction.objects.filter(
        asker__in=[brackenfold, thornmere], asked__in=[brackenfold, thornmere]
    ).exists()


def test_one_mou_is_half_settled_and_one_is_signed_and_shared():
    draft, signed = Mou.objects.order_by("status")
    states = Counter(draft.clauses.standing().values_list("state", flat=True))
    assert (draft.status, signed.status) == (Mou.Status.DRAFTING, Mou.Status.SIGNED)
    assert states["agreed"] >= 6 and states["discussion"] >= 2 and states["open"] >= 2
    assert draft.clauses.filter(comments__isnull=False).exists()
    assert signed.in_force.signatories.filter(status="signed").count() == 4
    assert SharedMou.objects.public().get().version == signed.in_force
    assert Task.objects.to_do().exists() and Task.objects.exclude(done_at=None).exists()
    assert Note.objects.filter(only=None).exists() and Note.objects.exclude(only=None).exists()


@pytest.mark.parametrize("urn", [900114, 900115])
def test_a_new_user_can_be_the_head_and_the_chair_of_both_schools(urn):
    can_be = {person.email for person in sign_ins()}
    for role in (Role.HEADTEACHER, Role.CHAIR):
        (holder,) = Membership.objects.verified().filter(school__urn=urn, role=role)
        assert holder.user.email in can_be


def test_people_are_verified_in_their_role_but_for_the_one_who_waits():
    roles = {m.user.email: (m.status, m.role) for m in Membership.objects.select_related("user")}
    for person in PEOPLE:
        expected = Membership.Status.PENDING if person.own_address else Membership.Status.VERIFIED
        assert roles[person.email] == (expected, person.role)
    assert Membership.objects.verified().filter(role=Role.HEADTEACHER).count() >= 15


def test_the_mail_of_the_loading_is_sent_to_nobody():
    assert mail.outbox == []
    assert set(Message.objects.values_list("status", flat=True)) == {"sent"}
    those = {person.email for person in sign_ins()}
    assert set(Message.objects.values_list("to", flat=True)) <= those
