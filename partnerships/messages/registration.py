"""What the portal writes about registering interest, from the first saved step to the yearly renewal."""

from django.urls import reverse

from notifications import outbox
from partnerships.messages.contacts import link, write_to_contacts
from partnerships.models import Draft, Registration


def _letter(paragraphs: list[str]) -> str:
    return "\n\n".join([*paragraphs, "ISSP Portal"]) + "\n"


def resume(draft: Draft, *, email: str, token: str) -> None:
    """The link with which somebody goes on with their registration, on any device."""
    outbox.post(
        kind="registration-resume",
        to=email,
        subject="Your link to go on with your registration",
        text=_letter(
            [
                f"You began to register {draft.school or 'your school'}'s interest in a partnership. "
                "Your answers are saved. Go on here, on any device, within 30 days:",
                link(reverse("partnerships:resume", args=[token])),
                "Whoever has this link can read and change your answers, so keep it to yourself.",
                "You get this because somebody entered your address in the form. If it was not you, leave this "
                "e-mail: unfinished answers are deleted after 90 days.",
            ]
        ),
    )


def confirm(registration: Registration, *, email: str, name: str, token: str) -> None:
    """One press confirms the address and sends the registration to Forum staff."""
    outbox.post(
        kind="registration-confirm",
        to=email,
        subject=f"Confirm {registration.school}'s registration of interest",
        text=_letter(
            [
                f"Dear {name}",
                f"We have {registration.school}'s registration of interest in a partnership, reference "
                f"{registration.reference}. Confirm your e-mail address within 7 days, and we send it to Forum staff:",
                link(reverse("partnerships:confirm", args=[token])),
                "Confirming also makes your account here, with this address. There is no password to invent: you sign "
                "in with a code that we e-mail you.",
                "You get this because your address was entered as the lead contact. If it was not you, leave this "
                "e-mail: nothing is shown to anybody, and what was entered is deleted after 30 days.",
            ]
        ),
    )


def received(registration: Registration) -> None:
    """It is with Forum staff: told to the lead and, so that nobody is named unawares, to the second contact."""
    write_to_contacts(
        registration,
        kind="registration-received",
        subject=f"{registration.school}'s registration is with Forum staff",
        paragraphs=[
            f"We have {registration.school}'s registration of interest for {registration.year_words}. "
            f"Its reference is {registration.reference}.",
            "Forum staff read it within 2 working days. They may ask for one change. Then you see your matches, and "
            "everybody can read what you need and offer, on your school's page.",
            "You can read, change or withdraw it here:",
            link(registration.get_absolute_url()),
            "Your names, e-mail addresses and telephone numbers stay hidden until both schools have said yes.",
        ],
    )


def already_standing(registration: Registration, standing: Registration, *, email: str, name: str) -> None:
    """A colleague's registration came first, so this one was not needed."""
    outbox.post(
        kind="registration-already-standing",
        to=email,
        subject=f"{registration.school} is registered already",
        text=_letter(
            [
                f"Dear {name}",
                f"Thank you for confirming your address. A colleague registered {registration.school}'s interest for "
                f"{standing.year_words} before you, and a school registers once a year, so yours "
                f"({registration.reference}) was not sent on.",
                "We have asked for you to join your school's team instead. Once you are verified there, you can read "
                "and change the registration and see its matches:",
                link(reverse("dashboard")),
                "You get this because you registered interest for this school.",
            ]
        ),
    )


def changes_received(registration: Registration) -> None:
    """Changed answers of a live registration wait for Forum staff; the old ones stand until then."""
    write_to_contacts(
        registration,
        kind="registration-changes-received",
        subject=f"{registration.school}'s changes are with Forum staff",
        paragraphs=[
            f"{registration.school}'s registration of interest was changed. Forum staff read the changes within 2 "
            "working days. Until then it stays live as it was:",
            link(registration.get_absolute_url()),
        ],
    )


def paused(registration: Registration) -> None:
    write_to_contacts(
        registration,
        kind="registration-paused",
        subject=f"{registration.school}'s registration is paused",
        paragraphs=[
            f"{registration.school}'s registration of interest is paused. No school sees it or is matched with it "
            "until you start it again:",
            link(registration.get_absolute_url()),
        ],
    )


def resumed(registration: Registration) -> None:
    write_to_contacts(
        registration,
        kind="registration-resumed",
        subject=f"{registration.school}'s registration is live again",
        paragraphs=[
            f"{registration.school}'s registration of interest is live again, until "
            f"{registration.expires_on:%-d %B %Y}. Your matches are here:",
            link(reverse("partnerships:matches")),
        ],
    )


def withdrawn(registration: Registration) -> None:
    write_to_contacts(
        registration,
        kind="registration-withdrawn",
        subject=f"{registration.school}'s registration was withdrawn",
        paragraphs=[
            f"{registration.school}'s registration of interest was withdrawn. No school sees it or is matched with "
            "it any more. You can register again whenever you like:",
            link(reverse("partnerships:register")),
        ],
    )


def renewed(registration: Registration) -> None:
    write_to_contacts(
        registration,
        kind="registration-renewed",
        subject=f"{registration.school} is registered for {registration.year_words}",
        paragraphs=[
            f"{registration.school}'s registration of interest is renewed. It stands until "
            f"{registration.expires_on:%-d %B %Y}. Check that what you need and offer is still true:",
            link(registration.get_absolute_url()),
        ],
    )


def renew_soon(registration: Registration, *, key: str) -> int:
    """Asks, once for each `key`, whether the registration is still true next year; how many were posted."""
    return write_to_contacts(
        registration,
        kind="registration-renew-soon",
        subject=f"Renew {registration.school}'s registration by {registration.expires_on:%-d %B}",
        paragraphs=[
            f"{registration.school}'s registration of interest stands until {registration.expires_on:%-d %B %Y}. If "
            "you still look for a partner, read it and renew it for the new school year. It takes a minute:",
            link(registration.get_absolute_url()),
            "If you do nothing, it lapses on that day, and no school is matched with it any more.",
        ],
        key=key,
    )


def lapsed(registration: Registration) -> None:
    write_to_contacts(
        registration,
        kind="registration-lapsed",
        subject=f"{registration.school}'s registration has lapsed",
        paragraphs=[
            f"{registration.school}'s registration of interest was not renewed, so no school is matched with it any "
            "more. Everything you wrote is kept. Renew it here, when you are ready:",
            link(registration.get_absolute_url()),
        ],
    )


def ended_unanswered(registration: Registration) -> None:
    """The change that Forum staff asked for was not made before the year ended."""
    write_to_contacts(
        registration,
        kind="registration-ended-unanswered",
        subject=f"{registration.school}'s registration has ended",
        paragraphs=[
            f"Forum staff asked for a change to {registration.school}'s registration of interest, and the school year "
            "ended before it was made. You can register for the new year here:",
            link(reverse("partnerships:register")),
        ],
    )
