"""What to do next, from the answers of the self-check: pure, and in words instead of a score.

The questions follow (001), why a school would join, and the success factors of (002): clear objectives, shared values,
leadership support, proximity, communication. Reciprocity and time are from (003) and (004).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

YES, PARTLY, NO = "yes", "partly", "no"

REGISTER, HEAD, SMALL, READ = "register", "head", "small", "read"

# What is in place already, and what to see to, question by question.
GOOD = {
    "aim": "You can say what should be different. Partnerships with a clear aim are the ones that last.",
    "give": "You have something to give. When both schools gain, neither tires of it.",
    "values": "It fits what your school stands for, so nobody has to be talked into it twice.",
    "head": "Your headteacher is behind it. That is what protects the time.",
    "near": "You can travel or host, so pupils and staff can really meet.",
    "talk": "Two people know about it, so it does not hang on one.",
    "time": "Somebody has the time. That is usually the hardest part.",
}
SEE_TO = {
    "aim": "Write one sentence: who should be able to do what, that they cannot do now? Start with one class.",
    "give": "Ask colleagues what they are proud of: early reading, a forest area, a choir, a language spoken at home. "
    "A school of the other sector often has none of it.",
    "values": "Talk with staff about what both schools would gain, before you talk about arrangements.",
    "head": "Talk to your headteacher early, with one need and the cost in time. The words below may help.",
    "near": "Say in your registration how far you can go. Staff training, for one, needs few journeys, or works "
    "online.",
    "talk": "Find a second person. Partnerships fail when their one driver moves on.",
    "time": "Begin with one event, with its date fixed a term ahead, and look at it again afterwards.",
}


@dataclass(frozen=True, kw_only=True)
class Advice:
    """`next_step` is one of REGISTER, HEAD, SMALL, READ; the lists are sentences."""

    next_step: str
    good: list[str] = field(default_factory=list)
    see_to: list[str] = field(default_factory=list)


def advise(wishes: Iterable[str], answers: Mapping[str, str]) -> Advice:
    """The next step, what speaks for it and what to see to.

    `wishes` are the values ticked in the first question, `answers` map the other questions to "yes", "partly", "no".
    """
    good = [GOOD[name] for name in GOOD if answers[name] == YES]
    see_to = [SEE_TO[name] for name in SEE_TO if answers[name] != YES]
    return Advice(next_step=_next_step(set(wishes), answers), good=good, see_to=see_to)


def _next_step(wishes: set[str], answers: Mapping[str, str]) -> str:
    if "nothing" in wishes or answers["values"] == NO:
        return READ
    if answers["head"] == NO:
        return HEAD
    if answers["time"] == NO or answers["talk"] == NO or answers["near"] == NO or answers["aim"] == NO:
        return SMALL
    return REGISTER
