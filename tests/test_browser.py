"""The browser of the journeys notices what must never happen on a page, with and without JavaScript."""

import pytest
from playwright.sync_api import Error

from accounts.tests.factories import make_forum, make_user
from tests.browsing import Watch, assert_accessible, sign_in


def watched(page, html):
    """The faults of a page of ours that has this in it."""
    watch = Watch(page)

    def add(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text() + html)

    page.route("**/help/", add)
    page.goto("/help/")
    page.wait_for_load_state("networkidle")
    return watch.faults


@pytest.fixture
def careless_page(browser, live_server):
    """A page whose faults its test looks at itself."""
    context = browser.new_context(base_url=live_server.url)
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<script>window.ran = true</script>", "Content Security Policy"),
        ('<p style="color: red">Red</p>', "Content Security Policy"),
        ('<img src="/static/no-such-picture.png" alt="">', "answered 404"),
    ],
)
def test_it_notices(careless_page, html, fault):
    assert any(fault in found for found in watched(careless_page, html))


@pytest.mark.browser
def test_it_notices_a_request_to_the_outside(careless_page):
    """Which never happens: the address is one that leads nowhere (RFC 5737), and the browser is told to give up."""
    watch = Watch(careless_page)
    careless_page.route("http://192.0.2.1/**", lambda route: route.abort())
    with pytest.raises(Error):
        careless_page.goto("http://192.0.2.1/")
    assert watch.faults == ["Asked the outside world for http://192.0.2.1/"]


@pytest.mark.parametrize("kind", ["page", "phone", "plain_page", "plain_phone"])
def test_every_kind_of_page_opens_the_portal(open_page, request, kind):
    page = request.getfixturevalue(kind)
    page.goto("/help/")
    assert_accessible(page)


@pytest.mark.browser
def test_a_page_without_a_label_is_not_accessible(careless_page):
    careless_page.goto("/help/")
    careless_page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(careless_page)


def test_signing_in(page):
    sign_in(page, make_user(email="amara@mail.example", name="Amara Okonjo"))
    assert page.get_by_role("link", name="Amara").is_visible()


def test_signing_in_with_a_second_factor(plain_page):
    sign_in(plain_page, make_forum())
    plain_page.goto("/admin/")
    assert "What waits for Forum staff" in plain_page.title()
