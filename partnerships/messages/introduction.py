"""Letters about introductions. Before both schools said yes they name schools, never people of the other side.

Each goes to everybody who acts for the school: its verified people, and the lead its registration names.
"""

import hashlib

from django.urls import reverse

from accounts.models import Membership
from notifications import outbox
from partnerships.introducing import Seen, day_words
from partnerships.messages.contacts import link
from partnerships.models import Contact, Introduction, Partnership, Registration

Side = Introduction.Side
BOTH = (Side.ASKER, Side.ASKED)
UNSEEN = "Names, e-mail addresses and telephone numbers stay hidden until both schools have said yes."


def introduction_asked(introduction: Introduction) -> None:
    """To the school that is asked: who would like to meet it, and by when to answer. To the asker's: it is sent."""
    theirs, ours = Seen(introduction, Side.ASKED), Seen(introduction, Side.ASKER)
    _post(
        theirs,
        kind="introduction-asked",
        subject=f"{theirs.other.school} would like to meet you: answer by {_by(introduction)}",
        paragraphs=[
            f"{theirs.other.school} has asked to be introduced to {theirs.mine.school}. Answer by {_by(introduction)}.",
            "They write:",
            introduction.note,
            *_why(theirs),
            "Say yes, or “not this time”, here:",
            _page(introduction),
            UNSEEN,
        ],
    )
    _post(
        ours,
        kind="introduction-sent",
        subject=f"Sent: {ours.other.school} has until {_by(introduction)} to answer",
        paragraphs=[
            f"{ours.mine.school} has asked to be introduced to {ours.other.school}. They have until "
            f"{_by(introduction)} to answer, and we write to you as soon as they do.",
            "You can take it back, or send a reminder, here:",
            _page(introduction),
        ],
    )


def introduction_brokered(introduction: Introduction) -> None:
    """To both: the Forum suggests that they meet."""
    for side in BOTH:
        seen = Seen(introduction, side)
        _post(
            seen,
            kind="introduction-brokered",
            subject=f"The Forum suggests that you meet {seen.other.school}: answer by {_by(introduction)}",
            paragraphs=[
                f"Forum staff think that {seen.mine.school} and {seen.other.school} could help each other, and suggest "
                f"that you meet. Answer by {_by(introduction)}.",
                "They write to both of you:",
                introduction.note,
                *_why(seen),
                "Say yes, or “not this time”, here:",
                _page(introduction),
                UNSEEN,
            ],
        )


def introduction_agreed(introduction: Introduction, side: str) -> None:
    """To the side that has yet to answer, where Forum staff brought the two together: the other said yes."""
    seen = Seen(introduction, _other(side))
    _post(
        seen,
        kind="introduction-agreed",
        subject=f"{seen.other.school} said yes: answer by {_by(introduction)}",
        paragraphs=[
            f"{seen.other.school} would like to meet you, as the Forum suggested. Answer by {_by(introduction)}.",
            "Say yes, or “not this time”, here:",
            _page(introduction),
            UNSEEN,
        ],
    )


def introduction_accepted(introduction: Introduction, partnership: Partnership) -> None:
    """To both: whom to write to at the other school, and the next step."""
    partners = {partner.school_id: partner for partner in partnership.partners.prefetch_related("contacts")}
    for side in BOTH:
        seen = Seen(introduction, side)
        people = [
            f"{contact.get_kind_display()}: {contact.name}, {contact.job_title}, "
            + ", ".join(filter(None, [contact.email, contact.phone]))
            for contact in partners[seen.other.school_id].contacts.all()
        ]
        _post(
            seen,
            kind="introduction-accepted",
            subject=f"You and {seen.other.school} have both said yes",
            paragraphs=[
                f"{seen.mine.school} and {seen.other.school} are introduced. Talk within two weeks: whoever reads this "
                "first writes or rings first.",
                f"At {seen.other.school}:",
                "\n".join(people),
                "A partnership is open for both of you. It has an agenda for the first talk, and what each school "
                "gives and gets:",
                link(partnership.get_absolute_url()),
            ],
        )


def introduction_declined(introduction: Introduction) -> None:
    """To the other side: not this time, the reason if one was given, and what next."""
    seen = Seen(introduction, _other(introduction.closed_side))
    _post(
        seen,
        kind="introduction-declined",
        subject=f"{seen.other.school}: not this time",
        paragraphs=[
            f"{seen.other.school} has said “not this time” to an introduction to {seen.mine.school}. "
            "That is usually about time or timing, not about you.",
            *(["They write:", introduction.reason] if introduction.reason else []),
            "Your other matches, each with its reasons, are here:",
            link(reverse("partnerships:matches")),
        ],
    )


def introduction_withdrawn(introduction: Introduction) -> None:
    """To whoever did not take it back: no answer is needed any more."""
    for side in BOTH:
        if side == introduction.closed_side:
            continue
        seen = Seen(introduction, side)
        who = str(seen.other.school) if introduction.closed_side else "The Forum"
        _post(
            seen,
            kind="introduction-withdrawn",
            subject=f"{who} took back the introduction{'' if introduction.closed_side else f' to {seen.other.school}'}",
            paragraphs=[
                f"{who} has taken back the introduction of {seen.mine.school} and {seen.other.school}. "
                "You need not answer it.",
                *(["They write:", introduction.reason] if introduction.reason else []),
                "Your matches are here:",
                link(reverse("partnerships:matches")),
            ],
        )


def introduction_lapsed(introduction: Introduction) -> None:
    """To both: nobody answered in time."""
    for side in BOTH:
        seen = Seen(introduction, side)
        if seen.we_said_yes:
            words = [
                f"{seen.other.school} did not answer by {_by(introduction)}, so the introduction has lapsed. "
                "Forum staff can see that you were left waiting, and may get in touch.",
                "You can ask them again, or choose another match:",
            ]
        else:
            words = [
                f"The introduction of {seen.mine.school} and {seen.other.school} was to be answered by "
                f"{_by(introduction)}, and has lapsed. If you would still like to meet, ask them: it takes a minute.",
                "Your matches are here:",
            ]
        _post(
            seen,
            kind="introduction-lapsed",
            subject=f"The introduction to {seen.other.school} has lapsed",
            paragraphs=[*words, link(reverse("partnerships:matches"))],
        )


def introduction_reminder(introduction: Introduction) -> int:
    """To each side that has not answered, a few days before the last day; once. How many letters were posted."""
    unanswered = [seen for seen in (Seen(introduction, side) for side in BOTH) if not seen.we_said_yes]
    return sum(
        _post(
            seen,
            kind="introduction-reminder",
            subject=f"{seen.other.school} waits for your answer: {_by(introduction)} is the last day",
            paragraphs=[_waits(seen), "Say yes, or “not this time”, here:", _page(introduction), UNSEEN],
            key=f"introduction-reminder-{introduction.pk}",
        )
        for seen in unanswered
    )


def introduction_nudged(introduction: Introduction, side: str) -> None:
    """To the side that has not answered: the school that waits has sent a reminder."""
    seen = Seen(introduction, _other(side))
    _post(
        seen,
        kind="introduction-nudged",
        subject=f"A reminder from {seen.other.school}: answer by {_by(introduction)}",
        paragraphs=[_waits(seen), "Say yes, or “not this time”, here:", _page(introduction), UNSEEN],
    )


def addresses_of(registration: Registration) -> list[str]:
    """Of everybody who acts for the registration's school, each once: verified people, then the lead it names, unless
    they have left the school."""
    members = registration.school.memberships.select_related("user").filter(user__is_active=True).order_by("pk")
    found = {m.user.email.lower(): m.user.email for m in members if m.status == Membership.Status.VERIFIED}
    left = {m.user.email.lower() for m in members if m.status in (Membership.Status.ENDED, Membership.Status.REFUSED)}
    for lead in registration.contacts.filter(kind=Contact.Kind.LEAD):
        if lead.email.lower() not in left:
            found.setdefault(lead.email.lower(), lead.email)
    return list(found.values())


def _post(seen: Seen, *, kind: str, subject: str, paragraphs: list[str], key: str = "") -> int:
    """The same letter to everybody of one side; how many were posted. With a `key` each person gets it once only."""
    why = (
        f"You get this because you act for {seen.mine.school}, which has registered interest in a partnership "
        f"(reference {seen.mine.reference}). You can pause or withdraw it on the portal."
    )
    text = "\n\n".join([*paragraphs, why, "ISSP Portal"]) + "\n"
    posted = 0
    for address in addresses_of(seen.mine):
        own_key = f"{key}-{hashlib.sha256(address.lower().encode()).hexdigest()[:16]}" if key else None
        posted += outbox.post(kind=kind, to=address, subject=subject, text=text, key=own_key) is not None
    return posted


def _waits(seen: Seen) -> str:
    what = "the Forum suggests" if seen.is_brokered else f"{seen.other.school} has asked"
    return (
        f"{seen.mine.school} has not yet answered: {what} that you meet"
        f"{f' {seen.other.school}' if seen.is_brokered else ''}. {_by(seen.introduction)} is the last day. "
        "Either answer helps them: they may be waiting to ask another school."
    )


def _why(seen: Seen) -> list[str]:
    """What the match says to this side, as one paragraph of lines; nothing where the two were not matched."""
    reasons = seen.why.get("reasons", [])
    return ["\n".join(["Why we think you fit:", *(f"- {reason}" for reason in reasons)])] if reasons else []


def _other(side: str) -> Introduction.Side:
    return Side.ASKED if side == Side.ASKER else Side.ASKER


def _by(introduction: Introduction) -> str:
    return day_words(introduction.answer_by)


def _page(introduction: Introduction) -> str:
    return link(introduction.get_absolute_url())
