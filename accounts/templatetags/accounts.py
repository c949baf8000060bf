"""What the pages about people print."""

import segno
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def qr_code(text: str, title: str) -> SafeString:
    """A QR code as SVG in the page: the policy allows no data: address, and the secret in it should not be fetched."""
    drawing = segno.make(text, error="m").svg_inline(
        omitsize=True, border=2, dark="#1d2b2f", light="#fff", svgclass=None
    )
    return format_html('<div role="img" aria-label="{}">{}</div>', title, mark_safe(drawing))
