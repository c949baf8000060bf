"""Takes in the register's file: `manage.py import_gias`."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from core.events import record
from schools.actions.places import work_out_places
from schools.gias import FileRefused, LinkRow, Problem, RegisterFile, SchoolRow, read_links
from schools.models import LocalAuthority, Network, School, SchoolLink, Status
from schools.search import fill_search_columns

BATCH = 1000
ROW_WORDS = ["added", "changed", "unchanged", "closed", "re-opened", "skipped"]
FEWEST = 0.8  # of the open schools that the register holds; a file with fewer is a part of it, or broken

_REGISTER_KINDS = [Network.Kind.TRUST, Network.Kind.FEDERATION, Network.Kind.DIOCESE]
_KEPT = {"id", "urn", "origin", "checked"}
_WRITTEN = [f.name for f in School._meta.concrete_fields if f.name not in _KEPT]


@dataclass
class Outcome:
    """What a run did: rows by what became of them, links, places worked out, and what was wrong in the file."""

    rows: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(ROW_WORDS, 0)))
    links: Counter[str] = field(default_factory=Counter)
    places: int = 0
    problems: list[Problem] = field(default_factory=list)


@transaction.atomic
def import_register(
    *,
    path: Path,
    links: Path | None = None,
    force: bool = False,
    advance: Callable[[int], object] = lambda count: None,
) -> Outcome:
    """Bring the schools of the register's file `path` up to date, and their successors from the file `links`.

    Schools that the file leaves out stay as they are; closed ones are marked and kept. `advance` is told the number of
    characters read. Raises FileRefused, and then nothing has changed, where a file is not the register's, is empty,
    breaks off, or holds far fewer open schools than the register does; with `force` the last two are taken in.
    """
    register = School.objects.filter(origin=School.Origin.REGISTER)
    open_before = register.filter(status__in=[Status.OPEN, Status.CLOSING]).count()
    file = RegisterFile(path, force=force, advance=advance)
    run = _Run()
    rows = iter(file)
    while batch := list(itertools.islice(rows, BATCH)):
        run.take_in(batch)
    if not force and run.open < FEWEST * open_before:
        raise FileRefused(
            f"{path.name} holds {run.open:,} open schools and the register {open_before:,}. Nothing was changed. "
            "Fetch the whole file, or use --force if so many have really closed."
        )
    outcome = run.outcome
    outcome.rows["skipped"] = file.skipped
    outcome.problems = file.problems
    outcome.places = work_out_places()
    if links:
        outcome.links = _take_in_links(read_links(links))
    return outcome


class _Run:
    """One run over a file, batch by batch."""

    def __init__(self) -> None:
        self.outcome = Outcome()
        self.open = 0
        self.authorities = {authority.code: authority for authority in LocalAuthority.objects.all()}
        self.named: set[str] = set()
        self.networks = {(n.kind, n.name.lower()): n for n in Network.objects.filter(kind__in=_REGISTER_KINDS)}

    def take_in(self, rows: list[SchoolRow]) -> None:
        existing = School.objects.in_bulk([row.urn for row in rows], field_name="urn")
        wanted, held = self._networks_of(rows, existing)
        written: list[School] = []
        for row in rows:
            school = existing.get(row.urn)
            word = "added"
            if school is None:
                school = School(urn=row.urn)
                self._fill(school, row)
            else:
                was_closed = school.status == Status.CLOSED
                differs = self._fill(school, row) or (row.networks is not None and wanted[row.urn] != held[school.pk])
                word = "changed" if differs else "unchanged"
                if was_closed != (school.status == Status.CLOSED):
                    word = "re-opened" if was_closed else "closed"
                    self._record(school, word)
            self.open += school.is_open
            self.outcome.rows[word] += 1
            if word != "unchanged":
                school.pk = None  # so that the conflict below is one of the URN, whether the row is new or not
                written.append(school)
        School.objects.bulk_create(
            written, batch_size=500, update_conflicts=True, unique_fields=["urn"], update_fields=_WRITTEN
        )
        self._write_networks(written, wanted, held)

    def _fill(self, school: School, row: SchoolRow) -> bool:
        """Put the row's facts into the school; whether any of them is new."""
        values = dict(row.values)
        if values["easting"] is None and school.easting is not None and values["postcode"] == school.postcode:
            # A blank is no news: what is known, or was worked out, stays while the school does.
            del values["easting"], values["northing"]
        else:
            values["place_is_approximate"] = False
        new = {name: value for name, value in values.items() if getattr(school, name) != value}
        for name, value in new.items():
            setattr(school, name, value)
        authority = self._authority(row)
        differs = bool(new) or school.local_authority_id != (authority.pk if authority else None)
        school.local_authority = authority
        searched = (school.search_name, school.search_place)
        fill_search_columns(school)
        return differs or searched != (school.search_name, school.search_place)

    def _authority(self, row: SchoolRow) -> LocalAuthority | None:
        if row.authority is None:
            return None
        code, name = row.authority
        authority = self.authorities.get(code)
        if authority is None:
            authority = self.authorities[code] = LocalAuthority.objects.create(code=code, name=name)
        elif code not in self.named and authority.name != name:
            authority.name = name
            authority.save(update_fields=["name"])
        self.named.add(code)  # where a file spells one authority in two ways, the first counts
        return authority

    def _record(self, school: School, word: str) -> None:
        said = "closed" if word == "closed" else "opened again"
        record(of=school, kind=f"school-{word}", sentence=f"The national register says that {school.name} has {said}")

    def _networks_of(
        self, rows: list[SchoolRow], existing: dict[int, School]
    ) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
        """Pks of the networks that the rows name, by URN, and of those that the schools have, by school pk."""
        wanted = {row.urn: {self._network(*named) for named in sorted(row.networks or ())} for row in rows}
        held: dict[int, set[int]] = {school.pk: set() for school in existing.values()}
        through = School.networks.through.objects.filter(school_id__in=held, network__kind__in=_REGISTER_KINDS)
        for school_pk, network_pk in through.values_list("school_id", "network_id"):
            held[school_pk].add(network_pk)
        for row in rows:
            if row.networks is None and row.urn in existing:
                wanted[row.urn] = held[existing[row.urn].pk]
        return wanted, held

    def _network(self, kind: str, name: str) -> int:
        key = (kind, name.lower())
        if key not in self.networks:
            self.networks[key] = Network.objects.create(kind=kind, name=name)
        return self.networks[key].pk

    def _write_networks(
        self, schools: Iterable[School], wanted: dict[int, set[int]], held: dict[int, set[int]]
    ) -> None:
        through = School.networks.through
        new = []
        for school in schools:
            has = held.get(school.pk, set())
            new += [through(school_id=school.pk, network_id=pk) for pk in sorted(wanted[school.urn] - has)]
            if gone := has - wanted[school.urn]:
                through.objects.filter(school_id=school.pk, network_id__in=gone).delete()
        through.objects.bulk_create(new, batch_size=500)


def _take_in_links(rows: Iterable[LinkRow]) -> Counter[str]:
    """Successors of schools that the register holds; a pair that the file names twice counts once, the first time."""
    counts: Counter[str] = Counter(dict.fromkeys(["added", "changed", "unchanged", "of unknown schools"], 0))
    pk_of = dict(School.objects.values_list("urn", "pk"))
    existing = {(link.school_id, link.successor_id): link for link in SchoolLink.objects.all()}
    seen: set[tuple[int, int]] = set()
    new, changed = [], []
    for row in rows:
        before, after = pk_of.get(row.before), pk_of.get(row.after)
        if before is None or after is None:
            counts["of unknown schools"] += 1
            continue
        if (before, after) in seen:
            continue
        seen.add((before, after))
        link = existing.get((before, after))
        if link is None:
            new.append(SchoolLink(school_id=before, successor_id=after, kind=row.kind, since=row.since))
        elif (link.kind, link.since) != (row.kind, row.since):
            link.kind, link.since = row.kind, row.since
            changed.append(link)
        else:
            counts["unchanged"] += 1
    SchoolLink.objects.bulk_create(new, batch_size=1000)
    SchoolLink.objects.bulk_update(changed, ["kind", "since"], batch_size=500)
    counts["added"], counts["changed"] = len(new), len(changed)
    return counts
