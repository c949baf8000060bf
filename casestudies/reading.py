"""A case study made ready to be read: the words that its answers become, on its page, in its kit and in a preview.

Nothing here asks who is reading or whether it is published. `reading_of` takes the content of an edition or of the
working text (shapes: casestudies/editions.py); an unfinished text has gaps, and a gap is left out, never an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from casestudies.models import Edition, Evidence, Licence, Priority
from core.markdown import plain
from core.uploads import KINDS, download_name
from partnerships.models import ActivityType, Subject
from schools.year_groups import YearGroups

LONGEST_RESULT = 140  # characters of the result in the gist; the rest is in its section

# What each label lets a reader conclude, in plain words (REFERENCE, evaluation designs: say no more than it bears).
EVIDENCE_MEANS = {
    Evidence.NONE: "Nobody measured whether it made a difference. What you read here is what the schools noticed.",
    Evidence.AFTER: "It was measured once, at the end. That shows how things stood then, not what had changed.",
    Evidence.BEFORE_AFTER: (
        "The same thing was measured before and after. That shows a change. With no other group to compare with, "
        "nobody can say that the partnership caused it."
    ),
    Evidence.COMPARISON: (
        "Those who took part were compared with others who did not. The partnership is a likely cause of a "
        "difference, though the two groups may have been unlike from the start."
    ),
    Evidence.TRIAL: (
        "Chance decided who took part first, and the two groups were compared. It is the strongest evidence that the "
        "partnership made the difference."
    ),
}

LICENCE_SHORT = {Licence.CC_BY: "CC BY 4.0", Licence.OGL: "OGL v3"}
LICENCE_URL = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.OGL: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}

FROM = {"state": "State", "independent": "Independent", "both": "Both"}


@dataclass(frozen=True)
class Step:
    """`when` is the lead time in words, "" where none was given; `text` is markdown."""

    title: str
    when: str
    text: str
    weeks_before: int | None


@dataclass(frozen=True)
class Role:
    """One line of the staffing: the sector it comes from (`at`) and how many hours in all, as words."""

    role: str
    at: str
    hours: str
    does: str


@dataclass(frozen=True)
class Image:
    """A picture in its sizes. `src` is the largest."""

    src: str
    srcset: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Download:
    url: str
    title: str
    kind: str
    size: str


def reading_of(content: Mapping[str, Any]) -> "Reading":
    """The case study with this content, made ready to be read. Two queries, whatever it holds."""
    who = content.get("who", {})
    return Reading(
        content,
        activities=list(ActivityType.objects.filter(slug__in=who.get("activities", []))),
        subjects=list(Subject.objects.filter(slug__in=who.get("subjects", []))),
    )


def reading_of_edition(edition: Edition) -> "Reading":
    """An edition made ready to be read, from its own lists: no query if `to_read()` fetched it."""
    return Reading(edition.content, activities=list(edition.activities.all()), subjects=list(edition.subjects.all()))


def cover_of(edition: Edition) -> Image | None:
    """The first picture of an edition, for the card that leads to it."""
    pictures = edition.content.get("pictures", [])
    return _image(pictures[0]) if pictures else None


class Reading:
    """What a template prints. Long texts are markdown and go through the `markdown` filter."""

    def __init__(
        self, content: Mapping[str, Any], *, activities: Sequence[ActivityType], subjects: Sequence[Subject]
    ) -> None:
        self.activities, self.subjects = activities, subjects
        self.schools: list[dict[str, Any]] = content.get("schools", [])
        self._pictures: list[dict[str, Any]] = content.get("pictures", [])
        self._files: list[dict[str, Any]] = content.get("files", [])
        self.story: Mapping[str, Any] = content.get("story", {})
        self.running: Mapping[str, Any] = content.get("running", {})
        self.cost: Mapping[str, Any] = content.get("cost", {})
        self.evidence: Mapping[str, Any] = content.get("evidence", {})
        self.lessons: Mapping[str, Any] = content.get("lessons", {})
        self.quotes: list[dict[str, Any]] = content.get("quotes", {}).get("quotes", [])
        self._who: Mapping[str, Any] = content.get("who", {})
        self._staffing: list[dict[str, Any]] = self.running.get("staffing", [])
        self._steps: list[dict[str, Any]] = content.get("steps", {}).get("steps", [])
        self._licence: Mapping[str, Any] = content.get("licence", {})

    # --- The gist -----------------------------------------------------------------------------------------------------
    @property
    def title(self) -> str:
        return self.story.get("title", "")

    @property
    def summary(self) -> str:
        return self.story.get("summary", "")

    @property
    def gist(self) -> list[tuple[str, str]]:
        """(what, words) of the box at the top, in its order, without what is not known. Evidence is a tag after it."""
        rows = [
            ("Who", self.who_words),
            ("What", self.what_words),
            ("How long", self.how_long_words),
            ("Cost", self.cost_words),
            ("Staff time", self.staff_time),
            ("Result", self.result_words),
        ]
        return [(name, words) for name, words in rows if words]

    @property
    def pupils(self) -> int:
        return self._who.get("pupils") or 0

    @property
    def years_words(self) -> str:
        return YearGroups(self._who.get("years") or 0).words()

    @property
    def who_words(self) -> str:
        """ "56 pupils in Years 5 and 9, and 4 staff"."""
        pupils = count(self.pupils, "pupil", "pupils")
        staff = count(self._who.get("staff") or 0, "member of staff", "staff")
        if pupils and self.years_words:
            pupils += f" in {self.years_words}"
        return ", and ".join(words for words in (pupils, staff) if words) or self.years_words

    @property
    def what_words(self) -> str:
        """ "Reading partners; Music, choirs and orchestras; English": activities, then subjects."""
        return "; ".join(entry.name for entry in [*self.activities, *self.subjects])

    @property
    def priority_words(self) -> str:
        return labelled(Priority, self._who.get("priority"))

    @property
    def how_long_words(self) -> str:
        """ "Eight afternoons over two terms. Every second Wednesday"."""
        said = (self.running.get("how_long"), self.running.get("how_often"))
        return ". ".join(words.rstrip(".") for words in said if words)

    @property
    def lead_words(self) -> str:
        """How long from the first talk to the first session; "" where it was not said."""
        weeks = self.running.get("lead_weeks")
        return "" if weeks is None else count(weeks, "week", "weeks") or "No time at all"

    @property
    def cost_words(self) -> str:
        """ "£2,128, or £38 a pupil"; "" where it was not said."""
        total = self.cost.get("total")
        if total is None:
            return ""
        if total == 0:
            return "Nothing to pay"
        if not self.pupils:
            return f"£{total:,}"
        each = int(total / self.pupils + 0.5)
        return f"£{total:,}, or " + (f"£{each:,} a pupil" if each else "less than £1 a pupil")

    @property
    def staff_time(self) -> str:
        """Hours added up from the staffing. They are told apart by sector only where every role is."""
        hours = dict.fromkeys(FROM, 0)
        for line in self._staffing:
            hours[line.get("from") or "both"] += line.get("hours") or 0
        state, independent = hours["state"], hours["independent"]
        if hours["both"] or not (state and independent):
            total = count(sum(hours.values()), "hour", "hours")
            return f"{total} in all" if total else ""
        if state == independent and len(self.schools) == 2:
            return f"{count(state, 'hour', 'hours')} for each school"
        return f"State {count(state, 'hour', 'hours')}, independent {count(independent, 'hour', 'hours')}"

    @property
    def result_words(self) -> str:
        """The first sentence of the result. Where nothing was measured there is no result to report."""
        if self.evidence.get("design") == Evidence.NONE:
            return ""
        text = " ".join(plain(self.evidence.get("result") or "").split())
        first, dot, _ = text.partition(". ")
        first += dot.strip()
        return first if len(first) <= LONGEST_RESULT else first[:LONGEST_RESULT].rsplit(" ", 1)[0].rstrip(",;:") + "…"

    # --- The body -----------------------------------------------------------------------------------------------------
    @cached_property
    def steps(self) -> list[Step]:
        return [
            Step(
                title=step.get("title", ""),
                when=when_words(step.get("weeks_before")),
                text=step.get("text", ""),
                weeks_before=step.get("weeks_before"),
            )
            for step in self._steps
        ]

    @property
    def staffing(self) -> list[Role]:
        return [
            Role(
                role=line.get("role", ""),
                at=FROM.get(line.get("from", ""), ""),
                hours=count(line.get("hours") or 0, "hour", "hours"),
                does=line.get("does", ""),
            )
            for line in self._staffing
        ]

    @property
    def evidence_label(self) -> str:
        return labelled(Evidence, self.evidence.get("design"))

    @property
    def evidence_means(self) -> str:
        return EVIDENCE_MEANS.get(self.evidence.get("design", ""), "")

    @property
    def was_measured(self) -> bool:
        return bool(self.evidence_label) and self.evidence["design"] != Evidence.NONE

    # --- Beside it ----------------------------------------------------------------------------------------------------
    @cached_property
    def pictures(self) -> list[Image]:
        return [_image(picture) for picture in self._pictures]

    @property
    def cover(self) -> Image | None:
        return self.pictures[0] if self.pictures else None

    @property
    def more_pictures(self) -> list[Image]:
        return self.pictures[1:]

    @property
    def files(self) -> list[Download]:
        return [
            Download(
                url=reverse("casestudies:attachment", args=[file["id"], download_name(file["title"], file["kind"])]),
                title=file["title"],
                kind=KINDS.get(file["kind"], file["kind"]),
                size=filesizeformat(file["size"]),
            )
            for file in self._files
        ]

    @property
    def licence_words(self) -> str:
        return labelled(Licence, self._licence.get("licence"))

    @property
    def licence_short(self) -> str:
        return LICENCE_SHORT.get(self._licence.get("licence", ""), "")

    @property
    def licence_url(self) -> str:
        return LICENCE_URL.get(self._licence.get("licence", ""), "")


def when_words(weeks_before: int | None) -> str:
    """A lead time in words: "14 weeks before", "The week it begins"; "" where none was given."""
    if weeks_before is None:
        return ""
    return f"{count(weeks_before, 'week', 'weeks')} before" if weeks_before else "The week it begins"


def count(number: int, one: str, many: str) -> str:
    """ "1 week", "1,200 pupils"; "" for none."""
    return f"{number:,} {one if number == 1 else many}" if number else ""


def labelled(choices: Any, value: str | None) -> str:
    """People's word for a choice; "" for none, or for one that there is no longer."""
    return choices(value).label if value in choices.values else ""


def _image(picture: Mapping[str, Any]) -> Image:
    def address(width: int) -> str:
        return reverse("casestudies:picture", args=[picture["id"], width])

    widths = picture["widths"]
    return Image(
        src=address(widths[-1]),
        srcset=", ".join(f"{address(width)} {width}w" for width in widths),
        alt=picture["alt"],
        width=picture["width"],
        height=picture["height"],
    )
