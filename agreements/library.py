"""What schools may begin from: templates as they were published, MOUs that other schools share, and finding one."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse

from agreements.models import Forerunner, SharedMou, Template, TemplateClause, TemplateVersion
from agreements.texts import Content, words_of
from core.differences import Change, change_of
from core.search import strong, terms_of
from partnerships.models import Partnership

TEMPLATES, SHARED = "templates", "shared"
KINDS = {TEMPLATES: "Templates of the Forum", SHARED: "Shared by schools"}


# --- The text of a template -------------------------------------------------------------------------------------------
def content_of_template(template: Template) -> Content:
    """A template as staff have edited it, in the shape of TemplateVersion.content."""
    lines = template.clauses.select_related("clause").order_by("order", "pk")
    return {
        "title": template.title,
        "summary": template.summary,
        "clauses": [_clause_of(line) for line in lines],
    }


def _clause_of(line: TemplateClause) -> Content:
    clause = line.clause
    return {
        "slug": clause.slug,
        "heading": clause.heading,
        "kind": str(clause.kind),
        "guidance": line.guidance or clause.guidance,
        "text": line.text or clause.text,
        "required": line.required,
    }


def latest_version(template: Template) -> TemplateVersion | None:
    """The one that schools begin from."""
    return template.versions.order_by("-number").first()


# --- What there is to begin from --------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Offered:
    """A template or a shared MOU, as the list shows it."""

    kind: str
    slug: str
    title: str
    summary: str
    url: str
    clauses: int
    adapted: int = 0
    score: int = 0

    @property
    def kind_words(self) -> str:
        return "Template of the Forum" if self.kind == TEMPLATES else "Shared by schools"

    @property
    def source(self) -> str:
        """What the page on which a draft begins is told: "template:first-term"."""
        return f"{'template' if self.kind == TEMPLATES else 'shared'}:{self.slug}"


def offered(words: str = "", kind: str = "") -> list[Offered]:
    """Every template and shared MOU that holds all of `words`, the best first; templates first where nothing is asked.

    There are some hundreds at most, so each text is looked through as it is: any database finds the same, and a word's
    beginning is enough ("visit" finds "visits").
    """
    typed = terms_of(words)
    terms = [re.sub(r"^\W+|\W+$", "", _folded(term.text)) for term in strong(typed) or typed]
    found = [each for each in _everything() if kind in ("", each[0].kind)]
    if not terms:
        return [each for each, _ in found]
    scored = [(_score(terms, each, content), each) for each, content in found]
    return [each for score, each in sorted(scored, key=lambda pair: -pair[0]) if score]


def _everything() -> Iterator[tuple[Offered, Content]]:
    """With their contents, in two queries."""
    latest = TemplateVersion.objects.filter(template=OuterRef("template")).order_by("-number").values("pk")[:1]
    versions = TemplateVersion.objects.filter(template__withdrawn_at=None, pk=Subquery(latest))
    for version in versions.select_related("template").order_by("template__created_at", "template__pk"):
        yield (
            _offered(TEMPLATES, version.template.slug, version.template.get_absolute_url(), version.content),
            (version.content),
        )
    for shared in SharedMou.objects.public().annotate(adapted=Count("adaptations")).order_by("-decided_at", "-pk"):
        yield (
            _offered(SHARED, shared.slug, shared.get_absolute_url(), shared.content, shared.adapted),
            shared.content,
        )


def _offered(kind: str, slug: str, url: str, content: Content, adapted: int = 0) -> Offered:
    return Offered(
        kind=kind,
        slug=slug,
        title=content["title"],
        summary=content["summary"],
        url=url,
        clauses=len(content["clauses"]),
        adapted=adapted,
    )


def _score(terms: list[str], each: Offered, content: Content) -> int:
    """10 for a word of the title, 4 of the summary or a heading, 1 of the rest; 0 unless every term is there."""
    parts = [
        (10, each.title),
        (4, " ".join([each.summary, *(clause["heading"] for clause in content["clauses"])])),
        (1, " ".join(words for clause in content["clauses"] for words in (clause["guidance"], *words_of(clause)))),
    ]
    folded = [(weight, _folded(text)) for weight, text in parts]
    weights = [max((weight for weight, text in folded if _holds(text, term)), default=0) for term in terms]
    return sum(weights) if all(weights) else 0


def _holds(text: str, term: str) -> bool:
    """Whether a word of the text begins with the term, or with its singular."""
    stem = term[:-1] if len(term) > 3 and term.endswith("s") and not term.endswith("ss") else term
    return re.search(rf"\b{re.escape(stem)}", text) is not None


def _folded(text: str) -> str:
    """Without case and accents, and with one kind of apostrophe."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


# --- Who may begin ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class Beginning:
    """One of a person's partnerships, on the page of something to begin from."""

    partnership: Partnership
    url: str


def to_begin_from(partnership: Partnership, asked: str = "") -> list[Offered]:
    """What the page on which a partnership begins its MOU offers.

    First what is shared by those whose work it copies, then what it was `asked` for ("shared:two-choirs"), then the
    Forum's templates. The other shared MOUs are on their own page, each with a link that asks for it.
    """
    sources = Forerunner.objects.filter(partnership=partnership).values("source")
    copied = set(
        SharedMou.objects.public().filter(version__mou__partnership__in=sources).values_list("slug", flat=True)
    )

    def rank(each: Offered) -> int:
        return 0 if each.kind == SHARED and each.slug in copied else 1 if each.source == asked else 2

    ranked = [(rank(each), each) for each in offered()]
    kept = [pair for pair in ranked if pair[0] < 2 or pair[1].kind == TEMPLATES]
    return [each for _, each in sorted(kept, key=lambda pair: pair[0])]


MOST_PARTNERSHIPS = 20  # of one person, named on the page


def beginnings(user: Any, source: str) -> list[Beginning]:
    """The partnerships for which this person could begin an MOU from `source` ("template:first-term") now."""
    if not user.is_authenticated:
        return []
    free = Partnership.objects.written_by(user).filter(mou=None).exclude(stage=Partnership.Stage.ENDED)
    return [
        Beginning(partnership=each, url=f"{reverse('agreements:begin', args=[each.pk])}?from={source}")
        for each in free.order_by("-created_at", "-pk")[:MOST_PARTNERSHIPS]
    ]


# --- What differs between two versions --------------------------------------------------------------------------------
def changes_between(before: Content | None, after: Content) -> list[tuple[str, list[Change]]]:
    """(what, changes) of each part in which the two differ: title and summary, then clause by clause."""
    before = before or {"title": "", "summary": "", "clauses": []}
    found = [
        ("The template", _changes([(name.capitalize(), before[name], after[name]) for name in ("title", "summary")]))
    ]
    old, new = ({clause["slug"]: clause for clause in content["clauses"]} for content in (before, after))
    found += [
        (f"{(new.get(slug) or old[slug])['heading']}", _changes(_rows_of(old.get(slug), new.get(slug))))
        for slug in dict.fromkeys([*new, *old])
    ]
    order = ["\n".join(f"{n}. {clause['heading']}" for n, clause in enumerate(each.values(), 1)) for each in (old, new)]
    if [*old] != [*new]:
        found.append(("Order", [change_of("Clauses", *order)]))
    return [(what, changes) for what, changes in found if changes]


def _rows_of(old: Content | None, new: Content | None) -> list[tuple[str, str, str]]:
    def said(clause: Content | None, name: str) -> str:
        if clause is None:
            return ""
        return ("Required" if clause[name] else "May be left out") if name == "required" else clause[name]

    labels = {"heading": "Heading", "text": "Text", "guidance": "Guidance", "required": "Required"}
    return [(label, said(old, name), said(new, name)) for name, label in labels.items()]


def _changes(rows: list[tuple[str, str, str]]) -> list[Change]:
    return [change_of(label, before, after) for label, before, after in rows if before != after]
