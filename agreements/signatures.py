"""Who signs a version and how far that is, in the words of the pages; and what keeps a text from being sent to sign.

A signature is of whoever holds the role at the moment of signing: the verified headteacher, the verified chair of
governors. So a row that waits shows who holds the role today, and a row that is signed shows who signed.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from accounts.models import Membership, User
from agreements.drafts import day_words, progress_of
from agreements.models import ClauseAgreement, ClauseKind, Mou, MouClause, Signatory, Version
from agreements.texts import Content, blanks_of, in_groups, is_complete, words_of
from partnerships.models import Partner
from schools.models import School

Role, Status = Signatory.Role, Signatory.Status
Holders = dict[tuple[int, str], list[User]]

REMIND_AGAIN = datetime.timedelta(days=3)


# --- Who holds the roles ----------------------------------------------------------------------------------------------
def holders_at(schools: Iterable[int]) -> Holders:
    """The verified headteachers and chairs of governors of these schools (keys), by school and role."""
    found: Holders = defaultdict(list)
    memberships = Membership.objects.verified().filter(
        school__in=list(schools), role__in=Role.values, user__is_active=True
    )
    for membership in memberships.select_related("user").order_by("verified_at", "pk"):
        found[membership.school_id, membership.role].append(membership.user)
    return found


def role_words(signatory: Signatory) -> str:
    """ "headteacher of Brackenfold Primary School"."""
    return f"{signatory.get_role_display().lower()} of {signatory.school}"


def people(users: Iterable[User]) -> str:
    """ "Priya Raman", or "Priya Raman or Colin Braithe" where two share a post. Never an address: others read this."""
    return " or ".join(user.name or "somebody who has not given a name" for user in users)


# --- How far a version is ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Signer:
    """One line of the list of signatures. `mine`: this person writes for the school, and may name or invite."""

    signatory: Signatory
    holders: list[User]
    is_me: bool
    signed_by_me: bool
    mine: bool
    is_open: bool

    @property
    def name(self) -> str:
        """Who signed or declined; who is to sign; "" where nobody is known."""
        one = self.signatory
        if one.status != Status.WAITING:
            return one.name or "Somebody"
        return people(self.holders) or one.name

    @property
    def post(self) -> str:
        """ "Headteacher, Brackenfold Primary School"."""
        return f"{self.signatory.get_role_display()}, {self.signatory.school}"

    @property
    def tag(self) -> tuple[str, str]:
        """(words, colour of the GOV.UK tag)."""
        one = self.signatory
        if one.status == Status.SIGNED:
            return f"Signed {_short(one.answered_at)}", "green"
        if one.status == Status.DECLINED:
            return f"Declined {_short(one.answered_at)}", "red"
        return self._waits if self.is_open else ("Did not sign", "grey")

    @property
    def _waits(self) -> tuple[str, str]:
        one = self.signatory
        if self.is_me:
            return "Your turn", "yellow"
        if self.holders:
            return "To sign", "grey"
        if not one.token:
            return "Not named yet", "orange"
        runs = one.token_expires_at is not None and one.token_expires_at > timezone.now()
        return ("Invited", "grey") if runs else ("Invitation ran out", "orange")

    @property
    def may_be_invited(self) -> bool:
        """Nobody holds the role in the portal, so this person, who writes for the school, names somebody."""
        return self.is_open and self.mine and self.signatory.status == Status.WAITING and not self.holders

    @property
    def may_be_reminded(self) -> bool:
        """They were asked, not by this person themselves, and not reminded in the last three days."""
        one = self.signatory
        asked = bool(self.holders or one.token)
        return self.is_open and one.status == Status.WAITING and asked and not self.is_me and may_remind_now(one)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A version as one person sees it."""

    version: Version
    signers: list[Signer]
    is_writer: bool
    is_present: bool  # acts for a school that is still in the partnership

    @cached_property
    def is_open(self) -> bool:
        return self.version.status == Version.Status.SIGNING

    @cached_property
    def signed(self) -> int:
        return sum(signer.signatory.status == Status.SIGNED for signer in self.signers)

    @cached_property
    def total(self) -> int:
        return len(self.signers)

    @cached_property
    def my_turn(self) -> Signatory | None:
        """The row that this person signs, if one waits for them."""
        return next((signer.signatory for signer in self.signers if signer.is_me), None)

    @cached_property
    def declined(self) -> Signer | None:
        """Who declined, with the reason."""
        return next((signer for signer in self.signers if signer.signatory.status == Status.DECLINED), None)

    @cached_property
    def fingerprint(self) -> str:
        return in_groups(self.version.fingerprint)

    @cached_property
    def code(self) -> str:
        """The verification code, of a version that everybody signed."""
        return in_groups(self.version.code) if self.version.signed_at else ""

    @cached_property
    def who_signs(self) -> str:
        """A sentence for somebody who cannot sign: who can."""
        waiting = [signer for signer in self.signers if signer.signatory.status == Status.WAITING]
        if not waiting:
            return "Everybody has signed."
        said = [
            f"{signer.name or 'nobody yet'} ({role_words(signer.signatory)})" if signer.name else signer.post
            for signer in waiting
        ]
        still = ", ".join(said)
        return f"Only the headteacher and the chair of governors of each school can sign. Still to sign: {still}."

    @cached_property
    def not_my_turn(self) -> str:
        """A sentence for somebody for whom nothing waits here: why."""
        mine = [signer for signer in self.signers if signer.signed_by_me]
        if not self.is_open:
            return f"Version {self.version.number} is not open for signatures now."
        return f"You have signed as {role_words(mine[0].signatory)}." if mine else self.who_signs

    @cached_property
    def lapse_words(self) -> str:
        """What a recall or a refusal does to what was signed, said beforehand."""
        if not self.signed:
            return "Nobody has signed yet."
        one = self.signed == 1
        return (
            f"{self.signed} of {self.total} {'has' if one else 'have'} signed. "
            f"{'That signature lapses' if one else 'Their signatures lapse'}, and everybody signs the next version."
        )


def standing_of(version: Version, user: User) -> Standing:
    """The version with its signatures, in a fixed number of queries."""
    signatories = list(version.signatories.select_related("school", "user"))
    holders = holders_at({one.school_id for one in signatories})
    partners = version.mou.partnership.partners
    mine = set(partners.written_for_by(user).values_list("school_id", flat=True))
    is_present = partners.present().acted_for_by(user).exists()
    is_open = version.status == Version.Status.SIGNING
    signers = [
        Signer(
            signatory=one,
            holders=holders[one.school_id, one.role],
            is_me=is_open and one.status == Status.WAITING and user in holders[one.school_id, one.role],
            signed_by_me=one.status == Status.SIGNED and one.user_id == user.pk,
            mine=one.school_id in mine,
            is_open=is_open,
        )
        for one in signatories
    ]
    return Standing(version=version, signers=signers, is_writer=bool(mine), is_present=is_present)


def may_remind_now(signatory: Signatory) -> bool:
    """Whether three days have passed since they were asked or reminded last."""
    last = max(filter(None, (signatory.reminded_at, signatory.invited_at)), default=None)
    return last is None or last <= timezone.now() - REMIND_AGAIN


# --- Before it is sent ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Lack:
    """Something that is still to be done before a text can be signed, as a sentence; `clause` is where."""

    sentence: str
    clause: MouClause | None = None


@dataclass(frozen=True, kw_only=True)
class Dates:
    begins: datetime.date
    review: datetime.date
    ends: datetime.date


@dataclass(frozen=True, kw_only=True)
class ToName:
    """A post for which nobody is verified in the portal, at a school for which this person writes."""

    school: School
    role: str

    @property
    def words(self) -> str:
        return f"{Role(self.role).label} of {self.school}"


@dataclass(frozen=True, kw_only=True)
class Preparation:
    """What sending would do: who is asked, and who is still to be named, by us or by the other schools."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    to_name: list[ToName] = field(default_factory=list)
    named_by_others: list[ToName] = field(default_factory=list)


def lacking(mou: Mou) -> list[Lack]:
    """Everything that keeps this text from being sent for signature, in reading order; nothing where it is ready."""
    progress = progress_of(mou)
    partners = list(mou.partnership.partners.present().select_related("school"))
    found = []
    if len(partners) < 2:
        found.append(Lack(sentence="An MOU is between at least two schools, and only one is in the partnership now."))
    agreed = _agreements(progress.clauses)
    for clause in progress.clauses:
        is_part = clause.required or clause.state == MouClause.State.AGREED
        if is_part and (sentence := _lacks_in(clause, partners, agreed)):
            found.append(Lack(sentence=sentence, clause=clause))
    dated = next((clause for clause in progress.clauses if clause.kind == ClauseKind.DATES), None)
    if dated is None:
        found.append(Lack(sentence="No clause says when it begins and ends. Add the clause about duration and review."))
    elif is_complete(dated.kind, dated.content) and (sentence := _wrong_dates(dates_in(dated.content))):
        found.append(Lack(sentence=sentence, clause=dated))
    return found


def dates_in(content: Content) -> Dates:
    """The dates of a complete clause of kind `dates`."""
    return Dates(**{name: datetime.date.fromisoformat(content[name]) for name in ("begins", "review", "ends")})


def dates_of(content: Content) -> Dates:
    """The dates of a whole text that lacks nothing."""
    return dates_in(next(clause["content"] for clause in content["clauses"] if clause["kind"] == ClauseKind.DATES))


def preparation_of(mou: Mou, user: User) -> Preparation:
    """Who will be asked to sign, school by school, as the portal knows them today."""
    partners = list(mou.partnership.partners.present().select_related("school"))
    holders = holders_at(partner.school_id for partner in partners)
    mine = set(mou.partnership.partners.written_for_by(user).values_list("pk", flat=True))
    ready = Preparation()
    for partner in partners:
        for role in Role:
            post = ToName(school=partner.school, role=role)
            if who := holders[partner.school_id, role]:
                ready.asked.append((people(who), post.words))
            else:
                (ready.to_name if partner.pk in mine else ready.named_by_others).append(post)
    return ready


def _agreements(clauses: list[MouClause]) -> dict[int, set[int]]:
    """The schools (keys of Partner) that agree to the present text, by clause."""
    numbers = {clause.pk: clause.version for clause in clauses}
    found: dict[int, set[int]] = defaultdict(set)
    for clause, partner, number in ClauseAgreement.objects.filter(clause__in=numbers).values_list(
        "clause_id", "partner_id", "number"
    ):
        if number == numbers[clause]:
            found[clause].add(partner)
    return found


def _lacks_in(clause: MouClause, partners: list[Partner], agreed: dict[int, set[int]]) -> str:
    blanks = [blank for words in words_of(clause.content) for blank in blanks_of(words)]
    if blanks:
        return f"“{clause.heading}” has blanks to fill in: {', '.join(blanks[:3])}{' …' if len(blanks) > 3 else ''}."
    if not is_complete(clause.kind, clause.content):
        return f"“{clause.heading}” is not finished."
    waiting = [str(partner.school) for partner in partners if partner.pk not in agreed[clause.pk]]
    if waiting or clause.state != MouClause.State.AGREED:
        return f"“{clause.heading}” is not agreed yet{' by ' + ' and '.join(waiting) if waiting else ''}."
    return ""


def _wrong_dates(dates: Dates) -> str:
    if not dates.begins < dates.review < dates.ends:
        return (
            f"The dates do not fit: it begins on {day_words(dates.begins)}, is reviewed on {day_words(dates.review)} "
            f"and ends on {day_words(dates.ends)}. Put them in that order."
        )
    if dates.review <= timezone.localdate():
        return f"The review date, {day_words(dates.review)}, has passed. Choose a later one."
    return ""


def _short(moment: datetime.datetime | None) -> str:
    """ "24 Nov"; with the year where it is another."""
    if moment is None:
        return ""
    day = timezone.localdate(moment)
    return f"{day.day} {day:%b}" if day.year == timezone.localdate().year else f"{day.day} {day:%b %Y}"
