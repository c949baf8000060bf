"""How long the search for case studies takes: the whole page /case-studies/, all counts and the first page of cards.

For 1,000, 10,000 and 40,000 generated case studies. Each search is asked for REPEATS times through the test client, as
a browser asks: middleware, view, queries and template. The median and the slowest tenth are told, beside the floor: a
page without a list or a query of its own (/cookies/), asked for in the same run. "After a publication" is a search by a
process whose shelf is out of date (casestudies/shelf.py).

Targets: 60 ms at 10,000, and at 40,000 at most four times what it was at 10,000. A missed one is told by the exit.
"""

import datetime
import itertools
import os
import random
import statistics
import sys
import time
from collections.abc import Callable

import django
from django.db import connection
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "issp_portal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  models wait for Django
from django.http import QueryDict  # noqa: E402
from django.test import Client  # noqa: E402

from casestudies import shelf  # noqa: E402
from casestudies.facets import choices, facets_of  # noqa: E402
from casestudies.finding import Found, Search  # noqa: E402
from casestudies.models import CaseStudy, Edition, Evidence, Priority  # noqa: E402
from partnerships.models import ActivityType, Subject  # noqa: E402
from schools.models import Region, School  # noqa: E402
from schools.year_groups import BANDS, YearGroups  # noqa: E402

SIZES = [1_000, 10_000, 40_000]
REPEATS = 20
TARGET_MS = 60  # at 10,000
TIMES_AT_MOST = 4  # from 10,000 to 40,000
SEED = 20261122
SCHOOLS = 5_000
WORDS = 450  # of a case study, title and summary among them
VOCABULARY = 60_000
# Words of the trade, by the share of case studies that have them.
TRADE = {
    "pupils": 0.95,
    "school": 0.9,
    "partnership": 0.8,
    "teachers": 0.75,
    "science": 0.2,
    "reading": 0.2,
    "music": 0.15,
    "swimming": 0.08,
    "orchestra": 0.03,
    "beekeeping": 0.0005,
}
SEARCHES = {
    "everything": "",
    "a rare word": "q=beekeeping",
    "a word in one of five": "q=science",
    "the commonest word": "q=pupils",
    "two words": "q=swimming+teachers",
    "two common words": "q=pupils+partnership",
    "a phrase": "q=%22science+reading%22",
    "a beginning": "q=orch*",
    "misspelt": "q=swiming+teechers",
    "no hit": "q=zzqxv+qqxzy",
    "filters": "stage=2&cost=under-50&region=london",
    "a word and filters": "q=science&stage=2&stage=3&evidence=before-after&subject=science",
    "near, within 25 miles": "near=BN1+1AA&miles=25",
    "a word, nearest first": "q=science&near=BN1+1AA&sort=nearest",
    "everything, nearest first": "near=BN1+1AA",
    "most copied": "sort=replicated",
    "the last page": "page=1000000000",
}


def timed(act: Callable[[], object]) -> tuple[float, float, float]:
    """(median, ninth decile, quickest) milliseconds. The quickest is what a busy machine tells of a quiet one."""
    act()
    times = []
    for _ in range(REPEATS):
        before = time.perf_counter()
        act()
        times.append((time.perf_counter() - before) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=10)[-1], min(times)


class Writer:
    """Makes case studies whose words are as unevenly common as those of a language (Zipf)."""

    def __init__(self) -> None:
        self.rng = random.Random(SEED)
        letters = "etaoinshrdlucmfwypvbgk"
        made = {"".join(self.rng.choices(letters, k=self.rng.randint(3, 11))) for _ in range(VOCABULARY)}
        self.vocabulary = sorted(made, key=lambda _: self.rng.random())
        self.weights = list(itertools.accumulate(1 / (place + 10) for place in range(len(self.vocabulary))))
        self.activities = list(ActivityType.objects.order_by("pk").values_list("slug", flat=True))
        self.subjects = list(Subject.objects.order_by("pk").values_list("slug", flat=True))
        self.schools = self._schools()
        self.written = 0

    def _schools(self) -> list[School]:
        regions = [region for region in Region if region != Region.OUTSIDE]
        made = [
            School(
                urn=900_101 + n,
                name=f"School {n}",
                sector=self.rng.choice(["state", "independent"]),
                region=self.rng.choice(regions),
                postcode=f"BN{n % 20 + 1} 1AA",
                easting=self.rng.randint(140_000, 650_000),
                northing=self.rng.randint(40_000, 650_000),
                search_name=f"school {n}",
            )
            for n in range(SCHOOLS)
        ]
        return School.objects.bulk_create(made, batch_size=500)

    def write(self, number: int) -> None:
        """So many more, published one an hour."""
        while number:
            batch = min(number, 1_000)
            self._write(batch)
            number -= batch

    def _write(self, number: int) -> None:
        studies = CaseStudy.objects.bulk_create(CaseStudy(status="published") for _ in range(number))
        editions, those = [], []
        for study in studies:
            schools = self.rng.sample(self.schools, self.rng.choice([2, 2, 2, 3]))
            editions.append(self._edition(study, schools))
            those.append(schools)
        Edition.objects.bulk_create(editions, batch_size=250)
        links = Edition.schools.through
        links.objects.bulk_create(
            (
                links(edition_id=edition.pk, school_id=school.pk)
                for edition, schools in zip(editions, those, strict=True)
                for school in schools
            ),
            batch_size=2_000,
        )

    def _edition(self, study: CaseStudy, schools: list[School]) -> Edition:
        rng = self.rng
        words = rng.choices(self.vocabulary, cum_weights=self.weights, k=WORDS)
        for word, share in TRADE.items():
            if rng.random() < share:
                # One in eight stands in the title or the summary; those are a tenth of the words.
                words[rng.randrange(50 if rng.random() < 0.125 else WORDS)] = word
        content = self._content(schools)
        self.written += 1
        at = timezone.make_aware(datetime.datetime(2020, 1, 1)) + datetime.timedelta(hours=self.written)
        text = " ".join(words[50:])
        return Edition(
            case_study=study,
            slug=f"case-study-{self.written}",
            content={**content, "lessons": {"wrong": text[:1500], "change": text[1500:], "conditions": ""}},
            title=" ".join(words[:8]),
            summary=" ".join(words[8:50]),
            words=text,
            year_groups=YearGroups(content["who"]["years"]),
            priority=content["who"]["priority"],
            evidence=content["evidence"]["design"],
            pupils=content["who"]["pupils"],
            cost=content["cost"]["total"],
            facets=facets_of(content),
            published_at=at,
            edition_at=at,
            review_on=datetime.date(2027, 1, 1),
            replications=rng.choice([0, 0, 0, 0, 1, 2, 7]),
        )

    def _content(self, schools: list[School]) -> dict:
        rng = self.rng
        return {
            "who": {
                "activities": rng.sample(self.activities, rng.randint(1, 3)),
                "subjects": rng.sample(self.subjects, rng.randint(0, 2)),
                "years": int(rng.choice(BANDS)[0] | rng.choice(BANDS)[0]),
                "priority": rng.choice(Priority.values),
                "pupils": rng.choice([12, 24, 56, 90, 180, 400]),
                "staff": 4,
            },
            "cost": {"total": rng.choice([0, 0, 400, 2_128, 9_000, 40_000, None])},
            "evidence": {"design": rng.choice(Evidence.values)},
            "schools": [{"urn": school.urn, "name": school.name, "region": school.region} for school in schools],
            "files": [{"title": "Plan"}] if rng.random() < 0.4 else [],
        }


def main() -> int:
    call_command("collectstatic", interactive=False, verbosity=0)  # whole pages are served, with their style sheets
    writer, client, missed = Writer(), Client(SERVER_NAME="localhost"), []
    medians: dict[tuple[str, int], float] = {}
    for size in SIZES:
        before = time.perf_counter()
        writer.write(size - writer.written)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")  # what the server does by itself in time
        written = time.perf_counter() - before
        floor, _, bare = timed(lambda: client.get("/cookies/"))
        print(f"\n{size:,} case studies, written and indexed in {written:.0f} s")
        print(f"  {'floor: a bare page':<26} {floor:7.1f} ms  (quickest {bare:6.1f})")
        for what, query in SEARCHES.items():
            address = f"/case-studies/?{query}"
            assert client.get(address).status_code == 200
            found = Found(Search.of(QueryDict(query), KNOWN)).total
            median, slow, quick = timed(lambda address=address: client.get(address))
            medians[what, size] = median
            told = f"slowest tenth {slow:6.1f}; {median / floor:4.1f} floors; {found:,} found"
            print(f"  {what:<26} {median:7.1f} ms  (quickest {quick:6.1f}, {told})")
        median, slow, quick = timed(lambda: (setattr(shelf, "_kept", EMPTY), client.get("/case-studies/")))
        print(f"  {'after a publication':<26} {median:7.1f} ms  (quickest {quick:6.1f}, slowest tenth {slow:6.1f})")
    for what in SEARCHES:
        at_10, at_40 = medians[what, 10_000], medians[what, 40_000]
        if at_10 > TARGET_MS:
            missed.append(f"{what}: {at_10:.1f} ms at 10,000")
        if at_40 > TIMES_AT_MOST * at_10:
            missed.append(f"{what}: {at_40 / at_10:.1f} times as long at 40,000")
    print(f"\nslowest at 10,000: {max(medians[what, 10_000] for what in SEARCHES):.1f} ms")
    print("\n".join(["missed:", *missed]) if missed else "every target met")
    return 1 if missed else 0


KNOWN = {
    name: {option.value: option.label for heading in headings for option in heading.options}
    for name, headings in choices().items()
}
EMPTY = shelf.Shelf(stamp="", pks=[], place_of={}, having={})

if __name__ == "__main__":
    sys.exit(main())
