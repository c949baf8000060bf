"""A visitor who reads the forms off pages and sends what no browser would."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.tests.factories import sign_in
from tests.cast import Cast, rows

SCRIPT = "\"'><script>alert(1)</script>"
LONG = "x" * 10_000
TEXTS = {
    "a script": SCRIPT,
    "10,000 characters": LONG,
    "NUL": "a\x00b",
    "right to left": "\u202eabc\u202c\u2066",
    "emoji": "🏫" * 20,
    "a lone quote": "'",
    "a lone surrogate as bytes": b"\xed\xa0\x80\xff",
    "a huge number": "9" * 40,
    "minus one": "-1",
    "a second line": "a\r\nBcc: all@schools.example",
    "nothing": "",
}

# What is a good answer where a sentence is none: by the name of the field, or its type.
GOOD = {
    "email": "person@mail.example",
    "tel": "01632 960000",
    "password": "Kestrel-harbour-29",
    "low_age": "4",
    "high_age": "11",
    "capacity": "2",
    "order": "7",
    "slug": "a-choir",
    "postcode": "",
    "website": "",
}


@dataclass
class Input:
    name: str
    kind: str  # the type of an <input>, or "select", "textarea", "button"
    value: str = ""
    choices: list[str] = field(default_factory=list)
    chosen: bool = False

    @property
    def is_free(self) -> bool:
        """Whether any words will do."""
        return self.kind in ("text", "search", "textarea")

    @property
    def is_typed(self) -> bool:
        """Whether words may be typed here, or hidden ones tampered with."""
        return self.kind not in ("radio", "checkbox", "select", "button", "submit")


@dataclass(frozen=True)
class Form:
    """A form of a page. `inputs` are by name; radio buttons and checkboxes of one name are one."""

    address: str
    method: str
    inputs: dict[str, Input]

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        """What makes two forms, on whatever pages, one."""
        return (self.address, frozenset(self.inputs))

    def filled(self) -> dict[str, Any]:
        """What an obliging person would send."""
        answers = {}
        for name, found in self.inputs.items():
            value = found.value
            if found.kind in ("radio", "select") and not value:
                value = next((choice for choice in found.choices if choice), "")
            elif found.kind == "checkbox":
                value = found.choices[0] or "on"
            elif found.is_typed and not value:
                value = GOOD.get(name, GOOD.get(found.kind, "A choir for Year 5"))
            answers[name] = value
        return answers


class PageReader(HTMLParser):
    """The forms of a page, and the words that its links to itself carry."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address = urlsplit(address).path
        self.forms: list[Form] = []
        self.words: set[str] = {"page"}
        self.links: list[str] = []
        self.select = self.textarea = None
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        given = dict(attributes)
        if tag == "a" and "href" in given:
            self.links.append(given["href"] or "")
            link = urlsplit(given["href"] or "")
            if link.path in ("", self.address):
                self.words.update(word for word, _ in parse_qsl(link.query, keep_blank_values=True))
        if tag == "form":
            where = given.get("action") or self.address
            self.forms.append(Form(where, given.get("method", "get").lower(), {}))
        elif tag == "option" and self.select:
            self.select.choices.append(given.get("value", ""))
            if "selected" in given:
                self.select.value, self.select.chosen = given.get("value", ""), True
        elif tag in ("input", "select", "textarea", "button") and given.get("name") and self.forms:
            self._input(tag, given)

    def _input(self, tag: str, given: dict[str, Any]) -> None:
        inputs = self.forms[-1].inputs
        kind = given.get("type", "text") if tag == "input" else tag
        found = inputs.setdefault(given["name"], Input(given["name"], kind))
        value = given.get("value") or ""
        if kind in ("radio", "checkbox"):
            found.choices.append(value)
            if "checked" in given:
                found.value, found.chosen = value, True
        else:
            found.value = value
        self.select = found if tag == "select" else None
        self.textarea = found if tag == "textarea" else None

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.textarea.value += data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None


class Visitor:
    """Somebody of the cast, or nobody, at a browser. What a request changes is taken back, unless it is to last."""

    def __init__(self, cast: Cast, role: str, **options: Any) -> None:
        self.cast, self.role = cast, role
        self.client = Client(raise_request_exception=False, **options)
        if cast.people[role] is not None:
            sign_in(self.client, cast.people[role])
        self.client.get(reverse("schools:add"))  # a page with a form, for the cookie that forms are checked against
        self.cookies = copy(self.client.cookies)

    @contextmanager
    def taken_back(self) -> Iterator[None]:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        self.client.cookies = copy(self.cookies)  # it may have signed this person out

    def get(self, address: str) -> HttpResponse:
        with self.taken_back():
            return self.client.get(address)

    def post(self, address: str, answers: Any = None, *, as_upload: bool = False) -> HttpResponse:
        """Send a form as a browser does; `as_upload` as one with files in it."""
        if as_upload:
            return self.client.post(address, answers)
        body = urlencode(answers or {}, doseq=True)
        return self.client.post(address, body, content_type="application/x-www-form-urlencoded")

    def addresses(self, method: str = "GET") -> Iterator[tuple[str, str]]:
        """(name, address) of every row of the table with this method."""
        for listed, name, _ in rows():
            if listed == method:
                yield name, self.cast.address(name)

    def pages(self) -> Iterator[tuple[str, PageReader]]:
        """(name, page) of every address that shows this person an HTML page."""
        for name, address in [*self.addresses(), *((further, further) for further in self.cast.further)]:
            response = self.get(address)
            if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
                yield name, PageReader(address, response.content.decode())

    def forms(self) -> Iterator[tuple[str, Form]]:
        """(where it was found, form) of every form that is sent by POST, each once."""
        seen = set()
        for name, page in self.pages():
            for form in page.forms:
                if form.method == "post" and form.key not in seen:
                    seen.add(form.key)
                    if "school" in form.inputs:
                        form.inputs["school"].value = str(self.cast.free.urn)
                    yield f"{name} -> {form.address}", form


def fault_of(response: HttpResponse) -> str:
    """What is wrong with an answer to nonsense; "" where nothing is."""
    if response.status_code >= 500:
        error = getattr(response, "exc_info", None)
        return f"{response.status_code} {error[0].__name__}: {str(error[1])[:200]}" if error else "5xx"
    if "html" in response.get("Content-Type", "") and not response.streaming and b"<script>alert" in response.content:
        return "the script unescaped"
    return ""


def a_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("virus.exe", b"MZ" * 500)
