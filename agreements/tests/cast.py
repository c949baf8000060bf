"""Memoranda for tests, brought to their state through actions."""

from typing import Any

from accounts.models import Membership, Role, User
from accounts.tests.factories import make_member
from agreements.actions.drafting import agree_clause, begin_mou, change_clause
from agreements.actions.signing import send_for_signature, sign
from agreements.models import Mou, MouClause, Signatory, Template, TemplateVersion, Version
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


def sent_version(mou: Mou | None = None) -> Version:
    """Frozen, and with the four who sign it; nobody has signed."""
    mou = mou or agreed_mou()
    return send_for_signature(mou=mou, by=partners_of(mou.partnership)[0].lead)


def signed_mou(partnership: Partnership | None = None, *, template: TemplateVersion | None = None) -> Mou:
    """Signed by the head and the chair of governors of every school, and in force (`mou.in_force`)."""
    version = sent_version(agreed_mou(partnership, template=template))
    for signatory in signatories_of(version):
        sign_as_holder(signatory)
    return Mou.objects.select_related("in_force", "partnership").get(pk=version.mou_id)


def signatories_of(version: Version) -> list[Signatory]:
    """The heads and chairs, the school that asked first: its head, its chair, then the others."""
    found = version.signatories.select_related("school", "version__mou__partnership")
    return sorted(found, key=lambda one: one.pk)


def holder_of(signatory: Signatory) -> User:
    """The person whose role it is to sign this row; made if there is none."""
    return head_of(signatory.school) if signatory.role == Signatory.Role.HEAD else chair_of(signatory.school)


def sign_as_holder(signatory: Signatory) -> Signatory:
    """Sign as the person whose role it is."""
    version = signatory.version
    by = holder_of(signatory)
    return sign(version=version, signatory=signatory, by=by, how=Signatory.How.PASSWORD, seen=version.fingerprint)


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
