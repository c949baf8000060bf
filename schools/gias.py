"""Reads the register's own files: Get Information about Schools (GIAS), whole or an extract, and its links.

Columns are found by name; those not listed here are never looked at, which keeps the names of people out. Nothing of
this module touches the database: it turns a file into SchoolRows and problems, or refuses it.

Source: https://get-information-schools.service.gov.uk/Downloads, "Establishment fields CSV" and "Establishment links".
"""

import codecs
import csv
import datetime
import gzip
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from schools.models import FIRST_OWN_NUMBER, Network, Phase, Region, Sector, Status


class FileRefused(Exception):
    """The file cannot be taken in; the text is a sentence that says what is wrong with it."""


class BreaksOff(FileRefused):
    """The file ends in the middle of a row."""

    def __init__(self, sentence: str, line: int) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(frozen=True)
class Problem:
    """Something wrong in one line of the file (the first line is 1)."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


# Our field: (column of the file, most characters). Without the needed ones a file is not the register; the others are
# left as they were where a file lacks their column.
NEEDED = {
    "URN",
    "EstablishmentName",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)",
    "PhaseOfEducation (name)",
    "StatutoryLowAge",
    "StatutoryHighAge",
    "LA (code)",
    "LA (name)",
    "Town",
    "Postcode",
    "GOR (name)",
    "Easting",
    "Northing",
}
TEXT_COLUMNS = {
    "gender": ("Gender (name)", 30),
    "religious_character": ("ReligiousCharacter (name)", 100),
    "admissions": ("AdmissionsPolicy (name)", 40),
    "boarders": ("Boarders (name)", 60),
    "sixth_form": ("OfficialSixthForm (name)", 40),
    "street": ("Street", 150),
    "locality": ("Locality", 150),
    "address3": ("Address3", 150),
    "town": ("Town", 100),
    "county": ("County (name)", 100),
    "telephone": ("TelephoneNum", 30),
}
DATE_COLUMNS = {"opened": "OpenDate", "closed": "CloseDate"}
NETWORK_COLUMNS = {
    Network.Kind.TRUST: "Trusts (name)",
    Network.Kind.FEDERATION: "Federations (name)",
    Network.Kind.DIOCESE: "Diocese (name)",
}
COLUMNS = (
    NEEDED
    | {column for column, _ in TEXT_COLUMNS.values()}
    | set(DATE_COLUMNS.values())
    | set(NETWORK_COLUMNS.values())
    | {"NumberOfPupils", "SchoolWebsite"}
)
SAYS_NOTHING = {"", "not applicable", "none", "does not apply", "not recorded", "unknown", "not available"}

# The sector rule of DOMAIN.md: two types are independent; every state-funded type is state, though academies are
# independent in law and the register files city technology colleges under independent schools. What is neither (or may
# be either) is other. The register spells its types in several ways over the years, hence the patterns.
INDEPENDENT_TYPES = {"other independent school", "other independent special school"}
OTHER_TYPES = re.compile(r"non-maintained|welsh|offshore|overseas|children'?s centre|universit(?!y technical)")
STATE_TYPES = re.compile(
    r"academy|free school|studio school|university technical college|city technology college|community school"
    r"|community special school|voluntary aided|voluntary controlled|foundation school|foundation special school"
    r"|pupil referral unit|nursery school|further education|sixth form (centre|college)"
)

STATUSES = {label.casefold(): Status(value) for value, label in Status.choices}
PHASES = {label.casefold(): Phase(value) for value, label in Phase.choices} | {"all through": Phase.ALL_THROUGH}
REGIONS = {label.casefold(): Region(value) for value, label in Region.choices} | {
    "not applicable": Region.OUTSIDE,
    "wales (pseudo)": Region.OUTSIDE,
}

# Hosts on which many schools have their pages: an address there proves nothing about a person.
SHARED_HOSTS = frozenset(
    {
        "blogspot.com",
        "dbprimary.com",
        "facebook.com",
        "google.com",
        "j2bloggy.com",
        "lgfl.net",
        "schooljotter.com",
        "schooljotter2.com",
        "schools.uk.com",
        "sharepoint.com",
        "squarespace.com",
        "twitter.com",
        "webfronter.com",
        "webs.com",
        "weebly.com",
        "wix.com",
        "wixsite.com",
        "wordpress.com",
        "x.com",
    }
)
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_SECOND_LEVEL = {"ac", "co", "com", "edu", "gov", "ltd", "me", "net", "nhs", "org", "plc", "sch"}
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")


@dataclass
class SchoolRow:
    """A line of the file, cleaned. `values` holds fields of School (without search columns), only those that the file
    has columns for; `networks` is None where the file has no column of networks."""

    line: int
    urn: int
    values: dict[str, object]
    authority: tuple[str, str] | None
    networks: set[tuple[str, str]] | None


@dataclass
class RegisterFile:
    """A register file. Iterate over it once; `problems` and `skipped` grow meanwhile.

    `advance` is told the number of characters read. With `force` a file that breaks off is read up to there.
    """

    path: Path
    force: bool = False
    advance: Callable[[int], object] = lambda count: None
    problems: list[Problem] = field(default_factory=list)
    skipped: int = 0

    def __iter__(self) -> Iterator[SchoolRow]:
        """Every line that can stand. Raises FileRefused where the file is not the register, is empty or breaks off."""
        seen: set[int] = set()
        empty = True
        rows = read_rows(self.path, COLUMNS, needed=NEEDED, problem=self._cannot_stand, advance=self.advance)
        try:
            for line, row in rows:
                empty = False
                if (cleaned := self._clean(line, row, seen)) is not None:
                    yield cleaned
        except BreaksOff as refusal:
            if empty or not self.force:
                raise
            self._cannot_stand(refusal.line, str(refusal))
        if empty:
            raise FileRefused(f"{self.path.name} has a heading but no schools.")

    def _problem(self, line: int, sentence: str) -> None:
        self.problems.append(Problem(line, sentence))

    def _cannot_stand(self, line: int, sentence: str) -> None:
        self.skipped += 1
        self._problem(line, f"{sentence} The line was left out.")

    def _clean(self, line: int, row: Mapping[str, str], seen: set[int]) -> SchoolRow | None:
        urn_text, name = row["URN"].strip(), tidy(row["EstablishmentName"])
        if not (urn_text.isascii() and urn_text.isdigit() and 0 < int(urn_text) < FIRST_OWN_NUMBER):
            self._cannot_stand(line, f"“{urn_text[:20]}” is not a URN." if urn_text else "It has no URN.")
            return None
        urn = int(urn_text)
        if not name:
            self._cannot_stand(line, f"School {urn} has no name.")
            return None
        if urn in seen:
            self._cannot_stand(line, f"School {urn} is in the file twice; the first line counts.")
            return None
        seen.add(urn)
        values: dict[str, object] = {"name": self._cut(line, "name", name, 200)}
        for target, (column, most) in TEXT_COLUMNS.items():
            if column in row:
                cell = row[column]
                values[target] = self._cut(line, column, tidy(cell), most) if cell else ""
        for target, column in DATE_COLUMNS.items():
            if column in row:
                values[target] = self._date(line, column, row[column]) if row[column] else None
        self._kind(line, row, values)
        self._ages_and_size(line, row, values)
        self._address(line, row, values)
        return SchoolRow(line, urn, values, self._authority(row), networks_of(row))

    def _cut(self, line: int, column: str, text: str, most: int) -> str:
        if "\ufffd" in text:
            self._problem(line, f"{column} holds a character that could not be read.")
        if len(text) > most:
            self._problem(line, f"{column} was cut after {most} characters.")
        return text[:most].rstrip()

    def _date(self, line: int, column: str, text: str) -> datetime.date | None:
        date = date_of(text)
        if date is None and text.strip():
            self._problem(line, f"{column} “{text.strip()[:20]}” is not a date, and was left blank.")
        return date

    def _kind(self, line: int, row: Mapping[str, str], values: dict[str, object]) -> None:
        """Type, sector, status, phase and region."""
        type_name = self._cut(line, "type", tidy(row["TypeOfEstablishment (name)"]), 100)
        if not type_name:
            self._problem(line, "It has no type, so its sector is “Other”.")
        values["type_name"], values["sector"] = type_name, sector_of(type_name)
        status_text = tidy(row["EstablishmentStatus (name)"])
        status = STATUSES.get(status_text.casefold())
        if status is None and not status_text:
            status = Status.CLOSED if values.get("closed") else Status.OPEN
            self._problem(line, f"It has no status, so it is taken as {status.label.lower()}.")
        elif status is None:
            # "Created in error", "Rejected opening" and the like: not a school that teaches.
            status = Status.CLOSED
            self._problem(line, f"Status “{status_text[:40]}” is not known, so it is taken as closed.")
        values["status"] = status
        values["phase"] = self._choice(line, "Phase", row["PhaseOfEducation (name)"], PHASES, Phase.NOT_APPLICABLE)
        values["region"] = self._choice(line, "Region", row["GOR (name)"], REGIONS, "")

    def _choice(self, line: int, what: str, text: str, choices: Mapping[str, str], default: str) -> str:
        words = tidy(text)
        if words and words.casefold() not in choices:
            self._problem(line, f"{what} “{words[:40]}” is not known, and was left out.")
        return choices.get(words.casefold(), default)

    def _ages_and_size(self, line: int, row: Mapping[str, str], values: dict[str, object]) -> None:
        low = self._number(line, row, "StatutoryLowAge", 99)
        high = self._number(line, row, "StatutoryHighAge", 99)
        if low is not None and high is not None and low > high:
            self._problem(line, f"Ages {low} to {high} are impossible, and were left blank.")
            low = high = None
        values["low_age"], values["high_age"] = low, high
        if "NumberOfPupils" in row:
            values["pupils"] = self._number(line, row, "NumberOfPupils", 100_000)

    def _number(self, line: int, row: Mapping[str, str], column: str, most: int) -> int | None:
        text = row[column].strip()
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most:
            return int(text)
        self._problem(line, f"{column} “{text[:20]}” is impossible, and was left blank.")
        return None

    def _address(self, line: int, row: Mapping[str, str], values: dict[str, object]) -> None:
        postcode = tidy(row["Postcode"]).upper()
        match = _POSTCODE.fullmatch(postcode)
        if postcode and not match:
            self._problem(line, f"Postcode “{postcode[:20]}” is not a postcode, and was left blank.")
        values["postcode"] = f"{match[1]} {match[2]}" if match else ""
        if "SchoolWebsite" in row:
            website = self._cut(line, "SchoolWebsite", tidy(row["SchoolWebsite"]), 300)
            values["website"], values["domain"] = website, domain_of(website)
        easting = self._number(line, row, "Easting", 700_000)
        northing = self._number(line, row, "Northing", 1_300_000)
        if not easting or not northing:  # 0 and 0 mean that the register does not know
            easting = northing = None
        values["easting"], values["northing"] = easting, northing

    def _authority(self, row: Mapping[str, str]) -> tuple[str, str] | None:
        code, name = tidy(row["LA (code)"]), tidy(row["LA (name)"])
        return (code[:4], name[:100]) if code and name else None


def read_rows(
    path: Path,
    columns: set[str],
    *,
    needed: set[str],
    problem: Callable[[int, str], None],
    advance: Callable[[int], object] = lambda count: None,
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Line number and cells by column name of each whole row: those `columns` that the file has, no others.

    Rows with too few or too many cells are reported to `problem` and left out; `advance` is told of characters read.
    Raises FileRefused where a needed column is missing, or the file breaks off in the middle.
    """
    lines = _Lines(path, advance)
    reader = csv.reader(lines)
    try:
        header = [cell.strip().strip("\ufeff") for cell in next(reader, [])]
        missing = sorted(needed - set(header))
        if not header:
            raise FileRefused(f"{path.name} is empty.")
        if missing:
            raise FileRefused(f"{path.name} is not a file of the register: it has no column {', '.join(missing)}.")
        places = [(name, header.index(name)) for name in sorted(columns & set(header))]
        waiting: tuple[int, list[str]] | None = None
        start, lines.since = reader.line_num + 1, []
        for cells in reader:
            if waiting:
                problem(waiting[0], f"It has {len(waiting[1])} cells where the heading has {len(header)}.")
                waiting = None
            if len(cells) > len(header) and not any(cells[len(header) :]):
                del cells[len(header) :]
            if len(cells) == len(header):
                yield start, {name: cells[at] for name, at in places}
            elif cells:
                waiting = (start, cells)
            last, start, lines.since = lines.since, reader.line_num + 1, []
            lines.last = last or lines.last
    except (csv.Error, EOFError, zlib.error) as error:
        line = reader.line_num
        raise BreaksOff(f"{path.name} breaks off or has a stray quote near line {line}.", line) from error
    if (waiting and len(waiting[1]) < len(header)) or _is_open_quote(lines.last):
        raise BreaksOff(f"{path.name} breaks off in the middle, at line {start - 1}. Fetch it again.", start - 1)
    if waiting:
        problem(waiting[0], f"It has {len(waiting[1])} cells where the heading has {len(header)}.")


class _Lines:
    """The file's lines, decoded, NUL taken out; remembers those of the row being read."""

    def __init__(self, path: Path, advance: Callable[[int], object]) -> None:
        self.path, self.advance = path, advance
        self.since: list[str] = []
        self.last: list[str] = []

    def __iter__(self) -> Iterator[str]:
        with open_text(self.path) as file:
            for line in file:
                self.advance(len(line))
                self.since.append(line)
                yield line.replace("\0", "") if "\0" in line else line


def _is_open_quote(lines: list[str]) -> bool:
    """Whether the row's last quote was never closed, which a lenient reader does not mind."""
    try:
        list(csv.reader(lines, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def open_text(path: Path) -> IO[str]:
    """The file's text, unpacked where its name ends with ".gz"."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace", newline="")
    return path.open(encoding=encoding_of(path), errors="replace", newline="")


def encoding_of(path: Path) -> str:
    """UTF-8 (with or without its mark) where the whole file is that; else cp1252, as the register publishes it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        marked = file.read(3) == codecs.BOM_UTF8
        file.seek(0)
        try:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig" if marked else "utf-8"


@dataclass(frozen=True)
class LinkRow:
    """School `before` was followed by school `after`."""

    before: int
    after: int
    kind: str
    since: datetime.date | None


LINK_COLUMNS = {"URN", "LinkURN", "LinkType", "LinkEstablishedDate"}


def read_links(path: Path) -> Iterator[LinkRow]:
    """Successors of the links file: its "Successor…" lines, and its "Predecessor…" lines turned round.

    Other kinds (a sixth form's centre, an expansion) say nothing about who followed whom. Raises FileRefused.
    """
    for _, row in read_rows(path, LINK_COLUMNS, needed=LINK_COLUMNS, problem=lambda line, sentence: None):
        first, second, kind = (row[name].strip() for name in ("URN", "LinkURN", "LinkType"))
        if not (first.isdigit() and second.isdigit()) or first == second:
            continue
        words = kind.casefold()
        if words.startswith("successor"):
            yield LinkRow(int(first), int(second), kind[:60], date_of(row["LinkEstablishedDate"]))
        elif words.startswith("predecessor"):
            turned = f"Successor{kind[len('predecessor') :]}"
            yield LinkRow(int(second), int(first), turned[:60], date_of(row["LinkEstablishedDate"]))


def tidy(text: str) -> str:
    """Without control characters, with single spaces."""
    if not text:
        return text
    return " ".join(text.split()) if text.isprintable() else " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())


def date_of(text: str) -> datetime.date | None:
    """A date as the register writes them: dd-mm-yyyy, dd/mm/yyyy or yyyy-mm-dd; None where it is none."""
    parts = text and re.fullmatch(r"\s*(\d{1,4})[-/](\d{1,2})[-/](\d{1,4})\s*", text, flags=re.ASCII)
    if not parts:
        return None
    first, month, last = (int(part) for part in parts.groups())
    year, day = (first, last) if len(parts[1]) == 4 else (last, first)
    try:
        return datetime.date(year, month, day) if year >= 1000 else None
    except ValueError:
        return None


def sector_of(type_name: str) -> Sector:
    """The sector of a type of establishment (the rule of DOMAIN.md)."""
    words = type_name.casefold()
    if words in INDEPENDENT_TYPES:
        return Sector.INDEPENDENT
    if OTHER_TYPES.search(words):
        return Sector.OTHER
    return Sector.STATE if STATE_TYPES.search(words) else Sector.OTHER


def networks_of(row: Mapping[str, str]) -> set[tuple[str, str]] | None:
    """(kind, name) of each network that the row names; None where the file has no such column."""
    columns = {kind: column for kind, column in NETWORK_COLUMNS.items() if column in row}
    if not columns:
        return None
    names = {(str(kind), tidy(row[column])[:200]) for kind, column in columns.items()}
    return {(kind, name) for kind, name in names if name.casefold() not in SAYS_NOTHING}


def domain_of(website: str) -> str:
    """The host under which a school of this website has its e-mail, or "" where it cannot be told safely.

    "https://www.thornmere.example/about" gives "thornmere.example": two labels; under the second level of a country
    ("co.uk") three, under ".sch.uk" four, because the third is the authority's. Hosts that many schools share,
    authorities' own sites and bare numbers give "".
    """
    address = website.strip().casefold()
    host = re.split(r"[/?#\\]", re.sub(r"^[a-z][a-z0-9+.-]*:/*", "", address), maxsplit=1)[0]
    host = host.rsplit("@", 1)[-1].split(":", 1)[0].strip(".")
    if not _HOST.fullmatch(host) or len(host) > 100:
        return ""
    labels = host.split(".")
    count = 2
    if host.endswith(".sch.uk"):
        count = 4
    elif len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        count = 3
    own = ".".join(labels[-count:])
    if len(labels) < count or own in SHARED_HOSTS or host.endswith(".gov.uk"):
        return ""
    return own
