"""A match in words, as one of its two schools reads it. Pure, like partnerships/matching.py."""

from collections.abc import Iterable

from partnerships import slots
from partnerships.matching import Line, Met, Pair
from schools.year_groups import YearGroups

WALK = 3  # miles up to which pupils can do without a minibus, where the schools say that they can walk or take a bus
# First words of subjects that keep their capital in the middle of a sentence.
# fmt: off
PROPER = {
    "Arabic", "Bengali", "British", "Chinese", "Classical", "English", "French", "German", "Greek",
    "Gujarati", "Hebrew", "Italian", "Japanese", "Latin", "Mandarin", "Panjabi", "Persian", "Polish",
    "Portuguese", "Punjabi", "Russian", "Sanskrit", "Spanish", "Turkish", "Urdu", "Welsh",
}
# fmt: on
NETWORK_WORDS = {
    "trust": "You are in the same trust: {}",
    "federation": "You are in the same federation: {}",
    "diocese": "You are in the same diocese: {}",
    "local": "You both belong to {}",
}


def miles_words(miles: float) -> str:
    """ "4.2 miles", "12 miles", "Less than a mile": no finer than anybody travels."""
    if miles < 1:
        return "Less than a mile"
    number = f"{miles:.0f}" if miles >= 9.95 else f"{miles:.1f}".removesuffix(".0")
    return f"{number} mile{'' if number == '1' else 's'}"


def you_get(pair: Pair) -> list[str]:
    """What the reader's school would get, in the words of the other's offers; each once."""
    return _once(met.offer.sentence or what(met.offer) for met in pair.to_a)


def they_get(pair: Pair) -> list[str]:
    """What the other school would get, in the words of the reader's own offers."""
    return _once(met.offer.sentence or what(met.offer) for met in pair.to_b)


def reasons(pair: Pair) -> list[str]:
    """Why the two match, as sentences to the reader at `pair.a`, the weightiest first."""
    a, b = pair.a, pair.b
    return [
        *(f"They offer what you need: {_for_whom(met)}" for met in pair.to_a),
        *(f"You offer what they need: {_for_whom(met)}" for met in pair.to_b),
        *_same_age(pair),
        *(
            NETWORK_WORDS[network.kind].format(_the(network.name) if network.kind == "local" else network.name)
            for _, network in sorted((a.networks.items() & b.networks.items()), key=lambda item: item[1])
        ),
        *([f"You share the local authority: {a.local_authority}"] if _same_authority(pair) else []),
        *_shared_values(pair),
        *_shared_times(pair),
        *(["Both headteachers agree"] if a.head == b.head == "agrees" else []),
    ]


def cautions(pair: Pair) -> list[str]:
    """What to think about before asking, as sentences to the reader at `pair.a`."""
    a, b = pair.a, pair.b
    found = []
    if not pair.to_b:
        found.append("Only your school would gain so far: think what you could do for them")
    if not pair.to_a:
        found.append("Only their school would gain so far: ask what they could do for you")
    if a.slots and b.slots and not a.slots & b.slots:
        found.append("You named no part of the week in common")
    if "minibus" not in (a.transport, b.transport) and ("none" in (a.transport, b.transport) or pair.miles > WALK):
        found.append("Neither school has a minibus")
    if b.head == "not-yet":
        found.append("They have not said whether their head agrees")
    elif b.head == "knows":
        found.append("Their head knows, and has not decided")
    if b.room <= 0:
        found.append("They already have the new partnerships they can take this year")
    elif b.room == 1:
        found.append("They can take one more partnership this year")
    if a.approximate or b.approximate:
        found.append("The distance is a guess: one of the two places is known only by its postcode")
    return found


def sentence(pair: Pair) -> str:
    """The match in one line, for a letter: "9 miles; they offer what you need: Latin for Years 5 and 6; ..."."""
    return "; ".join([miles_words(pair.miles), *map(_lower_first, reasons(pair))])


def what(line: Line) -> str:
    """A line in the middle of a sentence: "drama", "Latin (masterclasses)"."""
    name = _lower_first(line.name)
    if not line.subject_name or line.subject_name.lower() in name.lower():
        return name
    subject = line.subject_name if line.subject_name.split(" ", 1)[0] in PROPER else _lower_first(line.subject_name)
    return f"{subject} ({name})"


def about(line: Line, years: int) -> str:
    """ "Latin (masterclasses) for Years 5 and 6"."""
    words = YearGroups(years).words()
    return f"{what(line)} for {words}" if words else what(line)


def _for_whom(met: Met) -> str:
    named = met.need if met.need.subject_name else met.offer
    return about(named, met.years or met.need.years)


def _same_age(pair: Pair) -> list[str]:
    """Year groups that both teach and the lines are about; or, where ages mix, whose pupils would work with whose."""
    common = 0
    for met in (*pair.to_a, *pair.to_b):
        common |= met.years
    common &= pair.a.years & pair.b.years
    if common:
        return [f"Your pupils are the same age: both teach {YearGroups(common).words()}"]
    for met, giver, taker in [(m, "their", "your") for m in pair.to_a] + [(m, "your", "their") for m in pair.to_b]:
        if met.need.mixes_ages and met.need.years and met.offer.years and not met.years:
            older, younger = YearGroups(met.offer.years).words(), YearGroups(met.need.years).words()
            return [f"It works between ages: {giver} {older} with {taker} {younger}"]
    return []


def _same_authority(pair: Pair) -> bool:
    return bool(pair.a.local_authority) and pair.a.local_authority == pair.b.local_authority


def _shared_values(pair: Pair) -> list[str]:
    names = [_lower_first(pair.a.values[key]) for key in sorted(pair.a.values.keys() & pair.b.values.keys())]
    if not names:
        return []
    return [f"You share {'a value' if len(names) == 1 else 'values'}: {_and(names)}"]


def _shared_times(pair: Pair) -> list[str]:
    times = slots.words(pair.a.slots & pair.b.slots)
    if not times:
        return []
    if len(times) > 3:
        return [f"You are both free at {len(times)} times in the week, {times[0]} among them"]
    return [f"You are both free on {_and(times)}"]


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _the(name: str) -> str:
    return name if name.lower().startswith("the ") else f"the {name}"


def _lower_first(text: str) -> str:
    """ "Reading partners" in the middle of a sentence; "GCSE courses" and "STEM" stay as they are."""
    first_word = text.split(" ", 1)[0]
    return text if first_word[1:] != first_word[1:].lower() else text[:1].lower() + text[1:]
