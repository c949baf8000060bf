"""Pages of the form of a case study, as a browser sends them."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.tests.factories import make_member
from casestudies.actions.writing import begin_case_study
from casestudies.models import CaseStudy
from partnerships.models import Partnership
from schools.tests.factories import make_school
from schools.year_groups import YearGroups

# A good answer to every question of each section.
PAGES: dict[str, dict[str, Any]] = {
    "story": {
        "title": "Wednesday science in one shared laboratory",
        "summary": "Two schools teach Year 5 practical science together.",
        "need": "Our Year 5 pupils had never lit a **Bunsen burner**.\r\n\r\nNor had their teachers.",
        "aims": "Every pupil plans eight experiments.",
    },
    "who": {
        "activities": ["masterclasses", "laboratories"],
        "subjects": ["science"],
        "years": [str(int(YearGroups.Y5 | YearGroups.Y6))],
        "priority": "curriculum",
        "pupils": "56",
        "staff": "4",
    },
    "running": {"how_often": "Every second Wednesday", "how_long": "Eight afternoons", "lead_weeks": "14"},
    "cost": {"total": "£2,128", "funder": "Each school half", "in_kind": "The laboratory.", "transport": "A minibus."},
    "evidence": {
        "design": "before-after",
        "measured": "Confidence in practical science",
        "result": "Confidence rose from 2.9 to 3.5 out of 5.",
        "sample": "51",
    },
    "lessons": {"wrong": "We lost two sessions.", "change": "Book in June.", "conditions": "Ten minutes apart."},
    "licence": {"licence": "cc-by-4.0"},
}
# And one thing of each list.
THINGS: dict[str, dict[str, Any]] = {
    "running": {"role": "Technician", "sector": "independent", "hours": "24", "does": "Sets up"},
    "steps": {"title": "Fix the dates", "weeks_before": "12", "text": "Put both calendars side by side."},
    "quotes": {"words": "Now I ask for the practical ones.", "who": "Year 5 pupil", "consent": "on"},
}


def address(name: str, case_study: CaseStudy, *parts: Any) -> str:
    return reverse(f"casestudies:{name}", args=[case_study.pk, *parts])


def version_of(case_study: CaseStudy, name: str) -> int:
    section = case_study.sections.filter(name=name).first()
    return section.version if section else 0


def send(client: Any, case_study: CaseStudy, name: str, *, then: str = "", seen: int | None = None, **data: Any) -> Any:
    """Press a button on the page of a section, as somebody who has read its latest version."""
    seen = version_of(case_study, name) if seen is None else seen
    return client.post(address("section", case_study, name), {**data, "then": then, "version": seen})


def send_thing(
    client: Any, case_study: CaseStudy, name: str, number: int = 0, *, seen: int | None = None, **data: Any
) -> Any:
    """The same of one thing of its list; number 0 adds one. `then` is the button."""
    seen = version_of(case_study, name) if seen is None else seen
    url = address("item", case_study, name, number) if number else address("add_item", case_study, name)
    return client.post(url, {**data, "version": seen})


def begun(by: User | None = None, partnership: Partnership | None = None) -> CaseStudy:
    """A case study in which nobody has written: of a partnership, or older work of a new school."""
    if partnership is not None:
        school = partnership.partners.order_by("pk")[0].school
        by = by or make_member(school)
    elif by is None:
        school = make_school(name="Brackenfold Primary School")
        by = make_member(school)
    else:
        school = by.memberships.verified().get().school
    return begin_case_study(school=school, by=by, partnership=partnership)


def writer(case_study: CaseStudy) -> User:
    """Who began it."""
    assert case_study.begun_by is not None
    return case_study.begun_by


def page(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("&#x27;", "'").replace("&quot;", '"')
