"""The retirement in VOTables: INFO elements in front of the first resource, where every version of VOTable allows them.

They are put into what the old page wrote, like the notice into HTML, so that no writer of tables has to know of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import cast
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from mastsite.retirement import wording
from mastsite.retirement.headers import absolute, page_of, successor_address
from mastsite.retirement.notice import Notice

ROOT = re.compile(rb"<(?:[\w.-]+:)?VOTABLE\b")
FIRST_RESOURCE = re.compile(rb"<([\w.-]+:)?RESOURCE\b")
HEAD_BYTES = 65_536
"""How far the first resource is looked for; a document that begins otherwise stays as it is."""


def facts(notice: Notice, response: HttpResponseBase | None = None) -> list[tuple[str, str, str]]:
    """Name, value and text of each INFO, the same on every day of a state. The successor is the one that the response names, if it names one."""
    record, request = notice.record, notice.request
    successor = absolute(successor_address(notice), request)
    if response is not None and (named := re.search(r'<([^>]*)>; *rel="successor-version"', response.get("Link", ""))):
        successor = named[1]
    words = "has retired; it did so on" if not notice.state.alive else "retires on"
    status = f"{record.title}, {words} {wording.long_date(record.dates.sunset_at)}."
    return [
        ("retirement", str(notice.state), status),
        ("deprecated", record.dates.deprecated_at.isoformat(), ""),
        ("sunset", record.dates.sunset_at.isoformat(), ""),
        ("successor", successor, ""),
        ("documentation", page_of(record, request), ""),
    ]


def insert(response: HttpResponseBase, notice: Notice) -> None:
    """Put the facts into a response that is a VOTable, whole or streamed; any other stays as it is."""
    if "xml" not in response.get("Content-Type", "").lower() or response.has_header("Content-Encoding"):
        return
    if isinstance(response, HttpResponse):
        response.content = _told(response.content, notice, response)
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
    elif isinstance(response, StreamingHttpResponse) and not response.is_async:
        pieces = cast(Iterable[bytes], response.streaming_content)
        response.streaming_content = _streamed(iter(pieces), notice, response)


def _streamed(pieces: Iterator[bytes], notice: Notice, response: HttpResponseBase) -> Iterator[bytes]:
    head = b""
    for piece in pieces:
        head += piece
        if len(head) > HEAD_BYTES or FIRST_RESOURCE.search(head):
            break
    yield from chain([_told(head, notice, response)], pieces)


def _told(body: bytes, notice: Notice, response: HttpResponseBase) -> bytes:
    place = FIRST_RESOURCE.search(body[: 2 * HEAD_BYTES])
    if place is None or not ROOT.search(body[: place.start()]):
        return body
    prefix = (place[1] or b"").decode("ascii", "replace")
    written = "".join(_info(prefix, *fact) for fact in facts(notice, response))
    # Nothing beyond ASCII, which means the same in every encoding that the document may have.
    return body[: place.start()] + written.encode("ascii", "xmlcharrefreplace") + body[place.start() :]


def _info(prefix: str, name: str, value: str, text: str) -> str:
    start = f"<{prefix}INFO name={quoteattr(name)} value={quoteattr(value)}"
    return f"{start}>{escape(text)}</{prefix}INFO>\n" if text else f"{start}/>\n"
