"""What a journey does on a page: sign in, read its mail, and hold the page to the standards of every page."""

import contextlib
import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit
from weakref import WeakSet

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Response

from accounts.models import User

WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Watch:
    """Collects what must never happen on a page."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        page.on("request", lambda request: self.asked(request.url))
        page.on("response", self.answered)
        page.on("console", self.said)
        page.on("pageerror", lambda error: self.faults.append(f"A script raised: {error}"))

    def asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in ("127.0.0.1", "localhost"):
            self.faults.append(f"Asked the outside world for {url}")

    def answered(self, response: Response) -> None:
        missing_file = response.status >= 400 and urlsplit(response.url).path.startswith("/static/")
        if response.status >= 500 or missing_file:
            self.faults.append(f"{response.url} answered {response.status}")

    def said(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Permissions policy" in message.text:
            self.faults.append(f"On {message.location.get('url')}: {message.text}")


# The browser contexts without JavaScript. A page cannot be asked: what Playwright runs there always runs.
without_javascript: "WeakSet[BrowserContext]" = WeakSet()


@contextlib.contextmanager
def readable(page: Page) -> Iterator[Page]:
    """A page that axe can run on: itself, or of a page without JavaScript a copy whose scripts are not loaded."""
    page.wait_for_load_state()  # a document that has only just been answered is empty, or half there
    if page.context not in without_javascript:
        yield page
        return
    address, html = page.url, page.content()
    assert page.context.browser is not None
    context = page.context.browser.new_context(viewport=page.viewport_size, reduced_motion="reduce")
    copy = context.new_page()
    copy.route(lambda url: url.endswith(".js"), lambda route: route.abort())
    copy.route(lambda url: url == address, lambda route: route.fulfill(body=html, content_type="text/html"))
    copy.goto(address)
    yield copy
    context.close()


def assert_accessible(page: Page) -> None:
    """axe finds nothing (WCAG 2.2 AA and best practice), there is one h1, and the page does not scroll sideways."""
    # Without preloading: axe would copy imported style sheets (the admin's forms.css has one) into the page, against
    # the policy that the page is held to.
    options = {"runOnly": WCAG_22_AA, "resultTypes": ["violations"], "preload": False}
    with readable(page) as copy:
        results = Axe().run(copy, options=options)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"
    assert page.locator("h1").count() == 1, f"{page.url} has {page.locator('h1').count()} first-level headings"
    title = page.title().removeprefix("Error: ").removesuffix(" - ISSP Portal").strip()
    assert title, f"{page.url} has no title"
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than the screen"


def mail_to(address: str) -> list[str]:
    """The texts of what was mailed to this address, oldest first."""
    return [message.body for message in mail.outbox if address in message.to]


def link_in(text: str) -> str:
    """The link of a mail: each has one, on a line of its own."""
    (link,) = re.findall(r"^https?://\S+$", text, flags=re.MULTILINE)
    return link


def code_in(text: str) -> str:
    """The code of a sign-in mail, as it stands there."""
    match = re.search(r"^\s*(\d{4}-?\d{4})\s*$", text, flags=re.MULTILINE)
    assert match, f"No code in: {text}"
    return match[1]


SECRET = "JUSTFORTHETESTSOFTHEPORTALABCDEF"  # of every authenticator app of a test


def sign_in(page: Page, user: User) -> None:
    """By the real pages: a code from the mail; for Forum staff also one from an authenticator app."""
    if user.is_staff:
        give_app(user)
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_role("button", name="E-mail me a code").click()
    page.get_by_label("Code from the e-mail").fill(code_in(mail_to(user.email)[-1]))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login/code/" not in url)
    if user.is_staff:
        page.get_by_label("Code", exact=True).fill(app_code())
        page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/login/" not in url and "/2fa/authenticate" not in url)


def give_app(user: User) -> None:
    """Set up an authenticator app for somebody of the Forum, as they do at their first sign-in."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, SECRET)


def app_code() -> str:
    """What the app of every test shows now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def back(page: Page) -> None:
    """Press the browser's own back button. (Playwright's own call fails where Chromium is just changing pages.)"""
    with page.expect_navigation(), contextlib.suppress(Error):  # the call's answer may go with the page that it leaves
        page.evaluate("history.back()")
