"""Memoranda for tests, brought to their state through actions."""

from typing import Any

from accounts.models import Membership, Role, User
from accounts.tests.factories import make_member
from agreements.actions.drafting import agree_clause, begin_mou, change_clause
from agreements.models import Mou, MouClause, Template, TemplateVersion
from agreements.texts import BLANK, Content
from partnerships.models import Partner, Partnership
from partnerships.tests.introductions import opened_partnership
from schools.models import School


def clause(slug: str, heading: str, kind: str = "text", *, text: str = "", required: bool = True) -> Content:
    """A clause of a template as TemplateVersion.content has it."""
    guidance = f"What to think about: {heading.lower()}."
    return {"slug": slug, "heading": heading, "kind": kind, "guidance": guidance, "text": text, "required": required}


CLAUSES = [
    clause("parties", "Parties", "parties", text="This is agreed between [the schools]."),
    clause("aims", "Aims", text="We begin with a need: [the need]"),
    clause("gives", "Who gives what, who gets what", "gives"),
    clause("transport", "Transport", text="[Which school] books the coach. Each school pays half."),
    clause("leaving-people", "If somebody leaves", text="The deputy takes over for [how long].", required=False),
    clause("dates", "Duration and review", "dates", text="We look at it together before it ends."),
]


def make_template_version(clauses: list[Content] | None = None, *, title: str = "For a first year") -> TemplateVersion:
    """A published template of six clauses, one of them optional."""
    template, _ = Template.objects.get_or_create(
        slug="for-a-first-year", defaults={"title": title, "summary": "Two schools, one year."}
    )
    content = {"title": title, "summary": template.summary, "clauses": CLAUSES if clauses is None else clauses}
    return TemplateVersion.objects.create(template=template, number=template.versions.count() + 1, content=content)


def draft_mou(partnership: Partnership | None = None, *, template: TemplateVersion | None = None) -> Mou:
    """Brackenfold's lead has begun an MOU with Thornmere from a template; nobody has agreed to anything."""
    partnership = partnership or opened_partnership()
    template = template or make_template_version()
    return begin_mou(partnership=partnership, template=template, by=partners_of(partnership)[0].lead)


def agreed_mou(partnership: Partnership | None = None, *, template: TemplateVersion | None = None) -> Mou:
    """Every clause is filled in and agreed by all schools, whose heads and chairs of governors have accounts."""
    mou = draft_mou(partnership, template=template)
    for partner in partners_of(mou.partnership):
        head_of(partner.school)
        chair_of(partner.school)
    for each in mou.clauses.standing():
        agree_fully(each)
    return mou


def agree_fully(each: MouClause) -> MouClause:
    """Fill a clause in, as the first school would, and agree to it for every school."""
    partners = partners_of(each.mou.partnership)
    each = fill_in(each, by=partners[0].lead)
    for partner in partners:
        each = agree_clause(clause=each, partner=partner, version=each.version, by=partner.lead)
    return each


def fill_in(each: MouClause, *, by: User, **changes: Any) -> MouClause:
    """Write something into every blank of a clause; `changes` are parts of its content."""
    content = {**each.content, **changes}
    content["text"] = BLANK.sub("a fortnight", content["text"]) or "Both schools see to this."
    for row in content.get("rows", []):
        row["gives"] = row["gives"] or ["Two staff at each session"]
        row["gets"] = row["gets"] or ["Shared session plans"]
    return change_clause(clause=each, heading=each.heading, content=content, version=each.version, by=by)


def partners_of(partnership: Partnership) -> list[Partner]:
    """The schools that are in it, the one that asked first."""
    return list(partnership.partners.present().select_related("school", "lead", "deputy").order_by("pk"))


def head_of(school: School) -> User:
    """The headteacher of a school, verified; made if there is none."""
    return _holder_of(school, Role.HEADTEACHER, "Priya Raman" if school.sector == "state" else "Giles Farrant")


def chair_of(school: School) -> User:
    """The chair of governors of a school, verified; made if there is none."""
    return _holder_of(school, Role.CHAIR, "Winston Clarke" if school.sector == "state" else "Margaret Ashdown")


def _holder_of(school: School, role: str, name: str) -> User:
    found = Membership.objects.verified().at(school).filter(role=role).select_related("user").first()
    return found.user if found else make_member(school, role=role, name=name)
