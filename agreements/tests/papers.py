"""Long and hostile texts of an MOU, for tests and benchmarks of what is made of them."""

from typing import Any

from agreements.texts import Content

MARKUP = (
    '#read("/etc/passwd") $a^2$ *b* _c_ `d` @e <f> // g /* h */ = i \\ j ~ k '
    "{{ l }} {% m %} {_{ n }_} {_% o %_} {# p #} <w:t>q</w:t> &amp; <script>r</script> ''s'' -- --- ... #[t] #{u}"
)
RIGHT_TO_LEFT = "before \u202eright\u202c \u2067to\u2069 left\u200f after"
EMOJI = "☺ 😀 🎻 ⚽"
INVISIBLE = "zero\u200bwidth soft\u00adhyphen \ufeffmark \u2060join"
LONG_WORD = "Wm" * 300
CONTROLS = "bell\x07 escape\x1b[31m form\x0cfeed null"
HOSTILE = [MARKUP, RIGHT_TO_LEFT, EMOJI, INVISIBLE, LONG_WORD, CONTROLS]

WORDS = (
    "Each school brings two members of staff to every session and takes its own pupils home. The lead writes to the "
    "families beforehand. What goes wrong is told to the other school on the same day, and we put it right together. "
)


def content(clauses: list[Content] | None = None, **changes: Any) -> Content:
    """The content of a Version of two schools; `clauses` as `clause` makes them."""
    return {
        "title": "Wednesday science",
        "number": 1,
        "parties": [
            party(900101, "Brackenfold Primary School", "State"),
            party(900102, "Thornmere School", "Independent"),
        ],
        "clauses": clauses
        if clauses is not None
        else [clause("parties", "Parties", "parties"), clause("aims", "Aims")],
    } | changes


def party(urn: int, name: str, sector: str) -> Content:
    """A school of it, with two of its people."""
    people = [{"role": "Headteacher", "name": f"Head of {name}"}, {"role": "Lead", "name": f"Lead of {name}"}]
    return {"urn": urn, "name": name, "sector": sector, "address": "Mill Lane, Calderby", "people": people}


def clause(slug: str, heading: str, kind: str = "text", *, number: int = 1, text: str = WORDS, **parts: Any) -> Content:
    """A clause of it; `parts` are "rows" or dates."""
    return {"slug": slug, "number": number, "heading": heading, "kind": kind, "content": {"text": text, **parts}}


def long_content(pages: int = 12) -> Content:
    """An MOU of about so many pages of A4: clauses of words and lists, the schools, a table, dates."""
    parted = f"{WORDS * 2}\n\nWe bring:\n- {WORDS[:80]}\n- [how many] helpers\n\n{WORDS * 2}"
    clauses = [clause("parties", "Parties", "parties"), GIVES, DATES]
    clauses += [
        clause(f"own-{number}", f"Clause of words {number}", text=parted) for number in range(int(2.9 * pages - 3.5))
    ]
    return content([{**each, "number": number} for number, each in enumerate(clauses, start=1)])


GIVES = clause(
    "gives",
    "Who gives what",
    "gives",
    rows=[
        {
            "urn": 900101,
            "gives": ["Two mornings a term", "Two staff"],
            "gets": ["Eight afternoons"],
            "by": "2027-01-13",
        },
        {"urn": 900102, "gives": ["Two laboratories"], "gets": ["Early years practice", "Leadership"], "by": ""},
    ],
)
DATES = clause("dates", "Duration", "dates", begins="2027-01-04", review="2027-06-30", ends="2027-08-31")
