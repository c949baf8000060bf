"""Letters about where a partnership stands."""

from accounts.models import User
from partnerships.messages.partners import others_of, page_of, write_to
from partnerships.models import Partnership


def agreed_on_paper(partnership: Partnership, by: User, schools: str) -> None:
    """To the other schools: one of them says that all have agreed outside the portal."""
    write_to(
        others_of(partnership, but=by),
        kind="partnership-agreed",
        subject=f"{partnership}: marked as agreed",
        paragraphs=[
            f"{schools} has said that you have agreed “{partnership}” on paper, outside the portal. It now stands at "
            "“Agreed”.",
            "If that is not so, tell them. Their names, and the partnership, are here:",
            page_of(partnership),
        ],
    )


def moved(partnership: Partnership, by: User, schools: str) -> None:
    """To the other schools: it is running, embedding, or running again."""
    stage = partnership.get_stage_display()
    write_to(
        others_of(partnership, but=by),
        kind="partnership-moved",
        subject=f"{partnership}: now “{stage}”",
        paragraphs=[
            f"{schools} has marked “{partnership}” as “{stage}”.",
            "What that means, and what comes next, is here:",
            page_of(partnership),
        ],
    )


def ended(partnership: Partnership, why: str) -> None:
    """To every school that is still in it."""
    write_to(
        others_of(partnership),
        kind="partnership-ended",
        subject=f"{partnership}: the partnership has ended",
        paragraphs=[
            f"The partnership “{partnership}” has ended. {why}",
            "Everything in it stays where it is, to read. Nothing in it can be changed any more:",
            page_of(partnership),
        ],
    )
