"""Takes in a table of postcodes: `manage.py import_postcodes`."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from django.db import transaction

from schools.actions.places import work_out_places
from schools.gias import FileRefused, read_rows
from schools.models import Postcode

COLUMNS = {"pcd", "easting", "northing"}
BATCH = 5000
NORTHERN_IRELAND, NO_PLACE, UNCLEAR = "in Northern Ireland, left out", "without a place, left out", "unclear, left out"
WORDS = ["added", "changed", "unchanged", NORTHERN_IRELAND, NO_PLACE, UNCLEAR]


@transaction.atomic
def import_postcodes(*, path: Path, advance: Callable[[int], object] = lambda count: None) -> Counter[str]:
    """Bring the postcode table up to date from a file with the columns pcd, easting and northing, then place schools.

    Northern Ireland (BT) is left out: its figures are on the Irish grid. Codes that the file leaves out stay. Raises
    FileRefused, and then nothing has changed, where the file is something else, is empty or breaks off.
    """
    counts: Counter[str] = Counter(dict.fromkeys(WORDS, 0))
    empty_before = not Postcode.objects.exists()
    rows = _places(path, counts, advance)
    while batch := dict(itertools.islice(rows, BATCH)):
        before = {}
        if not empty_before or counts["unchanged"] or counts["changed"]:
            before = {code: (e, n) for code, e, n in Postcode.objects.filter(code__in=batch).values_list()}
        written = [
            Postcode(code=code, easting=place[0], northing=place[1])
            for code, place in batch.items()
            if before.get(code) != place
        ]
        Postcode.objects.bulk_create(
            written,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["easting", "northing"],
        )
        changed = sum(1 for row in written if row.code in before)
        counts.update(changed=changed, added=len(written) - changed, unchanged=len(batch) - len(written))
    if not sum(counts.values()):
        raise FileRefused(f"{path.name} has a heading but no postcodes.")
    counts["schools placed"] = work_out_places()
    return counts


def _places(
    path: Path, counts: Counter[str], advance: Callable[[int], object]
) -> Iterator[tuple[str, tuple[int, int]]]:
    def unclear(line: int, sentence: str) -> None:
        counts[UNCLEAR] += 1

    for _, row in read_rows(path, COLUMNS, needed=COLUMNS, problem=unclear, advance=advance):
        code = row["pcd"].replace(" ", "").upper()
        if code.startswith("BT"):
            counts[NORTHERN_IRELAND] += 1
        elif not row["easting"] or not row["northing"]:
            counts[NO_PLACE] += 1
        elif place := _place(code, row):
            yield code, place
        else:
            counts[UNCLEAR] += 1


def _place(code: str, row: Mapping[str, str]) -> tuple[int, int] | None:
    easting, northing = row["easting"], row["northing"]
    if not (5 <= len(code) <= 7 and code.isalnum() and easting.isdecimal() and northing.isdecimal()):
        return None
    place = int(easting), int(northing)
    return place if place[0] <= 700_000 and place[1] <= 1_300_000 else None
