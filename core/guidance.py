"""Our own guidance, linked to at the right moment.

The app that keeps the guidance says where each page is; a template of any app prints the link by
`{% read "starting" %}` without knowing who keeps it. Nothing is looked up: these pages are always there.
"""

from typing import NamedTuple

from django.utils.functional import Promise


class Page(NamedTuple):
    """`title` as a link says it; `url` may be lazy."""

    title: str
    url: str | Promise


_pages: dict[str, Page] = {}


def register(moment: str, *, title: str, url: str | Promise) -> None:
    """Say which page helps at a moment: "starting", "agreeing" … Called from AppConfig.ready()."""
    _pages[moment] = Page(title, url)


def page_for(moment: str) -> Page:
    """Raises KeyError for a moment that nobody has written about: a slip of the template."""
    return _pages[moment]
