"""How long the pages of a partnership's workspace take, and how many queries: the first page, the timeline, the tasks.

Once with 5 events and 5 tasks, once with 500 and 200, at two schools of 20 people each. Each page is asked for REPEATS
times through the test client, as a browser asks: middleware, view, queries and template. The median and the slowest
tenth are told, beside the floor: a page without a list or a query of its own (/cookies/), asked for by the same person.

Targets: the same number of queries at both sizes, and at the larger at most TIMES_AT_MOST times the smaller's median.
A missed one is told by the exit.
"""

import datetime
import os
import statistics
import sys
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "issp_portal.settings")
django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402  models wait for Django
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import Membership, Role, User  # noqa: E402
from core.models import Event  # noqa: E402
from partnerships.models import Note, Partner, PartnerContact, Partnership, Task  # noqa: E402
from schools.models import School  # noqa: E402

SIZES = [(5, 5), (500, 200)]  # events, tasks
PEOPLE = 20  # at each school
REPEATS = 30
TIMES_AT_MOST = 2  # a page of a list shows 25 where the smaller has 5
PAGES = {
    "overview": "",
    "timeline": "timeline/",
    "timeline, last page": "timeline/?page=1000000",
    "tasks": "tasks/",
    "tasks, mine": "tasks/?show=mine",
    "tasks, done": "tasks/?show=done",
    "add a task": "tasks/add/",
    "notes": "notes/",
    "files": "files/",
}


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """(median, ninth decile) in milliseconds, once the first time is over."""
    act()
    times = []
    for _ in range(REPEATS):
        before = time.perf_counter()
        act()
        times.append((time.perf_counter() - before) * 1000)
    return statistics.median(times), statistics.quantiles(times, n=10)[-1]


def queries_of(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        response = client.get(url)
    assert response.status_code == 200, f"{url} answered {response.status_code}"
    return len(seen)


def partnership_of(events: int, tasks: int) -> tuple[Partnership, User]:
    """Two schools with their people, and so many events and tasks: a tenth late, a quarter done. With who leads it."""
    partnership = Partnership.objects.create(name=f"{events} events, {tasks} tasks", need="A laboratory for Year 5.")
    partners, people = [], []
    for sector, name in (("state", "Brackenfold Primary School"), ("independent", "Thornmere School")):
        urn = 900_101 + School.objects.count()
        school = School.objects.create(urn=urn, name=name, sector=sector, search_name=name.lower())
        members = User.objects.bulk_create(
            User(email=f"person{n}@{urn}.example", name=f"Person {n} of {urn}") for n in range(PEOPLE)
        )
        Membership.objects.bulk_create(
            Membership(
                user=one,
                school=school,
                role=Role.STAFF,
                status=Membership.Status.VERIFIED,
                how=Membership.How.FORUM,
                verified_at=timezone.now(),
            )
            for one in members
        )
        partner = Partner.objects.create(
            partnership=partnership, school=school, lead=members[0], deputy=members[1], head="agrees"
        )
        PartnerContact.objects.bulk_create(
            PartnerContact(partner=partner, kind=kind, name=one.name, job_title="Teacher", email=one.email)
            for kind, one in zip(("lead", "deputy"), members, strict=False)
        )
        partners.append(partner)
        people.append(members)
    today, now = timezone.localdate(), timezone.now()
    Task.objects.bulk_create(
        Task(
            partnership=partnership,
            title=f"Task {n}",
            partner=partners[n % 2],
            owner=people[n % 2][n % PEOPLE],
            due_on=today + datetime.timedelta(days=n - tasks // 10),
            done_at=now if n % 4 == 3 else None,
        )
        for n in range(tasks)
    )
    Note.objects.bulk_create(
        Note(
            partnership=partnership,
            school=partners[n % 2].school,
            only=partners[n % 2] if n % 3 == 0 else None,
            by=people[n % 2][0],
            words=f"Note {n}",
        )
        for n in range(tasks)
    )
    kind = ContentType.objects.get_for_model(Partnership)
    Event.objects.bulk_create(
        Event(subject_type=kind, subject_id=partnership.pk, kind="task-done", sentence=f"Sentence {n}.")
        for n in range(events)
    )
    return partnership, people[0][0]


def main() -> int:
    call_command("collectstatic", interactive=False, verbosity=0)  # whole pages are served, with their style sheets
    missed = []
    medians: dict[str, float] = {}
    queries: dict[str, int] = {}
    for size in SIZES:
        partnership, lead = partnership_of(*size)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")  # what the server does by itself in time
        client = Client(SERVER_NAME="localhost")
        client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
        floor, _ = timed(lambda client=client: client.get("/cookies/"))
        print(f"\n{size[0]} events, {size[1]} tasks; load {os.getloadavg()[0]:.1f}")
        print(f"  {'floor: a bare page':<22} {floor:7.1f} ms")
        for what, path in PAGES.items():
            url = f"{partnership.get_absolute_url()}{path}"
            asked = queries_of(client, url)
            median, slow = timed(lambda client=client, url=url: client.get(url))
            told = f"slowest tenth {slow:6.1f}; {median / floor:4.1f} floors; {asked} queries"
            print(f"  {what:<22} {median:7.1f} ms  ({told})")
            if asked != queries.setdefault(what, asked):
                missed.append(f"{what}: {asked} queries, {queries[what]} at the smaller size")
            if median > TIMES_AT_MOST * medians.setdefault(what, median):
                missed.append(f"{what}: {median / medians[what]:.1f} times as long as at the smaller size")
    print("\n".join(["missed:", *missed]) if missed else "every target met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
