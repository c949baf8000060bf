"""An approved registration for every school of a register file: the same one for the same seed.

Who asks for what is invented; how it is spread is not meant to flatter: a few activities are popular, most schools look
for the other sector, and most will go ten miles or so.
"""

import csv
import datetime
import random
from pathlib import Path
from typing import Any

from django.utils import timezone

from partnerships.models import ActivityType, Need, Offer, Registration, Subject, Value
from partnerships.models.registration import academic_year_of
from partnerships.slots import CHOICES
from schools.models import LocalAuthority, Network, Region, School
from schools.year_groups import BANDS, YearGroups, of_ages

SEED = 20261122
MILES = [5, 10, 15, 20, 25, 30, 40]
MILES_SPREAD = [15, 30, 25, 10, 12, 5, 3]  # per cent
TAKES_SUBJECT = {"academic"}  # groups of activities that name a subject three times in four
REGIONS = {label.lower(): value for value, label in Region.choices}
INDEPENDENT = {"other independent school", "other independent special school"}


def load_schools(path: Path, limit: int | None = None) -> int:
    """Fill the register from a GIAS-shaped file, straight into the table; how many schools it then has.

    With a `limit` a seeded sample is taken, as spread out as the whole. A larger sample holds the smaller one, and
    only what is missing is added.
    """
    with path.open(encoding="cp1252", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Easting"]]
    random.Random(SEED).shuffle(rows)
    known = set(School.objects.values_list("urn", flat=True))
    rows = [row for row in rows[:limit] if int(row["URN"]) not in known]
    codes = {row["LA (code)"]: row["LA (name)"] for row in rows}
    LocalAuthority.objects.bulk_create(
        (LocalAuthority(code=code, name=name) for code, name in sorted(codes.items())), ignore_conflicts=True
    )
    authorities = {authority.code: authority for authority in LocalAuthority.objects.all()}
    schools = School.objects.bulk_create([_school(row, authorities) for row in rows], batch_size=500)
    _join_networks(schools)
    return len(known) + len(rows)


def register_everybody(seed: int = SEED) -> int:
    """A live registration for every school that has none; the number made."""
    rng = random.Random(seed)
    lists = _Lists()
    today = timezone.localdate()
    schools = list(School.objects.filter(registrations=None).order_by("urn").select_related("local_authority"))
    registrations = Registration.objects.bulk_create(
        [_registration(school, rng, today) for school in schools], batch_size=500
    )
    needs: list[Need] = []
    offers: list[Offer] = []
    values, groups = [], []
    for registration, school in zip(registrations, schools, strict=True):
        years = of_ages(school.low_age, school.high_age)
        needs += _lines(Need, registration, years, rng, lists)
        offers += _lines(Offer, registration, years, rng, lists)
        values += [
            Registration.values.through(registration_id=registration.pk, value_id=pk)
            for pk in rng.sample(lists.values, rng.randint(1, 4))
        ]
        if rng.random() < 0.3:
            group = lists.group_of(school)
            groups.append(Registration.networks.through(registration_id=registration.pk, network_id=group))
    Need.objects.bulk_create(needs, batch_size=1000)
    Offer.objects.bulk_create(offers, batch_size=1000)
    Registration.values.through.objects.bulk_create(values, batch_size=2000)
    Registration.networks.through.objects.bulk_create(groups, batch_size=2000)
    return len(registrations)


class _Lists:
    """The lists of the portal, with how popular each entry is."""

    def __init__(self) -> None:
        self.activities = list(ActivityType.objects.select_related("group").order_by("pk"))
        self.weights = [1 / (place + 1) ** 0.6 for place in range(len(self.activities))]
        self.subjects = list(Subject.objects.order_by("pk").values_list("pk", flat=True))
        self.values = list(Value.objects.order_by("pk").values_list("pk", flat=True))
        self._groups: dict[str, int] = {}

    def group_of(self, school: School) -> int:
        """One local heads' group a local authority."""
        name = f"{school.local_authority} heads’ group"
        if name not in self._groups:
            self._groups[name] = Network.objects.get_or_create(kind="local", name=name)[0].pk
        return self._groups[name]


def _school(row: dict[str, str], authorities: dict[str, LocalAuthority]) -> School:
    kind = row["TypeOfEstablishment (name)"]
    return School(
        urn=int(row["URN"]),
        name=row["EstablishmentName"][:200],
        sector="independent" if kind.lower() in INDEPENDENT else "state",
        type_name=kind,
        low_age=int(row["StatutoryLowAge"] or 0) or None,
        high_age=int(row["StatutoryHighAge"] or 0) or None,
        town=row["Town"][:100],
        postcode=row["Postcode"],
        local_authority=authorities[row["LA (code)"]],
        region=REGIONS.get(row["GOR (name)"].lower(), ""),
        easting=int(row["Easting"]),
        northing=int(row["Northing"]),
        search_name=row["EstablishmentName"].lower()[:300],
    )


def _join_networks(schools: list[School]) -> None:
    """Trusts of some ten state schools, and a diocese for one school in three."""
    names = [("trust", f"Trust {n}") for n in range(1200)] + [("diocese", f"Diocese {n}") for n in range(42)]
    if not Network.objects.exists():
        Network.objects.bulk_create(Network(kind=kind, name=name) for kind, name in names)
    trusts, dioceses = (
        list(Network.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True))
        for kind in ("trust", "diocese")
    )
    joined = []
    for school in schools:
        rng = random.Random(SEED + school.urn)
        if school.sector == "state" and rng.random() < 0.45:
            joined.append(School.networks.through(school_id=school.pk, network_id=rng.choice(trusts)))
        if rng.random() < 0.33:
            joined.append(School.networks.through(school_id=school.pk, network_id=rng.choice(dioceses)))
    School.networks.through.objects.bulk_create(joined, batch_size=2000)


def _registration(school: School, rng: random.Random, today: datetime.date) -> Registration:
    year = academic_year_of(today)
    return Registration(
        school=school,
        sector=school.sector,
        academic_year=year,
        status=Registration.Status.LIVE,
        partners=rng.choices(["other", "any"], [80, 20])[0],
        miles=rng.choices(MILES, MILES_SPREAD)[0],
        transport=rng.choices(["minibus", "public", "none"], [30, 30, 40])[0],
        slots=sum({rng.choice(CHOICES)[0] for _ in range(rng.randint(0, 5))}),
        head=rng.choices(["agrees", "knows", "not-yet"], [50, 30, 20])[0],
        capacity=rng.choices([1, 2, 3], [60, 30, 10])[0],
        tell_me=True,
        consented_at=timezone.now(),
        expires_on=datetime.date(year + 1, 8, 31),
    )


def _lines(model: Any, registration: Registration, years: YearGroups, rng: random.Random, lists: _Lists) -> list[Any]:
    bands = [band for band, _ in BANDS if band & years] or [YearGroups(0)]
    chosen = []
    for order in range(rng.choices([1, 2, 3, 4], [35, 35, 20, 10])[0]):
        activity = rng.choices(lists.activities, lists.weights)[0]
        names_subject = activity.group.slug in TAKES_SUBJECT and rng.random() < 0.75
        chosen.append(
            model(
                registration=registration,
                activity=activity,
                subject_id=rng.choice(lists.subjects) if names_subject else None,
                year_groups=rng.choice(bands) & years if activity.group.slug != "leadership" else YearGroups(0),
                sentence=f"{activity.name}, on a weekday that suits both of us, for a class or so at a time",
                order=order,
            )
        )
    return chosen
