"""A partnership of two schools becomes one of three, changes who carries it, starts, and is left again: in a browser,
with and without JavaScript, on a phone and a desktop."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from accounts.tests.factories import make_member
from partnerships.models import Partnership
from partnerships.tests.introductions import opened_partnership
from partnerships.tests.proposing import WHY, first, newcomer, second
from schools.forms import choice_words
from tests.browsing import assert_accessible, link_in, mail_to, sign_in

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def follow(page: Page, name: str) -> None:
    assert_accessible(page)
    page.get_by_role("link", name=name).first.click()


def press(page: Page, name: str) -> None:
    assert_accessible(page)
    page.get_by_role("button", name=name, exact=True).first.click()


def letter_to(user: User) -> str:
    """The last one that asks for an answer."""
    return [text for text in mail_to(user.email) if "/proposals/" in text][-1]


def answer_yes(page: Page, user: User) -> None:
    page.goto(link_in(letter_to(user)))
    page.get_by_label("Yes", exact=True).check()
    press(page, "Send the answer")


def change_places(page: Page, user: User) -> None:
    """Somebody else sits down at this browser."""
    page.context.clear_cookies()
    sign_in(page, user)


@pytest.mark.parametrize(("phone", "javascript"), [(False, True), (True, False)], ids=["desktop", "plain-phone"])
def test_a_partnership_grows_changes_hands_and_is_left(open_page, phone, javascript):
    partnership = opened_partnership()
    one, other = first(partnership), second(partnership)
    school, head = newcomer()
    nadia = make_member(one.school, role=Role.STAFF, name="Nadia Orme")
    chair = make_member(other.school, role=Role.CHAIR, name="Ines Farrow")
    amara, helen, priya = (open_page(phone=phone, javascript=javascript) for _ in range(3))
    for page, user in ((amara, one.lead), (helen, other.lead), (priya, head)):
        sign_in(page, user)

    # Why, and what success is for one school
    amara.goto(partnership.get_absolute_url())
    follow(amara, "Change the name, the need and the aims")
    amara.get_by_label("Name", exact=True).fill("Wednesday science at Thornmere")
    amara.get_by_label("Aims (optional)").fill("Every Year 5 pupil plans a fair test\nYear 9 helpers explain, not tell")
    press(amara, "Save")
    follow(amara, "Say what success is for Brackenfold Primary School")
    amara.get_by_label("What must be true").fill("All three teachers lead a practical on their own by July")
    press(amara, "Save")
    expect(amara.get_by_role("listitem").filter(has_text="All three teachers lead")).to_be_visible()

    # A third school: Thornmere says yes, then Calderby, which reads nobody's name before
    follow(amara, "Ask another school to join")
    amara.get_by_label("Which school?").fill(choice_words(school))
    amara.get_by_label("Why this school?").fill(WHY)
    press(amara, "Ask the other schools")
    expect(amara.get_by_role("heading", name="Calderby Academy joins")).to_be_visible()
    answer_yes(helen, other.lead)
    priya.goto(link_in(letter_to(head)))
    expect(priya.get_by_text("Every Year 5 pupil plans a fair test")).to_be_visible()
    assert "Amara" not in priya.content() and "Helen" not in priya.content()
    answer_yes(priya, head)
    expect(priya.get_by_text("Lead: Amara Nwosu")).to_be_visible()
    expect(priya.get_by_text("Calderby Academy has no deputy lead")).to_be_visible()
    assert_accessible(priya)

    # The lead of Brackenfold hands it on, and Nadia starts it
    amara.goto(partnership.get_absolute_url())
    follow(amara, "Who carries it at Brackenfold Primary School")
    follow(amara, "Ask somebody else to be lead")
    amara.get_by_label("Nadia Orme").check()
    amara.get_by_label("Their job title").fill("Science co-ordinator")
    press(amara, "Ask them")
    change_places(helen, nadia)
    answer_yes(helen, nadia)
    expect(helen.get_by_text("Lead: Nadia Orme")).to_be_visible()
    follow(helen, "We have agreed on paper")
    press(helen, "We have agreed on paper")
    follow(helen, "Start running")
    press(helen, "Start running")
    expect(helen.get_by_text("Running, now")).to_be_attached()
    assert_accessible(helen)

    # Thornmere leaves: a second person of it confirms, and the others go on
    change_places(helen, other.lead)
    helen.goto(partnership.get_absolute_url())
    follow(helen, "Leave with Thornmere School")
    helen.get_by_label("Why?").fill("Our head has changed.")
    press(helen, "Ask to leave")
    expect(helen.get_by_role("button", name="Take it back")).to_be_visible()
    change_places(helen, chair)
    answer_yes(helen, chair)
    expect(helen.get_by_text("Your yes is noted")).to_be_visible()
    assert helen.goto(partnership.get_absolute_url()).status == 404
    priya.goto(partnership.get_absolute_url())
    expect(priya.get_by_text("Thornmere School left on")).to_be_visible()
    assert "Helen Castellane" not in priya.locator("aside").first.inner_text()
    assert_accessible(priya)
    assert Partnership.objects.get().stage == "running"
