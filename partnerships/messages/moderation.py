"""What Forum staff decided, told to the two people a registration names."""

from django.urls import reverse

from partnerships.messages.contacts import link, write_to_contacts
from partnerships.models import Registration


def registration_approved(registration: Registration) -> None:
    """It is live: what happens now, and where the matches are."""
    write_to_contacts(
        registration,
        kind="registration-approved",
        subject=f"{registration.school} is registered: see your matches",
        paragraphs=[
            f"Forum staff have checked {registration.school}'s registration of interest, and it is live until "
            f"{registration.expires_on:%-d %B %Y}.",
            "Your matches, each with its reasons, are here:",
            link(reverse("partnerships:matches")),
            "Choose one and ask for an introduction. Nobody sees your names, e-mail addresses or telephone numbers "
            "until both schools have said yes.",
        ],
    )


def change_approved(registration: Registration) -> None:
    """The changed answers now stand."""
    write_to_contacts(
        registration,
        kind="change-approved",
        subject=f"{registration.school}'s changes are live",
        paragraphs=[
            f"Forum staff have checked the changes to {registration.school}'s registration of interest. "
            "They stand from now on.",
            "Your matches are worked out afresh from them:",
            link(reverse("partnerships:matches")),
        ],
    )


def change_asked_for(registration: Registration) -> None:
    """What to change before it can go live, in the moderator's words."""
    write_to_contacts(
        registration,
        kind="change-asked-for",
        subject=f"Change {registration.school}'s registration so that it can go live",
        paragraphs=[
            f"Forum staff have read {registration.school}'s registration of interest and ask for a change first:",
            registration.staff_words,
            "Change your answers and send them again here. Everything you wrote is kept:",
            link(registration.get_absolute_url()),
        ],
    )


def registration_declined(registration: Registration) -> None:
    """Why it does not go ahead, in the moderator's words, and what remains possible."""
    write_to_contacts(
        registration,
        kind="registration-declined",
        subject=f"{registration.school}'s registration was declined",
        paragraphs=[
            f"Forum staff have read {registration.school}'s registration of interest and declined it. Their reason:",
            registration.staff_words,
            "Nothing of it is shown to other schools. You can read it, and register again, here:",
            link(registration.get_absolute_url()),
        ],
    )


def change_refused(registration: Registration) -> None:
    """The changes do not stand, the live registration does."""
    write_to_contacts(
        registration,
        kind="change-refused",
        subject=f"{registration.school}'s changes were not taken in",
        paragraphs=[
            f"Forum staff have read the changes to {registration.school}'s registration of interest and did not take "
            "them in. Their reason:",
            registration.staff_words,
            "The registration stays as it was. You can change your answers again here:",
            link(registration.get_absolute_url()),
        ],
    )
