"""For templates of any site: the notice's words, and lines about retirements on reference pages."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mastsite.retirement import clock, registry, wording

register = template.Library()


@register.filter
def long_date(day: date) -> str:
    return wording.long_date(day)


@register.filter
def contact(text: str) -> str | SafeString:
    """A contact as a link: a mail address or a web address; other words as they are."""
    if "@" in text and " " not in text:
        return format_html('<a href="mailto:{}">{}</a>', text, text)
    if text.startswith(("https://", "/")) and " " not in text:
        return format_html('<a href="{}">{}</a>', text, text)
    return text


@register.inclusion_tag("retirement/status_lines.html")
def retirement_status(group: str = "") -> dict[str, object]:
    """Where the retirements of a group stand, or all of them."""
    day = clock.today()
    found = registry.of_group(group) if group else registry.entries()
    return {"entries": [(entry.record, wording.status(entry.record, entry.state(day), day)) for entry in found]}
