"""The digest of what somebody follows."""

from django.urls import reverse

from accounts.models import User
from casestudies.following import News, stop_path
from casestudies.models import DigestChoice, Edition
from notifications import outbox
from partnerships.messages.contacts import link


def digest(user: User, news: News, *, pace: str) -> None:
    """New case studies, new editions, comments and copies, each with its address on a line of its own."""
    parts = [f"Dear {user}", "New in what you follow on the ISSP Portal:"]
    parts += _part("New case studies", [(edition, "") for edition in news.published])
    parts += _part("Brought up to date by their schools", [(edition, "") for edition in news.renewed])
    parts += _part("Talked about", [(e, f"{n} new comment{'' if n == 1 else 's'}") for e, n in news.comments])
    parts += _part("Copied", [(e, f"{n} more school{'' if n == 1 else 's'}") for e, n in news.copies])
    stop = link(stop_path(user))
    often = "every day" if pace == DigestChoice.Pace.DAILY else "once a week"
    parts += [
        f"You get this because you follow these topics, {often} at most. Change what and how often here:",
        link(reverse("casestudies:following")),
        "Or stop these letters here, without signing in:",
        stop,
        "ISSP Portal",
    ]
    text = "\n\n".join(parts) + "\n"
    outbox.post(kind="digest", to=user.email, subject=_subject(news), text=text, stop_url=stop)


def _subject(news: News) -> str:
    """What is first in it, and how much more."""
    titles = [
        edition.title for edition in [*news.published, *news.renewed, *(e for e, _ in news.comments + news.copies)]
    ]
    more = len(dict.fromkeys(titles)) - 1
    return f"“{titles[0]}”" + (f" and {more} more in what you follow" if more else " in what you follow")


def _part(heading: str, rows: list[tuple[Edition, str]]) -> list[str]:
    if not rows:
        return []
    lines = [f"{e.title}{f' ({said})' if said else ''}\n{link(e.get_absolute_url())}" for e, said in rows]
    return [f"{heading.upper()}", *lines]
