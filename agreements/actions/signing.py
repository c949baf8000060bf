"""From a settled text to four signatures: freeze it, ask, sign as oneself, decline, recall, remind, let it lapse.

Locks are taken in one order: the person who signs and their membership, the partnership, its MOU, the version, the
signatory. So a head who is replaced, a school that leaves, a recall and two last signatures wait for one another, and
each sees what the other has done.
"""

import datetime
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from accounts import actions as accounts
from accounts.models import Invitation, Membership, User
from agreements.copies import make_copy
from agreements.drafts import content_of, day_words
from agreements.locks import lock_mou
from agreements.messages import signing as messages
from agreements.models import Mou, Signatory, Version
from agreements.signatures import REMIND_AGAIN, dates_of, holders_at, lacking, may_remind_now, people, role_words
from agreements.texts import fingerprint
from core import events
from core.errors import ActionRefused, Changed
from core.transitions import lock, move
from partnerships.actions.stage import mark_agreed, schools_that_write
from partnerships.models import Partner, Partnership
from partnerships.rules import may_write

Status = Version.Status

SIGN_WITHIN = datetime.timedelta(days=28)
LONGEST_TO_SIGN = datetime.timedelta(days=120)  # a text that lies longer is no longer what anybody had in mind
INVITED_FOR = datetime.timedelta(days=14)
REMINDERS = [("week", datetime.timedelta(days=7)), ("day", datetime.timedelta(days=1))]
LONGEST_REASON = 2000  # characters of what is mailed to the schools: a page


class NotYours(ActionRefused):
    """This person may not do this: who can is said."""


class NotNow(ActionRefused):
    """The version is not open, or they have answered already."""


class NotReady(ActionRefused):
    """Something is still to be settled before the text can be signed."""


class WrongDay(ActionRefused):
    """The last day for signatures cannot be that day."""


class WordsNeeded(ActionRefused):
    """The others must be told why."""


class NameNeeded(ActionRefused):
    """Whoever signs has a name."""


class OncePerPerson(ActionRefused):
    """Nobody signs the same text twice, in two roles."""


class TooSoon(ActionRefused):
    """They were reminded a moment ago."""


class LinkSpent(ActionRefused):
    """The link was used, replaced, or is out of date."""


# --- Sending ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def send_for_signature(*, mou: Mou, by: User, sign_by: datetime.date | None = None) -> Version:
    """Freeze the text as it is and ask the headteacher and the chair of governors of every school to sign it.

    `sign_by` is the last day for it, 28 days from now where none is said. Optional clauses that are not agreed are left
    out. Sending a second time returns what was sent. Raises NotYours, NotNow, NotReady, WrongDay.
    """
    mou = lock_mou(mou)
    _check_writer(mou, by, "send it for signature")
    if mou.status == Mou.Status.SIGNING:
        return mou.versions.get(status=Status.SIGNING)
    check_can_be_sent(mou)
    content = content_of(mou, to_sign=True)
    dates = dates_of(content)
    version = Version.objects.create(
        mou=mou,
        number=content["number"],
        content=content,
        fingerprint=fingerprint(content),
        begins_on=dates.begins,
        review_on=dates.review,
        ends_on=dates.ends,
        frozen_by=by,
        sign_by=_checked_day(sign_by, last=dates.ends),
    )
    schools = schools_that_write(mou.partnership, by)
    _ask_all(version, mou.partnership, schools)
    move(mou, Mou.Status.SIGNING, allowed=Mou.ALLOWED, refusal=_why_not(mou))
    _save(mou, by)
    sentence = f"{schools} sent version {version.number} of the MOU for signature."
    events.record(of=mou.partnership, kind="mou-sent", sentence=sentence, by=by)
    messages.sent(version, by=by, schools=schools)
    return version


def check_can_be_sent(mou: Mou) -> None:
    """Raise NotNow or NotReady, with what to do, where the text cannot be sent as it is."""
    if mou.status != Mou.Status.DRAFTING:
        raise NotNow(_why_not(mou))
    if lacks := lacking(mou):
        raise NotReady(" ".join(lack.sentence for lack in lacks))


def _ask_all(version: Version, partnership: Partnership, schools: str) -> None:
    """The rows of those who sign, and a letter to each whom the portal knows."""
    partners = list(partnership.partners.present().select_related("school").order_by("pk"))
    holders = holders_at(partner.school_id for partner in partners)
    for partner in partners:
        for role in Signatory.Role:
            who = holders[partner.school_id, role]
            signatory = Signatory.objects.create(
                version=version,
                school=partner.school,
                role=role,
                user=who[0] if who else None,
                name=who[0].name if who else "",
                invited_at=timezone.now() if who else None,
            )
            for user in who:
                messages.asked_to_sign(signatory, user, schools=schools)


def _checked_day(sign_by: datetime.date | None, *, last: datetime.date) -> datetime.date:
    today = timezone.localdate()
    if sign_by is None:
        return min(today + SIGN_WITHIN, last)
    latest = min(today + LONGEST_TO_SIGN, last)
    if not today < sign_by <= latest:
        raise WrongDay(f"Choose a last day for signatures after today, and no later than {day_words(latest)}.")
    return sign_by


# --- Signing ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def sign(*, version: Version, signatory: Signatory, by: User, how: str, seen: str) -> Signatory:
    """Sign as the headteacher or the chair of governors of a school. The last signature puts the version in force.

    `how` (a Signatory.How) is by what they have just shown who they are: the caller has checked it. `seen` is the
    fingerprint of what they read. Signing twice changes nothing. Raises NotYours, NotNow, NameNeeded, OncePerPerson,
    core.errors.Changed.
    """
    by, holds = _as_holder(signatory, by)
    mou, version = _locked(version)
    signatory = _row_of(version, signatory)
    if signatory.status == Signatory.Status.SIGNED and signatory.user_id == by.pk:
        return signatory
    _check_open(version)
    if seen != version.fingerprint:
        raise Changed(f"What you read is not version {version.number}. Read it again, then sign.")
    _check_answerable(signatory, holds)
    if not by.name:
        raise NameNeeded("Enter your name in your account first. It stands beneath the MOU.")
    if other := version.signatories.filter(user=by, status=Signatory.Status.SIGNED).select_related("school").first():
        raise OncePerPerson(
            f"You have signed as {role_words(other)}, and nobody signs twice. Give somebody else the role of "
            f"{role_words(signatory)} on the school’s team page: they sign."
        )
    now = timezone.now()
    move(signatory, Signatory.Status.SIGNED, allowed=Signatory.ALLOWED, refusal="This has been answered already.")
    signatory.user, signatory.name, signatory.how, signatory.answered_at = by, by.name, how, now
    signatory.signed_as = f"{by.name}, {signatory.get_role_display()}, {signatory.school}"[:250]
    signatory.signed_text = version.fingerprint
    signatory.token, signatory.token_expires_at, signatory.email = "", None, ""
    signatory.save()
    sentence = f"{by} signed version {version.number} of the MOU as {role_words(signatory)}."
    events.record(of=mou.partnership, kind="mou-signature", sentence=sentence, by=by)
    waiting = version.signatories.exclude(status=Signatory.Status.SIGNED).count()
    if waiting:
        messages.signature_given(signatory, waiting=waiting)
    else:
        _put_in_force(mou, version, by, now)
    return signatory


def _put_in_force(mou: Mou, version: Version, by: User, now: datetime.datetime) -> None:
    """Everybody has signed: this version holds, in place of the one before, and the partnership is agreed."""
    former = lock(mou.in_force) if mou.in_force else None
    if former is not None and former.status == Status.SIGNED:
        move(former, Status.REPLACED, allowed=Version.ALLOWED, refusal="What held before does not hold any more.")
        former.closed_at = now
        former.save(update_fields=["status", "closed_at"])
    move(version, Status.SIGNED, allowed=Version.ALLOWED, refusal=_closed_words(version))
    version.signed_at = now
    version.save(update_fields=["status", "signed_at"])
    mou.in_force = version
    move(mou, Mou.Status.SIGNED, allowed=Mou.ALLOWED, refusal=_why_not(mou))
    _save(mou, by)
    mark_agreed(partnership=mou.partnership, by=by)
    instead = f" It takes the place of version {former.number}." if former else ""
    sentence = f"Everybody has signed version {version.number} of the MOU.{instead}"
    events.record(of=mou.partnership, kind="mou-signed", sentence=sentence, by=by)
    messages.signed_by_all(version)
    transaction.on_commit(lambda: make_copy(version), robust=True)  # a copy that fails leaves what was signed


@transaction.atomic
def decline(*, signatory: Signatory, reason: str, by: User) -> Signatory:
    """Say as head or chair that one does not sign this text. It goes back to the schools with the reason.

    Declining twice changes nothing. Raises NotYours, NotNow, WordsNeeded.
    """
    by, holds = _as_holder(signatory, by)
    mou, version = _locked(signatory.version)
    signatory = _row_of(version, signatory)
    if signatory.status == Signatory.Status.DECLINED and signatory.user_id == by.pk:
        return signatory
    _check_open(version)
    _check_answerable(signatory, holds)
    reason = _clean(reason, "Enter why you do not sign. The schools read it, so that they can change the text.")
    move(signatory, Signatory.Status.DECLINED, allowed=Signatory.ALLOWED, refusal="This has been answered already.")
    signatory.user, signatory.name, signatory.reason, signatory.answered_at = by, by.name, reason, timezone.now()
    signatory.save()
    who = f"The {role_words(signatory)}"
    sentence = f"{who} declined to sign version {version.number} of the MOU. It is a draft again."
    _close(mou, version, Status.DECLINED, words=reason, by=by)
    events.record(of=mou.partnership, kind="mou-declined", sentence=sentence, by=by)
    messages.declined(version, who=who, reason=reason)
    _forget_links(version)
    return signatory


# --- Before everybody has signed --------------------------------------------------------------------------------------
@transaction.atomic
def recall(*, version: Version, reason: str, by: User) -> Version:
    """Take a text back that is being signed, in order to change it. What was signed lapses; everybody is told why.

    Recalling twice changes nothing. Raises NotYours, NotNow, WordsNeeded.
    """
    mou, version = _locked(version)
    _check_writer(mou, by, "recall it")
    if version.status == Status.RECALLED:
        return version
    _check_open(version)
    reason = _clean(reason, "Enter why you recall it. Everybody who was asked to sign reads it.")
    _recall(mou, version, reason, who=schools_that_write(mou.partnership, by), by=by)
    return version


def recall_when_schools_change(partner: Partner) -> None:
    """A school joined the partnership or left it: nobody signs a text that is between other schools."""
    change = "left" if partner.left_at else "joined"
    _recall_of(partner.partnership, f"{partner.school} {change} the partnership.")


def recall_when_ended(partnership: Partnership) -> None:
    """A partnership that ended has nothing left to sign."""
    _recall_of(partnership, "The partnership ended.")


def _recall_of(partnership: Partnership, reason: str) -> None:
    mou = Mou.objects.filter(partnership=partnership, status=Mou.Status.SIGNING).first()
    if mou is None:
        return
    mou = lock_mou(mou)
    version = mou.versions.select_for_update(of=("self",)).filter(status=Status.SIGNING).first()
    if version is not None:
        _recall(mou, version, reason, who="The portal", by=None)


def _recall(mou: Mou, version: Version, reason: str, *, who: str, by: User | None) -> None:
    _close(mou, version, Status.RECALLED, words=reason, by=by)
    sentence = f"{who} recalled version {version.number} of the MOU before everybody had signed: {reason}"
    events.record(of=mou.partnership, kind="mou-recalled", sentence=sentence, by=by)
    messages.recalled(version, who=who, reason=reason)
    _forget_links(version)


@transaction.atomic
def remind(*, signatory: Signatory, by: User) -> Signatory:
    """Write once more to somebody who has not signed; to somebody without an account with a new link.

    At most once in three days. Raises NotYours, NotNow, TooSoon.
    """
    mou, version = _locked(signatory.version)
    signatory = _row_of(version, signatory)
    _check_writer(mou, by, "remind them")
    _check_open(version)
    if signatory.status != Signatory.Status.WAITING:
        raise NotNow(f"The {role_words(signatory)} has answered already.")
    if not may_remind_now(signatory):
        raise TooSoon(f"They were written to less than {REMIND_AGAIN.days} days ago. Give them a little time.")
    if not _write_again(signatory):
        raise NotNow(f"Nobody is named yet who signs as {role_words(signatory)}. Their school names them first.")
    signatory.reminded_at = timezone.now()
    signatory.save(update_fields=["reminded_at", "token", "token_expires_at"])
    sentence = f"The {role_words(signatory)} was reminded to sign the MOU."
    events.record(of=mou.partnership, kind="mou-reminded", sentence=sentence, by=by, for_staff=True)
    return signatory


def _write_again(signatory: Signatory, *, key: str | None = None) -> int:
    """A reminder to whoever holds the role, or to the invited address; how many were posted."""
    holders = holders_at([signatory.school_id])[signatory.school_id, signatory.role]
    posted = sum(
        messages.reminder(signatory, user, key=f"{key}-{user.pk}" if key else None) is not None for user in holders
    )
    if not holders and signatory.email:
        token = _make_link(signatory)
        posted += messages.invitation(signatory, token, key=key) is not None
    return posted


# --- Somebody without an account --------------------------------------------------------------------------------------
@transaction.atomic
def invite_signatory(*, signatory: Signatory, name: str, email: str, by: User) -> Signatory:
    """Name the head or chair of one's own school, who has no account yet, and mail them a personal link.

    A link that went before, to this or another address, no longer works. Raises NotYours, NotNow, and what
    accounts.actions.invite_colleague refuses.
    """
    school, email = signatory.school, email.strip().lower()
    _check_speaks_for(signatory, by)
    _check_not_known(signatory, email)
    accounts_invitation = accounts.invite_colleague(school=school, email=email, role=signatory.role, by=by, tell=False)
    mou, version = _locked(signatory.version)
    signatory = _row_of(version, signatory)
    _check_open(version)
    if signatory.status != Signatory.Status.WAITING:
        raise NotNow(f"The {role_words(signatory)} has answered already.")
    if version.signatories.exclude(pk=signatory.pk).filter(email=email).exists():
        raise OncePerPerson(f"{email} was invited to sign in another role, and nobody signs twice. Enter another one.")
    _withdraw(signatory.invitation, but=accounts_invitation, by=by)
    signatory.invitation, signatory.user = accounts_invitation, None
    signatory.name, signatory.email, signatory.invited_at = name.strip()[:100], email, timezone.now()
    token = _make_link(signatory)
    signatory.save()
    sentence = f"{school} named who signs the MOU as {role_words(signatory)}."
    events.record(of=mou.partnership, kind="mou-signatory-invited", sentence=sentence, by=by)
    messages.invitation(signatory, token, by=by)
    return signatory


@transaction.atomic
def accept_signing_invitation(*, token: str, user: User | None) -> Signatory:
    """Follow the personal link: join the school in the role that signs. It works once. Nothing is signed by it.

    `user` is whoever is signed in, with the invited address; None where the address has no account, which is made now:
    the link shows that it is theirs. Raises LinkSpent, accounts.actions.WrongPerson, accounts.actions.InvitationSpent.
    """
    found = Signatory.objects.invited_by(token).select_related("school", "version__mou", "invitation").first()
    if found is None or found.invitation is None:
        raise LinkSpent("This link was used, replaced, or is out of date. Ask the school for a new one.")
    if user is None:
        user = accounts.confirmed_user(email=found.email, name=found.name)
    accounts.accept_invitation(invitation=found.invitation, user=user)
    mou, version = _locked(found.version)
    signatory = _row_of(version, found)
    if signatory.token != found.token or not Signatory.objects.invited_by(token).exists():
        raise LinkSpent("This link was used a moment ago. Sign in, and you find the MOU on your dashboard.")
    signatory.user, signatory.token_expires_at = user, timezone.now()  # the token stays, so that a second use is known
    signatory.save(update_fields=["user", "token_expires_at"])
    sentence = f"{user.name or 'Somebody'} can now sign the MOU as {role_words(signatory)}."
    events.record(of=mou.partnership, kind="mou-signatory-joined", sentence=sentence, by=user)
    return signatory


def _check_speaks_for(signatory: Signatory, by: User) -> None:
    partners = Partner.objects.written_for_by(by)
    if not partners.filter(partnership=signatory.version.mou.partnership_id, school=signatory.school_id).exists():
        raise NotYours(f"Only the lead, deputy lead or headteacher of {signatory.school} names who signs for it.")


def _check_not_known(signatory: Signatory, email: str) -> None:
    """Whoever is at the school already needs no invitation, only the role."""
    school, role = signatory.school, signatory.get_role_display().lower()
    if holders := holders_at([school.pk])[school.pk, signatory.role]:
        raise NotNow(
            f"{people(holders)} is {role} of {school} in the portal and signs. If that is no longer so, change it on "
            "the school’s team page."
        )
    known = Membership.objects.verified().at(school).filter(user__email=email).select_related("user").first()
    if known is not None:
        raise NotNow(
            f"{known.user} already belongs to {school}, as {known.get_role_display().lower()}. Make them {role} on the "
            "school’s team page, and they can sign."
        )


def _withdraw(invitation: Invitation | None, *, but: Invitation, by: User) -> None:
    """The way into the school that an earlier address was given goes with its link."""
    if invitation is not None and invitation.pk != but.pk and invitation.is_open:
        accounts.cancel_invitation(invitation=invitation, by=by)


def _make_link(signatory: Signatory) -> str:
    """A new token for a signatory (not saved): only its digest is kept."""
    token = secrets.token_urlsafe(32)
    signatory.token = hashlib.sha256(token.encode()).hexdigest()
    signatory.token_expires_at = timezone.now() + INVITED_FOR
    return token


def _forget_links(version: Version) -> None:
    """Nobody can sign it any more: links stop, and addresses that were given for them are not kept."""
    version.signatories.update(token="", token_expires_at=None, email="")


# --- What happens by itself -------------------------------------------------------------------------------------------
def expire_versions() -> int:
    """Let versions lapse that were not signed by all in time, and tell their schools."""
    late = Version.objects.filter(status=Status.SIGNING, sign_by__lt=timezone.localdate())
    return sum(_expire(version) for version in list(late.order_by("sign_by", "pk")))


@transaction.atomic
def _expire(version: Version) -> int:
    mou, version = _locked(version)
    if version.status != Status.SIGNING or version.sign_by >= timezone.localdate():
        return 0  # signed or recalled a moment ago
    _close(mou, version, Status.EXPIRED, words="", by=None)
    sentence = f"Not everybody had signed version {version.number} of the MOU in time. It is a draft again."
    events.record(of=mou.partnership, kind="mou-expired", sentence=sentence, by=None)
    messages.expired(version)
    _forget_links(version)
    return 1


def remind_signatories() -> int:
    """Remind heads and chairs who have not signed, a week and a day before the last day for it."""
    soon = timezone.localdate() + REMINDERS[0][1]
    found = Version.objects.filter(status=Status.SIGNING, sign_by__lte=soon, sign_by__gte=timezone.localdate())
    return sum(_remind_of(version) for version in list(found.order_by("sign_by", "pk")))


@transaction.atomic
def _remind_of(version: Version) -> int:
    """The latest letter that is due, once to each who has not signed, and to the school where nobody is named."""
    _, version = _locked(version)
    left = version.sign_by - timezone.localdate()
    due = [name for name, before in REMINDERS if left <= before]
    if version.status != Status.SIGNING or not due:
        return 0
    posted = 0
    for signatory in version.signatories.filter(status=Signatory.Status.WAITING).select_related("school", "version"):
        key = f"mou-sign-{due[-1]}-{signatory.pk}"
        before = signatory.token, signatory.token_expires_at
        written = _write_again(signatory, key=key)
        if written and (signatory.token, signatory.token_expires_at) != before:
            signatory.save(update_fields=["token", "token_expires_at"])
        if not written and not signatory.email and not signatory.user_id:
            written = messages.name_them(signatory, key=key)
        posted += written
    return posted


# --- What these share -------------------------------------------------------------------------------------------------
def _locked(version: Version) -> tuple[Mou, Version]:
    """The MOU and the version, locked in order and read afresh."""
    mou = lock_mou(version.mou)
    version = lock(version)
    version.mou = mou
    return mou, version


def _row_of(version: Version, signatory: Signatory) -> Signatory:
    found = version.signatories.select_for_update(of=("self",)).select_related("school").get(pk=signatory.pk)
    found.version = version
    return found


def _as_holder(signatory: Signatory, by: User) -> tuple[User, bool]:
    """The person, locked, and whether they hold the role at the school: nobody takes it from them until this ends."""
    by = lock(by)
    holds = Membership.objects.verified().of(by).filter(school=signatory.school_id, role=signatory.role)
    return by, by.is_active and holds.select_for_update(of=("self",)).first() is not None


def _check_answerable(signatory: Signatory, holds: bool) -> None:
    """Raise NotYours or NotNow unless this row waits for whoever asks."""
    if not holds:
        who = people(holders_at([signatory.school_id])[signatory.school_id, signatory.role])
        raise NotYours(f"Only the {role_words(signatory)} can sign here.{f' Ask {who}.' if who else ''}")
    if signatory.status != Signatory.Status.WAITING:
        raise NotNow(f"{signatory.name or 'Somebody'} has answered already as {role_words(signatory)}.")


def _check_writer(mou: Mou, by: User, what: str) -> None:
    if not may_write(by, mou.partnership):
        raise NotYours(f"Only the leads, deputy leads and headteachers can {what}. Ask one of them.")


def _check_open(version: Version) -> None:
    if version.status != Status.SIGNING:
        raise NotNow(_closed_words(version))
    if version.sign_by < timezone.localdate():
        raise NotNow(f"The last day for signatures was {day_words(version.sign_by)}. The schools can send it again.")


def _closed_words(version: Version) -> str:
    """Why a version is no longer open, in a sentence."""
    said = {
        Status.SIGNED: "has been signed by everybody",
        Status.REPLACED: "was replaced by a later one",
        Status.RECALLED: "was recalled",
        Status.DECLINED: "was declined",
        Status.EXPIRED: "was not signed in time",
        Status.ENDED: "has ended",
    }
    return f"Version {version.number} {said.get(Status(version.status), 'is being signed')}. There is nothing to sign."


def _why_not(mou: Mou) -> str:
    return {
        Mou.Status.SIGNING: "It is being signed already.",
        Mou.Status.SIGNED: "It is signed. To change it, begin an amendment.",
        Mou.Status.ENDED: "It has ended. To use it again, renew it.",
    }.get(Mou.Status(mou.status), "It is a draft again.")


def _close(mou: Mou, version: Version, to: Version.Status, *, words: str, by: User | None) -> None:
    """End the signing of a locked version without everybody's signature: the working text is a draft again."""
    move(version, to, allowed=Version.ALLOWED, refusal=_closed_words(version))
    version.closed_at, version.closed_words = timezone.now(), words
    version.save(update_fields=["status", "closed_at", "closed_words"])
    if mou.status == Mou.Status.SIGNING:
        move(mou, Mou.Status.DRAFTING, allowed=Mou.ALLOWED, refusal=_why_not(mou))
    _save(mou, by)


def _save(mou: Mou, by: User | None) -> None:
    mou.moved_at, mou.nudged_at = timezone.now(), None
    mou._history_user = by
    mou.save(update_fields=["status", "in_force", "moved_at", "nudged_at"])


def _clean(words: str, refusal: str) -> str:
    """What is mailed, without what cannot be stored. Raises WordsNeeded with `refusal` where nothing is left."""
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if not words:
        raise WordsNeeded(refusal)
    if len(words) > LONGEST_REASON:
        raise WordsNeeded(f"Shorten this to {LONGEST_REASON:,} characters or fewer.")
    return words
