"""What an MOU says about leaving it: how long before the day a school must say so."""

import re

from agreements.texts import Content

TERM = 90  # days; a school year has three terms, and a term with its holiday is about a third of it
DAYS = {"day": 1, "week": 7, "month": 30, "half-term": TERM // 2, "half term": TERM // 2, "term": TERM, "year": 365}
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
PERIOD = re.compile(
    rf"\b(\d{{1,3}}|half an?|an?|{'|'.join(NUMBERS)})\s+(?:(?:full|whole|clear|school|calendar)\s+)*"
    rf"({'|'.join(DAYS)})s?\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.!?\n]+")
LONGEST = 730  # days; a longer one is a slip of the pen


def notice_sentence(content: Content) -> str:
    """The sentence of the MOU that says how much notice is given; "" where none does."""
    return _found(content)[0]


def notice_days(content: Content) -> int:
    """The notice that the MOU asks for, in days; a term where it does not say."""
    return _found(content)[1]


def _found(content: Content) -> tuple[str, int]:
    """The first sentence about leaving that says how long; of a clause about something else, only with "notice"."""
    clauses = sorted(content["clauses"], key=lambda clause: clause["slug"] != "leaving")
    for clause in clauses:
        words = ("notice", "leave") if clause["slug"] == "leaving" else ("notice",)
        for sentence in SENTENCE.findall(clause["content"].get("text", "")):
            if not any(word in sentence.lower() for word in words):
                continue
            # "leaves at the end of a school year if it gives two terms": what it gives, not when it leaves.
            before, gives, after = sentence.partition(" gives ")
            period = PERIOD.search(after if gives else before)
            if period and (days := _days(period)) <= LONGEST:
                return f"{sentence.strip()}.", days
    return "", TERM


def _days(period: re.Match[str]) -> int:
    number, unit = period[1].lower(), DAYS[period[2].lower()]
    if number.startswith("half"):
        return unit // 2
    if number.isdigit():
        return int(number) * unit
    return (1 + NUMBERS.index(number) if number in NUMBERS else 1) * unit  # "a term" is one
