"""The memoranda of understanding of the demo: one half settled, one signed and shared. Words worth adapting."""

from dataclasses import dataclass, field
from typing import Any

STATE, INDEPENDENT = "state", "independent"  # which of the two schools, where it matters
BOTH = (STATE, INDEPENDENT)


@dataclass(frozen=True, kw_only=True)
class Words:
    """A clause as the schools have it: its text, the rows of its table, who agrees, and what was said beside it.

    `rows` are (school, what it gives, what it gets). `said` are (school, words), in order. `then` is a later text by
    the state school, of a clause that both had agreed.
    """

    text: str = ""
    rows: list[tuple[str, list[str], list[str]]] = field(default_factory=list)
    agreed: tuple[str, ...] = BOTH
    said: list[tuple[str, str]] = field(default_factory=list)
    then: str = ""


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """A partnership of two schools (by URN) and its MOU: begun from a template, settled as far as it goes."""

    state: int
    independent: int
    name: str
    aims: str
    template: str
    clauses: dict[str, Words]
    left_out: tuple[str, ...] = ()
    success: dict[str, str] = field(default_factory=dict)
    tasks: list[tuple[str, str, int, bool]] = field(default_factory=list)  # school, title, days from today, done
    notes: list[tuple[str, str, bool]] = field(default_factory=list)  # school, words, kept to itself
    shared: dict[str, Any] = field(default_factory=dict)  # title and summary of the example; signed first


HALF_SETTLED = Agreement(
    state=900104,
    independent=900106,
    name="Further mathematics and a stage",
    aims="Seven students of Calder Vale take further mathematics A level\n"
    "Actors of both schools stand on one stage each summer\n"
    "Teachers of both departments plan together",
    template="regular-visits",
    clauses={
        "parties": Words(text="This MOU is between the two schools named here. “We” means both of them."),
        "status": Words(
            text="This MOU says what we mean to do, in good faith. It is not a contract and is not legally binding.\n\n"
            "Each governing body stays responsible for its own school: its pupils, staff, money and buildings."
        ),
        "aims": Words(
            text="By the summer of their second year, students will:\n\n"
            "- sit further mathematics A level, at either school\n"
            "- have played a part, on the stage or behind it, in one production of both schools\n\n"
            "Staff will plan one half term of further mathematics together. We call it a success if nobody who began "
            "the course had to stop because of a timetable."
        ),
        "activities": Words(
            text="St Oswin’s teaches further mathematics to students of both schools on Monday and Thursday "
            "afternoons, from 2pm to 4pm. Nine students of St Oswin’s and seven of Calder Vale take part.\n\n"
            "Calder Vale opens its theatre to both drama departments on Thursday evenings from January, and both put "
            "on one play there in June.\n\n"
            "We fix the dates of a whole year by 30 June, with the calendars of both schools side by side."
        ),
        "contributions": Words(
            text="Each school gives something and gets something. The table says what, and by when.",
            rows=[
                (
                    STATE,
                    ["The theatre with a technician, 12 evenings", "Two teachers at the play"],
                    ["Further mathematics for 7 students", "A shared cast"],
                ),
                (
                    INDEPENDENT,
                    ["A teacher of further mathematics, 4 hours a week", "Books for 16 students"],
                    ["A stage for 300", "A shared cast"],
                ),
            ],
            agreed=(STATE,),
            said=[
                (INDEPENDENT, "Our technician could come, too, if yours is needed elsewhere. Shall we say so here?"),
                (STATE, "Yes, that would help in June. Put it in your line."),
            ],
        ),
        "roles": Words(
            text="Each school has a lead, who sees to the daily work, and a deputy, who can step in at any time.\n\n"
            "The lead at St Oswin’s keeps the dates. The leads talk every other Friday, and meet once a term with both "
            "heads."
        ),
        "transport": Words(
            text="Students of Calder Vale walk to St Oswin’s bus and travel with it, without charge. Each school pays "
            "half of the coach for the play.",
            then="Students of Calder Vale walk to St Oswin’s bus and travel with it, without charge. St Oswin’s pays "
            "for the coach to rehearsals and Calder Vale for the coach on the day of the play, up to £240 each.",
            said=[(STATE, "Half and half was hard to book. Could each of us order its own?")],
        ),
        "money": Words(
            text="Nobody pays the other for lessons or for the theatre. Families pay nothing. Each school enters and "
            "pays for its own students’ examinations."
        ),
        "safeguarding": Words(
            text="The host’s child protection policy applies. Before the first session each school confirms in writing "
            "that its adults are checked as the law requires.\n\n"
            "A worry about a child goes the same day to the safeguarding leads of both schools."
        ),
        "evaluation": Words(
            text="Both schools collect marks in further mathematics each term, and ask students twice a year how they "
            "find the course, by [which questions].",
            agreed=(),
            said=[(INDEPENDENT, "We have ten questions from last year that you could look at.")],
        ),
        "duration": Words(
            text="This MOU begins, is reviewed and ends on the dates given here.\n\n"
            "It is not renewed by itself. We decide before it ends."
        ),
    },
    left_out=("staffing",),
    success={
        STATE: "All seven finish the course\nOur theatre is full once a year",
        INDEPENDENT: "A class large enough",
    },
    tasks=[
        (STATE, "Send the theatre’s calendar until June", -6, True),
        (INDEPENDENT, "Ask the governors who signs for us", 5, False),
        (STATE, "Put both timetables side by side", 12, False),
    ],
    notes=[
        (
            INDEPENDENT,
            "Rang on Tuesday. Both heads are for it; the MOU goes to both boards before the end of term.",
            False,
        ),
        (INDEPENDENT, "Ask our bursar whether the bus is insured for students of another school.", True),
    ],
)

SIGNED = Agreement(
    state=900109,
    independent=900108,
    name="A pool for a workshop",
    aims="Every Year 7 of Kestrel Bank swims a length\nYears 7 to 9 of Larkfield make something that works",
    template="first-term",
    clauses={
        "parties": Words(text="This MOU is between the two schools named here. “We” means both of them."),
        "aims": Words(
            text="By the end of term, every pupil of Year 7 at Kestrel Bank will swim a length, and every pupil of "
            "Years 7 to 9 at Larkfield will have designed and made one thing that works. Staff will have taught beside "
            "somebody of the other school.\n\n"
            "We will go on if nine out of ten pupils got there."
        ),
        "activities": Words(
            text="Twelve sessions of swimming with 60 pupils of Year 7, on Monday mornings from 9am to 10:30am, in the "
            "pool at Larkfield. Twelve sessions of making with 45 pupils of Years 7 to 9, on Wednesday mornings from "
            "9am to 11am, in the workshop at Kestrel Bank.\n\n"
            "The visiting school books and pays for its transport."
        ),
        "contributions": Words(
            text="Each school gives something and gets something, by the dates in the table.",
            rows=[
                (
                    STATE,
                    ["The workshop with laser cutters, 12 mornings", "A teacher trained in industry"],
                    ["The pool, 12 mornings", "Two swimming teachers"],
                ),
                (
                    INDEPENDENT,
                    ["The pool, 12 mornings", "Two swimming teachers"],
                    ["The workshop, 12 mornings", "A teacher trained in industry"],
                ),
            ],
        ),
        "safeguarding": Words(
            text="The host’s child protection policy applies. Before the first session, each school confirms in "
            "writing that its adults are checked as the law requires. Staff stay with the pupils of their own school, "
            "also in the changing rooms, which the schools use one after the other.\n\n"
            "A worry about a child goes the same day to the safeguarding leads of both schools."
        ),
        "duration": Words(
            text="At the review we decide whether to write a longer one. A school that has to stop earlier gives half "
            "a term’s notice and tells the other head first; pupils finish what they can."
        ),
        "status": Words(
            text="This is a statement of what we mean to do. It is not a contract and is not legally binding. Each "
            "school stays responsible for its own pupils, staff and money."
        ),
    },
    success={
        STATE: "Nobody in Year 7 leaves without swimming a length",
        INDEPENDENT: "Every pupil takes home something that works",
    },
    tasks=[
        (STATE, "Hang up the rules of the workshop in pictures", -9, True),
        (INDEPENDENT, "Lend 20 pairs of goggles", 4, False),
        (STATE, "Ask families for towels, and have spare ones", 8, False),
    ],
    notes=[
        (STATE, "First morning: 58 of 60 came, and the bus was back by eleven. Keep the order of the groups.", False)
    ],
    shared={
        "title": "A pool for a workshop: one term, one page",
        "summary": "Two schools two miles apart exchange mornings in a pool for mornings in a workshop. Nobody pays, "
        "and it says when to stop.",
    },
)
