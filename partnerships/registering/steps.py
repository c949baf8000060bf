"""The steps of the registration form, in one list. A view of a step asks this module what comes before and after."""

from dataclasses import dataclass

from accounts.models import Role
from partnerships.forms import registering as forms
from partnerships.models import Draft
from partnerships.registering.answers import Answers, first_unanswered

CHECK = "check"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One page of the form (for needs and offers: a page a line, and a page that lists them).

    `name` is its key in `Draft.answers` and its word in the address, `heading` its h1, `short` what the progress line
    calls it, `lede` the sentence below the heading. `each` is the word for one line.
    """

    name: str
    heading: str
    short: str
    form: type[forms.StepForm] = forms.StepForm
    lede: str = ""
    template: str = "partnerships/registering/step.html"
    each: str = ""

    @property
    def has_lines(self) -> bool:
        return bool(self.each)


STEPS = [
    Step(name="school", heading="Which school are you from?", short="your school"),
    Step(
        name="needs",
        heading="What does your school need?",
        short="what you need",
        form=forms.NeedForm,
        lede="Start with one real need. Partnerships that begin with a need last longer than those that begin with a "
        "facility. You can add others next.",
        each="need",
    ),
    Step(
        name="offers",
        heading="What can your school offer?",
        short="what you can offer",
        form=forms.OfferForm,
        lede="Every school has something that another would value. A partnership lasts when both give and both gain.",
        template="partnerships/registering/offer.html",
        each="offer",
    ),
    Step(name="partner", heading="Who could you work with?", short="who and how far", form=forms.PartnerForm),
    Step(
        name="times",
        heading="When in the week could you meet?",
        short="when in the week",
        form=forms.TimesForm,
    ),
    Step(
        name="values",
        heading="What your school stands for",
        short="your values and groups",
        form=forms.ValuesForm,
        lede="Schools get on best with schools that care about the same things, and that they half know already.",
    ),
    Step(
        name="lead",
        heading="How can we reach you?",
        short="you, the lead contact",
        form=forms.LeadForm,
        lede="You are the lead contact. Another school sees these details only after both schools said yes to an "
        "introduction.",
    ),
    Step(
        name="head",
        heading="Does your headteacher support this?",
        short="your headteacher",
        form=forms.HeadForm,
        template="partnerships/registering/head.html",
    ),
    Step(
        name="deputy",
        heading="Who is your second contact?",
        short="a second contact",
        form=forms.DeputyForm,
        lede="A colleague who can answer when you are away or move on. We write to them when you send this, so tell "
        "them first.",
    ),
    Step(name=CHECK, heading="Check your answers before you send them", short="check your answers"),
]
BY_NAME = {step.name: step for step in STEPS}


def steps_for(draft: Draft | None) -> list[Step]:
    """The steps this draft goes through: changes keep their school; a headteacher is not asked about the head."""
    answers = draft.answers if draft else {}
    left_out = set()
    if draft and draft.changes_id:
        left_out.add("school")
    if answers.get("lead", {}).get("role") == Role.HEADTEACHER:
        left_out.add("head")
    return [step for step in STEPS if step.name not in left_out]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a step stands among the others, for the line above the heading."""

    number: int
    steps: list[Step]

    @property
    def step(self) -> Step:
        return self.steps[self.number - 1]

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def before(self) -> Step | None:
        return self.steps[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> Step | None:
        return self.steps[self.number] if self.number < self.total else None


def progress_of(draft: Draft | None, name: str) -> Progress | None:
    """The place of a step; None where this draft does not go through it."""
    steps = steps_for(draft)
    numbers = {step.name: number for number, step in enumerate(steps, start=1)}
    return Progress(number=numbers[name], steps=steps) if name in numbers else None


def next_step(answers: Answers) -> str:
    """The name of the step to go to now: the first that is not answered, or the check."""
    return first_unanswered(answers) or CHECK


def is_reachable(draft: Draft, name: str) -> bool:
    """Whether every step before this one is answered."""
    waits = next_step(draft.answers)
    order = [step.name for step in steps_for(draft)]
    return name in order and (waits not in order or order.index(name) <= order.index(waits))
