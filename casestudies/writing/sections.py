"""The sections of a case study, in one list, in the order in which it reads best. They are written in any order."""

from dataclasses import dataclass
from typing import Any

from casestudies.forms import writing as forms
from casestudies.models import CaseStudy, Participant, Section

FEWEST_SCHOOLS = 2


@dataclass(frozen=True, kw_only=True)
class Items:
    """The list in a section, one page a thing. `key` is its name in the answers, `each` the word for one thing."""

    key: str
    form: type[forms.SectionForm]
    heading: str
    each: str
    most: int
    fewest: int = 0
    lede: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section as it is written: `name` is its word in addresses and in `Section.name`.

    `form` is None where the section is a list alone, or rows of their own (schools, pictures, files: `has_answers` is
    False). `heading` is its h1, `short` what a sentence calls it, `lede` stands below the heading.
    """

    name: str
    heading: str
    short: str
    form: type[forms.SectionForm] | None = None
    items: Items | None = None
    optional: bool = False
    has_answers: bool = True
    lede: str = ""

    def is_complete(self, case_study: CaseStudy) -> bool:
        """Whether nothing is missing; an optional section is complete at once. Reads prefetched rows where it can."""
        if self.name == "schools":
            return schools_are_named(list(case_study.participants.all()))
        if self.optional or not self.has_answers:
            return True
        return self.answers_are_complete(section_of(case_study, self.name))

    def answers_are_complete(self, section: Section | None) -> bool:
        if section is None:
            return False
        return not self.lacks_fields(section.answers) and not self.lacks_items(section.answers)

    def lacks_fields(self, answers: dict[str, Any]) -> bool:
        return self.form is not None and bool(self.form.lacks(answers))

    def lacks_items(self, answers: dict[str, Any]) -> bool:
        return self.items is not None and len(answers.get(self.items.key, [])) < self.items.fewest


SECTIONS = [
    Part(
        name="story",
        heading="What it is, and why you did it",
        short="what it is and why",
        form=forms.StoryForm,
    ),
    Part(name="who", heading="What it is about, and for whom", short="what it is about", form=forms.WhoForm),
    Part(
        name="schools",
        heading="The schools",
        short="the schools",
        has_answers=False,
        lede="Every school that is named confirms, as itself, that the case study may be published.",
    ),
    Part(
        name="running",
        heading="How it runs",
        short="how it runs",
        form=forms.RunningForm,
        items=Items(
            key="staffing",
            form=forms.RoleForm,
            heading="Who runs it",
            each="role",
            most=forms.MOST_ROLES,
            fewest=1,
            lede="Each role that staff play, and the hours that it takes. Roles, never names.",
        ),
    ),
    Part(
        name="cost",
        heading="What it cost",
        short="what it cost",
        form=forms.CostForm,
        lede="A head who reads this wants to know whether they can afford it.",
    ),
    Part(
        name="steps",
        heading="The steps to do it",
        short="the steps to do it",
        items=Items(
            key="steps",
            form=forms.DoingForm,
            heading="The steps to do it",
            each="step",
            most=forms.MOST_STEPS,
            fewest=forms.FEWEST_STEPS,
            lede="From the first talk to the last session, in order. A school that copies you gets them as a "
            "checklist. Five or six are enough.",
        ),
    ),
    Part(
        name="evidence",
        heading="What changed, and how you know",
        short="what changed",
        form=forms.EvidenceForm,
        lede="We show how you know beside the result, so that nobody reads more into it than there is.",
    ),
    Part(name="lessons", heading="What you learnt", short="what you learnt", form=forms.LessonsForm),
    Part(
        name="quotes",
        heading="What people said",
        short="what people said",
        optional=True,
        items=Items(
            key="quotes",
            form=forms.QuoteForm,
            heading="What people said",
            each="quote",
            most=forms.MOST_QUOTES,
            lede="One or two sentences by those who were there bring it to life. Each of them has to agree first.",
        ),
    ),
    Part(name="pictures", heading="Pictures", short="the pictures", optional=True, has_answers=False),
    Part(name="files", heading="Files to download", short="the files to download", optional=True, has_answers=False),
    Part(name="licence", heading="What others may do with it", short="the licence", form=forms.LicenceForm),
]
BY_NAME = {part.name: part for part in SECTIONS}


def section_of(case_study: CaseStudy, name: str) -> Section | None:
    """The saved section of this name, of the prefetched ones where they are."""
    return next((section for section in case_study.sections.all() if section.name == name), None)


def answers_of(case_study: CaseStudy, name: str) -> dict[str, Any]:
    """What a section says; empty where nothing was saved."""
    section = section_of(case_study, name)
    return section.answers if section else {}


def schools_are_named(participants: list[Participant]) -> bool:
    """At least two schools, and of each of the others than the writing ones an address of who can confirm.

    Once a school has confirmed, its own people are asked, and the address is no longer kept.
    """
    known = all(one.writes or one.email or one.asked_at for one in participants)
    return len(participants) >= FEWEST_SCHOOLS and known


def missing(case_study: CaseStudy) -> list[Part]:
    """The sections that are not complete: what must still be written before it can be sent.

    Prefetch `sections` and `participants` where there are several case studies.
    """
    return [part for part in SECTIONS if not part.is_complete(case_study)]
