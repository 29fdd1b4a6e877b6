"""Start-up checks: every record must be whole, lead somewhere, and leave the living pages alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.module_loading import import_string

from mastsite.retirement import patterns, registry
from mastsite.retirement.options import options
from mastsite.retirement.record import Record
from mastsite.retirement.validation import clashes, faults

SAMPLE = re.compile(r"%\((\w+)\)s")


@register(Tags.urls)
def retirements(app_configs: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """Every fault of every declared record, by name."""
    try:
        records = registry.declared()
    except (ImportError, ImproperlyConfigured, ValueError, TypeError) as error:
        return [Error(f"The retirements cannot be read: {error}", id="retirement.E001")]
    return [Error(sentence, id="retirement.E002") for sentence in all_faults(records)]


def all_faults(records: Sequence[Record]) -> list[str]:
    found = [sentence for record in records for sentence in faults(record, options())]
    return [*found, *clashes(records), *site_faults(records)]


def site_faults(records: Sequence[Record], *, ask: bool = False) -> Iterator[str]:
    """Patterns that would swallow a live page, and successors that lead nowhere.

    Parameters
    ----------
    ask : fetch each successor within this process, so that one whose view says 404 is found too.
    """
    for record in records:
        refused = f"The retirement {record.id!r} is refused:"
        for route, address in live_addresses(records):
            hit = next((pattern for pattern in record.patterns if patterns.matches(pattern, address)), "")
            if hit and route not in record.routes and not patterns.faults(hit):
                what = f"the route {route!r}" if route else "a live page"
                yield (
                    f"{refused} its pattern {hit!r} would swallow {address}, which is {what}; "
                    "make the pattern narrower, or name that route in its 'routes'."
                )
                break
        for what, address in leads(record):
            if trouble := unanswered(address, ask=ask):
                yield f"{refused} its {what} {address!r} {trouble}."


def leads(record: Record) -> Iterator[tuple[str, str]]:
    yield "successor", record.successor
    yield from (("tutorial", link.address) for link in record.tutorials)


def unanswered(address: str, *, ask: bool = False) -> str:
    """Why an address of this site leads nowhere, as the end of a sentence; empty when it is answered, or is elsewhere."""
    parts = urlsplit(address)
    if parts.netloc or parts.scheme:
        return ""
    try:
        resolve(parts.path)
    except Resolver404:
        return "leads to no page of this site (404); correct the address"
    if ask and (status := _status(parts.path, parts.query)) in (404, 410):
        return f"is answered with status {status}; correct the address"
    return ""


def _status(path: str, query: str) -> int:
    """The status of a page, asked within this process."""
    handler = BaseHandler()
    handler.load_middleware()
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    host = next((name for name in settings.ALLOWED_HOSTS if name and "*" not in name and name[0] != "."), "localhost")
    request.META = {"SERVER_NAME": host, "SERVER_PORT": "80", "QUERY_STRING": query, "HTTP_ACCEPT": "text/html"}
    request.META["REQUEST_METHOD"], request.META["HTTP_HOST"] = "GET", host
    request.GET = QueryDict(query)
    if getattr(settings, "SECURE_SSL_REDIRECT", False):
        request.META["HTTP_X_FORWARDED_PROTO"] = "https"
    return handler.get_response(request).status_code  # not closed: that would take the caller's database away


def live_addresses(records: Iterable[Record]) -> tuple[tuple[str, str], ...]:
    """Addresses that must stay: one of every named route, those that the site names, and the successors."""
    successors = [("", urlsplit(record.successor).path) for record in records if record.successor.startswith("/")]
    static = str(getattr(settings, "STATIC_URL", "") or "")
    mine = [("static files", f"{static}css/site.css")] if static.startswith("/") else []
    return (*_of_routes(), *_of_samples(), *mine, *successors)


def _of_samples() -> tuple[tuple[str, str], ...]:
    return tuple(("", address) for name in options().samples for address in import_string(name)())


@cache
def _of_routes() -> tuple[tuple[str, str], ...]:
    return tuple(_walk(get_resolver(), "/", ""))


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[tuple[str, str]]:
    """A sample address of every named route below."""
    for pattern in resolver.url_patterns:
        for address, _names in _samples(pattern):
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from _walk(pattern, prefix + address, inner)
            elif pattern.name:
                yield f"{space}{pattern.name}", prefix + address


def _samples(pattern: URLPattern | URLResolver) -> list[tuple[str, list[str]]]:
    from django.utils.regex_helper import normalize

    converters = pattern.pattern.converters
    found = normalize(pattern.pattern.regex.pattern)[:4]
    return [(SAMPLE.sub(lambda name: _word(name[1], converters), form), names) for form, names in found]


def _word(name: str, converters: dict[str, Any]) -> str:
    kind = type(converters.get(name)).__name__
    return {"IntConverter": "1", "UUIDConverter": "075194d3-6885-417e-a8a8-6c931e272f00"}.get(kind, "sample")
