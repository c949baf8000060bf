"""Two schools that match, and an introduction of theirs brought to any state through actions."""

from typing import Any

from accounts.models import ForumRole, User
from accounts.tests.factories import make_forum, make_member
from partnerships.actions.introduction import accept_introduction, ask_for_introduction, broker_introduction
from partnerships.models import Introduction, Partnership, Registration
from partnerships.tests.cast import line, live_registration
from schools.models import School
from schools.tests.factories import make_independent, make_school

NOTE = "Our Year 5 pupils have no laboratory. Could they use yours? We could share how we teach reading."
SCIENCE = line(sentence="Our Year 5 pupils have no laboratory for practical science.")
MUSIC = line("music", "music", sentence="Our choir would welcome singers on Friday afternoons.")


def brackenfold(school: School | None = None, **changes: Any) -> Registration:
    """A state primary that needs science and offers music; Amara Nwosu leads, Tom Ridley is her deputy."""
    school = school or make_school(name="Brackenfold Primary School")
    people = {
        "lead_user": make_member(school, name="Amara Nwosu", email=f"amara{school.urn}@brackenfold.example"),
        "lead": {"phone": "01632 960101"},
        "deputy": {"name": "Tom Ridley", "email": f"tom{school.urn}@brackenfold.example", "phone": "01632 960102"},
    }
    return live_registration(school, **{"needs": [SCIENCE], "offers": [MUSIC], **people, **changes})


def thornmere(school: School | None = None, **changes: Any) -> Registration:
    """An independent school that needs music and offers science: the two help each other."""
    school = school or make_independent(name="Thornmere School")
    people = {
        "lead_user": make_member(school, name="Helen Castellane", email=f"helen{school.urn}@thornmere.example"),
        "lead": {"phone": "01632 960201"},
        "deputy": {
            "name": "Martin Oyelaran",
            "email": f"martin{school.urn}@thornmere.example",
            "phone": "01632 960202",
        },
    }
    return live_registration(school, **{"needs": [MUSIC], "offers": [SCIENCE], **people, **changes})


def asked_introduction(
    asker: Registration | None = None, asked: Registration | None = None, note: str = NOTE
) -> Introduction:
    """Brackenfold has asked Thornmere, which has not answered."""
    asker = asker or brackenfold()
    return ask_for_introduction(asker=asker, asked=asked or thornmere(), note=note, by=asker.lead)


def brokered_introduction(first: Registration | None = None, second: Registration | None = None) -> Introduction:
    """The Forum suggested that Brackenfold and Thornmere meet; neither has answered."""
    return broker_introduction(first=first or brackenfold(), second=second or thornmere(), note=NOTE, by=adviser())


def opened_partnership() -> Partnership:
    """Brackenfold asked and Thornmere said yes."""
    introduction = asked_introduction()
    return accept_introduction(introduction=introduction, by=introduction.asked.lead).partnership


def adviser() -> User:
    """An adviser of the Forum who belongs to no school."""
    found = User.objects.filter(email="adviser@forum.example").first()
    return found or make_forum(role=ForumRole.ADVISER, email="adviser@forum.example", name="Joan Whitlock")
