"""A signed MOU as others may read it: which text, whose names are taken out of it, and who speaks for its schools."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from accounts.models import Membership, Role, User
from agreements.anonymous import Anonymiser, Person, joined, letter_of
from agreements.models import Mou, SharedMou, Signatory, Version
from agreements.texts import Content, words_of
from core.differences import Piece
from partnerships.models import ContactDetails, Partner
from partnerships.querysets import schools_of
from partnerships.rules import may_write
from schools.models import School

LONGEST_WORD, MOST_WORDS = 100, 40  # of what the schools further ask to be left out


# --- The text ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class ClausePieces:
    """A clause with what is taken out of it marked."""

    heading: list[Piece]
    text: list[Piece]
    rows: list[dict[str, Any]]


class Shareable:
    """A version's text without people. `also` are further words to be left out, as the schools gave them."""

    def __init__(self, version: Version, *, also: Iterable[str] = ()) -> None:
        self.version = version
        self.also = words_to_leave_out(also)
        self.schools = _schools_of(version)
        clauses = version.content["clauses"]
        self._anonymiser = Anonymiser(
            people=list(_people_of(version, self.schools)),
            schools=[school["name"] for school in self.schools],
            also=self.also,
            whole="\n".join(words for each in clauses for words in (each["heading"], *words_of(each["content"]))),
        )

    @property
    def doubtful(self) -> list[str]:
        """Names that are ordinary words in this text too, and are left where they stand alone."""
        return self._anonymiser.doubtful

    def named_in(self, words: str) -> list[str]:
        """The people and schools that a title or a summary names."""
        return [piece.words for piece in self._anonymiser.pieces(words) if piece.kind == "removed"]

    @cached_property
    def clauses(self) -> list[ClausePieces]:
        """The text, clause by clause, in pieces."""
        pieces = self._anonymiser.pieces
        letters = {school["urn"]: letter_of(number) for number, school in enumerate(self.schools)}
        return [
            ClausePieces(
                heading=pieces(clause["heading"]),
                text=pieces(clause["content"].get("text", "")),
                rows=[
                    {
                        "school": letters.get(row["urn"], letter_of(len(letters))).strip("[]"),
                        "gives": [pieces(line) for line in row["gives"]],
                        "gets": [pieces(line) for line in row["gets"]],
                    }
                    for row in clause["content"].get("rows", [])
                ],
            )
            for clause in self.version.content["clauses"]
        ]

    def content(self, *, title: str, summary: str) -> Content:
        """In the shape of TemplateVersion.content, with "schools" ({"name": "School A", "sector"}) and, in a clause of
        who gives what, "rows" ({"school": "School A", "gives", "gets"})."""
        known = {clause.slug: clause for clause in self.version.mou.clauses.all()}
        return {
            "title": title,
            "summary": summary,
            "schools": [
                {"name": letter_of(number).strip("[]"), "sector": school["sector"]}
                for number, school in enumerate(self.schools)
                if school["sector"]
            ],
            "clauses": [
                {
                    "slug": clause["slug"],
                    "heading": joined(pieces.heading),
                    "kind": clause["kind"],
                    "guidance": known[clause["slug"]].guidance if clause["slug"] in known else "",
                    "text": joined(pieces.text),
                    "required": clause["slug"] in known and known[clause["slug"]].required,
                    **(
                        {
                            "rows": [
                                {
                                    "school": row["school"],
                                    "gives": [joined(line) for line in row["gives"]],
                                    "gets": [joined(line) for line in row["gets"]],
                                }
                                for row in pieces.rows
                            ]
                        }
                        if pieces.rows
                        else {}
                    ),
                }
                for clause, pieces in zip(self.version.content["clauses"], self.clauses, strict=True)
            ],
        }


def words_to_leave_out(words: Iterable[str]) -> list[str]:
    """Each once, without the space around it."""
    cleaned = (" ".join(each.replace("\x00", "").split())[:LONGEST_WORD] for each in words)
    return list(dict.fromkeys(each for each in cleaned if each))[:MOST_WORDS]


def _schools_of(version: Version) -> list[Content]:
    """Those of the text, in its order, then those that were or are in the partnership beside them."""
    named = [
        {"urn": party["urn"], "name": party["name"], "sector": party["sector"]} for party in version.content["parties"]
    ]
    known = {school["urn"] for school in named}
    others = School.objects.filter(partnerships_joined__partnership=version.mou.partnership_id).order_by("pk")
    return named + [{"urn": one.urn, "name": one.name, "sector": ""} for one in others if one.urn not in known]


def _people_of(version: Version, schools: list[Content]) -> Iterator[Person]:
    """Everybody whose name the portal knows from this partnership, the role that says most of them first."""
    letters = {school["urn"]: letter_of(number) for number, school in enumerate(schools)}
    mou = version.mou
    for party in version.content["parties"]:
        for person in party["people"]:
            yield Person(person["name"], _role_words(person["role"], letters[party["urn"]]))
    signatories = Signatory.objects.filter(version__mou=mou).select_related("user", "school").order_by("pk")
    for signatory in signatories:
        for name in {signatory.name, signatory.user.name if signatory.user else ""}:
            yield Person(name, _role_words(signatory.get_role_display(), letters[signatory.school.urn]))
    partners = Partner.objects.filter(partnership=mou.partnership_id).select_related("school", "lead", "deputy")
    for partner in partners.prefetch_related("contacts").order_by("pk"):
        letter = letters[partner.school.urn]
        for contact in partner.contacts.all():
            yield Person(contact.name, _role_words(contact.get_kind_display(), letter))
        for kind, user in ((ContactDetails.Kind.LEAD, partner.lead), (ContactDetails.Kind.DEPUTY, partner.deputy)):
            if user is not None:
                yield Person(user.name, _role_words(kind.label, letter))
    urns = {partner.school_id: partner.school.urn for partner in partners}
    members = Membership.objects.filter(school__in=urns).select_related("user").order_by("pk")
    for membership in members:
        signs = membership.role in (Role.HEADTEACHER, Role.CHAIR)
        role = membership.get_role_display() if signs else "A colleague"
        yield Person(membership.user.name, _role_words(role, letters[urns[membership.school_id]]), fully=not signs)


def _role_words(role: str, letter: str) -> str:
    """ "the lead at [School A]"; a chair of governors is of a school, not at it."""
    role = role[:1].lower() + role[1:]
    if role.startswith("a "):
        return f"{role} at {letter}"
    return f"the {role} {'of' if role.startswith(('head', 'chair')) else 'at'} {letter}"


# --- Who speaks -------------------------------------------------------------------------------------------------------
def version_to_share(mou: Mou | None) -> Version | None:
    """The text of a partnership that may be shared: what is in force, or else what everybody signed last."""
    if mou is None:
        return None
    if mou.in_force_id is not None:
        return mou.in_force
    return mou.versions.signed().order_by("-number").first()


def shared_of(version: Version) -> SharedMou | None:
    """What its schools have made of this version to be shared. Ask first who may see the version."""
    return SharedMou.objects.filter(version=version).first()


def schools_asked(version: Version) -> models.QuerySet[School]:
    """The schools that signed it, and so must agree that it is shared, whether or not they have left since."""
    return School.objects.filter(pk__in=version.signatories.values("school")).order_by("pk")


def spoken_for_by(user: User, version: Version) -> models.QuerySet[School]:
    """Those of its schools for which this person may agree, or take it back: as headteacher, or as the lead.

    A school of which neither lead nor deputy has an account is spoken for by anybody verified there.
    """
    heads = user.memberships.verified().filter(role=Role.HEADTEACHER).values("school_id")
    partners = Partner.objects.filter(partnership=version.mou.partnership_id, school__in=schools_of(user))
    leads = partners.filter(models.Q(lead=user) | models.Q(lead=None, deputy=None)).values("school_id")
    return schools_asked(version).filter(models.Q(pk__in=heads) | models.Q(pk__in=leads))


def may_ask(user: User, version: Version) -> bool:
    """Whether this person may ask that it is shared: who speaks for one of its schools, and the deputy leads."""
    return spoken_for_by(user, version).exists() or may_write(user, version.mou.partnership)


def schools_taking_back(user: User, version: Version) -> models.QuerySet[School]:
    """Those for which this person may take it back: deputy leads too, for it must be possible at once."""
    writes = Partner.objects.filter(partnership=version.mou.partnership_id).written_for_by(user).values("school_id")
    return schools_asked(version).filter(
        models.Q(pk__in=spoken_for_by(user, version).values("pk")) | models.Q(pk__in=writes)
    )


@dataclass(frozen=True)
class Asked:
    """One school of a text that is to be shared, and whether it has agreed to this very text."""

    school: School
    agreed: bool
    mine: bool


def who_is_asked(shared: SharedMou, user: User) -> list[Asked]:
    """Every school, in the order of the text's letters as far as the register goes."""
    agreed = set(shared.consents.filter(fingerprint=shared.fingerprint).values_list("school_id", flat=True))
    mine = set(spoken_for_by(user, shared.version).values_list("pk", flat=True))
    return [Asked(school, school.pk in agreed, school.pk in mine) for school in schools_asked(shared.version)]
