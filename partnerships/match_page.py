"""What the page of matches shows: presenters, so that its template only prints."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from partnerships.candidates import Match, find_partners
from partnerships.forms.matching import DISTANCES, SORTS, MatchFilter
from partnerships.introducing import Seen, day_words
from partnerships.maps import Pin, neighbourhood
from partnerships.matching import nearest_first
from partnerships.models import ActivityType, Dismissal, Introduction, Partner, Registration, Subject
from partnerships.prospects import NearMisses, Wider, near_misses, wider

PER_PAGE = 10
Status = Registration.Status


@dataclass(frozen=True)
class State:
    """Where an introduction between the two schools stands, beside a match."""

    tag: str
    colour: str
    words: str
    url: str
    link: str
    may_ask: bool = False


@dataclass(frozen=True)
class Row:
    """A match as the page lists it, with its number on the map."""

    number: int
    match: Match
    state: State | None


@dataclass(frozen=True)
class Choice:
    """A tick box or an option of the filters."""

    value: str
    label: str
    chosen: bool
    count: int = 0
    pk: int = 0


class MatchPage:
    """The matches of one live registration, as filtered, sorted and paged by the words of the address."""

    def __init__(self, registration: Registration, query: QueryDict) -> None:
        self.registration = registration
        self.query = query
        self.chosen = MatchFilter(query).chosen()
        self.miles: int = self.chosen["miles"] or registration.miles
        self.every = find_partners(registration, miles=self.miles)
        self.matches = [match for match in self.every if self._passes(match)]
        if self.chosen["sort"] == "nearest":
            self.matches.sort(key=lambda match: nearest_first(match.pair))

    @property
    def school(self) -> Any:
        return self.registration.school

    @property
    def heading(self) -> str:
        match len(self.every):
            case 0:
                return "No school matches yours yet"
            case 1:
                return "1 school matches yours"
            case number:
                return f"{number} schools match yours"

    @cached_property
    def need(self) -> str:
        """The need it all began with, short."""
        first = self.registration.needs.select_related("activity", "subject").first()
        return first.short if first else ""

    @cached_property
    def page(self) -> Page:
        return Paginator(self.matches, PER_PAGE).get_page(self.query.get("page"))

    @cached_property
    def rows(self) -> list[Row]:
        states = states_between(self.registration, [match.registration for match in self.page])
        return [
            Row(number, match, states.get(match.registration.pk))
            for number, match in enumerate(self.page, start=self.page.start_index())
        ]

    @cached_property
    def map(self) -> SafeString | None:
        """As far as the matches of this page reach; None where nobody knows where the school is."""
        if self.school.easting is None:
            return None
        sides = [(row, row.match.pair.b) for row in self.rows]
        pins = [Pin(row.number, side.sector, side.easting, side.northing) for row, side in sides]
        farthest = max((row.match.miles for row in self.rows), default=self.miles)
        return neighbourhood(self.school, sector=self.registration.sector, miles=farthest, pins=pins)

    @property
    def map_sectors(self) -> list[str]:
        """The sectors of the matches on the map, for its legend."""
        return sorted({row.match.registration.sector for row in self.rows}, reverse=True)

    @cached_property
    def wider(self) -> Wider | None:
        """How far to look for more; asked only where the list is short."""
        if len(self.every) >= PER_PAGE:
            return None
        return wider(self.registration, known=self.every, miles=self.miles)

    @cached_property
    def near_misses(self) -> NearMisses:
        return near_misses(self.registration, known=self.every, miles=self.miles)

    @cached_property
    def dismissals(self) -> list[Dismissal]:
        return list(self.registration.dismissals.select_related("other__school").order_by("-at", "-pk")[:50])

    @property
    def just_dismissed(self) -> Dismissal | None:
        """The one that the address says was dismissed a moment ago, to be undone."""
        reference = self.query.get("dismissed", "")
        return next((d for d in self.dismissals if d.other.reference == reference), None)

    # The filters
    @cached_property
    def activities(self) -> list[Choice]:
        """What these schools could do together, with how many."""
        return self._choices(ActivityType.objects.all(), "activity", _activities)

    @cached_property
    def subjects(self) -> list[Choice]:
        return self._choices(Subject.objects.all(), "subject", _subjects)

    @property
    def distances(self) -> list[Choice]:
        own = Choice("", f"{self.registration.miles} miles (yours)", self.chosen["miles"] is None)
        return [own, *(Choice(str(n), f"{n} miles", self.chosen["miles"] == n) for n in DISTANCES)]

    @property
    def sorts(self) -> list[Choice]:
        return [Choice(value, label, self.chosen["sort"] == value) for value, label in SORTS]

    @property
    def both_ways(self) -> int:
        return sum(match.two_way for match in self.every)

    @property
    def chips(self) -> list[tuple[str, str, str]]:
        """(word of the address, its value, label) of each filter that is on."""
        found = [("activity", choice.value, choice.label) for choice in self.activities if choice.chosen]
        found += [("subject", choice.value, choice.label) for choice in self.subjects if choice.chosen]
        return found + ([("both", self.query.get("both", ""), "Both sides gain")] if self.chosen["both"] else [])

    def _choices(self, entries: QuerySet, word: str, of: Callable[[Match], set[int]]) -> list[Choice]:
        counts = Counter(pk for match in self.every for pk in of(match))
        ticked = self.query.getlist(word)
        return [
            Choice(entry.slug, entry.name, entry.slug in ticked, counts[entry.pk], entry.pk)
            for entry in entries.filter(pk__in=counts)
        ]

    def _passes(self, match: Match) -> bool:
        activities = {choice.pk for choice in self.activities if choice.chosen}
        subjects = {choice.pk for choice in self.subjects if choice.chosen}
        return (
            (not activities or bool(activities & _activities(match)))
            and (not subjects or bool(subjects & _subjects(match)))
            and (match.two_way or not self.chosen["both"])
        )


def _activities(match: Match) -> set[int]:
    return {met.need.activity for met in (*match.pair.to_a, *match.pair.to_b)}


def _subjects(match: Match) -> set[int]:
    lines = [line for met in (*match.pair.to_a, *match.pair.to_b) for line in (met.need, met.offer)]
    return {line.subject for line in lines if line.subject is not None}


def states_between(registration: Registration, others: Iterable[Registration]) -> dict[int, State]:
    """Where the latest introduction with each of `others` stands, by the other's id; one query."""
    pks = [other.pk for other in others]
    between = Q(asker=registration, asked__in=pks) | Q(asked=registration, asker__in=pks)
    left = Partner.objects.filter(
        partnership__introduction=OuterRef("pk"), school=registration.school_id, left_at__isnull=False
    )
    found = Introduction.objects.filter(between).select_related("asker__school", "asked__school", "partnership")
    found = found.annotate(left=Exists(left))
    states: dict[int, State] = {}
    for introduction in found.order_by("asked_at", "pk"):  # a later one replaces an earlier
        side = Introduction.Side.ASKER if introduction.asker_id == registration.pk else Introduction.Side.ASKED
        seen = Seen(introduction, side)
        states[seen.other.pk] = _state(seen, left=introduction.left)
    return states


def _state(seen: Seen, *, left: bool) -> State:
    introduction = seen.introduction
    url = introduction.get_absolute_url()
    if seen.can_answer:
        words = "The Forum suggests that you meet." if seen.is_brokered else "They would like to meet you."
        return State(f"Answer by {day_words(introduction.answer_by)}", "yellow", words, url, "Read and answer")
    if seen.is_open:
        asked = f"{'You said yes' if seen.is_brokered else 'Asked'} on {day_words(introduction.asked_at)}"
        words = f"They have until {day_words(introduction.answer_by)} to answer."
        return State(asked, "yellow", words, url, "See what you wrote")
    if seen.is_accepted:
        if seen.partnership is None or left:
            return State("Introduced", "green", "You both said yes.", url, "See the introduction")
        to = seen.partnership.get_absolute_url()
        return State("Introduced", "green", "You both said yes.", to, "Open the partnership")
    may_ask = introduction.status != Introduction.Status.DECLINED
    tag = introduction.get_status_display()
    return State(tag, "grey", seen.what_happened, url, "See the introduction", may_ask=may_ask)


@dataclass(frozen=True)
class NotYet:
    """Why there are no matches to show, and what to do: what people see who have no live registration."""

    heading: str
    words: str
    button: str
    url: str


def not_yet(registration: Registration | None, *, waits_to_join: bool) -> NotYet:
    """For the newest registration a person acts for; `waits_to_join`: a school has yet to say they belong to it."""
    if registration is None:
        register = reverse("partnerships:register")
        if waits_to_join:
            words = (
                "We are checking that you work at your school. Its matches are shown to you once a colleague or Forum "
                "staff have said so. You can prepare your answers meanwhile."
            )
            return NotYet("Your matches wait for your school", words, "Prepare your registration", register)
        words = (
            "Say what your school needs and can offer. Forum staff check it within two working days, and then you see "
            "here which schools fit, and why."
        )
        return NotYet("Matches begin with your registration", words, "Register interest", register)
    heading, words, button = _NOT_YET.get(Status(registration.status), _ENDED)
    words = words.format(school=registration.school)
    return NotYet(heading, words, button, registration.get_absolute_url())


_NOT_YET = {
    Status.UNCONFIRMED: (
        "Confirm your e-mail address first",
        "{school}'s registration goes to Forum staff as soon as its lead follows the link in our e-mail.",
        "See the registration",
    ),
    Status.WAITING: (
        "Forum staff are reading your registration",
        "They check {school}'s answers within two working days, and we write to you then. After that your matches "
        "are here.",
        "See what you sent",
    ),
    Status.CHANGES: (
        "One change, and your matches can appear",
        "Forum staff asked for a change to {school}'s registration. Make it and send it back.",
        "See what they ask",
    ),
    Status.PAUSED: (
        "Your registration is paused",
        "While {school}'s registration is paused it is not matched, and nobody is shown it.",
        "See the registration",
    ),
}
_ENDED = (
    "Your registration is no longer live",
    "{school}'s registration has ended, so it is not matched. Register again to see who fits now.",
    "See the registration",
)
