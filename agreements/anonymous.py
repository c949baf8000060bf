"""A text without people: what others may read of an MOU. No database here; agreements/sharing.py gathers the names.

Names of people become their roles ("the lead at [School A]"), schools become letters; addresses and telephone numbers
go, and so does whatever else the schools ask for. A school's name is taken out because "the headteacher of Brackenfold"
is one person. What is put in square brackets is a blank, so that whoever adapts the text finds it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.differences import Piece

LEFT_OUT, ADDRESS, WEB, NUMBER = "[left out]", "[e-mail address]", "[web address]", "[telephone number]"
SOMEBODY = "somebody at one of our schools"

_TITLE = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Revd?|Reverend|Father|Sister|Canon|Sir|Dame|Lord|Lady)\.?\s{1,3})"
_TITLES = re.compile(rf"^{_TITLE}+", re.IGNORECASE)
# Bounded, so that no text of somebody's makes the search slow.
_EMAIL = r"[^\s@<>()\[\],;:\"“”]{1,64}@[^\s@<>()\[\],;:\"“”]{1,255}\.\w{2,24}"
_WEB = r"(?i:https?://|www\.)[^\s<>()\[\]\"“”]{1,2000}"
_NUMBER = r"(?<![\w.@])(?:\+\d{1,3}|\(?0)[\d ()\u00a0.–-]{7,24}\d(?!\w)"
_FEWEST_DIGITS = 9  # of a telephone number in the United Kingdom, without its country code
_BEGINNING = re.compile(r"(?:\A|[.!?]\s+|\n\s*|\n\s*[-•]\s+)\Z")  # of a text, a sentence, a line or an item
# What many schools have in their names: the rest is what people call one.
_COMMON_WORDS = (
    "school primary secondary junior infant infants academy college high grammar preparatory prep senior upper lower "
    "first middle nursery church of england ce cofe catholic rc roman voluntary aided controlled community the and for "
    "boys girls comprehensive sixth form free foundation special trust independent state"
)
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True)
class Person:
    """Somebody whose name may stand in the text, and the words that are put in its place.

    Of somebody who is not known to be named, `fully`, only the whole name is looked for.
    """

    name: str
    words: str
    fully: bool = False


def letter_of(number: int) -> str:
    """ "[School A]" for the first, and so on; after Z, "[School 27]"."""
    return f"[School {chr(ord('A') + number)}]" if number < 26 else f"[School {number + 1}]"


class Anonymiser:
    """Takes people, schools and `also` (further words) out of the texts of one MOU.

    `whole` is all that the MOU says. A part of a name that is an ordinary word there too, such as "will" or "hall", is
    left where it stands alone; `doubtful` has it, for somebody to look at.
    """

    def __init__(
        self, *, people: Sequence[Person], schools: Sequence[str], also: Sequence[str] = (), whole: str = ""
    ) -> None:
        names = {words.strip(): LEFT_OUT for words in also if words.strip()}
        alone: dict[str, str] = {}
        for number, school in enumerate(schools):
            names.setdefault(school, letter_of(number))
            for short in _short_names(school):
                alone.setdefault(short, letter_of(number))
        for person in people:
            name = _TITLES.sub("", person.name).strip()
            if " " in name:
                names.setdefault(name, person.words)
            for part in [] if person.fully else _parts(name):
                alone[part] = person.words if alone.get(part, person.words) == person.words else SOMEBODY
        # An address is no ordinary word: "helen@…" says nothing about Helen.
        written = set(re.findall(r"\w+", re.sub(rf"{_EMAIL}|{_WEB}", " ", _composed(whole))))
        self.doubtful = [part for part in alone if part.lower() in written]
        self._instead = {_key(name): words for name, words in (alone | names).items()}
        self._pattern = _pattern(list(names), list(alone), self.doubtful)

    def pieces(self, text: str) -> list[Piece]:
        """The text, cut where something is put in another's place: first what is removed, then what is added."""
        text = _composed(text).replace("[", "(").replace("]", ")")  # no blanks but ours
        found: list[Piece] = []
        at = 0
        for match in self._pattern.finditer(text):
            words = self._words_for(match)
            if words:
                if _BEGINNING.search(text, max(0, match.start() - 12), match.start()):
                    words = words[0].upper() + words[1:]
                found += [Piece("same", text[at : match.start()]), Piece("removed", match[0]), Piece("added", words)]
                at = match.end()
        found.append(Piece("same", text[at:]))
        return [piece for piece in found if piece.words]

    def text(self, text: str) -> str:
        """The text as others will read it."""
        return joined(self.pieces(text))

    def _words_for(self, match: re.Match[str]) -> str:
        """What is put in its place; "" for what is no telephone number after all."""
        if match["number"]:
            return NUMBER if sum(char.isdigit() for char in match[0]) >= _FEWEST_DIGITS else ""
        if match["email"] or match["web"]:
            return ADDRESS if match["email"] else WEB
        return self._instead.get(_key(match["name"] or match["part"] or match["titled"]), LEFT_OUT)


def joined(pieces: Iterable[Piece]) -> str:
    """What is left of a text: all but what is removed."""
    return "".join(piece.words for piece in pieces if piece.kind != "removed")


def _pattern(names: list[str], alone: list[str], doubtful: list[str]) -> re.Pattern[str]:
    """One pattern for all: addresses and numbers, whole names, then what stands for somebody alone.

    Whole names are found in any case. What stands alone must be written as it is, and what is doubtful must follow a
    title ("Mrs May").
    """
    sure = [part for part in alone if part not in doubtful]
    return re.compile(
        rf"(?P<email>{_EMAIL})|(?P<web>{_WEB})|(?P<number>{_NUMBER})"
        rf"|(?<!\w){_TITLE}?(?P<name>(?i:{_any(names)}))(?!\w)"
        rf"|(?<!\w){_TITLE}?(?P<part>{_any(sure)})(?!\w)"
        rf"|(?<!\w){_TITLE}(?P<titled>{_any(doubtful)})(?!\w)"
    )


def _any(words: list[str]) -> str:
    """Any of these, the longest first; a pattern that fits nothing where there are none."""
    return "|".join(_loosely(each) for each in sorted(words, key=len, reverse=True) if each.strip()) or r"(?!)"


def _short_names(school: str) -> Iterator[str]:
    """What people call it: "Brackenfold" of Brackenfold Primary School."""
    kept = [word for word in school.replace(",", " ").split() if word.lower().strip("().") not in _COMMON]
    short = " ".join(kept)
    if len(short) > 3 and short != school and short in school:
        yield short


def _parts(name: str) -> Iterator[str]:
    """What may stand for a person alone: "Helen" and "Castellane"."""
    for part in name.split():
        if len(part) > 1 and part[0].isupper() and not part.endswith("."):
            yield part


def _key(words: str) -> str:
    """How a name is looked up: without case and accents, with one kind of space, hyphen and apostrophe."""
    plain = unicodedata.normalize("NFKD", words.strip().casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", re.sub(r"[‐‑‒–—−]", "-", re.sub(r"[’‘]", "'", plain)))


def _loosely(words: str) -> str:
    """A pattern for the words with any space between them, either apostrophe, any hyphen, with their accents or not."""
    return r"\s+".join("".join(_letter(char) for char in word) for word in _composed(words).split())


def _letter(char: str) -> str:
    for alike in ("'’‘", "-‐‑‒–—−"):
        if char in alike:
            return "[" + re.escape(alike) + "]"
    plain = unicodedata.normalize("NFKD", char)[0]
    return re.escape(char) if plain == char else f"[{re.escape(char)}{re.escape(plain)}]"


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
