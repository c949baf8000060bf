"""Where upper apps add themselves to a school's page and to the list of schools. Register in AppConfig.ready().

The register knows official facts only. What a school says of itself, its partnerships and its case studies belong to
apps on higher floors, which this module does not know.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from schools.models import School
    from schools.querysets import SchoolQuerySet


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a school's page, below the official facts: `template` is included with `context` added.

    The template begins with an h2. Lower `order` comes first. `registered` says that the school has registered
    interest already, so that its page does not ask for it again.
    """

    template: str
    context: Mapping[str, object]
    order: int = 50
    registered: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """What the list of schools says below a school's facts.

    `say` is a sentence or two ("Offers: Latin teacher. Seeks: early years expertise."), `tag` a word or two in a green
    tag ("Open to partners"); either may be "".
    """

    say: str = ""
    tag: str = ""


SectionProvider = Callable[[HttpRequest, "School"], Iterable[Section]]
LineProvider = Callable[[list["School"]], Mapping[int, Line]]
OpenFilter = Callable[["SchoolQuerySet"], "SchoolQuerySet"]

_sections: list[SectionProvider] = []
_lines: list[LineProvider] = []
_open_filters: list[OpenFilter] = []


def register_section(provider: SectionProvider) -> SectionProvider:
    """Add a function of (request, school) that yields Sections, at most what the visitor may see."""
    _sections.append(provider)
    return provider


def register_lines(provider: LineProvider) -> LineProvider:
    """Add a function of a page's schools that gives {school pk: Line}, in a number of queries that does not grow."""
    _lines.append(provider)
    return provider


def register_open_filter(narrow: OpenFilter) -> OpenFilter:
    """Add the function that narrows schools to those "Open to partners". Schools of any one filter are shown."""
    _open_filters.append(narrow)
    return narrow


def sections_of(request: HttpRequest, school: "School") -> list[Section]:
    """The sections of this school's page, in their order."""
    found = [section for provider in _sections for section in provider(request, school)]
    return sorted(found, key=lambda section: section.order)


def lines_of(schools: list["School"]) -> dict[int, Line]:
    """{school pk: Line} of a page of schools; where two apps speak, sentences are joined and the first tag counts."""
    lines: dict[int, Line] = {}
    for provider in _lines:
        for pk, line in provider(schools).items():
            before = lines.get(pk, Line())
            say = " ".join(words for words in (before.say, line.say) if words)
            lines[pk] = Line(say=say, tag=before.tag or line.tag)
    return lines


def can_filter_open() -> bool:
    """Whether any app knows which schools are open to partners."""
    return bool(_open_filters)


def only_open(schools: "SchoolQuerySet") -> "SchoolQuerySet":
    """The schools that are open to partners, by any app's account."""
    if not _open_filters:
        return schools.none()
    wanted = _open_filters[0](schools)
    for narrow in _open_filters[1:]:
        wanted = wanted | narrow(schools)
    return wanted
