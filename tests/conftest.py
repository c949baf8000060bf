"""The browser of the journeys: headless Chromium against the live portal, watched for what must never happen.

Fixtures: `page` (1280 wide), `phone` (375 wide), `plain_page` and `plain_phone` (the same without JavaScript), and
`open_page` for another pair, or a second person in a browser of their own. Each page starts signed out, and its test
fails for what `Watch` saw. What to do on a page is in tests/browsing.py.

Addresses are relative: `page.goto("/schools/")`. Links in mail lead to the live portal (SITE_URL is set to it).
"""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browsing import Watch, without_javascript

# Playwright keeps an event loop in the test's thread; the ORM is used beside it, never inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 800}
# What Chromium would ask the outside world for by itself.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=BackForwardCache",  # a page taken out of it is for a moment not there to be asked
]

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """`-m "not browser"` leaves out what needs Chromium, whatever the test calls itself."""
    for item in items:
        if "open_page" in item.fixturenames:
            item.add_marker(pytest.mark.browser)


def find_chromium() -> str:
    """The system's Chromium: Playwright's own download is not needed."""
    known = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    for name in (os.environ.get("CHROMIUM", ""), *known):
        if name and (path := shutil.which(name)):
            return path
    pytest.fail('The journeys need Chromium: apt-get install chromium, or leave them out with -m "not browser".')


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, live_server, settings) -> Iterator[OpenPage]:  # type: ignore[no-untyped-def]
    """open_page(width=…, javascript=…): a page in a browser context of its own, as if another person sat there."""
    settings.SITE_URL = live_server.url
    contexts = []
    watches = []

    def open_one(*, phone: bool = False, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=PHONE if phone else WIDE,
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)  # milliseconds; a machine busy with other tests is slow, not broken
        if not javascript:
            without_javascript.add(context)
        page = context.new_page()
        contexts.append(context)
        watches.append(Watch(page))
        return page

    yield open_one
    for context in contexts:
        context.close()
    faults = [fault for watch in watches for fault in watch.faults]
    assert not faults, "\n".join(faults)


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page(phone=True)


@pytest.fixture
def plain_page(open_page: OpenPage) -> Page:
    return open_page(javascript=False)


@pytest.fixture
def plain_phone(open_page: OpenPage) -> Page:
    return open_page(phone=True, javascript=False)
