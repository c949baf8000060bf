"""`kill -9` of the server in the middle of 200 registrations: who was told "received" is there, once, with the mail.

The server is the one that bin/serve starts (gunicorn with gunicorn.conf.py) over the database that this run of the
tests is on. Two hundred people send their registration at once, each from a browser of their own, by HTTP alone.
A quarter of them press the button twice. Whenever some have been told, the whole server is killed; then it is started
again, and the others send again. In the end so do all, as if nobody had seen the answer.
"""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg2
import pytest
from django.db import connection

from partnerships.tests.registering import CHOIR, PAGES, SCIENCE

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 200
WHOLE_JOURNEYS = 10  # of them walk the form from its first page; the others come back for the last
KILLS_AFTER = [40, 100]  # were told
IMPATIENT = 4  # one in so many presses twice at once

# Two hundred schools, and for those who come back a finished draft that their browser holds.
PREPARE = """
import json, sys, django
django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from partnerships.tests.cast import make_draft
from partnerships.views.registering.drafts import HELD
from schools.tests.factories import make_school
people, walking = int(sys.argv[1]), int(sys.argv[2])
made = []
with transaction.atomic():
    for number in range(people):
        urn = 900_101 + number
        email = f"lead{urn}@mail.example"
        school = make_school(urn=urn, name=f"School {urn}")
        entry = {"urn": urn, "email": email}
        if number >= walking:
            deputy = {"email": f"deputy{urn}@mail.example"}
            draft = make_draft(school, lead={"email": email}, deputy=deputy)
            session = SessionStore()
            session[HELD] = [str(draft.pk)]
            session.create()
            entry |= {"draft": str(draft.pk), "session": session.session_key}
        made.append(entry)
print(json.dumps(made))
"""

# What is there of each school: its registrations with their parts, and the letters to its lead.
LOOK = """
import json, django
django.setup()
from collections import defaultdict
from django.db import connection
from core.models import Event
from notifications.models import Message
from partnerships.models import Draft, Registration
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        assert cursor.fetchone() == ("ok",)
found = defaultdict(list)
for registration in Registration.objects.select_related("school"):
    found[registration.school.urn].append({
        "needs": registration.needs.count(), "offers": registration.offers.count(),
        "contacts": registration.contacts.count(), "drafts": Draft.objects.filter(registration=registration).count(),
        "events": Event.objects.of(registration).filter(kind="registration-sent").count(),
    })
letters = defaultdict(int)
for message in Message.objects.filter(kind="registration-confirm"):
    letters[message.to] += 1
print(json.dumps({"registrations": found, "letters": letters}))
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def database(tmp_path):
    """The address of an empty database of its own, of the kind that this run is on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/crash.sqlite3"
        return
    known = connection.settings_dict
    name = f"crash_{os.getpid()}"
    place = {"host": known["HOST"], "port": known["PORT"] or 5432, "user": known["USER"], "password": known["PASSWORD"]}
    admin = psycopg2.connect(**place, dbname="postgres")
    admin.autocommit = True
    admin.cursor().execute(f"CREATE DATABASE {name}")
    # By a socket the host is a folder, and written in the path.
    where = f"/{place['host']}" if place["host"].startswith("/") else f"{place['host']}:{place['port']}"
    yield f"postgres://{place['user']}:{quote(place['password'])}@{where}/{name}"
    admin.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
    admin.close()


class Server:
    """The portal as bin/serve runs it, in a process group of its own."""

    def __init__(self, database, folder):
        self.port = free_port()
        self.process = None
        self.environment = {
            "PATH": os.environ["PATH"],
            "DEMO": "true",
            "DJANGO_SETTINGS_MODULE": "issp_portal.settings",
            "DATABASE_URL": database,
            "VAR_DIR": str(folder),
            "EMAIL_URL": "dummymail://",
            "BIND": f"127.0.0.1:{self.port}",
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *arguments):
        """A command of Python beside the server; what it printed."""
        result = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "issp_portal.wsgi"],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if Person(self.port).ask("GET", "/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.1)
        pytest.fail("The server did not start within a minute")

    def kill(self):
        """-9, to the master and every worker at once: nobody gets to finish a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()


class Person:
    """One browser: cookies, forms with their hidden fields, no scripts."""

    def __init__(self, port, urn=0, email="", draft=None, session=None):
        self.port, self.urn, self.email, self.draft = port, urn, email, draft
        self.cookies = {"sessionid": session} if session else {}
        self.form = {}
        self.told = False
        self.impatient = urn % IMPATIENT == 0

    def ask(self, method, path, body=None):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            link.request(method, path, body, headers)
            answer = Answer(link.getresponse())
        finally:
            link.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    def open(self, path):
        """Open a page and keep the hidden fields of its form."""
        answer = self.ask("GET", path)
        assert answer.status == 200, (path, answer.status)
        for name in ("csrfmiddlewaretoken", "version"):
            found = re.search(rf'name="{name}" value="([^"]*)"', answer.text)
            if found:
                self.form[name] = found[1]
        return answer

    def send(self, path, **fields):
        return self.ask("POST", path, urlencode({**self.form, **fields}, doseq=True))

    def page(self, name):
        return f"/register-interest/d/{self.draft}/{name}/"

    def walk(self):
        """From the first page to the last but one, as it is written in a browser."""
        self.open("/register-interest/school/")
        answer = self.send("/register-interest/school/", school=self.urn)
        assert answer.status == 302, answer.text
        self.draft = answer.headers["Location"].split("/")[3]
        pages = {"needs/1": SCIENCE, "offers/1": CHOIR, **PAGES}
        pages["lead"] = {**PAGES["lead"], "email": self.email}
        for name, fields in pages.items():
            self.open(self.page(name))
            answer = self.send(self.page(name), **fields)
            assert answer.status == 302, (name, answer.text)

    def read_it_over(self):
        if self.draft is None:
            self.walk()
        self.open(self.page("check"))

    def send_it(self):
        """Told once the server said so: the answer that leads to the page with the reference."""
        answer = self.send(self.page("check"), may="on", shown="on")
        assert answer.status == 302, answer.text
        assert answer.headers["Location"] == self.page("received")
        self.told = True


def all_at_once(people, do):
    """Do it for everybody in a thread each; what raised, by person."""
    faults = {}

    def one(person):
        try:
            do(person)
        except (OSError, http.client.HTTPException) as fault:  # the server is gone, or never answered
            faults[person] = fault

    threads = [threading.Thread(target=one, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    return threads, faults


def finish(threads):
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads)


def test_who_was_told_is_there_once_with_the_mail(database, tmp_path):
    server = Server(database, tmp_path)
    server.run("manage.py", "migrate", "--verbosity", "0")
    server.run("manage.py", "collectstatic", "--noinput", "--verbosity", "0")
    prepared = json.loads(server.run("-c", PREPARE, str(PEOPLE), str(WHOLE_JOURNEYS)))
    people = [Person(server.port, **entry) for entry in prepared]
    server.start()
    try:
        threads, faults = all_at_once(people, Person.read_it_over)
        finish(threads)
        assert not faults

        for kill_after in KILLS_AFTER:
            untold = [person for person in people if not person.told]
            pressing = [person for person in untold for _ in range(2 if person.impatient else 1)]
            threads, _ = all_at_once(pressing, Person.send_it)
            deadline = time.monotonic() + 120
            while sum(person.told for person in people) < kill_after and time.monotonic() < deadline:
                time.sleep(0.001)
            server.kill()
            finish(threads)
            assert kill_after <= sum(person.told for person in people) < PEOPLE  # it was in the middle
            look_at(server, people)
            server.start()

        threads, faults = all_at_once(people, Person.send_it)
        finish(threads)
        assert not faults
        look_at(server, people)
    finally:
        if server.process.poll() is None:
            server.kill()


def look_at(server, people):
    """All of a registration is there or nothing of it, and never twice; all of it for those who were told."""
    found = json.loads(server.run("-c", LOOK))
    for person in people:
        registrations = found["registrations"].get(str(person.urn), [])
        letters = found["letters"].get(person.email, 0)
        assert len(registrations) == letters <= 1, (person.urn, registrations, letters)
        assert not person.told or registrations, f"{person.urn} was told, and is not there"
        for parts in registrations:
            assert parts == {"needs": 1, "offers": 1, "contacts": 2, "drafts": 1, "events": 1}
