"""The Forum's brief for heads: one page on a match, an introduction or a partnership, for whoever decides.

It is for the people of one school and holds nobody's name, address or number. Every text is cut to its place, so that
a page stays a page. What it says of time is an estimate of ours and says so; what is not known is named, not guessed.
Research: the Department for Education's evaluation of 2017 and the Forum's chair on what makes partnerships last.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.utils import timezone

from partnerships.candidates import Match, match_between
from partnerships.introducing import Seen, day_words
from partnerships.models import ActivityType, Introduction, Line, Partner, Partnership, Registration
from partnerships.reasons import miles_words
from partnerships.workspace import HEAD_WORDS, PartnerCard
from schools.geography import miles_between
from schools.models import School

LINES, REASONS, MOST_CASES, MOST_KINDS = 3, 5, 2, 2
LONGEST_NAME, LONGEST_LINE, LONGEST_NEED, LONGEST_CASE = 60, 130, 260, 80  # characters

# What a meeting takes, by the slug of the activity's group (migration 0002_lists); in every other group pupils meet.
WITH_PUPILS = "Each session: the lesson itself, the way there and back, and a member of staff or two who come along."
BY_GROUP = {
    "staff": "Each meeting: an hour or two of the staff who take part. No pupils travel.",
    "leadership": "Each meeting: an hour or two of the leaders or governors who take part. No pupils travel.",
    "facilities": "Each visit: somebody to open up and be there, and the way there and back.",
}
PLANNING = "Planning: about an hour a week of one person, and a second person in each school who knows how it runs."
NOT_KNOWN = (
    "Not known yet: how often you meet, whose lessons need cover, what travel and materials cost. "
    "Settle these three before the first date."
)
RESEARCH = [
    "An evaluation for the Department for Education (2017) took in over 4,220 pupils and 230 staff, in science and "
    "computing. Staff saw achievement, attitude and confidence rise. It rests on surveys, interviews and case studies: "
    "it tells what people saw, and is no proof of cause.",
    "What lasted began with a specific need and helped both ways. Both heads stood behind it, the schools were near "
    "each other, dates were fixed early, and it never hung on one person.",
]


@dataclass(frozen=True)
class Case:
    """A case study about the same, from an app that has some."""

    title: str
    url: str  # a path of the portal
    sentence: str


Cases = Callable[[Collection[int], Collection[int]], Iterable[Case]]
_cases: list[Cases] = []


def register_cases(function: Cases) -> Cases:
    """Add a function of ids of activity types and of subjects that gives case studies about them, the best first.

    Called from AppConfig.ready().
    """
    if function not in _cases:
        _cases.append(function)
    return function


@dataclass(frozen=True, kw_only=True)
class Brief:
    """What the page and its PDF print, cut to fit."""

    title: str
    about: str  # where it stands, in a few words
    us: str
    them: str
    need: str
    for_us: list[str]
    for_them: list[str]
    fit: list[str]
    cautions: list[str]
    time: list[str]
    next_step: str
    not_known: str = NOT_KNOWN
    research: list[str] = field(default_factory=lambda: RESEARCH)
    cases: list[Case] = field(default_factory=list)
    day: datetime.date = field(default_factory=timezone.localdate)

    @property
    def day_words(self) -> str:
        return f"{day_words(self.day)} {self.day.year}"

    @property
    def for_print(self) -> dict[str, object]:
        """The data of partnerships/print/brief.typ; addresses in full, for a page that is on paper."""
        cases = [replace(case, url=settings.SITE_URL + case.url) for case in self.cases]
        return {**vars(self), "day": self.day_words, "cases": cases}


def of_match(own: Registration, match: Match) -> Brief:
    """For the school of `own`, before anybody has asked."""
    them = str(match.school)
    return _brief(
        about="Two schools that fit",
        us=own.school,
        them=[match.school],
        need=_need_of(own),
        for_us=match.you_get,
        for_them=match.they_get,
        fit=match.reasons,
        cautions=match.cautions,
        lines=list(own.needs.all()),
        next_step=(
            f"Let your co-ordinator ask for an introduction. {clip(them, LONGEST_NAME)} answers within two weeks, yes "
            "or “not this time”. No name and no number is passed on before both schools have said yes, and a yes is a "
            "conversation, not a contract."
        ),
    )


def of_introduction(seen: Seen) -> Brief:
    """For the side that `seen` is seen from, in whatever state the introduction is."""
    why = seen.why
    match = match_between(seen.mine, seen.other)
    return _brief(
        about="An introduction suggested by the Forum" if seen.is_brokered else "An introduction",
        us=seen.mine.school,
        them=[seen.other.school],
        need=_need_of(seen.mine),
        for_us=why.get("you_get", []),
        for_them=why.get("they_get", []),
        fit=why.get("reasons", []) or (match.reasons if match else []),
        cautions=why.get("cautions", []),
        lines=list(seen.mine.needs.all()),
        next_step=_next_of(seen),
    )


def of_partnership(partnership: Partnership, own: Partner, cards: Sequence[PartnerCard]) -> Brief:
    """For one school of a partnership. `cards` are those of its first page (partnerships.workspace.cards_of)."""
    mine = next(card for card in cards if card.partner.pk == own.pk)
    others = [card for card in cards if card.partner.pk != own.pk and card.partner.left_at is None]
    heads = [f"{card.partner.school}: {HEAD_WORDS[head].lower()}" for card, head in _heads([mine, *others])]
    alone = [f"{card.partner.school} has one person who carries it" for card in [mine, *others] if card.hangs_on_one]
    return _brief(
        about=f"A partnership: {partnership.get_stage_display().lower()}",
        us=own.school,
        them=[card.partner.school for card in others],
        title=partnership.name,
        need=partnership.need,
        for_us=[line.sentence for line in mine.gets],
        for_them=[line.sentence for line in mine.gives],
        fit=[*partnership.aims.splitlines()[:LINES], *heads, *_why_they_met(partnership, own)],
        cautions=alone,
        lines=mine.gets or mine.lines,
        next_step=_NEXT[Partnership.Stage(partnership.stage)],
    )


def clip(text: str, longest: int) -> str:
    """At most so many characters: whole words and "…" where it is longer."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    whole = cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut
    return whole.rstrip(" ,;:.") + "…"


def few(lines: Iterable[str], *, most: int = LINES) -> list[str]:
    """The first of many lines, each cut, and how many are left out."""
    found = [line for line in lines if line.strip()]
    if len(found) > most + 1:
        return [*(clip(line, LONGEST_LINE) for line in found[:most]), f"and {len(found) - most} more"]
    return [clip(line, LONGEST_LINE) for line in found]


def _brief(
    *,
    about: str,
    us: School,
    them: Sequence[School],
    need: str,
    for_us: Iterable[str],
    for_them: Iterable[str],
    fit: Iterable[str],
    cautions: Iterable[str],
    lines: Sequence[Line],
    next_step: str,
    title: str = "",
) -> Brief:
    ours = clip(str(us), LONGEST_NAME)
    theirs = clip(" and ".join(str(school) for school in them) or "The other school", LONGEST_NAME)
    return Brief(
        title=clip(title, 2 * LONGEST_NAME) or f"{ours} and {theirs}",
        about=about,
        us=ours,
        them=theirs,
        need=clip(need, LONGEST_NEED),
        for_us=few(for_us),
        for_them=few(for_them),
        fit=few(fit, most=REASONS),
        cautions=few(cautions),
        time=[*_sessions(lines), *_way(us, them), PLANNING],
        cases=_cases_about(lines),
        next_step=next_step,
    )


def _need_of(registration: Registration) -> str:
    first = registration.needs.first()
    return first.sentence if first else ""


def _sessions(lines: Sequence[Line]) -> list[str]:
    """What a meeting takes, said once for each kind of activity."""
    types = ActivityType.objects.filter(pk__in=[line.activity_id for line in lines])
    groups = types.values_list("group__slug", flat=True)
    return list(dict.fromkeys(BY_GROUP.get(group, WITH_PUPILS) for group in groups))[:MOST_KINDS]


def _way(us: School, them: Sequence[School]) -> list[str]:
    """How far it is, to a school whose place is known."""
    miles = [apart for school in them if (apart := miles_between(us, school)) is not None]
    return [f"The way: {miles_words(max(miles)).lower()} in a straight line, each way."] if miles else []


def _cases_about(lines: Sequence[Line]) -> list[Case]:
    activities = {line.activity_id for line in lines}
    subjects = {line.subject_id for line in lines if line.subject_id}
    found = [case for function in _cases for case in function(activities, subjects)][:MOST_CASES]
    return [
        replace(case, title=clip(case.title, LONGEST_CASE), sentence=clip(case.sentence, LONGEST_CASE))
        for case in found
    ]


def _why_they_met(partnership: Partnership, own: Partner) -> list[str]:
    """The reasons of its introduction, as this school was told; none for a school that joined later."""
    introduction = partnership.introduction
    sides = [Seen(introduction, side) for side in Introduction.Side] if introduction else []
    return [words for seen in sides if seen.mine.school_id == own.school_id for words in seen.why.get("reasons", [])]


def _heads(cards: Iterable[PartnerCard]) -> list[tuple[PartnerCard, Registration.Head]]:
    """The schools that have said where their head stands."""
    return [(card, Registration.Head(card.partner.head)) for card in cards if card.partner.head]


def _next_of(seen: Seen) -> str:
    last_day = day_words(seen.introduction.answer_by)
    if seen.can_answer:
        return (
            f"Answer by {last_day}: yes, or “not this time”. Either helps them, for they may be waiting to ask another "
            "school. No name and no number is passed on before both schools have said yes."
        )
    if seen.is_open:
        return f"We have said yes. The other school answers by {last_day}; nothing is to be done until then."
    if seen.is_accepted:
        return f"{seen.what_happened} {_NEXT[Partnership.Stage.FORMING]}"
    return f"{seen.what_happened} Nothing is to be done."


_NEXT = {
    Partnership.Stage.FORMING: (
        "Talk within two weeks, then put in writing what each school achieves and gives. Headteacher and chair of "
        "governors of every school sign it here."
    ),
    Partnership.Stage.AGREED: "Fix the dates of the first sessions against every school’s calendar, then begin.",
    Partnership.Stage.RUNNING: (
        "Ask at the end of each term what it has changed for pupils, what it took, and whether both schools still gain."
    ),
    Partnership.Stage.EMBEDDING: (
        "Write it into the school’s development plan, and see that it goes on when one of the people leaves."
    ),
    Partnership.Stage.ENDED: "It has ended. What you learnt helps others: write it down as a case study.",
}
