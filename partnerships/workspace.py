"""A partnership's pages: the tabs over them, and the first page's content in the words of the page.

Apps on higher floors add their tab (MOU, evaluation …) with `register_tab` in AppConfig.ready(); a tab that has
nothing for this partnership gives None, so that only real ones are shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from accounts.models import Membership, User
from core.models import Event
from partnerships.introducing import day_words
from partnerships.models import (
    ContactDetails,
    Introduction,
    LineKind,
    Partner,
    PartnerContact,
    Partnership,
    PartnershipLine,
    Proposal,
    Registration,
)
from partnerships.proposing import Standing, title_of, what_happened
from schools.models import School


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One page of the workspace. `count` is how many things there need somebody; 0 shows none."""

    text: str
    url: str
    count: int = 0


TabProvider = Callable[[Partnership, Any], Tab | None]
_providers: list[TabProvider] = []


def register_tab(provider: TabProvider) -> TabProvider:
    """Add a tab: a function of a partnership and a user. Called from AppConfig.ready(); usable as a decorator."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def tabs_of(partnership: Partnership, user: Any) -> list[Tab]:
    """The overview and every tab that has something for this partnership; nothing where the overview is alone."""
    found = [tab for provider in _providers if (tab := provider(partnership, user)) is not None]
    return [Tab(text="Overview", url=partnership.get_absolute_url()), *found] if found else []


@dataclass(frozen=True, kw_only=True)
class Card:
    """How a thing of the partnership stands, beside the overview: a sentence, and where it goes on."""

    title: str
    sentence: str
    url: str
    link: str


CardProvider = Callable[[Partnership, Any], Card | None]
_card_providers: list[CardProvider] = []


def register_card(provider: CardProvider) -> CardProvider:
    """Add a card: a function of a partnership and a user. Called from AppConfig.ready(); usable as a decorator."""
    if provider not in _card_providers:
        _card_providers.append(provider)
    return provider


def side_cards_of(partnership: Partnership, user: Any) -> list[Card]:
    """The cards of every provider that has something to say about this partnership."""
    return [card for provider in _card_providers if (card := provider(partnership, user)) is not None]


@dataclass(frozen=True)
class StageStep:
    """One word of the stage line."""

    text: str
    state: str  # "done", "now" or "later"


def stages_of(partnership: Partnership) -> list[StageStep]:
    """The five stages, with where the partnership stands."""
    order = list(Partnership.Stage)
    now = order.index(Partnership.Stage(partnership.stage))
    return [
        StageStep(stage.label, "now" if n == now else "done" if n < now else "later") for n, stage in enumerate(order)
    ]


HEAD_WORDS = {
    Registration.Head.AGREES: "The headteacher agrees",
    Registration.Head.KNOWS: "The headteacher knows, and has not decided",
    Registration.Head.NOT_YET: "The headteacher does not know yet",
}

# What the first talk is for; the lessons of the research report (003, chapters 5.1 and 5.2) and of the Forum's chair
# (004): a specific need, help both ways, both heads, dates early, money and time said aloud, never one person alone.
FIRST_TALK = [
    ("The need", "What pupils lack now, and what would be different in a year. Put it in one sentence together."),
    ("What each gives and gets", "Help one way wears thin. Find something real for every school, however small."),
    ("The heads", "Do they all stand behind it? If one has not decided, agree what they need to hear, and from whom."),
    ("Dates, place and travel", "Lay the calendars side by side: exams, trips, fixtures. Fix the first three dates."),
    ("Time and money", "Who plans, who covers, who pays for the bus. Say it now, so that nobody has to ask later."),
    ("Who carries it", "A lead and a deputy in each school, how you keep in touch, and how you will know it worked."),
]


@dataclass(frozen=True, kw_only=True)
class Move:
    """How a partnership goes on from a stage: the last part of the address, the link, and the page that confirms it."""

    to: Partnership.Stage
    link: str
    heading: str
    paragraphs: tuple[str, ...]


Stage = Partnership.Stage
TOLD = "The other schools are told, and it stands in what has happened."
MOVES = {
    Stage.FORMING: Move(
        to=Stage.AGREED,
        link="We have agreed on paper",
        heading="Have you agreed on paper?",
        paragraphs=(
            "Do this only if every school has signed an agreement outside the portal. If you draft your MOU here, the "
            "partnership becomes agreed by itself when every head and chair of governors has signed.",
            f"It signs nothing, and cannot be undone. {TOLD}",
        ),
    ),
    Stage.AGREED: Move(
        to=Stage.RUNNING,
        link="Start running",
        heading="Are you starting?",
        paragraphs=("Do this when the first session is about to take place.", f"It cannot be undone. {TOLD}"),
    ),
    Stage.RUNNING: Move(
        to=Stage.EMBEDDING,
        link="Mark as embedding",
        heading="Is it part of how you work?",
        paragraphs=(
            "Do this when the partnership would go on if its lead left tomorrow: it stands in every school’s "
            "development plan and calendar, and a second person knows it.",
            f"You can go back to running. {TOLD}",
        ),
    ),
    Stage.EMBEDDING: Move(
        to=Stage.RUNNING,
        link="Back to running",
        heading="Back to running?",
        paragraphs=("Do this when it hangs on a few people again, or is being built up anew.", TOLD),
    ),
}


@dataclass(frozen=True)
class PartnerCard:
    """A school of the partnership as the first page shows it."""

    partner: Partner
    is_mine: bool
    writes: bool  # this person writes for it
    gives: list[PartnershipLine]
    gets: list[PartnershipLine]
    left: frozenset[str]  # addresses of people who left the school, in small letters

    @property
    def lead(self) -> PartnerContact | None:
        """Nobody, once they have left the school."""
        return self._contact(ContactDetails.Kind.LEAD)

    @property
    def deputy(self) -> PartnerContact | None:
        """The second person, if there is one who is not the lead again."""
        deputy, lead = self._contact(ContactDetails.Kind.DEPUTY), self.lead
        same = deputy is not None and lead is not None and deputy.email.lower() == lead.email.lower()
        return None if same else deputy

    @property
    def posts(self) -> list[tuple[str, str, PartnerContact | None]]:
        """(kind, words, who) of the lead and the deputy lead."""
        kinds = ContactDetails.Kind
        return [(kinds.LEAD, kinds.LEAD.label, self.lead), (kinds.DEPUTY, kinds.DEPUTY.label, self.deputy)]

    @property
    def people(self) -> list[PartnerContact]:
        """The lead and the deputy lead, as far as there are any."""
        return [who for _, _, who in self.posts if who is not None]

    @property
    def hangs_on_one(self) -> bool:
        return self.lead is None or self.deputy is None

    @property
    def warning(self) -> tuple[str, str]:
        """(title, sentence) where one person carries it all, or nobody."""
        school = self.partner.school
        if self.lead:
            return f"{school} has no deputy lead", f"If {self.lead.name} is away, nobody at {school} can move this on."
        someone = f"Only {self.deputy.name}, the deputy lead, carries it there." if self.deputy else "Nobody is named."
        gone = any(contact.kind == ContactDetails.Kind.LEAD for contact in self.partner.contacts.all())
        return f"{school} has no lead", f"{'The lead has left the school. ' if gone else ''}{someone}"

    @property
    def head_words(self) -> str:
        return HEAD_WORDS.get(Registration.Head(self.partner.head), "") if self.partner.head else ""

    @property
    def lines(self) -> list[PartnershipLine]:
        return list(self.partner.lines.all())

    @property
    def success(self) -> list[str]:
        """What this school would call a success, one factor each."""
        return self.partner.success.splitlines()

    def _contact(self, kind: str) -> PartnerContact | None:
        found = next((contact for contact in self.partner.contacts.all() if contact.kind == kind), None)
        return None if found is None or found.email.lower() in self.left else found


def cards_of(partnership: Partnership, user: User) -> list[PartnerCard]:
    """The schools that have not left with their people, and what each gives and gets, in a fixed number of queries."""
    lines = PartnershipLine.objects.select_related("activity", "subject")
    present = partnership.partners.present()
    partners = list(present.select_related("school").prefetch_related("contacts", models.Prefetch("lines", lines)))
    mine = set(present.acted_for_by(user).values_list("pk", flat=True))
    ended = partnership.stage == Stage.ENDED
    writes = set() if ended else set(present.written_for_by(user).values_list("pk", flat=True))
    left = addresses_of_those_who_left(partners)
    cards = []
    for partner in partners:
        others = [other for other in partners if other is not partner]
        gives = [
            o for o in _of(partner, LineKind.OFFER) if any(n.could_be_met_by(o) for p in others for n in _needs(p))
        ]
        gets = [o for p in others for o in _of(p, LineKind.OFFER) if any(n.could_be_met_by(o) for n in _needs(partner))]
        gone = frozenset(left.get(partner.school_id, ()))
        cards.append(PartnerCard(partner, partner.pk in mine, partner.pk in writes, gives, gets, gone))
    return cards


def addresses_of_those_who_left(partners: list[Partner]) -> dict[int, set[str]]:
    """By school (its key), in small letters: they no longer carry it there, though they may still be named."""
    statuses = [Membership.Status.ENDED, Membership.Status.REFUSED]
    rows = Membership.objects.filter(school__in=[partner.school_id for partner in partners], status__in=statuses)
    found: dict[int, set[str]] = {}
    for school, email in rows.values_list("school", "user__email"):
        found.setdefault(school, set()).add(email.lower())
    return found


@dataclass(frozen=True)
class ProposalRow:
    """Something asked, as one person sees it."""

    proposal: Proposal
    schools: list[School]  # for which this person may answer now

    @property
    def title(self) -> str:
        return title_of(self.proposal)

    @property
    def stands(self) -> str:
        return what_happened(self.proposal)

    @property
    def tag(self) -> tuple[str, str]:
        """(words, colour)."""
        if self.schools:
            return f"Answer by {day_words(self.proposal.answer_by)}", "yellow"
        colours = {Proposal.Status.CONFIRMED: "green", Proposal.Status.ASKED: "blue"}
        return self.proposal.get_status_display(), colours.get(Proposal.Status(self.proposal.status), "grey")


def proposal_rows(proposals: Iterable[Proposal], user: User) -> list[ProposalRow]:
    """Those of a page (fetched `with_all`), in a fixed number of queries."""
    standing = Standing(user)
    return [ProposalRow(proposal, standing.schools(proposal)) for proposal in proposals]


def timeline_of(partnership: Partnership) -> models.QuerySet[Event]:
    """What happened, newest first, from the introduction on; without what only Forum staff see."""
    kinds = ContentType.objects.get_for_models(Partnership, Introduction)
    found = models.Q(subject_type=kinds[Partnership], subject_id=partnership.pk)
    if partnership.introduction_id:
        found |= models.Q(subject_type=kinds[Introduction], subject_id=partnership.introduction_id)
    return Event.objects.filter(found, for_staff=False).order_by("-at", "-pk")


def _of(partner: Partner, kind: str) -> list[PartnershipLine]:
    return [line for line in partner.lines.all() if line.kind == kind]


def _needs(partner: Partner) -> list[PartnershipLine]:
    return _of(partner, LineKind.NEED)
