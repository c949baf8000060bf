"""Tab through the main pages: at every stop the focus can be seen, on the screen, uncovered (WCAG 2.4.7 and 2.4.11)."""

import pytest
from playwright.sync_api import Page

from accounts.models import ForumRole
from accounts.tests.factories import make_forum
from partnerships.tests.cast import waiting_registration
from partnerships.tests.introductions import asked_introduction, brackenfold, thornmere
from schools.tests.factories import make_school
from tests.browsing import sign_in
from tests.focusing import stops_of

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def assert_focus_shows(page: Page, address: str, *, at_least: int) -> None:
    page.goto(address)
    stops = list(stops_of(page))
    assert len(stops) >= at_least, f"{address} has only these stops: {[stop.name for stop in stops]}"
    faults = [f"{stop.name} {fault}" for stop in stops for fault in stop.faults]
    assert not faults, "\n".join([f"On {address}:", *faults])


@pytest.mark.parametrize("kind", [{"phone": False}, {"phone": True}], ids=["desktop", "phone"])
def test_the_pages_that_everybody_sees(open_page, kind):
    school = make_school(name="Brackenfold Primary School")
    page = open_page(**kind)
    assert_focus_shows(page, "/", at_least=12)
    assert_focus_shows(page, "/schools/?q=brackenfold", at_least=12)
    assert_focus_shows(page, school.get_absolute_url(), at_least=12)
    assert_focus_shows(page, "/register-interest/school/", at_least=12)
    assert_focus_shows(page, "/accounts/login/", at_least=12)


def test_the_pages_of_a_member(page):
    introduction = asked_introduction(asker=brackenfold(), asked=thornmere())
    sign_in(page, introduction.asked.lead)
    assert_focus_shows(page, "/dashboard/", at_least=15)
    assert_focus_shows(page, "/partners/", at_least=15)
    assert_focus_shows(page, introduction.get_absolute_url(), at_least=15)


def test_the_admin(page):
    waiting = waiting_registration()
    sign_in(page, make_forum(role=ForumRole.MODERATOR))
    assert_focus_shows(page, "/admin/", at_least=15)
    assert_focus_shows(page, "/admin/partnerships/registration/", at_least=15)
    assert_focus_shows(page, f"/admin/partnerships/registration/{waiting.pk}/change/", at_least=5)
