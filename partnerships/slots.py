"""Parts of the school week as a set of bits: when two schools could meet."""

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
PARTS = ["morning", "lunchtime", "afternoon", "after school"]


def _plural(day: str, part: str) -> str:
    return f"{day}s after school" if part == "after school" else f"{day} {part}s"


# (bit, words), in the order of the week: five days of four parts, then Saturday morning.
CHOICES: list[tuple[int, str]] = [
    *((1 << (d * len(PARTS) + p), _plural(day, part)) for d, day in enumerate(DAYS) for p, part in enumerate(PARTS)),
    (1 << (len(DAYS) * len(PARTS)), "Saturday mornings"),
]


def words(slots: int) -> list[str]:
    """["Wednesday afternoons", "Saturday mornings"], in the order of the week; [] where nothing was said."""
    return [text for bit, text in CHOICES if bit & slots]
