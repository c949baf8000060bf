"""Letters about signing: to heads and chairs who sign, and to the people who carry the partnership.

A text, its schools and who signs it are known to all of them: these letters name the people who signed.
"""

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from agreements.drafts import day_words
from agreements.models import Signatory, Version
from agreements.signatures import holders_at, role_words
from notifications import outbox
from notifications.models import Message
from partnerships.messages.contacts import link
from partnerships.messages.partners import addresses_of, others_of, write_to
from partnerships.models import Partner

SECOND_LOOK = "We ask you to show once more who you are, by your password, a code or a passkey, when you sign."


def asked_to_sign(signatory: Signatory, user: User, *, schools: str) -> None:
    """To a head or chair whom the portal knows: the text is frozen, read it and sign."""
    version = signatory.version
    _post(
        user.email,
        "mou-to-sign",
        f"Sign the MOU of “{version.mou.partnership}”",
        [
            f"Dear {user}",
            f"{schools} has sent version {version.number} of the memorandum of understanding of "
            f"“{version.mou.partnership}” for signature. You sign as {role_words(signatory)}. It says what each "
            "school intends, and until when; it does not bind in law.",
            f"Read it, then sign by {day_words(version.sign_by)}, or decline with a reason. {SECOND_LOOK}",
            link(_sign(version)),
        ],
        why=_why_signs(signatory),
    )


def invitation(signatory: Signatory, token: str, *, by: User | None = None, key: str | None = None) -> Message | None:
    """To a head or chair without an account: a personal link. `by` is who named them, when they are first invited."""
    version, role = signatory.version, role_words(signatory)
    asks = f"{by} of {signatory.school} asks you" if by else f"{signatory.school} still waits for you"
    return _post(
        signatory.email,
        "mou-invited-to-sign",
        f"{'' if by else 'Still waiting for you: '}Sign the MOU of “{version.mou.partnership}” as {role}",
        [
            f"Dear {signatory.name}" if signatory.name else "Hello",
            f"{asks} to sign the memorandum of understanding of “{version.mou.partnership}” as {role}. It says what "
            "each school intends, and until when. It is not legally binding.",
            "This link is yours alone. It shows you the text, and makes you an account with this address. Nothing is "
            "signed by following it.",
            link(reverse("agreements:invitation", args=[token])),
            f"It works once, until {day_words(signatory.token_expires_at.date())}. Sign by "  # type: ignore[union-attr]
            f"{day_words(version.sign_by)}. If you are not the {role}, do nothing, or tell the school.",
        ],
        why=f"You get this because {signatory.school} gave us your address to sign for it. We delete it if you do not.",
        key=key,
    )


def reminder(signatory: Signatory, user: User, *, key: str | None = None) -> Message | None:
    """To a head or chair who has not signed."""
    version = signatory.version
    return _post(
        user.email,
        "mou-reminded-to-sign",
        f"Sign by {day_words(version.sign_by)}: the MOU of “{version.mou.partnership}”",
        [
            f"Dear {user}",
            f"Version {version.number} of the memorandum of understanding of “{version.mou.partnership}” waits for "
            f"your signature as {role_words(signatory)}. Unless everybody has signed by {day_words(version.sign_by)}, "
            "signatures that were given lapse. You can also decline, with a reason.",
            link(_sign(version)),
        ],
        why=_why_signs(signatory),
        key=key,
    )


def name_them(signatory: Signatory, *, key: str) -> int:
    """To the school that has not said who signs for it."""
    version = signatory.version
    partners = version.mou.partnership.partners.present().filter(school=signatory.school_id)
    return write_to(
        partners.select_related("school", "lead", "deputy", "partnership"),
        kind="mou-name-signatory",
        subject=f"Who signs the MOU as {role_words(signatory)}?",
        paragraphs=[
            f"Version {version.number} of the MOU of “{version.mou.partnership}” is to be signed by "
            f"{day_words(version.sign_by)}, and the portal does not know the {role_words(signatory)}. Give their name "
            "and e-mail address, and we send them a personal link:",
            link(version.get_absolute_url()),
        ],
        key=key,
    )


def sent(version: Version, *, by: User, schools: str) -> None:
    """To the schools: the text is frozen and with those who sign; where the portal does not know them, name them."""
    holders = holders_at(signatory.school_id for signatory in version.signatories.all())
    for partner in others_of(version.mou.partnership):
        unknown = [role.label.lower() for role in Signatory.Role if not holders[partner.school_id, role]]
        missing = (
            f"The portal does not know the {' or the '.join(unknown)} of {partner.school}. Give their name and e-mail "
            "address on the page below, and we send them a personal link."
            if unknown
            else f"The headteacher and the chair of governors of {partner.school} have been asked to sign."
        )
        write_to(
            [partner],
            kind="mou-sent",
            subject=f"The MOU of “{version.mou.partnership}” is ready to sign",
            paragraphs=[
                f"{schools} has sent version {version.number} of your MOU for signature. Nobody can change it now. "
                f"The last day to sign is {day_words(version.sign_by)}.",
                missing,
                link(version.get_absolute_url()),
            ],
        )


def signature_given(signatory: Signatory, *, waiting: int) -> None:
    """To the schools: one has signed, and how many are still to."""
    version = signatory.version
    still = "One signature is" if waiting == 1 else f"{waiting} signatures are"
    write_to(
        others_of(version.mou.partnership),
        kind="mou-signature",
        subject=f"{signatory.name} has signed the MOU of “{version.mou.partnership}”",
        paragraphs=[
            f"{signatory.name} has signed version {version.number} as {role_words(signatory)}. {still} still to come, "
            f"by {day_words(version.sign_by)}. See whose, and remind them:",
            link(version.get_absolute_url()),
        ],
    )


def signed_by_all(version: Version) -> None:
    """To everybody who signed and who carries it: it is in force, and here is the copy."""
    _to_everybody(
        version,
        kind="mou-signed",
        subject=f"Signed by all: the MOU of “{version.mou.partnership}”",
        paragraphs=[
            f"Everybody has signed version {version.number} of the memorandum of understanding of "
            f"“{version.mou.partnership}”. It runs from {day_words(version.begins_on)} to "
            f"{day_words(version.ends_on)}, and you look at it together by {day_words(version.review_on)}. We "
            "remind you a month before.",
            "The signed copy, as a PDF:",
            link(reverse("agreements:pdf", args=[version.mou.partnership_id, version.number])),
        ],
    )


def declined(version: Version, *, who: str, reason: str) -> None:
    """To everybody: somebody does not sign this text, and why."""
    _to_everybody(
        version,
        kind="mou-declined",
        subject=f"Not signed: version {version.number} of the MOU of “{version.mou.partnership}”",
        paragraphs=[
            f"{who} has declined to sign version {version.number}, and gives this reason:",
            reason,
            "Signatures that were given have lapsed. The text is a draft again: change it, agree to what changed, and "
            "send it for signature as the next version.",
            link(version.mou.get_absolute_url()),
        ],
    )


def recalled(version: Version, *, who: str, reason: str) -> None:
    """To everybody: the text is being changed, and why."""
    _to_everybody(
        version,
        kind="mou-recalled",
        subject=f"Recalled: version {version.number} of the MOU of “{version.mou.partnership}”",
        paragraphs=[
            f"{who} has recalled version {version.number} before everybody had signed. The reason:",
            reason,
            "Signatures that were given have lapsed, and there is nothing to sign now. Those who sign are asked again "
            "when the next version is ready.",
            link(version.mou.get_absolute_url()),
        ],
    )


def expired(version: Version) -> None:
    """To everybody: not all signed in time."""
    _to_everybody(
        version,
        kind="mou-expired",
        subject=f"Not signed in time: the MOU of “{version.mou.partnership}”",
        paragraphs=[
            f"Not everybody had signed version {version.number} by {day_words(version.sign_by)}, so signatures that "
            "were given have lapsed. The text is a draft again, as it was. Find out what held it up, then send it once "
            "more:",
            link(version.mou.get_absolute_url()),
        ],
    )


def _to_everybody(version: Version, *, kind: str, subject: str, paragraphs: list[str]) -> None:
    """Those who carry the partnership, and those who signed or were asked to, each once."""
    partners: Iterable[Partner] = others_of(version.mou.partnership)
    write_to(partners, kind=kind, subject=subject, paragraphs=paragraphs)
    written = {address.lower() for partner in partners for address in addresses_of(partner)}
    signatories = list(version.signatories.select_related("school", "user"))
    holders = holders_at(signatory.school_id for signatory in signatories)
    for signatory in signatories:
        if signatory.status == Signatory.Status.WAITING:
            people = [user.email for user in holders[signatory.school_id, signatory.role]] or [signatory.email]
        else:
            people = [signatory.user.email] if signatory.user and signatory.user.is_active else []
        for address in people:
            if address and address.lower() not in written:
                written.add(address.lower())
                _post(address, kind, subject, paragraphs, why=_why_signs(signatory))


def _post(
    to: str, kind: str, subject: str, paragraphs: list[str], *, why: str, key: str | None = None
) -> Message | None:
    text = "\n\n".join([*paragraphs, why, "ISSP Portal"]) + "\n"
    return outbox.post(kind=kind, to=to, subject=subject, text=text, key=key)


def _why_signs(signatory: Signatory) -> str:
    return f"You get this because the MOU names you as {role_words(signatory)}."


def _sign(version: Version) -> str:
    return reverse("agreements:sign", args=[version.mou.partnership_id, version.number])
