"""An introduction as one side of it sees it, and the words that both sides are told.

Names, addresses and numbers of people are not among them: `Seen.contacts` is empty until both schools said yes.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from core import working_days
from partnerships.models import ContactDetails, Introduction, PartnerContact, Partnership, Registration

ANSWER_WITHIN = datetime.timedelta(days=14)
REMIND_BEFORE = datetime.timedelta(days=3)
NUDGE_EVERY = datetime.timedelta(days=5)
ASK_AGAIN_AFTER = datetime.timedelta(days=365)  # after the other school said "Not this time"

Side = Introduction.Side
Status = Introduction.Status

AN_ADDRESS = re.compile(r"[^\s@]+\s*(?:@|\(at\)|\[at\])\s*[^\s@]+\.[^\s@]+", re.IGNORECASE)
A_NUMBER = re.compile(r"(?:\+|\b0)(?:[\s().-]*\d){9,12}\b")  # a telephone number as people in the UK write it
SHORTEST_NAME = 3  # letters; "Jo" and "Mr" are in too many words to look for


def answer_by(day: datetime.date) -> datetime.date:
    """The last day for an answer to what was asked on `day`: two weeks later, or the next working day after that."""
    return working_days.on_or_after(day + ANSWER_WITHIN)


def answer_by_from_today() -> datetime.date:
    """The last day for an answer to what is asked now."""
    return answer_by(timezone.localdate())


def day_words(day: datetime.date | datetime.datetime) -> str:
    """ "26 November" in the UK's time."""
    return date_format(timezone.localtime(day) if isinstance(day, datetime.datetime) else day, "j F")


def private_detail(text: str, *, people: Iterable[ContactDetails | User], schools: Iterable[str] = ()) -> str:
    """What in `text` would tell the other school who somebody is or how to reach them; "" where nothing does.

    `people` are those of the side that writes; a part of their name counts where it stands alone with its capital
    letter and is no part of a school's name in `schools`.
    """
    if AN_ADDRESS.search(text):
        return "the e-mail address"
    if A_NUMBER.search(text):
        return "the telephone number"
    known = {word for school in schools for word in re.findall(r"\w+", school)}
    for person in people:
        for part in re.findall(r"[^\W\d_]+", person.name):
            if len(part) >= SHORTEST_NAME and part not in known and re.search(rf"\b{re.escape(part)}\b", text):
                return f"the name {part}"
    return ""


def why_of(asker_sees: Any, asked_sees: Any) -> dict[str, dict[str, list[str]]]:
    """What Introduction.why keeps of two Matches of partnerships.candidates: the same pair from either side.

    Empty where they are None: Forum staff may introduce schools that do not match.
    """
    if asker_sees is None or asked_sees is None:
        return {}
    return {
        side: {
            "you_get": list(match.you_get),
            "they_get": list(match.they_get),
            "reasons": list(match.reasons),
            "cautions": list(match.cautions),
        }
        for side, match in ((Side.ASKER.value, asker_sees), (Side.ASKED.value, asked_sees))
    }


def what_happened(introduction: Introduction) -> str:
    """The outcome in a sentence that is true for both sides: what the slower of two people is told."""
    schools = {Side.ASKER: introduction.asker.school, Side.ASKED: introduction.asked.school}
    match introduction.status:
        case Status.ACCEPTED:
            return f"Both schools said yes on {day_words(_both_agreed_at(introduction))}, and a partnership is open."
        case Status.DECLINED:
            school = schools[Side(introduction.closed_side)]
            return f"{school} said “not this time” on {day_words(_closed_at(introduction))}."
        case Status.WITHDRAWN:
            who = schools[Side(introduction.closed_side)] if introduction.closed_side else "The Forum"
            return f"{who} took the introduction back on {day_words(_closed_at(introduction))}."
        case Status.LAPSED:
            return f"Nobody had answered by {day_words(introduction.answer_by)}, so the introduction has lapsed."
        case _:
            return f"The introduction waits for an answer until {day_words(introduction.answer_by)}."


def _closed_at(introduction: Introduction) -> datetime.datetime:
    return introduction.closed_at or introduction.asked_at


def _both_agreed_at(introduction: Introduction) -> datetime.datetime:
    agreed = [introduction.asker_agreed_at, introduction.asked_agreed_at]
    return max(moment for moment in agreed if moment is not None)


@dataclass(frozen=True)
class Seen:
    """An introduction as the people of `side` see it."""

    introduction: Introduction
    side: Introduction.Side

    @property
    def mine(self) -> Registration:
        return self.introduction.asker if self.side == Side.ASKER else self.introduction.asked

    @property
    def other(self) -> Registration:
        return self.introduction.asked if self.side == Side.ASKER else self.introduction.asker

    @property
    def is_asker(self) -> bool:
        """Our school asked; False in both where Forum staff brought the two together."""
        return self.side == Side.ASKER and not self.is_brokered

    @property
    def is_brokered(self) -> bool:
        return self.introduction.brokered

    @property
    def is_open(self) -> bool:
        return self.introduction.status == Status.ASKED

    @property
    def is_accepted(self) -> bool:
        return self.introduction.status == Status.ACCEPTED

    @property
    def we_said_yes(self) -> bool:
        return self._agreed_at(self.side) is not None

    @property
    def they_said_yes(self) -> bool:
        return self._agreed_at(Side.ASKED if self.side == Side.ASKER else Side.ASKER) is not None

    @property
    def can_answer(self) -> bool:
        return self.is_open and not self.we_said_yes

    @property
    def can_withdraw(self) -> bool:
        """Take our own yes back, while the other school has not answered."""
        return self.is_open and self.we_said_yes

    @property
    def nudge_from(self) -> datetime.date:
        """The first day on which a reminder may be sent by hand."""
        last = self.introduction.nudged_at or self.introduction.asked_at
        return timezone.localdate(last) + NUDGE_EVERY

    @property
    def can_nudge(self) -> bool:
        return self.can_withdraw and not self.they_said_yes and timezone.localdate() >= self.nudge_from

    @property
    def we_ended_it(self) -> bool:
        return self.introduction.closed_side == self.side

    @property
    def why(self) -> dict[str, list[str]]:
        """What we would get and give, the reasons and what to think about, in words meant for our side."""
        return self.introduction.why.get(self.side, {})

    @property
    def partnership(self) -> Partnership | None:
        return getattr(self.introduction, "partnership", None) if self.is_accepted else None

    @property
    def contacts(self) -> list[PartnerContact]:
        """How to reach the other school's people: nobody before both said yes, nor once one of them has left."""
        if self.partnership is None:
            return []
        present = self.partnership.partners.present().prefetch_related("contacts")
        partners = {partner.school_id: partner for partner in present}
        if self.mine.school_id not in partners or self.other.school_id not in partners:
            return []
        return list(partners[self.other.school_id].contacts.all())

    @property
    def has_left(self) -> bool:
        """Whether our school has left the partnership that came of it: its pages are not ours any more."""
        if self.partnership is None:
            return False
        return not self.partnership.partners.present().filter(school=self.mine.school_id).exists()

    @property
    def tag(self) -> tuple[str, str]:
        """(words, colour of the tag) of where it stands, for our side."""
        if self.can_answer:
            return f"Answer by {day_words(self.introduction.answer_by)}", "yellow"
        if self.is_open:
            return f"Waiting until {day_words(self.introduction.answer_by)}", "grey"
        if self.is_accepted:
            return "Accepted", "green"
        if self.introduction.status == Status.DECLINED:
            return "Not this time", "grey"
        return self.introduction.get_status_display(), "grey"

    @property
    def what_happened(self) -> str:
        return what_happened(self.introduction)

    def _agreed_at(self, side: str) -> datetime.datetime | None:
        return self.introduction.asker_agreed_at if side == Side.ASKER else self.introduction.asked_agreed_at


def sides_of(introduction: Introduction, user: User) -> list[Introduction.Side]:
    """The sides for which this person acts; the one that must still answer first where they act for both."""
    spoken = set(
        Registration.objects.spoken_for_by(user)
        .filter(pk__in=[introduction.asker_id, introduction.asked_id])
        .values_list("pk", flat=True)
    )
    found = [s for s, pk in ((Side.ASKED, introduction.asked_id), (Side.ASKER, introduction.asker_id)) if pk in spoken]
    return sorted(found, key=lambda side: Seen(introduction, side).we_said_yes)


def seen_by(introductions: Iterable[Introduction], user: User) -> list[Seen]:
    """A page of introductions as this person sees them: two queries, however many there are."""
    found = list(introductions)
    pks = {pk for one in found for pk in (one.asker_id, one.asked_id)}
    spoken = set(Registration.objects.spoken_for_by(user).filter(pk__in=pks).values_list("pk", flat=True))
    rows = []
    for one in found:
        sides = [side for side, pk in ((Side.ASKED, one.asked_id), (Side.ASKER, one.asker_id)) if pk in spoken]
        rows.append(min((Seen(one, side) for side in sides), key=lambda seen: seen.we_said_yes))
    return rows
