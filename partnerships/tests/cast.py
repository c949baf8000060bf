"""Registrations for tests, brought to their state through actions.

brackenfold = live_registration(needs=[line("classics", "latin", years=Y5 | Y6)], miles=15)
thornmere = live_registration(make_independent(), offers=[line("classics", "latin", years=Y5 | Y6)])
"""

import itertools
from typing import Any

from accounts.models import ForumRole, Role, User
from accounts.tests.factories import make_forum, make_member
from partnerships.actions.moderation import approve_registration
from partnerships.actions.registration import confirm_registration, send_registration
from partnerships.models import Draft, Registration
from partnerships.slots import CHOICES
from schools.models import School, Sector
from schools.tests.factories import make_school
from schools.year_groups import YearGroups

UPPER_PRIMARY = YearGroups.Y5 | YearGroups.Y6
FRIDAY_AFTERNOON = next(bit for bit, words in CHOICES if words == "Friday afternoons")

_numbers = itertools.count(1)


def line(
    activity: str = "masterclasses",
    subject: str | None = "science",
    years: YearGroups = UPPER_PRIMARY,
    sentence: str = "Our Year 5 pupils have no laboratory for practical science.",
) -> dict[str, Any]:
    """One need or offer as a draft keeps it: slugs of the lists that every database has from the migrations."""
    return {"activity": activity, "subject": subject, "years": int(years), "sentence": sentence}


def make_answers(
    school: School,
    *,
    needs: list[dict[str, Any]] | None = None,
    offers: list[dict[str, Any]] | None = None,
    partners: str = "other",
    miles: int = 15,
    transport: str = "minibus",
    capacity: int = 2,
    slots: int = FRIDAY_AFTERNOON,
    values: list[str] | None = None,
    networks: list[str] | None = None,
    head: str = "agrees",
    lead: dict[str, str] | None = None,
    deputy: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Every step of the form answered; each word replaces one part."""
    n = next(_numbers)
    offer = line("music", "music", sentence="Our choir would welcome singers on Friday afternoons.")
    people = {
        "lead": {"name": "Amara Nwosu", "job_title": "Year 5 teacher", "role": "co-ordinator", "phone": "01632 960101"},
        "deputy": {"name": "Tom Ridley", "job_title": "Deputy headteacher", "phone": ""},
    }
    return {
        "school": {"urn": school.urn, "sector": school.sector if school.sector != Sector.OTHER else Sector.STATE.value},
        "needs": [line()] if needs is None else needs,
        "offers": [offer] if offers is None else offers,
        "partner": {"partners": partners, "miles": miles, "transport": transport, "capacity": capacity},
        "times": {"slots": slots},
        "values": {
            "values": ["curiosity", "fairness"] if values is None else values,
            "networks": networks or [],
        },
        "head": {"head": head},
        "lead": {"email": f"lead{n}@school.example", **people["lead"], **(lead or {})},
        "deputy": {"email": f"deputy{n}@school.example", **people["deputy"], **(deputy or {})},
    }


def make_draft(school: School | None = None, *, by: User | None = None, **answers: Any) -> Draft:
    """A draft with every step answered, not sent. `answers` as make_answers."""
    school = school or make_school()
    return Draft.objects.create(user=by, school=school, answers=make_answers(school, **answers))


def unconfirmed_registration(school: School | None = None, **answers: Any) -> Registration:
    """Sent without an account; the link in the lead's e-mail was not followed yet."""
    return send_registration(draft=make_draft(school, **answers))


def confirmed_registration(school: School | None = None, **answers: Any) -> Registration:
    """Sent without an account and confirmed: with Forum staff, and its lead not verified at the school."""
    return confirm_registration(registration=unconfirmed_registration(school, **answers))


def waiting_registration(
    school: School | None = None, *, lead_user: User | None = None, **answers: Any
) -> Registration:
    """Sent by somebody verified at the school (a new co-ordinator, unless `lead_user` is given): with Forum staff."""
    school = school or make_school()
    lead_user = lead_user or make_member(school, role=Role.COORDINATOR, name="Amara Nwosu")
    answers["lead"] = {"name": lead_user.name, "email": lead_user.email, **answers.get("lead", {})}
    return send_registration(draft=make_draft(school, by=lead_user, **answers), by=lead_user)


def live_registration(school: School | None = None, *, lead_user: User | None = None, **answers: Any) -> Registration:
    """A registration of `school` (a new state primary) that is live, with its lead verified at the school.

    `answers` as make_answers: needs, offers (both of `line`), partners, miles, transport, capacity, slots, values,
    networks, head, lead, deputy. The lead is `registration.lead`.
    """
    return approve_registration(
        registration=waiting_registration(school, lead_user=lead_user, **answers), by=moderator()
    )


def moderator() -> User:
    """A moderator of the Forum who belongs to no school."""
    found = User.objects.filter(email="moderator@forum.example").first()
    return found or make_forum(role=ForumRole.MODERATOR, email="moderator@forum.example", name="Ruth Adeyemi")
