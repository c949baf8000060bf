"""How long a search of the whole register takes: the query as the list of schools runs it, counted and its first page.

On register_scale.csv, whose every school has a place. Each search runs REPEATS times; the median and the slowest tenth
are told, and as a ratio to the floor: fetching one page of schools by its index on the same connection.
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import django
from django.db import connection
from django.http import QueryDict

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "issp_portal.settings")
django.setup()

from schools.actions import import_register  # noqa: E402  models wait for Django
from schools.forms import SchoolSearchForm  # noqa: E402
from schools.geography import Place, nearest  # noqa: E402
from schools.models import School  # noqa: E402
from schools.results import Results  # noqa: E402
from schools.search import search  # noqa: E402

REPEATS = 30
DATA = Path(os.environ.get("DATA", "../shared/data"))
REGISTER = DATA / "register_scale.csv"
TYPED = [
    "St. Mary's",
    "ST MARYS C OF E",
    "st marys primery",
    "westminstr school",
    "leeds",
    "SW1A 1AA",
    "EC3A",
    "100001",
    "the",
    "zzzqqqxxx",
]
PAGES = ["", "q=st+marys&sector=state", "near=Leeds&miles=10&sector=independent", "phase=primary&region=london"]


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """(median, ninth decile) milliseconds."""
    act()
    times = []
    for _ in range(REPEATS):
        before = time.perf_counter()
        act()
        times.append((time.perf_counter() - before) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=10)[-1]


def main() -> None:
    if not REGISTER.exists():
        print(f"Not run: {REGISTER} is not there. Set DATA to the folder that holds register_scale.csv.")
        return
    import_register(path=REGISTER)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    floor, _ = timed(lambda: list(School.objects.order_by("name", "urn")[:20]))
    print(f"{School.objects.count():,} schools; floor: a page by its index in {floor:.1f} ms")

    def say(what: str, act: Callable[[], object]) -> None:
        median, slow = timed(act)
        print(f"{what:<52} {median:7.1f} ms  (slowest tenth {slow:.1f} ms, {median / floor:.1f} floors)")

    def find(text: str) -> None:
        found = search(text, queryset=School.objects.open())
        found.schools.count()
        list(found.schools[:20])

    for text in TYPED:
        say(f"search {text!r}", lambda text=text: find(text))
    leeds = Place(430_000, 433_500)
    say("the nearest 50", lambda: list(nearest(School.objects.open(), leeds)[:50]))
    independent = School.objects.open().filter(sector="independent")
    say("the nearest 50 independent within 25 miles", lambda: list(nearest(independent, leeds, within=25)[:50]))

    def show(words: str) -> None:
        results = Results(SchoolSearchForm(QueryDict(words)), None)
        _ = results.page, results.sectors, results.phases, results.chips, results.open_to_partners

    for words in PAGES:
        say(f"all of the page /schools/?{words}", lambda words=words: show(words))


if __name__ == "__main__":
    main()
