"""An address of this site asked within the process: its view is called as the server would call it, through the addresses.

So a page may compare doors without importing any. Middleware is left out: nothing is counted, packed or tagged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import cast
from urllib.parse import unquote_to_bytes, urlsplit

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import Resolver404, resolve

MOST_BYTES = 32 * 2**20
"""Of one answer; what is longer is not read on."""


class Unanswered(Exception):
    """The address gave no rows; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked: an address without scheme and host, and the body of a post."""

    address: str
    body: bytes | None = None
    content_type: str = "application/json"
    accept: str = "*/*"

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"


def ask(call: Call, asker: HttpRequest) -> bytes:
    """The body of the answer.

    Parameters
    ----------
    asker : the request on behalf of which it is asked; host and scheme are its own, cookies are not sent.

    Raises
    ------
    Unanswered : there is no such address, or it answered with an error.
    """
    parts = urlsplit(call.address)
    body = call.body or b""
    path = unquote_to_bytes(parts.path).decode("latin-1")
    environ = {
        name: value for name, value in asker.META.items() if name.startswith(("SERVER_", "wsgi.", "REMOTE_ADDR"))
    }
    environ |= {
        "REQUEST_METHOD": call.method, "PATH_INFO": path, "SCRIPT_NAME": "", "QUERY_STRING": parts.query,
        "HTTP_HOST": asker.get_host(), "HTTP_ACCEPT": call.accept, "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": call.content_type if call.body is not None else "", "wsgi.input": BytesIO(body),
    }  # fmt: skip
    if asker.is_secure() and "HTTP_X_FORWARDED_PROTO" in asker.META:
        environ["HTTP_X_FORWARDED_PROTO"] = asker.META["HTTP_X_FORWARDED_PROTO"]
    try:
        request = WSGIRequest(environ)
        found = resolve(request.path_info)
    except Resolver404:
        raise Unanswered("There is no such address here.") from None
    request.resolver_match = found
    response = found.func(request, *found.args, **found.kwargs)
    content = _whole(response)  # the response is not closed: that would take the asker's database away
    if response.status_code >= 300:
        said = (
            " ".join(content[:300].decode("utf-8", "replace").split()) if "html" not in response["Content-Type"] else ""
        )
        raise Unanswered(f"It answered with status {response.status_code}. {said}".strip())
    return content


def _whole(response: HttpResponse | StreamingHttpResponse) -> bytes:
    if not response.streaming:
        return cast(HttpResponse, response).content
    held, size = [], 0
    pieces = iter(cast(Iterable[bytes], response.streaming_content))  # type: ignore[union-attr]
    try:
        for piece in pieces:
            held.append(piece)
            size += len(piece)
            if size > MOST_BYTES:
                raise Unanswered(f"The answer has more than {MOST_BYTES // 2**20} MB, the most that is read here.")
    finally:
        for close in response._resource_closers:  # type: ignore[union-attr]
            close()
    return b"".join(held)
