"""The small repeated parts of a page. Loaded in every template (TEMPLATES builtins in settings)."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BaseForm
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core import guidance
from core import markdown as markdown_of
from core import prose as prose_of

register = template.Library()

ICONS = {
    "tick": "M8 15.2 3.3 10.5l-1.8 1.8L8 18.8 20.5 6.3l-1.8-1.8z",
    "search": "M9.5 2a7.5 7.5 0 0 1 5.9 12.1l5 5-1.6 1.6-5-5A7.5 7.5 0 1 1 9.5 2zm0 2.3a5.2 5.2 0 1 0 0 10.4 5.2 5.2 0 0 0 0-10.4z",
    "warn": "M11 2 1 20h20zm-1 6h2v6h-2zm0 7.5h2v2h-2z",
    "info": "M11 1.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19zM10 9.5v6.5h2V9.5zm0-3.5v2h2V6z",
    "wait": "M11 1.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19zm0 2.2a7.3 7.3 0 1 0 0 14.6 7.3 7.3 0 0 0 0-14.6zM10 6h2v5.5l3.5 2-1 1.7-4.5-2.7z",
    "cross": "M5.5 4 11 9.5 16.5 4 18 5.5 12.5 11l5.5 5.5-1.5 1.5-5.5-5.5L5.5 18 4 16.5 9.5 11 4 5.5z",
    "but": "M4 9.5h14v3H4z",
    "person": "M11 2a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM2.5 20c0-5 3.5-7.5 8.5-7.5s8.5 2.5 8.5 7.5z",
    "eye": "M11 4c5 0 8.5 4 10 7-1.5 3-5 7-10 7S2.5 14 1 11c1.5-3 5-7 10-7zm0 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8z",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """One of our pictograms, decorative: the words beside it carry the meaning."""
    return format_html(
        '<svg class="issp-icon" viewBox="0 0 22 22" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def sector(of: Any) -> SafeString:
    """A school's sector by word, shape and colour. Takes a school or a sector value."""
    value = getattr(of, "sector", of)
    words = {"state": "State", "independent": "Independent", "other": "Other"}[value]
    return format_html('<span class="issp-sector issp-sector--{}">{}</span>', value, words)


@register.filter
def error_prefix(form: BaseForm | None) -> str:
    """ "Error: " at the start of a page title whose form was refused."""
    return "Error: " if form is not None and form.is_bound and form.errors else ""


@register.filter
def markdown(text: str, top: int = 3) -> SafeString:
    """A long text as safe HTML; `|markdown:2` where its headings stand right beneath the page's own."""
    return markdown_of.render(text, top=top)


@register.filter
def prose(text: str) -> SafeString:
    """A plain text as safe HTML: paragraphs, lists, and its blanks marked (core/prose.py)."""
    return prose_of.render(text)


@register.simple_tag
def read(moment: str) -> SafeString:
    """ "Read: …", a link to the page of guidance that helps at this moment (core/guidance.py)."""
    page = guidance.page_for(moment)
    return format_html('Read: <a class="govuk-link" href="{}">{}</a>', page.url, page.title)


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: Any) -> str:
    """The address's query string with some words changed; None or "" removes one. Paging starts again unless named."""
    params = context["request"].GET.copy()
    params.pop("page", None)
    for name, value in changes.items():
        params.pop(name, None)
        if value not in (None, ""):
            params[name] = value
    return "?" + params.urlencode() if params else "?"


@register.simple_tag(takes_context=True)
def without(context: RequestContext, name: str, value: Any) -> str:
    """The query string less one value of one word: the link of a removable tag."""
    params = context["request"].GET.copy()
    params.pop("page", None)
    params.setlist(name, [v for v in params.getlist(name) if v != str(value)])
    pairs = [(key, v) for key, values in params.lists() for v in values]
    return "?" + urlencode(pairs)


@register.inclusion_tag("parts/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Any) -> dict[str, Any]:
    """GOV.UK pagination of a Django Page, keeping the rest of the address."""
    links = [
        {"number": n, "url": query(context, page=n) if n != page.paginator.ELLIPSIS else "", "now": n == page.number}
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    ]
    previous_url = query(context, page=page.previous_page_number()) if page.has_previous() else ""
    next_url = query(context, page=page.next_page_number()) if page.has_next() else ""
    return {"page": page, "links": links, "previous_url": previous_url, "next_url": next_url}


class NoticeNode(template.Node):
    ICON_OF = {"ok": "tick", "warn": "warn", "info": "info", "mod": "eye"}

    def __init__(self, kind: str, title: template.base.FilterExpression, nodelist: template.NodeList) -> None:
        self.kind, self.title, self.nodelist = kind, title, nodelist

    def render(self, context: template.Context) -> str:
        role = mark_safe(' role="status"') if self.kind == "ok" else ""
        return format_html(
            '<div class="issp-notice issp-notice--{}"{}>{}<div><p class="issp-notice__t">{}</p>{}</div></div>',
            self.kind,
            role,
            icon(self.ICON_OF[self.kind]),
            self.title.resolve(context),
            mark_safe(self.nodelist.render(context)),
        )


@register.tag
def notice(parser: template.base.Parser, token: template.base.Token) -> NoticeNode:
    """{% notice ok "Saved" %}<p>…</p>{% endnotice %}. Kinds: ok (announced), warn, info, mod (moderation)."""
    _, kind, title = token.split_contents()
    nodelist = parser.parse(("endnotice",))
    parser.delete_first_token()
    return NoticeNode(kind, parser.compile_filter(title), nodelist)
