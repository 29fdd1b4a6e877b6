"""The headers of a retiring page: Deprecation (RFC 9745), Sunset (RFC 8594), Link (RFC 8288, 5829), and for caches."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.utils.http import http_date

from mastsite.retirement.clock import HEADER, seconds_to_midnight
from mastsite.retirement.notice import Notice
from mastsite.retirement.options import options
from mastsite.retirement.record import Record
from mastsite.retirement.states import midnight

EXPOSED = ("Deprecation", "Sunset", "Link", HEADER)
TELLING = ("html", "votable")
"""Formats whose bodies say where the retirement stands."""
LONGEST = 2000
"""Characters of the successor's address in a header; a longer one is given without the search."""


def absolute(address: str, request: HttpRequest) -> str:
    """An address with its host, as machines away from the page need it."""
    if "://" in address:
        return str(iri_to_uri(address))
    base = options().address.rstrip("/")
    return str(iri_to_uri(f"{base}{address}" if base else request.build_absolute_uri(address)))


def page_of(record: Record, request: HttpRequest) -> str:
    return absolute(reverse("retirement:record", args=[record.id]), request)


def links(notice: Notice, *, successor: bool) -> list[str]:
    """The values of Link; the successor only where the view has not named it. Its address has the search where known."""
    record, request = notice.record, notice.request
    page = page_of(record, request)
    found = [f'<{page}>; rel="deprecation"; type="text/html"', f'<{page}>; rel="sunset"; type="text/html"']
    if successor:
        found.insert(0, f'<{_inside(absolute(successor_address(notice), request))}>; rel="successor-version"')
    return found


def successor_address(notice: Notice) -> str:
    """Where the request is answered now, with its search where that is known and not too long."""
    address = notice.carry().address if notice.carried else notice.record.successor
    return address if len(absolute(address, notice.request)) <= LONGEST else notice.record.successor


def _inside(address: str) -> str:
    """An address that cannot leave its angle brackets."""
    return address.replace("<", "%3C").replace(">", "%3E")


def tell(response: HttpResponseBase, notice: Notice) -> None:
    """Set the headers of a retirement. A Link that is there already stays, in front."""
    dates = notice.record.dates
    response["Deprecation"] = f"@{int(midnight(dates.deprecated_at).timestamp())}"
    response["Sunset"] = http_date(midnight(dates.sunset_at).timestamp())
    there = response.get("Link", "")
    response["Link"] = ", ".join([*filter(None, [there]), *links(notice, successor="successor-version" not in there)])
    _add_to(response, "Access-Control-Expose-Headers", EXPOSED)


def _add_to(response: HttpResponseBase, name: str, words: tuple[str, ...]) -> None:
    there = [word.strip() for word in response.get(name, "").split(",") if word.strip()]
    if "*" not in there:
        known = {word.lower() for word in there}
        response[name] = ", ".join([*there, *(word for word in words if word.lower() not in known)])


def keep_fresh(response: HttpResponseBase, notice: Notice) -> None:
    """Let no cache keep what another day, reader or preview would see otherwise."""
    html = response.get("Content-Type", "").startswith("text/html")
    patch_vary_headers(response, (HEADER, "Cookie") if html else (HEADER,))
    if notice.as_of:
        response[HEADER] = notice.day.isoformat()
        response["Cache-Control"] = "private, no-store"
        _add_to(response, "Access-Control-Expose-Headers", (HEADER,))
        for name in ("ETag", "Last-Modified", "Expires"):
            response.headers.pop(name, None)
        return
    if html or notice.shape in TELLING:  # what they say of the day changes, where the rows under it do not
        for name in ("ETag", "Last-Modified"):
            response.headers.pop(name, None)
    if control := response.get("Cache-Control"):
        most = seconds_to_midnight()
        response["Cache-Control"] = re.sub(
            r"(max-age\s*=\s*\"?)(\d+)", lambda found: f"{found[1]}{min(int(found[2][:12]), most)}", control
        )
    if "Expires" in response.headers:
        del response.headers["Expires"]
        if not response.get("Cache-Control"):
            response["Cache-Control"] = "no-cache"
