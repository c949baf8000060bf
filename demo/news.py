"""What the Forum of the demo tells: news and events, all invented."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class News:
    """`days_ago` it was dated."""

    title: str
    slug: str
    summary: str
    body: str
    days_ago: int


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """An event that begins `in_days` (past ones: a negative number) at 4pm, for two hours."""

    title: str
    slug: str
    summary: str
    body: str
    in_days: int
    place: str

    def starts(self, today: datetime.date) -> datetime.datetime:
        return datetime.datetime.combine(today + datetime.timedelta(days=self.in_days), datetime.time(16))


NEWS = [
    News(
        title="Twelve case studies to copy from",
        slug="twelve-case-studies-to-copy-from",
        summary="Schools of the Calder valley and the fens have written up what they did, what it cost and what went "
        "wrong.",
        body="Our first dozen is complete. They reach from a laboratory that two schools share on Wednesdays to a "
        "language that was the wrong one.\n\n## Why the failures are in it\n\nA school that plans a year of Mandarin "
        "learns more from Abbot’s Reach than from any success. Each case study has a section on what went wrong, and "
        "we do not publish one without it.\n\n## What to do with them\n\nSearch for your subject, look at the cost for "
        "each pupil, and press **Replicate this**. You get the steps with dates worked back from the day you begin.",
        days_ago=4,
    ),
    News(
        title="Visits in the spring term",
        slug="visits-in-the-spring-term",
        summary="Two of us come to see partnerships from January. Say if you would like to be one of them.",
        body="We sit in, talk with staff of both schools for an hour and write nothing about anybody without showing "
        "it to them first.\n\nWrite to us by the end of this month. Partnerships in their first year are as welcome as "
        "old ones.",
        days_ago=19,
    ),
]

EVENTS = [
    Gathering(
        title="Starting from a need: an hour for co-ordinators",
        slug="starting-from-a-need",
        summary="Bring one thing that your pupils lack. Leave with a sentence that another school can answer.",
        body="For anybody who is about to register interest, or has had no match yet. We read three registrations "
        "together, with permission, and make them clearer.",
        in_days=16,
        place="Online",
    ),
    Gathering(
        title="Two heads, one agreement",
        slug="two-heads-one-agreement",
        summary="Four heads, in pairs, on what they wrote down and what they wish they had.",
        body="Short talks, long tea. Governors are welcome.",
        in_days=58,
        place="Calder Vale Academy, Wharf Street, Calderby",
    ),
    Gathering(
        title="What we learnt from the first year",
        slug="what-we-learnt-from-the-first-year",
        summary="Forty people in a hall that seats thirty.",
        body="The notes of the day: begin with the bus, name a deputy, feed people.",
        in_days=-140,
        place="Wenlow Grange School",
    ),
]
