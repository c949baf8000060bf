"""MOUs that are shared, brought there through actions: signed with names in it, asked, agreed, public."""

from typing import Any

from accounts.models import ForumRole, User
from accounts.tests.factories import make_forum
from agreements.actions.drafting import agree_clause, change_clause
from agreements.actions.sharing import agree_to_share, ask_to_share, share_mou
from agreements.actions.signing import send_for_signature, sign
from agreements.models import SharedMou, Version
from agreements.sharing import schools_asked
from agreements.tests.cast import agreed_mou, chair_of, head_of, partners_of
from partnerships.models import Partnership

NAMED = (
    "Amara Nwosu of Brackenfold Primary School books the coach, and Mrs Castellane pays at Thornmere.\n\n"
    "- Ring 01632 960101, or write to amara@brackenfold.example.\n- Priya Raman and Winston Clarke decide."
)
TITLE = "Weekly science, primary and senior"
SUMMARY = "For a primary school without a laboratory."


def signed_version(partnership: Partnership | None = None, *, text: str = NAMED) -> Version:
    """Signed by the four people; its clause on transport names people, schools, a number and an address."""
    mou = agreed_mou(partnership)
    partners = partners_of(mou.partnership)
    each = mou.clauses.get(slug="transport")
    content = {**each.content, "text": text}
    each = change_clause(clause=each, heading=each.heading, content=content, version=each.version, by=partners[0].lead)
    for partner in partners:
        agree_clause(clause=each, partner=partner, version=each.version, by=partner.lead)
    version = send_for_signature(mou=mou, by=partners[0].lead)
    for signatory in version.signatories.select_related("school"):
        holder = head_of(signatory.school) if signatory.role == "headteacher" else chair_of(signatory.school)
        sign(version=version, signatory=signatory, by=holder, how="password", seen=version.fingerprint)
    version.refresh_from_db()
    return version


def lead_of(version: Version, number: int = 0) -> User:
    """The lead of its first school, or of another."""
    return partners_of(version.mou.partnership)[number].lead


def asked_mou(version: Version | None = None, *, title: str = TITLE, **changes: Any) -> SharedMou:
    """Brackenfold's lead has asked, and Thornmere has not agreed."""
    version = version or signed_version()
    given = {"title": title, "summary": SUMMARY, "by": lead_of(version), **changes}
    return ask_to_share(version=version, **given)


def agreed_share(version: Version | None = None, **changes: Any) -> SharedMou:
    """Every school has agreed: with Forum staff."""
    shared = asked_mou(version, **changes)
    for school in schools_asked(shared.version):
        shared = agree_to_share(shared=shared, school=school, by=head_of(school), seen=shared.fingerprint)
    return shared


def public_mou(version: Version | None = None, **changes: Any) -> SharedMou:
    """Shared: everybody reads it."""
    shared = agreed_share(version, **changes)
    return share_mou(shared=shared, by=moderator(), seen=shared.fingerprint)


def moderator() -> User:
    """A moderator of the Forum who belongs to no school."""
    found = User.objects.filter(email="reader@forum.example").first()
    return found or make_forum(role=ForumRole.MODERATOR, email="reader@forum.example", name="Ruth Adeyemi")
