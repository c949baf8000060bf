"""Case studies for tests, brought to their state through actions.

barge = published(title="The reading barge", who={"activities": ["reading-partners"], "pupils": 40})
draft = draft_case_study(school=make_school(), others=[make_independent()])

A word that is the name of a section replaces the answers given; the rest of the section stays as it is here.
"""

from typing import Any

from accounts.models import ForumRole, Membership, User
from accounts.tests.factories import make_forum, make_member
from casestudies.actions.confirming import confirm_case_study, send_case_study
from casestudies.actions.moderation import publish_case_study
from casestudies.actions.writing import begin_case_study, name_schools, save_section
from casestudies.editions import content_of, fingerprint
from casestudies.models import CaseStudy, Edition
from partnerships.models import Partnership
from schools.models import School
from schools.tests.factories import make_independent, make_school
from schools.year_groups import YearGroups

ANSWERS: dict[str, dict[str, Any]] = {
    "story": {
        "title": "Wednesday science in one shared laboratory",
        "summary": "Two schools six minutes apart teach Year 5 practical science together, eight afternoons a year.",
        "need": "Our Year 5 pupils had never lit a **Bunsen burner**.\n\nTwo of our three teachers avoided practicals.",
        "aims": "- Every pupil plans eight experiments\n- Our teachers lead the last four",
    },
    "who": {
        "activities": ["masterclasses"],
        "subjects": ["science"],
        "years": int(YearGroups.Y5 | YearGroups.Y6),
        "priority": "curriculum",
        "pupils": 56,
        "staff": 4,
    },
    "running": {
        "how_often": "Every second Wednesday, 1:30pm to 3pm",
        "how_long": "Eight afternoons over two terms",
        "lead_weeks": 14,
        "staffing": [
            {"role": "Science technician", "from": "independent", "hours": 24, "does": "Sets up the experiments"},
            {"role": "Year 5 teacher", "from": "state", "hours": 31, "does": "Plans and leads the last four"},
        ],
    },
    "cost": {
        "total": 2128,
        "funder": "Each school half",
        "in_kind": "The laboratory on eight afternoons.",
        "transport": "The minibus, two runs. Fuel came to £9 a session.",
    },
    "steps": {
        "steps": [
            {"title": "Agree the need", "weeks_before": 14, "text": "Both heads in one room, for an hour."},
            {"title": "Fix all eight dates", "weeks_before": 12, "text": "Put both calendars side by side."},
            {"title": "Begin with the safest experiment", "weeks_before": 0, "text": ""},
        ]
    },
    "evidence": {
        "design": "before-after",
        "measured": "Confidence in practical science, six questions",
        "result": "Confidence rose from 2.9 to 3.5 out of 5. Enjoyment stayed as high as it was.",
        "sample": 51,
    },
    "lessons": {
        "wrong": "We lost two sessions to a residential that was in nobody’s calendar.",
        "change": "Book the coach for the whole year in June.",
        "conditions": "The schools are ten minutes apart at most.",
    },
    "licence": {"licence": "cc-by-4.0"},
}


def draft_case_study(
    *,
    partnership: Partnership | None = None,
    school: School | None = None,
    others: list[School] | None = None,
    title: str = "",
    by: User | None = None,
    **sections: dict[str, Any],
) -> CaseStudy:
    """Complete and ready to send, not sent: of a partnership, or older work of `school` with `others`.

    Every school has somebody who can confirm. `title` is short for a story with that title.
    """
    if partnership is not None:
        school = school or partnership.partners.order_by("pk").first().school
    school = school or make_school(name="Brackenfold Primary School")
    by = by or member_of(school)
    case_study = begin_case_study(school=school, by=by, partnership=partnership)
    if partnership is None:
        others = [make_independent(name="Thornmere School")] if others is None else others
        named = [(other, f"partnerships{other.urn}@school.example") for other in others]
        name_schools(case_study=case_study, schools=named, by=by)
    for participant in case_study.participants.select_related("school"):
        member_of(participant.school)
    for name, answers in ANSWERS.items():
        changed = {**answers, **sections.get(name, {}), **({"title": title} if title and name == "story" else {})}
        save(case_study, name, changed, by=by)
    for name in sections.keys() - ANSWERS.keys():
        save(case_study, name, sections[name], by=by)
    case_study.refresh_from_db()
    return case_study


def save(case_study: CaseStudy, name: str, answers: dict[str, Any], *, by: User | None = None) -> None:
    """Save one section as somebody who read its latest version."""
    section = case_study.sections.filter(name=name).first()
    seen = section.version if section else 0
    save_section(case_study=case_study, name=name, answers=answers, seen=seen, by=by or writer_of(case_study))


def sent_case_study(**changes: Any) -> CaseStudy:
    """Sent by the first school; the others are asked to confirm. `changes` as draft_case_study."""
    case_study = draft_case_study(**changes)
    return send_case_study(case_study=case_study, by=writer_of(case_study))


def confirmed_case_study(**changes: Any) -> CaseStudy:
    """Confirmed by every school, and with Forum staff."""
    return confirm_all(sent_case_study(**changes))


def confirm_all(case_study: CaseStudy) -> CaseStudy:
    """Let every school that has not yet confirmed what was sent."""
    for participant in case_study.participants.filter(confirmed_at=None).select_related("school"):
        case_study = confirm_case_study(
            case_study=case_study,
            school=participant.school,
            by=member_of(participant.school),
            seen=fingerprint(content_of(case_study)),
        )
    return case_study


def published(title: str = "", **changes: Any) -> Edition:
    """Published by a moderator who has no part in it."""
    return publish_case_study(case_study=confirmed_case_study(title=title, **changes), by=moderator())


def member_of(school: School) -> User:
    """Somebody verified at the school: the first there is, or a new co-ordinator."""
    found = Membership.objects.verified().at(school).select_related("user").order_by("pk").first()
    return found.user if found else make_member(school, name=f"Member of {school}")


def writer_of(case_study: CaseStudy) -> User:
    """Somebody verified at the first school that writes it."""
    return member_of(case_study.participants.filter(writes=True).order_by("pk").first().school)


def partner_of(case_study: CaseStudy) -> User:
    """Somebody verified at the second school it names."""
    return member_of(case_study.participants.order_by("pk")[1].school)


def moderator() -> User:
    """A moderator of the Forum who belongs to no school."""
    found = User.objects.filter(email="moderator@forum.example").first()
    return found or make_forum(role=ForumRole.MODERATOR, email="moderator@forum.example", name="Ruth Adeyemi")
