"""A partnership's pages: the tabs over them, and the first page's content in the words of the page.

Apps on higher floors add their tab (MOU, evaluation …) with `register_tab` in AppConfig.ready(); a tab that has
nothing for this partnership gives None, so that only real ones are shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from accounts.models import User
from core.models import Event
from partnerships.models import (
    ContactDetails,
    Introduction,
    LineKind,
    Partner,
    PartnerContact,
    Partnership,
    PartnershipLine,
    Registration,
)


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
    ("What each gives and gets", "Help one way wears thin. Find something real for both schools, however small."),
    ("The two heads", "Do both stand behind it? If one has not decided, agree what they need to hear, and from whom."),
    ("Dates, place and travel", "Lay both calendars side by side: exams, trips, fixtures. Fix the first three dates."),
    ("Time and money", "Who plans, who covers, who pays for the bus. Say it now, so that nobody has to ask later."),
    ("Who carries it", "A lead and a deputy in each school, how you keep in touch, and how you will know it worked."),
]


@dataclass(frozen=True)
class PartnerCard:
    """A school of the partnership as the first page shows it."""

    partner: Partner
    is_mine: bool
    gives: list[PartnershipLine]
    gets: list[PartnershipLine]

    @property
    def lead(self) -> PartnerContact | None:
        return self._contact(ContactDetails.Kind.LEAD)

    @property
    def deputy(self) -> PartnerContact | None:
        """The second person, if there is one who is not the lead again."""
        deputy, lead = self._contact(ContactDetails.Kind.DEPUTY), self.lead
        same = deputy is not None and lead is not None and deputy.email.lower() == lead.email.lower()
        return None if same else deputy

    @property
    def people(self) -> list[PartnerContact]:
        """The lead, then the deputy lead; those there are."""
        return [contact for contact in (self.lead, self.deputy) if contact is not None]

    @property
    def hangs_on_one(self) -> bool:
        return self.lead is None or self.deputy is None

    @property
    def head_words(self) -> str:
        return HEAD_WORDS.get(Registration.Head(self.partner.head), "") if self.partner.head else ""

    @property
    def lines(self) -> list[PartnershipLine]:
        return list(self.partner.lines.all())

    def _contact(self, kind: str) -> PartnerContact | None:
        return next((contact for contact in self.partner.contacts.all() if contact.kind == kind), None)


def cards_of(partnership: Partnership, user: User) -> list[PartnerCard]:
    """The schools with their people, and what each gives and gets, in a fixed number of queries."""
    lines = PartnershipLine.objects.select_related("activity", "subject")
    partners = list(
        partnership.partners.select_related("school").prefetch_related("contacts", models.Prefetch("lines", lines))
    )
    mine = set(partnership.partners.acted_for_by(user).values_list("pk", flat=True))
    cards = []
    for partner in partners:
        others = [other for other in partners if other is not partner]
        gives = [
            o for o in _of(partner, LineKind.OFFER) if any(n.could_be_met_by(o) for p in others for n in _needs(p))
        ]
        gets = [o for p in others for o in _of(p, LineKind.OFFER) if any(n.could_be_met_by(o) for n in _needs(partner))]
        cards.append(PartnerCard(partner, partner.pk in mine, gives, gets))
    return cards


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
