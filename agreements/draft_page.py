"""The clauses of a draft as one reader sees them: state, who agreed, what is new to their school, what they may do."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Prefetch, Q

from accounts.models import User
from agreements.drafts import Progress, day_words, parties_of, waits_for
from agreements.models import ClauseComment, ClauseKind, ClauseText, Mou, MouClause
from agreements.rules import may_comment
from agreements.texts import Content, blanks_of, is_complete, words_of
from core.differences import Piece, merged
from partnerships.models import Partner
from partnerships.rules import may_write

State = MouClause.State
RECENT_COMMENTS = 3  # of a clause, on the page of all
TAGS = {State.OPEN: "grey", State.DISCUSSION: "yellow", State.AGREED: "green"}
DATE_WORDS = {"begins": "Begins on", "review": "Reviewed by", "ends": "Ends on"}


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who looks at the draft: the school for which they write, if any, and what they may do."""

    side: Partner | None  # the school whose view it is
    writes: bool
    comments: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of the table of who gives what."""

    school: str
    gives: list[str]
    gets: list[str]
    by: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """One clause on the page. `pieces` is the text with what is new to the reader's school marked, if anything is."""

    mou: Mou
    clause: MouClause
    place: int
    reader: Reader
    partners: list[Partner]
    parties: list[Content] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    before: ClauseText | None = None
    latest: ClauseText | None = None

    @property
    def pk(self) -> int:
        return self.mou.partnership_id

    @property
    def tag(self) -> str:
        return TAGS[State(self.clause.state)]

    @property
    def modifier(self) -> str:
        return {State.DISCUSSION: " issp-clause--discuss", State.AGREED: " issp-clause--agreed"}.get(
            State(self.clause.state), ""
        )

    @property
    def text(self) -> str:
        return str(self.clause.content.get("text", ""))

    @cached_property
    def agreeing(self) -> list[tuple[Partner, bool]]:
        """Every school, and whether it agrees to this text; nothing while nobody has begun with the clause."""
        if self.clause.state == State.OPEN:
            return []
        agreed = {one.partner_id for one in self.clause.agreements.all()}
        return [(partner, partner.pk in agreed) for partner in self.partners]

    @cached_property
    def blanks(self) -> int:
        return sum(len(blanks_of(words)) for words in words_of(self.clause.content))

    @cached_property
    def is_complete(self) -> bool:
        return is_complete(self.clause.kind, self.clause.content)

    @property
    def change_words(self) -> str:
        """The words of the button that leads to the form."""
        if self.blanks:
            return f"Fill in {self.blanks} blank{'' if self.blanks == 1 else 's'}"
        if not self.is_complete:
            return "Fill it in"
        return "Change the wording"

    @property
    def may_write(self) -> bool:
        return self.reader.writes and self.mou.status == Mou.Status.DRAFTING

    @property
    def may_comment(self) -> bool:
        return self.reader.comments and self.mou.status == Mou.Status.DRAFTING

    @cached_property
    def has_agreed(self) -> bool:
        """Whether the reader's school agrees to this text."""
        side = self.reader.side
        return side is not None and any(one.partner_id == side.pk for one in self.clause.agreements.all())

    @property
    def may_agree(self) -> bool:
        return self.may_write and self.is_complete and not self.has_agreed

    @property
    def may_reopen(self) -> bool:
        return self.may_write and (self.has_agreed or self.clause.state == State.AGREED)

    @property
    def waits_for_me(self) -> bool:
        return self.may_write and self.reader.side is not None and waits_for(self.clause, self.reader.side)

    @property
    def rows(self) -> list[Row]:
        """The table of who gives what; a row of a school that has left is shown with that."""
        names = {partner.school.urn: partner.school.name for partner in self.partners}
        return [
            Row(
                school=names.get(row["urn"], "A school that has left"),
                gives=row["gives"],
                gets=row["gets"],
                by=_day(row["by"]),
            )
            for row in self.clause.content.get("rows", [])
        ]

    @property
    def dates(self) -> list[tuple[str, str]]:
        """(what, when) of the clause about dates; "" where it was not said."""
        if self.clause.kind != ClauseKind.DATES:
            return []
        return [(words, _day(self.clause.content.get(name, ""))) for name, words in DATE_WORDS.items()]

    @property
    def is_table(self) -> bool:
        return self.clause.kind == ClauseKind.GIVES

    @property
    def is_parties(self) -> bool:
        return self.clause.kind == ClauseKind.PARTIES


@dataclass(frozen=True, kw_only=True)
class DraftPage:
    """The whole draft for one reader."""

    mou: Mou
    reader: Reader
    cards: list[Card]
    left_out: list[MouClause]
    total: int

    @cached_property
    def progress(self) -> Progress:
        return Progress(clauses=[card.clause for card in self.cards])

    @property
    def waiting(self) -> list[Card]:
        return [card for card in self.cards if card.waits_for_me]

    @property
    def left_words(self) -> str:
        """What is left, as a sentence: "3 under discussion, 2 not yet addressed."."""
        counts = [(self.progress.discussion, "under discussion"), (self.progress.open, "not yet addressed")]
        said = ", ".join(f"{number} {words}" for number, words in counts if number)
        return f"{said}." if said else "Nothing is left."


def reader_of(mou: Mou, user: User) -> Reader:
    """What this person may do with the draft, and for which school."""
    partners = mou.partnership.partners.select_related("school").order_by("pk")
    return Reader(
        side=partners.written_for_by(user).first() or partners.present().acted_for_by(user).first(),
        writes=may_write(user, mou.partnership),
        comments=may_comment(user, mou),
    )


def page_of(mou: Mou, user: User, *, only: str = "") -> DraftPage:
    """The draft as this person reads it; with `only` (a slug) the one card, with all of its comments.

    The number of queries is the same for any number of clauses.
    """
    reader = reader_of(mou, user)
    said = ClauseComment.objects.filter(removed_at=None).select_related("by", "school")
    recent = said.order_by("at", "pk") if only else said.order_by("-at", "-pk")[:RECENT_COMMENTS]
    clauses = list(
        mou.clauses.annotate(said=Count("comments", filter=Q(comments__removed_at=None)))
        .prefetch_related("agreements", Prefetch("comments", queryset=recent, to_attr="recent"))
        .order_by("order", "pk")
    )
    standing = [clause for clause in clauses if clause.removed_at is None]
    shown = [clause for clause in standing if only in ("", clause.slug)]
    partners = list(mou.partnership.partners.present().select_related("school").order_by("pk"))
    befores, latest = _texts_to_compare(shown, reader)
    places = {clause.pk: place for place, clause in enumerate(standing, start=1)}
    parties = parties_of(mou.partnership) if any(clause.kind == ClauseKind.PARTIES for clause in shown) else []
    cards = [
        Card(
            mou=mou,
            clause=clause,
            place=places[clause.pk],
            reader=reader,
            partners=partners,
            parties=parties if clause.kind == ClauseKind.PARTIES else [],
            pieces=_pieces(befores.get(clause.pk), clause, partners),
            before=befores.get(clause.pk),
            latest=latest.get(clause.pk),
        )
        for clause in shown
    ]
    for clause in shown:
        clause.recent = sorted(clause.recent, key=lambda one: (one.at, one.pk))
    return DraftPage(
        mou=mou,
        reader=reader,
        cards=cards,
        left_out=[one for one in clauses if one.removed_at is not None],
        total=len(standing),
    )


def _texts_to_compare(
    clauses: Iterable[MouClause], reader: Reader
) -> tuple[dict[int, ClauseText], dict[int, ClauseText]]:
    """(the text that the reader's school knows, where there is a newer one; who wrote the newest), by clause.

    It knows the last text that it wrote or agreed to; where there is none, the one that the clause began with.
    """
    moving = {clause.pk: clause for clause in clauses if clause.state == State.DISCUSSION and clause.version > 1}
    histories: dict[int, list[ClauseText]] = defaultdict(list)
    for text in (
        ClauseText.objects.filter(clause__in=moving).defer("content").select_related("by", "school").order_by("number")
    ):
        histories[text.clause_id].append(text)
    wanted = Q(pk=None)
    latest = {}
    for pk, texts in histories.items():
        latest[pk] = texts[-1]
        known = [text for text in texts if _is_known(text, reader)] or texts[:1]
        if known[-1].number < moving[pk].version:
            wanted |= Q(pk=known[-1].pk)
    return {text.clause_id: text for text in ClauseText.objects.filter(wanted)}, latest


def _is_known(text: ClauseText, reader: Reader) -> bool:
    side = reader.side
    return side is not None and (text.school_id == side.school_id or side.school.urn in text.agreed)


def _pieces(before: ClauseText | None, clause: MouClause, partners: list[Partner]) -> list[Piece]:
    if before is None:
        return []
    names = {partner.school.urn: partner.school.name for partner in partners}
    return difference_of(before.heading, before.content, clause.heading, clause.content, names)


def difference_of(old_heading: str, old: Content, heading: str, new: Content, names: dict[int, str]) -> list[Piece]:
    """Two texts of a clause in one run, with what was removed and added; table and dates as lines."""
    before, after = as_lines(old, names), as_lines(new, names)
    if old_heading != heading:
        before, after = f"{old_heading}\n\n{before}", f"{heading}\n\n{after}"
    return merged(before, after)


def as_lines(content: Content, names: dict[int, str]) -> str:
    """All that a clause says as plain lines: its words, then its table or its dates. `names` of schools by URN."""
    lines = [content.get("text", "")]
    for row in content.get("rows", []):
        lines += ["", names.get(row["urn"], "A school that has left")]
        lines += [f"- gives: {words}" for words in row["gives"]] + [f"- gets: {words}" for words in row["gets"]]
        lines += [f"- by {_day(row['by'])}"] if row["by"] else []
    dates = [f"{words} {_day(content[name])}" for name, words in DATE_WORDS.items() if content.get(name)]
    return "\n".join([*lines, *([""] if dates else []), *dates]).strip()


def _day(iso: Any) -> str:
    return day_words(datetime.date.fromisoformat(iso)) if iso else ""
