"""Small files in the register's shape, for tests."""

import csv
from pathlib import Path

THORNMERE = {
    "URN": "900114",
    "LA (code)": "981",
    "LA (name)": "Calderby",
    "EstablishmentName": "Thornmere School",
    "TypeOfEstablishment (name)": "Other independent school",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-1921",
    "CloseDate": "",
    "PhaseOfEducation (name)": "Not applicable",
    "StatutoryLowAge": "3",
    "StatutoryHighAge": "18",
    "Boarders (name)": "No Boarders",
    "Gender (name)": "Mixed",
    "NumberOfPupils": "720",
    "Street": "Mill Lane",
    "Town": "Calderby",
    "Postcode": "HX9 4QT",
    "SchoolWebsite": "",
    "TelephoneNum": "01632960001",
    "GOR (name)": "Yorkshire and the Humber",
    "Easting": "412600",
    "Northing": "428400",
}
HEADER = list(THORNMERE)


def row(**changes: str) -> dict[str, str]:
    """Thornmere School's line, changed."""
    return {**THORNMERE, **changes}


def write_register(folder: Path, rows, *, columns=HEADER, encoding="cp1252", extra=None, name="register.csv") -> Path:
    """The rows as the register publishes them: every cell quoted, CRLF."""
    path = folder / name
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, columns, quoting=csv.QUOTE_ALL, extrasaction="ignore")
        writer.writeheader()
        writer.writerows([{**line, **(extra or {})} for line in rows])
    return path
